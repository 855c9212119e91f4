/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { WAIT_S = 120, JOIN_MS = 60000 };

static void on_log(void *ctx, int level, const char *line)
{
	struct fixture *fixture = ctx;
	pthread_mutex_lock(&fixture->lock);
	size_t used = strlen(fixture->log);
	snprintf(fixture->log + used, sizeof(fixture->log) - used, "%d %s\n", level, line);
	pthread_mutex_unlock(&fixture->lock);
}

void fixture_open(struct fixture *fixture)
{
	memset(fixture, 0, sizeof(*fixture));
	pthread_mutex_init(&fixture->lock, NULL);
	struct engine_config config = {.log = on_log, .ctx = fixture};
	fixture->engine = engine_create(&config);
	assert_non_null(fixture->engine);
}

void fixture_close(struct fixture *fixture)
{
	engine_request_stop(fixture->engine);
	assert_true(engine_join(fixture->engine, JOIN_MS));
	engine_destroy(fixture->engine);
	pthread_mutex_destroy(&fixture->lock);
}

/* false: the deadline has passed. */
static bool wait_for_revision(const struct engine *engine, uint64_t seen, const struct timespec *deadline)
{
	const struct timespec pause = {.tv_nsec = 1000000};
	struct timespec now;
	while (engine_revision(engine) == seen) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > deadline->tv_sec)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

void fixture_wait(struct fixture *fixture, bool (*holds)(const struct engine_snapshot *snapshot, const void *ctx),
		  const void *ctx, const char *what)
{
	struct timespec deadline;
	clock_gettime(CLOCK_MONOTONIC, &deadline);
	deadline.tv_sec += WAIT_S;
	for (;;) {
		uint64_t seen = engine_revision(fixture->engine);
		const struct engine_snapshot *snapshot = engine_snapshot_get(fixture->engine);
		bool is_reached = holds(snapshot, ctx);
		const char *state = engine_state_name(snapshot->state);
		engine_snapshot_release(snapshot);
		if (is_reached)
			return;
		if (!wait_for_revision(fixture->engine, seen, &deadline))
			fail_msg("never came: %s; state %s\n%s", what, state, fixture->log);
	}
}

static bool has_state(const struct engine_snapshot *snapshot, const void *ctx)
{
	return snapshot->state == *(const enum engine_state *)ctx;
}

void fixture_wait_state(struct fixture *fixture, enum engine_state state)
{
	fixture_wait(fixture, has_state, &state, engine_state_name(state));
}

void fixture_start_simulator(struct fixture *fixture, bool is_armed)
{
	struct engine_settings settings;
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.arm_on_start = is_armed;
	assert_true(engine_start(fixture->engine, &settings));
	fixture_wait_state(fixture, ENGINE_READY);
}

void fixture_post(struct fixture *fixture, enum haptics_intent_kind kind)
{
	struct haptics_intent intent = {.kind = kind};
	assert_true(engine_post(fixture->engine, &intent));
}

static bool is_armed(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->is_armed;
}

void fixture_arm(struct fixture *fixture)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_SET_ARMED, .on = true};
	assert_true(engine_post(fixture->engine, &intent));
	fixture_wait(fixture, is_armed, NULL, "armed");
}

void fixture_run_level(struct fixture *fixture, double level, int duration_ms)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = level, .duration_ms = duration_ms};
	assert_true(engine_post(fixture->engine, &intent));
}

double fixture_highest_level(const struct engine_snapshot *snapshot)
{
	double highest = 0.0;
	for (size_t t = 0; t < snapshot->toy_count; t++)
		for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
			if (snapshot->toys[t].level[f] > highest)
				highest = snapshot->toys[t].level[f];
	return highest;
}

bool is_moving(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return fixture_highest_level(snapshot) > 0.0;
}

bool is_still(const struct engine_snapshot *snapshot, const void *ctx)
{
	return !is_moving(snapshot, ctx);
}

bool is_panic(const struct engine_snapshot *snapshot, const void *ctx)
{
	(void)ctx;
	return snapshot->is_panic;
}
