/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people and other programs ask for: rules by id, levels, keys held by a deck, tests. */
#include <string.h>

#include "haptics/core.h"

static struct haptics_verdict refuse(struct haptics *haptics, enum haptics_outcome outcome, int rule,
				     const struct haptics_intent *intent)
{
	struct plan plan = {.outcome = outcome};
	struct haptics_credit credit = credit_of(haptics, intent);
	return start_refuse(haptics, rule, &plan, intent->run, &credit);
}

static struct start start_of(const struct haptics_intent *intent)
{
	return (struct start){
		.by.hold = HOLD_TIMED,
		.is_request = true,
		.duration_ms = intent->duration_ms,
		.level = intent->has_value ? intent->value : -1,
		.toys = intent->toys,
		.functions = intent->functions,
		.run = intent->run,
	};
}

struct haptics_verdict request_run_rule(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = haptics_rules_find_called(haptics->rules, intent->id);
	enum haptics_outcome outcome = plan_value_refusal(haptics->rules, index, intent);
	if (outcome != HAPTICS_DONE)
		return refuse(haptics, outcome, index, intent);
	struct start start = start_of(intent);
	struct haptics_credit credit = credit_of(haptics, intent);
	start.credit = &credit;
	start.is_toggle = intent->duration_ms == 0;
	return start_rule(haptics, (size_t)index, &start);
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

static struct haptics_verdict refuse_plan(struct haptics *haptics, const struct plan *plan,
					  const struct haptics_intent *intent)
{
	struct haptics_credit credit = credit_of(haptics, intent);
	return start_refuse(haptics, -1, plan, intent->run, &credit);
}

/* A shape that is asked for again goes on where it is. */
static void begin_shape(struct haptics *haptics, struct run *run, const struct plan *plan,
			const struct haptics_intent *intent)
{
	struct rule_action *shape = &haptics->shapes[run - haptics->requests];
	struct run before = *run;
	struct rule_action action;
	plan_shape(intent, &action);
	bool has_shape = plan_has_shape(intent);
	bool goes_on = run->is_active && run->has_shape && has_shape && memcmp(shape, &action, sizeof(action)) == 0;
	start_run(haptics, run, plan->functions, CORE_REQUEST_MAX_RUN_MS);
	run->has_shape = has_shape;
	run->level = has_shape ? action.level_max : plan_asked_level(intent);
	memcpy(shape, &action, sizeof(action));
	if (!goes_on)
		return;
	run->start_ms = before.start_ms;
	run->serial = before.serial;
}

/* Places a request; NULL (and a record, and *verdict) when it may not run. */
static struct run *begin_request(struct haptics *haptics, enum run_kind kind, const struct haptics_intent *intent,
				 struct run *run, struct haptics_verdict *verdict)
{
	struct plan_base base = core_base(haptics);
	struct plan plan;
	plan_level(&base, intent, &plan);
	if (plan.outcome != HAPTICS_FIRED) {
		*verdict = refuse_plan(haptics, &plan, intent);
		return NULL;
	}
	if (!run) {
		run = free_request(haptics);
		*run = (struct run){.kind = kind, .rule = -1, .toys = intent->toys};
		run->id = start_number(haptics, intent->run);
	}
	begin_shape(haptics, run, &plan, intent);
	run->while_disarmed = kind == RUN_TEST_TOY && intent->on;
	run->by.hold = kind == RUN_KEY ? HOLD_KEY : HOLD_TIMED;
	run->priority = kind == RUN_TEST_TOY ? CORE_PRIORITY_TEST : CORE_PRIORITY_REQUEST;
	struct haptics_credit credit = credit_of(haptics, intent);
	credit_note(haptics, run->id, &credit);
	return run;
}

static void set_length(const struct haptics *haptics, struct run *run, int64_t length)
{
	run_set_end(run, haptics->time.now_ms + length);
}

struct haptics_verdict request_level(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct haptics_verdict verdict;
	struct run *run = begin_request(haptics, RUN_LEVEL, intent, NULL, &verdict);
	if (!run)
		return verdict;
	set_length(haptics, run, intent->duration_ms > 0 ? intent->duration_ms : CORE_DEFAULT_LEVEL_MS);
	return start_record(haptics, run);
}

struct haptics_verdict request_test_toy(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct haptics_verdict verdict;
	struct run *run = find_request(haptics, RUN_TEST_TOY, intent);
	run = begin_request(haptics, RUN_TEST_TOY, intent, run, &verdict);
	if (!run)
		return verdict;
	set_length(haptics, run, CORE_TEST_MS);
	return start_record(haptics, run);
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
		run_set_end(run, haptics->time.now_ms + start->duration_ms);
	if (action->is_level_from_request && start->level >= 0)
		run->level = plan_wanted(action, start->level, 1);
}

/* It may mean less than before; what was stopped meanwhile stays so. */
static void narrow(struct run *run, const struct plan *plan)
{
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		run->functions[slot] &= plan->functions[slot];
}

static struct haptics_verdict renew(struct haptics *haptics, struct rule_slot *slot, const struct start *start,
				    const struct plan *plan)
{
	if (!slot->run.is_active) {
		renew_pending(&slot->pending, start);
		return (struct haptics_verdict){.outcome = HAPTICS_EXTENDED, .run = slot->pending.run};
	}
	renew_key(haptics, &slot->run, start);
	narrow(&slot->run, plan);
	return start_verdict(haptics, &slot->run, HAPTICS_EXTENDED);
}

static struct haptics_verdict key_rule(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = haptics_rules_find_called(haptics->rules, intent->id);
	enum haptics_outcome outcome = plan_value_refusal(haptics->rules, index, intent);
	if (outcome != HAPTICS_DONE)
		return refuse(haptics, outcome, index, intent);
	struct start start = start_of(intent);
	struct haptics_credit credit = credit_of(haptics, intent);
	struct plan plan;
	start.credit = &credit;
	start.by.hold = HOLD_KEY;
	start.by.has_min_pulse = true;
	start.duration_ms = key_ttl_ms(intent);
	if (rule_is_queued(&haptics->rules->rules[index]))
		start.duration_ms = (int32_t)core_earlier(start.duration_ms, queue_room_ms(haptics));
	haptics_copy_text(start.by.key, sizeof(start.by.key), intent->key);
	bool is_renewal = start_plan(haptics, (size_t)index, &start, &plan);
	if (is_renewal && !haptics_outcome_is_refusal(plan.outcome))
		return renew(haptics, &haptics->slots[index], &start, &plan);
	return start_rule(haptics, (size_t)index, &start);
}

static struct haptics_verdict key_level(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct haptics_verdict verdict;
	struct run *run = find_request(haptics, RUN_KEY, intent);
	bool is_new = !run;
	run = begin_request(haptics, RUN_KEY, intent, run, &verdict);
	if (!run)
		return verdict;
	run->by.has_min_pulse = true;
	haptics_copy_text(run->by.key, sizeof(run->by.key), intent->key);
	set_length(haptics, run, key_ttl_ms(intent));
	return is_new ? start_record(haptics, run) : start_verdict(haptics, run, HAPTICS_EXTENDED);
}

struct haptics_verdict request_key(struct haptics *haptics, const struct haptics_intent *intent)
{
	int index = intent->id[0] ? haptics_rules_find_called(haptics->rules, intent->id) : -1;
	const struct rule *rule = index >= 0 ? &haptics->rules->rules[index] : NULL;
	struct haptics_order order = haptics_order_of(haptics, intent->key);
	enum haptics_outcome outcome = plan_order_refusal(&order, rule, intent);
	if (outcome != HAPTICS_DONE)
		return refuse(haptics, outcome, index, intent);
	order_note(haptics, intent);
	return intent->id[0] ? key_rule(haptics, intent) : key_level(haptics, intent);
}

/* key "" means every key. */
static bool lets_go(const struct holder *by, const char *key)
{
	return is_key(by, key) || (is_held_by_key(by) && !key[0]);
}

struct haptics_verdict request_stop_key(struct haptics *haptics, const struct haptics_intent *intent)
{
	order_note(haptics, intent);
	for (size_t i = 0; i < run_count(haptics); i++) {
		struct run *run = run_at(haptics, i);
		if (run->is_active && lets_go(&run->by, intent->key))
			run_release(haptics, run);
	}
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		if (lets_go(&haptics->slots[i].pending.by, intent->key))
			start_cancel(haptics, i, HAPTICS_ENDED);
	return (struct haptics_verdict){.outcome = HAPTICS_DONE};
}
