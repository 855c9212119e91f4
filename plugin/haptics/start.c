/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a trigger to a run, or to a record that says why not. */
#include <math.h>
#include <string.h>

#include "haptics/core.h"

static int64_t until(const struct haptics *haptics, int64_t time_ms)
{
	return time_ms > haptics->time.now_ms ? time_ms - haptics->time.now_ms : 0;
}

struct haptics_verdict start_verdict(const struct haptics *haptics, const struct run *run, enum haptics_outcome outcome)
{
	struct haptics_verdict verdict = {.outcome = outcome, .run = run->id};
	struct plan_base base = core_base(haptics);
	plan_measure(&base, plan_target_kind(run_action(haptics, run)), run->functions, run->level, &verdict);
	return verdict;
}

struct haptics_verdict start_record(struct haptics *haptics, struct run *run)
{
	struct haptics_verdict verdict = start_verdict(haptics, run, HAPTICS_FIRED);
	run->applied = fmax(run->applied, verdict.applied);
	if (verdict.is_capped)
		verdict.outcome = HAPTICS_CAPPED;
	journal_add(haptics, verdict.outcome, run->rule,
		    &(struct haptics_record){.run = run->id,
					     .wanted = verdict.wanted,
					     .sent = verdict.applied,
					     .least = verdict.least,
					     .is_limited = verdict.is_partly_capped});
	return verdict;
}

struct haptics_verdict start_refuse(struct haptics *haptics, int rule, const struct plan *plan, uint32_t number,
				    const struct haptics_credit *credit)
{
	struct haptics_verdict verdict = {.outcome = plan->outcome, .wait_ms = plan->wait_ms};
	memcpy(verdict.names, plan->names, sizeof(verdict.names));
	double amount = rule < 0 && credit ? credit->amount : 0;
	journal_add(haptics, plan->outcome, rule,
		    &(struct haptics_record){.run = number, .wait_ms = plan->wait_ms, .amount = amount});
	notice_rejected(haptics, plan->outcome, rule, number, credit);
	return verdict;
}

/* Even; those that are given outside are odd. */
uint32_t start_number(struct haptics *haptics, uint32_t asked)
{
	if (asked)
		return asked;
	haptics->last_run += 2;
	return haptics->last_run ? haptics->last_run : start_number(haptics, 0);
}

static void begin_count(const struct haptics *haptics, struct run *run)
{
	run->began_ms = haptics->time.now_ms;
	run->applied = 0;
}

/* Begins the run, or begins it anew; its maximum goes on counting in that case. */
void start_run(struct haptics *haptics, struct run *run, const uint32_t functions[HAPTICS_MAX_TOYS], int64_t max_run_ms)
{
	int64_t now_ms = haptics->time.now_ms;
	if (!run->is_active) {
		run->deadline_ms = now_ms + max_run_ms;
		begin_count(haptics, run);
	}
	run->is_active = true;
	run->start_ms = now_ms;
	run->serial = ++haptics->serial;
	memcpy(run->functions, functions, sizeof(run->functions));
}

/* --- rules --- */

int64_t start_length_ms(const struct rule *rule, const struct start *start)
{
	if (start->duration_ms > 0)
		return start->duration_ms;
	if (start->by.hold == HOLD_TRIGGER || (rule->mode == HAPTICS_RUN_TOGGLE && start->by.hold == HOLD_TIMED))
		return RULE_ENDLESS_MS; /* its maximum cuts it */
	return rule->duration_ms;
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

static void open_end(const struct rule *rule, const struct start *start, struct run *run)
{
	if (rule->is_endless && start->by.hold == HOLD_TRIGGER)
		run->deadline_ms = run->start_ms + RULE_ENDLESS_MS;
}

static struct haptics_verdict extend(struct haptics *haptics, size_t index, const struct start *start)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct run *run = &haptics->slots[index].run;
	int64_t length = start_length_ms(rule, start);
	int64_t end_ms = run->end_ms + length;
	if (start->by.hold == HOLD_KEY) /* its time to live counts from now, and what ran longer anyway goes on */
		end_ms = until(haptics, run->end_ms) > length ? run->end_ms : haptics->time.now_ms + length;
	open_end(rule, start, run);
	run_set_end(run, end_ms);
	run->by = start->by;
	journal_add(haptics, HAPTICS_EXTENDED, (int)index, &(struct haptics_record){.run = run->id});
	return start_verdict(haptics, run, HAPTICS_EXTENDED);
}

