/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/simulator/simulator_toy.h"

#include <string.h>

enum { POSITION_MOVES_MS = 300, PRESET_STEP_MS = 250, PATTERN_SCALE = 20 };

/* Rough shapes: the app's own are not published. */
static const struct {
	size_t count;
	uint8_t steps[12];
} preset_shapes[] = {
	[LOVENSE_PULSE] = {4, {20, 20, 0, 0}},
	[LOVENSE_WAVE] = {12, {0, 3, 7, 10, 13, 17, 20, 17, 13, 10, 7, 3}},
	[LOVENSE_FIREWORKS] = {8, {2, 5, 8, 12, 16, 20, 4, 0}},
	[LOVENSE_EARTHQUAKE] = {6, {20, 8, 16, 5, 18, 10}},
};

void simulator_toy_still(struct simulator_toy *toy)
{
	memset(toy->runs, 0, sizeof(toy->runs));
	toy->moves_until_ms = 0;
}

static int64_t to_ms(double seconds)
{
	return (int64_t)(seconds * 1000.0 + 0.5);
}

static void start_level(struct simulator_toy *toy, int function, int level, const struct lovense_command *command,
			int64_t now_ms)
{
	toy->runs[function] = (struct simulator_run){
		.start_ms = now_ms,
		.end_ms = now_ms + to_ms(command->time_s),
		.step_ms = 1000,
		.step_count = 1,
		.steps = {(uint8_t)level},
	};
}

static bool apply_function(struct simulator_toy *toy, const struct lovense_command *command, int64_t now_ms)
{
	bool has_any = false;
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++)
		has_any = has_any || ((toy->functions & LOVENSE_BIT(i)) && command->has_level[i]);
	if (!has_any)
		return false;
	memset(toy->runs, 0, sizeof(toy->runs));
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++) {
		if ((toy->functions & LOVENSE_BIT(i)) && i != LOVENSE_STROKE && command->has_level[i])
			start_level(toy, i, command->level[i], command, now_ms);
	}
	return true;
}

/* Pattern strengths are 0 to 20 whatever the function's own range is. */
static uint8_t scaled(int strength, int function)
{
	return (uint8_t)((strength * lovense_functions[function].steps + PATTERN_SCALE / 2) / PATTERN_SCALE);
}

static bool start_steps(struct simulator_toy *toy, uint32_t functions, const uint8_t *steps, size_t count, int step_ms,
			int64_t now_ms, double time_s)
{
	functions = functions ? functions : UINT32_MAX;
	functions |= (functions & LOVENSE_MOTORS) ? LOVENSE_BIT(LOVENSE_VIBRATE) : 0;
	functions &= toy->functions & ~LOVENSE_BIT(LOVENSE_STROKE) & ~LOVENSE_MOTORS;
	if (!functions)
		return false;
	memset(toy->runs, 0, sizeof(toy->runs));
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++) {
		if (!(functions & LOVENSE_BIT(i)))
			continue;
		struct simulator_run *run = &toy->runs[i];
		*run = (struct simulator_run){
			.start_ms = now_ms, .end_ms = now_ms + to_ms(time_s), .step_ms = step_ms, .step_count = count};
		for (size_t s = 0; s < count; s++)
			run->steps[s] = scaled(steps[s], i);
	}
	return true;
}

static bool apply_pattern(struct simulator_toy *toy, const struct lovense_command *command, int64_t now_ms)
{
	uint8_t steps[LOVENSE_PATTERN_MAX];
	for (size_t i = 0; i < command->pattern_count; i++)
		steps[i] = (uint8_t)command->pattern[i];
	return start_steps(toy, command->pattern_functions, steps, command->pattern_count, command->pattern_interval_ms,
			   now_ms, command->time_s);
}

bool simulator_toy_apply(struct simulator_toy *toy, const struct lovense_command *command, int64_t now_ms)
{
	switch (command->kind) {
	case LOVENSE_COMMAND_FUNCTION:
		return apply_function(toy, command, now_ms);
	case LOVENSE_COMMAND_STOP:
		simulator_toy_still(toy);
		return true;
	case LOVENSE_COMMAND_PATTERN:
		return apply_pattern(toy, command, now_ms);
	case LOVENSE_COMMAND_PRESET:
		return start_steps(toy, 0, preset_shapes[command->preset].steps, preset_shapes[command->preset].count,
				   PRESET_STEP_MS, now_ms, command->time_s);
	case LOVENSE_COMMAND_POSITION:
		if (!(toy->functions & LOVENSE_BIT(LOVENSE_STROKE)))
			return false;
		toy->position = command->position;
		toy->moves_until_ms = now_ms + POSITION_MOVES_MS;
		return true;
	default:
		return true;
	}
}

static int run_level(const struct simulator_run *run, int64_t now_ms)
{
	int64_t age_ms = now_ms - run->start_ms;
	if (now_ms >= run->end_ms || run->step_count == 0 || age_ms < 0)
		return 0;
	return run->steps[(size_t)(age_ms / run->step_ms) % run->step_count];
}

int simulator_toy_level(const struct simulator_toy *toy, enum lovense_function function, int64_t now_ms)
{
	if (function == LOVENSE_STROKE)
		return now_ms < toy->moves_until_ms ? toy->position : 0;
	int level = run_level(&toy->runs[function], now_ms);
	/* "Vibrate" drives every motor. */
	bool is_motor = function >= LOVENSE_VIBRATE1 && function <= LOVENSE_VIBRATE3;
	if (is_motor && (toy->functions & LOVENSE_BIT(function)) && toy->runs[function].end_ms == 0)
		level = run_level(&toy->runs[LOVENSE_VIBRATE], now_ms);
	return level;
}
