/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/preview/preview.h"

#include <math.h>
#include <string.h>

#include "haptics/preview/plan.h"

/* Everything a plan is made from, and what comes of it. */
struct scene {
	struct gate gate;
	struct plan_base base;
	struct rule_action shape;         /* of an intent that names no rule */
	const struct rule_action *action; /* NULL: nothing moves */
	struct plan plan;
	int rule; /* -1: none */
	bool is_tip;
	double place; /* of the amount in its band */
};

static void set(struct scene *scene, const struct haptics_situation *now)
{
	scene->gate = (struct gate){
		.is_armed = now->is_armed,
		.is_panic = now->is_panic,
		.is_persons_panic = now->is_persons_panic,
		.paused_until_ms = now->paused_until_ms,
		.persons_pause_ms = now->persons_pause_ms,
		.rest_until_ms = now->rest_until_ms,
		.master_ceiling = now->master_ceiling,
	};
	gate_set_functions(&scene->gate, now->functions, now->function_count);
	for (size_t slot = 0; slot < now->toy_count; slot++)
		gate_set_toy(&scene->gate, slot, &now->toys[slot]);
	scene->base = (struct plan_base){
		.gate = &scene->gate,
		.toys = now->toys,
		.toy_count = now->toy_count,
		.is_online = now->is_online,
		.now_ms = now->now_ms,
	};
	scene->action = NULL;
	scene->rule = -1;
	scene->is_tip = false;
	scene->place = 0;
}

/* Where it would wait, at most. */
static void plan_queue(struct scene *scene, const struct haptics_situation *now, const struct rule *rule,
		       const struct haptics_intent *intent)
{
	if (!rule_is_queued(rule) || !now->is_queue_busy || scene->plan.outcome != HAPTICS_FIRED)
		return;
	bool is_key = intent->kind == HAPTICS_INTENT_START_KEY;
	scene->plan.outcome = is_key ? HAPTICS_IGNORED_RUNNING : HAPTICS_QUEUED;
}

static void plan_of_rule(struct scene *scene, const struct haptics_situation *now, const struct haptics_rules *rules,
			 const struct haptics_intent *intent)
{
	bool is_test = intent->kind == HAPTICS_INTENT_TEST_RULE;
	bool has_first = haptics_rules_count(rules) > 0;
	int index = is_test ? (int)has_first - 1 : haptics_rules_find_called(rules, intent->id);
	struct plan_ask ask = {
		.status = is_test ? NULL : now->rule,
		.is_request = true,
		.is_test = is_test,
		.is_toggle = intent->kind == HAPTICS_INTENT_RUN_RULE && intent->duration_ms == 0,
		.key = intent->kind == HAPTICS_INTENT_START_KEY ? intent->key : NULL,
		.toys = intent->toys,
		.functions = intent->functions,
	};
	scene->plan = (struct plan){.outcome = plan_value_refusal(rules, index, intent)};
	if (scene->plan.outcome != HAPTICS_DONE)
		return;
	const struct rule *rule = &rules->rules[index];
	plan_rule(&scene->base, rule, &ask, &scene->plan);
	if (!is_test)
		plan_queue(scene, now, rule, intent);
	scene->rule = index;
	scene->action = rule->action.kind == RULE_ACTION_STOP ? NULL : &rule->action;
}

static void plan_of_tip(struct scene *scene, const struct haptics_situation *now, const struct haptics_rules *rules,
			const struct haptics_intent *intent)
{
	int index = haptics_rules_find_tip(rules, intent->value, now->enabled);
	struct plan_ask ask = {.status = now->rule};
	scene->plan = (struct plan){.outcome = plan_tip_refusal(now->are_tips_allowed, index, intent)};
	if (scene->plan.outcome != HAPTICS_DONE)
		return;
	const struct rule *rule = &rules->rules[index];
	scene->rule = index;
	scene->is_tip = true;
	rule_holds_amount(&rule->when, intent->value, &scene->place);
	plan_rule(&scene->base, rule, &ask, &scene->plan);
	plan_queue(scene, now, rule, intent);
	scene->action = rule->action.kind == RULE_ACTION_STOP ? NULL : &rule->action;
}

/* What a newer request has made obsolete does not get as far as a plan. */
static bool is_outdated(struct scene *scene, const struct haptics_situation *now, const struct haptics_rules *rules,
			const struct haptics_intent *intent)
{
	int index = intent->id[0] ? haptics_rules_find_called(rules, intent->id) : -1;
	const struct rule *rule = index >= 0 ? &rules->rules[index] : NULL;
	scene->plan = (struct plan){.outcome = plan_order_refusal(&now->order, rule, intent)};
	return scene->plan.outcome != HAPTICS_DONE;
}

static void plan_of_level(struct scene *scene, const struct haptics_intent *intent)
{
	plan_level(&scene->base, intent, &scene->plan);
	plan_shape(intent, &scene->shape);
	scene->action = &scene->shape;
}

