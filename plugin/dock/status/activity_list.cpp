// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/activity_list.hpp"

#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "dock/status/activity_text.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

ActivityList::ActivityList(QWidget *parent)
    : QWidget{parent},
      newest_{makeWrappingLabel(this, Tone::Muted)},
      all_{makeIconButton(Icon::Menu, text("Activity.Log"), this)}
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *heading = new QHBoxLayout;

	heading->addWidget(makeHeading(text("Activity.Title"), this), 1);
	heading->addWidget(all_);
	column->addLayout(heading);
	column->addWidget(newest_);
	connect(all_, &QToolButton::clicked, this, &ActivityList::openLog);
	showNewest();
}

void ActivityList::addRecords(const engine_snapshot &snapshot, qint64 now_ms, const QDateTime &now)
{
	bool isNew = false;

	for (size_t i = 0; i < snapshot.record_count; i++) {
		const haptics_record &record = snapshot.records[i];
		if (record.serial <= lastSerial_) {
			continue;
		}
		lastSerial_ = record.serial;
		lines_ += activityLine(record, now_ms, now);
		isNew = true;
		if (log_) {
			log_->addItem(lines_.last());
			log_->scrollToBottom();
		}
	}
	while (lines_.size() > HAPTICS_JOURNAL_SIZE) {
		lines_.removeFirst();
	}
	while (log_ && log_->count() > HAPTICS_JOURNAL_SIZE) {
		delete log_->takeItem(0);
	}
	if (isNew) {
		showNewest();
	}
}

void ActivityList::showNewest()
{
	const QStringList shown = lines_.mid(qMax(0, int(lines_.size()) - int(SHOWN_LINES)));

	setLabel(newest_, shown.isEmpty() ? text("Activity.None") : shown.join(QLatin1Char('\n')));
}

void ActivityList::openLog()
{
	if (!log_) {
		auto *dialog = new QDialog{window()};
		auto *column = new QVBoxLayout{dialog};

		dialog->setAttribute(Qt::WA_DeleteOnClose);
		dialog->setWindowTitle(text("Activity.Log"));
		log_ = new QListWidget{dialog};
		log_->setAccessibleName(text("Activity.Log"));
		log_->addItems(lines_);
		log_->setWordWrap(true);
		column->addWidget(log_);
		fitWindow(dialog, 70, 20);
	}
	showOnTop(log_->window());
	log_->scrollToBottom();
}
