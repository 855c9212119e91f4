/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Edges of what the rules trigger. */
#include <string.h>

#include "haptics/core.h"

static bool is_reported(enum haptics_trigger type)
{
	return type == HAPTICS_TRIGGER_HOTKEY || type == HAPTICS_TRIGGER_REQUEST || type == HAPTICS_TRIGGER_REPLAY ||
	       type == HAPTICS_TRIGGER_TIMER || type == HAPTICS_TRIGGER_TIP;
}

static bool all_hold(const struct rule_trigger *triggers, const struct trigger_state *states, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (states[i].is_on == triggers[i].is_inverted)
			return false;
	return true;
}

bool triggers_conditions_hold(const struct haptics *haptics, size_t index)
{
	const struct haptics_rules *rules = haptics->rules;
	const struct rule *rule = &rules->rules[index];
	return all_hold(rules->only_if, haptics->only_if, rules->condition_count) &&
	       all_hold(rule->only_if, haptics->slots[index].only_if, rule->condition_count);
}

static struct start start_of(const struct rule *rule)
{
	bool is_held = rule->mode == HAPTICS_RUN_WHILE;
	return (struct start){
		.by = {.hold = is_held ? HOLD_TRIGGER : HOLD_TIMED,
		       .has_min_pulse = is_held && rule->when.type == HAPTICS_TRIGGER_HOTKEY},
		.level = -1,
	};
}

static void fire(struct haptics *haptics, size_t index)
{
	const struct rule *rule = &haptics->rules->rules[index];
	/* A disabled rule is silent about what merely happens in OBS; a pressed key gets its answer. */
	if (!haptics->slots[index].is_enabled && rule->when.type != HAPTICS_TRIGGER_HOTKEY)
		return;
	struct start start = start_of(rule);
	start_rule(haptics, index, &start);
}

static void enter(struct haptics *haptics, size_t index)
{
	haptics->slots[index].is_blocked = false;
	haptics->slots[index].longest_ms = 0;
	if (haptics->rules->rules[index].edge == RULE_EDGE_ENTER)
		fire(haptics, index);
}

static void leave(struct haptics *haptics, size_t index)
{
	struct rule_slot *slot = &haptics->slots[index];
	const struct rule *rule = &haptics->rules->rules[index];
	slot->is_blocked = false;
	slot->longest_ms = 0;
	if (rule->mode == HAPTICS_RUN_WHILE) {
		if (slot->pending.by.hold == HOLD_TRIGGER)
			start_cancel(haptics, index, HAPTICS_ENDED);
		if (slot->run.by.hold == HOLD_TRIGGER)
			run_release(haptics, &slot->run);
	} else if (rule->edge == RULE_EDGE_LEAVE) {
		fire(haptics, index);
	}
}

static void update_conditions(struct haptics *haptics)
{
	const struct haptics_rules *rules = haptics->rules;
	for (size_t c = 0; c < rules->condition_count; c++)
		trigger_state_update(haptics, &rules->only_if[c], &haptics->only_if[c]);
	for (size_t i = 0; i < rules->count; i++)
		for (size_t c = 0; c < rules->rules[i].condition_count; c++)
			trigger_state_update(haptics, &rules->rules[i].only_if[c], &haptics->slots[i].only_if[c]);
}

static void update_rule(struct haptics *haptics, size_t index, enum edge_policy policy)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct rule_slot *slot = &haptics->slots[index];
	if (is_reported(rule->when.type))
		return;
	bool was_on = slot->when.is_on;
	bool is_on = trigger_state_update(haptics, &rule->when, &slot->when);
	if (is_on == was_on)
		return;
	if (policy == EDGES_FIRE && is_on)
		enter(haptics, index);
	else if (policy == EDGES_FIRE)
		leave(haptics, index);
	else if (is_on && rule->is_also_if_active)
		enter(haptics, index);
	else if (!is_on && rule->mode == HAPTICS_RUN_WHILE)
		leave(haptics, index);
}

void triggers_update(struct haptics *haptics, enum edge_policy policy)
{
	if (!haptics->rules)
		return;
	update_conditions(haptics);
	/* Stop actions come last, so that nothing the same event starts can undo them. */
	for (int is_stop = 0; is_stop <= 1; is_stop++)
		for (size_t i = 0; i < core_rule_count(haptics); i++)
			if ((haptics->rules->rules[i].action.kind == RULE_ACTION_STOP) == is_stop)
				update_rule(haptics, i, policy);
}

void triggers_fire_active(struct haptics *haptics)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		const struct rule *rule = &haptics->rules->rules[i];
		const struct rule_slot *slot = &haptics->slots[i];
		if (rule->is_also_if_active && rule->edge == RULE_EDGE_ENTER && !is_reported(rule->when.type) &&
		    slot->when.is_on && !slot->run.is_active)
			fire(haptics, i);
	}
}

