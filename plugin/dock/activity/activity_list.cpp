// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/activity/activity_list.hpp"

#include <utility>

#include <QActionGroup>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QStyledItemDelegate>
#include <QToolButton>

#include "dock/activity/activity_text.hpp"
#include "dock/keys/menu_keys.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int LEAST_LINES = 4;
/* A refusal that comes again is counted where it stands; anything else if it came shortly before. */
constexpr int SHORTLY_S = 15;

/* Of a list that leaves something out the heading says so. */
constexpr TextKey<ActivityList::Filter> TITLE_KEYS[] = {
	{ActivityList::Filter::All, "Activity.Title"},
	{ActivityList::Filter::DidNothing, "Activity.Title.DidNothing"},
	{ActivityList::Filter::EndedEarly, "Activity.Title.EndedEarly"},
};

constexpr TextKey<ActivityList::Filter> FILTER_KEYS[] = {
	{ActivityList::Filter::All, "Activity.Filter.All"},
	{ActivityList::Filter::DidNothing, "Activity.Filter.DidNothing"},
	{ActivityList::Filter::EndedEarly, "Activity.Filter.EndedEarly"},
};

/* Wants a few lines and takes what there is. */
class LogView : public QListWidget {
      public:
	using QListWidget::QListWidget;

	QSize sizeHint() const override
	{
		return {fontMetrics().averageCharWidth() * 20, fontMetrics().lineSpacing() * (LEAST_LINES + 1)};
	}
	QSize minimumSizeHint() const override
	{
		return sizeHint();
	}

      protected:
	/* A reader would hear each line that comes as if the keys were here still. */
	void focusOutEvent(QFocusEvent *event) override
	{
		QListWidget::focusOutEvent(event);
		if (event->reason() != Qt::PopupFocusReason) {
			setCurrentRow(-1);
			clearSelection();
		}
	}
};

/* Breaks a line where it is drawn: Qt measures it as if a theme put no space beside it. */
class LineDelegate : public QStyledItemDelegate {
      public:
	using QStyledItemDelegate::QStyledItemDelegate;

	QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
	{
		const auto *view = static_cast<const QListView *>(option.widget);
		QStyleOptionViewItem line{option};
		initStyleOption(&line, index);
		line.rect = QRect{QPoint{}, QSize{view->viewport()->width(), line.fontMetrics.height() * 2}};
		const QRect words = view->style()->subElementRect(QStyle::SE_ItemViewItemText, &line, view);
		QStyleOptionViewItem measured{option};
		measured.rect = QRect{QPoint{}, words.size()};
		return QStyledItemDelegate::sizeHint(measured, index);
	}
};

bool endedEarly(const haptics_record &record)
{
	switch (record.outcome) {
	case HAPTICS_ENDED_LONGEST:
	case HAPTICS_STOPPED:
	case HAPTICS_IGNORED_SKIPPED:
	case HAPTICS_PANIC:
	case HAPTICS_DISARMED:
	case HAPTICS_HALTED:
		return true;
	default:
		return false;
	}
}

bool isSame(const haptics_record &one, const haptics_record &other)
{
	return one.outcome == other.outcome && one.cause == other.cause && qstrcmp(one.rule_id, other.rule_id) == 0 &&
	       qstrcmp(one.rule_name, other.rule_name) == 0 && qFuzzyCompare(1 + one.amount, 1 + other.amount);
}

bool startsRun(const haptics_record &record)
{
	return record.outcome >= HAPTICS_FIRED && record.outcome <= HAPTICS_QUEUED;
}

} // namespace

ActivityList::ActivityList(QWidget *parent)
    : QWidget{parent},
      heading_{makeHeading(text("Activity.Title"), this)},
      list_{named("activity", new LogView{this})},
      empty_{makeWrappingLabel(this, Tone::Muted)},
      menuButton_{named("activityMenu", makeIconButton(Icon::Menu, text("Activity.Menu"), this))}
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *heading = new QHBoxLayout;

	empty_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
	list_->setAccessibleName(text("Activity.Title"));
	list_->setItemDelegate(new LineDelegate{list_});
	list_->setWordWrap(true);
	list_->setTextElideMode(Qt::ElideNone);
	list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
	list_->setResizeMode(QListView::Adjust);
	list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
	list_->setTabKeyNavigation(false);
	menuButton_->setMenu(makeMenu());
	menuButton_->setPopupMode(QToolButton::InstantPopup);
	makeMenuKeyed(menuButton_);
	list_->installEventFilter(this);
	list_->viewport()->installEventFilter(this);
	heading->addWidget(heading_, 1);
	heading->addWidget(menuButton_);
	column->addLayout(heading);
	column->addWidget(empty_);
	column->addWidget(list_, 1);
	showEmptiness();
}

bool ActivityList::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() == QEvent::ContextMenu) {
		popUpMenu(menuButton_->menu(), *static_cast<QContextMenuEvent *>(event));
		return true;
	}
	return QWidget::eventFilter(object, event);
}

QMenu *ActivityList::makeMenu()
{
	auto *menu = new QMenu{this};
	auto *group = new QActionGroup{menu};

	for (const auto &row : FILTER_KEYS) {
		const Filter filter = row.value;
		QAction *entry = menu->addAction(text(row.key), this, [this, filter] { setFilter(filter); });
		entry->setCheckable(true);
		entry->setChecked(filter == filter_);
		group->addAction(entry);
	}
	menu->addSeparator();
	menu->addAction(text("Activity.Copy"), this, &ActivityList::copy);
	return menu;
}

