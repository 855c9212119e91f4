/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reconnect policy as data: exponential with jitter, reset only after the link has been good for a while (a server that
 * accepts and drops at once must not reset it). Pure: time and random are arguments. */
#pragma once

#include <stdint.h>

struct backoff_policy {
	int first_ms;  /* delay after the first failure, before jitter */
	int max_ms;    /* cap, before jitter */
	double factor; /* growth per failure */
	double jitter; /* 0..1: the delay is spread over [d*(1-jitter), d*(1+jitter)], also at the cap */
	int stable_ms; /* a link that lived this long counts as good: the next failure starts from first_ms again */
};

struct backoff {
	int failures;            /* in a row */
	int64_t connected_at_ms; /* 0: not connected */
};
void backoff_connected(struct backoff *state, int64_t now_ms);
/* The link or the attempt failed: the delay to wait now, in ms. random is uniform in [0, 1). */
int backoff_failed(struct backoff *state, const struct backoff_policy *policy, int64_t now_ms, double random);
