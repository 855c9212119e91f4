/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Our own shapes of the app's presets, and the step of a pattern that is due. */
#include "haptics/core.h"

static const double pulse[] = {1, 1, 1, 0, 0, 0};
static const double wave[] = {0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1, 1, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1};
static const double fireworks[] = {0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0,   0, 1, 0.3,
				   1,   0.3, 0.8, 0.2,  0.6, 0.1, 0.3, 0, 0, 0};
static const double earthquake[] = {0.6, 0.9, 0.5, 1, 0.7, 1, 0.6, 0.8, 0.5, 0.9, 0.4, 0.7, 0.3, 0.5, 0.8, 1, 0.6, 0.9};

enum { PRESET_STEP_MS = 150 };

#define SHAPE(array)                                                                                                   \
	{                                                                                                              \
		(array), sizeof(array) / sizeof((array)[0]), PRESET_STEP_MS                                            \
	}

struct pattern_shape pattern_of_preset(enum haptics_preset preset)
{
	static const struct pattern_shape shapes[] = {
		[HAPTICS_PULSE] = SHAPE(pulse),
		[HAPTICS_WAVE] = SHAPE(wave),
		[HAPTICS_FIREWORKS] = SHAPE(fireworks),
		[HAPTICS_EARTHQUAKE] = SHAPE(earthquake),
	};
	return shapes[preset];
}

size_t pattern_position(const struct pattern_shape *shape, int64_t start_ms, int64_t now_ms)
{
	return (size_t)((now_ms - start_ms) / shape->step_ms) % shape->step_count;
}
