/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/json_read.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "net/ascii.h"
#include "socketio/json_lenient.h"

enum { MAX_WRAPPERS = 3 };

json_t *json_read_text_container(const char *text, size_t size)
{
	json_t *json = json_lenient_load(text, size, NULL);
	if (json && !json_is_object(json) && !json_is_array(json)) {
		json_decref(json);
		return NULL;
	}
	return json;
}

json_t *json_read_container(const json_t *value)
{
	if (json_is_string(value))
		return json_read_text_container(json_string_value(value), json_string_length(value));
	if (json_is_object(value) || json_is_array(value))
		return json_incref((json_t *)value);
	return NULL;
}

const json_t *json_read_field(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_null(value) ? NULL : value;
}

bool json_read_has_any(const json_t *object, const char *const *keys)
{
	for (; *keys; keys++) {
		if (json_read_field(object, *keys))
			return true;
	}
	return false;
}

json_t *json_read_unwrap(const json_t *value, const char *const *keys)
{
	json_t *object = json_read_container(value);
	for (int i = 0; i < MAX_WRAPPERS && object && !json_read_has_any(object, keys); i++) {
		json_t *inner = json_read_container(json_object_get(object, "data"));
		if (!inner)
			break;
		json_decref(object);
		object = inner;
	}
	if (object && !json_is_object(object)) {
		json_decref(object);
		return NULL;
	}
	return object;
}

static bool read_double(const json_t *value, double *out)
{
	if (json_is_number(value)) {
		*out = json_number_value(value);
		return true;
	}
	const char *text = json_read_string(value);
	char *end = NULL;
	errno = 0;
	long number = strtol(text, &end, 10);
	*out = (double)number;
	return end != text && *end == '\0' && errno == 0;
}

bool json_read_int(const json_t *value, int *out)
{
	double number = 0;
	if (!read_double(value, &number) || !(number >= INT_MIN && number <= INT_MAX) || number != (int)number)
		return false;
	*out = (int)number;
	return true;
}

bool json_read_bool(const json_t *value, bool *out)
{
	int number = 0;
	if (json_is_boolean(value)) {
		*out = json_is_true(value);
		return true;
	}
	if (json_read_int(value, &number) && (number == 0 || number == 1)) {
		*out = number == 1;
		return true;
	}
	const char *text = json_read_string(value);
	*out = ascii_equals(text, "true");
	return *out || ascii_equals(text, "false");
}

const char *json_read_string(const json_t *value)
{
	const char *text = json_string_value(value);
	return text ? text : "";
}
