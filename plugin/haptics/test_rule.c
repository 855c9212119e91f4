/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trying a rule that need not be in force. */
#include <math.h>

#include "haptics/core.h"

void test_rule_end(struct haptics *haptics)
{
	run_end(haptics, &haptics->test, HAPTICS_STOPPED);
	haptics_rules_release(haptics->tested);
	haptics->tested = NULL;
}

/* The set's refs are its own: what is known of the source is not taken over, but its meter reports soon. */
static void bind(struct haptics *haptics, const struct rule_action *action)
{
	haptics->tested_ref = (struct ref_state){.level_db = -INFINITY};
	if (action->kind == RULE_ACTION_AUDIO && action->follow.ref >= 0)
		haptics->tested_ref.ref = haptics->tested->refs[action->follow.ref].ref;
}

static struct haptics_verdict begin(struct haptics *haptics, const struct plan *plan, uint32_t number, int duration_ms)
{
	const struct rule_action *action = &haptics->tested->rules[0].action;
	struct run *run = &haptics->test;
	*run = (struct run){
		.kind = RUN_TEST_RULE,
		.rule = -1,
		.by.hold = HOLD_TIMED,
		.priority = CORE_PRIORITY_TEST,
		.id = start_number(haptics, number),
	};
	start_run(haptics, run, plan->functions, CORE_REQUEST_MAX_RUN_MS);
	run->level = plan_wanted(action, -1, core_random(haptics));
	run_set_end(run, run->start_ms + duration_ms);
	bind(haptics, action);
	follow_begin(haptics, run);
	return start_record(haptics, run);
}

static struct haptics_verdict stop(struct haptics *haptics, const struct rule *rule)
{
	struct plan_base base = core_base(haptics);
	run_drop_toys(haptics, plan_named_toys(&base, &rule->action.toys), rule->priority);
	journal_add(haptics, HAPTICS_FIRED, -1, NULL);
	return (struct haptics_verdict){.outcome = HAPTICS_FIRED};
}

struct haptics_verdict haptics_test_rule(struct haptics *haptics, const struct haptics_rules *rules, uint32_t run,
					 int duration_ms, struct haptics_time now)
{
	struct plan plan = {.outcome = HAPTICS_IGNORED_UNKNOWN_RULE};
	core_advance(haptics, now);
	test_rule_end(haptics);
	haptics->tested = rules;
	struct plan_base base = core_base(haptics);
	if (haptics_rules_count(rules) > 0)
		plan_rule(&base, &rules->rules[0], &(struct plan_ask){.is_request = true, .is_test = true}, &plan);
	if (plan.outcome != HAPTICS_FIRED)
		return start_refuse(haptics, -1, &plan, run, NULL);
	if (rules->rules[0].action.kind == RULE_ACTION_STOP)
		return stop(haptics, &rules->rules[0]);
	return begin(haptics, &plan, run, duration_ms);
}
