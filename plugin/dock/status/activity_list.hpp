// SPDX-License-Identifier: GPL-2.0-or-later
/* The newest lines of the explain ring; its button opens the newest of all that was seen since the dock first looked.
 */
#pragma once

#include <QDateTime>
#include <QPointer>
#include <QStringList>
#include <QWidget>

#include "engine/snapshot.h"

class QLabel;
class QListWidget;
class QToolButton;

class ActivityList : public QWidget {
	Q_OBJECT

      public:
	enum { SHOWN_LINES = 3 };

	explicit ActivityList(QWidget *parent);
	/* Adds the records it has not seen. */
	void addRecords(const engine_snapshot &snapshot, qint64 now_ms, const QDateTime &now);
	void openLog();

      private:
	void showNewest();

	QStringList lines_; /* oldest first, at most HAPTICS_JOURNAL_SIZE */
	quint64 lastSerial_{0};
	QLabel *newest_;
	QToolButton *all_;
	QPointer<QListWidget> log_;
};
