/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/preview/plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "haptics/toys.h"

const struct rule_action plan_plain_level = {
	.kind = RULE_ACTION_LEVEL, .functions = {.is_all = true}, .level_max = 1, .is_plain = true, .follow.ref = -1};

/* --- may it start? --- */

static enum haptics_outcome output_refusal(const struct plan_base *base, const struct plan_ask *ask)
{
	if (base->gate->is_panic)
		return HAPTICS_IGNORED_PANIC;
	if (!base->gate->is_armed && !ask->while_disarmed)
		return HAPTICS_IGNORED_DISARMED;
	if (gate_is_paused(base->gate, base->now_ms) || (gate_is_resting(base->gate, base->now_ms) && !ask->is_test))
		return HAPTICS_IGNORED_PAUSED;
	return base->is_online ? HAPTICS_FIRED : HAPTICS_IGNORED_OFFLINE;
}

bool plan_counts_conditions(const struct rule *rule, bool is_request)
{
	return !is_request || rule->when.type == HAPTICS_TRIGGER_REQUEST;
}

static enum haptics_outcome rule_refusal(const struct plan_base *base, const struct rule *rule,
					 const struct plan_ask *ask)
{
	const struct haptics_rule_status *status = ask->status;
	bool is_stop = rule->action.kind == RULE_ACTION_STOP;
	enum haptics_outcome outcome = is_stop ? HAPTICS_FIRED : output_refusal(base, ask);
	if (status && !status->is_enabled)
		return HAPTICS_IGNORED_DISABLED;
	if (outcome != HAPTICS_FIRED || !status)
		return outcome;
	if (status->is_blocked && !ask->is_request)
		return HAPTICS_IGNORED_BLOCKED;
	if (plan_counts_conditions(rule, ask->is_request) && !status->are_conditions_met)
		return HAPTICS_IGNORED_CONDITION;
	if ((status->is_active || status->is_waiting) && rule->retrigger == RULE_RETRIGGER_IGNORE)
		return HAPTICS_IGNORED_RUNNING;
	if (!status->is_active && status->ready_ms > base->now_ms)
		return HAPTICS_IGNORED_COOLDOWN;
	return HAPTICS_FIRED;
}

int64_t plan_pause_left_ms(const struct plan_base *base)
{
	const struct gate *gate = base->gate;
	int64_t until_ms = gate->rest_until_ms > gate->paused_until_ms ? gate->rest_until_ms : gate->paused_until_ms;
	return until_ms > base->now_ms ? until_ms - base->now_ms : 0;
}

enum haptics_outcome plan_end_pause_refusal(const struct plan_base *base, const struct haptics_intent *intent)
{
	bool is_persons = base->gate->persons_pause_ms > base->now_ms || gate_is_resting(base->gate, base->now_ms);
	return intent->is_request && is_persons ? HAPTICS_IGNORED_NOT_ALLOWED : HAPTICS_DONE;
}

static int64_t left_ms(const struct plan_base *base, enum haptics_outcome outcome, const struct plan_ask *ask)
{
	if (outcome == HAPTICS_IGNORED_COOLDOWN && ask->status)
		return ask->status->ready_ms - base->now_ms;
	return outcome == HAPTICS_IGNORED_PAUSED ? plan_pause_left_ms(base) : 0;
}

/* Whoever asks for output again must not take a pause, which goes on, for what has just ended. */
enum haptics_outcome plan_resume_refusal(const struct plan_base *base, const struct haptics_intent *intent)
{
	const struct gate *gate = base->gate;
	if (intent->is_request && !gate->is_panic && plan_pause_left_ms(base) > 0)
		return HAPTICS_IGNORED_PAUSED;
	return intent->is_request && gate->is_persons_panic ? HAPTICS_IGNORED_NOT_ALLOWED : HAPTICS_DONE;
}

enum haptics_outcome plan_switch_refusal(const struct haptics_rules *rules, const struct haptics_intent *intent)
{
	if (haptics_rules_find_called(rules, intent->id) < 0)
		return HAPTICS_IGNORED_UNKNOWN_RULE;
	bool is_refused = intent->on && intent->is_request && haptics_rules_are_waiting(rules);
	return is_refused ? HAPTICS_IGNORED_NOT_ALLOWED : HAPTICS_DONE;
}

enum haptics_outcome plan_ceiling_refusal(const struct gate *gate, enum haptics_intent_kind kind, double value)
{
	if (!(value >= 0 && value <= 1)) /* NaN too */
		return HAPTICS_IGNORED_BAD_VALUE;
	bool is_raise = kind == HAPTICS_INTENT_LOWER_CEILING && value > gate->master_ceiling;
	return is_raise ? HAPTICS_IGNORED_NOT_ALLOWED : HAPTICS_DONE;
}

