// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/action_fields.hpp"

#include <QJsonArray>
#include <QLabel>
#include <QSignalBlocker>

#include "dock/rule_editor/pattern/pattern_field.hpp"
#include "dock/rule_editor/toy_fields.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "obs/choices.h"

namespace {

QStringList kindKeys()
{
	return {"level",   "level_max", "level_from", "fade_ms",    "stroke", "steps",
		"step_ms", "preset",    "position",   "source",     "lo_db",  "hi_db",
		"lo",      "hi",        "attack_ms",  "release_ms", "follow", "off_air"};
}

} // namespace

ActionFields::ActionFields(const BridgePtr &bridge, bool isDiscreet, QWidget *parent)
    : FormFields{parent},
      kind_{named("kind", new ChoiceBox{text("Rule.Field.Action"), ACTION_KINDS, this})},
      level_{named("level", new GuardedSlider{text("Toy.Level"), this})},
      range_{named("range", makeWrappingLabel(this, Tone::Muted))},
      followed_{new ChoiceBox{text("Rule.Field.FollowedSource"), this}},
      offAir_{named("offAir", new CheckField{text("Rule.Field.OffAir"), this})},
      stepTime_{new SecondsField{text("Rule.Field.StepTime"), 100, 10000, this}},
      fadeIn_{new SecondsField{text("Rule.Field.FadeIn"), 0, 60000, this}},
      fadeOut_{new SecondsField{text("Rule.Field.FadeOut"), 0, 60000, this}}
{
	auto *steps = new PatternField{text("Rule.Field.Steps"), this};

	stepTime_->setSingleStep(0.05);
	addField(kind_, "kind");
	addRow(text("Toy.Level"), level_, {"level", "position"});
	addRow({}, range_, {"level"});
	addField(new ChoiceBox{text("Rule.Field.Preset"), PRESETS, this}, "preset", "pulse", {"preset"});
	addField(steps, "steps", QJsonArray{0.5, 0.0, 0.5, 0.0}, {"pattern"});
	addField(stepTime_, "step_ms", 500, {"pattern"});
	addAudio();
	addTargets(bridge, isDiscreet);
	addNamedRow(fadeIn_, {"level"});
	addNamedRow(fadeOut_, {"level"});
	makeRare(fadeIn_);
	makeRare(fadeOut_);
	connect(kind_, &ChoiceBox::chosen, this, &ActionFields::showRows);
	connect(followed_, &ChoiceBox::chosen, this, &ActionFields::showRows);
	connect(steps, &PatternField::edited, this, &FormFields::changed);
	reportChanges();
}

void ActionFields::addAudio()
{
	followed_->add(text("Rule.Field.FollowedSource.Trigger"), QJsonValue{QJsonValue::Undefined});
	followed_->addReferences(CHOICE_AUDIO_SOURCE);
	addField(followed_, "source", QJsonValue::Undefined, {"audio"});
	addSwitch(offAir_, "off_air", {"audio"});
	addField(new NumberField{text("Rule.Field.Quiet"), DECIBELS, this}, "lo_db", -40, {"audio"});
	addField(new NumberField{text("Rule.Field.LevelWhenQuiet"), LEVEL_PERCENT, this}, "lo", 0, {"audio"});
	addField(new NumberField{text("Rule.Field.Loud"), DECIBELS, this}, "hi_db", -10, {"audio"});
	addField(new NumberField{text("Rule.Field.LevelWhenLoud"), LEVEL_PERCENT, this}, "hi", 1, {"audio"});
}

void ActionFields::addTargets(const BridgePtr &bridge, bool isDiscreet)
{
	auto *function = new ChoiceBox{text("Rule.Field.Function"), this};

	function->add(text("Rule.Field.Function.Automatic"), QJsonValue{QJsonValue::Undefined});
	for (int i = 0; engine_function_name(i); i++) {
		function->add(functionText(i, isDiscreet), utf8(engine_function_name(i)).toLower());
	}
	addField(makeToyChoice(bridge, isDiscreet, this), "toys", "all");
	addField(function, "fn", QJsonValue::Undefined, {"level", "pattern", "audio"});
	makeRare(function);
}

void ActionFields::load(const QJsonObject &action)
{
	const QSignalBlocker blocker{this};
	const QJsonArray fades = action.value(QStringLiteral("fade_ms")).toArray();
	const char *key = action.contains(QStringLiteral("position")) ? "position" : "level";

	loadFields(action);
	loadedLevel_ = action.value(QLatin1String{key});
	level_->forcePercent(qRound(highestOf(loadedLevel_, 0.2) * 100.0));
	loadedPercent_ = level_->percent();
	setLabel(range_, text("Rule.Field.LevelRange",
			      percentsText(loadedLevel_.toObject().value(QLatin1String{"from"}).toDouble(),
					   highestOf(loadedLevel_, 0))));
	fadeIn_->setMs(fades.at(0).toInt());
	fadeOut_->setMs(fades.at(1).toInt());
	showRows();
}

bool ActionFields::isRareStated(const QJsonObject &action)
{
	const QJsonArray fades = action.value(QStringLiteral("fade_ms")).toArray();

	return action.contains(QStringLiteral("fn")) || fades.at(0).toInt() != 0 || fades.at(1).toInt() != 0;
}

/* What follows the source of the trigger counts where the trigger counts. */
void ActionFields::showRows()
{
	showRowsOf(kind_->word());
	setRowVisible(range_, kind_->word() == QLatin1String{"level"} && loadedLevel_.isObject());
	if (followed_->json().isUndefined()) {
		setRowVisible(offAir_, false);
	}
}

QJsonObject ActionFields::store(QJsonObject base) const
{
	const QString kind = kind_->word();

	base.remove(QStringLiteral("fn"));
	base.remove(QStringLiteral("off_air"));
	storeFields(base, kindKeys());
	if (kind == QLatin1String{"position"}) {
		base[QStringLiteral("position")] = level_->percent() / 100.0;
	} else if (kind == QLatin1String{"level"}) {
		storeLevel(base);
	} else if (kind == QLatin1String{"pattern"}) {
		base[QStringLiteral("step_ms")] = stepTime_->ms(); /* it has no default */
	}
	return base;
}

void ActionFields::storeLevel(QJsonObject &action) const
{
	const double level = level_->percent() / 100.0;
	const QJsonValue highest = action.value(QStringLiteral("level_max"));

	/* A range that nobody has touched stays one. */
	action[QStringLiteral("level")] =
		loadedLevel_.isObject() && level_->percent() == loadedPercent_ ? loadedLevel_ : QJsonValue{level};
	if (highest.isDouble() && highest.toDouble() < level) {
		action[QStringLiteral("level_max")] = level;
	}
	action[QStringLiteral("fade_ms")] = QJsonArray{fadeIn_->ms(), fadeOut_->ms()};
}
