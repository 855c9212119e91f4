// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_words.hpp"

#include <algorithm>

#include <QJsonArray>

#include "dock/rules/rule_choices.hpp"
#include "dock/rules/run_modes.hpp"
#include "dock/rules/watch_words.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr TextKey<RuleCommand> COMMAND_KEYS[] = {
	{RuleCommand::Add, "Rules.Add"},       {RuleCommand::Edit, "Rules.Edit"},
	{RuleCommand::RunNow, "Rules.RunNow"}, {RuleCommand::Duplicate, "Rules.Duplicate"},
	{RuleCommand::Delete, "Rules.Delete"}, {RuleCommand::Import, "Rules.Import"},
	{RuleCommand::Export, "Rules.Export"},
};
static_assert(hasEachKey(COMMAND_KEYS, RuleCommand::Add, RuleCommand::Export));

/* The sentences about something a rule can wait for; nullptr where the core takes no such rule. */
struct WatchTexts {
	const char *type;
	const char *variant; /* what the sentences depend on beside the type: see variantOf() */
	const char *begins;
	const char *ends;
	const char *during;
	const char *toggle;
	const char *condition;
};

constexpr WatchTexts WATCH_TEXTS[] = {
	{"hotkey", "", "Rule.When.Key", "Rule.When.Key.Ends", "Rule.While.Key", "Rule.Toggle.Key", nullptr},
	{"scene", "", "Rule.When.Scene", "Rule.When.Scene.Ends", "Rule.While.Scene", nullptr, "Rule.If.Scene"},
	{"source", "active", "Rule.When.SourceInProgram", "Rule.When.SourceInProgram.Ends",
	 "Rule.While.SourceInProgram", nullptr, "Rule.If.SourceInProgram"},
	{"source", "shown", "Rule.When.SourceShown", "Rule.When.SourceShown.Ends", "Rule.While.SourceShown", nullptr,
	 "Rule.If.SourceShown"},
	{"media", "", "Rule.When.Media", "Rule.When.Media.Ends", "Rule.While.Media", nullptr, "Rule.If.Media"},
	{"output", "stream", "Rule.When.Stream", "Rule.When.Stream.Ends", "Rule.While.Stream", nullptr,
	 "Rule.If.Stream"},
	{"output", "record", "Rule.When.Record", "Rule.When.Record.Ends", "Rule.While.Record", nullptr,
	 "Rule.If.Record"},
	{"output", "record_paused", "Rule.When.RecordPaused", "Rule.When.RecordPaused.Ends", "Rule.While.RecordPaused",
	 nullptr, "Rule.If.RecordPaused"},
	{"output", "replay_buffer", "Rule.When.ReplayBuffer", "Rule.When.ReplayBuffer.Ends", "Rule.While.ReplayBuffer",
	 nullptr, "Rule.If.ReplayBuffer"},
	{"output", "virtual_camera", "Rule.When.VirtualCamera", "Rule.When.VirtualCamera.Ends",
	 "Rule.While.VirtualCamera", nullptr, "Rule.If.VirtualCamera"},
	{"output", "stream_or_record", "Rule.When.StreamOrRecord", "Rule.When.StreamOrRecord.Ends",
	 "Rule.While.StreamOrRecord", nullptr, "Rule.If.StreamOrRecord"},
	{"output", "several", "Rule.When.AnyOutput", "Rule.When.AnyOutput.Ends", "Rule.While.AnyOutput", nullptr,
	 "Rule.If.AnyOutput"},
	{"replay", "", "Rule.When.Replay", nullptr, nullptr, nullptr, nullptr},
	{"audio", "", "Rule.When.Audio", "Rule.When.Audio.Ends", "Rule.While.Audio", nullptr, "Rule.If.Audio"},
	{"request", "", "Rule.When.Request", "Rule.When.Request.Ends", "Rule.While.Request", "Rule.Toggle.Request",
	 nullptr},
	{"timer", "", "Rule.When.Timer", nullptr, nullptr, nullptr, nullptr},
	{"clock", "", "Rule.When.Clock", "Rule.When.Clock.Ends", "Rule.While.Clock", nullptr, "Rule.If.Clock"},
	{"toy", "online", "Rule.When.ToyConnected", "Rule.When.ToyConnected.Ends", "Rule.While.ToyConnected", nullptr,
	 "Rule.If.ToyConnected"},
	{"toy", "battery_below", "Rule.When.BatteryLow", "Rule.When.BatteryLow.Ends", "Rule.While.BatteryLow", nullptr,
	 "Rule.If.BatteryLow"},
	{"toy", "button", "Rule.When.ToyButton", "Rule.When.ToyButton.Ends", "Rule.While.ToyButton", nullptr,
	 "Rule.If.ToyButton"},
	{"toy", "shake", "Rule.When.ToyShake", "Rule.When.ToyShake.Ends", "Rule.While.ToyShake", nullptr,
	 "Rule.If.ToyShake"},
	{"toy", "depth", "Rule.When.ToyDepth", "Rule.When.ToyDepth.Ends", "Rule.While.ToyDepth", nullptr,
	 "Rule.If.ToyDepth"},
	{"toy", "motion", "Rule.When.ToyMotion", "Rule.When.ToyMotion.Ends", "Rule.While.ToyMotion", nullptr,
	 "Rule.If.ToyMotion"},
	{"tip", "open", "Rule.When.Tip.Open", nullptr, nullptr, nullptr, nullptr},
	{"tip", "band", "Rule.When.Tip", nullptr, nullptr, nullptr, nullptr},
	{"studio_mode", "", "Rule.When.StudioMode", "Rule.When.StudioMode.Ends", "Rule.While.StudioMode", nullptr,
	 "Rule.If.StudioMode"},
};

