/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The life of runs: how strong one is now, and when it is over. */
#include <math.h>

#include "haptics/core.h"

size_t run_count(const struct haptics *haptics)
{
	return core_rule_count(haptics) + CORE_MAX_REQUESTS + 1;
}

struct run *run_at(struct haptics *haptics, size_t index)
{
	size_t rules = core_rule_count(haptics);
	if (index < rules)
		return &haptics->slots[index].run;
	return index < rules + CORE_MAX_REQUESTS ? &haptics->requests[index - rules] : &haptics->test;
}

bool run_any(struct haptics *haptics)
{
	for (size_t i = 0; i < run_count(haptics); i++)
		if (run_at(haptics, i)->is_active)
			return true;
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		if (haptics->slots[i].pending_ms != CORE_NEVER)
			return true;
	return haptics->queue.count > 0;
}

bool run_is_test(const struct run *run)
{
	return run->kind == RUN_TEST_TOY || run->kind == RUN_TEST_RULE;
}

bool run_is_queued(const struct haptics *haptics, const struct run *run)
{
	return run->kind == RUN_RULE && rule_is_queued(&haptics->rules->rules[run->rule]);
}

const struct rule_action *run_action(const struct haptics *haptics, const struct run *run)
{
	if (run->kind == RUN_TEST_RULE)
		return &haptics->tested->rules[0].action;
	if (run->has_shape)
		return &haptics->shapes[run - haptics->requests];
	return run->rule >= 0 ? &haptics->rules->rules[run->rule].action : &plan_plain_level;
}

void run_set_end(struct run *run, int64_t end_ms)
{
	run->is_cut = end_ms > run->deadline_ms;
	run->end_ms = core_earlier(end_ms, run->deadline_ms);
}

static void note_end(struct haptics *haptics, size_t index, enum haptics_outcome outcome)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): only rules in force run */
	const struct rule *rule = &haptics->rules->rules[index];
	struct rule_slot *slot = &haptics->slots[index];
	slot->cooldown_ms = haptics->time.now_ms + rule->cooldown_ms;
	slot->longest_ms = outcome == HAPTICS_ENDED_LONGEST ? rule->max_run_ms : 0;
}

/* recorded: how the journal says it. */
static void end_recorded(struct haptics *haptics, struct run *run, enum haptics_outcome outcome,
			 enum haptics_outcome recorded)
{
	struct haptics_record record = {.run = run->id};
	if (!run->is_active)
		return;
	run->is_active = false;
	order_note_end(haptics, run->by.key);
	if (run->rule >= 0)
		note_end(haptics, (size_t)run->rule, outcome);
	if (outcome == HAPTICS_ENDED_LONGEST)
		record.wait_ms = run->rule >= 0 ? haptics->slots[run->rule].longest_ms : CORE_REQUEST_MAX_RUN_MS;
	notice_ended(haptics, run, outcome);
	credit_forget(haptics, run->id);
	journal_add(haptics, recorded, run->rule, &record);
}

void run_end(struct haptics *haptics, struct run *run, enum haptics_outcome outcome)
{
	end_recorded(haptics, run, outcome, outcome);
}

void run_skip(struct haptics *haptics, struct run *run)
{
	end_recorded(haptics, run, HAPTICS_STOPPED, HAPTICS_IGNORED_SKIPPED);
}

void run_release(struct haptics *haptics, struct run *run)
{
	int64_t end_ms = haptics->time.now_ms + run_action(haptics, run)->fade_out_ms;
	if (!run->is_active)
		return;
	if (run->by.has_min_pulse && end_ms < run->start_ms + CORE_MIN_PULSE_MS)
		end_ms = run->start_ms + CORE_MIN_PULSE_MS;
	run->by.hold = HOLD_TIMED;
	run_set_end(run, core_earlier(end_ms, run->end_ms));
	if (run->end_ms <= haptics->time.now_ms)
		run_end(haptics, run, HAPTICS_ENDED);
}