/* --- which toys and functions? --- */

bool plan_is_online(const struct plan_base *base, size_t slot)
{
	return base->is_online && slot < base->toy_count && base->toys[slot].is_online;
}

uint32_t plan_named_toys(const struct plan_base *base, const struct rule_names *names)
{
	uint32_t toys = 0;
	for (size_t slot = 0; slot < base->toy_count; slot++)
		if (toy_is_named(&base->toys[slot], names))
			toys |= mask_bit(slot);
	return toys;
}

/* The machine's range comes along with what thrusts and is no function of its own, but for positions. */
static uint32_t action_functions(const struct gate *gate, uint32_t had, const struct rule_action *action)
{
	uint32_t stroke = gate->stroke >= 0 ? mask_bit((size_t)gate->stroke) : 0;
	if (action->kind == RULE_ACTION_POSITION)
		return had & stroke;
	if (action->kind == RULE_ACTION_PRESET && !action->functions.list)
		return toy_all_functions(gate, had);
	return toy_functions(gate, had, &action->functions) & ~stroke;
}

/* A level is for whatever functions are asked for; a rule has its own, of which some may be meant. */
static uint32_t wanted_functions(const struct gate *gate, uint32_t had, const struct rule_action *action,
				 uint32_t narrowed)
{
	if (!narrowed)
		return action_functions(gate, had, action);
	if (!action->is_plain)
		return action_functions(gate, had, action) & narrowed;
	return had & narrowed & ~(gate->stroke >= 0 ? mask_bit((size_t)gate->stroke) : 0);
}

static void add_name(struct plan *plan, const char *name)
{
	size_t used = strlen(plan->names);
	size_t room = sizeof(plan->names) - used;
	int length = snprintf(plan->names + used, room, "%s%s", used ? ", " : "", name);
	if (length < 0 || (size_t)length >= room) /* whole names only */
		plan->names[used] = '\0';
}

static void add_toys(const struct plan_base *base, uint32_t toys, struct plan *plan)
{
	for (size_t slot = 0; slot < base->toy_count; slot++)
		if (toys & mask_bit(slot))
			add_name(plan, base->toys[slot].alias);
}

static void add_names(const struct rule_names *names, struct plan *plan)
{
	for (size_t i = 0; i < toy_name_count(names); i++)
		add_name(plan, toy_name_at(names, i));
}

static void add_functions(const struct gate *gate, const struct rule_action *action, uint32_t narrowed,
			  struct plan *plan)
{
	for (size_t f = 0; f < gate->function_count; f++)
		if (narrowed & mask_bit(f))
			add_name(plan, gate->functions[f].name);
	if (!narrowed)
		add_names(&action->functions, plan);
}

/* No page of the API lists positions for the server: they would be counted as sent, and nothing would move. */
static bool needs_lan(const struct haptics_toy *toy, const struct rule_action *action)
{
	return toy->is_by_server && action->kind == RULE_ACTION_POSITION;
}

/* FIRED: something moves. A toy that is asked for and not there, or that has none of it, keeps all from moving. */
static enum haptics_outcome choose(const struct plan_base *base, const struct rule_action *action,
				   const struct plan_ask *ask, struct plan *plan)
{
	uint32_t named = plan_named_toys(base, &action->toys);
	uint32_t there = 0;
	uint32_t able = 0;
	uint32_t far = 0;
	for (size_t slot = 0; slot < base->toy_count; slot++) {
		if (!plan_is_online(base, slot) || !(named & mask_bit(slot)) ||
		    (ask->toys && !(ask->toys & mask_bit(slot))))
			continue;
		there |= mask_bit(slot);
		plan->functions[slot] =
			wanted_functions(base->gate, base->toys[slot].functions, action, ask->functions);
		able |= plan->functions[slot] ? mask_bit(slot) : 0;
		far |= needs_lan(&base->toys[slot], action) ? mask_bit(slot) : 0;
	}
	if (!there || (ask->toys & ~there)) {
		add_toys(base, ask->toys & ~there, plan);
		if (!ask->toys)
			add_names(&action->toys, plan);
		return HAPTICS_IGNORED_NO_TOY;
	}
	if (able && (!ask->toys || able == there))
		return (able & ~far) ? HAPTICS_FIRED : HAPTICS_IGNORED_NEEDS_LAN;
	add_functions(base->gate, action, ask->functions, plan);
	return HAPTICS_IGNORED_UNSUPPORTED;
}

/* --- all of it --- */

