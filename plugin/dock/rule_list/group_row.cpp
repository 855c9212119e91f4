// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/group_row.hpp"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

GroupRow::GroupRow(const QString &group, QWidget *parent)
    : QWidget{parent},
      group_{group},
      fold_{named("fold", new QToolButton{this})},
      enabled_{named("groupEnabled", new QCheckBox{this})},
      name_{makeWrappingLabel(this, Tone::Plain, group)},
      count_{new QLabel{this}}
{
	auto *row = new QHBoxLayout{this};

	setBold(name_);
	setTone(count_, Tone::Muted);
	setName(enabled_, text("Rules.Group.Enabled", group));
	fold_->setAutoRaise(true);
	fold_->setFocusPolicy(Qt::StrongFocus);
	row->setContentsMargins(2, 2, 2, 2);
	row->addWidget(fold_);
	row->addWidget(enabled_);
	row->addWidget(name_, 1);
	row->addWidget(count_);
	setFolded(false);
	fold_->installEventFilter(this);
	enabled_->installEventFilter(this);
	connect(fold_, &QToolButton::clicked, this, &GroupRow::foldToggled);
	connect(enabled_, &QCheckBox::clicked, this,
		[this] { emit enabledToggled(enabled_->checkState() != Qt::Unchecked); });
}

const QString &GroupRow::group() const
{
	return group_;
}

void GroupRow::showCounts(int all, int enabled, int running)
{
	const QSignalBlocker blocker{enabled_};

	all_ = all;
	running_ = running;
	enabled_->setTristate(enabled > 0 && enabled < all);
	enabled_->setCheckState(enabled == 0 ? Qt::Unchecked : enabled < all ? Qt::PartiallyChecked : Qt::Checked);
	showCount();
}

void GroupRow::showFound(std::optional<int> found)
{
	found_ = found;
	showCount();
}

/* What is not shown is counted with the rest, but never as if it were there. */
void GroupRow::showCount()
{
	const bool isPart = found_ && *found_ < all_;

	setLabel(count_, isPart     ? text("Rules.Group.Shown", *found_, all_)
			 : running_ ? text("Rules.Group.Running", running_, all_)
				    : QString::number(all_));
}

void GroupRow::setFolded(bool isFolded)
{
	isFolded_ = isFolded;
	fold_->setArrowType(isFolded ? Qt::RightArrow : Qt::DownArrow);
	setName(fold_, text(isFolded ? "Rules.Group.Unfold" : "Rules.Group.Fold", group_));
}

void GroupRow::takeFocus()
{
	fold_->setFocus();
}

/* Of its buttons, too: they come here when those have no use for them. */
bool GroupRow::takeKey(const QKeyEvent &event)
{
	const bool isUp = event.key() == Qt::Key_Up;
	const bool isStep = isUp || event.key() == Qt::Key_Down;

	if (event.key() == Qt::Key_F2) {
		emit renameRequested();
	} else if (isStep && (event.modifiers() & Qt::AltModifier)) {
		emit moveRequested(isUp ? -1 : 1);
	} else if (isStep) {
		emit stepRequested(isUp ? -1 : 1);
	} else if (event.key() == Qt::Key_Left || event.key() == Qt::Key_Right) {
		if (isFolded_ == (event.key() == Qt::Key_Right)) {
			emit foldToggled();
		}
	} else {
		return false;
	}
	return true;
}

bool GroupRow::eventFilter(QObject *object, QEvent *event)
{
	return (event->type() == QEvent::KeyPress && takeKey(*static_cast<QKeyEvent *>(event))) ||
	       QWidget::eventFilter(object, event);
}

void GroupRow::contextMenuEvent(QContextMenuEvent *event)
{
	emit menuAsked(*event);
}

void GroupRow::mouseDoubleClickEvent(QMouseEvent *)
{
	emit renameRequested();
}
