/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people and other programs ask for: rules by id, levels, keys held by a deck, tests. */
#include <string.h>

#include "haptics/core.h"

static bool is_level(double level)
{
	return level >= 0 && level <= 1;
}

/* -1, and a record: there is no such rule, or not with these values. */
static int find_rule(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = haptics_rules_find(haptics->rules, intent->id);
	bool is_valid = intent->duration_ms >= 0 && (!intent->has_value || is_level(intent->value));
	if (index >= 0 && is_valid)
		return index;
	journal_add(haptics, index < 0 ? HAPTICS_IGNORED_UNKNOWN_RULE : HAPTICS_IGNORED_BAD_VALUE, index, NULL);
	return -1;
}

static double level_asked(const struct haptics_intent *intent)
{
	return intent->has_value ? intent->value : -1;
}

void request_run_rule(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = find_rule(haptics, intent);
	if (index < 0)
		return;
	struct run *run = &haptics->slots[index].run;
	bool is_toggle = haptics->rules->rules[index].mode == HAPTICS_RUN_TOGGLE && intent->duration_ms == 0;
	if (is_toggle && run->is_active) {
		run_release(haptics, run);
		return;
	}
	start_rule(haptics, (size_t)index,
		   &(struct start){.by.hold = HOLD_TIMED,
				   .is_request = true,
				   .duration_ms = intent->duration_ms,
				   .level = level_asked(intent)});
}

/* The run of the same key, or the test of the same toys. */
static struct run *find_request(struct haptics *haptics, enum run_kind kind, const struct haptics_intent *intent)
{
	for (size_t i = 0; i < CORE_MAX_REQUESTS; i++) {
		struct run *run = &haptics->requests[i];
		bool is_same = kind == RUN_KEY ? strcmp(run->by.key, intent->key) == 0 : run->toys == intent->toys;
		if (run->is_active && run->kind == kind && is_same)
			return run;
	}
	return NULL;
}

/* A free place; when all are taken the oldest request makes room. */
static struct run *free_request(struct haptics *haptics)
{
	struct run *oldest = &haptics->requests[0];
	for (size_t i = 0; i < CORE_MAX_REQUESTS; i++) {
		struct run *run = &haptics->requests[i];
		if (!run->is_active)
			return run;
		if (run->serial < oldest->serial)
			oldest = run;
	}
	run_end(haptics, oldest, HAPTICS_STOPPED);
	return oldest;
}

static bool is_valid(const struct haptics *haptics, const struct haptics_intent *intent, double level)
{
	return is_level(level) && intent->duration_ms >= 0 && intent->function < (int)haptics->gate.function_count;
}

/* Places a request; NULL (and a record) when it may not run. */
static struct run *begin_request(struct haptics *haptics, enum run_kind kind, const struct haptics_intent *intent,
				 struct run *run, double level)
{
	uint32_t functions[HAPTICS_MAX_TOYS];
	enum haptics_outcome outcome =
		is_valid(haptics, intent, level) ? start_output_refusal(haptics) : HAPTICS_IGNORED_BAD_VALUE;
	if (outcome == HAPTICS_FIRED)
		outcome = start_choose(haptics, &run_plain_level, intent->function,
				       intent->toys ? intent->toys : ~UINT32_C(0), functions);
	if (outcome != HAPTICS_FIRED) {
		journal_add(haptics, outcome, -1, NULL);
		return NULL;
	}
	if (!run) {
		run = free_request(haptics);
		*run = (struct run){.kind = kind, .rule = -1, .toys = intent->toys};
	}
	start_run(haptics, run, functions, CORE_REQUEST_MAX_RUN_MS);
	run->by.hold = kind == RUN_KEY ? HOLD_KEY : HOLD_TIMED;
	run->priority = CORE_PRIORITY_REQUEST;
	run->level = level;
	return run;
}

static void set_length(struct run *run, int64_t length)
{
	run->end_ms = core_earlier(run->start_ms + length, run->deadline_ms);
}