static void finish(const struct plan_base *base, const struct rule_action *action, const struct plan_ask *ask,
		   enum haptics_outcome refusal, struct plan *plan)
{
	enum haptics_outcome choice = choose(base, action, ask, plan);
	plan->outcome = refusal != HAPTICS_FIRED ? refusal : choice;
	plan->wait_ms = left_ms(base, plan->outcome, ask);
	if (plan->outcome != choice)
		plan->names[0] = '\0';
	if (choice != HAPTICS_FIRED)
		memset(plan->functions, 0, sizeof(plan->functions));
}

bool plan_is_renewal(const struct haptics_rule_status *status, const char *key)
{
	bool is_held = status && (status->is_active || status->is_waiting) && status->key[0];
	return is_held && key && strcmp(status->key, key) == 0;
}

void plan_rule(const struct plan_base *base, const struct rule *rule, const struct plan_ask *ask, struct plan *plan)
{
	const struct haptics_rule_status *status = ask->status;
	bool is_running = status && status->is_active;
	*plan = (struct plan){.outcome = HAPTICS_ENDED};
	if (is_running && ask->is_toggle && rule->mode == HAPTICS_RUN_TOGGLE)
		return;
	bool is_renewal = plan_is_renewal(status, ask->key);
	enum haptics_outcome refusal = is_renewal ? HAPTICS_FIRED : rule_refusal(base, rule, ask);
	if (rule->action.kind == RULE_ACTION_STOP) {
		plan->outcome = refusal;
		plan->wait_ms = left_ms(base, refusal, ask);
		return;
	}
	finish(base, &rule->action, ask, refusal, plan);
	bool goes_on = is_renewal || (is_running && rule->retrigger == RULE_RETRIGGER_EXTEND);
	if (plan->outcome == HAPTICS_FIRED && goes_on)
		plan->outcome = HAPTICS_EXTENDED;
}

static bool is_level(double level)
{
	return level >= 0 && level <= 1;
}

enum haptics_outcome plan_tip_refusal(bool are_tips_allowed, int rule, const struct haptics_intent *intent)
{
	if (!(intent->value > 0 && intent->value <= HAPTICS_AMOUNT_MAX)) /* NaN too */
		return HAPTICS_IGNORED_BAD_VALUE;
	if (!are_tips_allowed)
		return HAPTICS_IGNORED_NOT_ALLOWED;
	if (rule < 0)
		return rule == -1 ? HAPTICS_IGNORED_NO_RULE : HAPTICS_IGNORED_DISABLED;
	return HAPTICS_DONE;
}

/* Whoever asks for a rule that stops is not held up by a level beside it. */
static bool takes_level(const struct rule_action *action, double level)
{
	return action->kind == RULE_ACTION_STOP || (action->is_level_from_request && is_level(level));
}

enum haptics_outcome plan_value_refusal(const struct haptics_rules *rules, int rule,
					const struct haptics_intent *intent)
{
	if (rule < 0)
		return HAPTICS_IGNORED_UNKNOWN_RULE;
	bool is_asked = intent->has_value && intent->kind != HAPTICS_INTENT_TEST_RULE;
	bool is_valid = !is_asked || takes_level(&rules->rules[rule].action, intent->value);
	return is_valid && intent->duration_ms >= 0 ? HAPTICS_DONE : HAPTICS_IGNORED_BAD_VALUE;
}

enum haptics_outcome plan_order_refusal(const struct haptics_order *order, const struct rule *rule,
					const struct haptics_intent *intent)
{
	bool is_stop = rule && rule->action.kind == RULE_ACTION_STOP; /* never too late */
	if (is_stop || !intent->has_seq || !order->is_known)
		return HAPTICS_DONE;
	bool is_ended = intent->seq == order->seq && order->is_of_stop;
	return intent->seq < order->seq || is_ended ? HAPTICS_IGNORED_OUTDATED : HAPTICS_DONE;
}

/* 0..20 of a pattern, as levels. */
static bool shape_pattern(const struct haptics_extra *extra, struct rule_action *action)
{
	enum { MOST = 20, LEAST_MS = 100, MOST_MS = 1000 };
	bool is_valid = extra->step_count <= HAPTICS_PATTERN_MAX && extra->step_ms >= LEAST_MS &&
			extra->step_ms <= MOST_MS && extra->preset == HAPTICS_PRESET_INVALID;
	action->kind = RULE_ACTION_PATTERN;
	action->step_ms = extra->step_ms;
	action->step_count = extra->step_count;
	action->level_max = 0;
	for (size_t i = 0; is_valid && i < extra->step_count; i++) {
		action->steps[i] = extra->steps[i] / (double)MOST;
		action->level_max = fmax(action->level_max, action->steps[i]);
	}
	return is_valid && action->level_max <= 1;
}

