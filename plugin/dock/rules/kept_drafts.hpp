// SPDX-License-Identifier: GPL-2.0-or-later
/* Changes of rules that were not saved when OBS closed. They are no rules: nothing of them counts before a person has
 * opened and saved them. Kept in a file of the dock's own, at most MOST of them with at most LARGEST_BYTES each. UI
 * thread. */
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>

class KeptDrafts : public QObject {
	Q_OBJECT

      public:
	enum { MOST = 8, LARGEST_BYTES = 64 * 1024 };

	/* Reads the file; what is damaged is left out, with a line in the log. */
	KeptDrafts();
	/* The one that waits longest; empty: there is none. */
	QJsonObject first() const;
	/* In place of an older one of that rule; of too many the oldest goes. One that is too large is not kept. */
	void keep(const QJsonObject &rule);
	void drop(const QString &id);

      signals:
	void changed();

      private:
	void remove(const QString &id);
	void write();

	QJsonArray drafts_;
};
