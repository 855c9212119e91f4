/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the gate share. Inside the gate only; pure. */
#pragma once

#include "haptics/gate/gate.h"

/* A level that stands for a whole step must not lose it to binary fractions (0.3 * 20). */
#define STEP_EPSILON 1e-6

static inline uint32_t gate_bit(int index)
{
	return UINT32_C(1) << index;
}

/* --- gate.c --- */
double gate_unit(double value); /* 0..1; NaN is 0 */
double gate_ceiling(const struct gate *gate, size_t slot, int function);
bool gate_has(const struct gate_toy *toy, int function);
int gate_steps(double level, int steps); /* whole device steps, rounded down */

/* --- gate_pattern.c --- */
double gate_pattern_reach(const struct gate *gate, size_t slot, size_t function);
void gate_pass_pattern(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result);
bool gate_allows_preset(const struct gate *gate, const struct gate_toy *toy);
void gate_pass_preset(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result);
bool gate_allows_pattern(const struct gate *gate, const struct gate_toy *toy, const struct haptics_command *command);
