/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads triggers and conditions: everything that is true or not. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "haptics/rules/rule_reader.h"

static const struct rule_word condition_types[] = {
	{"scene", HAPTICS_TRIGGER_SCENE},
	{"source", HAPTICS_TRIGGER_SOURCE},
	{"media", HAPTICS_TRIGGER_MEDIA},
	{"output", HAPTICS_TRIGGER_OUTPUT},
	{"studio_mode", HAPTICS_TRIGGER_STUDIO_MODE},
	{"audio", HAPTICS_TRIGGER_AUDIO},
	{"clock", HAPTICS_TRIGGER_CLOCK},
	{"toy", HAPTICS_TRIGGER_TOY},
	{NULL, 0},
};
static const struct rule_word trigger_types[] = {
	{"hotkey", HAPTICS_TRIGGER_HOTKEY},
	{"scene", HAPTICS_TRIGGER_SCENE},
	{"source", HAPTICS_TRIGGER_SOURCE},
	{"media", HAPTICS_TRIGGER_MEDIA},
	{"output", HAPTICS_TRIGGER_OUTPUT},
	{"studio_mode", HAPTICS_TRIGGER_STUDIO_MODE},
	{"replay", HAPTICS_TRIGGER_REPLAY},
	{"audio", HAPTICS_TRIGGER_AUDIO},
	{"request", HAPTICS_TRIGGER_REQUEST},
	{"timer", HAPTICS_TRIGGER_TIMER},
	{"clock", HAPTICS_TRIGGER_CLOCK},
	{"toy", HAPTICS_TRIGGER_TOY},
	{NULL, 0},
};

static void read_scene(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const struct rule_word moments[] = {{"transition_end", 1}, {"transition_start", 2}, {NULL, 0}};
	trigger->ref = rule_read_ref(reader, object, "ref", true, HAPTICS_NEEDS_EXISTENCE);
	trigger->is_at_transition_start = rule_read_word(reader, object, "at", moments, 1) == 2;
}

static void read_source(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const struct rule_word states[] = {{"active", 1}, {"shown", 2}, {NULL, 0}};
	trigger->ref = rule_read_ref(reader, object, "ref", true, HAPTICS_NEEDS_STATE);
	trigger->is_shown = rule_read_word(reader, object, "state", states, 1) == 2;
}

static void read_outputs(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const struct rule_word outputs[] = {
		{"stream", HAPTICS_OUTPUT_STREAM},
		{"record", HAPTICS_OUTPUT_RECORD},
		{"record_paused", HAPTICS_OUTPUT_RECORD_PAUSED},
		{"replay_buffer", HAPTICS_OUTPUT_REPLAY_BUFFER},
		{"virtual_camera", HAPTICS_OUTPUT_VIRTUAL_CAMERA},
		{NULL, 0},
	};
	const json_t *is = json_object_get(object, "is");
	if (json_is_array(is) && json_array_size(is) > 0) {
		for (size_t i = 0; i < json_array_size(is); i++) {
			const char *text = json_string_value(json_array_get(is, i));
			trigger->outputs |= UINT32_C(1) << rule_find_word(reader, "is", outputs, text ? text : "");
		}
		return;
	}
	trigger->outputs = UINT32_C(1) << rule_read_word(reader, object, "is", outputs, 0);
}

static void read_audio(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	trigger->ref = rule_read_ref(reader, object, "ref", true, HAPTICS_NEEDS_LEVEL);
	trigger->on_db = rule_read_number(reader, object, "on_db", -100, 0, -30);
	trigger->off_db = rule_read_number(reader, object, "off_db", -103, trigger->on_db, trigger->on_db - 3);
	trigger->attack_ms = rule_read_int(reader, object, "attack_ms", 0, 60000, 50);
	trigger->release_ms = rule_read_int(reader, object, "release_ms", 0, 60000, 400);
}

