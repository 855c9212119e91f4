// SPDX-License-Identifier: GPL-2.0-or-later
/* What happened, the newest on top, as tall as there is room: everything since the dock first looked that the explain
 * ring still had. What comes again and again is one line with a count. Its menu chooses what is shown, and copies it.
 */
#pragma once

#include <QDateTime>
#include <QVector>
#include <QWidget>

#include "engine/snapshot.h"

class QLabel;
class QListWidget;
class QListWidgetItem;
class QMenu;
class QToolButton;

class ActivityList : public QWidget {
	Q_OBJECT

      public:
	enum class Filter { All = 1, DidNothing, EndedEarly };

	explicit ActivityList(QWidget *parent);
	/* Adds the records it has not seen. now: clock time of now_ms, which is in the clock of the snapshot. */
	void addRecords(const engine_snapshot &snapshot, qint64 now_ms, const QDateTime &now, bool isDiscreet);
	void setFilter(Filter filter);
	/* The lines that are shown, the newest first. */
	QStringList lines() const;

      signals:
	/* They are in the clipboard. */
	void copied();

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	struct Entry {
		haptics_record record;
		QString toys, discreetToys; /* "": unknown, or none */
		QDateTime when;
		int times;
		QListWidgetItem *item; /* NULL: the filter leaves it out */
	};

	QMenu *makeMenu();
	void add(const engine_snapshot &snapshot, const haptics_record &record, const QDateTime &when);
	bool fold(const haptics_record &record, const QDateTime &when);
	void nameToys(const engine_snapshot &snapshot, Entry &entry) const;
	bool isNoise(const haptics_record &record);
	bool isShown(const Entry &entry) const;
	QString line(const Entry &entry) const;
	void putOnTop(Entry &entry);
	void rebuild();
	void showEmptiness();
	void copy();

	QVector<Entry> entries_; /* newest first, at most HAPTICS_JOURNAL_SIZE */
	quint64 lastSerial_{0};
	bool hasRun_{false}; /* something has moved since everything was stopped last */
	bool isDiscreet_{false};
	Filter filter_{Filter::All};
	QLabel *heading_;
	QListWidget *list_;
	QLabel *empty_;
	QToolButton *menuButton_;
};
