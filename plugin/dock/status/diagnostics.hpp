// SPDX-License-Identifier: GPL-2.0-or-later
/* What a helper needs to know, without anything secret or personal: no tokens, ids, addresses, codes, names of toys'
 * owners, rules, scenes or files. In English, for whoever reads the report. */
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include "dock/keys/stop_key.hpp"
#include "engine/engine.h"
#include "engine/snapshot.h"

/* Notes how the connection changed and what happened, whether or not a dock is seen. UI thread. */
class StateHistory {
      public:
	enum { CAPACITY = 50 }; /* of each list */

	/* now: clock time; now_ms: the same moment in the clock of the snapshot. */
	void note(const engine_snapshot &snapshot, const QDateTime &now, qint64 now_ms);
	const QStringList &lines() const;
	/* A line that came again a little later is there once, with its number. */
	QStringList activity() const;
	/* The newest line of those that say why something does not work; "": there was none. */
	const QString &lastProblem() const;

      private:
	QStringList lines_;
	struct Happened {
		QString when, what;
		int times;
	};
	void happen(haptics_outcome outcome, const Happened &now);

	QVector<Happened> activity_;
	QString lastProblem_;
	quint64 lastSerial_{0};
	int state_{0};
	int reason_{0};
};

/* What is asked of OBS when the report is made. */
struct DiagnosticsFacts {
	QDateTime now;
	bool isLive{false};
	bool hasStopKey{false};
	KeyReach reach{KeyReach::Everywhere};
};

QString diagnosticsText(const engine_snapshot &snapshot, const DiagnosticsFacts &facts, const engine_settings &settings,
			const StateHistory &history);