static int read_minute(struct rule_reader *reader, const json_t *object, const char *key, int missing)
{
	const char *text = rule_read_text(reader, object, key, missing < 0 ? "" : NULL);
	int hour = 0;
	int minute = 0;
	int length = 0;
	if (!text)
		return missing;
	if (sscanf(text, "%2d:%2d%n", &hour, &minute, &length) != 2 || text[length] || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59)
		rule_reader_fail_text(reader, key, HAPTICS_PROBLEM_NOT_TIME, text);
	return hour * 60 + minute;
}

static uint32_t read_days(struct rule_reader *reader, const json_t *object)
{
	static const struct rule_word names[] = {{"mon", 1}, {"tue", 2}, {"wed", 3}, {"thu", 4},
						 {"fri", 5}, {"sat", 6}, {"sun", 7}, {NULL, 0}};
	const json_t *list = rule_read_array(reader, object, "days", 7);
	uint32_t days = 0;
	if (!list)
		return 0x7f;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *text = json_string_value(json_array_get(list, i));
		int day = rule_find_word(reader, "days", names, text ? text : "");
		days |= day > 0 ? UINT32_C(1) << (day - 1) : 0;
	}
	if (days == 0)
		rule_reader_fail_number(reader, "days", HAPTICS_PROBLEM_ENTRY_COUNT, 0, 1, 7);
	return days;
}

static void read_clock(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	trigger->from_minute = read_minute(reader, object, "from", -1);
	trigger->to_minute = read_minute(reader, object, "to", (trigger->from_minute + 1) % (24 * 60));
	trigger->days = read_days(reader, object);
}

static void read_toy(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const struct rule_word events[] = {
		{"online", RULE_TOY_ONLINE},
		{"battery_below", RULE_TOY_BATTERY_BELOW},
		{NULL, 0},
	};
	trigger->toy_event = (enum rule_toy_event)rule_read_word(reader, object, "event", events, RULE_TOY_ONLINE);
	trigger->battery_below = rule_read_int(reader, object, "below", 1, 100, 20);
	trigger->toys = rule_read_names(reader, object, "toys");
}

void rule_read_trigger(struct rule_reader *reader, const json_t *object, bool is_condition,
		       struct rule_trigger *trigger)
{
	const struct rule_word *types = is_condition ? condition_types : trigger_types;
	*trigger = (struct rule_trigger){.ref = -1};
	trigger->type = (enum haptics_trigger)rule_read_word(reader, object, "type", types, 0);
	if (is_condition)
		trigger->is_inverted = rule_read_bool(reader, object, "not", false);
	if (trigger->type == HAPTICS_TRIGGER_SCENE)
		read_scene(reader, object, trigger);
	else if (trigger->type == HAPTICS_TRIGGER_SOURCE)
		read_source(reader, object, trigger);
	else if (trigger->type == HAPTICS_TRIGGER_MEDIA)
		trigger->ref = rule_read_ref(reader, object, "ref", true, HAPTICS_NEEDS_MEDIA);
	else if (trigger->type == HAPTICS_TRIGGER_OUTPUT)
		read_outputs(reader, object, trigger);
	else if (trigger->type == HAPTICS_TRIGGER_AUDIO)
		read_audio(reader, object, trigger);
	else if (trigger->type == HAPTICS_TRIGGER_CLOCK)
		read_clock(reader, object, trigger);
	else if (trigger->type == HAPTICS_TRIGGER_TOY)
		read_toy(reader, object, trigger);
}

size_t rule_read_conditions(struct rule_reader *reader, const json_t *object,
			    struct rule_trigger conditions[HAPTICS_MAX_CONDITIONS])
{
	const json_t *list = rule_read_array(reader, object, "only_if", HAPTICS_MAX_CONDITIONS);
	size_t count = json_array_size(list);
	size_t outer = rule_reader_enter(reader, "only_if", -1);
	for (size_t i = 0; i < count; i++) {
		size_t mark = rule_reader_enter(reader, NULL, (int)i);
		const json_t *entry = json_array_get(list, i);
		if (!json_is_object(entry))
			rule_reader_fail(reader, "", HAPTICS_PROBLEM_NOT_OBJECT);
		rule_read_trigger(reader, entry, true, &conditions[i]);
		rule_reader_leave(reader, mark);
	}
	rule_reader_leave(reader, outer);
	return count;
}