void ActivityList::addRecords(const engine_snapshot &snapshot, qint64 now_ms, const QDateTime &now, bool isDiscreet)
{
	if (std::exchange(isDiscreet_, isDiscreet) != isDiscreet) {
		rebuild();
	}
	for (size_t i = 0; i < snapshot.record_count; i++) {
		const haptics_record &record = snapshot.records[i];
		if (record.serial <= lastSerial_) {
			continue;
		}
		lastSerial_ = record.serial;
		add(snapshot, record, now.addMSecs(record.time_ms - now_ms).toLocalTime());
	}
}

void ActivityList::add(const engine_snapshot &snapshot, const haptics_record &record, const QDateTime &when)
{
	if (isNoise(record) || fold(record, when)) {
		return;
	}
	Entry entry{record, {}, {}, when, 1, nullptr};
	nameToys(snapshot, entry);
	entries_.prepend(entry);
	if (isShown(entry)) {
		putOnTop(entries_.first());
	}
	while (entries_.size() > HAPTICS_JOURNAL_SIZE) {
		delete entries_.last().item;
		entries_.removeLast();
	}
	showEmptiness();
}

/* New settings stop everything, which says nothing where nothing has moved: at the first set-up, say. */
bool ActivityList::isNoise(const haptics_record &record)
{
	if (startsRun(record)) {
		hasRun_ = true;
	}
	if (record.outcome == HAPTICS_HALTED) {
		return !std::exchange(hasRun_, false) && record.cause == HAPTICS_HALT_SETTINGS;
	}
	return false;
}

bool ActivityList::fold(const haptics_record &record, const QDateTime &when)
{
	const bool isRefusal = hadNoEffect(record.outcome);

	for (int i = 0; i < qMin(foldDepth(record.outcome), int(entries_.size())); i++) {
		const bool isNear = i == 0 || isRefusal || entries_[i].when.secsTo(when) <= SHORTLY_S;
		if (isNear && isSame(entries_[i].record, record)) {
			Entry entry = entries_.takeAt(i);
			entry.record = record;
			entry.when = when;
			entry.times++;
			entries_.prepend(entry);
			if (entry.item) {
				putOnTop(entries_.first());
			}
			return true;
		}
	}
	return false;
}

void ActivityList::nameToys(const engine_snapshot &snapshot, Entry &entry) const
{
	const engine_run *run = entry.record.run ? engine_find_run(&snapshot, entry.record.run) : nullptr;
	QStringList names;
	QStringList discreetNames;

	for (size_t i = 0; run && i < snapshot.toy_count; i++) {
		if (run->toys & (UINT32_C(1) << i)) {
			names += toyName(snapshot.toys[i], int(i), false);
			discreetNames += toyName(snapshot.toys[i], int(i), true);
		}
	}
	entry.toys = names.join(QStringLiteral(", "));
	entry.discreetToys = discreetNames.join(QStringLiteral(", "));
	/* When it ends, the run is no longer in the snapshot. */
	for (const Entry &earlier : entries_) {
		if (!run && entry.record.run && earlier.record.run == entry.record.run) {
			entry.toys = earlier.toys;
			entry.discreetToys = earlier.discreetToys;
			return;
		}
	}
}

bool ActivityList::isShown(const Entry &entry) const
{
	switch (filter_) {
	case Filter::DidNothing:
		return hadNoEffect(entry.record.outcome);
	case Filter::EndedEarly:
		return endedEarly(entry.record);
	default:
		return true;
	}
}

QString ActivityList::line(const Entry &entry) const
{
	const QString words =
		activityLine(entry.record, isDiscreet_ ? entry.discreetToys : entry.toys, entry.when, isDiscreet_);

	return entry.times > 1 ? text("Activity.Times", words, entry.times) : words;
}

void ActivityList::putOnTop(Entry &entry)
{
	if (!entry.item) {
		entry.item = new QListWidgetItem;
	}
	const int before = list_->row(entry.item);
	entry.item->setText(line(entry));
	if (before != 0) {
		list_->takeItem(before);
		list_->insertItem(0, entry.item);
	}
}

void ActivityList::rebuild()
{
	list_->clear();
	for (int i = int(entries_.size()) - 1; i >= 0; i--) {
		entries_[i].item = nullptr;
		if (isShown(entries_[i])) {
			putOnTop(entries_[i]);
		}
	}
	showEmptiness();
}

void ActivityList::setFilter(Filter filter)
{
	filter_ = filter;
	setLabel(heading_, text(keyOf(TITLE_KEYS, filter)));
	rebuild();
}

void ActivityList::showEmptiness()
{
	const bool isEmpty = list_->count() == 0;

	showLabel(empty_,
		  isEmpty ? text(filter_ == Filter::All ? "Activity.None" : "Activity.NoneOfThese") : QString{});
	list_->setVisible(!isEmpty);
}

QStringList ActivityList::lines() const
{
	QStringList shown;

	for (int i = 0; i < list_->count(); i++) {
		shown += list_->item(i)->text();
	}
	return shown;
}

void ActivityList::copy()
{
	QGuiApplication::clipboard()->setText(lines().join(QLatin1Char('\n')) + QLatin1Char('\n'));
	emit copied();
}
