// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/tip_bands.hpp"

#include <algorithm>
#include <cmath>

#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_summary.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"

namespace {

struct Range {
	double from;
	double to;
};

Range rangeOf(const QJsonValue &value, double missing)
{
	const QJsonObject range = value.toObject();
	const double from = range.value(QLatin1String{"from"}).toDouble(value.toDouble(missing));

	return {from, range.value(QLatin1String{"to"}).toDouble(from)};
}

/* before: whether the place in the range is by the amount or by chance stays. */
QJsonValue jsonOf(const Range &range, const QJsonValue &before)
{
	if (range.from >= range.to) {
		return range.from;
	}
	QJsonObject json = before.toObject();
	json[QStringLiteral("from")] = range.from;
	json[QStringLiteral("to")] = range.to;
	return json;
}

bool hasEnd(const TipBand &band)
{
	return band.to >= band.from;
}

bool isWhole(double amount)
{
	return amount == std::floor(amount);
}

/* Where nothing is between the two: 4 and 5 are neighbours where the first band counts whole amounts. */
double firstBeyond(const TipBand &band)
{
	return isWhole(band.from) && isWhole(band.to) ? band.to + 1 : band.to;
}

QString gapBetween(const TipBand &band, const TipBand &above)
{
	return hasEnd(band) && above.from > firstBeyond(band)
		       ? text("Tips.Hint.Gap", amountText(band.to), amountText(above.from))
		       : QString{};
}

haptics_rule_view viewOf(const haptics_rules *rules, int index)
{
	haptics_rule_view view;

	haptics_rules_view(rules, size_t(index), &view);
	return view;
}

QString bandName(double from)
{
	return text("Tips.RuleName", amountText(from));
}

QString amountsOf(const haptics_rule_view &view)
{
	return view.has_amount_end ? text("Rule.FromTo", amountText(view.amount_from), amountText(view.amount_to))
				   : bandName(view.amount_from);
}

bool isOff(const engine_snapshot &snapshot, const haptics_rule_view &view)
{
	const engine_rule *rule = engine_find_rule(&snapshot, view.id);

	return rule && !rule->is_enabled;
}

} // namespace

bool isTipRule(const QJsonValue &rule)
{
	return rule.toObject().value(QLatin1String{"when"}).toObject().value(QLatin1String{"type"}) ==
	       QJsonValue{QStringLiteral("tip")};
}

QVector<QJsonObject> tipRules(const QJsonArray &rules)
{
	QVector<QJsonObject> found;

	for (const QJsonValue &rule : rules) {
		if (isTipRule(rule)) {
			found += rule.toObject();
		}
	}
	std::stable_sort(found.begin(), found.end(), [](const QJsonObject &one, const QJsonObject &other) {
		return bandOf(one).from < bandOf(other).from;
	});
	return found;
}

TipBand bandOf(const QJsonObject &rule)
{
	const QJsonObject when = rule.value(QLatin1String{"when"}).toObject();
	const QJsonObject action = rule.value(QLatin1String{"do"}).toObject();
	const QJsonValue duration = rule.value(QLatin1String{"run"}).toObject().value(QLatin1String{"duration_ms"});
	const QString kind = action.value(QLatin1String{"kind"}).toString();
	const Range level = rangeOf(action.value(QLatin1String{"level"}), 0.2);
	const Range length_ms = rangeOf(duration, 3000);
	TipBand band;

	band.from = when.value(QLatin1String{"from"}).toDouble();
	band.to = when.value(QLatin1String{"to"}).toDouble(band.from - 1);
	band.what = kind == QLatin1String{"preset"} ? action.value(QLatin1String{"preset"}).toString() : kind;
	/* What a pattern goes up to, say: no level of its own. */
	const bool isOther = kind != QLatin1String{"level"} && kind != QLatin1String{"preset"};
	band.levelFrom = isOther ? actionLevel(action) : level.from;
	band.levelTo = isOther ? actionLevel(action) : level.to;
	band.secondsFrom_ms = qRound(length_ms.from);
	band.secondsTo_ms = qRound(length_ms.to);
	return band;
}