/* Nothing moves. */
static enum haptics_outcome plain_outcome(const struct scene *scene, const struct haptics_rules *rules,
					  const struct haptics_intent *intent)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_RESUME:
		return plan_resume_refusal(&scene->base, intent);
	case HAPTICS_INTENT_END_PAUSE:
		return plan_end_pause_refusal(&scene->base, intent);
	case HAPTICS_INTENT_SET_CEILING:
	case HAPTICS_INTENT_LOWER_CEILING:
		return plan_ceiling_refusal(&scene->gate, intent->kind, intent->value);
	case HAPTICS_INTENT_RULE_ENABLED:
		return plan_switch_refusal(rules, intent);
	default:
		return HAPTICS_DONE;
	}
}

static void make_plan(struct scene *scene, const struct haptics_situation *now, const struct haptics_rules *rules,
		      const struct haptics_intent *intent)
{
	switch (intent->kind) {
	case HAPTICS_INTENT_RUN_RULE:
	case HAPTICS_INTENT_TEST_RULE:
		plan_of_rule(scene, now, rules, intent);
		break;
	case HAPTICS_INTENT_TIP:
		plan_of_tip(scene, now, rules, intent);
		break;
	case HAPTICS_INTENT_START_KEY:
		if (is_outdated(scene, now, rules, intent))
			break;
		if (intent->id[0])
			plan_of_rule(scene, now, rules, intent);
		else
			plan_of_level(scene, intent);
		break;
	case HAPTICS_INTENT_RUN_LEVEL:
	case HAPTICS_INTENT_TEST_TOY:
		plan_of_level(scene, intent);
		break;
	default:
		scene->plan = (struct plan){.outcome = plain_outcome(scene, rules, intent)};
		break;
	}
}

static void measure_function(const struct scene *scene, enum target_kind kind, double wanted, size_t slot,
			     size_t function, struct haptics_preview *preview)
{
	const uint32_t *functions = scene->plan.functions;
	double level = plan_applied(&scene->base, kind, functions, wanted, slot, function);
	bool is_capped = gate_reach(&scene->gate, slot, (int)function, kind) < wanted || (wanted > 0 && level <= 0);
	preview->level[slot][function] = level;
	if (is_capped)
		preview->capped[slot] |= functions[slot] & (UINT32_C(1) << function);
}

/* How far up in a range, at most. */
static double part_of(const struct scene *scene, enum rule_range range)
{
	if (range == RULE_RANGE_NONE)
		return 1;
	if (!scene->is_tip)
		return 0;
	return range == RULE_RANGE_RANDOM ? 1 : scene->place;
}

static int64_t length_of(const struct scene *scene, const struct haptics_rules *rules,
			 const struct haptics_intent *intent)
{
	const struct rule *rule = scene->rule >= 0 ? &rules->rules[scene->rule] : NULL;
	if (!rule || rule->mode != HAPTICS_RUN_ONCE || (intent->duration_ms > 0 && !scene->is_tip))
		return intent->duration_ms;
	double part = part_of(scene, rule->duration_range);
	int length_ms = rule->duration_ms + (int)((rule->duration_max_ms - rule->duration_ms) * part);
	return length_ms < rule->max_run_ms ? length_ms : rule->max_run_ms;
}

/* The highest that the action can come to, or what it makes of what is heard. */
static double wanted_of(const struct scene *scene, const struct haptics_intent *intent)
{
	const struct rule_action *action = scene->action;
	bool is_heard = intent->kind == HAPTICS_INTENT_TEST_RULE && intent->has_value;
	if (is_heard && action->kind == RULE_ACTION_AUDIO)
		return plan_followed(&action->follow, intent->value);
	if (action == &scene->shape && !plan_has_shape(intent))
		return plan_asked_level(intent);
	double asked = intent->has_value && !is_heard ? intent->value : -1;
	return plan_wanted(action, asked, part_of(scene, action->level_range));
}

static void measure(const struct scene *scene, const struct haptics_intent *intent, struct haptics_preview *preview)
{
	const struct plan *plan = &scene->plan;
	enum target_kind kind = plan_target_kind(scene->action);
	double wanted = wanted_of(scene, intent);
	plan_measure(&scene->base, kind, plan->functions, wanted, &preview->verdict);
	memcpy(preview->functions, plan->functions, sizeof(preview->functions));
	for (size_t slot = 0; slot < scene->base.toy_count; slot++)
		for (size_t f = 0; f < scene->gate.function_count; f++)
			measure_function(scene, kind, wanted, slot, f, preview);
}

void haptics_preview(const struct haptics_situation *situation, const struct haptics_rules *rules,
		     const struct haptics_intent *intent, struct haptics_preview *preview)
{
	struct scene scene;
	memset(preview, 0, sizeof(*preview));
	set(&scene, situation);
	make_plan(&scene, situation, rules, intent);
	preview->rule = scene.rule;
	preview->length_ms = length_of(&scene, rules, intent);
	preview->verdict.outcome = scene.plan.outcome;
	preview->verdict.queued = scene.plan.outcome == HAPTICS_QUEUED ? (int)situation->queue_count + 1 : 0;
	preview->verdict.wait_ms =
		intent->kind == HAPTICS_INTENT_RESUME ? plan_pause_left_ms(&scene.base) : scene.plan.wait_ms;
	memcpy(preview->verdict.names, scene.plan.names, sizeof(preview->verdict.names));
	if (scene.action)
		measure(&scene, intent, preview);
	if (preview->verdict.outcome == HAPTICS_FIRED && preview->verdict.is_capped)
		preview->verdict.outcome = HAPTICS_CAPPED;
}