static void fill_run(struct haptics *haptics, size_t index, const struct start *start)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct run *run = &haptics->slots[index].run;
	run->kind = RUN_RULE;
	run->rule = (int)index;
	run->by = start->by;
	run->priority = rule->priority;
	run->id = start_number(haptics, start->run);
	run->level = plan_wanted(&rule->action, start->level, start->part);
	open_end(rule, start, run);
	run_set_end(run, run->start_ms + start_length_ms(rule, start));
	haptics->slots[index].longest_ms = 0;
	follow_begin(haptics, run);
}

static struct haptics_verdict begin_rule(struct haptics *haptics, size_t index, const struct start *asked,
					 const struct plan *plan)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct run *run = &haptics->slots[index].run;
	struct start holder = {0};
	if (run->is_active)
		holder = (struct start){.by = run->by, .duration_ms = (int32_t)until(haptics, run->end_ms)};
	struct start start = held_by(&haptics->slots[index], &holder, asked);
	if (plan->outcome == HAPTICS_EXTENDED)
		return extend(haptics, index, &start);
	bool keeps_conditions = run->is_active && start.by.hold == HOLD_TRIGGER && run->counts_conditions;
	if (run->is_active && run->id != start.run) {
		notice_ended(haptics, run, HAPTICS_EXTENDED);
		credit_forget(haptics, run->id);
		begin_count(haptics, run);
	}
	run->counts_conditions = keeps_conditions || plan_counts_conditions(rule, asked->is_request);
	start_run(haptics, run, plan->functions, rule->max_run_ms);
	fill_run(haptics, index, &start);
	if (rule->mode == HAPTICS_RUN_ONCE)
		haptics->once_ms = haptics->time.now_ms;
	credit_note(haptics, run->id, start.credit);
	struct haptics_verdict verdict = start_record(haptics, run);
	notice_reacted(haptics, run, verdict.applied);
	return verdict;
}

static void block_rules(struct haptics *haptics, const struct rule *by, uint32_t toys)
{
	struct plan_base base = core_base(haptics);
	for (size_t i = 0; i < haptics->rules->count; i++) {
		const struct rule *rule = &haptics->rules->rules[i];
		struct rule_slot *slot = &haptics->slots[i];
		bool is_above = rule->priority > by->priority && !rule_is_queued(rule);
		if (rule == by || is_above || !(plan_named_toys(&base, &rule->action.toys) & toys))
			continue;
		start_cancel(haptics, i, HAPTICS_STOPPED);
		slot->is_blocked = rule->mode == HAPTICS_RUN_WHILE && slot->when.is_on;
	}
}

static struct haptics_verdict perform_stop(struct haptics *haptics, size_t index, const struct start *start)
{
	struct plan_base base = core_base(haptics);
	const struct rule *rule = &haptics->rules->rules[index];
	uint32_t toys = plan_named_toys(&base, &rule->action.toys) & (start->toys ? start->toys : ~UINT32_C(0));
	journal_add(haptics, HAPTICS_FIRED, (int)index, NULL);
	run_drop_toys(haptics, toys, rule->priority);
	block_rules(haptics, rule, toys);
	if (!rule->action.toys.list && !start->toys)
		queue_empty(haptics, HAPTICS_IGNORED_STOPPED);
	haptics->slots[index].cooldown_ms = haptics->time.now_ms + rule->cooldown_ms;
	return (struct haptics_verdict){.outcome = HAPTICS_FIRED};
}

static struct haptics_verdict begin(struct haptics *haptics, size_t index, const struct start *start,
				    const struct plan *plan)
{
	bool is_stop = haptics->rules->rules[index].action.kind == RULE_ACTION_STOP;
	return is_stop ? perform_stop(haptics, index, start) : begin_rule(haptics, index, start, plan);
}

bool start_plan(const struct haptics *haptics, size_t index, const struct start *start, struct plan *plan)
{
	struct plan_base base = core_base(haptics);
	struct haptics_rule_status status;
	struct plan_ask ask = {
		.status = &status,
		.is_request = start->is_request,
		.is_toggle = start->is_toggle,
		.key = start->by.hold == HOLD_KEY ? start->by.key : NULL,
		.toys = start->toys,
		.functions = start->functions,
	};
	haptics_rule_status(haptics, index, &status);
	plan_rule(&base, &haptics->rules->rules[index], &ask, plan);
	return plan_is_renewal(&status, ask.key);
}

struct haptics_verdict start_estimate(const struct haptics *haptics, size_t index, const struct start *start,
				      const struct plan *plan)
{
	const struct rule_action *action = &haptics->rules->rules[index].action;
	struct plan_base base = core_base(haptics);
	struct haptics_verdict verdict = {.outcome = HAPTICS_FIRED, .run = start->run};
	if (action->kind != RULE_ACTION_STOP)
		plan_measure(&base, plan_target_kind(action), plan->functions,
			     plan_wanted(action, start->level, start->part), &verdict);
	return verdict;
}

