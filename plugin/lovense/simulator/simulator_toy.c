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
	toy->pattern_end_ms = 0;
}

static int64_t to_ms(double seconds)
{
	return (int64_t)(seconds * 1000.0 + 0.5);
}

static void start_level(struct simulator_toy *toy, int function, int level, const struct lovense_command *command,
			int64_t now_ms)
{
	struct simulator_run *run = &toy->runs[function];
	*run = (struct simulator_run){
		.start_ms = now_ms,
		.end_ms = now_ms + to_ms(command->time_s),
		.loop_active_ms = to_ms(command->loop_running_s),
		.loop_ms = to_ms(command->loop_running_s) + to_ms(command->loop_pause_s),
		.step_ms = 1000,
		.step_count = 1,
		.steps = {(uint8_t)level},
	};
}

static bool apply_function(struct simulator_toy *toy, const struct lovense_command *command, int64_t now_ms)
{
	bool has_any = false;
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++)
		has_any = has_any || ((toy->functions & LOVENSE_BIT(i)) && (command->has_level[i] || command->has_all));
	if (!has_any)
		return false;
	if (!command->keep_previous)
		memset(toy->runs, 0, sizeof(toy->runs));
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++) {
		int steps = lovense_functions[i].steps;
		if (!(toy->functions & LOVENSE_BIT(i)) || i == LOVENSE_STROKE)
			continue;
		if (command->has_level[i])
			start_level(toy, i, command->level[i], command, now_ms);
		else if (command->has_all)
			start_level(toy, i, command->all_level < steps ? command->all_level : steps, command, now_ms);
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
	const uint32_t motors =
		LOVENSE_BIT(LOVENSE_VIBRATE1) | LOVENSE_BIT(LOVENSE_VIBRATE2) | LOVENSE_BIT(LOVENSE_VIBRATE3);
	functions = functions ? functions : UINT32_MAX;
	functions |= (functions & motors) ? LOVENSE_BIT(LOVENSE_VIBRATE) : 0;
	functions &= toy->functions & ~LOVENSE_BIT(LOVENSE_STROKE) & ~motors;
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

static bool is_position_toy(const struct simulator_toy *toy)
{
	return (toy->functions & LOVENSE_BIT(LOVENSE_STROKE)) != 0;
}

static bool play(struct simulator_toy *toy, int64_t now_ms, const struct lovense_command *command, int total_ms)
{
	if (!is_position_toy(toy) || toy->point_count == 0)
		return false;
	toy->pattern_start_ms = now_ms + command->offset_ms - command->start_ms;
	toy->pattern_end_ms = now_ms + command->offset_ms + total_ms;
	return true;
}

void simulator_toy_learn(struct simulator_toy *toy, const struct lovense_command *command)
{
	toy->point_count = command->point_count;
	memcpy(toy->points, command->points, command->point_count * sizeof(toy->points[0]));
}

bool simulator_toy_apply(struct simulator_toy *toy, const struct lovense_command *command, int64_t now_ms)
{
	switch (command->kind) {
	case LOVENSE_COMMAND_FUNCTION:
		return apply_function(toy, command, now_ms);
	case LOVENSE_COMMAND_STOP:
		memset(toy->runs, 0, sizeof(toy->runs));
		toy->moves_until_ms = 0;
		return true;
	case LOVENSE_COMMAND_PATTERN:
		return apply_pattern(toy, command, now_ms);
	case LOVENSE_COMMAND_PRESET:
		return start_steps(toy, 0, preset_shapes[command->preset].steps, preset_shapes[command->preset].count,
				   PRESET_STEP_MS, now_ms, command->time_s);
	case LOVENSE_COMMAND_POSITION:
		if (!is_position_toy(toy))
			return false;
		toy->position = command->position;
		toy->moves_until_ms = now_ms + POSITION_MOVES_MS;
		return true;
	case LOVENSE_COMMAND_PATTERN_V2_PLAY:
		return play(toy, now_ms, command, command->total_ms);
	case LOVENSE_COMMAND_PATTERN_V2_INIT_PLAY:
		return play(toy, now_ms, command,
			    toy->point_count ? toy->points[toy->point_count - 1].ts_ms - command->start_ms : 0);
	case LOVENSE_COMMAND_PATTERN_V2_STOP:
		toy->pattern_end_ms = 0;
		return true;
	default:
		return true;
	}
}

static int position_now(const struct simulator_toy *toy, int64_t now_ms)
{
	if (now_ms < toy->pattern_end_ms && now_ms >= toy->pattern_start_ms) {
		int64_t at_ms = now_ms - toy->pattern_start_ms;
		int position = toy->points[0].position;
		for (size_t i = 0; i < toy->point_count && toy->points[i].ts_ms <= at_ms; i++)
			position = toy->points[i].position;
		return position;
	}
	return now_ms < toy->moves_until_ms ? toy->position : 0;
}

static int run_level(const struct simulator_run *run, int64_t now_ms)
{
	int64_t age_ms = now_ms - run->start_ms;
	if (now_ms >= run->end_ms || run->step_count == 0 || age_ms < 0)
		return 0;
	if (run->loop_ms > 0 && age_ms % run->loop_ms >= run->loop_active_ms)
		return 0;
	return run->steps[(size_t)(age_ms / run->step_ms) % run->step_count];
}

int simulator_toy_level(const struct simulator_toy *toy, enum lovense_function function, int64_t now_ms)
{
	if (function == LOVENSE_STROKE)
		return position_now(toy, now_ms);
	int level = run_level(&toy->runs[function], now_ms);
	/* "Vibrate" drives every motor. */
	bool is_motor = function >= LOVENSE_VIBRATE1 && function <= LOVENSE_VIBRATE3;
	if (is_motor && (toy->functions & LOVENSE_BIT(function)) && toy->runs[function].end_ms == 0)
		level = run_level(&toy->runs[LOVENSE_VIBRATE], now_ms);
	return level;
}