static void drop_toys(struct haptics *haptics, struct run *run, uint32_t toys)
{
	bool is_left = false;
	bool was_hit = false;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		if (toys & (UINT32_C(1) << slot)) {
			was_hit = was_hit || run->functions[slot];
			run->functions[slot] = 0;
		}
		is_left = is_left || run->functions[slot];
	}
	if (was_hit && !is_left)
		run_end(haptics, run, HAPTICS_STOPPED);
}

void run_drop_toys(struct haptics *haptics, uint32_t toys, int priority)
{
	for (size_t i = 0; i < run_count(haptics); i++) {
		struct run *run = run_at(haptics, i);
		if (run->is_active && (run->priority <= priority || run_is_queued(haptics, run)))
			drop_toys(haptics, run, toys);
	}
	haptics->stop_mask |= toys;
}

void run_end_all(struct haptics *haptics, enum haptics_outcome outcome)
{
	for (size_t i = 0; i < run_count(haptics); i++)
		run_end(haptics, run_at(haptics, i), outcome);
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		start_cancel(haptics, i, outcome);
}

void run_end_for_rest(struct haptics *haptics)
{
	for (size_t i = 0; i < run_count(haptics); i++)
		if (!run_is_test(run_at(haptics, i)))
			run_end(haptics, run_at(haptics, i), HAPTICS_STOPPED);
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		start_cancel(haptics, i, HAPTICS_STOPPED);
}

static bool is_over(const struct haptics *haptics, const struct run *run)
{
	return haptics->time.now_ms >= run->end_ms || haptics->time.now_ms >= run->deadline_ms;
}

/* Rules that go on for as long as something is true also end when a condition is not met any more. */
static bool has_lost_conditions(const struct haptics *haptics, const struct run *run)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): only rules in force run */
	if (run->kind != RUN_RULE || haptics->rules->rules[run->rule].mode == HAPTICS_RUN_ONCE)
		return false;
	return run->counts_conditions && !triggers_conditions_hold(haptics, (size_t)run->rule);
}

void run_advance(struct haptics *haptics)
{
	for (size_t i = 0; i < run_count(haptics); i++) {
		struct run *run = run_at(haptics, i);
		if (!run->is_active)
			continue;
		if (is_over(haptics, run)) {
			run_end(haptics, run, run->is_cut ? HAPTICS_ENDED_LONGEST : HAPTICS_ENDED);
			continue;
		}
		if (has_lost_conditions(haptics, run))
			run_release(haptics, run);
		const struct rule_action *action = run_action(haptics, run);
		if (run->is_active && action->kind == RULE_ACTION_AUDIO)
			follow_advance(haptics, run);
	}
}

static double part(int64_t passed_ms, int whole_ms)
{
	if (whole_ms <= 0 || passed_ms >= whole_ms)
		return 1;
	return passed_ms > 0 ? (double)passed_ms / whole_ms : 0;
}

double run_level(const struct haptics *haptics, const struct run *run)
{
	const struct rule_action *action = run_action(haptics, run);
	if (action->kind == RULE_ACTION_AUDIO)
		return run->follow.level;
	double in = part(haptics->time.now_ms - run->start_ms, action->fade_in_ms);
	double out = part(run->end_ms - haptics->time.now_ms, action->fade_out_ms);
	return run->level * fmin(in, out);
}

bool run_is_changing(const struct haptics *haptics, const struct run *run)
{
	const struct rule_action *action = run_action(haptics, run);
	if (action->kind == RULE_ACTION_AUDIO)
		return true;
	return haptics->time.now_ms - run->start_ms < action->fade_in_ms ||
	       run->end_ms - haptics->time.now_ms <= action->fade_out_ms;
}

int64_t run_next_ms(const struct haptics *haptics, const struct run *run)
{
	const struct rule_action *action = run_action(haptics, run);
	int64_t next_ms = core_earlier(run->end_ms, run->deadline_ms);
	int64_t fade_ms = run->end_ms - action->fade_out_ms;
	if (fade_ms > haptics->time.now_ms)
		next_ms = core_earlier(next_ms, fade_ms);
	if (action->kind == RULE_ACTION_AUDIO && action->follow.is_smooth)
		next_ms = core_earlier(next_ms, run->follow.next_sample_ms);
	return next_ms;
}
