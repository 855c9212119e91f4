/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gate for patterns and presets: one list of strengths for every function that it moves. */
#include <math.h>

#include "haptics/gate/gate_parts.h"

enum { PATTERN_TOP = 20 };

/* A function of a pattern moves all that its motors belong to: the letter for one is the letter for all. */
static uint32_t moved_by_pattern(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	uint32_t moved = gate_bit((int)function);
	for (size_t f = 0; f < gate->function_count; f++) {
		uint32_t whole = gate_bit((int)f) | gate->functions[f].drives;
		if (whole & gate_bit((int)function))
			moved |= whole & toy->functions;
	}
	return moved;
}

/* A pattern carries no stroke: where the machine has a range of its own to keep to, it cannot thrust. The master
 * ceiling bounds how strong a pattern is; it is no such range. */
static bool may_pattern_move(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	return (int)function != gate->thrusting || !gate_has(toy, gate->stroke) || toy->ceiling[gate->stroke] >= 1;
}

double gate_pattern_reach(const struct gate *gate, size_t slot, size_t function)
{
	const struct gate_toy *toy = &gate->toys[slot];
	uint32_t moved = moved_by_pattern(gate, toy, function);
	double reach = may_pattern_move(gate, toy, function) ? 1 : 0;
	for (size_t f = 0; f < gate->function_count; f++)
		if (moved & gate_bit((int)f))
			reach = fmin(reach, gate_ceiling(gate, slot, (int)f));
	return reach;
}

/* Highest strength of a Pattern (0..20) that keeps a function under its ceiling. The app scales strengths to coarser
 * functions itself, and may round up. */
static int strength_limit(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	int steps = gate->functions[function].steps;
	int allowed = gate_steps(toy->allowed[function], steps);
	return allowed * PATTERN_TOP / steps;
}

static int pattern_limit(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	uint32_t moved = moved_by_pattern(gate, toy, function);
	int lowest = may_pattern_move(gate, toy, function) ? PATTERN_TOP : 0;
	for (size_t f = 0; f < gate->function_count; f++)
		if ((moved & gate_bit((int)f)) && strength_limit(gate, toy, f) < lowest)
			lowest = strength_limit(gate, toy, f);
	return lowest;
}

/* One strength list drives every named function, so the lowest ceiling counts; functions that may not move at all are
 * not named. */
static int common_limit(const struct gate *gate, const struct gate_toy *toy, uint32_t *functions)
{
	int lowest = PATTERN_TOP;
	for (size_t f = 0; f < gate->function_count; f++) {
		if (!(*functions & gate_bit((int)f)))
			continue;
		int limit = pattern_limit(gate, toy, f);
		if (limit == 0)
			*functions &= ~gate_bit((int)f);
		else if (limit < lowest)
			lowest = limit;
	}
	return *functions ? lowest : 0;
}

/* A machine that thrusts would take strengths for places. */
static bool is_whole(const struct gate *gate, const struct gate_toy *toy, uint32_t functions)
{
	uint32_t moved = 0;
	for (size_t f = 0; f < gate->function_count; f++)
		if (functions & gate_bit((int)f))
			moved |= moved_by_pattern(gate, toy, f);
	return !(toy->functions & ~moved) && !gate_has(toy, gate->thrusting);
}

static double peak_of(const struct target *target)
{
	double peak = 0;
	for (size_t i = 0; i < target->step_count; i++)
		peak = fmax(peak, gate_unit(target->steps[i]));
	return peak;
}

void gate_pass_pattern(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	struct haptics_command *command = &result->command;
	uint32_t functions = target->functions & toy->functions & (gate->stroke < 0 ? ~0u : ~gate_bit(gate->stroke));
	uint32_t named = functions;
	double limit = (double)common_limit(gate, toy, &functions) / PATTERN_TOP;
	double peak = peak_of(target);
	double scale = !target->is_clipped && peak > limit ? limit / peak : 1;
	bool is_moving = false;
	result->is_capped = peak > limit + STEP_EPSILON || functions != named;
	command->step_count = target->step_count < HAPTICS_PATTERN_MAX ? target->step_count : HAPTICS_PATTERN_MAX;
	for (size_t i = 0; i < command->step_count; i++) {
		double step = gate_unit(target->steps[(target->first_step + i) % target->step_count]) * scale;
		command->steps[i] = (uint8_t)gate_steps(fmin(step, limit), PATTERN_TOP);
		is_moving = is_moving || command->steps[i] > 0;
	}
	command->functions = functions;
	command->is_whole = is_whole(gate, toy, functions);
	command->step_ms = target->step_ms;
	command->kind = is_moving ? HAPTICS_COMMAND_PATTERN : HAPTICS_COMMAND_INVALID;
	for (size_t f = 0; f < gate->function_count; f++)
		if ((named & gate_bit((int)f)) && toy->allowed[f] < gate_ceiling(gate, slot, (int)f))
			result->is_settling = true;
}

/* A preset carries no level and no list of functions: it plays on all of the toy, as strong as it likes. */
bool gate_allows_preset(const struct gate *gate, const struct gate_toy *toy)
{
	for (size_t f = 0; f < gate->function_count; f++)
		if ((toy->functions & gate_bit((int)f)) && toy->allowed[f] < 1)
			return false;
	return true;
}

void gate_pass_preset(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	if (!gate_allows_preset(gate, toy) || !(target->functions & toy->functions)) {
		gate_pass_pattern(gate, slot, target, result);
		return;
	}
	result->command.kind = HAPTICS_COMMAND_PRESET;
	result->command.preset = target->preset;
}

bool gate_allows_pattern(const struct gate *gate, const struct gate_toy *toy, const struct haptics_command *command)
{
	uint32_t functions = command->functions;
	int limit = common_limit(gate, toy, &functions);
	if (functions != command->functions)
		return false;
	for (size_t i = 0; i < command->step_count; i++)
		if (command->steps[i] > limit)
			return false;
	return true;
}