constexpr struct {
	const char *value;
	const char *allToys;
	const char *someToys;
} ACTION_TEXTS[] = {
	{"level", "Rule.Do.Level.All", "Rule.Do.Level"},    {"pattern", "Rule.Do.Pattern.All", "Rule.Do.Pattern"},
	{"preset", "Rule.Do.Preset.All", "Rule.Do.Preset"}, {"position", "Rule.Do.Position.All", "Rule.Do.Position"},
	{"audio", "Rule.Do.Audio.All", "Rule.Do.Audio"},    {"stop", "Rule.Do.Stop.All", "Rule.Do.Stop"},
};
static_assert(std::size(ACTION_TEXTS) == std::size(ACTION_KINDS));

QString word(const QJsonObject &object, const char *key, const char *missing = "")
{
	return object.value(QLatin1String{key}).toString(QLatin1String{missing});
}

QString levelText(const QJsonObject &action)
{
	const QJsonObject range = action.value(QLatin1String{"level"}).toObject();
	const QString highest = percentText(actionLevel(action));

	return range.isEmpty()
		       ? highest
		       : text("Rule.FromTo", percentText(range.value(QLatin1String{"from"}).toDouble()), highest);
}

QString refName(const QJsonObject &object, const char *key)
{
	const QJsonObject ref = object.value(QLatin1String{key}).toObject();
	const QString name = word(ref, "name");

	return name.isEmpty() ? QStringLiteral("\u2026") : name;
}

QString outputVariant(const QJsonValue &is)
{
	const QStringList outputs = wordsOf(is);

	if (outputs.size() == 1 && *keyOf(OUTPUTS, outputs[0])) {
		return outputs[0];
	}
	return outputs == QStringList{"stream", "record"} ? QStringLiteral("stream_or_record")
							  : QStringLiteral("several");
}

/* The state of a source, the output, the event of a toy; "" for all else. */
QString variantOf(const QString &type, const QJsonObject &watch)
{
	if (type == QLatin1String{"source"}) {
		return word(watch, "state", "active");
	}
	if (type == QLatin1String{"output"}) {
		return outputVariant(watch.value(QLatin1String{"is"}));
	}
	if (type == QLatin1String{"tip"}) {
		return QLatin1String{watch.contains(QLatin1String{"to"}) ? "band" : "open"};
	}
	return type == QLatin1String{"toy"} ? word(watch, "event", "online") : QString{};
}

/* nullptr: of a type that is not known here. */
const WatchTexts *textsOf(const QJsonObject &watch)
{
	const QString type = word(watch, "type");
	const QString variant = variantOf(type, watch);

	for (const WatchTexts &texts : WATCH_TEXTS) {
		if (type == QLatin1String{texts.type} && variant == QLatin1String{texts.variant}) {
			return &texts;
		}
	}
	return nullptr;
}

QString outputNames(const QJsonValue &is)
{
	QStringList names;

	for (const QString &output : wordsOf(is)) {
		names += wordText(OUTPUTS, output);
	}
	return listText(names);
}

