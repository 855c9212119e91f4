/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is collected for. It lives with the rules; the core counts, and whoever keeps the rules writes it down. */
#include <math.h>
#include <string.h>

#include "haptics/core.h"

struct haptics_goal haptics_goal(const struct haptics *haptics)
{
	return haptics->goal;
}

void goal_add(struct haptics *haptics, double amount)
{
	haptics->goal.current = fmin(fmax(haptics->goal.current + amount, 0), HAPTICS_AMOUNT_MAX);
}

static bool is_amount(double value)
{
	return fabs(value) <= HAPTICS_AMOUNT_MAX; /* NaN is none */
}

static void set(struct haptics *haptics, const struct haptics_intent *intent)
{
	haptics->goal.target = intent->value;
	if (intent->on)
		return;
	memset(haptics->goal.label, 0, sizeof(haptics->goal.label)); /* compared byte by byte in snapshots */
	haptics_clean_text(haptics->goal.label, HAPTICS_LABEL_CHARACTERS, intent->message, sizeof(intent->message));
}

struct haptics_verdict goal_change(struct haptics *haptics, const struct haptics_intent *intent)
{
	bool is_target = intent->kind == HAPTICS_INTENT_SET_GOAL;
	bool is_reset = intent->kind == HAPTICS_INTENT_RESET_GOAL;
	if (!is_reset && (!is_amount(intent->value) || (is_target && intent->value <= 0)))
		return core_refuse(haptics, HAPTICS_IGNORED_BAD_VALUE);
	if (is_target)
		set(haptics, intent);
	else if (is_reset)
		haptics->goal.current = 0;
	else
		goal_add(haptics, intent->value);
	return (struct haptics_verdict){.outcome = HAPTICS_DONE};
}
