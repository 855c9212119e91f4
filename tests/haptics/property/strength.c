/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strength.h"

#include <math.h>

double strength_peak(const struct haptics_command *command)
{
	int peak = 0;
	for (size_t i = 0; i < command->step_count; i++)
		peak = command->steps[i] > peak ? command->steps[i] : peak;
	return peak / 20.0;
}

double strength_named(const struct haptics_command *command, size_t function)
{
	int steps = program_functions[function].steps;
	switch (command->kind) {
	case HAPTICS_COMMAND_LEVELS:
		return command->level[function] > 0 ? (double)command->level[function] / steps : 0;
	case HAPTICS_COMMAND_PATTERN:
		if (command->functions && !((command->functions >> function) & 1))
			return 0;
		return fmax(strength_peak(command), ceil(strength_peak(command) * steps - EPSILON) / steps);
	case HAPTICS_COMMAND_PRESET:
		return function == STROKE ? 0 : 1;
	case HAPTICS_COMMAND_POSITION:
		return function == STROKE ? command->position / 100.0 : 0;
	default:
		return 0;
	}
}

static bool is_vibration(size_t function)
{
	return function == VIBRATE || function == VIBRATE1 || function == VIBRATE2;
}

double strength_stroke(const struct haptics_command *command)
{
	bool is_told = command->kind == HAPTICS_COMMAND_LEVELS && command->level[STROKE] >= 0;
	if (is_told || command->kind == HAPTICS_COMMAND_POSITION)
		return strength_named(command, STROKE);
	return strength_named(command, THRUSTING) > 0 ? 1 : 0;
}

double strength_of(const struct haptics_command *command, size_t function)
{
	double strength = strength_named(command, function);
	if (function == STROKE)
		return strength_stroke(command);
	if (!is_vibration(function))
		return strength;
	bool is_pattern = command->kind == HAPTICS_COMMAND_PATTERN;
	for (size_t f = VIBRATE; f <= VIBRATE2; f++)
		if (f == VIBRATE || function == VIBRATE || is_pattern)
			strength = fmax(strength, strength_named(command, f));
	return strength;
}
