/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long the body has been moved, and its rest. It belongs to the person: no other rules, and nothing that stops or
 * resumes, changes the count or ends a rest. */
#include "haptics/core.h"

static const struct rule_budget *budget_of(const struct haptics *haptics)
{
	return &core_viewers(haptics)->budget;
}

int64_t haptics_rest_until_ms(const struct haptics *haptics)
{
	return gate_is_resting(&haptics->gate, haptics->time.now_ms) ? haptics->gate.rest_until_ms : 0;
}

int64_t haptics_persons_pause_ms(const struct haptics *haptics)
{
	int64_t until_ms = haptics->gate.persons_pause_ms;
	return until_ms > haptics->time.now_ms ? until_ms : 0;
}

void budget_end_rest(struct haptics *haptics)
{
	if (haptics->gate.rest_until_ms == 0)
		return;
	haptics->gate.rest_until_ms = 0;
	haptics->budget.moved_ms = 0;
	if (haptics->gate.is_armed && !haptics->gate.is_panic)
		journal_add(haptics, HAPTICS_RESUMED, -1, NULL);
}

static void begin_rest(struct haptics *haptics)
{
	haptics->gate.rest_until_ms = haptics->time.now_ms + budget_of(haptics)->rest_ms;
	run_end_for_rest(haptics);
	journal_add(haptics, HAPTICS_HALTED, -1, &(struct haptics_record){.cause = HAPTICS_HALT_REST});
}

/* What moved until now, or until its last lease ended. */
static void count(struct haptics *haptics)
{
	struct budget *budget = &haptics->budget;
	int64_t now_ms = haptics->time.now_ms;
	if (budget->is_moving) {
		int64_t end_ms = core_earlier(now_ms, budget->until_ms);
		budget->moved_ms += end_ms > budget->noted_ms ? end_ms - budget->noted_ms : 0;
		budget->is_moving = end_ms == now_ms;
		budget->still_ms = end_ms;
	}
	budget->noted_ms = now_ms;
	if (!budget->is_moving && now_ms - budget->still_ms >= budget_of(haptics)->rest_ms)
		budget->moved_ms = 0;
}

void budget_advance(struct haptics *haptics)
{
	count(haptics);
	bool is_resting = gate_is_resting(&haptics->gate, haptics->time.now_ms);
	if (!is_resting)
		budget_end_rest(haptics);
	int64_t most_ms = budget_of(haptics)->move_ms;
	if (!is_resting && most_ms > 0 && haptics->budget.moved_ms >= most_ms)
		begin_rest(haptics);
}

static bool moves(const struct haptics *haptics, const struct lease *lease)
{
	if (!lease->is_running || lease->expires_ms <= haptics->time.now_ms)
		return false;
	bool is_above_zero = lease->sent.kind != HAPTICS_COMMAND_LEVELS;
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		is_above_zero = is_above_zero || lease->sent.level[f] > 0;
	return is_above_zero;
}

void budget_note(struct haptics *haptics)
{
	struct budget *budget = &haptics->budget;
	bool was_moving = budget->is_moving;
	budget->is_moving = false;
	budget->until_ms = 0;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		const struct lease *lease = &haptics->leases[slot];
		if (!moves(haptics, lease))
			continue;
		budget->is_moving = true;
		budget->until_ms = lease->expires_ms > budget->until_ms ? lease->expires_ms : budget->until_ms;
	}
	if (was_moving && !budget->is_moving)
		budget->still_ms = haptics->time.now_ms;
}

int64_t budget_next_ms(const struct haptics *haptics)
{
	const struct budget *budget = &haptics->budget;
	int64_t most_ms = budget_of(haptics)->move_ms;
	if (haptics->gate.rest_until_ms != 0)
		return haptics->gate.rest_until_ms;
	return budget->is_moving && most_ms > 0 ? haptics->time.now_ms + most_ms - budget->moved_ms : CORE_NEVER;
}
