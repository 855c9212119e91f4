/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/commands/command.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lovense/commands/command_encode.h"

static const char *const preset_names[] = {
	[LOVENSE_PULSE] = "pulse",
	[LOVENSE_WAVE] = "wave",
	[LOVENSE_FIREWORKS] = "fireworks",
	[LOVENSE_EARTHQUAKE] = "earthquake",
};

bool encode_fail(struct encoding *encoding, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (encoding->error_size > 0)
		vsnprintf(encoding->error, encoding->error_size, format, args);
	va_end(args);
	return false;
}

bool encode_set(struct encoding *encoding, const char *key, json_t *value)
{
	if (json_object_set_new(encoding->object, key, value) == 0)
		return true;
	return encode_fail(encoding, "%s cannot be written as JSON (not UTF-8, or out of memory)", key);
}

bool encode_check(struct encoding *encoding, const char *field, double value, double low, double high)
{
	if (value >= low && value <= high)
		return true;
	return encode_fail(encoding, "%s is %g, it must be %g to %g", field, value, low, high);
}

bool encode_toy(struct encoding *encoding)
{
	const struct lovense_command *command = encoding->command;
	if (command->toy_count > LOVENSE_MAX_TOYS)
		return encode_fail(encoding, "toy names %zu toys, at most %d are possible", command->toy_count,
				   LOVENSE_MAX_TOYS);
	json_t *toys = json_array();
	for (size_t i = 0; i < command->toy_count; i++) {
		if (!memchr(command->toys[i], '\0', LOVENSE_TOY_ID_SIZE) || !command->toys[i][0]) {
			json_decref(toys);
			return encode_fail(encoding, "toy number %zu has no usable id", i + 1);
		}
		json_array_append_new(toys, json_string(command->toys[i]));
	}
	if (json_array_size(toys) != command->toy_count) {
		json_decref(toys);
		return encode_fail(encoding, "toy has an id that is not UTF-8");
	}
	if (command->toy_count > 1)
		return encode_set(encoding, "toy", toys);
	json_t *only = json_incref(json_array_get(toys, 0));
	json_decref(toys);
	return command->toy_count == 0 || encode_set(encoding, "toy", only);
}

struct action_list {
	char text[256]; /* far above twelve functions with their levels */
	size_t used;
};

PRINTF_LIKE(2, 3) static void append_action(struct action_list *list, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (list->used > 0)
		list->text[list->used++] = ',';
	int written = vsnprintf(list->text + list->used, sizeof(list->text) - list->used, format, args);
	list->used += written > 0 ? (size_t)written : 0;
	va_end(args);
}

/* The service ignores a bad Stroke without a word, so it is refused here. */
static bool encode_stroke(struct encoding *encoding, struct action_list *list)
{
	const struct lovense_command *command = encoding->command;
	if (!command->has_level[LOVENSE_STROKE])
		return true;
	if (!encode_check(encoding, "Stroke minimum", command->stroke_min, 0, 100) ||
	    !encode_check(encoding, "Stroke maximum", command->stroke_max, 0, 100))
		return false;
	if (command->stroke_max - command->stroke_min < 20)
		return encode_fail(encoding, "Stroke is %d-%d, it must span at least 20", command->stroke_min,
				   command->stroke_max);
	if (!command->has_level[LOVENSE_THRUSTING])
		return encode_fail(encoding, "Stroke needs Thrusting in the same command");
	append_action(list, "Stroke:%d-%d", command->stroke_min, command->stroke_max);
	return true;
}

static bool encode_action(struct encoding *encoding)
{
	const struct lovense_command *command = encoding->command;
	struct action_list list = {0};
	if (!encode_stroke(encoding, &list))
		return false;
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++) {
		if (i == LOVENSE_STROKE || !command->has_level[i])
			continue;
		const struct lovense_function_info *function = &lovense_functions[i];
		if (!encode_check(encoding, function->name, command->level[i], 0, function->steps))
			return false;
		append_action(&list, "%s:%d", function->name, command->level[i]);
	}
	if (list.used == 0)
		return encode_fail(encoding, "action names no function");
	return encode_set(encoding, "action", json_string(list.text));
}

static bool encode_time(struct encoding *encoding)
{
	double time_s = encoding->command->time_s;
	/* Whole numbers without a fraction, as the documented samples write them. 0 would mean "for ever": only Stop
	 * may carry it. */
	return encode_check(encoding, "timeSec", time_s, 1, 6000) &&
	       encode_set(encoding, "timeSec",
			  time_s == floor(time_s) ? json_integer((json_int_t)time_s) : json_real(time_s));
}

static bool encode_function(struct encoding *encoding)
{
	return encode_action(encoding) && encode_time(encoding) && encode_toy(encoding);
}

static bool encode_stop(struct encoding *encoding)
{
	return encode_set(encoding, "action", json_string("Stop")) &&
	       encode_set(encoding, "timeSec", json_integer(0)) && encode_toy(encoding);
}

