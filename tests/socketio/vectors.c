/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *vectors_load(const char *set)
{
	json_error_t error;
	json_t *all = json_load_file(TESTS_DIR "/socketio/vectors/vectors.json", JSON_ALLOW_NUL, &error);
	json_t *chosen = json_incref(json_object_get(all, set));
	json_decref(all);
	if (!chosen) {
		fprintf(stderr, "vectors.json: %s\n", error.text);
		abort();
	}
	return chosen;
}

struct frame frame_of(const json_t *value)
{
	const json_t *text = json_object_get(value, "t");
	const char *hex = json_string_value(json_object_get(value, "b"));
	struct frame frame = {.is_binary = !text, .size = text ? json_string_length(text) : strlen(hex) / 2};
	frame.bytes = calloc(1, frame.size + 1);
	if (text)
		memcpy(frame.bytes, json_string_value(text), frame.size);
	for (size_t i = 0; !text && i < frame.size; i++) {
		unsigned byte = 0;
		sscanf(hex + 2 * i, "%2x", &byte);
		frame.bytes[i] = (unsigned char)byte;
	}
	return frame;
}

void frame_free(struct frame *frame)
{
	free(frame->bytes);
	frame->bytes = NULL;
}

static json_t *untag_array(const json_t *array)
{
	json_t *result = json_array();
	for (size_t i = 0; result && i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		bool is_undefined = json_object_get(item, "$undefined") != NULL;
		json_t *plain = is_undefined ? json_null() : untag(item);
		if (!plain || json_array_append_new(result, plain) != 0) {
			json_decref(result);
			result = NULL;
		}
	}
	return result;
}

static json_t *untag_object(const json_t *object)
{
	json_t *result = json_object();
	const char *key = NULL;
	json_t *item = NULL;
	json_object_foreach((json_t *)object, key, item)
	{
		if (json_object_get(item, "$undefined"))
			continue;
		json_t *plain = untag(item);
		if (!plain || json_object_set_new(result, key, plain) != 0) {
			json_decref(result);
			return NULL;
		}
	}
	return result;
}

json_t *untag(const json_t *value)
{
	const char *number = json_string_value(json_object_get(value, "$num"));
	if (number) {
		double real = strtod(number, NULL);
		return isfinite(real) ? json_real(real) : json_null();
	}
	if (json_object_get(value, "$utf16") || json_object_get(value, "$bin") || json_object_get(value, "$deep"))
		return NULL;
	if (json_is_array(value))
		return untag_array(value);
	return json_is_object(value) ? untag_object(value) : json_incref((json_t *)value);
}

static bool is_same_array(const json_t *a, const json_t *b)
{
	bool is_same = json_array_size(a) == json_array_size(b);
	for (size_t i = 0; is_same && i < json_array_size(a); i++)
		is_same = is_same_value(json_array_get(a, i), json_array_get(b, i));
	return is_same;
}

static bool is_same_object(const json_t *a, const json_t *b)
{
	const char *key = NULL;
	json_t *item = NULL;
	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach((json_t *)a, key, item)
	{
		if (!is_same_value(item, json_object_get(b, key)))
			return false;
	}
	return true;
}

bool is_same_value(const json_t *a, const json_t *b)
{
	if (!a || !b)
		return a == b;
	if (json_is_number(a) && json_is_number(b))
		return json_number_value(a) == json_number_value(b);
	if (json_is_array(a) && json_is_array(b))
		return is_same_array(a, b);
	if (json_is_object(a) && json_is_object(b))
		return is_same_object(a, b);
	return json_equal(a, b) != 0;
}
