/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An engine under test, and waiting for what it shows. */
#pragma once

#include <pthread.h>
#include <stdbool.h>

#include "engine/engine.h"

enum { FIXTURE_LOG_SIZE = 16384 };

struct fixture {
	struct engine *engine;
	pthread_mutex_t lock; /* guards: log */
	char log[FIXTURE_LOG_SIZE];
};

/* Creates the engine without starting it. */
void fixture_open(struct fixture *fixture);
/* Stops, joins and destroys; fails the test when the worker does not end in time. */
void fixture_close(struct fixture *fixture);
/* Starts it with the in-process simulator; armed as asked; waits until it is ready. */
void fixture_start_simulator(struct fixture *fixture, bool is_armed);

/* Waits until holds(snapshot, ctx) is true for the newest snapshot; fails the test after 20 s. */
void fixture_wait(struct fixture *fixture, bool (*holds)(const struct engine_snapshot *snapshot, const void *ctx),
		  const void *ctx, const char *what);
void fixture_wait_state(struct fixture *fixture, enum engine_state state);

void fixture_post(struct fixture *fixture, enum haptics_intent_kind kind);
void fixture_arm(struct fixture *fixture);
void fixture_run_level(struct fixture *fixture, double level, int duration_ms);

double fixture_highest_level(const struct engine_snapshot *snapshot);
/* For fixture_wait(). */
bool is_moving(const struct engine_snapshot *snapshot, const void *ctx);
bool is_still(const struct engine_snapshot *snapshot, const void *ctx);
bool is_panic(const struct engine_snapshot *snapshot, const void *ctx);
