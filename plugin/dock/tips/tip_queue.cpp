// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/tip_queue.hpp"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>

#include "dock/tips/tips_switch.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"

namespace {

constexpr size_t SHOWN_WAITING = 5;
const QString SEPARATOR = QStringLiteral(" \u00b7 ");

bool hasTipRules(const engine_snapshot &snapshot)
{
	for (size_t i = 0; i < snapshot.rule_count; i++) {
		if (snapshot.rules[i].trigger == HAPTICS_TRIGGER_TIP) {
			return true;
		}
	}
	return false;
}

/* Tips count for it although nobody has set one. */
bool hasGoal(const engine_snapshot &snapshot)
{
	return *snapshot.goal.label || snapshot.goal.target != HAPTICS_GOAL_TARGET;
}

/* "Anna · 500 Bits · 40 % · 12 s"; discreet: without what others have written. */
QString runText(const engine_run &run, qint64 left_ms, bool isDiscreet)
{
	const QString amount =
		run.amount > 0 ? QStringLiteral("%1 %2").arg(amountText(run.amount), utf8(run.unit)) : QString{};
	QStringList parts{isDiscreet ? QString{} : utf8(run.by), amount.trimmed()};

	if (parts.join(QString{}).isEmpty() && !isDiscreet) {
		parts += utf8(run.rule_name);
	}
	parts += percentText(run.level);
	if (left_ms > 0) {
		parts += durationText(left_ms);
	}
	parts.removeAll(QString{});
	return parts.join(SEPARATOR);
}

QString runningText(const engine_snapshot &snapshot, qint64 now_ms, bool isDiscreet)
{
	const engine_run *run = engine_find_run(&snapshot, snapshot.queue_running);

	return run ? text("Tips.Running", runText(*run, run->ends_ms - now_ms, isDiscreet)) : QString{};
}

QString waitingText(const engine_snapshot &snapshot, bool isDiscreet)
{
	QStringList lines;

	for (size_t i = 0; i < snapshot.waiting_count && i < SHOWN_WAITING; i++) {
		const engine_run &run = snapshot.waiting[i];
		lines += QStringLiteral("%1. %2").arg(i + 1).arg(runText(run, run.seconds * 1000, isDiscreet));
	}
	if (snapshot.waiting_count > SHOWN_WAITING) {
		lines += text("Tips.MoreWaiting", int(snapshot.waiting_count - SHOWN_WAITING));
	}
	return lines.join(QLatin1Char('\n'));
}

QString goalText(const engine_snapshot &snapshot, bool isDiscreet)
{
	const haptics_goal &goal = snapshot.goal;
	const QString label = isDiscreet ? QString{} : utf8(goal.label);

	return text("Tips.GoalLine", label.isEmpty() ? text("Tips.Goal") : label, amountText(goal.current),
		    amountText(goal.target));
}

} // namespace

TipQueue::TipQueue(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      heading_{makeHeading(text("Tips.Title"), this)},
      allowed_{new TipsSwitch{bridge_, this}},
      running_{named("tipRunning", makeWrappingLabel(this))},
      waiting_{named("tipsWaiting", makeWrappingLabel(this, Tone::Muted))},
      buttons_{new QWidget{this}},
      page_{named("tipsPage", makeIconButton(Icon::Edit, text("Tips.Open"), this))},
      skip_{named("skip", new QPushButton{text("Tips.Skip"), buttons_})},
      pause_{named("pauseQueue", new QPushButton{text("Tips.Pause"), buttons_})},
      clear_{named("clearQueue", new QPushButton{text("Tips.Clear"), buttons_})},
      line_{new QBoxLayout{QBoxLayout::LeftToRight, buttons_}},
      goal_{named("goal", makeWrappingLabel(this))}
{
	build();
	connect(skip_, &QPushButton::clicked, this, [this] { bridge_->skipCurrent(); });
	connect(clear_, &QPushButton::clicked, this, [this] { bridge_->clearQueue(); });
	connect(pause_, &QPushButton::clicked, this, [this] { bridge_->pauseQueue(!isQueuePaused_); });
}

void TipQueue::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *heading = new QHBoxLayout;
	heading->addWidget(heading_, 1);
	heading->addWidget(page_);
	line_->setContentsMargins(0, 0, 0, 0);
	line_->addWidget(skip_);
	line_->addWidget(pause_);
	line_->addWidget(clear_);
	buttons_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
	column->addLayout(heading);
	column->addWidget(allowed_);
	/* Above what comes and goes: who skips several presses at one place. */
	column->addWidget(buttons_);
	column->addWidget(running_);
	column->addWidget(waiting_);
	column->addWidget(goal_);
	connect(page_, &QToolButton::clicked, this, &TipQueue::pageRequested);
}

void TipQueue::showSnapshot(const engine_snapshot &snapshot, qint64 now_ms, bool isDiscreet)
{
	const bool isQueued = snapshot.queue_running || snapshot.waiting_count > 0;

	isQueuePaused_ = snapshot.queue_is_paused;
	allowed_->showState(snapshot.are_tips_allowed, isDiscreet);
	setLabel(heading_, text(isQueuePaused_ ? "Tips.Paused" : "Tips.Title"));
	showLabel(running_, runningText(snapshot, now_ms, isDiscreet));
	showLabel(waiting_, waitingText(snapshot, isDiscreet));
	skip_->setEnabled(snapshot.queue_running != 0);
	clear_->setEnabled(snapshot.waiting_count > 0);
	pause_->setText(text(isQueuePaused_ ? "Tips.GoOn" : "Tips.Pause"));
	showButtons(isQueued || isQueuePaused_);
	arrangeButtons();
	showLabel(goal_, hasGoal(snapshot) ? goalText(snapshot, isDiscreet) : QString{});
	setVisible(hasTipRules(snapshot) || snapshot.are_tips_allowed || isQueued || isQueuePaused_ ||
		   hasGoal(snapshot));
}

/* What has the keys hands them on before it goes: Qt would give them to what comes next, whatever that does. */
void TipQueue::showButtons(bool areShown)
{
	const QWidget *focus = window()->focusWidget();

	if (!areShown && focus && buttons_->isAncestorOf(focus)) {
		page_->setFocus();
	}
	buttons_->setVisible(areShown);
}

/* Side by side where there is room; else one below the other: a dock may be narrow, and languages are not all short.
 * What the button to pause says next counts, too: it moves under nobody's mouse. */
void TipQueue::arrangeButtons()
{
	int wanted = 2 * line_->spacing();

	if (buttons_->isHidden()) {
		return;
	}
	for (const QPushButton *button : {skip_, pause_, clear_}) {
		wanted += button->sizeHint().width();
	}
	const QFontMetrics metrics = pause_->fontMetrics();
	const int longest =
		qMax(metrics.horizontalAdvance(text("Tips.Pause")), metrics.horizontalAdvance(text("Tips.GoOn")));
	wanted += longest - metrics.horizontalAdvance(pause_->text());
	line_->setDirection(wanted <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void TipQueue::resizeEvent(QResizeEvent *event)
{
	QWidget::resizeEvent(event);
	arrangeButtons();
}
