/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/toy_events/toy_event.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lovense/commands/function.h"
#include "lovense/json_read.h"
#include "net/ascii.h"
#include "net/text.h"

enum { MAX_INDEX = 31, MAX_FRAMES = 64, SPEED_STEPS = 100, DEPTH_STEPS = 20, UNKNOWN_STEPS = 20 };

/* Where the fields of one message may lie. */
struct message {
	json_t *outer; /* owned */
	json_t *data;  /* owned; NULL: none */
};

static const json_t *field(const struct message *message, const char *key)
{
	const json_t *value = json_read_field(message->data, key);
	return value ? value : json_read_field(message->outer, key);
}

/* "button-down", "buttonDown" and "button_down" are the same. */
static void copy_word(char *out, size_t size, const char *text)
{
	size_t used = 0;
	for (; *text && used + 1 < size; text++)
		if (*text != '-' && *text != '_' && *text != ' ')
			out[used++] = *text;
	out[used] = '\0';
}

static enum toy_event_kind kind_of(const char *type)
{
	static const struct {
		const char *word;
		enum toy_event_kind kind;
	} words[] = {
		{"accessgranted", TOY_EVENT_GRANTED},
		{"ping", TOY_EVENT_PING},
		{"pong", TOY_EVENT_PONG},
		{"eventclosed", TOY_EVENT_CLOSED},
		{"toylist", TOY_EVENT_LIST},
		{"toystatus", TOY_EVENT_STATUS},
		{"batterychanged", TOY_EVENT_BATTERY},
		{"buttondown", TOY_EVENT_BUTTON_DOWN},
		{"buttonup", TOY_EVENT_BUTTON_UP},
		{"buttonpressed", TOY_EVENT_BUTTON_PRESSED},
		{"functionstrengthchanged", TOY_EVENT_STRENGTH},
		{"shake", TOY_EVENT_SHAKE},
		{"shakefrequencychanged", TOY_EVENT_SHAKE},
		{"depthchanged", TOY_EVENT_DEPTH},
		{"motionchanged", TOY_EVENT_MOTION},
	};
	char word[40];
	copy_word(word, sizeof(word), type);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ascii_equals(word, words[i].word))
			return words[i].kind;
	return TOY_EVENT_UNKNOWN;
}

/* "rotitaion" is how the app spells it. */
static int function_of(const char *name)
{
	static const struct {
		const char *start;
		int function;
	} names[] = {
		{"vibrat", LOVENSE_VIBRATE},     {"rot", LOVENSE_ROTATE},       {"inflat", LOVENSE_PUMP},
		{"thrust", LOVENSE_THRUSTING},   {"finger", LOVENSE_FINGERING}, {"suc", LOVENSE_SUCTION},
		{"oscillat", LOVENSE_OSCILLATE}, {"depth", LOVENSE_DEPTH},      {"strok", LOVENSE_STROKE},
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ascii_starts_with(name, names[i].start))
			return names[i].function;
	return lovense_function_find(name);
}

/* A number, or one as text. */
static bool read_number(const json_t *value, double *out)
{
	int number = 0;
	if (json_is_number(value)) {
		*out = json_number_value(value);
		return true;
	}
	if (!json_read_int(value, &number))
		return false;
	*out = number;
	return true;
}

/* As a part of the most that it can be. */
static bool read_part(const json_t *value, int steps, double *part)
{
	double number = 0;
	if (!read_number(value, &number))
		return false;
	*part = fmin(fmax(number / steps, 0), 1);
	return true;
}

static void read_toy_id(const struct message *message, struct toy_event *event)
{
	const json_t *id = field(message, "toyId");
	if (json_is_integer(id))
		snprintf(event->toy_id, sizeof(event->toy_id), "%lld", (long long)json_integer_value(id));
	else if (!text_copy(event->toy_id, sizeof(event->toy_id), json_read_string(id)))
		event->toy_id[0] = '\0'; /* a shortened id would be another toy's */
}

static bool read_index(const struct message *message, struct toy_event *event)
{
	double index = 0;
	if (read_number(field(message, "index"), &index))
		event->index = (int)fmin(fmax(index, 0), MAX_INDEX);
	return true;
}

