/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What runs and what waits, for snapshots. */
#include "haptics/core.h"

static uint32_t toys_of(const uint32_t functions[HAPTICS_MAX_TOYS])
{
	uint32_t toys = 0;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		toys |= functions[slot] ? UINT32_C(1) << slot : 0;
	return toys;
}

static void fill_run(const struct haptics *haptics, const struct run *run, struct haptics_run_status *status)
{
	const struct haptics_credit *credit = credit_find(haptics, run->id);
	struct haptics_verdict verdict = start_verdict(haptics, run, HAPTICS_FIRED);
	bool is_endless = run->end_ms - run->start_ms >= RULE_ENDLESS_MS / 2;
	*status = (struct haptics_run_status){
		.run = run->id,
		.rule = run->rule,
		.level = verdict.applied,
		.toys = toys_of(run->functions),
		.started_ms = run->start_ms,
		.ends_ms = is_endless ? 0 : run->end_ms,
	};
	if (credit)
		status->credit = *credit;
}

size_t haptics_runs(struct haptics *haptics, struct haptics_run_status *runs, size_t capacity)
{
	struct ranking ranking;
	arbiter_rank(haptics, &ranking);
	size_t count = ranking.count < capacity ? ranking.count : capacity;
	for (size_t i = 0; i < count; i++)
		fill_run(haptics, ranking.runs[i], &runs[i]);
	return count;
}

bool haptics_waiting(const struct haptics *haptics, size_t place, struct haptics_run_status *run)
{
	struct plan plan;
	if (place >= haptics->queue.count)
		return false;
	const struct queue_entry *entry = &haptics->queue.entries[place];
	start_plan(haptics, (size_t)entry->rule, &entry->start, &plan);
	struct haptics_verdict verdict = start_estimate(haptics, (size_t)entry->rule, &entry->start, &plan);
	*run = (struct haptics_run_status){
		.run = entry->start.run,
		.rule = entry->rule,
		.credit = entry->credit,
		.level = verdict.applied,
		.toys = toys_of(plan.functions),
		.length_ms = entry->start.duration_ms,
	};
	return true;
}
