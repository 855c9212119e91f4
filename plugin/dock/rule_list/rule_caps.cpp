// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_caps.hpp"

#include <cstring>
#include <iterator>

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

std::optional<double> cappedLevel(const engine_snapshot &snapshot, const engine_rule &rule)
{
	haptics_intent intent{};
	haptics_preview preview{};

	if (!snapshot.rule_set) {
		return std::nullopt;
	}
	intent.kind = HAPTICS_INTENT_RUN_RULE;
	memcpy(intent.id, rule.id, sizeof(intent.id));
	engine_preview(&snapshot, snapshot.rule_set, &intent, &preview);
	/* The preview is one of its lowest level, where that is a range. */
	const double ceiling = preview.verdict.ceiling;
	return ceiling > 0 && ceiling < rule.level ? std::optional<double>{ceiling} : std::nullopt;
}
