/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what a rule does. */
#include <limits.h>
#include <math.h>

#include "haptics/rules/rule_reader.h"

#define STROKE_DISTANCE 0.2 /* least distance of the two ends */

const char *const rule_action_words[] = {
	[RULE_ACTION_INVALID] = "",      [RULE_ACTION_LEVEL] = "level",       [RULE_ACTION_PATTERN] = "pattern",
	[RULE_ACTION_PRESET] = "preset", [RULE_ACTION_POSITION] = "position", [RULE_ACTION_AUDIO] = "audio",
	[RULE_ACTION_STOP] = "stop",     [RULE_ACTION_STOP + 1] = NULL,
};

static void read_pair(struct rule_reader *reader, const json_t *list, const char *key, double max, double pair[2])
{
	for (size_t i = 0; i < 2; i++) {
		const json_t *value = json_array_get(list, i); /* NULL past the end, which is no number */
		pair[i] = json_number_value(value);
		if (!json_is_number(value) || !(pair[i] >= 0 && pair[i] <= max))
			rule_reader_fail_number(reader, key, HAPTICS_PROBLEM_NOT_PAIR, 0, 0, max);
	}
}

static void read_fades(struct rule_reader *reader, const json_t *object, struct rule_action *action)
{
	double fades[2] = {0, 0};
	const json_t *list = rule_read_array(reader, object, "fade_ms", 2);
	if (!list)
		return;
	read_pair(reader, list, "fade_ms", 60000, fades);
	action->fade_in_ms = (int)fades[0];
	action->fade_out_ms = (int)fades[1];
}

static void read_stroke(struct rule_reader *reader, const json_t *object, struct rule_action *action)
{
	double stroke[2] = {0, 0};
	const json_t *list = rule_read_array(reader, object, "stroke", 2);
	if (!list)
		return;
	read_pair(reader, list, "stroke", 1, stroke);
	if (stroke[1] - stroke[0] < STROKE_DISTANCE - 1e-9)
		rule_reader_fail_number(reader, "stroke", HAPTICS_PROBLEM_TOO_CLOSE, 0, STROKE_DISTANCE, 0);
	action->has_stroke = true;
	action->stroke_min = stroke[0];
	action->stroke_max = stroke[1];
}

static void read_level(struct rule_reader *reader, const json_t *object, struct rule_action *action)
{
	static const char *const origins[] = {"", "rule", "request", NULL};
	action->level = rule_read_range(reader, object, "level", 0, 1, NAN, &action->level_max, &action->level_range);
	if (action->level_range == RULE_RANGE_NONE)
		action->level_max = rule_read_number(reader, object, "level_max", action->level, 1, action->level);
	action->is_level_from_request = rule_read_word(reader, object, "level_from", origins, 1) == 2;
	read_fades(reader, object, action);
	read_stroke(reader, object, action);
}

static void read_pattern(struct rule_reader *reader, const json_t *object, struct rule_action *action)
{
	const json_t *steps = rule_read_array(reader, object, "steps", HAPTICS_PATTERN_MAX);
	action->step_ms = rule_read_int(reader, object, "step_ms", 100, 10000, INT_MIN);
	action->step_count = json_array_size(steps);
	if (action->step_count == 0)
		rule_reader_fail_number(reader, "steps", HAPTICS_PROBLEM_ENTRY_COUNT, 0, 1, HAPTICS_PATTERN_MAX);
	size_t outer = rule_reader_enter(reader, "steps", -1);
	for (size_t i = 0; i < action->step_count; i++) {
		size_t mark = rule_reader_enter(reader, NULL, (int)i);
		action->steps[i] = rule_check_number(reader, json_array_get(steps, i), "", 0, 1);
		rule_reader_leave(reader, mark);
		action->level_max = fmax(action->level_max, action->steps[i]);
	}
	rule_reader_leave(reader, outer);
}

static void read_preset(struct rule_reader *reader, const json_t *object, struct rule_action *action)
{
	static const char *const presets[] = {
		[HAPTICS_PRESET_INVALID] = "",     [HAPTICS_PULSE] = "pulse",           [HAPTICS_WAVE] = "wave",
		[HAPTICS_FIREWORKS] = "fireworks", [HAPTICS_EARTHQUAKE] = "earthquake", NULL,
	};
	action->preset = (enum haptics_preset)rule_read_word(reader, object, "preset", presets, 0);
	action->level_max = 1;
}

static void read_follow(struct rule_reader *reader, const json_t *object, const struct rule_trigger *when,
			struct rule_action *action)
{
	static const char *const ways[] = {"", "smooth", "responsive", NULL};
	struct rule_follow *follow = &action->follow;
	bool has_meter = when->type == HAPTICS_TRIGGER_AUDIO;
	unsigned needs = HAPTICS_NEEDS_LEVEL;
	follow->is_off_air = rule_read_off_air(reader, object, &needs);
	follow->ref = rule_read_ref(reader, object, "source", !has_meter, needs);
	if (follow->ref < 0 && has_meter) {
		follow->ref = when->ref;
		follow->is_off_air = when->is_off_air;
	}
	follow->lo_db = rule_read_number(reader, object, "lo_db", -100, 0, -40);
	follow->hi_db = rule_read_number(reader, object, "hi_db", -100, 0, -10);
	if (follow->hi_db <= follow->lo_db)
		rule_reader_fail_number(reader, "hi_db", HAPTICS_PROBLEM_NOT_ABOVE, follow->hi_db, follow->lo_db, 0);
	follow->lo = rule_read_number(reader, object, "lo", 0, 1, 0);
	follow->hi = rule_read_number(reader, object, "hi", follow->lo, 1, 1);
	follow->attack_ms = rule_read_int(reader, object, "attack_ms", 0, 10000, 50);
	follow->release_ms = rule_read_int(reader, object, "release_ms", 0, 10000, 400);
	follow->is_smooth = rule_read_word(reader, object, "follow", ways, 1) == 1;
	action->level_max = follow->hi;
}

void rule_read_action(struct rule_reader *reader, const json_t *object, const struct rule_trigger *when,
		      struct rule_action *action)
{
	*action = (struct rule_action){.follow.ref = -1};
	action->kind = (enum rule_action_kind)rule_read_word(reader, object, "kind", rule_action_words, 0);
	action->toys = rule_read_names(reader, object, "toys");
	action->functions = rule_read_names(reader, object, "fn");
	if (action->kind == RULE_ACTION_LEVEL)
		read_level(reader, object, action);
	else if (action->kind == RULE_ACTION_PATTERN)
		read_pattern(reader, object, action);
	else if (action->kind == RULE_ACTION_PRESET)
		read_preset(reader, object, action);
	else if (action->kind == RULE_ACTION_AUDIO)
		read_follow(reader, object, when, action);
	else if (action->kind == RULE_ACTION_POSITION)
		action->position = action->level_max = rule_read_number(reader, object, "position", 0, 1, NAN);
}
