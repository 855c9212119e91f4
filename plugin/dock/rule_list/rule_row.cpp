// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_row.hpp"

#include <cstring>

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>

#include "dock/rules/rule_words.hpp"
#include "dock/rule_list/row_sizes.hpp"
#include "dock/rules/rule_state.hpp"
#include "dock/rule_list/steady_label.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/theme/legible.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/widgets/text.hpp"
#include "dock/widgets/value_label.hpp"

namespace {

constexpr int MARK_WIDTH_PX = 3;
constexpr int MARGIN_PX = MARK_WIDTH_PX + 5;
constexpr int INDENT_PX = 12;
constexpr double SELECTED_SHARE = 0.25;

} // namespace

RuleRow::RuleRow(const QString &id, const RowSizes &sizes, QWidget *parent)
    : QWidget{parent},
      id_{id},
      sizes_{sizes},
      words_{new QVBoxLayout},
      right_{new QVBoxLayout},
      enabled_{named("enabled", sizes.makeBox(this))},
      name_{makeWrappingLabel(this)},
      line_{new SteadyLabel{"line", this}},
      run_{named("run", makeIconButton(Icon::Play, ruleCommandText(RuleCommand::RunNow), this))}
{
	auto *row = new QHBoxLayout{this};

	setFocusPolicy(Qt::StrongFocus);
	setName(enabled_, text("Rule.Enabled"));
	words_->setSpacing(0);
	words_->addWidget(name_);
	words_->addWidget(line_);
	words_->addStretch(1);
	right_->setSpacing(0);
	right_->addWidget(run_, 0, Qt::AlignHCenter);
	right_->addItem(sizes.makeRoomForTime());
	right_->addStretch(1);
	row->addWidget(enabled_, 0, Qt::AlignTop);
	row->addLayout(words_, 1);
	row->addLayout(right_);
	setIndented(false);
	enabled_->installEventFilter(this);
	run_->installEventFilter(this);
	connect(enabled_, &QCheckBox::toggled, this, [this](bool isEnabled) {
		seconds_ = -1; /* the box says what the rule may not say yet */
		showRun();
		emit enabledToggled(isEnabled);
	});
	connect(run_, &QToolButton::clicked, this, &RuleRow::runRequested);
}

const QString &RuleRow::id() const
{
	return id_;
}

void RuleRow::setIndented(bool isIndented)
{
	layout()->setContentsMargins(MARGIN_PX + (isIndented ? INDENT_PX : 0), 2, 2, 2);
}

const QString &RuleRow::ruleName() const
{
	return ruleName_;
}

void RuleRow::setSummary(const Summary &summary)
{
	summary_ = summary;
	seconds_ = -1;
	showSummary();
	tell();
}

void RuleRow::showSummary()
{
	setLabel(name_, withUnits(summary_.name.isEmpty() ? ruleName_ : summary_.name));
	QStringList parts{summary_.words, summary_.isConditional ? text("Rules.Row.OnlyIf") : QString{},
			  cap_ ? text("Rules.Row.Capped", percentText(*cap_)) : QString{}};
	parts.removeAll(QString{});
	line_->setWords(parts.join(QStringLiteral(" \u00b7 ")));
}

void RuleRow::setCap(std::optional<double> level)
{
	if (level != cap_) {
		cap_ = level;
		showSummary();
		tell();
	}
}

void RuleRow::setWhyStopped(const QString &words)
{
	whyStopped_ = words;
	showRun();
}

bool RuleRow::mayRun() const
{
	return whyStopped_.isEmpty() && isRuleEnabled();
}

/* What has the focus never goes from under the keys. */
void RuleRow::showRun()
{
	const bool isOff = whyStopped_.isEmpty() && !isRuleEnabled();
	const QString why = isOff ? text("Rule.WouldSend.NotNow", outcomeText(HAPTICS_IGNORED_DISABLED)) : whyStopped_;

	if (!mayRun() && run_->hasFocus()) {
		setFocus();
	}
	run_->setEnabled(mayRun());
	setTip(run_, mayRun() ? ruleCommandText(RuleCommand::RunNow) : why);
}