void request_level(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct run *run = begin_request(haptics, RUN_LEVEL, intent, NULL, intent->value);
	if (!run)
		return;
	set_length(run, intent->duration_ms > 0 ? intent->duration_ms : CORE_DEFAULT_LEVEL_MS);
	start_record(haptics, run, run->level);
}

void request_test(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct haptics_intent whole = {.toys = intent->toys, .function = -1};
	struct run *run = find_request(haptics, RUN_TEST, &whole);
	run = begin_request(haptics, RUN_TEST, &whole, run, CORE_TEST_LEVEL);
	if (!run)
		return;
	run->priority = CORE_PRIORITY_TEST;
	set_length(run, CORE_TEST_MS);
	start_record(haptics, run, run->level);
}

static int key_ttl_ms(const struct haptics_intent *intent)
{
	if (intent->duration_ms == 0 || intent->duration_ms > CORE_KEY_TTL_MAX_MS)
		return CORE_KEY_TTL_MAX_MS;
	return intent->duration_ms;
}

static bool is_held_by_key(const struct holder *by)
{
	return by->hold == HOLD_KEY || (by->hold == HOLD_TRIGGER && by->key[0]);
}

static bool is_key(const struct holder *by, const char *key)
{
	return is_held_by_key(by) && strcmp(by->key, key) == 0;
}

/* The key asks again before the delay is over, which goes on. */
static void renew_pending(struct start *pending, const struct start *start)
{
	if (pending->by.hold == HOLD_KEY)
		pending->duration_ms = start->duration_ms;
	if (start->level >= 0)
		pending->level = start->level;
}

/* A key asks again for the rule that it holds. */
static void renew_key(struct haptics *haptics, struct run *run, const struct start *start)
{
	const struct rule_action *action = run_action(haptics, run);
	if (run->by.hold == HOLD_KEY)
		run->end_ms = core_earlier(haptics->time.now_ms + start->duration_ms, run->deadline_ms);
	if (action->is_level_from_request && start->level >= 0)
		run->level = start_level(haptics, action, start);
}

static void key_rule(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = find_rule(haptics, intent);
	if (index < 0)
		return;
	struct rule_slot *slot = &haptics->slots[index];
	struct start start = {.by = {.hold = HOLD_KEY, .has_min_pulse = true},
			      .is_request = true,
			      .duration_ms = key_ttl_ms(intent),
			      .level = level_asked(intent)};
	haptics_copy_text(start.by.key, sizeof(start.by.key), intent->key);
	if (slot->run.is_active && is_key(&slot->run.by, start.by.key))
		renew_key(haptics, &slot->run, &start);
	else if (slot->pending_ms != CORE_NEVER && is_key(&slot->pending.by, start.by.key))
		renew_pending(&slot->pending, &start);
	else
		start_rule(haptics, (size_t)index, &start);
}

void request_key(struct haptics *haptics, const struct haptics_intent *intent)
{
	if (intent->id[0]) {
		key_rule(haptics, intent);
		return;
	}
	struct run *run = find_request(haptics, RUN_KEY, intent);
	bool is_new = !run;
	run = begin_request(haptics, RUN_KEY, intent, run, intent->value);
	if (!run)
		return;
	run->by.has_min_pulse = true;
	haptics_copy_text(run->by.key, sizeof(run->by.key), intent->key);
	set_length(run, key_ttl_ms(intent));
	if (is_new)
		start_record(haptics, run, run->level);
}

/* key "" means every key. */
static bool lets_go(const struct holder *by, const char *key)
{
	return is_key(by, key) || (is_held_by_key(by) && !key[0]);
}

void request_stop_key(struct haptics *haptics, const struct haptics_intent *intent)
{
	for (size_t i = 0; i < run_count(haptics); i++) {
		struct run *run = run_at(haptics, i);
		if (run->is_active && lets_go(&run->by, intent->key))
			run_release(haptics, run);
	}
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		if (lets_go(&haptics->slots[i].pending.by, intent->key))
			start_cancel(haptics, i, HAPTICS_ENDED);
}
