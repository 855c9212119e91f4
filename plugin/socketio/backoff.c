/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "socketio/backoff.h"

void backoff_connected(struct backoff *state, int64_t now_ms)
{
	state->connected_at_ms = now_ms > 0 ? now_ms : 1; /* 0 means "not connected" */
}

int backoff_failed(struct backoff *state, const struct backoff_policy *policy, int64_t now_ms, double random)
{
	if (state->connected_at_ms && now_ms - state->connected_at_ms >= policy->stable_ms)
		state->failures = 0;
	state->connected_at_ms = 0;

	double delay_ms = policy->first_ms;
	for (int i = 0; i < state->failures && delay_ms < policy->max_ms; i++)
		delay_ms *= policy->factor;
	if (delay_ms >= policy->max_ms)
		delay_ms = policy->max_ms;
	else
		state->failures++; /* no further than the cap, so that it never overflows */
	return (int)(delay_ms * (1.0 + policy->jitter * (2.0 * random - 1.0)));
}
