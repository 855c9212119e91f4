/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/upstream/breaker.h"

/* The Retry-After of clients that are refused while a probe is under way: its outcome is not known yet. */
static const int64_t probe_wait_ms = 1000;

void breaker_init(struct breaker *breaker, const struct breaker_config *config)
{
	*breaker = (struct breaker){.config = config, .state = BREAKER_CLOSED, .pause_ms = config->open_ms};
}

int64_t breaker_admit(struct breaker *breaker, int64_t now_ms)
{
	if (breaker->state == BREAKER_CLOSED)
		return 0;
	if (breaker->state == BREAKER_HALF_OPEN)
		return probe_wait_ms;
	if (now_ms < breaker->open_until_ms)
		return breaker->open_until_ms - now_ms;
	breaker->state = BREAKER_HALF_OPEN;
	return 0;
}

void breaker_succeeded(struct breaker *breaker)
{
	breaker_init(breaker, breaker->config);
}

static void open_breaker(struct breaker *breaker, int64_t now_ms)
{
	breaker->state = BREAKER_OPEN;
	breaker->open_until_ms = now_ms + breaker->pause_ms;
	breaker->pause_ms *= 2;
	if (breaker->pause_ms > breaker->config->max_open_ms)
		breaker->pause_ms = breaker->config->max_open_ms;
}

void breaker_failed(struct breaker *breaker, int64_t now_ms)
{
	breaker->failures++;
	/* Requests that were admitted before it opened report later; they must not lengthen the pause. */
	if (breaker->state == BREAKER_OPEN)
		return;
	if (breaker->state == BREAKER_HALF_OPEN || breaker->failures >= breaker->config->failures_to_open)
		open_breaker(breaker, now_ms);
}

void breaker_abandoned(struct breaker *breaker, int64_t now_ms)
{
	if (breaker->state != BREAKER_HALF_OPEN)
		return;
	breaker->state = BREAKER_OPEN;
	breaker->open_until_ms = now_ms;
}
