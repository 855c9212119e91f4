/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/preview/preview.h"

#include <string.h>

#include "engine/command_map.h"
#include "engine/engine.h"

static void fill_toys(const struct engine_snapshot *snapshot, struct haptics_toy toys[HAPTICS_MAX_TOYS])
{
	for (size_t i = 0; i < snapshot->toy_count; i++) {
		const struct engine_toy *from = &snapshot->toys[i];
		toys[i] = (struct haptics_toy){
			.is_online = from->is_online,
			.is_by_server = snapshot->route == ENGINE_VIA_SERVER,
			.functions = from->functions,
			.ceiling = from->ceiling,
			.battery = from->battery,
		};
		memcpy(toys[i].alias, from->alias, sizeof(toys[i].alias));
		memcpy(toys[i].type, from->type, sizeof(toys[i].type));
		memcpy(toys[i].function_ceiling, from->function_ceiling, sizeof(toys[i].function_ceiling));
	}
}

static void fill_rule(const struct engine_rule *from, struct haptics_rule_status *status)
{
	*status = (struct haptics_rule_status){
		.is_enabled = from->is_enabled,
		.is_active = from->is_active,
		.is_waiting = from->is_waiting,
		.is_blocked = from->is_blocked,
		.are_conditions_met = from->are_conditions_met,
		.run = from->run,
		.ends_ms = from->ends_ms,
		.cooldown_ms = from->cooldown_ms,
		.ready_ms = from->ready_ms,
	};
	memcpy(status->key, from->key, sizeof(status->key));
}

void engine_preview(const struct engine_snapshot *snapshot, const struct haptics_rules *rules,
		    const struct haptics_intent *intent, struct haptics_preview *preview)
{
	struct haptics_function functions[LOVENSE_FUNCTION_COUNT];
	struct haptics_toy toys[HAPTICS_MAX_TOYS] = {0};
	struct haptics_rule_status status = {0};
	const struct engine_rule *rule = engine_find_rule(snapshot, intent->id);
	command_map_functions(functions);
	fill_toys(snapshot, toys);
	if (rule)
		fill_rule(rule, &status);
	struct haptics_situation situation = {
		.functions = functions,
		.function_count = LOVENSE_FUNCTION_COUNT,
		.is_armed = snapshot->is_armed,
		.is_panic = snapshot->is_panic,
		.is_persons_panic = snapshot->is_persons_panic,
		.is_online = snapshot->state == ENGINE_READY || snapshot->state == ENGINE_NO_TOY,
		.now_ms = engine_now_ms(),
		.paused_until_ms = snapshot->paused_until_ms,
		.master_ceiling = snapshot->ceiling,
		.toys = toys,
		.toy_count = snapshot->toy_count,
		.rule = rule ? &status : NULL,
	};
	haptics_preview(&situation, rules ? rules : snapshot->rule_set, intent, preview);
}
