/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "socketio/json_lenient.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/ascii.h"
#include "net/platform.h"
#include "net/utf8.h"

enum {
	ESCAPE_SIZE = 6,         /* \uXXXX */
	MAX_INTEGER_DIGITS = 18, /* every such integer fits 64 bits */
	MAX_WORD = 16,
};

/* Runs twice: without out it only counts. */
struct repair {
	const char *at;
	const char *end;
	char *out;
	size_t size;
	bool is_in_string;
};

static void put(struct repair *repair, const char *bytes, size_t size)
{
	if (repair->out)
		memcpy(repair->out + repair->size, bytes, size);
	repair->size += size;
}

static void copy(struct repair *repair, size_t size)
{
	put(repair, repair->at, size);
	repair->at += size;
}

static void replace(struct repair *repair, size_t size, const char *with)
{
	put(repair, with, strlen(with));
	repair->at += size;
}

static void replace_character(struct repair *repair, size_t size)
{
	replace(repair, size, "\xEF\xBF\xBD");
}

/* The value of the \uXXXX at text, -1: there is none. */
static long read_escape(const char *text, const char *end)
{
	char digits[5] = "";
	if (end - text < ESCAPE_SIZE || text[0] != '\\' || text[1] != 'u')
		return -1;
	memcpy(digits, text + 2, 4);
	for (size_t i = 0; i < 4; i++) {
		if (!isxdigit((unsigned char)digits[i]))
			return -1;
	}
	return strtol(digits, NULL, 16);
}

static bool is_one_of(const char *characters, char character)
{
	return character != '\0' && strchr(characters, character);
}

static void repair_escape(struct repair *repair)
{
	long code = read_escape(repair->at, repair->end);
	bool is_short = repair->end - repair->at >= 2 && is_one_of("\"\\/bfnrt", repair->at[1]);
	if (is_short) {
		copy(repair, 2);
	} else if (code < 0) {
		replace_character(repair, 1);
	} else if (code >= 0xd800 && code <= 0xdbff) {
		long low = read_escape(repair->at + ESCAPE_SIZE, repair->end);
		if (low >= 0xdc00 && low <= 0xdfff)
			copy(repair, (size_t)2 * ESCAPE_SIZE);
		else
			replace_character(repair, ESCAPE_SIZE);
	} else if (code == 0 || (code >= 0xdc00 && code <= 0xdfff)) {
		replace_character(repair, ESCAPE_SIZE);
	} else {
		copy(repair, ESCAPE_SIZE);
	}
}

static void repair_in_string(struct repair *repair)
{
	unsigned char first = (unsigned char)*repair->at;
	size_t width = utf8_character_size(repair->at, (size_t)(repair->end - repair->at));
	char escape[ESCAPE_SIZE + 1];
	if (first == '\\') {
		repair_escape(repair);
	} else if (first == '\0' || width == 0) {
		replace_character(repair, 1);
	} else if (first < 0x20) {
		snprintf(escape, sizeof(escape), "\\u%04x", first);
		replace(repair, 1, escape);
	} else {
		repair->is_in_string = first != '"';
		copy(repair, width);
	}
}

static size_t span(const char *text, size_t size, const char *extra)
{
	size_t length = 0;
	while (length < size && text[length] && (isalnum((unsigned char)text[length]) || strchr(extra, text[length])))
		length++;
	return length;
}

/* jansson decides, so that what it takes stays as it is. */
static bool is_huge_number(const char *text, size_t size)
{
	json_error_t error;
	bool has_exponent = memchr(text, 'e', size) || memchr(text, 'E', size);
	if (size <= MAX_INTEGER_DIGITS && !has_exponent)
		return false;
	json_t *json = json_loadb(text, size, JSON_DECODE_ANY, &error);
	bool is_huge = !json && json_error_code(&error) == json_error_numeric_overflow;
	json_decref(json);
	return is_huge;
}

static bool is_no_value(const char *text, size_t size)
{
	static const char *const words[] = {"nan", "infinity", "inf", "undefined"};
	char word[MAX_WORD] = "";
	size_t sign = *text == '-' || *text == '+' ? 1 : 0;
	if (size - sign >= sizeof(word))
		return false;
	memcpy(word, text + sign, size - sign);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (ascii_equals(word, words[i]))
			return true;
	}
	return false;
}

static void repair_outside(struct repair *repair)
{
	size_t size = span(repair->at, (size_t)(repair->end - repair->at), "+-.");
	if (size == 0) {
		repair->is_in_string = *repair->at == '"';
		copy(repair, 1);
	} else if (is_no_value(repair->at, size)) {
		replace(repair, size, "null");
	} else if (is_huge_number(repair->at, size)) {
		put(repair, "\"", 1);
		copy(repair, size);
		put(repair, "\"", 1);
	} else {
		copy(repair, size);
	}
}

static size_t run_repair(const char *text, size_t size, char *out)
{
	struct repair repair = {.at = text, .end = text + size, .out = out};
	if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		repair.at += 3;
	while (repair.at < repair.end) {
		if (repair.is_in_string)
			repair_in_string(&repair);
		else
			repair_outside(&repair);
	}
	return repair.size;
}

static json_t *load(const char *text, size_t size, struct json_lenient *outcome)
{
	json_error_t error;
	*outcome = (struct json_lenient){0};
	json_t *json = json_loadb(text, size, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, &error);
	outcome->is_out_of_memory = !json && json_error_code(&error) == json_error_out_of_memory;
	for (size_t at = json ? (size_t)error.position : size; at < size; at++) {
		if (!is_one_of(" \t\r\n", text[at]))
			outcome->has_trailing = true;
	}
	return json;
}

json_t *json_lenient_load(const char *text, size_t size, struct json_lenient *outcome)
{
	struct json_lenient ignored = {0};
	outcome = outcome ? outcome : &ignored;
	json_t *json = load(text, size, outcome);
	if (json || outcome->is_out_of_memory || size == 0)
		return json;
	size_t repaired_size = run_repair(text, size, NULL);
	char *repaired = malloc(repaired_size + 1);
	if (!repaired) {
		outcome->is_out_of_memory = true;
		return NULL;
	}
	run_repair(text, size, repaired);
	json = load(repaired, repaired_size, outcome);
	platform_wipe(repaired, repaired_size); /* it may hold a pairing code */
	free(repaired);
	return json;
}
