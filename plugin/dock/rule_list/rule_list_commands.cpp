// SPDX-License-Identifier: GPL-2.0-or-later
/* What keys, the mouse and the menu do to the rules of the list. */
#include <QDialogButtonBox>
#include <QFrame>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include "dock/keys/menu_keys.hpp"
#include "dock/rule_list/group_row.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/widgets/ask.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/plural.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int LONGEST_GROUP = 60;
constexpr int COLUMNS = 48; /* of the field for its name */
constexpr int ROWS_OF_PAGE = 8;
constexpr int DRAG_MARGIN_PX = 24;
constexpr PluralKeys SEVERAL{"Rules.AskDeleteSeveral.one", "Rules.AskDeleteSeveral.few", "Rules.AskDeleteSeveral.many",
			     "Rules.AskDeleteSeveral.other"};

QString groupName(const QString &typed)
{
	return typed.simplified().left(LONGEST_GROUP);
}

/* Its OK waits for a name. */
QInputDialog *askForText(QWidget *parent, const QString &title, const QString &text)
{
	auto *dialog = new QInputDialog{parent};

	dialog->setAttribute(Qt::WA_DeleteOnClose);
	dialog->setWindowTitle(QString{title}.remove(QChar{0x2026})); /* which a menu has for "asks first" */
	dialog->setLabelText(::text("Rules.Group.Name"));
	dialog->setTextValue(text);
	dialog->setModal(false);
	if (auto *field = dialog->findChild<QLineEdit *>()) {
		field->setMaxLength(LONGEST_GROUP);
		field->setMinimumWidth(field->fontMetrics().averageCharWidth() * COLUMNS);
	}
	giveKeysBack(dialog);
	dialog->show();
	const auto mayGoOn = [dialog](const QString &typed) {
		dialog->findChild<QDialogButtonBox *>()
			->button(QDialogButtonBox::Ok)
			->setEnabled(!groupName(typed).isEmpty());
	};
	QObject::connect(dialog, &QInputDialog::textValueChanged, dialog, mayGoOn);
	mayGoOn(text);
	return dialog;
}

/* How many rows on; 0: it is no key for that. */
int rowsOf(int key, int count)
{
	switch (key) {
	case Qt::Key_Up:
		return -1;
	case Qt::Key_Down:
		return 1;
	case Qt::Key_PageUp:
		return -ROWS_OF_PAGE;
	case Qt::Key_PageDown:
		return ROWS_OF_PAGE;
	case Qt::Key_Home:
		return -count;
	case Qt::Key_End:
		return count;
	default:
		return 0;
	}
}

} // namespace

void RuleList::handleKey(QKeyEvent *event)
{
	const int rows = rowsOf(event->key(), int(selection_.order().size()));
	const bool isByOne = qAbs(rows) == 1;

	event->accept();
	if (isByOne && (event->modifiers() & Qt::AltModifier)) {
		moveBy(rows);
	} else if (isByOne && !(event->modifiers() & Qt::ShiftModifier)) {
		goToNeighbour(rows_[selection_.current()], rows);
	} else if (rows) {
		step(rows, event->modifiers() & Qt::ShiftModifier);
	} else if (event->matches(QKeySequence::Find) && !search_->isHidden()) {
		search_->setFocus();
	} else if (isReturnKey(*event) || event->key() == Qt::Key_F2) {
		emit editRequested(selection_.current());
	} else if (event->key() == Qt::Key_Space) {
		toggleSelected();
	} else if (event->key() == Qt::Key_Delete) {
		askToRemove();
	} else if (event->matches(QKeySequence::SelectAll)) {
		selection_.chooseAll();
		showSelection();
	} else {
		event->ignore();
	}
}

void RuleList::step(int by, bool isExtending)
{
	const QString id = selection_.neighbour(by);

	if (id.isEmpty()) {
		return;
	}
	isStepping_ = true;
	rows_[id]->setFocus();
	isStepping_ = false;
	choose(id, isExtending ? Qt::ShiftModifier : Qt::NoModifier);
	scrollTo(id);
}

