/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/loop_internal.h"

void loop_timer_start(struct loop *loop, struct loop_timer *timer, int64_t at_ms)
{
	loop_timer_cancel(loop, timer);
	struct loop_timer **place = &loop->timers;
	while (*place && (*place)->at_ms <= at_ms)
		place = &(*place)->next;
	timer->at_ms = at_ms;
	timer->next = *place;
	timer->is_armed = true;
	*place = timer;
}

void loop_timer_cancel(struct loop *loop, struct loop_timer *timer)
{
	if (!timer->is_armed)
		return;
	struct loop_timer **place = &loop->timers;
	while (*place && *place != timer)
		place = &(*place)->next;
	if (*place)
		*place = timer->next;
	timer->next = NULL;
	timer->is_armed = false;
}

void loop_run_timers(struct loop *loop)
{
	int64_t now_ms = loop_now_ms(loop);
	int due = 0;
	for (struct loop_timer *timer = loop->timers; timer && timer->at_ms <= now_ms; timer = timer->next)
		due++;
	/* Only as many as were due at the start: one that re-arms itself for now must not keep the turn from ending. */
	for (; due > 0 && loop->timers && loop->timers->at_ms <= now_ms; due--) {
		struct loop_timer *timer = loop->timers;
		loop_timer_cancel(loop, timer);
		timer->fire(timer->ctx);
	}
}