void RuleRow::showName(const QString &name)
{
	if (name == ruleName_) {
		return;
	}
	ruleName_ = name;
	setTold(enabled_, listText({text("Rule.Enabled"), name}), {});
	setTold(run_, listText({ruleCommandText(RuleCommand::RunNow), name}), {});
	showSummary();
}

/* Of the row too a reader tells whether it is on. */
void RuleRow::showEnabled(bool isEnabled)
{
	if (enabled_->isChecked() == isEnabled) {
		return;
	}
	enabled_->setChecked(isEnabled);
	showRun();
	if (QAccessible::isActive()) {
		QAccessible::State changed;
		changed.checked = true;
		QAccessibleStateChangeEvent event{this, changed};
		QAccessible::updateAccessibility(&event);
	}
}

void RuleRow::showRule(const engine_rule &rule, qint64 now_ms, const QString &note, bool isRefusal)
{
	const qint64 ends_ms = rule.is_active ? rule.ends_ms : rule.cooldown_ms;
	const qint64 seconds = ends_ms > now_ms ? (ends_ms - now_ms + 999) / 1000 : 0;

	if (isShown(rule, seconds, note)) {
		return;
	}
	const QSignalBlocker blocker{enabled_};
	showEnabled(rule.is_enabled);
	showName(utf8(rule.name));
	showMissing(ruleMissing(rule));
	showState(rule, now_ms, note, isRefusal);
	tell();
}

/* Few rules ever need the label. */
void RuleRow::showMissing(const QString &words)
{
	if (!missing_ && words.isEmpty()) {
		return;
	}
	if (!missing_) {
		missing_ = named("missing", makeWrappingLabel(this, Tone::Warning));
		words_->insertWidget(words_->indexOf(line_) + 1, missing_);
	}
	showLabel(missing_, words);
}

/* Most of many rules are as they were, ten times a second. */
bool RuleRow::isShown(const engine_rule &rule, qint64 seconds, const QString &note)
{
	const bool isSame = seconds == seconds_ && note == note_ && memcmp(&rule, &shown_, sizeof(rule)) == 0;

	shown_ = rule;
	seconds_ = seconds;
	note_ = note;
	return isSame;
}

void RuleRow::showState(const engine_rule &rule, qint64 now_ms, const QString &note, bool isRefusal)
{
	const bool isNoteNewer = isRefusal && !rule.is_active && !note.isEmpty();
	const QString own = ruleState(rule, now_ms);

	state_ = own.isEmpty() || isNoteNewer ? note : own;
	line_->setState(state_);
	setTone(line_->label(), rule.is_active                                            ? Tone::Good
				: isNoteNewer || (summary_.isWarning && state_.isEmpty()) ? Tone::Warning
											  : Tone::Muted);
}

void RuleRow::showLastRun(const QString &time, bool isNewest)
{
	const QString shown = time.isEmpty() ? QString{QChar{QChar::Nbsp}} : time;

	if (!last_ && time.isEmpty()) {
		return;
	}
	if (!last_) {
		last_ = named("last", sizes_.makeTime(this));
		delete right_->takeAt(1);
		right_->insertWidget(1, last_);
	}
	if (last_->text() == shown && isNewest_ == isNewest) {
		return;
	}
	isNewest_ = isNewest;
	last_->setText(shown);
	setName(last_, time.isEmpty() ? QString{} : text("Rules.LastRun", time));
	setTone(last_, isNewest ? Tone::Plain : Tone::Muted);
	update();
}

void RuleRow::tell()
{
	QStringList parts{name_->text(), state_, line_->words(), missing_ ? missing_->text() : QString{},
			  isSelected_ ? text("Rules.Selected") : QString{}};

	parts.removeAll(QString{});
	const QString all = parts.join(QStringLiteral(". "));
	if (all != told_) {
		told_ = all;
		setAccessibleName(all);
	}
}

void RuleRow::setCurrent(bool isCurrent)
{
	isCurrent_ = isCurrent;
	update();
}

void RuleRow::setSelected(bool isSelected)
{
	if (isSelected != isSelected_) {
		isSelected_ = isSelected;
		tell();
		update();
	}
}