/* From and to; a sentence that names both has the days behind the second. */
QStringList clockArguments(const char *key, const QJsonObject &watch)
{
	const QString from = word(watch, "from");
	const bool hasEnd = text(key).contains(QLatin1String{"%2"});

	return {hasEnd ? from : onDays(from, watch), onDays(word(watch, "to", "\u2026"), watch)};
}

/* What fills the places of the sentences about it. */
QStringList watchArguments(const char *key, const WatchTexts &texts, const QJsonObject &watch)
{
	const QLatin1String type{texts.type};

	if (type == QLatin1String{"scene"} || type == QLatin1String{"source"} || type == QLatin1String{"media"}) {
		return {refName(watch, "ref")};
	}
	if (type == QLatin1String{"audio"}) {
		return {refName(watch, "ref"), decibelsText(watch.value(QLatin1String{"on_db"}).toDouble(-30))};
	}
	if (QLatin1String{texts.variant} == QLatin1String{"several"}) {
		return {outputNames(watch.value(QLatin1String{"is"}))};
	}
	if (type == QLatin1String{"tip"}) {
		return {amountText(watch.value(QLatin1String{"from"}).toDouble()),
			amountText(watch.value(QLatin1String{"to"}).toDouble())};
	}
	if (type == QLatin1String{"timer"}) {
		return {timerText(watch)};
	}
	if (type == QLatin1String{"clock"}) {
		return clockArguments(key, watch);
	}
	if (QLatin1String{texts.variant} == QLatin1String{"battery_below"}) {
		return {QString::number(watch.value(QLatin1String{"below"}).toInt(20))};
	}
	if (QLatin1String{texts.variant} == QLatin1String{"depth"} ||
	    QLatin1String{texts.variant} == QLatin1String{"motion"}) {
		return {QString::number(qRound(watch.value(QLatin1String{"above"}).toDouble(0.5) * 100.0))};
	}
	return {};
}

QString actionWords(const QJsonObject &action, bool isDiscreet)
{
	QString kind = word(action, "kind");
	const QStringList toys = wordsOf(action.value(QLatin1String{"toys"}));
	const QString value =
		kind == QLatin1String{"preset"} ? wordText(PRESETS, word(action, "preset")) : levelText(action);
	const auto *texts = rowOf(ACTION_TEXTS, kind);

	if (!texts) {
		return kind;
	}
	return toys.isEmpty() || toys.contains(QStringLiteral("all"))
		       ? text(discreetKey(texts->allToys, isDiscreet), value)
		       : text(texts->someToys, listText(toys), value);
}

/* Discreet ones tell nothing of what is watched. */
QString watchSentence(const char *key, const WatchTexts &texts, const QJsonObject &watch, bool isDiscreet,
		      const QStringList &more = {})
{
	const char *shown = discreetKey(key, isDiscreet);

	return fillText(text(shown), (shown == key ? watchArguments(key, texts, watch) : QStringList{}) + more);
}

QString startSentence(const QJsonObject &when, const QString &mode, const QString &action, bool isDiscreet)
{
	const WatchTexts *texts = textsOf(when);
	const bool isLeave = word(when, "edge") == QLatin1String{"leave"};

	if (!texts) {
		return action;
	}
	const char *key = isLeave                           ? texts->ends
			  : mode == QLatin1String{"while"}  ? texts->during
			  : mode == QLatin1String{"toggle"} ? texts->toggle
							    : texts->begins;
	return watchSentence(key ? key : texts->begins, *texts, when, isDiscreet, {action});
}

QString conditionSentence(const QJsonObject &condition, bool isDiscreet)
{
	const WatchTexts *texts = textsOf(condition);
	const char *sentence = condition.value(QLatin1String{"not"}).toBool() ? "Rule.NotIf" : "Rule.OnlyIf";

	if (!texts || !texts->condition) {
		return text(sentence, word(condition, "type"));
	}
	return text(sentence, watchSentence(texts->condition, *texts, condition, isDiscreet));
}

