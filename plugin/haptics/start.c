/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a trigger to a run, or to a record that says why not. */
#include <math.h>
#include <string.h>

#include "haptics/core.h"

static int64_t until(const struct haptics *haptics, int64_t time_ms)
{
	return time_ms > haptics->time.now_ms ? time_ms - haptics->time.now_ms : 0;
}

static int64_t cooldown_left(const struct haptics *haptics, size_t index)
{
	const struct rule *rule = &haptics->rules->rules[index];
	int64_t left_ms = until(haptics, haptics->slots[index].cooldown_ms);
	bool counts_gap = rule->mode == HAPTICS_RUN_ONCE && rule->action.kind != RULE_ACTION_STOP;
	int64_t gap_ms = counts_gap ? until(haptics, haptics->once_ms + haptics->rules->once_gap_ms) : 0;
	return gap_ms > left_ms ? gap_ms : left_ms;
}

enum haptics_outcome start_output_refusal(const struct haptics *haptics)
{
	if (haptics->gate.is_panic)
		return HAPTICS_IGNORED_PANIC;
	if (!haptics->gate.is_armed)
		return HAPTICS_IGNORED_DISARMED;
	if (gate_is_paused(&haptics->gate, haptics->time.now_ms))
		return HAPTICS_IGNORED_PAUSED;
	return haptics->is_online ? HAPTICS_FIRED : HAPTICS_IGNORED_OFFLINE;
}

/* Somebody who runs a rule by hand wants it now; for a rule made for requests the request is the trigger. */
static bool counts_conditions(const struct rule *rule, const struct start *start)
{
	return !start->is_request || rule->when.type == HAPTICS_TRIGGER_REQUEST;
}

/* FIRED: may start, as far as can be said without looking at the toys. */
static enum haptics_outcome refusal(const struct haptics *haptics, size_t index, const struct start *start)
{
	const struct rule *rule = &haptics->rules->rules[index];
	const struct rule_slot *slot = &haptics->slots[index];
	bool is_running = slot->run.is_active || slot->pending_ms != CORE_NEVER;
	enum haptics_outcome outcome =
		rule->action.kind == RULE_ACTION_STOP ? HAPTICS_FIRED : start_output_refusal(haptics);
	if (!slot->is_enabled)
		return HAPTICS_IGNORED_DISABLED;
	if (outcome != HAPTICS_FIRED)
		return outcome;
	if (slot->is_blocked && !start->is_request)
		return HAPTICS_IGNORED_BLOCKED;
	if (counts_conditions(rule, start) && !triggers_conditions_hold(haptics, index))
		return HAPTICS_IGNORED_CONDITION;
	if (is_running && rule->retrigger == RULE_RETRIGGER_IGNORE)
		return HAPTICS_IGNORED_RUNNING;
	if (!slot->run.is_active && cooldown_left(haptics, index) > 0)
		return HAPTICS_IGNORED_COOLDOWN;
	return HAPTICS_FIRED;
}

static uint32_t wanted_functions(const struct haptics *haptics, size_t slot, const struct rule_action *action,
				 int function)
{
	int stroke = haptics->gate.stroke;
	uint32_t stroke_bit = stroke >= 0 ? UINT32_C(1) << stroke : 0;
	if (function >= 0)
		return haptics->toys[slot].functions & (UINT32_C(1) << function) & ~stroke_bit;
	if (action->kind == RULE_ACTION_POSITION)
		return haptics->toys[slot].functions & stroke_bit;
	if (action->kind == RULE_ACTION_PRESET && !action->functions.list)
		return toy_all_functions(haptics, slot);
	return toy_functions(haptics, slot, &action->functions) & ~stroke_bit;
}

static uint32_t named_toys(const struct haptics *haptics, const struct rule_names *names)
{
	uint32_t toys = 0;
	for (size_t slot = 0; slot < haptics->toy_count; slot++)
		if (toy_is_named(&haptics->toys[slot], names))
			toys |= UINT32_C(1) << slot;
	return toys;
}

enum haptics_outcome start_choose(const struct haptics *haptics, const struct rule_action *action, int function,
				  uint32_t toys, uint32_t functions[HAPTICS_MAX_TOYS])
{
	enum haptics_outcome outcome = HAPTICS_IGNORED_NO_TOY;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		functions[slot] = 0;
		if (!toy_is_online(haptics, slot) || !((toys >> slot) & 1))
			continue;
		functions[slot] = wanted_functions(haptics, slot, action, function);
		if (functions[slot])
			outcome = HAPTICS_FIRED;
		else if (outcome == HAPTICS_IGNORED_NO_TOY)
			outcome = HAPTICS_IGNORED_UNSUPPORTED;
	}
	return outcome;
}

