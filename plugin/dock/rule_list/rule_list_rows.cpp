// SPDX-License-Identifier: GPL-2.0-or-later
/* The rows of the list: made, kept, put in order, searched. */
#include <utility>

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "dock/keys/menu_keys.hpp"
#include "dock/rule_list/group_row.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/widgets/fold_heading.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* Fewer are found at a glance. */
constexpr int SEARCHED_FROM = 8;

QStringList groupsOf(const QVector<RulePlace> &places)
{
	QStringList groups;

	for (const RulePlace &place : places) {
		if (place.isHead()) {
			groups += place.group;
		}
	}
	return groups;
}

template <typename Row> void dropGone(QHash<QString, Row *> &rows, const QStringList &kept)
{
	for (auto row = rows.begin(); row != rows.end();) {
		if (kept.contains(row.key())) {
			++row;
		} else {
			delete row.value();
			row = rows.erase(row);
		}
	}
}

} // namespace

void RuleList::rebuild(const engine_snapshot &snapshot, qint64 now_ms)
{
	const QStringList before = ids_;
	const QJsonArray rules = book_.rules();
	QStringList ids;

	for (size_t i = 0; i < snapshot.rule_count; i++) {
		ids += utf8(snapshot.rules[i].id);
	}
	const int gone = placeOfLostFocus(ids);
	const QString group = focusedGroup();
	const QString first = membersOf(group).value(0);
	ids_ = ids;
	places_ = rulePlaces(ids, rules);
	dropGone(rows_, ids);
	dropGone(heads_, groupsOf(places_));
	/* Each row that appears in what is seen lays out the whole dock: the first ones come with the list. */
	const bool comesWhole = rows_.isEmpty() && isVisible() && !isAncestorOf(window()->focusWidget());
	if (comesWhole) {
		hide();
	}
	makeRows(ids);
	showSummaries(snapshot);
	showCaps(snapshot);
	showStates(snapshot, now_ms); /* before the theme dresses them: a look that changes is put on once more */
	arrange();
	selectNew(before, ids);
	filter();
	if (comesWhole) {
		show();
	}
	if (gone >= 0) {
		focusNear(gone);
	} else if (!group.isEmpty() && !heads_.contains(group) && awaitedHead_.isEmpty()) { /* dissolved */
		goTo(first);
	}
	goToAwaited();
	emit rowsChanged();
}

/* Of the row that has the focus and is not among these; -1: there is none. */
int RuleList::placeOfLostFocus(const QStringList &ids) const
{
	const QWidget *focus = window()->focusWidget();

	for (auto row = rows_.cbegin(); row != rows_.cend(); ++row) {
		if (!ids.contains(row.key()) && focus && (row.value() == focus || row.value()->isAncestorOf(focus))) {
			return int(selection_.order().indexOf(row.key()));
		}
	}
	return -1;
}

/* Whose head has the keys; "": none has. */
QString RuleList::focusedGroup() const
{
	const QWidget *focus = window()->focusWidget();

	for (const GroupRow *head : heads_) {
		if (focus && head->isAncestorOf(focus)) {
			return head->group();
		}
	}
	return {};
}

void RuleList::makeRows(const QStringList &ids)
{
	inOrder_.clear();
	for (const QString &id : ids) {
		if (!rows_.contains(id)) {
			rows_[id] = makeRow(id);
		}
		inOrder_ += rows_[id];
	}
	for (const RulePlace &place : places_) {
		if (place.isHead() && !heads_.contains(place.group)) {
			heads_[place.group] = makeHead(place.group);
		}
	}
}