QString lengthSentence(const QJsonObject &rule, const QString &mode)
{
	const QJsonObject run = rule.value(QLatin1String{"run"}).toObject();
	const QJsonObject limit = rule.value(QLatin1String{"limit"}).toObject();
	const QString trigger = word(rule.value(QLatin1String{"when"}).toObject(), "type");

	if (mayBeEndless(trigger, mode) && limit.value(QLatin1String{"max_run_ms"}) == QJsonValue{0}) {
		return text("Rule.RunsWhileItLasts");
	}
	return mode == QLatin1String{"once"}
		       ? text("Rule.RunsFor", lengthsText(run, "duration_ms", 3000))
		       : text("Rule.RunsAtMost",
			      lengthsText(limit, "max_run_ms", longestRunUnstated_ms(trigger, mode)));
}

bool isOffAir(const QJsonValue &part)
{
	return part.toObject().value(QLatin1String{"off_air"}).toBool();
}

/* The action without a source of its own follows the one of the trigger, on its terms. */
bool countsOffAir(const QJsonObject &rule)
{
	const QJsonArray conditions = rule.value(QLatin1String{"only_if"}).toArray();
	const QJsonObject action = rule.value(QLatin1String{"do"}).toObject();

	return isOffAir(rule.value(QLatin1String{"when"})) ||
	       (action.contains(QLatin1String{"source"}) && isOffAir(action)) ||
	       std::any_of(conditions.begin(), conditions.end(), isOffAir);
}

} // namespace

QStringList wordsOf(const QJsonValue &value)
{
	QStringList words;

	if (value.isString()) {
		return {value.toString()};
	}
	for (const QJsonValue &entry : value.toArray()) {
		words += entry.toString();
	}
	return words;
}

void storeUnlessUnstated(QJsonObject &object, const char *key, const QJsonValue &value, const QJsonValue &unstated)
{
	if (object.contains(QLatin1String{key}) || value != unstated) {
		object[QLatin1String{key}] = value;
	}
}

QString ruleCommandText(RuleCommand command)
{
	return text(keyOf(COMMAND_KEYS, command));
}

QString actionName(const QString &kind)
{
	return wordText(ACTION_KINDS, kind);
}

bool actionHasLevel(const QString &kind)
{
	return kind == QLatin1String{"level"} || kind == QLatin1String{"pattern"} || kind == QLatin1String{"audio"};
}

double highestOf(const QJsonValue &value, double missing)
{
	return value.toObject().value(QLatin1String{"to"}).toDouble(value.toDouble(missing));
}

QString lengthsText(const QJsonObject &object, const char *key, int missing_ms)
{
	const QJsonValue value = object.value(QLatin1String{key});
	const QString longest = lengthText(qRound(highestOf(value, missing_ms)));

	return value.isObject()
		       ? text("Rule.FromTo", lengthText(value.toObject().value(QLatin1String{"from"}).toInt()), longest)
		       : longest;
}

double actionLevel(const QJsonObject &action)
{
	const QString kind = word(action, "kind");
	double highest = 0;

	if (kind == QLatin1String{"level"}) {
		const double level = highestOf(action.value(QLatin1String{"level"}), 0);
		return qMax(level, action.value(QLatin1String{"level_max"}).toDouble(level));
	}
	if (kind == QLatin1String{"pattern"}) {
		for (const QJsonValue &step : action.value(QLatin1String{"steps"}).toArray()) {
			highest = qMax(highest, step.toDouble());
		}
		return highest;
	}
	if (kind == QLatin1String{"audio"}) {
		return action.value(QLatin1String{"hi"}).toDouble(1.0);
	}
	if (kind == QLatin1String{"position"}) {
		return action.value(QLatin1String{"position"}).toDouble();
	}
	return kind == QLatin1String{"preset"} ? 1.0 : 0.0;
}

QString ruleSentence(const QJsonObject &rule, bool isDiscreet)
{
	const QString mode = word(rule.value(QLatin1String{"run"}).toObject(), "mode", "once");
	const QJsonObject action = rule.value(QLatin1String{"do"}).toObject();
	QStringList sentences{startSentence(rule.value(QLatin1String{"when"}).toObject(), mode,
					    actionWords(action, isDiscreet), isDiscreet)};

	if (word(action, "kind") != QLatin1String{"stop"}) {
		sentences += lengthSentence(rule, mode);
	}
	for (const QJsonValue &condition : rule.value(QLatin1String{"only_if"}).toArray()) {
		sentences += conditionSentence(condition.toObject(), isDiscreet);
	}
	if (countsOffAir(rule)) {
		sentences += text("Rule.CountsOffAir");
	}
	return sentencesText(sentences);
}
