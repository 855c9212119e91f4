// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/would_send.hpp"

#include <QStringList>

#include "dock/rules/rule_words.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "engine/engine.h"
#include "haptics/rules/rule.h"

namespace {

haptics_preview previewOf(const haptics_rules *rules, const engine_snapshot &snapshot, const haptics_intent &intent)
{
	haptics_preview preview;

	engine_preview(&snapshot, rules, &intent, &preview);
	return preview;
}

/* As if nothing held it back: somebody who writes a rule while disarmed wants to see what it will do. */
haptics_preview previewWhenAllowed(const haptics_rules *rules, const engine_snapshot &snapshot,
				   const haptics_intent &intent)
{
	engine_snapshot allowed = snapshot;

	allowed.is_armed = true;
	allowed.is_panic = false;
	allowed.paused_until_ms = 0;
	allowed.is_resting = false;
	allowed.rest_until_ms = 0;
	allowed.are_tips_allowed = true;
	return previewOf(rules, allowed, intent);
}

/* That a toy goes no finer, where it gets less than was asked for that reason alone. */
enum class Steps { Told = 1, Untold };

/* One figure where the whole toy does the same, else each function by its name. */
QString toyText(const engine_toy &toy, int slot, const haptics_preview &preview, Steps steps, bool isDiscreet)
{
	const quint32 moving = preview.functions[slot];
	QStringList named;
	QStringList levels;

	for (int i = 0; i < HAPTICS_MAX_FUNCTIONS; i++) {
		if (!(moving & (UINT32_C(1) << i))) {
			continue;
		}
		const bool isCapped = preview.capped[slot] & (UINT32_C(1) << i);
		const QString level = percentText(preview.level[slot][i]);
		const bool isStepped = steps == Steps::Told && level != percentText(preview.verdict.wanted);
		levels += isCapped    ? text("Rule.WouldSend.Capped", level)
			  : isStepped ? text("Rule.WouldSend.Stepped", level)
				      : level;
		named += QStringLiteral("%1 %2").arg(functionText(i, isDiscreet), levels.last());
	}
	const bool isUniform = moving == toy.functions && levels.count(levels.first()) == levels.size();
	return QStringLiteral("%1 %2").arg(toyName(toy, slot, isDiscreet),
					   isUniform ? levels.first() : listText(named));
}

QString toysText(const engine_snapshot &snapshot, const haptics_preview &preview, Steps steps, bool isDiscreet)
{
	QStringList parts;

	for (int i = 0; i < int(snapshot.toy_count); i++) {
		if (preview.functions[i]) {
			parts += toyText(snapshot.toys[i], i, preview, steps, isDiscreet);
		}
	}
	return parts.join(QStringLiteral(" \u00b7 "));
}

WouldSend wouldSendFor(const haptics_rules *rules, const engine_snapshot &snapshot, const haptics_intent &intent,
		       bool isDiscreet)
{
	const haptics_preview now = previewOf(rules, snapshot, intent);
	const QString whyNot = refusalText(now.verdict, isDiscreet);
	const haptics_preview allowed = whyNot.isEmpty() ? now : previewWhenAllowed(rules, snapshot, intent);
	/* A level that is heard changes all the time: nobody has asked for one in particular. */
	const Steps steps = intent.has_value && intent.kind == HAPTICS_INTENT_TEST_RULE ? Steps::Untold : Steps::Told;
	const QString toys = toysText(snapshot, allowed, steps, isDiscreet);
	QStringList lines{refusalText(allowed.verdict, isDiscreet)};

	if (!toys.isEmpty()) {
		lines[0] = text(whyNot.isEmpty() ? "Rule.WouldSend" : "Rule.WouldSend.WhenAllowed", toys);
	}
	if (!lines.contains(whyNot)) {
		lines += whyNot;
	}
	lines.removeAll(QString{});
	const bool isStill = !toys.isEmpty() && allowed.verdict.applied <= 0;
	return {lines.join(QLatin1Char('\n')), whyNot.isEmpty() && isStill ? lines.first() : whyNot};
}

} // namespace

WouldSend wouldSend(const haptics_rules *rules, const engine_snapshot &snapshot, bool isDiscreet,
		    std::optional<double> heard_db)
{
	haptics_intent intent{};

	intent.kind = HAPTICS_INTENT_TEST_RULE;
	WouldSend would = wouldSendFor(rules, snapshot, intent, isDiscreet);
	if (heard_db && would.whyNot.isEmpty()) {
		intent.has_value = true;
		intent.value = *heard_db;
		would.line = previewOf(rules, snapshot, intent).verdict.wanted > 0
				     ? wouldSendFor(rules, snapshot, intent, isDiscreet).line
				     : text("Rule.WouldSend.Silent");
	}
	return would;
}

QString tipWouldDo(const engine_snapshot &snapshot, double amount, bool isDiscreet)
{
	haptics_intent intent{};
	haptics_rule_view view;

	if (!snapshot.rule_set) {
		return text("Tips.NoRules");
	}
	const int index = haptics_rules_find_tip(snapshot.rule_set, amount, nullptr);

	intent.kind = HAPTICS_INTENT_TIP;
	intent.value = amount;
	engine_snapshot allowed = snapshot;
	allowed.are_tips_allowed = true;
	QStringList lines{wouldSendFor(snapshot.rule_set, allowed, intent, isDiscreet).line};
	if (index >= 0) {
		haptics_rules_view(snapshot.rule_set, size_t(index), &view);
		lines.prepend(text("Tips.WouldRun", utf8(view.name)));
	}
	if (!snapshot.are_tips_allowed) {
		lines += text("Tips.NotAllowedYet");
	}
	return lines.join(QLatin1Char('\n'));
}
