/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Schedules that broke a promise once, cut down. */
#include "schedule.h"

#include <stddef.h>

#include "model.h"

enum { FIXED_STEPS = 8, FIXED_FATES = 6 };

struct fixed_fate {
	int request;
	struct fate fate;
};

struct fixed {
	enum world world;
	bool takes_toy_lists;
	struct step steps[FIXED_STEPS];
	struct fixed_fate fates[FIXED_FATES];
	int slow_emit; /* by number, and it is lost with its socket; 0: none */
};

static const struct fixed all[] = {
	/* Repeated Stops of three toys, each in its own rhythm and to two addresses, used up the rate: the toy that
	 * moved again had to wait. */
	{
		.world = WORLD_QUICK_SERVER,
		.takes_toy_lists = true,
		.steps = {{149, STEP_LEVEL_ALL, .value = 18},
			  {181, STEP_NEW_ADDRESS, .value = 0},
			  {197, STEP_CEILING, .value = 20},
			  {1103, STEP_STOP, .toy = 0},
			  {2028, STEP_STOP, .toy = 1},
			  {3311, STEP_STOP, .toy = 2}},
		.fates = {{0, {FATE_BROKEN, 1, 30, 10, 25, true}},
			  {7, {FATE_RESET, 1, 1799, 1, 0, true}},
			  {23, {FATE_FINE, 20, 18, 20, 250, true}}},
	},
	/* A sign of life 5 ms after the repeats doubled them. */
	{
		.world = WORLD_QUICK_SERVER,
		.steps = {{1369, STEP_LEVEL_ALL, .value = 18},
			  {1370, STEP_LEVEL, .toy = 1, .value = 14},
			  {5370, STEP_STOP, .toy = 0},
			  {5372, STEP_STOP, .toy = 2},
			  {5373, STEP_STOP, .toy = 1}},
		.fates = {{0, {FATE_REFUSED, 20, 1, 20, 239, true}},
			  {4, {FATE_RESET, 5, 1452, 1, 250, false}},
			  {5, {FATE_RESET, 19, 846, 1, 0, true}},
			  {6, {FATE_SLOW, 20, 1919, 20, 250, true}}},
	},
	/* The same Stop again put off its repeat. */
	{
		.world = WORLD_QUICK_SERVER,
		.steps = {{300, STEP_LEVEL_ALL, .value = 18},
			  {301, STEP_STOP, .toy = 1},
			  {915, STEP_LEVEL, .toy = 1, .value = 9},
			  {3537, STEP_STOP_ALL, .value = 0},
			  {4121, STEP_STOP, .toy = 1}},
		.fates = {{6, {FATE_SLOW, 1, 3154, 14, 76, true}}},
	},
	{
		.world = WORLD_QUICK_SERVER,
		.takes_toy_lists = true,
		.steps = {{3681, STEP_LEVEL_ALL, .value = 18},
			  {7307, STEP_LEVEL, .toy = 0, .value = 18},
			  {7800, STEP_LEVEL, .toy = 1, .value = 5},
			  {11266, STEP_STOP, .toy = 1},
			  {11267, STEP_STOP_ALL, .value = 0},
			  {12175, STEP_STOP, .toy = 1}},
		.fates = {{11, {FATE_RESET, 1, 2586, 754, 0, true}}, {18, {FATE_FINE, 5, 30, 17, 0, true}}},
	},
	/* Corrections after an answer counted as repeats. */
	{
		.world = WORLD_QUICK_SERVER,
		.steps = {{47, STEP_LEVEL_ALL, .value = 18},
			  {606, STEP_STOP_ALL, .value = 0},
			  {802, STEP_STOP, .toy = 0}},
		.fates = {{2, {FATE_RESET, 6, 1115, 2993, 250, false}}},
	},
	/* A Stop for all and the repeats of its toys were told apart. */
	{
		.world = WORLD_QUICK_SERVER,
		.steps = {{2385, STEP_LEVEL_ALL, .value = 18}, {2715, STEP_STOP_STORM, .value = 193}},
		.fates = {{0, {FATE_RESET, 8, 30, 2991, 250, false}},
			  {1, {FATE_RESET, 20, 893, 1, 0, true}},
			  {2, {FATE_RESET, 1, 30, 1, 84, true}}},
	},
	/* At the limit of a request the correction went by LAN alone, and was slow there. */
	{
		.world = WORLD_ANY_FAULT,
		.takes_toy_lists = true,
		.steps = {{151, STEP_LEVEL_ALL, .value = 18},
			  {165, STEP_STOP, .toy = 1},
			  {1625, STEP_STOP, .toy = 0},
			  {1937, STEP_STOP, .toy = 1},
			  {2537, STEP_STOP, .toy = 2}},
		.fates = {{0, {FATE_FINE, 11, 28, 1, 192, false}},
			  {2, {FATE_RESET, 1, 3999, 2998, 183, true}},
			  {8, {FATE_ERROR, 1, 30, 10, 250, false}},
			  {10, {FATE_RESET, 13, 3987, 1, 0, true}},
			  {21, {FATE_SLOW, 18, 3863, 20, 0, false}},
			  {22, {FATE_BROKEN, 14, 30, 2, 207, true}}},
		.slow_emit = 8,
	},
	/* What is repeated to an address that the phone has left waited for its part of the rate, though no newer one
	 * got it. */
	{
		.world = WORLD_SLOW_SERVER,
		.takes_toy_lists = true,
		.steps = {{4000, STEP_LEVEL_ALL, .value = 18},
			  {4064, STEP_LEVEL, .toy = 1, .value = 2},
			  {4065, STEP_LEVEL, .toy = 0, .value = 9},
			  {4108, STEP_NEW_ADDRESS, .value = 0},
			  {4127, STEP_LEVEL, .toy = 0, .value = 18, .second = 5},
			  {4128, STEP_STOP, .toy = 1},
			  {6822, STEP_STOP, .toy = 0}},
		.fates = {{0, {FATE_RESET, 20, 2952, 2979, 250, false}},
			  {2, {FATE_REFUSED, 1, 12, 3, 236, false}},
			  {5, {FATE_BROKEN, 3, 1, 12, 0, true}}},
		.slow_emit = 11,
	},
	/* By the server alone every STOP ALL counted as the first one. */
	{
		.world = WORLD_SLOW_SERVER,
		.takes_toy_lists = true,
		.steps = {{3, STEP_BY_SERVER, .value = 0},
			  {10, STEP_LEVEL_ALL, .value = 18},
			  {100, STEP_STOP_ALL, .value = 0},
			  {6000, STEP_STOP_STORM, .value = 3000}},
	},
};

bool schedule_fixed(struct schedule *schedule, int number)
{
	if (number >= (int)(sizeof(all) / sizeof(all[0])))
		return false;
	const struct fixed *fixed = &all[number];
	*schedule = (struct schedule){.world = fixed->world, .takes_toy_lists = fixed->takes_toy_lists};
	while (schedule->step_count < FIXED_STEPS && fixed->steps[schedule->step_count].kind) {
		schedule->steps[schedule->step_count] = fixed->steps[schedule->step_count];
		schedule->step_count++;
	}
	for (int i = 0; i < FATES_MAX; i++)
		schedule->fates[i] = model_fine;
	for (size_t i = 0; i < FIXED_FATES; i++) {
		if (fixed->fates[i].fate.way_ms)
			schedule->fates[fixed->fates[i].request] = fixed->fates[i].fate;
	}
	for (int i = 0; i < EMITS_MAX; i++)
		schedule->emits[i] = model_quick_emit;
	if (fixed->slow_emit)
		schedule->emits[fixed->slow_emit] = (struct emit_fate){MODEL_SERVER_MS, true, 0};
	return true;
}
