// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/toy_row.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "dock/widgets/discreet.hpp"
#include "dock/widgets/fold_button.hpp"
#include "dock/widgets/level_meter.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/status/name_label.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/status/status_text.hpp"
#include "dock/status/toy_ceilings.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr TextKey<engine_toy_note> NOTE_KEYS[] = {
	{ENGINE_TOY_NOT_FOUND, "Toy.NotFound"},      {ENGINE_TOY_NOT_CONNECTED, "Toy.NotConnected"},
	{ENGINE_TOY_UNSUPPORTED, "Toy.Unsupported"}, {ENGINE_TOY_UNKNOWN_TYPE, "Toy.UnknownType"},
	{ENGINE_TOY_NEEDS_LAN, "Toy.NeedsLan"},
};
static_assert(hasEachKey(NOTE_KEYS, ENGINE_TOY_NOT_FOUND, ENGINE_TOY_NEEDS_LAN));

constexpr int ARROW_WIDTH_PX = 24;
constexpr int LOW_BATTERY_PERCENT = 15;
QString millisecondsText(int time_us)
{
	return QString::number(time_us / 1000.0, 'f', time_us < 10000 ? 1 : 0);
}

/* What a test of it depends on beside what holds for all. */
QVector<double> testFacts(const engine_toy &toy)
{
	QVector<double> facts{double(toy.is_online), double(toy.functions), double(toy.note), toy.ceiling};

	std::copy(std::begin(toy.function_ceiling), std::end(toy.function_ceiling), std::back_inserter(facts));
	return facts;
}

/* What is known of the level that was sent. */
QStringList levelFacts(const engine_snapshot &snapshot, const engine_toy &toy)
{
	QStringList facts;

	if (toy.is_capped) {
		facts += text("Toy.Capped");
	}
	if (toy.actual >= 0) {
		facts += text("Toy.Actual", percentText(toy.actual));
	}
	if (toy.actual >= 0 && snapshot.report_median_us >= 0) {
		facts += text("Toy.ReportTime", millisecondsText(snapshot.report_median_us),
			      millisecondsText(snapshot.report_p99_us));
	}
	return facts;
}

} // namespace