/* Of what is seen, heads of groups too; NULL at the ends. */
QWidget *RuleList::neighbour(QWidget *of, int by) const
{
	QVector<QWidget *> seen;

	for (const RulePlace &place : places_) {
		QWidget *each = place.isHead() ? static_cast<QWidget *>(heads_[place.group])
					       : static_cast<QWidget *>(rows_[place.id]);
		if (!each->isHidden()) {
			seen += each;
		}
	}
	return seen.value(seen.indexOf(of) + by);
}

void RuleList::goToNeighbour(QWidget *of, int by)
{
	QWidget *next = neighbour(of, by);

	if (auto *head = qobject_cast<GroupRow *>(next)) {
		head->takeFocus();
		if (QScrollArea *scroll = page()) {
			scroll->ensureWidgetVisible(head, 0, 0);
		}
	} else if (auto *row = qobject_cast<RuleRow *>(next)) {
		row->setFocus();
		choose(row->id(), Qt::NoModifier);
		scrollTo(row->id());
	}
}

/* Where one with the focus has gone: the keys go on from there. */
void RuleList::focusNear(int place)
{
	const QStringList &order = selection_.order();

	if (order.isEmpty()) {
		(isSearching() ? static_cast<QWidget *>(search_) : add_)->setFocus();
		return;
	}
	const QString id = order[qMin(place, int(order.size()) - 1)];
	selection_.choose(id);
	showSelection();
	rows_[id]->setFocus();
	scrollTo(id);
}

/* Past the next rule that does not move, into its group. */
void RuleList::moveBy(int by)
{
	const QStringList ids = selection_.ids();
	const QStringList &order = selection_.order();
	QString error;

	if (ids.isEmpty()) {
		return;
	}
	/* All of a group take it with them. */
	const QString own = ruleGroup(book_.rule(ids.first()));
	if (ids.size() > 1 && !own.isEmpty() && ids == membersOf(own)) {
		moveGroup(own, by);
		return;
	}
	const int next = int(order.indexOf(by < 0 ? ids.first() : ids.last())) + by;
	if (next < 0 || next >= order.size()) {
		return;
	}
	const QString group = ruleGroup(book_.rule(order[next]));
	QString before = order[next];
	if (by > 0) {
		const QJsonArray all = book_.rules();
		int after = ruleIndex(all, before) + 1;
		while (after < int(all.size()) && ids.contains(ruleId(all[after]))) {
			after++;
		}
		before = after < int(all.size()) ? ruleId(all[after]) : QString{};
	}
	book_.move(ids, before, group, &error);
	showLabel(problem_, error);
	scrollTo(by < 0 ? ids.first() : ids.last());
}

/* Before the first row whose middle is below the mouse; in the group of that row, or, behind the last one, of that. */
RuleList::Target RuleList::targetAt(const QPoint &global) const
{
	Target target{{}, {}, height()};
	const int y = mapFromGlobal(global).y();
	bool isBelow = false; /* a head was passed whose rules come now */

	for (int i = 0; i < places_.size(); i++) {
		const RulePlace &place = places_[i];
		const QWidget *row = place.isHead() ? static_cast<const QWidget *>(heads_[place.group])
						    : static_cast<const QWidget *>(rows_[place.id]);
		if (!row->isVisible()) {
			continue;
		}
		if (y < row->geometry().center().y()) {
			const QString first = place.isHead() ? membersOf(place.group).value(0) : place.id;
			return {first, place.isHead() ? QString{} : place.group, row->geometry().top() - 1};
		}
		isBelow = y > row->geometry().bottom();
		target.group = isBelow ? QString{} : place.group;
		target.y = row->geometry().bottom() + 1;
	}
	return target;
}

void RuleList::drag(const QPoint &global)
{
	dropMark_->setGeometry(0, targetAt(global).y - 1, width(), 3);
	dropMark_->raise();
	dropMark_->show();
	if (page()) { /* on, where the mouse is at its edge */
		const QPoint at = page()->widget()->mapFromGlobal(global);
		page()->ensureVisible(0, at.y(), 0, DRAG_MARGIN_PX);
	}
}

