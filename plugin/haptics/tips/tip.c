/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From an amount to a start. */
#include "haptics/core.h"

static struct haptics_verdict refuse(struct haptics *haptics, const struct plan *plan,
				     const struct haptics_intent *intent, const struct haptics_credit *credit)
{
	struct haptics_credit known = *credit;
	if (!(intent->value > 0 && intent->value <= HAPTICS_AMOUNT_MAX))
		known.amount = 0;
	return start_refuse(haptics, -1, plan, intent->run, &known);
}

static int find_rule(const struct haptics *haptics, double amount)
{
	bool enabled[HAPTICS_MAX_RULES] = {false};
	for (size_t i = 0; i < core_rule_count(haptics); i++)
		enabled[i] = haptics->slots[i].is_enabled;
	return haptics_rules_find_tip(haptics->rules, amount, enabled);
}

/* The number of the name as it was sent: blocked words hide it, and do not lift its limits. */
static uint64_t name_of(const struct haptics_intent *intent)
{
	char by[HAPTICS_BY_SIZE];
	haptics_clean_text(by, HAPTICS_BY_CHARACTERS, intent->extra.by, sizeof(intent->extra.by));
	return tip_name(by);
}

static struct haptics_verdict begin(struct haptics *haptics, int rule, const struct haptics_intent *intent,
				    const struct haptics_credit *credit)
{
	struct start start = {
		.by.hold = HOLD_TIMED,
		.is_tip = true,
		.level = -1,
		.run = intent->run,
		.credit = credit,
	};
	rule_holds_amount(&haptics->rules->rules[rule].when, intent->value, &start.place);
	return start_rule(haptics, (size_t)rule, &start);
}

struct haptics_verdict tip_take(struct haptics *haptics, const struct haptics_intent *intent)
{
	uint64_t name = name_of(intent);
	struct haptics_credit credit = credit_of(haptics, intent);
	int rule = find_rule(haptics, intent->value);
	struct plan plan = {.outcome = plan_tip_refusal(haptics->are_tips_allowed, rule, intent)};
	if (plan.outcome == HAPTICS_DONE)
		plan.wait_ms = tip_wait_ms(haptics, name);
	if (plan.wait_ms > 0)
		plan.outcome = HAPTICS_IGNORED_COOLDOWN;
	if (plan.outcome != HAPTICS_DONE)
		return refuse(haptics, &plan, intent, &credit);
	struct haptics_verdict verdict = begin(haptics, rule, intent, &credit);
	if (!haptics_verdict_is_good(&verdict))
		return verdict;
	tip_note(haptics, name);
	goal_add(haptics, intent->value);
	return verdict;
}

/* --- the switch above them --- */

bool haptics_are_tips_allowed(const struct haptics *haptics)
{
	return haptics->are_tips_allowed;
}

static void end_tips(struct haptics *haptics)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		struct rule_slot *slot = &haptics->slots[i];
		if (slot->pending_ms != CORE_NEVER && credit_is_tip(haptics, slot->pending.run))
			start_cancel(haptics, i, HAPTICS_STOPPED);
		if (slot->run.is_active && credit_is_tip(haptics, slot->run.id))
			run_end(haptics, &slot->run, HAPTICS_STOPPED);
	}
}

void tip_set_allowed(struct haptics *haptics, bool are_allowed)
{
	bool were_allowed = haptics->are_tips_allowed;
	haptics->are_tips_allowed = are_allowed;
	if (are_allowed || !were_allowed)
		return;
	queue_drop_tips(haptics);
	end_tips(haptics);
}

struct haptics_verdict tip_allow(struct haptics *haptics, const struct haptics_intent *intent)
{
	bool is_toggle = intent->kind == HAPTICS_INTENT_TOGGLE_TIPS;
	bool on = is_toggle ? !haptics->are_tips_allowed : intent->on;
	if (on && intent->is_request)
		return core_refuse(haptics, HAPTICS_IGNORED_NOT_ALLOWED);
	tip_set_allowed(haptics, on);
	return (struct haptics_verdict){.outcome = HAPTICS_DONE};
}
