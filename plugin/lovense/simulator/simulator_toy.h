/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One virtual toy: what it does at a moment, computed from the commands it got. Pure, time is an argument.
 *
 * It follows the app: a level ends when its timeSec has passed, a new command replaces the old one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lovense/commands/command.h"

struct simulator_run {
	int64_t start_ms;
	int64_t end_ms; /* 0: no run */
	int step_ms;
	size_t step_count; /* 1: a steady level */
	uint8_t steps[LOVENSE_PATTERN_MAX];
};

struct simulator_toy {
	uint32_t functions;
	struct simulator_run runs[LOVENSE_FUNCTION_COUNT];
	int position; /* of a position toy, 0..100 */
	int64_t moves_until_ms;
};

/* Does what the command says. false: the toy has none of the functions it names. */
bool simulator_toy_apply(struct simulator_toy *toy, const struct lovense_command *command, int64_t now_ms);
/* Ends everything, as when it is switched off. */
void simulator_toy_still(struct simulator_toy *toy);
/* Level in device steps; LOVENSE_STROKE: the position of a position toy while it moves. */
int simulator_toy_level(const struct simulator_toy *toy, enum lovense_function function, int64_t now_ms);