RuleRow *RuleList::makeRow(const QString &id)
{
	auto *row = new RuleRow{id, sizes_, this};

	row->resize(width(), row->height()); /* else it is laid out for another width first */
	row->setWhyStopped(whyStopped_);
	connect(row, &RuleRow::chosen, this, [this, id](Qt::KeyboardModifiers modifiers) { choose(id, modifiers); });
	connect(row, &RuleRow::keyPressed, this, [this, id](QKeyEvent *event) {
		if (selection_.current() != id) {
			choose(id, Qt::NoModifier);
		}
		handleKey(event);
	});
	connect(row, &RuleRow::dragged, this, &RuleList::drag);
	connect(row, &RuleRow::dropped, this, &RuleList::drop);
	connect(row, &RuleRow::editRequested, this, [this, id] { emit editRequested(id); });
	connect(row, &RuleRow::runRequested, this, [this, id] { runRule(id); });
	connect(row, &RuleRow::enabledToggled, this, [this, id](bool isEnabled) { book_.setEnabled({id}, isEnabled); });
	connect(row, &RuleRow::menuAsked, this, [this, id](const QContextMenuEvent &asked) {
		/* The row has the focus back before the menu's command comes: it must be the current one by then. */
		selection_.point(id);
		showSelection();
		popUpMenu(more_->menu(), asked);
	});
	return row;
}

GroupRow *RuleList::makeHead(const QString &group)
{
	auto *head = new GroupRow{group, this};

	head->setFolded(isFolded(group));
	connect(head, &GroupRow::foldToggled, this, [this, group] { toggleFold(group); });
	connect(head, &GroupRow::stepRequested, this, [this, head](int by) { goToNeighbour(head, by); });
	connect(head, &GroupRow::renameRequested, this, [this, group] { renameGroup(group); });
	connect(head, &GroupRow::moveRequested, this, [this, group](int by) { moveGroup(group, by); });
	connect(head, &GroupRow::menuAsked, this,
		[this, group](const QContextMenuEvent &asked) { openGroupMenu(group, asked); });
	connect(head, &GroupRow::enabledToggled, this,
		[this, group](bool areEnabled) { book_.setEnabled(membersOf(group), areEnabled); });
	return head;
}

/* Rows that stay keep what they are: the focus, a press. */
void RuleList::arrange()
{
	while (QLayoutItem *item = list_->takeAt(0)) {
		delete item;
	}
	for (const RulePlace &place : places_) {
		if (place.isHead()) {
			list_->addWidget(heads_[place.group]);
			heads_[place.group]->show();
		} else {
			rows_[place.id]->setIndented(!place.group.isEmpty());
			list_->addWidget(rows_[place.id]);
		}
		list_->itemAt(list_->count() - 1)->widget()->raise(); /* screen readers go by the order of children */
	}
}

bool RuleList::isFound(const QString &id, const QString &group) const
{
	const QString wanted = search_->text().trimmed();

	if (wanted.isEmpty()) {
		return group.isEmpty() || !isFolded(group);
	}
	return found_.value(id).contains(wanted, Qt::CaseInsensitive) || group.contains(wanted, Qt::CaseInsensitive);
}

void RuleList::filter()
{
	QStringList order;
	QHash<QString, int> shownOf;
	const bool isOpen = heading_->isOpen();

	/* Folded, none is chosen: the room is for the count. */
	edit_->setVisible(isOpen);
	run_->setVisible(isOpen);
	/* Not from under the keys. */
	const bool isSearchUsed = !search_->text().isEmpty() || window()->focusWidget() == search_;
	search_->setVisible(isOpen && (ids_.size() >= SEARCHED_FROM || isSearchUsed));
	for (const RulePlace &place : places_) {
		if (place.isHead()) {
			continue;
		}
		const bool isShown = isOpen && isFound(place.id, place.group);
		/* The layout would do it later, when a press may have been taken already. */
		rows_[place.id]->setVisible(isShown);
		if (isShown) {
			order += place.id;
			shownOf[place.group]++;
		}
	}
	showHeads(shownOf);
	const char *none = ids_.isEmpty() ? "Rules.None" : "Rules.NoneFound";
	const bool isNoneShown = ids_.isEmpty() || (isSearching() && order.isEmpty());
	showLabel(empty_, isOpen && isNoneShown ? text(none) : QString{});
	selection_.setOrder(order);
	showSelection();
}