void RuleList::drop(const QPoint &global)
{
	const Target target = targetAt(global);
	const QStringList ids = selection_.ids();
	QString error;

	dropMark_->hide();
	if (ids.contains(target.beforeId)) {
		return;
	}
	book_.move(ids, target.beforeId, target.group, &error);
	showLabel(problem_, error);
}

void RuleList::runRule(const QString &id)
{
	if (!id.isEmpty()) {
		bridge_->runRule(id);
	}
}

void RuleList::switchSelected(bool areEnabled)
{
	book_.setEnabled(selection_.ids(), areEnabled);
}

/* All as the current one will be. */
void RuleList::toggleSelected()
{
	if (rows_.contains(selection_.current())) {
		switchSelected(!rows_[selection_.current()]->isRuleEnabled());
	}
}

void RuleList::duplicateCurrent()
{
	QString error;

	const QJsonObject copy = book_.duplicate(selection_.current(), &error);
	showLabel(problem_, error);
	if (error.isEmpty()) {
		goTo(ruleId(copy));
	}
}

void RuleList::askToRemove()
{
	const QStringList ids = selection_.ids();

	if (ids.isEmpty()) {
		return;
	}
	const QString name = book_.rule(ids.first()).value(QStringLiteral("name")).toString();
	const auto remove = [this, ids] {
		QString error;
		book_.remove(ids, &error);
		showLabel(problem_, error);
	};
	const QString title = ruleCommandText(RuleCommand::Delete);
	const QString question = ids.size() == 1 ? text("Rules.AskDelete", name) : countText(SEVERAL, uint(ids.size()));
	ask(this, {title, question, title, QMessageBox::DestructiveRole}, remove);
}

void RuleList::askForGroup()
{
	const QStringList ids = selection_.ids();

	connect(askForText(this, text("Rules.Group.New"), {}), &QInputDialog::textValueSelected, this,
		[this, ids](const QString &typed) {
			QString error;
			book_.setGroup(ids, groupName(typed), &error);
			showLabel(problem_, error);
		});
}

void RuleList::renameGroup(const QString &group)
{
	connect(askForText(this, text("Rules.Group.Rename"), group), &QInputDialog::textValueSelected, this,
		[this, group](const QString &typed) {
			QString error;
			const QString name = groupName(typed);
			if (isFolded(group) != isFolded(name)) {
				toggleFold(name);
			}
			awaitedHead_ = name;
			book_.renameGroup(group, name, &error);
			showLabel(problem_, error);
		});
}

/* Past what stands next to it: a rule, or another whole group. */
void RuleList::moveGroup(const QString &group, int by)
{
	const QStringList members = membersOf(group);
	QStringList others; /* of each group the first, and each rule that is in none */
	int at = 0;
	QString error;

	for (const RulePlace &place : places_) {
		if (place.group == group) {
			at = place.isHead() ? int(others.size()) : at;
		} else if (place.isHead()) {
			others += membersOf(place.group).first();
		} else if (place.group.isEmpty()) {
			others += place.id;
		}
	}
	if (at + by >= 0 && at + by <= others.size()) {
		book_.move(members, others.value(at + by), group, &error);
		showLabel(problem_, error);
	}
}

void RuleList::openGroupMenu(const QString &group, const QContextMenuEvent &asked)
{
	auto *menu = named("groupHeadMenu", new QMenu{this});

	menu->setAttribute(Qt::WA_DeleteOnClose);
	menu->addAction(text("Rules.Group.Rename"), this, [this, group] { renameGroup(group); });
	menu->addAction(text("Rules.MoveUp"), this, [this, group] { moveGroup(group, -1); });
	menu->addAction(text("Rules.MoveDown"), this, [this, group] { moveGroup(group, 1); });
	menu->addAction(text("Rules.Group.Dissolve"), this, [this, group] {
		QString error;
		book_.setGroup(membersOf(group), {}, &error);
		showLabel(problem_, error);
	});
	popUpMenu(menu, asked);
}
