// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/action_fields.hpp"

#include <utility>

#include <QJsonArray>
#include <QLineEdit>
#include <QVBoxLayout>

#include "dock/widgets/choice_box.hpp"
#include "dock/widgets/field_rows.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/number_fields.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "obs/choices.h"

namespace {

QStringList kindKeys()
{
	return {"level",   "level_max", "level_from", "fade_ms",    "stroke", "steps",
		"step_ms", "preset",    "position",   "source",     "lo_db",  "hi_db",
		"lo",      "hi",        "attack_ms",  "release_ms", "follow"};
}

QString stepsText(const QJsonArray &steps)
{
	QStringList numbers;

	for (const QJsonValue &step : steps) {
		numbers += QString::number(qRound(step.toDouble() * 100.0));
	}
	return numbers.join(QLatin1Char(' '));
}

/* "60 60 0" in percent; what is no number counts as one that the check refuses. */
QJsonArray stepsFrom(const QString &line)
{
	QJsonArray steps;

	for (const QString &number : line.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
		bool isNumber = false;
		const double percent = number.toDouble(&isNumber);
		steps.append(isNumber ? QJsonValue{percent / 100.0} : QJsonValue{number});
	}
	return steps;
}

} // namespace

ActionFields::ActionFields(BridgePtr bridge, bool isDiscreet, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      isDiscreet_{isDiscreet},
      form_{new FieldRows{this}},
      kind_{new ChoiceBox{text("Rule.Field.Action"), this}},
      function_{new ChoiceBox{text("Rule.Field.Function"), this}},
      toys_{new ChoiceBox{text("Rule.Field.Toys"), this}},
      level_{new GuardedSlider{text("Toy.Level"), this}},
      fadeIn_{new SecondsField{text("Rule.Field.FadeIn"), 0, 60000, this}},
      fadeOut_{new SecondsField{text("Rule.Field.FadeOut"), 0, 60000, this}},
      steps_{new QLineEdit{this}},
      step_ms_{new QSpinBox{this}},
      preset_{new ChoiceBox{text("Rule.Field.Preset"), this}},
      source_{new ChoiceBox{text("Rule.Field.FollowedSource"), this}},
      quiet_{new DecibelField{text("Rule.Field.Quiet"), this}},
      loud_{new DecibelField{text("Rule.Field.Loud"), this}},
      low_{new PercentField{text("Rule.Field.LevelWhenQuiet"), this}},
      high_{new PercentField{text("Rule.Field.LevelWhenLoud"), this}}
{
	build();
}

void ActionFields::build()
{
	const auto notify = [this] {
		if (!isLoading_) {
			emit changed();
		}
	};

	auto *column = new QVBoxLayout{this};
	column->setContentsMargins(0, 0, 0, 0);
	column->addWidget(form_);
	kind_->setObjectName(QStringLiteral("kind"));
	level_->setObjectName(QStringLiteral("level"));
	kind_->addWords(ACTION_KINDS);
	preset_->addWords(PRESETS);
	source_->add(text("Rule.Field.FollowedSource.Trigger"), QJsonValue{QJsonValue::Undefined});
	source_->addReferences(CHOICE_AUDIO_SOURCE);
	function_->add(text("Rule.Field.Function.Automatic"), QJsonValue{QJsonValue::Undefined});
	for (int i = 0; engine_function_name(i); i++) {
		function_->add(utf8(engine_function_name(i)), utf8(engine_function_name(i)).toLower());
	}
	fillToys();
	steps_->setAccessibleName(text("Rule.Field.Steps"));
	step_ms_->setRange(100, 10000);
	step_ms_->setSingleStep(50);
	step_ms_->setSuffix(QStringLiteral(" ms"));
	step_ms_->setAccessibleName(text("Rule.Field.StepTime"));
	guardWheel(step_ms_);

	form_->addRow(text("Rule.Field.Action"), kind_);
	addRow({"level", "position"}, text("Toy.Level"), level_);
	addRow({"preset"}, text("Rule.Field.Preset"), preset_);
	addRow({"pattern"}, text("Rule.Field.Steps"), steps_);
	addRow({"pattern"}, text("Rule.Field.StepTime"), step_ms_);
	addRow({"audio"}, text("Rule.Field.FollowedSource"), source_);
	addRow({"audio"}, text("Rule.Field.Quiet"), quiet_);
	addRow({"audio"}, text("Rule.Field.LevelWhenQuiet"), low_);
	addRow({"audio"}, text("Rule.Field.Loud"), loud_);
	addRow({"audio"}, text("Rule.Field.LevelWhenLoud"), high_);
	addRow({"level", "pattern", "audio"}, text("Rule.Field.Function"), function_);
	form_->addRow(text("Rule.Field.Toys"), toys_);
	addRow({"level"}, text("Rule.Field.FadeIn"), fadeIn_);
	addRow({"level"}, text("Rule.Field.FadeOut"), fadeOut_);

	connect(kind_, &ChoiceBox::chosen, this, &ActionFields::onKindChosen);
	for (auto *box : {function_, toys_, preset_, source_}) {
		connect(box, &ChoiceBox::chosen, this, notify);
	}
	for (auto *field : findChildren<QSpinBox *>()) {
		connect(field, qOverload<int>(&QSpinBox::valueChanged), this, notify);
	}
	for (auto *field : {fadeIn_, fadeOut_}) {
		connect(field, qOverload<double>(&QDoubleSpinBox::valueChanged), this, notify);
	}
	connect(steps_, &QLineEdit::textEdited, this, notify);
	connect(level_, &GuardedSlider::percentChanged, this, notify);
}

void ActionFields::fillToys()
{
	const SnapshotRef snapshot = bridge_->snapshot();

	toys_->add(text("Rule.AllToys"), QStringLiteral("all"));
	for (size_t i = 0; snapshot && i < snapshot->toy_count; i++) {
		const engine_toy &toy = snapshot->toys[i];
		toys_->add(QStringLiteral("%1 (%2)").arg(toyName(toy, int(i), isDiscreet_), utf8(toy.alias)),
			   utf8(toy.alias));
	}
}

void ActionFields::addRow(const QStringList &kinds, const QString &label, QWidget *field)
{
	kindsOfRow_[field] = kinds;
	form_->addRow(label, field);
}

void ActionFields::showRowsOf(const QString &kind)
{
	for (auto row = kindsOfRow_.cbegin(); row != kindsOfRow_.cend(); ++row) {
		const bool isShown = row.value().contains(kind);
		form_->setRowVisible(row.key(), isShown);
	}
}

void ActionFields::onKindChosen()
{
	showRowsOf(kind_->word());
	emit changed();
}

void ActionFields::load(const QJsonObject &action)
{
	const QString kind = action.value(QStringLiteral("kind")).toString();

	isLoading_ = true;
	kind_->select(kind);
	toys_->select(action.contains(QStringLiteral("toys")) ? action.value(QStringLiteral("toys"))
							      : QJsonValue{QStringLiteral("all")});
	function_->select(action.value(QStringLiteral("fn")));
	loadLevel(action);
	steps_->setText(action.contains(QStringLiteral("steps"))
				? stepsText(action.value(QStringLiteral("steps")).toArray())
				: QStringLiteral("50 0 50 0"));
	step_ms_->setValue(action.value(QStringLiteral("step_ms")).toInt(500));
	preset_->select(action.value(QStringLiteral("preset")).toString(QStringLiteral("pulse")));
	source_->select(action.value(QStringLiteral("source")));
	quiet_->setValue(qRound(action.value(QStringLiteral("lo_db")).toDouble(-40)));
	loud_->setValue(qRound(action.value(QStringLiteral("hi_db")).toDouble(-10)));
	low_->load(action, "lo", 0.0);
	high_->load(action, "hi", 1.0);
	showRowsOf(kind);
	isLoading_ = false;
}

void ActionFields::loadLevel(const QJsonObject &action)
{
	const QJsonArray fades = action.value(QStringLiteral("fade_ms")).toArray();
	const char *key = action.contains(QStringLiteral("position")) ? "position" : "level";

	level_->forcePercent(qRound(action.value(QLatin1String{key}).toDouble(0.2) * 100.0));
	fadeIn_->setMs(fades.at(0).toInt());
	fadeOut_->setMs(fades.at(1).toInt());
}

QJsonObject ActionFields::store(QJsonObject base) const
{
	const QString kind = kind_->word();

	if (base.value(QStringLiteral("kind")).toString() != kind) {
		for (const QString &key : kindKeys()) {
			base.remove(key);
		}
	}
	base[QStringLiteral("kind")] = kind;
	base[QStringLiteral("toys")] = toys_->value();
	if (kindsOfRow_[function_].contains(kind) && !function_->value().isUndefined()) {
		base[QStringLiteral("fn")] = function_->value();
	} else {
		base.remove(QStringLiteral("fn"));
	}
	storeKind(kind, base);
	return base;
}

void ActionFields::storeLevel(QJsonObject &action) const
{
	const double level = level_->percent() / 100.0;
	const QJsonValue highest = action.value(QStringLiteral("level_max"));

	action[QStringLiteral("level")] = level;
	if (highest.isDouble() && highest.toDouble() < level) {
		action[QStringLiteral("level_max")] = level;
	}
	action[QStringLiteral("fade_ms")] = QJsonArray{fadeIn_->ms(), fadeOut_->ms()};
}

void ActionFields::storeKind(const QString &kind, QJsonObject &action) const
{
	if (kind == QLatin1String{"level"}) {
		storeLevel(action);
	} else if (kind == QLatin1String{"position"}) {
		action[QStringLiteral("position")] = level_->percent() / 100.0;
	} else if (kind == QLatin1String{"pattern"}) {
		action[QStringLiteral("steps")] = stepsFrom(steps_->text());
		action[QStringLiteral("step_ms")] = step_ms_->value();
	} else if (kind == QLatin1String{"preset"}) {
		action[QStringLiteral("preset")] = preset_->value();
	} else if (kind == QLatin1String{"audio"}) {
		if (source_->value().isUndefined()) {
			action.remove(QStringLiteral("source"));
		} else {
			action[QStringLiteral("source")] = source_->value();
		}
		action[QStringLiteral("lo_db")] = quiet_->value();
		action[QStringLiteral("hi_db")] = loud_->value();
		low_->store(action, "lo");
		high_->store(action, "hi");
	}
}