/* With what the toy that gets the most will get of it. */
void start_record(struct haptics *haptics, const struct run *run, double wanted)
{
	enum target_kind kind = run_target_kind(haptics, run);
	double sent = 0;
	double reach = 0;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		for (size_t f = 0; f < haptics->gate.function_count; f++) {
			if (!((run->functions[slot] >> f) & 1))
				continue;
			sent = fmax(sent, gate_preview(&haptics->gate, slot, (int)f, kind, wanted));
			reach = fmax(reach, gate_reach(&haptics->gate, slot, (int)f, kind));
		}
	bool is_capped = reach < wanted || (wanted > 0 && sent <= 0);
	journal_add(haptics, is_capped ? HAPTICS_CAPPED : HAPTICS_FIRED, run->rule,
		    &(struct haptics_record){.wanted = wanted, .sent = sent});
}

/* Begins the run, or begins it anew; its maximum goes on counting in that case. */
void start_run(struct haptics *haptics, struct run *run, const uint32_t functions[HAPTICS_MAX_TOYS], int64_t max_run_ms)
{
	int64_t now_ms = haptics->time.now_ms;
	if (!run->is_active)
		run->deadline_ms = now_ms + max_run_ms;
	run->is_active = true;
	run->start_ms = now_ms;
	run->serial = ++haptics->serial;
	memcpy(run->functions, functions, sizeof(run->functions));
}

/* --- rules --- */

static int64_t length_ms(const struct rule *rule, const struct start *start)
{
	if (start->duration_ms > 0)
		return start->duration_ms;
	if (start->by.hold == HOLD_TRIGGER || (rule->mode == HAPTICS_RUN_TOGGLE && start->by.hold == HOLD_TIMED))
		return rule->max_run_ms;
	return rule->duration_ms;
}

double start_level(struct haptics *haptics, const struct rule_action *action, const struct start *start)
{
	if (action->kind == RULE_ACTION_POSITION)
		return action->position;
	if (action->kind != RULE_ACTION_LEVEL)
		return action->level_max;
	if (action->is_level_from_request && start->level >= 0)
		return fmin(start->level, action->level_max);
	return action->level + (action->level_max - action->level) * core_random(haptics);
}

/* What holds a run goes on holding it, whoever asks for it again: a trigger while it is true, a key until somebody else
 * takes it over or its time is up. A key that a trigger outranks can still let go. */
static struct start held_by(const struct rule_slot *slot, const struct start *holder, const struct start *start)
{
	struct start held = *start;
	bool is_triggered = holder->by.hold == HOLD_TRIGGER && slot->when.is_on;
	if (is_triggered) {
		held.by.hold = HOLD_TRIGGER;
		held.duration_ms = 0;
	} else if (holder->by.hold == HOLD_KEY && start->by.hold == HOLD_TIMED) {
		held.by.hold = HOLD_KEY;
		held.duration_ms = holder->duration_ms;
	}
	if (held.by.hold == HOLD_TIMED || holder->by.hold == HOLD_TIMED)
		return held;
	if (!held.by.key[0])
		memcpy(held.by.key, holder->by.key, sizeof(held.by.key));
	held.by.has_min_pulse = held.by.has_min_pulse || holder->by.has_min_pulse;
	return held;
}

static void extend(struct haptics *haptics, size_t index, const struct start *start)
{
	struct run *run = &haptics->slots[index].run;
	int64_t length = length_ms(&haptics->rules->rules[index], start);
	int64_t end_ms = run->end_ms + length;
	if (start->by.hold == HOLD_KEY) /* its time to live counts from now, and what ran longer anyway goes on */
		end_ms = until(haptics, run->end_ms) > length ? run->end_ms : haptics->time.now_ms + length;
	run->end_ms = core_earlier(end_ms, run->deadline_ms);
	run->by = start->by;
	journal_add(haptics, HAPTICS_EXTENDED, (int)index, NULL);
}

static void fill_run(struct haptics *haptics, size_t index, const struct start *start)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct run *run = &haptics->slots[index].run;
	run->kind = RUN_RULE;
	run->rule = (int)index;
	run->by = start->by;
	run->priority = rule->priority;
	run->level = start_level(haptics, &rule->action, start);
	run->end_ms = core_earlier(run->start_ms + length_ms(rule, start), run->deadline_ms);
	follow_begin(haptics, run);
}

