// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/toy_row.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSlider>
#include <QStyle>
#include <QTimer>
#include <QToolButton>

#include "dock/widgets/fields/field_rows.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/level_meter.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "dock/widgets/value_label.hpp"

namespace {

constexpr TextKey<engine_toy_note> NOTE_KEYS[] = {
	{ENGINE_TOY_NOT_FOUND, "Toy.NotFound"},      {ENGINE_TOY_NOT_CONNECTED, "Toy.NotConnected"},
	{ENGINE_TOY_UNSUPPORTED, "Toy.Unsupported"}, {ENGINE_TOY_UNKNOWN_TYPE, "Toy.UnknownType"},
	{ENGINE_TOY_NEEDS_LAN, "Toy.NeedsLan"},
};
static_assert(hasEachKey(NOTE_KEYS, ENGINE_TOY_NOT_FOUND, ENGINE_TOY_NEEDS_LAN));

/* A drag moves a ceiling at most this often; each move is also saved. */
constexpr int SAVE_DELAY_MS = 100;
constexpr int NAME_COLUMNS = 5; /* at least */
constexpr int METER_WIDTH_PX = 26;
constexpr int ARROW_WIDTH_PX = 24;
constexpr int LOW_BATTERY_PERCENT = 15;
/* Whether a test would move something is asked of the core, which looks at all that there is for it: when something has
 * changed that it depends on, and for what is not thought of here once in so many refreshes. */
constexpr unsigned ASK_ANYWAY_EVERY = 10;

QVector<int> functionsIn(quint32 mask)
{
	QVector<int> functions;

	for (int i = 0; i < HAPTICS_MAX_FUNCTIONS && engine_function_name(i); i++) {
		if (mask & (UINT32_C(1) << i)) {
			functions += i;
		}
	}
	return functions;
}

engine_toy_ceiling *findOrAddCeiling(engine_settings &settings, const QByteArray &toyId)
{
	constexpr size_t capacity = sizeof(settings.ceilings) / sizeof(settings.ceilings[0]);

	for (size_t i = 0; i < settings.ceiling_count; i++) {
		/* An app may write the same id in upper or lower case. */
		if (qstricmp(toyId.constData(), settings.ceilings[i].toy_id) == 0) {
			return &settings.ceilings[i];
		}
	}
	static_assert(capacity == 16, "as Toy.Ceilings.Full says");
	if (settings.ceiling_count == capacity) {
		return nullptr;
	}
	engine_toy_ceiling *ceiling = &settings.ceilings[settings.ceiling_count++];
	*ceiling = {};
	qstrncpy(ceiling->toy_id, toyId.constData(), sizeof(ceiling->toy_id));
	ceiling->all = 1.0;
	std::fill(std::begin(ceiling->function), std::end(ceiling->function), 1.0);
	return ceiling;
}

QString millisecondsText(int time_us)
{
	return QString::number(time_us / 1000.0, 'f', time_us < 10000 ? 1 : 0);
}

ToyRow::TestFacts testFacts(const engine_snapshot &snapshot, const engine_toy &toy, bool isDiscreet)
{
	ToyRow::TestFacts facts{double(snapshot.is_armed),
				double(snapshot.is_panic),
				double(snapshot.is_resting),
				double(snapshot.paused_until_ms),
				double(snapshot.state),
				double(snapshot.route),
				snapshot.ceiling,
				double(toy.is_online),
				double(toy.functions),
				double(toy.note),
				toy.ceiling,
				double(isDiscreet)};

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

/* One line, however long the name is; the whole of it is in the tooltip. */
class NameLabel : public QLabel {
      public:
	using QLabel::QLabel;

	QSize sizeHint() const override
	{
		return {fontMetrics().averageCharWidth() * NAME_COLUMNS, QLabel::sizeHint().height()};
	}
	QSize minimumSizeHint() const override
	{
		return sizeHint();
	}

      protected:
	void paintEvent(QPaintEvent *) override
	{
		QPainter painter{this};

		style()->drawItemText(&painter, rect(), int(Qt::AlignVCenter | Qt::AlignLeft), palette(), isEnabled(),
				      fontMetrics().elidedText(text(), Qt::ElideRight, width()), foregroundRole());
	}
};

} // namespace

ToyRow::ToyRow(BridgePtr bridge, int slot, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      slot_{slot},
      expand_{named("expand", new QToolButton{this})},
      name_{named("toyName", new NameLabel{this})},
      details_{makeWrappingLabel(this, Tone::Muted)},
      capped_{named("capped", makeWrappingLabel(this, Tone::Warning, text("Toy.Capped")))},
      trouble_{makeWrappingLabel(this, Tone::Warning)},
      meter_{new LevelMeter{text("Toy.Level"), this}},
      level_{new ValueLabel{percentText(1), this}},
      test_{named("test", makeIconButton(Icon::Play, text("Toy.Test"), this))},
      stop_{named("stop", makeIconButton(Icon::Stop, text("Toy.Stop"), this))},
      form_{new FieldRows{this}},
      saveTimer_{new QTimer{this}}
{
	build();
	saveTimer_->setSingleShot(true);
	saveTimer_->setInterval(SAVE_DELAY_MS);
	connect(saveTimer_, &QTimer::timeout, this, &ToyRow::saveCeilings);
	connect(test_, &QToolButton::clicked, this, [this] { bridge_->testToy(slot_); });
	connect(stop_, &QToolButton::pressed, this, [this] { bridge_->stopToy(slot_); });
	connect(expand_, &QToolButton::toggled, this, &ToyRow::unfold);
}

void ToyRow::unfold(bool isOpen)
{
	expand_->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
	showCeilings(shown_, isDiscreet_);
	form_->setVisible(isOpen);
	details_->setVisible(isOpen);
	showCapped();
}

void ToyRow::build()
{
	auto *column = new QVBoxLayout{this};
	auto *line = new QHBoxLayout;

	name_->setTextFormat(Qt::PlainText);
	expand_->setCheckable(true);
	expand_->setAutoRaise(true);
	expand_->setArrowType(Qt::RightArrow);
	setName(expand_, text("Toy.Ceilings"));
	level_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
	level_->setContentsMargins(0, 1, 0, 0); /* on a line with the name: layouts round down, texts up */
	form_->hide();
	details_->hide();
	capped_->hide();

	expand_->setFixedWidth(ARROW_WIDTH_PX);
	meter_->setMinimumWidth(METER_WIDTH_PX);
	line->setSpacing(2);
	line->addWidget(expand_);
	line->addWidget(name_, 1);
	line->addWidget(meter_, 1);
	line->addWidget(level_);
	line->addWidget(test_);
	line->addWidget(stop_);
	column->setContentsMargins(0, 0, 0, 0);
	column->setSpacing(2);
	column->addLayout(line);
	column->addWidget(trouble_);
	column->addWidget(details_);
	column->addWidget(capped_);
	column->addWidget(form_);
}

void ToyRow::showToy(const engine_snapshot &snapshot, bool isDiscreet)
{
	const engine_toy &toy = snapshot.toys[slot_];
	const bool isAsShown = isDiscreet_ == isDiscreet && isSameToy(toy);

	toyId_ = toy.toy_id;
	showCeilings(toy, isDiscreet); /* each time: a slider that was held shows them again when it is let go */
	if (!isAsShown) {
		showName(toy, isDiscreet);
		showDetails(toy, isDiscreet);
	}
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
	tellWhose(name_->text());
}

/* A reader hears which toy a button is of. */
void ToyRow::tellWhose(const QString &toy)
{
	const auto tell = [&toy](QWidget *control, const QString &what) {
		setTold(control, listText({what, toy}), control->accessibleDescription());
	};

	tell(expand_, text("Toy.Ceilings"));
	tell(test_, text("Toy.Test"));
	tell(stop_, text("Toy.Stop"));
	for (GuardedSlider *slider : std::as_const(sliders_)) {
		tell(slider->slider(), slider->slider()->toolTip());
	}
}

void ToyRow::showLevel(const engine_snapshot &snapshot, const engine_toy &toy)
{
	const double level = engine_toy_level(&toy);
	const QStringList facts = levelFacts(snapshot, toy);

	setTold(this, name_->toolTip(), facts.join(QStringLiteral(". ")));
	isCapped_ = toy.is_capped;
	showCapped();
	/* A ceiling that limits it is hatched in the meter; a reader is told in words. */
	setTold(meter_, text(toy.is_capped ? "Toy.Capped" : "Toy.Level"), meter_->accessibleDescription());
	meter_->showLevel(level, qMin(toy.ceiling, snapshot.ceiling), toy.is_capped);
	setLabel(level_, percentText(level));
	setTip(level_, facts.join(QLatin1Char('\n')));
	setTip(meter_, level_->toolTip());
}

void ToyRow::showTest(const engine_snapshot &snapshot, bool isDiscreet)
{
	const TestFacts facts = testFacts(snapshot, snapshot.toys[slot_], isDiscreet);

	if (facts == testFacts_ && ++timesSame_ % ASK_ANYWAY_EVERY != 0) {
		return;
	}
	testFacts_ = facts;
	const QString whyNot = refusalText(snapshot, toyTest(slot_), isDiscreet);
	test_->setEnabled(whyNot.isEmpty());
	setTip(test_, whyNot.isEmpty() ? text("Toy.Test") : whyNot);
}

QStringList ToyRow::functionNames(bool isDiscreet) const
{
	QStringList names;

	for (const int function : functions_) {
		names += isDiscreet ? text("Toy.DiscreetFunction", int(names.size()) + 1) : functionText(function);
	}
	return names;
}

void ToyRow::showDetails(const engine_toy &toy, bool isDiscreet)
{
	QStringList facts = isDiscreet ? QStringList{} : functionNames(isDiscreet);

	if (toy.battery >= 0) {
		facts.prepend(text("Toy.Battery", toy.battery));
	}
	setLabel(details_, facts.join(QStringLiteral(" \u00b7 ")));
}

/* It comes and goes with each run: in an opened row it keeps its line, so that nothing below it moves; of a closed one
 * the meter tells it. */
void ToyRow::showCapped()
{
	const bool isOpen = expand_->isChecked();
	QSizePolicy policy = capped_->sizePolicy();

	if (policy.retainSizeWhenHidden() != isOpen) {
		policy.setRetainSizeWhenHidden(isOpen);
		capped_->setSizePolicy(policy);
	}
	capped_->setVisible(isOpen && isCapped_);
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
	if (hasNoRoom_) {
		troubles += text("Toy.Ceilings.Full");
	}
	showLabel(trouble_, troubles.join(QStringLiteral(" \u00b7 ")));
}

void ToyRow::rebuildCeilings(bool isDiscreet)
{
	QStringList names{text("Toy.Ceilings.Whole")};

	sliders_.clear();
	form_->clear();
	if (functions_.size() > 1) {
		names += functionNames(isDiscreet);
	}
	for (const QString &name : std::as_const(names)) {
		const QString ceiling = text("Toy.Ceilings.Of", name);
		auto *slider = new GuardedSlider{ceiling, form_};
		connect(slider, &GuardedSlider::percentChanged, saveTimer_, qOverload<>(&QTimer::start));
		/* One below the other: a dock may be narrow. */
		form_->addWideRow(makeWrappingLabel(form_, Tone::Plain, ceiling));
		form_->addWideRow(slider);
		sliders_ += slider;
	}
}

/* Few toys are ever opened, and theming sliders takes long. */
void ToyRow::showCeilings(const engine_toy &toy, bool isDiscreet)
{
	const bool isOther = functions_ != functionsIn(toy.functions) || isDiscreet_ != isDiscreet;

	functions_ = functionsIn(toy.functions);
	isDiscreet_ = isDiscreet;
	if (sliders_.isEmpty() && !expand_->isChecked()) {
		return;
	}
	if (sliders_.isEmpty() || isOther) {
		rebuildCeilings(isDiscreet);
		emit ceilingsChanged();
	}
	sliders_[0]->showPercent(qRound(toy.ceiling * 100.0));
	for (int i = 1; i < sliders_.size(); i++) {
		sliders_[i]->showPercent(qRound(toy.function_ceiling[functions_[i - 1]] * 100.0));
	}
}

bool ToyRow::isHeld() const
{
	return std::any_of(sliders_.cbegin(), sliders_.cend(), [](const auto *slider) { return slider->isHeld(); });
}

void ToyRow::saveCeilings()
{
	bridge_->changeSettings([this](engine_settings &settings) {
		engine_toy_ceiling *ceiling = findOrAddCeiling(settings, toyId_);

		hasNoRoom_ = !ceiling;
		if (hasNoRoom_) {
			return;
		}
		ceiling->all = sliders_[0]->percent() / 100.0;
		for (int i = 1; i < sliders_.size(); i++) {
			ceiling->function[functions_[i - 1]] = sliders_[i]->percent() / 100.0;
		}
	});
}
