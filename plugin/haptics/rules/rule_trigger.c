/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads triggers and conditions: everything that is true or not. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "haptics/rules/rule_reader.h"

static void read_scene(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const char *const moments[] = {"", "transition_end", "transition_start", NULL};
	trigger->ref = rule_read_ref(reader, object, "ref", true, HAPTICS_NEEDS_EXISTENCE);
	trigger->is_at_transition_start = rule_read_word(reader, object, "at", moments, 1) == 2;
}

static void read_source(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const char *const states[] = {"", "active", "shown", NULL};
	trigger->ref = rule_read_ref(reader, object, "ref", true, HAPTICS_NEEDS_STATE);
	trigger->is_shown = rule_read_word(reader, object, "state", states, 1) == 2;
}

bool rule_read_off_air(struct rule_reader *reader, const json_t *object, unsigned *needs)
{
	bool is_off_air = rule_read_bool(reader, object, "off_air", false);
	if (!is_off_air)
		*needs |= HAPTICS_NEEDS_STATE;
	return is_off_air;
}

static void read_media(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	unsigned needs = HAPTICS_NEEDS_MEDIA;
	trigger->is_off_air = rule_read_off_air(reader, object, &needs);
	trigger->ref = rule_read_ref(reader, object, "ref", true, needs);
}

static void read_outputs(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const char *const outputs[] = {
		[HAPTICS_OUTPUT_INVALID] = "",
		[HAPTICS_OUTPUT_STREAM] = "stream",
		[HAPTICS_OUTPUT_RECORD] = "record",
		[HAPTICS_OUTPUT_RECORD_PAUSED] = "record_paused",
		[HAPTICS_OUTPUT_REPLAY_BUFFER] = "replay_buffer",
		[HAPTICS_OUTPUT_VIRTUAL_CAMERA] = "virtual_camera",
		NULL,
	};
	const json_t *is = json_object_get(object, "is");
	bool is_list = json_is_array(is) && json_array_size(is) > 0;
	trigger->outputs = is_list ? rule_check_words(reader, is, "is", outputs)
				   : UINT32_C(1) << rule_read_word(reader, object, "is", outputs, 0);
}

static void read_audio(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	unsigned needs = HAPTICS_NEEDS_LEVEL;
	trigger->is_off_air = rule_read_off_air(reader, object, &needs);
	trigger->ref = rule_read_ref(reader, object, "ref", true, needs);
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
	static const char *const names[] = {"", "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
	const json_t *list = rule_read_array(reader, object, "days", 7);
	if (!list)
		return 0x7f;
	if (json_array_size(list) == 0)
		rule_reader_fail_number(reader, "days", HAPTICS_PROBLEM_ENTRY_COUNT, 0, 1, 7);
	return rule_check_words(reader, list, "days", names) >> 1;
}

static void read_clock(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	trigger->from_minute = read_minute(reader, object, "from", -1);
	trigger->to_minute = read_minute(reader, object, "to", (trigger->from_minute + 1) % (24 * 60));
	trigger->days = read_days(reader, object);
}

static void read_toy_value(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	trigger->button = -1;
	switch (trigger->toy_event) {
	case RULE_TOY_ONLINE: /* has no use for it, but never took a wrong one */
	case RULE_TOY_BATTERY_BELOW:
		trigger->battery_below = rule_read_int(reader, object, "below", 1, 100, 20);
		break;
	case RULE_TOY_BUTTON:
		trigger->button = rule_read_int(reader, object, "index", 0, 31, -1);
		break;
	case RULE_TOY_DEPTH:
	case RULE_TOY_MOTION:
		trigger->above = rule_read_number(reader, object, "above", 0.01, 1, 0.5);
		trigger->below =
			rule_read_number(reader, object, "below", 0, trigger->above, fmin(0.4, trigger->above * 0.8));
		break;
	default:
		break;
	}
}

static void read_toy(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger)
{
	static const char *const events[] = {[RULE_TOY_EVENT_INVALID] = "",
					     [RULE_TOY_ONLINE] = "online",
					     [RULE_TOY_BATTERY_BELOW] = "battery_below",
					     [RULE_TOY_BUTTON] = "button",
					     [RULE_TOY_SHAKE] = "shake",
					     [RULE_TOY_DEPTH] = "depth",
					     [RULE_TOY_MOTION] = "motion",
					     NULL};
	trigger->toy_event = (enum rule_toy_event)rule_read_word(reader, object, "event", events, RULE_TOY_ONLINE);
	read_toy_value(reader, object, trigger);
	trigger->toys = rule_read_names(reader, object, "toys");
}

static const struct trigger_kind {
	const char *word;
	enum haptics_trigger type;
	bool is_lasting; /* true or not at any time: fit for a condition */
	void (*read)(struct rule_reader *reader, const json_t *object, struct rule_trigger *trigger);
} trigger_kinds[] = {
	{"hotkey", HAPTICS_TRIGGER_HOTKEY, false, NULL},
	{"scene", HAPTICS_TRIGGER_SCENE, true, read_scene},
	{"source", HAPTICS_TRIGGER_SOURCE, true, read_source},
	{"media", HAPTICS_TRIGGER_MEDIA, true, read_media},
	{"output", HAPTICS_TRIGGER_OUTPUT, true, read_outputs},
	{"studio_mode", HAPTICS_TRIGGER_STUDIO_MODE, true, NULL},
	{"replay", HAPTICS_TRIGGER_REPLAY, false, NULL},
	{"audio", HAPTICS_TRIGGER_AUDIO, true, read_audio},
	{"request", HAPTICS_TRIGGER_REQUEST, false, NULL},
	{"timer", HAPTICS_TRIGGER_TIMER, false, NULL},
	{"clock", HAPTICS_TRIGGER_CLOCK, true, read_clock},
	{"toy", HAPTICS_TRIGGER_TOY, true, read_toy},
	{"tip", HAPTICS_TRIGGER_TIP, false, rule_read_band},
};
enum { KINDS = sizeof(trigger_kinds) / sizeof(trigger_kinds[0]) };

void rule_read_trigger(struct rule_reader *reader, const json_t *object, bool is_condition,
		       struct rule_trigger *trigger)
{
	const char *words[KINDS + 2] = {""};
	for (size_t i = 0; i < KINDS; i++)
		words[i + 1] = is_condition && !trigger_kinds[i].is_lasting ? "" : trigger_kinds[i].word;
	*trigger = (struct rule_trigger){.ref = -1};
	int found = rule_read_word(reader, object, "type", words, 0);
	if (found == 0)
		return;
	trigger->type = trigger_kinds[found - 1].type;
	if (is_condition)
		trigger->is_inverted = rule_read_bool(reader, object, "not", false);
	if (trigger_kinds[found - 1].read)
		trigger_kinds[found - 1].read(reader, object, trigger);
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
