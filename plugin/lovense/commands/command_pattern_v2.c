/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/commands/command_encode.h"

enum { LONGEST_MS = 7200000, LONGEST_OFFSET_MS = 15000 };

/* The app drops bad points without a word; here they are an error. */
static bool encode_points(struct encoding *encoding)
{
	const struct lovense_command *command = encoding->command;
	if (!command->points)
		return encode_fail(encoding, "actions has no points");
	if (!encode_check(encoding, "actions count", (double)command->point_count, 1, LOVENSE_ACTIONS_MAX))
		return false;
	json_t *actions = json_array();
	if (!encode_set(encoding, "actions", actions))
		return false;
	for (size_t i = 0; i < command->point_count; i++) {
		const struct lovense_action_point *point = &command->points[i];
		if (!encode_check(encoding, "actions ts", point->ts_ms, 0, LONGEST_MS) ||
		    !encode_check(encoding, "actions pos", point->position, 0, 100))
			return false;
		if (i > 0 && point->ts_ms <= command->points[i - 1].ts_ms)
			return encode_fail(encoding, "actions ts is %d after %d, it must rise", (int)point->ts_ms,
					   (int)command->points[i - 1].ts_ms);
		json_array_append_new(actions,
				      json_pack("{s:i,s:i}", "ts", (int)point->ts_ms, "pos", (int)point->position));
	}
	return json_array_size(actions) == command->point_count || encode_fail(encoding, "out of memory");
}

static bool encode_start(struct encoding *encoding)
{
	const struct lovense_command *command = encoding->command;
	return encode_check(encoding, "startTime", command->start_ms, 0, LONGEST_MS) &&
	       encode_check(encoding, "offsetTime", command->offset_ms, 0, LONGEST_OFFSET_MS) &&
	       encode_set(encoding, "startTime", json_integer(command->start_ms)) &&
	       encode_set(encoding, "offsetTime", json_integer(command->offset_ms));
}

static bool encode_play(struct encoding *encoding)
{
	int total_ms = encoding->command->total_ms;
	return encode_toy(encoding) && encode_start(encoding) &&
	       encode_check(encoding, "timeMs", total_ms, 101, LONGEST_MS) &&
	       encode_set(encoding, "timeMs", json_integer(total_ms));
}

static bool encode_init_play(struct encoding *encoding)
{
	return encode_points(encoding) && encode_start(encoding) && encode_toy(encoding) &&
	       encode_set(encoding, "stopPrevious", json_integer(encoding->command->is_queued ? 0 : 1));
}

static bool set_type(struct encoding *encoding, const char *type)
{
	return encode_set(encoding, "type", json_string(type));
}

bool encode_pattern_v2(struct encoding *encoding)
{
	switch (encoding->command->kind) {
	case LOVENSE_COMMAND_PATTERN_V2_SETUP:
		return set_type(encoding, "Setup") && encode_points(encoding);
	case LOVENSE_COMMAND_PATTERN_V2_PLAY:
		return set_type(encoding, "Play") && encode_play(encoding);
	case LOVENSE_COMMAND_PATTERN_V2_INIT_PLAY:
		return set_type(encoding, "InitPlay") && encode_init_play(encoding);
	case LOVENSE_COMMAND_PATTERN_V2_STOP:
		return set_type(encoding, "Stop") && encode_toy(encoding);
	default:
		return set_type(encoding, "SyncTime");
	}
}
