/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Circuit breaker: after several failures in a row no request goes to the upstream for a while; then one request tries
 * it again. Thread: the server's. Time is an argument, in milliseconds of any clock that does not go back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum breaker_state {
	BREAKER_CLOSED = 1, /* all is well */
	BREAKER_OPEN,       /* nothing goes through before open_until_ms */
	BREAKER_HALF_OPEN,  /* one probe is under way */
};

struct breaker_config {
	int64_t failures_to_open; /* in a row */
	int64_t open_ms;          /* first pause; doubles with each failed probe */
	int64_t max_open_ms;
};

struct breaker {
	const struct breaker_config *config; /* borrowed */
	enum breaker_state state;
	int failures;
	int64_t pause_ms;
	int64_t open_until_ms;
};

/* config (borrowed) outlives it. */
void breaker_init(struct breaker *breaker, const struct breaker_config *config);
/* 0: go on, and report the outcome by one call below; the state is half open then if this is the probe. Else the time
 * to wait. */
int64_t breaker_admit(struct breaker *breaker, int64_t now_ms);
void breaker_succeeded(struct breaker *breaker);
void breaker_failed(struct breaker *breaker, int64_t now_ms);
/* In place of an outcome, when the probe (the request that made it half open) ended without one, since its client went
 * away: its place is free again. No other request needs this call. */
void breaker_abandoned(struct breaker *breaker, int64_t now_ms);
