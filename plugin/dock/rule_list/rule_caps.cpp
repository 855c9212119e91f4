// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_caps.hpp"

#include <cstring>

#include "dock/widgets/text.hpp"
#include "engine/engine.h"
#include "haptics/preview/verdict.h"

bool RuleCaps::note(const engine_snapshot &snapshot)
{
	Facts facts;

	memset(&facts, 0, sizeof(facts)); /* gaps are compared too */
	facts.rules = snapshot.rules_serial;
	facts.ceiling = snapshot.ceiling;
	facts.toyCount = snapshot.toy_count;
	for (size_t i = 0; i < snapshot.toy_count; i++) {
		const engine_toy &toy = snapshot.toys[i];
		facts.toys[i].isOnline = toy.is_online;
		facts.toys[i].functions = toy.functions;
		facts.toys[i].ceiling = toy.ceiling;
		memcpy(facts.toys[i].functionCeiling, toy.function_ceiling, sizeof(toy.function_ceiling));
	}
	const bool isOther = memcmp(&facts, &facts_, sizeof(facts)) != 0;
	memcpy(&facts_, &facts, sizeof(facts));
	return isOther;
}

std::optional<double> cappedLevel(const engine_snapshot &snapshot, const QString &ruleId)
{
	haptics_intent intent{};
	haptics_preview preview{};

	if (!snapshot.rule_set) {
		return std::nullopt;
	}
	intent.kind = HAPTICS_INTENT_RUN_RULE;
	copyText(intent.id, ruleId);
	engine_preview(&snapshot, snapshot.rule_set, &intent, &preview);
	/* Nothing is left where no toy takes part, too. */
	const bool isHeldDown = preview.verdict.is_capped && preview.verdict.applied > 0.0;
	return isHeldDown ? std::optional<double>{preview.verdict.applied} : std::nullopt;
}
