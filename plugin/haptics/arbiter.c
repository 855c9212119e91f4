/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which run has which toy and function: higher priority first, then the newest. A pattern, preset or position owns its
 * whole toy, because the app plays one thing at a time on a toy. */
#include "haptics/core.h"

static bool wins_over(const struct run *a, const struct run *b)
{
	if (a->rank != b->rank)
		return a->rank > b->rank;
	return a->serial > b->serial;
}

static bool is_by_hotkey(const struct haptics *haptics, const struct run *run)
{
	return run->rule >= 0 && haptics->rules->rules[run->rule].when.type == HAPTICS_TRIGGER_HOTKEY &&
	       !run_is_queued(haptics, run);
}

/* Priorities, with a place above each of them: there the streamer's own keys are while viewers have that priority or a
 * higher one. */
static int rank_of(const struct haptics *haptics, const struct run *run, int viewers)
{
	bool is_above_viewers = run->priority <= viewers && is_by_hotkey(haptics, run);
	return is_above_viewers ? 2 * viewers + 1 : 2 * run->priority;
}

/* -1: nothing runs of the queue. */
static int queue_priority(struct haptics *haptics)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		if (haptics->slots[i].run.is_active && run_is_queued(haptics, &haptics->slots[i].run))
			return haptics->slots[i].run.priority;
	return -1;
}

void arbiter_rank(struct haptics *haptics, struct ranking *ranking)
{
	int viewers = queue_priority(haptics);
	ranking->count = 0;
	for (size_t i = 0; i < run_count(haptics); i++) {
		struct run *run = run_at(haptics, i);
		if (!run->is_active)
			continue;
		run->rank = rank_of(haptics, run, viewers);
		size_t place = ranking->count++;
		for (; place > 0 && wins_over(run, ranking->runs[place - 1]); place--)
			ranking->runs[place] = ranking->runs[place - 1];
		ranking->runs[place] = run;
	}
}

/* A smooth follower has nothing to play before its first second is over. */
static bool is_ready(const struct haptics *haptics, const struct run *run)
{
	const struct rule_action *action = run_action(haptics, run);
	bool is_smooth = action->kind == RULE_ACTION_AUDIO && action->follow.is_smooth;
	return !is_smooth || run->follow.chunk_serial > 0;
}

static void fill_shape(const struct pattern_shape *shape, const struct run *run, int64_t now_ms, struct target *target)
{
	target->kind = TARGET_PATTERN;
	target->steps = shape->steps;
	target->step_count = shape->step_count;
	target->step_ms = shape->step_ms;
	target->start_ms = run->start_ms;
	target->first_step = pattern_position(shape, run->start_ms, now_ms);
}

static void fill_chunk(const struct run *run, struct target *target)
{
	target->kind = TARGET_PATTERN;
	target->steps = run->follow.chunk;
	target->step_count = CORE_FOLLOW_STEPS;
	target->step_ms = CORE_FOLLOW_STEP_MS;
	target->is_clipped = true;
	target->identity = (run->serial << 32) + run->follow.chunk_serial;
}

static void fill_owner(const struct haptics *haptics, const struct run *run, size_t slot, struct target *target)
{
	const struct rule_action *action = run_action(haptics, run);
	struct pattern_shape shape = {action->steps, action->step_count, action->step_ms};
	int64_t now_ms = haptics->time.now_ms;
	target->functions = run->functions[slot];
	target->identity = run->serial << 32;
	target->while_disarmed = run->while_disarmed;
	target->while_resting = run_is_test(run);
	target->end_ms = run->end_ms;
	target->deadline_ms = run->deadline_ms;
	switch (action->kind) {
	case RULE_ACTION_PATTERN:
		fill_shape(&shape, run, now_ms, target);
		break;
	case RULE_ACTION_PRESET:
		shape = pattern_of_preset(action->preset);
		fill_shape(&shape, run, now_ms, target);
		target->kind = TARGET_PRESET;
		target->preset = action->preset;
		break;
	case RULE_ACTION_AUDIO:
		fill_chunk(run, target);
		break;
	default:
		target->kind = TARGET_POSITION;
		target->position = action->position;
		break;
	}
}

static void add_stroke(const struct haptics *haptics, const struct run *run, struct target *target)
{
	const struct rule_action *action = run_action(haptics, run);
	if (!action->has_stroke)
		return;
	target->has_stroke = true;
	target->stroke_min = action->stroke_min;
	target->stroke_max = action->stroke_max;
}

static void add_level(const struct haptics *haptics, const struct run *run, uint32_t functions, struct target *target)
{
	const struct rule_action *action = run_action(haptics, run);
	double level = run_level(haptics, run);
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		if ((functions >> f) & 1)
			target->level[f] = level;
	target->kind = TARGET_LEVELS;
	target->functions |= functions;
	target->end_ms = core_earlier(target->end_ms, run->end_ms);
	target->deadline_ms = core_earlier(target->deadline_ms, run->deadline_ms);
	target->is_changing = target->is_changing || run_is_changing(haptics, run);
	target->while_disarmed = target->while_disarmed && run->while_disarmed;
	target->while_resting = target->while_resting && run_is_test(run);
	if (action->kind == RULE_ACTION_AUDIO)
		target->deadband = CORE_FOLLOW_DEADBAND;
	if (haptics->gate.thrusting >= 0 && ((functions >> haptics->gate.thrusting) & 1))
		add_stroke(haptics, run, target);
}

static int64_t last_end_ms(const struct ranking *ranking, size_t slot)
{
	int64_t end_ms = 0;
	for (size_t i = 0; i < ranking->count; i++)
		if (ranking->runs[i]->functions[slot] && ranking->runs[i]->end_ms > end_ms)
			end_ms = ranking->runs[i]->end_ms;
	return end_ms;
}

void arbiter_target(const struct haptics *haptics, const struct ranking *ranking, size_t slot, struct target *target)
{
	*target = (struct target){
		.end_ms = CORE_NEVER,
		.deadline_ms = CORE_NEVER,
		.last_end_ms = last_end_ms(ranking, slot),
		.while_disarmed = true,
		.while_resting = true,
	};
	for (size_t i = 0; i < ranking->count; i++) {
		const struct run *run = ranking->runs[i];
		uint32_t functions = run->functions[slot] & haptics->toys[slot].functions;
		if (!functions || !is_ready(haptics, run))
			continue;
		if (plan_target_kind(run_action(haptics, run)) != TARGET_LEVELS) {
			/* Below an owner everything waits, also while something above keeps the toy from it. */
			if (target->kind == TARGET_NONE)
				fill_owner(haptics, run, slot, target);
			return;
		}
		if (functions & ~target->functions)
			add_level(haptics, run, functions & ~target->functions, target);
	}
}
