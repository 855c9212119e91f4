/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people do with the queue. */
#include "haptics/core.h"

static struct haptics_verdict done(void)
{
	return (struct haptics_verdict){.outcome = HAPTICS_DONE};
}

/* The run, or its delay, if there is one of that number. */
static void end_run(struct haptics *haptics, uint32_t number, bool is_skip)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		const struct rule_slot *slot = &haptics->slots[i];
		if (slot->pending_ms == CORE_NEVER || slot->pending.run != number)
			continue;
		start_cancel(haptics, i, is_skip ? HAPTICS_IGNORED_SKIPPED : HAPTICS_ENDED);
		return;
	}
	for (size_t i = 0; i < run_count(haptics); i++) {
		struct run *run = run_at(haptics, i);
		if (!run->is_active || run->id != number)
			continue;
		if (is_skip)
			run_skip(haptics, run);
		else
			run_end(haptics, run, HAPTICS_STOPPED);
		return;
	}
}

static int rule_of(const struct haptics *haptics, uint32_t number)
{
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		const struct rule_slot *slot = &haptics->slots[i];
		if ((slot->run.is_active && slot->run.id == number) ||
		    (slot->pending_ms != CORE_NEVER && slot->pending.run == number))
			return (int)i;
	}
	return -1;
}

struct haptics_verdict queue_skip(struct haptics *haptics, const struct haptics_intent *intent)
{
	(void)intent; /* it says nothing but its kind */
	uint32_t number = haptics_queue(haptics).running;
	if (number == 0)
		return done();
	notice_rejected(haptics, HAPTICS_IGNORED_SKIPPED, rule_of(haptics, number), number,
			credit_find(haptics, number));
	end_run(haptics, number, true);
	return done();
}

struct haptics_verdict queue_clear(struct haptics *haptics, const struct haptics_intent *intent)
{
	(void)intent;
	queue_empty(haptics, HAPTICS_IGNORED_CLEARED);
	return done();
}

struct haptics_verdict queue_pause(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct queue *queue = &haptics->queue;
	bool is_toggle = intent->kind == HAPTICS_INTENT_TOGGLE_QUEUE;
	bool on = is_toggle ? !queue->is_paused : intent->on;
	if (!on && intent->is_request && queue->is_persons_pause)
		return core_refuse(haptics, HAPTICS_IGNORED_NOT_ALLOWED);
	queue->is_paused = on;
	queue->is_persons_pause = on && (queue->is_persons_pause || !intent->is_request);
	queue_advance(haptics);
	return done();
}

struct haptics_verdict queue_cancel_run(struct haptics *haptics, const struct haptics_intent *intent)
{
	if (intent->run && !queue_drop_run(haptics, intent->run))
		end_run(haptics, intent->run, false);
	return done();
}