static struct haptics_verdict pend(struct haptics *haptics, size_t index, const struct start *start,
				   const struct plan *plan)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct rule_slot *slot = &haptics->slots[index];
	bool is_waiting = slot->pending_ms != CORE_NEVER;
	uint32_t number = is_waiting ? slot->pending.run : start_number(haptics, start->run);
	if (!is_waiting || rule->retrigger == RULE_RETRIGGER_RESTART)
		slot->pending_ms = haptics->time.now_ms + rule->delay_ms;
	slot->pending = is_waiting ? held_by(slot, &slot->pending, start) : *start;
	slot->pending.run = number;
	slot->pending.is_toggle = false; /* what began meanwhile is not ended by its delay */
	slot->pending.credit = NULL;
	credit_note(haptics, number, start->credit);
	return start_estimate(haptics, index, &slot->pending, plan);
}

static struct haptics_verdict let_go(struct haptics *haptics, struct run *run)
{
	run_release(haptics, run);
	return (struct haptics_verdict){.outcome = HAPTICS_ENDED, .run = run->id};
}

/* What no tip has started takes the begin of a range. */
static double fill(struct haptics *haptics, enum rule_range range, const struct start *start)
{
	if (!start->is_tip)
		return 0;
	return range == RULE_RANGE_RANDOM ? core_random(haptics) : start->place;
}

static void fill_ranges(struct haptics *haptics, const struct rule *rule, struct start *start)
{
	const struct rule_action *action = &rule->action;
	start->part = core_random(haptics);
	if (action->level_range != RULE_RANGE_NONE)
		start->part = fill(haptics, action->level_range, start);
	if (rule->duration_range == RULE_RANGE_NONE || rule->mode != HAPTICS_RUN_ONCE || start->duration_ms > 0)
		return;
	double part = fill(haptics, rule->duration_range, start);
	start->duration_ms = rule->duration_ms + (int32_t)((rule->duration_max_ms - rule->duration_ms) * part);
}

struct haptics_verdict start_now(struct haptics *haptics, size_t index, const struct start *start,
				 const struct plan *plan)
{
	if (haptics->rules->rules[index].delay_ms == 0 || haptics->slots[index].run.is_active)
		return begin(haptics, index, start, plan);
	return pend(haptics, index, start, plan);
}

struct haptics_verdict start_rule(struct haptics *haptics, size_t index, const struct start *asked)
{
	const struct rule *rule = &haptics->rules->rules[index];
	struct plan plan;
	struct start start = *asked;
	start_plan(haptics, index, &start, &plan);
	if (haptics_outcome_is_refusal(plan.outcome))
		return start_refuse(haptics, (int)index, &plan, start.run, start.credit);
	if (plan.outcome == HAPTICS_ENDED)
		return let_go(haptics, &haptics->slots[index].run);
	fill_ranges(haptics, rule, &start);
	bool is_queued = rule_is_queued(rule);
	return (is_queued ? queue_take : start_now)(haptics, index, &start, &plan);
}

/* A tip that was accepted and never ran. */
static void tell_lost(struct haptics *haptics, size_t index, enum haptics_outcome outcome)
{
	uint32_t run = haptics->slots[index].pending.run;
	if (outcome == HAPTICS_STOPPED && credit_is_tip(haptics, run))
		notice_rejected(haptics, HAPTICS_IGNORED_STOPPED, (int)index, run, credit_find(haptics, run));
	credit_forget(haptics, run);
}

void start_cancel(struct haptics *haptics, size_t index, enum haptics_outcome outcome)
{
	struct rule_slot *slot = &haptics->slots[index];
	if (slot->pending_ms == CORE_NEVER)
		return;
	slot->pending_ms = CORE_NEVER;
	tell_lost(haptics, index, outcome);
	journal_add(haptics, outcome, (int)index, &(struct haptics_record){.run = slot->pending.run});
}

static void refuse_pending(struct haptics *haptics, size_t index, const struct plan *plan)
{
	uint32_t run = haptics->slots[index].pending.run;
	start_refuse(haptics, (int)index, plan, run, credit_find(haptics, run));
	credit_forget(haptics, run);
}

void start_pending(struct haptics *haptics)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		struct rule_slot *slot = &haptics->slots[i];
		struct plan plan;
		if (slot->pending_ms > haptics->time.now_ms)
			continue;
		slot->pending_ms = CORE_NEVER;
		start_plan(haptics, i, &slot->pending, &plan);
		if (haptics_outcome_is_refusal(plan.outcome))
			refuse_pending(haptics, i, &plan);
		else
			begin(haptics, i, &slot->pending, &plan);
	}
}
