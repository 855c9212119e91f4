/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the gate alone begin with: cmocka, one gate with one toy, and the result of the last pass. */
#pragma once

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "haptics/gate/gate.h"
#include "world.h"

enum { NOW_MS = 1000000 };

static struct gate gate;
static struct gate_result result;

/* One toy with every function, ceilings 100 %. */
static inline void open_gate(double master, double toy, double vibrate)
{
	struct haptics_toy it = {.is_online = true, .functions = (1u << FUNCTION_COUNT) - 1, .ceiling = toy};
	memset(&gate, 0, sizeof(gate));
	gate.functions = world_functions;
	gate.function_count = FUNCTION_COUNT;
	gate.stroke = STROKE;
	gate.thrusting = THRUSTING;
	gate.is_armed = true;
	gate.master_ceiling = master;
	gate.lease_ms = 3000;
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		it.function_ceiling[f] = f == VIBRATE ? vibrate : 1;
	gate_set_toy(&gate, 0, &it);
	gate_advance(&gate, 0, false, NOW_MS);
}

static inline struct target target_of(enum target_kind kind)
{
	return (struct target){.kind = kind,
			       .functions = BIT(VIBRATE),
			       .end_ms = NOW_MS + 60000,
			       .deadline_ms = NOW_MS + 60000,
			       .step_ms = 200};
}

static inline struct target level_target(double level)
{
	struct target target = target_of(TARGET_LEVELS);
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		target.level[f] = level;
	return target;
}

/* Passes the target and notes it as sent, often enough for a rise to be over. */
static inline const struct haptics_command *settle(const struct target *target)
{
	for (int64_t now_ms = NOW_MS; now_ms <= NOW_MS + 750; now_ms += 250) {
		gate_pass(&gate, 0, target, now_ms, &result);
		gate_note_sent(&gate, 0, &result.command, now_ms);
	}
	return &result.command;
}

/* A toy with every function, and one ceiling. */
static inline void open_gate_with(int function, double ceiling)
{
	struct haptics_toy it = {.is_online = true, .functions = (1u << FUNCTION_COUNT) - 1, .ceiling = 1};
	open_gate(1, 1, 1);
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		it.function_ceiling[f] = f == function ? ceiling : 1;
	gate_set_toy(&gate, 0, &it);
	gate_advance(&gate, 0, false, NOW_MS);
}