bool RuleRow::isSelected() const
{
	return isSelected_;
}

void RuleRow::setTabStop(bool isTabStop)
{
	const Qt::FocusPolicy policy = isTabStop ? Qt::StrongFocus : Qt::ClickFocus;

	for (QWidget *widget :
	     {static_cast<QWidget *>(this), static_cast<QWidget *>(enabled_), static_cast<QWidget *>(run_)}) {
		widget->setFocusPolicy(policy);
	}
}

bool RuleRow::isRuleEnabled() const
{
	return enabled_->isChecked();
}

void RuleRow::focusInEvent(QFocusEvent *event)
{
	/* A window that comes to the front again, or a menu that closes, selects nothing anew. */
	if (event->reason() != Qt::MouseFocusReason && !isCurrent_) {
		emit chosen(Qt::NoModifier);
	}
	QWidget::focusInEvent(event);
}

void RuleRow::keyPressEvent(QKeyEvent *event)
{
	if (isReturnKey(*event) && run_->hasFocus()) { /* the dock presses it */
		QWidget::keyPressEvent(event);
		return;
	}
	event->ignore();
	emit keyPressed(event);
	if (!event->isAccepted()) {
		QWidget::keyPressEvent(event);
	}
}

/* Of its box and its button: to the next row, and nowhere else. Qt goes on to whatever button is next, in any section.
 */
bool RuleRow::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() != QEvent::KeyPress) {
		return QWidget::eventFilter(object, event);
	}
	auto *press = static_cast<QKeyEvent *>(event);
	switch (press->key()) {
	case Qt::Key_Up:
	case Qt::Key_Down:
		emit keyPressed(press);
		return true;
	case Qt::Key_Left:
	case Qt::Key_Right:
		return true;
	default:
		return false;
	}
}

void RuleRow::contextMenuEvent(QContextMenuEvent *event)
{
	emit menuAsked(*event);
}

void RuleRow::mousePressEvent(QMouseEvent *event)
{
	pressed_ = event->pos();
	isDragging_ = false;
	isChosenOnRelease_ = isSelected_ && event->modifiers() == Qt::NoModifier;
	if (event->button() == Qt::LeftButton && !isChosenOnRelease_) {
		emit chosen(event->modifiers());
	}
}

void RuleRow::mouseMoveEvent(QMouseEvent *event)
{
	const int moved = (event->pos() - pressed_).manhattanLength();

	isDragging_ =
		isDragging_ || ((event->buttons() & Qt::LeftButton) && moved >= QApplication::startDragDistance());
	if (isDragging_) {
		emit dragged(mapToGlobal(event->pos()));
	}
}

void RuleRow::mouseReleaseEvent(QMouseEvent *event)
{
	if (isDragging_) {
		isDragging_ = false;
		emit dropped(mapToGlobal(event->pos()));
	} else if (isChosenOnRelease_ && event->button() == Qt::LeftButton) {
		emit chosen(Qt::NoModifier);
	}
}

void RuleRow::mouseDoubleClickEvent(QMouseEvent *)
{
	emit editRequested();
}

/* The theme's colour of what is chosen; in Acri it is nearly that of the window. */
QColor RuleRow::markColor() const
{
	const QColor highlight = palette().color(QPalette::Highlight);
	QVector<QColor> grounds{palette().color(QPalette::Window), palette().color(QPalette::Base)};

	if (isSelected_) {
		grounds += {mixed(grounds[0], highlight, SELECTED_SHARE), mixed(grounds[1], highlight, SELECTED_SHARE)};
	}
	return legible(highlight, grounds, LEAST_CONTROL_CONTRAST);
}

void RuleRow::paintEvent(QPaintEvent *)
{
	QPainter painter{this};

	if (isSelected_) {
		painter.setOpacity(SELECTED_SHARE);
		painter.fillRect(rect(), palette().brush(QPalette::Highlight));
		painter.setOpacity(1.0);
	}
	if (isCurrent_) {
		painter.fillRect(QRect{0, 2, MARK_WIDTH_PX, height() - 4}, markColor());
	}
}