static void toggle(struct haptics *haptics, size_t index)
{
	struct rule_slot *slot = &haptics->slots[index];
	if (slot->run.is_active)
		run_release(haptics, &slot->run);
	else if (slot->pending_ms != CORE_NEVER)
		start_cancel(haptics, index, HAPTICS_ENDED);
	else
		enter(haptics, index);
}

struct haptics_verdict triggers_hotkey(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = haptics_rules_find(haptics->rules, intent->id);
	if (index < 0 || haptics->rules->rules[index].when.type != HAPTICS_TRIGGER_HOTKEY) {
		if (intent->on) {
			journal_add(haptics, HAPTICS_IGNORED_UNKNOWN_RULE, -1, NULL);
			notice_rejected(haptics, HAPTICS_IGNORED_UNKNOWN_RULE, -1, 0, NULL);
		}
		return (struct haptics_verdict){.outcome = HAPTICS_IGNORED_UNKNOWN_RULE};
	}
	bool was_on = haptics->slots[index].when.is_on;
	haptics->slots[index].when.is_on = intent->on;
	/* A press always counts: some tools press without ever releasing. A release only counts after a press. */
	if (intent->on && haptics->rules->rules[index].mode == HAPTICS_RUN_TOGGLE)
		toggle(haptics, (size_t)index);
	else if (intent->on)
		enter(haptics, (size_t)index);
	else if (was_on)
		leave(haptics, (size_t)index);
	return (struct haptics_verdict){.outcome = HAPTICS_DONE};
}

struct haptics_verdict triggers_replay(struct haptics *haptics, const struct haptics_intent *intent)
{
	(void)intent; /* it says nothing but its kind */
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		if (haptics->rules->rules[i].when.type == HAPTICS_TRIGGER_REPLAY)
			enter(haptics, i);
	return (struct haptics_verdict){.outcome = HAPTICS_DONE};
}

static int64_t interval_ms(struct haptics *haptics, const struct rule *rule)
{
	int64_t interval = rule->every_ms + (int64_t)((core_random(haptics) * 2 - 1) * rule->jitter_ms);
	return interval > CORE_MIN_TIMER_MS ? interval : CORE_MIN_TIMER_MS;
}

/* A timer rests while its rule could not run, and counts anew from there. */
static bool is_timer_running(const struct haptics *haptics, size_t index)
{
	return haptics->slots[index].is_enabled && haptics->gate.is_armed && !haptics->gate.is_panic &&
	       haptics->gate.paused_until_ms == 0 && haptics->gate.rest_until_ms == 0 && haptics->is_online &&
	       triggers_conditions_hold(haptics, index);
}

void triggers_run_timers(struct haptics *haptics)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		const struct rule *rule = &haptics->rules->rules[i];
		struct rule_slot *slot = &haptics->slots[i];
		if (rule->when.type != HAPTICS_TRIGGER_TIMER)
			continue;
		if (!is_timer_running(haptics, i)) {
			slot->timer_ms = CORE_NEVER;
			continue;
		}
		int64_t late_ms = haptics->time.now_ms - slot->timer_ms;
		bool is_due = slot->timer_ms != CORE_NEVER && late_ms >= 0;
		if (is_due || slot->timer_ms == CORE_NEVER)
			slot->timer_ms = haptics->time.now_ms + interval_ms(haptics, rule);
		if (is_due && late_ms <= CORE_SUSPEND_GAP_MS) /* the computer slept: the next time counts */
			enter(haptics, i);
	}
}

static int64_t rule_next_ms(const struct haptics *haptics, size_t index)
{
	const struct rule *rule = &haptics->rules->rules[index];
	const struct rule_slot *slot = &haptics->slots[index];
	int64_t next_ms = core_earlier(slot->pending_ms, slot->timer_ms);
	if (slot->cooldown_ms > haptics->time.now_ms) /* so that those who show it learn of its end */
		next_ms = core_earlier(next_ms, slot->cooldown_ms);
	next_ms = core_earlier(next_ms, trigger_state_next_ms(haptics, &rule->when, &slot->when));
	for (size_t c = 0; c < rule->condition_count; c++)
		next_ms = core_earlier(next_ms, trigger_state_next_ms(haptics, &rule->only_if[c], &slot->only_if[c]));
	return next_ms;
}

int64_t triggers_next_ms(const struct haptics *haptics)
{
	int64_t next_ms = CORE_NEVER;
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		next_ms = core_earlier(next_ms, rule_next_ms(haptics, i));
	for (size_t c = 0; haptics->rules && c < haptics->rules->condition_count; c++)
		next_ms = core_earlier(
			next_ms, trigger_state_next_ms(haptics, &haptics->rules->only_if[c], &haptics->only_if[c]));
	return next_ms;
}