/* In the field that searches: down to what was found, or all of them again. */
bool RuleList::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() == QEvent::FocusOut) { /* it may be there for the keys alone */
		left_.start(0);
	}
	if (event->type() != QEvent::KeyPress) {
		return QWidget::eventFilter(object, event);
	}
	switch (static_cast<const QKeyEvent *>(event)->key()) {
	case Qt::Key_Down:
		if (!selection_.order().isEmpty()) {
			focusNear(0);
		}
		return true;
	case Qt::Key_Escape:
		if (search_->text().isEmpty()) {
			return false; /* it closes the window from the Tools menu */
		}
		search_->clear();
		return true;
	default:
		return false;
	}
}

bool RuleList::isSearching() const
{
	return !search_->text().trimmed().isEmpty();
}

/* A search shows those in which it has found something. */
void RuleList::showHeads(const QHash<QString, int> &shownOf)
{
	for (GroupRow *head : heads_) {
		const int shown = shownOf.value(head->group());
		head->setVisible(heading_->isOpen() && (!isSearching() || shown > 0));
		head->setFolded(!isSearching() && isFolded(head->group()));
		head->showFound(isSearching() ? std::optional<int>{shown} : std::nullopt);
	}
}

/* What a person has just added is at hand; what came with another collection is not chosen. */
void RuleList::selectNew(const QStringList &before, const QStringList &now)
{
	QStringList added;
	bool isSameCollection = before.isEmpty() && now.size() == 1;

	for (const QString &id : now) {
		if (before.contains(id)) {
			isSameCollection = true;
		} else {
			added += id;
		}
	}
	if (!isSameCollection || added.isEmpty()) {
		return;
	}
	heading_->setOpen(true);
	search_->clear();
	for (const RulePlace &place : places_) {
		if (place.id == added.last() && isFolded(place.group)) {
			toggleFold(place.group);
		}
	}
	filter();
	selection_.choose(added.first());
	selection_.extendTo(added.last());
	scrollTo(added.last());
}

QScrollArea *RuleList::page() const
{
	for (QWidget *parent = parentWidget(); parent; parent = parent->parentWidget()) {
		if (auto *scroll = qobject_cast<QScrollArea *>(parent)) {
			return scroll;
		}
	}
	return nullptr;
}

/* When all has its place. */
void RuleList::scrollTo(const QString &id)
{
	sought_ = id;
	seeking_.start(0);
}

void RuleList::showSought()
{
	if (page() && rows_.contains(sought_)) {
		page()->ensureWidgetVisible(rows_[sought_], 0, 0);
	}
}

void RuleList::goTo(const QString &id)
{
	awaited_ = id;
	goToAwaited();
}

void RuleList::goToAwaited()
{
	if (heads_.contains(awaitedHead_)) {
		heads_[std::exchange(awaitedHead_, {})]->takeFocus();
	}
	if (!selection_.order().contains(awaited_)) {
		return;
	}
	focusNear(int(selection_.order().indexOf(std::exchange(awaited_, {}))));
}

QStringList RuleList::membersOf(const QString &group) const
{
	QStringList members;

	for (const RulePlace &place : places_) {
		if (!place.isHead() && place.group == group) {
			members += place.id;
		}
	}
	return members;
}

bool RuleList::isFolded(const QString &group) const
{
	return !group.isEmpty() && view_->foldedGroups().contains(group);
}

void RuleList::toggleFold(const QString &group)
{
	QStringList folded = view_->foldedGroups();

	if (!folded.removeAll(group)) {
		folded += group;
	}
	view_->setFoldedGroups(folded);
	if (heads_.contains(group)) {
		heads_[group]->setFolded(isFolded(group));
	}
	filter();
}
