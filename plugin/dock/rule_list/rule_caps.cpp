// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_caps.hpp"

#include <iterator>

#include "dock/widgets/text.hpp"
#include "engine/engine.h"
#include "haptics/preview/verdict.h"

bool RuleCaps::note(const engine_snapshot &snapshot)
{
	std::vector<double> facts{static_cast<double>(snapshot.rules_serial), snapshot.ceiling};

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		const engine_toy &toy = snapshot.toys[i];
		facts.insert(facts.end(), {toy.is_online ? 1.0 : 0.0, static_cast<double>(toy.functions), toy.ceiling});
		facts.insert(facts.end(), std::begin(toy.function_ceiling), std::end(toy.function_ceiling));
	}
	const bool isOther = facts != facts_;
	facts_.swap(facts);
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