static bool read_strength(const struct message *message, struct toy_event *event)
{
	event->function = function_of(json_read_string(field(message, "function")));
	int steps = event->function >= 0 ? lovense_functions[event->function].steps : UNKNOWN_STEPS;
	return read_index(message, event) && read_part(field(message, "value"), steps, &event->value);
}

static bool read_battery(const struct message *message, struct toy_event *event)
{
	double percent = 0;
	if (!read_number(field(message, "value"), &percent) || !(percent >= 0 && percent <= 100))
		return false;
	event->battery = (int)percent;
	return true;
}

static bool read_status(const struct message *message, struct toy_event *event)
{
	return json_read_bool(field(message, "connected"), &event->is_connected) ||
	       json_read_bool(field(message, "status"), &event->is_connected);
}

/* A toy that is shaken less and less ends with a frequency of 0, which is no shake. */
static bool read_shake(const struct message *message, struct toy_event *event)
{
	double frequency = 1;
	bool is_frequency = ascii_starts_with(json_read_string(json_object_get(message->outer, "type")), "shake-f");
	(void)event;
	return !is_frequency || !read_number(field(message, "value"), &frequency) || frequency > 0;
}

static bool read_depth(const struct message *message, struct toy_event *event)
{
	return read_part(field(message, "value"), DEPTH_STEPS, &event->value);
}

static bool read_motion(const struct message *message, struct toy_event *event)
{
	json_t *frames = json_read_container(field(message, "motionData"));
	bool is_read = read_part(json_object_get(frames, "speed"), SPEED_STEPS, &event->value);
	for (size_t i = 0; i < json_array_size(frames) && i < MAX_FRAMES; i++) {
		double speed = 0;
		if (!read_part(json_object_get(json_array_get(frames, i), "speed"), SPEED_STEPS, &speed))
			continue;
		is_read = true;
		event->value = fmax(event->value, speed);
	}
	json_decref(frames);
	return is_read;
}

static bool read_list(const struct message *message, struct toy_event *event)
{
	json_t *args = json_array();
	json_array_append(args, message->outer);
	bool is_read = event_read_device_info(args, &event->list) && event->list.has_toys;
	json_decref(args);
	return is_read;
}

static bool read_event(const struct message *message, struct toy_event *event)
{
	static bool (*const readers[])(const struct message *, struct toy_event *) = {
		[TOY_EVENT_LIST] = read_list,         [TOY_EVENT_STATUS] = read_status,
		[TOY_EVENT_BATTERY] = read_battery,   [TOY_EVENT_BUTTON_DOWN] = read_index,
		[TOY_EVENT_BUTTON_UP] = read_index,   [TOY_EVENT_BUTTON_PRESSED] = read_index,
		[TOY_EVENT_STRENGTH] = read_strength, [TOY_EVENT_SHAKE] = read_shake,
		[TOY_EVENT_DEPTH] = read_depth,       [TOY_EVENT_MOTION] = read_motion,
	};
	const char *type = json_read_string(json_object_get(message->outer, "type"));
	event->kind = kind_of(type);
	if (!*type)
		return false;
	read_toy_id(message, event);
	bool has_reader = (size_t)event->kind < sizeof(readers) / sizeof(readers[0]) && readers[event->kind];
	return !has_reader || readers[event->kind](message, event);
}

/* Some answer "Pong", and no JSON. */
static bool read_bare_word(const char *text, size_t size, struct toy_event *event)
{
	char word[8];
	text_copy_sized(word, sizeof(word), text, size < sizeof(word) ? size : sizeof(word));
	event->kind = size < sizeof(word) ? kind_of(word) : TOY_EVENT_UNKNOWN;
	return event->kind == TOY_EVENT_PING || event->kind == TOY_EVENT_PONG;
}

bool toy_event_read(const char *text, size_t size, struct toy_event *event)
{
	static const char *const keys[] = {"toyId",     "value",  "index",   "function", "motionData",
					   "connected", "status", "toyList", NULL};
	memset(event, 0, sizeof(*event));
	event->function = -1;
	if (read_bare_word(text, size, event))
		return true;
	struct message message = {.outer = json_read_text_container(text, size)};
	if (!json_is_object(message.outer)) {
		json_decref(message.outer);
		return false;
	}
	message.data = json_read_unwrap(json_object_get(message.outer, "data"), keys);
	bool is_read = read_event(&message, event);
	json_decref(message.data);
	json_decref(message.outer);
	return is_read;
}
