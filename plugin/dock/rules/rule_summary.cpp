// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_summary.hpp"

#include <QStringList>

#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/rules/watch_words.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr char NAME_FOLLOWS[] = "name_follows";

QString word(const QJsonObject &object, const char *key, const char *missing = "")
{
	return object.value(QLatin1String{key}).toString(QLatin1String{missing});
}

double number(const QJsonObject &object, const char *key, double missing = 0)
{
	return object.value(QLatin1String{key}).toDouble(missing);
}

QString refName(const QJsonObject &when)
{
	const QString name = word(when.value(QLatin1String{"ref"}).toObject(), "name");

	return name.isEmpty() ? QStringLiteral("\u2026") : name;
}

QString outputNames(const QJsonObject &when)
{
	QStringList names;

	for (const QString &output : wordsOf(when.value(QLatin1String{"is"}))) {
		names += wordText(OUTPUTS, output);
	}
	return names.join(QStringLiteral(", "));
}

QString amounts(const QJsonObject &when)
{
	const QString from = amountText(number(when, "from"));

	return when.contains(QLatin1String{"to"}) ? text("Rule.FromTo", from, amountText(number(when, "to")))
						  : text("Rules.Row.AtLeast", from);
}

/* What starts once starts at one time. */
QString clockTimes(const QJsonObject &when, bool isOnce)
{
	if (isOnce) {
		return word(when, word(when, "edge") == QLatin1String{"leave"} ? "to" : "from");
	}
	return text("Rule.FromTo", word(when, "from"), word(when, "to", "\u2026"));
}

/* What tells this trigger from others of its type; "" for nothing. */
QString watched(const QString &type, const QJsonObject &when, bool isOnce)
{
	if (type == QLatin1String{"scene"} || type == QLatin1String{"source"} || type == QLatin1String{"media"}) {
		return refName(when);
	}
	if (type == QLatin1String{"audio"}) {
		return text("Rules.Row.Louder", refName(when), decibelsText(number(when, "on_db", -30)));
	}
	if (type == QLatin1String{"output"}) {
		return outputNames(when);
	}
	if (type == QLatin1String{"timer"}) {
		return timerText(when);
	}
	if (type == QLatin1String{"clock"}) {
		return onDays(clockTimes(when, isOnce), when);
	}
	if (type == QLatin1String{"toy"}) {
		return wordText(TOY_EVENTS, word(when, "event", "online"));
	}
	return type == QLatin1String{"tip"} ? amounts(when) : QString{};
}

bool waitsForKey(const QJsonObject &rule)
{
	return word(rule.value(QLatin1String{"when"}).toObject(), "type") == QLatin1String{"hotkey"};
}

bool runsOnce(const QJsonObject &rule)
{
	return word(rule.value(QLatin1String{"run"}).toObject(), "mode", "once") == QLatin1String{"once"};
}

QString triggerSummary(const QJsonObject &rule, const QString &key, bool isDiscreet)
{
	const QJsonObject when = rule.value(QLatin1String{"when"}).toObject();
	const QString type = word(when, "type");
	const QString what = watched(type, when, runsOnce(rule));
	const bool isLeave = word(when, "edge") == QLatin1String{"leave"};

	if (type == QLatin1String{"hotkey"}) {
		return ruleKey(rule, key);
	}
	const auto *known = rowOf(TRIGGER_TYPES, type);
	const QString name = known ? text(discreetKey(known->key, isDiscreet)) : type;
	const QString whole = what.isEmpty() ? name : text("Rules.Row.Trigger", name, what);
	return isLeave ? text("Rules.Row.End", whole) : whole;
}

QString actionSummary(const QJsonObject &action)
{
	const QString kind = word(action, "kind");
	const QJsonObject range = action.value(QLatin1String{"level"}).toObject();
	const double highest = actionLevel(action);

	if (kind == QLatin1String{"level"}) {
		return percentsText(range.isEmpty() ? qMin(highest, number(action, "level", highest))
						    : number(range, "from"),
				    highest);
	}
	if (kind == QLatin1String{"audio"}) {
		return text("Rules.Row.Trigger", actionName(kind), percentsText(number(action, "lo"), highest));
	}
	if (kind == QLatin1String{"preset"}) {
		return wordText(PRESETS, word(action, "preset"));
	}
	return kind == QLatin1String{"stop"} ? actionName(kind)
					     : text("Rules.Row.Trigger", actionName(kind), percentText(highest));
}

/* How long a run takes that ends by itself; "" for others. */
QString lengthSummary(const QJsonObject &rule)
{
	const QJsonObject run = rule.value(QLatin1String{"run"}).toObject();
	const bool isStop = word(rule.value(QLatin1String{"do"}).toObject(), "kind") == QLatin1String{"stop"};

	return isStop || !runsOnce(rule) ? QString{} : lengthsText(run, "duration_ms", 3000);
}

} // namespace

bool lacksKey(const QJsonObject &rule, const QString &key)
{
	return key.isEmpty() && waitsForKey(rule);
}

QString ruleKey(const QJsonObject &rule, const QString &key)
{
	return !waitsForKey(rule) ? QString{} : key.isEmpty() ? text("Rules.NoKey") : key;
}

QString ruleSummary(const QJsonObject &rule, const QString &key, bool isDiscreet)
{
	const QString length = lengthSummary(rule);
	const QString action = actionSummary(rule.value(QLatin1String{"do"}).toObject());
	const QString whole = length.isEmpty() ? action : QStringLiteral("%1, %2").arg(action, length);

	return QStringLiteral("%1 \u2192 %2").arg(triggerSummary(rule, key, isDiscreet), whole);
}

bool ruleNameFollows(const QJsonObject &rule)
{
	return rule.value(QLatin1String{NAME_FOLLOWS}).toBool();
}

/* Names are written by hand elsewhere, too: with plain spaces. Which key it is may change. */
QString suggestedRuleName(const QJsonObject &rule, bool isDiscreet)
{
	return ruleSummary(rule, text("Rule.Trigger.Hotkey"), isDiscreet).replace(QChar::Nbsp, QLatin1Char{' '});
}

void setRuleName(QJsonObject &rule, const QString &name, bool follows)
{
	rule[QStringLiteral("name")] = name;
	if (follows) {
		rule[QLatin1String{NAME_FOLLOWS}] = true;
	} else {
		rule.remove(QLatin1String{NAME_FOLLOWS});
	}
}
