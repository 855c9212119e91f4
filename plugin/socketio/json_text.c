/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "socketio/json_text.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/utf8.h"

enum packet_result json_text_append(struct packet_text *text, const char *bytes, size_t size)
{
	if (size > text->capacity - text->size)
		return PACKET_ERROR_TOO_LARGE;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	return PACKET_OK;
}

bool json_text_is_utf8(const char *string, size_t size)
{
	while (size > 0) {
		size_t length = utf8_character_size(string, size);
		if (length == 0)
			return false;
		string += length;
		size -= length;
	}
	return true;
}

static size_t escape(unsigned char byte, char target[8])
{
	static const char named[] = {
		['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
	if (byte < sizeof(named) && named[byte]) {
		target[0] = '\\';
		target[1] = named[byte];
		return 2;
	}
	return (size_t)snprintf(target, 8, "\\u%04x", byte);
}

enum packet_result json_text_write_string(struct packet_text *text, const char *string, size_t size)
{
	if (!json_text_is_utf8(string, size))
		return PACKET_ERROR_UTF8;
	enum packet_result result = json_text_append(text, "\"", 1);
	size_t plain = 0; /* start of what needs no escape */
	for (size_t i = 0; result == PACKET_OK && i < size; i++) {
		unsigned char byte = (unsigned char)string[i];
		if (byte >= 0x20 && byte != '"' && byte != '\\')
			continue;
		char escaped[8];
		size_t length = escape(byte, escaped);
		result = json_text_append(text, string + plain, i - plain);
		if (result == PACKET_OK)
			result = json_text_append(text, escaped, length);
		plain = i + 1;
	}
	if (result == PACKET_OK)
		result = json_text_append(text, string + plain, size - plain);
	return result == PACKET_OK ? json_text_append(text, "\"", 1) : result;
}

/* printf follows the locale of the process, which the host application may have set to one with a decimal comma. */
static void use_decimal_point(char *digits)
{
	const char *point = localeconv()->decimal_point;
	char *found = *point && strcmp(point, ".") != 0 ? strstr(digits, point) : NULL;
	if (!found)
		return;
	size_t length = strlen(point);
	*found = '.';
	memmove(found + 1, found + length, strlen(found + length) + 1);
}

/* printf writes 1e-07 where JavaScript writes 1e-7. */
static void shorten_exponent(char *digits)
{
	char *exponent = strchr(digits, 'e');
	if (!exponent)
		return;
	char *first = exponent + 2; /* behind the sign, which printf always writes */
	char *significant = first + strspn(first, "0");
	memmove(first, significant, strlen(significant) + 1);
}

static enum packet_result write_real(struct packet_text *text, double value)
{
	char digits[40];
	if (!isfinite(value))
		return json_text_append(text, "null", 4);
	if (value == 0)
		value = 0; /* JSON.stringify(-0) is "0" */
	if (fabs(value) < 1e15 && value == floor(value)) {
		snprintf(digits, sizeof(digits), "%.0f", value);
		return json_text_append(text, digits, strlen(digits));
	}
	for (int precision = 15; precision <= 17; precision++) {
		snprintf(digits, sizeof(digits), "%.*g", precision, value);
		if (strtod(digits, NULL) == value)
			break;
	}
	use_decimal_point(digits);
	shorten_exponent(digits);
	return json_text_append(text, digits, strlen(digits));
}

static enum packet_result write_integer(struct packet_text *text, json_int_t value)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, value);
	return json_text_append(text, digits, strlen(digits));
}

static enum packet_result write_value(struct packet_text *text, const json_t *value, int depth);

static enum packet_result write_array(struct packet_text *text, const json_t *array, int depth)
{
	enum packet_result result = json_text_append(text, "[", 1);
	for (size_t i = 0; result == PACKET_OK && i < json_array_size(array); i++) {
		if (i > 0)
			result = json_text_append(text, ",", 1);
		if (result == PACKET_OK)
			result = write_value(text, json_array_get(array, i), depth + 1);
	}
	return result == PACKET_OK ? json_text_append(text, "]", 1) : result;
}

static enum packet_result write_object(struct packet_text *text, const json_t *object, int depth)
{
	/* Iterating changes nothing; jansson only lacks the const. */
	json_t *iterable = (json_t *)object;
	enum packet_result result = json_text_append(text, "{", 1);
	void *first = json_object_iter(iterable);
	for (void *at = first; result == PACKET_OK && at; at = json_object_iter_next(iterable, at)) {
		const char *key = json_object_iter_key(at);
		if (at != first)
			result = json_text_append(text, ",", 1);
		if (result == PACKET_OK)
			result = json_text_write_string(text, key, strlen(key));
		if (result == PACKET_OK)
			result = json_text_append(text, ":", 1);
		if (result == PACKET_OK)
			result = write_value(text, json_object_iter_value(at), depth + 1);
	}
	return result == PACKET_OK ? json_text_append(text, "}", 1) : result;
}

static enum packet_result write_value(struct packet_text *text, const json_t *value, int depth)
{
	if (depth > PACKET_MAX_ENCODE_DEPTH)
		return PACKET_ERROR_TOO_DEEP;
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return write_object(text, value, depth);
	case JSON_ARRAY:
		return write_array(text, value, depth);
	case JSON_STRING:
		return json_text_write_string(text, json_string_value(value), json_string_length(value));
	case JSON_INTEGER:
		return write_integer(text, json_integer_value(value));
	case JSON_REAL:
		return write_real(text, json_real_value(value));
	case JSON_TRUE:
		return json_text_append(text, "true", 4);
	case JSON_FALSE:
		return json_text_append(text, "false", 5);
	case JSON_NULL:
		break;
	}
	return json_text_append(text, "null", 4);
}

enum packet_result json_text_write(struct packet_text *text, const json_t *value)
{
	return write_value(text, value, 0);
}
