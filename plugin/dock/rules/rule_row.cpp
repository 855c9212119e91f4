// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_row.hpp"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>

#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int MARK_WIDTH_PX = 3;

QString triggerName(int trigger)
{
	const bool isKnown = trigger >= 1 && trigger <= int(std::size(TRIGGER_TYPES));

	return isKnown ? text(TRIGGER_TYPES[trigger - 1].key) : QString{};
}

QString missingText(const engine_rule &rule)
{
	if (!*rule.missing_name) {
		return text("Rules.NothingChosen");
	}
	return text(rule.is_scene_missing ? "Rules.SceneMissing" : "Rules.SourceMissing", utf8(rule.missing_name));
}

} // namespace

QString ruleSummary(const engine_rule &rule)
{
	const QString trigger = triggerName(rule.trigger);
	const QString action = actionName(utf8(rule.kind));

	if (actionHasLevel(utf8(rule.kind))) {
		return QStringLiteral("%1 \u2192 %2 %3").arg(trigger, action, percentText(rule.level));
	}
	return QStringLiteral("%1 \u2192 %2").arg(trigger, action);
}

QString ruleState(const engine_rule &rule, qint64 now_ms)
{
	if (rule.is_active && rule.ends_ms) {
		return text("Rules.RunningFor", durationText(rule.ends_ms - now_ms));
	}
	if (rule.is_active) {
		return text("Rules.Running");
	}
	if (rule.is_missing_ref) {
		return missingText(rule);
	}
	if (rule.longest_ms > 0) {
		return text("Rules.EndedLongest", durationText(rule.longest_ms));
	}
	if (rule.cooldown_ms > now_ms) {
		return text("Rules.CoolingDown", durationText(rule.cooldown_ms - now_ms));
	}
	return {};
}

RuleRow::RuleRow(QWidget *parent)
    : QWidget{parent},
      enabled_{named("enabled", new QCheckBox{this})},
      name_{makeWrappingLabel(this)},
      state_{makeWrappingLabel(this)},
      details_{makeWrappingLabel(this, Tone::Muted)},
      run_{named("run", makeIconButton(Icon::Play, ruleCommandText(RuleCommand::RunNow), this))}
{
	auto *row = new QHBoxLayout{this};
	auto *words = new QVBoxLayout;

	setFocusPolicy(Qt::StrongFocus);
	setName(enabled_, text("Rule.Enabled"));
	words->setSpacing(0);
	words->addWidget(name_);
	words->addWidget(state_);
	words->addWidget(details_);
	row->setContentsMargins(MARK_WIDTH_PX + 5, 2, 2, 2);
	row->addWidget(enabled_);
	row->addLayout(words, 1);
	row->addWidget(run_);
	connect(enabled_, &QCheckBox::toggled, this, &RuleRow::enabledToggled);
	connect(run_, &QToolButton::clicked, this, &RuleRow::runRequested);
}

void RuleRow::showRule(const engine_rule &rule, qint64 now_ms)
{
	const QSignalBlocker blocker{enabled_};
	const QString state = ruleState(rule, now_ms);

	enabled_->setChecked(rule.is_enabled);
	setLabel(name_, utf8(rule.name));
	setLabel(details_, ruleSummary(rule));
	showLabel(state_, state);
	setTone(state_, rule.is_active ? Tone::Good : rule.is_missing_ref ? Tone::Warning : Tone::Muted);
	setAccessibleName(QStringLiteral("%1. %2 %3").arg(name_->text(), state, details_->text()));
}

void RuleRow::setCurrent(bool isCurrent)
{
	isCurrent_ = isCurrent;
	update();
}

void RuleRow::toggleEnabled()
{
	enabled_->toggle();
}

void RuleRow::focusInEvent(QFocusEvent *event)
{
	emit chosen();
	QWidget::focusInEvent(event);
	update();
}

void RuleRow::keyPressEvent(QKeyEvent *event)
{
	emit keyPressed(event->key());
	QWidget::keyPressEvent(event);
}

void RuleRow::mouseDoubleClickEvent(QMouseEvent *)
{
	emit editRequested();
}

void RuleRow::paintEvent(QPaintEvent *)
{
	QPainter painter{this};

	if (isCurrent_) {
		painter.fillRect(QRect{0, 2, MARK_WIDTH_PX, height() - 4}, palette().brush(QPalette::Highlight));
	}
	if (hasFocus()) {
		painter.setPen(palette().color(QPalette::Highlight));
		painter.drawRect(rect().adjusted(0, 0, -1, -1));
	}
}