static bool encode_pattern_rule(struct encoding *encoding)
{
	const struct lovense_command *command = encoding->command;
	uint32_t functions = command->pattern_functions;
	if (functions >> LOVENSE_FUNCTION_COUNT)
		return encode_fail(encoding, "F names a function that does not exist");
	if (functions & LOVENSE_BIT(LOVENSE_STROKE))
		return encode_fail(encoding, "F cannot name Stroke, a pattern has no ranges");
	/* A pattern cannot tell motors apart: "v" stands for each of them. */
	if (functions & LOVENSE_MOTORS)
		functions = (functions & ~LOVENSE_MOTORS) | LOVENSE_BIT(LOVENSE_VIBRATE);
	struct action_list letters = {0};
	for (int i = 0; i < LOVENSE_FUNCTION_COUNT; i++) {
		if (functions & LOVENSE_BIT(i))
			append_action(&letters, "%s", lovense_functions[i].letter);
	}
	if (!encode_check(encoding, "S", command->pattern_interval_ms, 100, 3600000))
		return false;
	return encode_set(encoding, "rule", json_sprintf("V:1;F:%s;S:%d#", letters.text, command->pattern_interval_ms));
}

static bool encode_strength(struct encoding *encoding)
{
	const struct lovense_command *command = encoding->command;
	char text[LOVENSE_PATTERN_MAX * 3 + 1] = "";
	size_t used = 0;
	if (!encode_check(encoding, "strength count", (double)command->pattern_count, 1, LOVENSE_PATTERN_MAX))
		return false;
	for (size_t i = 0; i < command->pattern_count; i++) {
		if (!encode_check(encoding, "strength", command->pattern[i], 0, 20))
			return false;
		used += (size_t)snprintf(text + used, sizeof(text) - used, i ? ";%d" : "%d", command->pattern[i]);
	}
	return encode_set(encoding, "strength", json_string(text));
}

static bool encode_pattern(struct encoding *encoding)
{
	return encode_pattern_rule(encoding) && encode_strength(encoding) && encode_time(encoding) &&
	       encode_toy(encoding);
}

static bool encode_preset(struct encoding *encoding)
{
	enum lovense_preset preset = encoding->command->preset;
	if (preset < LOVENSE_PULSE || preset > LOVENSE_EARTHQUAKE)
		return encode_fail(encoding, "name is no preset (pulse, wave, fireworks, earthquake)");
	return encode_set(encoding, "name", json_string(preset_names[preset])) && encode_time(encoding) &&
	       encode_toy(encoding);
}

static bool encode_position(struct encoding *encoding)
{
	int position = encoding->command->position;
	return encode_check(encoding, "value", position, 0, 100) &&
	       encode_set(encoding, "value", json_sprintf("%d", position)) && encode_toy(encoding);
}

static const struct command_format {
	const char *name;
	bool (*encode)(struct encoding *encoding); /* NULL: it has no fields of its own */
	int api_version;                           /* 0: the field is not sent */
} formats[] = {
	[LOVENSE_COMMAND_FUNCTION] = {"Function", encode_function, 1},
	[LOVENSE_COMMAND_STOP] = {"Function", encode_stop, 1},
	[LOVENSE_COMMAND_PATTERN] = {"Pattern", encode_pattern, 2},
	[LOVENSE_COMMAND_PRESET] = {"Preset", encode_preset, 1},
	[LOVENSE_COMMAND_POSITION] = {"Position", encode_position, 1},
	[LOVENSE_COMMAND_PATTERN_V2_SETUP] = {"PatternV2", encode_pattern_v2, 1},
	[LOVENSE_COMMAND_PATTERN_V2_PLAY] = {"PatternV2", encode_pattern_v2, 1},
	[LOVENSE_COMMAND_PATTERN_V2_INIT_PLAY] = {"PatternV2", encode_pattern_v2, 1},
	[LOVENSE_COMMAND_PATTERN_V2_STOP] = {"PatternV2", encode_pattern_v2, 1},
	[LOVENSE_COMMAND_PATTERN_V2_SYNC_TIME] = {"PatternV2", encode_pattern_v2, 1},
	[LOVENSE_COMMAND_GET_TOYS] = {"GetToys", NULL, 0},
};

json_t *lovense_command_encode(const struct lovense_command *command, char *error, size_t error_size)
{
	struct encoding encoding = {command, json_object(), error, error_size};
	if (error_size > 0)
		error[0] = '\0';
	if (command->kind <= LOVENSE_COMMAND_INVALID || command->kind > LOVENSE_COMMAND_GET_TOYS) {
		encode_fail(&encoding, "command has no known kind (%d)", (int)command->kind);
		goto fail;
	}
	const struct command_format *format = &formats[command->kind];
	if (!encode_set(&encoding, "command", json_string(format->name)))
		goto fail;
	if (format->encode && !format->encode(&encoding))
		goto fail;
	if (format->api_version && !encode_set(&encoding, "apiVer", json_integer(format->api_version)))
		goto fail;
	return encoding.object;
fail:
	json_decref(encoding.object);
	return NULL;
}