static void begin_rule(struct haptics *haptics, size_t index, const struct start *asked)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct run *run = &haptics->slots[index].run;
	uint32_t functions[HAPTICS_MAX_TOYS];
	uint32_t toys = named_toys(haptics, &rule->action.toys);
	enum haptics_outcome outcome = start_choose(haptics, &rule->action, -1, toys, functions);
	if (outcome != HAPTICS_FIRED) {
		journal_add(haptics, outcome, (int)index, NULL);
		return;
	}
	struct start holder = {0};
	if (run->is_active)
		holder = (struct start){.by = run->by, .duration_ms = (int32_t)until(haptics, run->end_ms)};
	struct start start = held_by(&haptics->slots[index], &holder, asked);
	if (run->is_active && rule->retrigger == RULE_RETRIGGER_EXTEND) {
		extend(haptics, index, &start);
		return;
	}
	bool keeps_conditions = run->is_active && start.by.hold == HOLD_TRIGGER && run->counts_conditions;
	run->counts_conditions = keeps_conditions || counts_conditions(rule, asked);
	start_run(haptics, run, functions, rule->max_run_ms);
	fill_run(haptics, index, &start);
	if (rule->mode == HAPTICS_RUN_ONCE)
		haptics->once_ms = haptics->time.now_ms;
	start_record(haptics, run, run->level);
}

static void block_rules(struct haptics *haptics, const struct rule *by, uint32_t toys)
{
	for (size_t i = 0; i < haptics->rules->count; i++) {
		const struct rule *rule = &haptics->rules->rules[i];
		struct rule_slot *slot = &haptics->slots[i];
		if (rule == by || rule->priority > by->priority || !(named_toys(haptics, &rule->action.toys) & toys))
			continue;
		start_cancel(haptics, i, HAPTICS_STOPPED);
		slot->is_blocked = rule->mode == HAPTICS_RUN_WHILE && slot->when.is_on;
	}
}

static void perform_stop(struct haptics *haptics, size_t index)
{
	const struct rule *rule = &haptics->rules->rules[index];
	uint32_t toys = named_toys(haptics, &rule->action.toys);
	journal_add(haptics, HAPTICS_FIRED, (int)index, NULL);
	run_drop_toys(haptics, toys, rule->priority);
	block_rules(haptics, rule, toys);
	haptics->slots[index].cooldown_ms = haptics->time.now_ms + rule->cooldown_ms;
}

static void begin(struct haptics *haptics, size_t index, const struct start *start)
{
	if (haptics->rules->rules[index].action.kind == RULE_ACTION_STOP)
		perform_stop(haptics, index);
	else
		begin_rule(haptics, index, start);
}

void start_rule(struct haptics *haptics, size_t index, const struct start *start)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct rule_slot *slot = &haptics->slots[index];
	enum haptics_outcome outcome = refusal(haptics, index, start);
	if (outcome != HAPTICS_FIRED) {
		bool has_wait = outcome == HAPTICS_IGNORED_COOLDOWN;
		int64_t wait_ms = has_wait ? cooldown_left(haptics, index) : 0;
		journal_add(haptics, outcome, (int)index, &(struct haptics_record){.wait_ms = wait_ms});
		return;
	}
	if (rule->delay_ms == 0 || slot->run.is_active) {
		begin(haptics, index, start);
		return;
	}
	bool is_waiting = slot->pending_ms != CORE_NEVER;
	if (!is_waiting || rule->retrigger == RULE_RETRIGGER_RESTART)
		slot->pending_ms = haptics->time.now_ms + rule->delay_ms;
	slot->pending = is_waiting ? held_by(slot, &slot->pending, start) : *start;
}

void start_cancel(struct haptics *haptics, size_t index, enum haptics_outcome outcome)
{
	struct rule_slot *slot = &haptics->slots[index];
	if (slot->pending_ms == CORE_NEVER)
		return;
	slot->pending_ms = CORE_NEVER;
	journal_add(haptics, outcome, (int)index, NULL);
}

void start_pending(struct haptics *haptics)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		struct rule_slot *slot = &haptics->slots[i];
		if (slot->pending_ms > haptics->time.now_ms)
			continue;
		slot->pending_ms = CORE_NEVER;
		enum haptics_outcome outcome = refusal(haptics, i, &slot->pending);
		if (outcome == HAPTICS_FIRED)
			begin(haptics, i, &slot->pending);
		else
			journal_add(haptics, outcome, (int)i, NULL);
	}
}