ToyRow::ToyRow(BridgePtr bridge, int slot, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      slot_{slot},
      expand_{named("expand", new FoldButton{this})},
      name_{named("toyName", new NameLabel{this})},
      details_{named("details", makeWrappingLabel(this, Tone::Muted))},
      trouble_{makeWrappingLabel(this, Tone::Warning)},
      meter_{new LevelMeter{text("Toy.Level"), this}},
      test_{named("test", makeIconButton(Icon::Play, text("Toy.Test"), this))},
      stop_{named("stop", makeIconButton(Icon::Stop, text("Toy.Stop"), this))},
      ceilings_{new ToyCeilings{bridge_, this}}
{
	build();
	connect(ceilings_, &ToyCeilings::rebuilt, this, &ToyRow::ceilingsChanged);
	connect(test_, &QToolButton::clicked, this, [this] { bridge_->testToy(slot_); });
	connect(stop_, &QToolButton::pressed, this, [this] { bridge_->stopToy(slot_); });
	connect(expand_, &QToolButton::toggled, this, &ToyRow::unfold);
}

void ToyRow::unfold(bool isOpen)
{
	showCeilings();
	ceilings_->setVisible(isOpen);
	details_->setVisible(isOpen);
	showCapped();
}

void ToyRow::build()
{
	auto *column = new QVBoxLayout{this};
	auto *line = new QHBoxLayout;

	expand_->setChecked(false);
	expand_->setToolButtonStyle(Qt::ToolButtonIconOnly);
	setName(expand_, text("Toy.Ceilings"));
	meter_->addFigures();
	ceilings_->hide();
	details_->hide();

	expand_->setFixedWidth(ARROW_WIDTH_PX);
	line->setSpacing(2);
	line->addWidget(expand_);
	line->addWidget(name_, 1);
	line->addWidget(meter_, 1);
	line->addWidget(test_);
	line->addWidget(stop_);
	column->setContentsMargins(0, 0, 0, 0);
	column->setSpacing(2);
	column->addLayout(line);
	column->addWidget(trouble_);
	column->addWidget(details_);
	column->addWidget(ceilings_);
}

void ToyRow::showToy(const engine_snapshot &snapshot, bool isDiscreet)
{
	const engine_toy &toy = snapshot.toys[slot_];
	const bool isSame = isSameToy(toy);

	if (std::exchange(isDiscreet_, isDiscreet) != isDiscreet || !isSame) {
		showName(toy, isDiscreet);
		showDetails(toy, isDiscreet);
	}
	showCeilings(); /* each time: a slider that was held shows them again when it is let go */
	showTrouble(toy);
	showLevel(snapshot, toy);
	showTest(snapshot, isDiscreet);
}

/* Levels come ten times a second, what else there is to a toy hardly ever. */
bool ToyRow::isSameToy(const engine_toy &toy)
{
	engine_toy lasting = toy;

	std::fill(std::begin(lasting.level), std::end(lasting.level), 0.0);
	lasting.actual = 0;
	lasting.is_capped = false;
	const bool isSame = memcmp(&lasting, &shown_, sizeof(lasting)) == 0;
	shown_ = lasting;
	return isSame;
}

void ToyRow::showName(const engine_toy &toy, bool isDiscreet)
{
	const QString plain = toyName(toy, slot_, isDiscreet);
	const bool isNamed = *toy.nickname && !isDiscreet;

	setLabel(name_, isNamed ? utf8(toy.nickname) : plain);
	setTip(name_, isNamed ? QStringLiteral("%1 (%2)").arg(utf8(toy.nickname), plain) : plain);
	tellWhose(isDiscreet);
}

/* A reader hears which toy a button is of. */
void ToyRow::tellWhose(bool isDiscreet)
{
	const auto tell = [this](QWidget *control, const char *key) {
		setTold(control, listText({text(key), name_->text()}), control->accessibleDescription());
	};

	setTip(expand_, text(discreetKey("Toy.Ceilings", isDiscreet)));
	setTip(stop_, text(discreetKey("Toy.Stop", isDiscreet)));
	tell(expand_, discreetKey("Toy.Ceilings", isDiscreet));
	tell(test_, "Toy.Test");
	tell(stop_, discreetKey("Toy.Stop", isDiscreet));
}

void ToyRow::showLevel(const engine_snapshot &snapshot, const engine_toy &toy)
{
	const double level = engine_toy_level(&toy);
	const QStringList facts = levelFacts(snapshot, toy);

	setTold(this, name_->toolTip(), facts.join(QStringLiteral(". ")));
	if (std::exchange(isCapped_, toy.is_capped) != toy.is_capped) {
		showCapped();
		/* A ceiling that limits it is hatched in the meter; a reader is told in words. */
		setTold(meter_, text(toy.is_capped ? "Toy.Capped" : "Toy.Level"), meter_->accessibleDescription());
	}
	meter_->showLevel(level, qMin(toy.ceiling, snapshot.ceiling), toy.is_capped);
	setTip(meter_, facts.join(QLatin1Char('\n')));
}

void ToyRow::showTest(const engine_snapshot &snapshot, bool isDiscreet)
{
	const QString &whyNot = reason_.why(snapshot, toyTest(slot_), isDiscreet, testFacts(snapshot.toys[slot_]));

	if (whyNot == whyNot_ && isAsked_) {
		return;
	}
	isAsked_ = true;
	whyNot_ = whyNot;
	test_->setEnabled(whyNot.isEmpty());
	setTip(test_, whyNot.isEmpty() ? text("Toy.Test") : whyNot);
}

void ToyRow::showDetails(const engine_toy &toy, bool isDiscreet)
{
	QStringList facts = isDiscreet ? QStringList{} : functionNames(toy.functions, isDiscreet);

	if (toy.battery >= 0) {
		facts.prepend(text("Toy.Battery", toy.battery));
	}
	facts_ = facts;
	showCapped();
}

/* Few toys are ever opened, and theming sliders takes long. */
void ToyRow::showCeilings()
{
	if (expand_->isChecked()) {
		ceilings_->showToy(shown_, name_->text(), isDiscreet_);
	}
}

/* It comes and goes with each run, and has its room all the time, so that nothing below moves; of a closed row the
 * meter tells it. */
void ToyRow::showCapped()
{
	const QString separator = QStringLiteral(" \u00b7 ");
	const QString longest = (facts_ + QStringList{text("Toy.Capped")}).join(separator);
	const QRect room{0, 0, width(), QWIDGETSIZE_MAX};

	setLabel(details_, isCapped_ ? longest : facts_.join(separator));
	details_->setMinimumHeight(details_->fontMetrics().boundingRect(room, Qt::TextWordWrap, longest).height());
}

void ToyRow::resizeEvent(QResizeEvent *event)
{
	QWidget::resizeEvent(event);
	showCapped();
}

/* What lasts. */
void ToyRow::showTrouble(const engine_toy &toy)
{
	QStringList troubles;

	if (const char *note = keyOf(NOTE_KEYS, toy.note); *note) {
		troubles += text(note);
	} else if (!toy.is_online) {
		troubles += text("Toy.NotConnected");
	}
	if (toy.battery >= 0 && toy.battery <= LOW_BATTERY_PERCENT) {
		troubles += text("Toy.Battery", toy.battery);
	}
	if (toy.is_stop_unconfirmed) {
		troubles += text("Toy.StopNotObeyed");
	}
	if (toy.is_moved_by_other) {
		troubles += text("Toy.MovedByOther");
	}
	if (ceilings_->hasNoRoom()) {
		troubles += text("Toy.Ceilings.Full");
	}
	showLabel(trouble_, troubles.join(QStringLiteral(" \u00b7 ")));
}

bool ToyRow::focusTest()
{
	if (!test_->isEnabled() || isHidden()) {
		return false;
	}
	test_->setFocus(Qt::OtherFocusReason);
	return true;
}

bool ToyRow::isHeld() const
{
	return ceilings_->isHeld();
}
