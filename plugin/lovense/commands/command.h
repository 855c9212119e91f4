/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Typed toy commands and their encoding as the API's JSON objects (the same for the LAN and the socket route). Pure.
 * Every value is checked against the documented range here; nothing is clamped silently. The safety gate lies above
 * (haptics/gate/gate.h). Source: Standard API pages, sections Function, Pattern, Preset, PatternV2, Position,
 * GetToys. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "lovense/commands/function.h"

enum {
	LOVENSE_MAX_TOYS = 16,
	LOVENSE_TOY_ID_SIZE = 64,  /* with the NUL */
	LOVENSE_PATTERN_MAX = 50,  /* strengths in one Pattern */
	LOVENSE_ACTIONS_MAX = 500, /* points in one PatternV2 that we send */
};

enum lovense_command_kind {
	LOVENSE_COMMAND_INVALID,
	LOVENSE_COMMAND_FUNCTION,
	LOVENSE_COMMAND_STOP, /* Function Stop; the only one with timeSec 0 */
	LOVENSE_COMMAND_PATTERN,
	LOVENSE_COMMAND_PRESET,
	LOVENSE_COMMAND_POSITION,
	LOVENSE_COMMAND_PATTERN_V2_SETUP,
	LOVENSE_COMMAND_PATTERN_V2_PLAY,
	LOVENSE_COMMAND_PATTERN_V2_INIT_PLAY,
	LOVENSE_COMMAND_PATTERN_V2_STOP,
	LOVENSE_COMMAND_PATTERN_V2_SYNC_TIME,
	LOVENSE_COMMAND_GET_TOYS,
};

enum lovense_preset { LOVENSE_PRESET_INVALID, LOVENSE_PULSE, LOVENSE_WAVE, LOVENSE_FIREWORKS, LOVENSE_EARTHQUAKE };

struct lovense_action_point {
	int32_t ts_ms;    /* strictly rising, 0..7200000 */
	int32_t position; /* 0..100 */
};

/* Zero it, then set kind and the fields of that kind. Toys are ids as the service gave them. */
struct lovense_command {
	enum lovense_command_kind kind;
	size_t toy_count; /* 0: all toys. More than one needs an app of 7.71.0 or newer (toy array) */
	char toys[LOVENSE_MAX_TOYS][LOVENSE_TOY_ID_SIZE];
	double time_s; /* FUNCTION, PATTERN, PRESET: 1..6000 */

	bool has_level[LOVENSE_FUNCTION_COUNT]; /* FUNCTION: which functions are named */
	int level[LOVENSE_FUNCTION_COUNT];      /* FUNCTION: device steps 0..lovense_functions[].steps */
	int stroke_min, stroke_max; /* with has_level[LOVENSE_STROKE]: 0..100, span at least 20, needs Thrusting */

	uint32_t pattern_functions;       /* PATTERN: mask of letters, 0: all */
	int pattern_interval_ms;          /* PATTERN: 100..  */
	size_t pattern_count;             /* PATTERN: 1..50 */
	int pattern[LOVENSE_PATTERN_MAX]; /* PATTERN: 0..20 */
	bool may_be_curve; /* PATTERN: its toys do nothing but what it moves, so that it may go as PatternV2 */

	enum lovense_preset preset;
	int position; /* POSITION: 0..100 */

	const struct lovense_action_point *points; /* PATTERN_V2_SETUP, INIT_PLAY: borrowed */
	size_t point_count;
	int start_ms, offset_ms, total_ms; /* PATTERN_V2_PLAY, INIT_PLAY: 0..7200000, 0..15000, PLAY only: above 100 */
	bool is_queued;                    /* PATTERN_V2_INIT_PLAY: behind what plays, in place of it */
};

/* New reference to the JSON object in the documented field order, or NULL with a sentence in error that names the
 * field, its value and the range. */
json_t *lovense_command_encode(const struct lovense_command *command, char *error, size_t error_size);
