/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changing the rules under way. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "haptics/core.h"

struct table {
	struct rule_slot *slots;
	struct ref_state *refs;
};

static bool create_table(const struct haptics_rules *rules, struct table *table)
{
	*table = (struct table){0};
	if (!rules)
		return true;
	table->slots = calloc(rules->count + 1, sizeof(*table->slots));
	table->refs = calloc(rules->ref_count + 1, sizeof(*table->refs));
	if (!table->slots || !table->refs) {
		free(table->slots);
		free(table->refs);
		*table = (struct table){0};
		return false;
	}
	for (size_t i = 0; i < rules->count; i++) {
		struct rule_slot *slot = &table->slots[i];
		slot->is_enabled = rules->rules[i].is_enabled_at_first;
		slot->run.rule = (int)i;
		slot->pending_ms = CORE_NEVER;
		slot->timer_ms = CORE_NEVER;
		slot->when.since_ms = CORE_NEVER;
		for (size_t c = 0; c < HAPTICS_MAX_CONDITIONS; c++)
			slot->only_if[c].since_ms = CORE_NEVER;
	}
	for (size_t i = 0; i < rules->ref_count; i++) {
		table->refs[i].level_db = -INFINITY;
		table->refs[i].ref = rules->refs[i].ref;
		table->refs[i].is_missing = !rules->refs[i].ref.uuid[0] && !rules->refs[i].ref.name[0];
	}
	return true;
}

/* Runs of rules that did not change go on; those of the others end here. */
static void move_slots(struct haptics *haptics, const struct haptics_rules *rules, struct rule_slot *slots,
		       bool restart)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		struct rule_slot *old = &haptics->slots[i];
		const struct rule *rule = &haptics->rules->rules[i];
		int index = rules ? haptics_rules_find(rules, rule->id) : -1;
		bool is_same = index >= 0 && json_equal(rule->json, rules->rules[index].json) &&
			       rules->rules[index].is_enabled_at_first == old->is_enabled;
		if (restart || !is_same) {
			run_end(haptics, &old->run, HAPTICS_STOPPED);
			start_cancel(haptics, i, HAPTICS_STOPPED);
		}
		if (index < 0)
			continue;
		if (restart || !is_same)
			slots[index].cooldown_ms = old->cooldown_ms;
		else
			slots[index] = *old;
		slots[index].run.rule = index;
	}
}

static void move_refs(const struct haptics *haptics, const struct haptics_rules *rules, struct ref_state *refs)
{
	for (size_t i = 0; rules && i < rules->ref_count; i++)
		for (size_t j = 0; haptics->rules && j < haptics->rules->ref_count; j++)
			if (haptics_ref_is_same_source(&rules->refs[i].ref, &haptics->refs[j].ref)) {
				refs[i] = haptics->refs[j];
				refs[i].ref = rules->refs[i].ref;
			}
}

void haptics_set_rules(struct haptics *haptics, const struct haptics_rules *rules, bool restart,
		       struct haptics_time now)
{
	struct table table;
	core_advance(haptics, now);
	test_rule_end(haptics);
	if (!create_table(rules, &table)) {
		/* Without memory there are no rules, which is the still side. */
		haptics_rules_release(rules);
		rules = NULL;
	}
	queue_leave_rules(haptics, rules, restart);
	move_slots(haptics, rules, table.slots, restart);
	move_refs(haptics, rules, table.refs);
	haptics_rules_release(haptics->rules);
	free(haptics->slots);
	free(haptics->refs);
	haptics->rules = rules;
	haptics->slots = table.slots;
	haptics->refs = table.refs;
	for (size_t c = 0; c < HAPTICS_MAX_CONDITIONS; c++)
		haptics->only_if[c] = (struct trigger_state){.since_ms = CORE_NEVER};
	/* Later only intents change the goal, which the rules are then a copy of. */
	if (rules && (restart || !haptics->has_goal))
		haptics->goal = rules->viewers.goal;
	haptics->has_goal = rules != NULL;
	credits_follow_rules(haptics);
	queue_keep_bounds(haptics);
	facts_bind(haptics);
	triggers_update(haptics, EDGES_ARE_INITIAL);
}

const struct haptics_rules *haptics_rules_in_force(const struct haptics *haptics)
{
	return haptics->rules;
}
