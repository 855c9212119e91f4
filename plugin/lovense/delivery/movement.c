/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/delivery/movement.h"

#include <string.h>

enum { FULL = 100, LEVEL_STEPS = 20 };

const struct movement movement_none = {.kind = LOVENSE_COMMAND_STOP};

static uint8_t percent_of(int level, int steps)
{
	int percent = (level * FULL + steps - 1) / steps;
	return (uint8_t)(percent < 0 ? 0 : percent > FULL ? FULL : percent);
}

static void raise_to(uint8_t *percent, uint8_t value)
{
	*percent = value > *percent ? value : *percent;
}

/* Naming Vibrate moves the single motors too. */
static void spread(struct movement *out)
{
	raise_to(&out->percent[LOVENSE_VIBRATE1], out->percent[LOVENSE_VIBRATE]);
	raise_to(&out->percent[LOVENSE_VIBRATE2], out->percent[LOVENSE_VIBRATE]);
	raise_to(&out->percent[LOVENSE_VIBRATE3], out->percent[LOVENSE_VIBRATE]);
}

static uint32_t mix(uint32_t shape, int value)
{
	return (shape ^ (uint32_t)value) * UINT32_C(16777619);
}

static void read_levels(const struct lovense_command *command, struct movement *out)
{
	for (int f = 0; f < LOVENSE_FUNCTION_COUNT; f++) {
		if (command->has_level[f])
			out->percent[f] = percent_of(command->level[f], lovense_functions[f].steps);
	}
	if (command->has_level[LOVENSE_STROKE])
		out->percent[LOVENSE_STROKE] = percent_of(command->stroke_max, FULL);
	if (command->has_level[LOVENSE_STROKE])
		out->shape = mix(out->shape, command->stroke_min + 1);
}

static void read_pattern(const struct lovense_command *command, struct movement *out)
{
	int sum = 0;
	int highest = 0;
	for (size_t i = 0; i < command->pattern_count && i < LOVENSE_PATTERN_MAX; i++) {
		sum += command->pattern[i];
		highest = command->pattern[i] > highest ? command->pattern[i] : highest;
	}
	bool is_for_all = !command->pattern_functions || command->kind == LOVENSE_COMMAND_PATTERN_V2_PLAY;
	for (int f = 0; f < LOVENSE_FUNCTION_COUNT; f++) {
		if (is_for_all || (command->pattern_functions & LOVENSE_BIT(f)))
			out->percent[f] = percent_of(highest, LEVEL_STEPS);
	}
	out->shape = mix(mix(mix(0, (int)command->pattern_count), command->pattern_interval_ms), sum);
}

bool movement_of(const struct lovense_command *command, struct movement *out)
{
	*out = (struct movement){.kind = command->kind};
	switch (command->kind) {
	case LOVENSE_COMMAND_STOP:
		return true;
	case LOVENSE_COMMAND_PATTERN_V2_STOP:
		out->kind = LOVENSE_COMMAND_STOP;
		return true;
	case LOVENSE_COMMAND_FUNCTION:
		read_levels(command, out);
		break;
	case LOVENSE_COMMAND_PATTERN:
	case LOVENSE_COMMAND_PATTERN_V2_PLAY:
		read_pattern(command, out);
		break;
	case LOVENSE_COMMAND_PRESET:
		memset(out->percent, FULL, sizeof(out->percent));
		out->shape = (uint32_t)command->preset;
		break;
	case LOVENSE_COMMAND_POSITION:
		out->shape = (uint32_t)command->position;
		break;
	default:
		return false;
	}
	spread(out);
	return true;
}

bool movement_moves(const struct movement *movement)
{
	return movement->kind == LOVENSE_COMMAND_POSITION || movement_is_stronger(movement, &movement_none);
}

bool movement_needs_lan(const struct movement *movement)
{
	return movement->kind == LOVENSE_COMMAND_POSITION || movement->kind == LOVENSE_COMMAND_PATTERN_V2_PLAY;
}

bool movement_is_same(const struct movement *a, const struct movement *b)
{
	return a->kind == b->kind && a->shape == b->shape && memcmp(a->percent, b->percent, sizeof(a->percent)) == 0;
}

bool movement_is_stronger(const struct movement *a, const struct movement *b)
{
	for (int f = 0; f < LOVENSE_FUNCTION_COUNT; f++) {
		if (a->percent[f] > b->percent[f])
			return true;
	}
	return a->kind == LOVENSE_COMMAND_POSITION && !movement_is_same(a, b);
}
