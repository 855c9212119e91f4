// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_words.hpp"

#include <QJsonArray>

#include "dock/rules/rule_choices.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* Order of the entries of the locale list. */
enum Label { ONLY_IF, AND, NOT, FOR, AT_MOST };

template <typename... Arguments> QString label(Label which, const Arguments &...arguments)
{
	return fillText(textList("Rule.Joints").value(which), {textArgument(arguments)...});
}

QString word(const QJsonObject &object, const char *key, const char *missing = "")
{
	return object.value(QLatin1String{key}).toString(QLatin1String{missing});
}

QString seconds(const QJsonObject &object, const char *key, int missing_ms)
{
	return durationText(object.value(QLatin1String{key}).toInt(missing_ms));
}

QString refName(const QJsonObject &object, const char *key)
{
	const QJsonObject ref = object.value(QLatin1String{key}).toObject();
	const QString name = word(ref, "name");

	return name.isEmpty() ? QStringLiteral("\u2026") : name;
}

QString namedOf(const QStringList &words, const QStringList &keys, const char *listKey)
{
	const QStringList names = textList(listKey);
	QStringList named;

	for (const QString &entry : words) {
		named += names.value(keys.indexOf(entry), entry);
	}
	return named.join(QStringLiteral(" / "));
}

QString outputWords(const QJsonValue &is)
{
	const QJsonArray either{"stream", "record"};

	return is.isArray() && is.toArray() == either ? textList("Rule.Outputs").value(int(outputs().size()))
						      : namedOf(wordsOf(is), outputs(), "Rule.Outputs");
}

QString toysWords(const QJsonObject &object)
{
	const QStringList toys = wordsOf(object.value(QLatin1String{"toys"}));

	if (toys.isEmpty() || toys.contains(QStringLiteral("all"))) {
		return text("Rule.AllToys");
	}
	return toys.join(QStringLiteral(", "));
}

QStringList watchArguments(const QString &type, const QJsonObject &watch)
{
	if (type == QLatin1String{"source"}) {
		const bool isShown = word(watch, "state") == QLatin1String{"shown"};
		return {refName(watch, "ref"), textList("Rule.SourceStates").value(isShown ? 1 : 0)};
	}
	if (type == QLatin1String{"output"}) {
		return {outputWords(watch.value(QLatin1String{"is"}))};
	}
	if (type == QLatin1String{"audio"}) {
		return {refName(watch, "ref"), QString::number(watch.value(QLatin1String{"on_db"}).toDouble(-30))};
	}
	if (type == QLatin1String{"timer"}) {
		return {seconds(watch, "every_ms", 0)};
	}
	if (type == QLatin1String{"clock"}) {
		return {word(watch, "from"), word(watch, "to", "\u2026")};
	}
	if (type == QLatin1String{"toy"}) {
		const bool isBattery = word(watch, "event") == QLatin1String{"battery_below"};
		const QString event = textList("Rule.ToyEvents").value(isBattery ? 1 : 0);
		const int below = watch.value(QLatin1String{"below"}).toInt(20);
		return {isBattery ? QStringLiteral("%1 %2 %").arg(event).arg(below) : event};
	}
	return {refName(watch, "ref")};
}

QString conditionsWords(const QJsonArray &conditions)
{
	QStringList words;

	for (const QJsonValue &entry : conditions) {
		const QJsonObject condition = entry.toObject();
		const QString clause = watchWords(condition);
		words += condition.value(QLatin1String{"not"}).toBool() ? label(NOT, clause) : clause;
	}
	return words.isEmpty() ? QString{} : label(ONLY_IF, words.join(label(AND)));
}

QString lengthWords(const QJsonObject &rule, const QString &mode)
{
	const QJsonObject run = rule.value(QLatin1String{"run"}).toObject();
	const QJsonObject limit = rule.value(QLatin1String{"limit"}).toObject();
	const QString trigger = word(rule.value(QLatin1String{"when"}).toObject(), "type");

	if (word(rule.value(QLatin1String{"do"}).toObject(), "kind") == QLatin1String{"stop"}) {
		return {};
	}
	if (mode == QLatin1String{"once"}) {
		return label(FOR, seconds(run, "duration_ms", 3000));
	}
	return label(AT_MOST, seconds(limit, "max_run_ms", longestRunUnstated_ms(trigger, mode)));
}

/* Index of the entry of Rule.Sentences. */
int sentenceIndex(const QString &mode, bool isLeave)
{
	const QStringList modes{QStringLiteral("once"), QStringLiteral("while"), QStringLiteral("toggle")};

	return isLeave ? int(modes.size()) : int(qMax(0, int(modes.indexOf(mode))));
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

QString ruleCommandText(RuleCommand command)
{
	return textList("Rules.Commands").value(int(command));
}

QString actionName(const QString &kind)
{
	const int index = int(actionKinds().indexOf(kind));

	return index < 0 ? kind : textList("Rule.Actions").value(index);
}

bool actionHasLevel(const QString &kind)
{
	return kind == QLatin1String{"level"} || kind == QLatin1String{"pattern"} || kind == QLatin1String{"audio"};
}

double actionLevel(const QJsonObject &action)
{
	const QString kind = word(action, "kind");
	double highest = 0;

	if (kind == QLatin1String{"level"}) {
		const double level = action.value(QLatin1String{"level"}).toDouble();
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

QString watchWords(const QJsonObject &watch)
{
	const QString type = word(watch, "type");
	const int index = int(triggerTypes().indexOf(type));

	return index < 0 ? type : fillText(textList("Rule.Watches").value(index), watchArguments(type, watch));
}

QString actionWords(const QJsonObject &action)
{
	const QString kind = word(action, "kind");
	const int index = int(actionKinds().indexOf(kind));
	const QString value = kind == QLatin1String{"preset"}
				      ? namedOf({word(action, "preset")}, presets(), "Rule.Presets")
				      : percentText(actionLevel(action));

	return index < 0 ? kind : fillText(textList("Rule.Does").value(index), {toysWords(action), value});
}

QString ruleSentence(const QJsonObject &rule)
{
	const QJsonObject when = rule.value(QLatin1String{"when"}).toObject();
	const QString mode = word(rule.value(QLatin1String{"run"}).toObject(), "mode", "once");
	const QString cause = watchWords(when) + conditionsWords(rule.value(QLatin1String{"only_if"}).toArray());
	const QString effect = actionWords(rule.value(QLatin1String{"do"}).toObject()) + lengthWords(rule, mode);

	return fillText(
		textList("Rule.Sentences").value(sentenceIndex(mode, word(when, "edge") == QLatin1String{"leave"})),
		{cause, effect});
}

int longestRunUnstated_ms(const QString &trigger, const QString &mode)
{
	return trigger == QLatin1String{"hotkey"} && mode == QLatin1String{"while"} ? 30000 : 60000;
}

QStringList legalModes(const QJsonObject &rule)
{
	const QJsonObject when = rule.value(QLatin1String{"when"}).toObject();
	const QString type = word(when, "type");
	QStringList modes{QStringLiteral("once")};

	if (word(when, "edge") == QLatin1String{"leave"} ||
	    word(rule.value(QLatin1String{"do"}).toObject(), "kind") == QLatin1String{"stop"}) {
		return modes;
	}
	if (type != QLatin1String{"replay"} && type != QLatin1String{"timer"}) {
		modes += QStringLiteral("while");
	}
	if (type == QLatin1String{"hotkey"} || type == QLatin1String{"request"}) {
		modes += QStringLiteral("toggle");
	}
	return modes;
}