/* A name that was made here, or follows what the rule does, goes with it. */
QJsonObject withBand(QJsonObject rule, const TipBand &band)
{
	const QString made = rule.value(QLatin1String{"name"}).toString();
	const bool isOfBand = made == bandName(bandOf(rule).from);
	QJsonObject when = rule.value(QLatin1String{"when"}).toObject();
	QJsonObject run = rule.value(QLatin1String{"run"}).toObject();
	QJsonObject action = rule.value(QLatin1String{"do"}).toObject();
	const QString duration = QStringLiteral("duration_ms");
	const QString level = QStringLiteral("level");

	when[QStringLiteral("from")] = band.from;
	when[QStringLiteral("to")] = hasEnd(band) ? QJsonValue{band.to} : QJsonValue{QJsonValue::Undefined};
	run[duration] = jsonOf({double(band.secondsFrom_ms), double(band.secondsTo_ms)}, run.value(duration));
	if (*keyOf(PRESETS, band.what)) {
		action = {{QStringLiteral("kind"), QStringLiteral("preset")}, {QStringLiteral("preset"), band.what}};
	} else if (band.what == level) {
		action[QStringLiteral("kind")] = level;
		action.remove(QStringLiteral("preset"));
		action[level] = jsonOf({band.levelFrom, band.levelTo}, action.value(level));
	}
	rule[QStringLiteral("when")] = when;
	rule[QStringLiteral("run")] = run;
	rule[QStringLiteral("do")] = action;
	if (isOfBand) {
		rule[QStringLiteral("name")] = bandName(band.from);
	} else if (ruleNameFollows(rule)) {
		setRuleName(rule, suggestedRuleName(rule), true);
	}
	return rule;
}

QJsonObject makeTipRule(const TipBand &band)
{
	const QJsonObject rule{
		{QStringLiteral("id"), RuleBook::freshId()},
		{QStringLiteral("name"), bandName(band.from)},
		{QStringLiteral("enabled"), true},
		{QStringLiteral("when"), QJsonObject{{QStringLiteral("type"), QStringLiteral("tip")}}},
		{QStringLiteral("run"), QJsonObject{{QStringLiteral("mode"), QStringLiteral("once")},
						    {QStringLiteral("retrigger"), QStringLiteral("queue")}}},
	};

	return withBand(rule, band);
}

QVector<TipBand> tipLadder()
{
	const QString level = QStringLiteral("level");

	return {
		{1, 9, level, 0.1, 0.1, 3000, 3000},     {10, 49, level, 0.2, 0.2, 5000, 5000},
		{50, 99, level, 0.3, 0.3, 10000, 10000}, {100, 499, level, 0.4, 0.6, 15000, 30000},
		{500, 0, level, 0.6, 1.0, 30000, 60000},
	};
}

bool addTipLadder(RuleBook &book, QString *error)
{
	for (const TipBand &band : tipLadder()) {
		if (!book.save(makeTipRule(band), error)) {
			return false;
		}
	}
	return true;
}

QStringList gapHints(const QVector<QJsonObject> &rules)
{
	QStringList hints;

	for (int i = 1; i < rules.size(); i++) {
		hints += gapBetween(bandOf(rules[i - 1]), bandOf(rules[i]));
	}
	hints.removeAll(QString{});
	return hints;
}

QStringList overlapHints(const engine_snapshot &snapshot)
{
	const haptics_rules *rules = snapshot.rule_set;
	QStringList hints;

	for (size_t i = 0; const haptics_problem *advice = haptics_rules_advice(rules, i); i++) {
		const haptics_rule_view view = viewOf(rules, advice->rule);
		const haptics_rule_view other = viewOf(rules, advice->other);
		/* Of the same name are those that begin at the same amount, of themselves. */
		const bool isNamed = qstrcmp(view.name, other.name) != 0;
		if (!isOff(snapshot, view) && !isOff(snapshot, other)) {
			hints += text("Tips.Hint.Overlap", isNamed ? utf8(view.name) : amountsOf(view),
				      isNamed ? utf8(other.name) : amountsOf(other), amountText(advice->min));
		}
	}
	return hints;
}