bool plan_has_shape(const struct haptics_intent *intent)
{
	bool may_have = intent->kind == HAPTICS_INTENT_RUN_LEVEL || intent->kind == HAPTICS_INTENT_START_KEY;
	return may_have && (intent->extra.step_count > 0 || intent->extra.preset != HAPTICS_PRESET_INVALID);
}

bool plan_shape(const struct haptics_intent *intent, struct rule_action *action)
{
	*action = plan_plain_level;
	if (!plan_has_shape(intent))
		return is_level(plan_asked_level(intent));
	if (intent->extra.step_count > 0)
		return shape_pattern(&intent->extra, action);
	action->kind = RULE_ACTION_PRESET;
	action->preset = intent->extra.preset;
	return action->preset >= HAPTICS_PULSE && action->preset <= HAPTICS_EARTHQUAKE;
}

double plan_asked_level(const struct haptics_intent *intent)
{
	return intent->kind == HAPTICS_INTENT_TEST_TOY ? PLAN_TEST_LEVEL : intent->value;
}

void plan_level(const struct plan_base *base, const struct haptics_intent *intent, struct plan *plan)
{
	bool is_test = intent->kind == HAPTICS_INTENT_TEST_TOY;
	struct rule_action action;
	struct plan_ask ask = {
		.while_disarmed = is_test && intent->on,
		.is_test = is_test,
		.toys = intent->toys,
		.functions = is_test ? 0 : intent->functions,
	};
	bool is_known = (ask.functions >> base->gate->function_count) == 0;
	*plan = (struct plan){.outcome = HAPTICS_IGNORED_BAD_VALUE};
	if (plan_shape(intent, &action) && intent->duration_ms >= 0 && is_known)
		finish(base, &action, &ask, output_refusal(base, &ask), plan);
}

/* --- how strong? --- */

enum target_kind plan_target_kind(const struct rule_action *action)
{
	if (action->kind == RULE_ACTION_POSITION)
		return TARGET_POSITION;
	bool is_level =
		action->kind == RULE_ACTION_LEVEL || (action->kind == RULE_ACTION_AUDIO && !action->follow.is_smooth);
	return is_level ? TARGET_LEVELS : TARGET_PATTERN;
}

double plan_wanted(const struct rule_action *action, double asked, double part)
{
	if (action->kind == RULE_ACTION_POSITION)
		return action->position;
	if (action->kind != RULE_ACTION_LEVEL)
		return action->level_max;
	if (action->is_level_from_request && asked >= 0)
		return fmin(asked, action->level_max);
	return action->level + (action->level_max - action->level) * part;
}

double plan_followed(const struct rule_follow *follow, double level_db)
{
	if (!(level_db > -INFINITY)) /* muted, or no meter */
		return 0;
	double part = (level_db - follow->lo_db) / (follow->hi_db - follow->lo_db);
	return follow->lo + (follow->hi - follow->lo) * fmin(fmax(part, 0), 1);
}

double plan_applied(const struct plan_base *base, enum target_kind kind, const uint32_t functions[HAPTICS_MAX_TOYS],
		    double wanted, size_t slot, size_t function)
{
	bool is_meant = (functions[slot] >> function) & 1;
	return is_meant ? gate_preview(base->gate, slot, (int)function, kind, wanted) : 0;
}

void plan_measure(const struct plan_base *base, enum target_kind kind, const uint32_t functions[HAPTICS_MAX_TOYS],
		  double wanted, struct haptics_verdict *verdict)
{
	verdict->wanted = verdict->least = wanted;
	verdict->applied = verdict->ceiling = 0;
	verdict->is_partly_capped = false;
	for (size_t slot = 0; slot < base->toy_count; slot++) {
		double highest = 0;
		for (size_t f = 0; f < base->gate->function_count && functions[slot]; f++) {
			double reach = gate_reach(base->gate, slot, (int)f, kind);
			if (!((functions[slot] >> f) & 1))
				continue;
			highest = fmax(highest, plan_applied(base, kind, functions, wanted, slot, f));
			verdict->ceiling = fmax(verdict->ceiling, reach);
			verdict->is_partly_capped = verdict->is_partly_capped || reach < wanted;
		}
		verdict->applied = fmax(verdict->applied, highest);
		if (functions[slot])
			verdict->least = fmin(verdict->least, highest);
	}
	verdict->least = fmin(verdict->least, verdict->applied);
	verdict->is_capped = verdict->ceiling < wanted || (wanted > 0 && verdict->applied <= 0);
}
