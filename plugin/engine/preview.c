/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/preview/preview.h"

#include <string.h>

#include "engine/command_map.h"
#include "engine/engine.h"
#include "haptics/rules/rule.h"

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

/* The rule in force that the intent is about; NULL: none. */
static const struct engine_rule *rule_of(const struct engine_snapshot *snapshot, const struct haptics_rules *asked,
					 const struct haptics_intent *intent, const bool *enabled)
{
	struct haptics_rule_view view;
	if (intent->kind != HAPTICS_INTENT_TIP)
		return engine_find_rule(snapshot, intent->id);
	int index = haptics_rules_find_tip(asked, intent->value, enabled);
	if (index < 0)
		return NULL;
	haptics_rules_view(asked, (size_t)index, &view);
	return engine_find_rule(snapshot, view.id);
}

void engine_preview(const struct engine_snapshot *snapshot, const struct haptics_rules *rules,
		    const struct haptics_intent *intent, struct haptics_preview *preview)
{
	struct haptics_function functions[LOVENSE_FUNCTION_COUNT];
	struct haptics_toy toys[HAPTICS_MAX_TOYS] = {0};
	bool enabled[HAPTICS_MAX_RULES] = {false};
	struct haptics_rule_status status = {0};
	const struct haptics_rules *asked = rules ? rules : snapshot->rule_set;
	for (size_t i = 0; i < snapshot->rule_count && i < HAPTICS_MAX_RULES; i++)
		enabled[i] = snapshot->rules[i].is_enabled;
	bool is_in_force = asked == snapshot->rule_set;
	const struct engine_rule *rule = rule_of(snapshot, asked, intent, is_in_force ? enabled : NULL);
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
		.persons_pause_ms = snapshot->persons_pause_ms,
		.rest_until_ms = snapshot->rest_until_ms,
		.are_tips_allowed = snapshot->are_tips_allowed,
		.is_queue_busy = snapshot->queue_running || snapshot->waiting_count > 0 || snapshot->queue_is_paused,
		.queue_count = snapshot->waiting_count,
		.enabled = is_in_force ? enabled : NULL,
		.master_ceiling = snapshot->ceiling,
		.toys = toys,
		.toy_count = snapshot->toy_count,
		.rule = rule ? &status : NULL,
	};
	haptics_preview(&situation, asked, intent, preview);
}
