// SPDX-License-Identifier: GPL-2.0-or-later
/* What the journal last said of each rule: when it ran, and for a while why nothing came of it or why it ended. */
#pragma once

#include <QDateTime>
#include <QHash>
#include <QString>

#include "engine/snapshot.h"

class RuleLog {
      public:
	enum { SHOWN_MS = 8000 };

	/* Takes the records that are new. true: there were some. */
	bool note(const engine_snapshot &snapshot, qint64 now_ms);
	/* "No effect, not armed"; "" when there is nothing to say, or it was said for long enough. */
	QString words(const QString &id, qint64 now_ms, bool isDiscreet) const;
	/* Whether the words are about something that did not happen. */
	bool isRefusal(const QString &id) const;
	/* When it ran last since OBS was started; invalid: never. */
	QDateTime lastRun(const QString &id) const;
	/* The rule that ran last of all; "": none. */
	QString newest() const;
	/* Some words end soon. */
	bool isChanging(qint64 now_ms) const;

      private:
	void take(const haptics_record &record, const QString &id, qint64 now_ms);

	struct Note {
		haptics_outcome outcome;
		qint64 wait_ms;
		qint64 until_ms;
	};

	quint64 serial_{0}; /* of the newest record that was taken */
	qint64 until_ms_{0};
	QHash<QString, Note> notes_;
	QHash<QString, QDateTime> runs_;
	QString newest_;
};
