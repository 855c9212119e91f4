/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/command_map.h"

#include <stdio.h>
#include <string.h>

#include "engine/same_value.h"

_Static_assert((int)HAPTICS_MAX_TOYS <= (int)LOVENSE_MAX_TOYS, "every slot fits a command");
_Static_assert((int)LOVENSE_FUNCTION_COUNT <= (int)HAPTICS_MAX_FUNCTIONS, "every function fits the core");
_Static_assert((int)HAPTICS_PATTERN_MAX <= (int)LOVENSE_PATTERN_MAX, "every pattern fits a command");
SAME(HAPTICS_PULSE, LOVENSE_PULSE);
SAME(HAPTICS_WAVE, LOVENSE_WAVE);
SAME(HAPTICS_FIREWORKS, LOVENSE_FIREWORKS);
SAME(HAPTICS_EARTHQUAKE, LOVENSE_EARTHQUAKE);

void command_map_functions(struct haptics_function functions[LOVENSE_FUNCTION_COUNT])
{
	for (int f = 0; f < LOVENSE_FUNCTION_COUNT; f++) {
		functions[f].name = lovense_functions[f].name;
		functions[f].steps = lovense_functions[f].steps;
		/* Depth and Stroke shape another function's movement: they are only set when asked for by name. */
		functions[f].is_automatic = f != LOVENSE_DEPTH && f != LOVENSE_STROKE;
		functions[f].drives = 0;
	}
	functions[LOVENSE_VIBRATE].drives =
		LOVENSE_BIT(LOVENSE_VIBRATE1) | LOVENSE_BIT(LOVENSE_VIBRATE2) | LOVENSE_BIT(LOVENSE_VIBRATE3);
}

static bool map_toys(uint32_t mask, const char toy_ids[][LOVENSE_TOY_ID_SIZE], struct lovense_command *out)
{
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		if (!(mask & (UINT32_C(1) << slot)))
			continue;
		if (!toy_ids[slot][0])
			return false;
		memcpy(out->toys[out->toy_count++], toy_ids[slot], LOVENSE_TOY_ID_SIZE);
	}
	return true;
}

static void map_levels(const struct haptics_command *command, struct lovense_command *out)
{
	out->kind = LOVENSE_COMMAND_FUNCTION;
	for (size_t f = 0; f < LOVENSE_FUNCTION_COUNT; f++) {
		out->has_level[f] = command->level[f] >= 0;
		out->level[f] = out->has_level[f] ? command->level[f] : 0;
	}
	out->stroke_min = command->stroke_min;
	out->stroke_max = command->stroke_max;
}

static void map_pattern(const struct haptics_command *command, struct lovense_command *out)
{
	out->kind = LOVENSE_COMMAND_PATTERN;
	out->pattern_functions = command->functions;
	out->may_be_curve = command->is_whole;
	out->pattern_interval_ms = command->step_ms;
	out->pattern_count = command->step_count;
	for (size_t i = 0; i < command->step_count; i++)
		out->pattern[i] = command->steps[i];
}

bool command_map(const struct haptics_command *command, const char toy_ids[][LOVENSE_TOY_ID_SIZE],
		 struct lovense_command *out)
{
	*out = (struct lovense_command){.time_s = command->duration_ms / 1000.0};
	switch (command->kind) {
	case HAPTICS_COMMAND_STOP:
		out->kind = LOVENSE_COMMAND_STOP;
		break;
	case HAPTICS_COMMAND_LEVELS:
		map_levels(command, out);
		break;
	case HAPTICS_COMMAND_PATTERN:
		map_pattern(command, out);
		break;
	case HAPTICS_COMMAND_PRESET:
		out->kind = LOVENSE_COMMAND_PRESET;
		out->preset = (enum lovense_preset)command->preset;
		break;
	case HAPTICS_COMMAND_POSITION:
		out->kind = LOVENSE_COMMAND_POSITION;
		out->position = command->position;
		break;
	case HAPTICS_COMMAND_INVALID:
	default:
		return false;
	}
	return map_toys(command->toys, toy_ids, out);
}
