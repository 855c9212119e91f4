/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/run_until.h"

#include <stdio.h>
#include <stdlib.h>

#include "net/loop.h"
#include "net/platform.h"

enum { STEP_MS = 100 };

bool run_until(struct loop *loop, const bool *flag)
{
	int64_t deadline_ms = platform_monotonic_ms() + PATIENCE_MS;
	while (!*flag && platform_monotonic_ms() < deadline_ms)
		if (!loop_run_once(loop, STEP_MS))
			return false;
	return *flag;
}

bool run_until_count(struct loop *loop, const int *counter, int at_least)
{
	int64_t deadline_ms = platform_monotonic_ms() + PATIENCE_MS;
	while (*counter < at_least && platform_monotonic_ms() < deadline_ms)
		if (!loop_run_once(loop, STEP_MS))
			return false;
	return *counter >= at_least;
}

void run_for(struct loop *loop, int ms)
{
	int64_t deadline_ms = platform_monotonic_ms() + ms;
	for (int64_t left_ms = ms; left_ms > 0; left_ms = deadline_ms - platform_monotonic_ms())
		if (!loop_run_once(loop, left_ms))
			return;
}

struct loop *new_loop(const struct loop_config *config)
{
	enum loop_error error = LOOP_OK;
	struct loop *loop = loop_create(config, &error);
	if (!loop) {
		fprintf(stderr, "no loop: error %d\n", (int)error);
		abort();
	}
	return loop;
}

struct loop *new_test_loop(const char *ca_file)
{
	struct loop_config config = {.ca_file = ca_file, .proxy = ""};
	return new_loop(&config);
}
