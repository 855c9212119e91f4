/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON that jansson refuses as a whole: what is repaired, what stays as it is, and what stays unreadable. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "socketio/json_lenient.h"

#define FFFD "\xEF\xBF\xBD"

/* The text after a repair, as jansson writes it; NULL: unreadable. */
static const struct {
	const char *text;
	const char *expected;
} cases[] = {
	/* taken as it is */
	{"{\"a\":1,\"b\":\"\\ud83d\\ude00\"}", "{\"a\":1,\"b\":\"\xF0\x9F\x98\x80\"}"},
	{"[9223372036854775807]", "[9223372036854775807]"},
	{"[\"NaN\",1e-400]", "[\"NaN\",0.0]"},
	/* surrogates */
	{"[\"Pinky \\ud83d\"]", "[\"Pinky " FFFD "\"]"},
	{"[\"\\udc00x\"]", "[\"" FFFD "x\"]"},
	{"[\"\\ud83d\\ud83d\\ude00\"]", "[\"" FFFD "\xF0\x9F\x98\x80\"]"},
	{"[\"\\ud83d\\n\\\\ud83d\"]", "[\"" FFFD "\\n\\\\ud83d\"]"},
	{"{\"\\ud83d\":\"\\ud83d\"}", "{\"" FFFD "\":\"" FFFD "\"}"},
	/* bytes */
	{"[\"a\xFF"
	 "b\xED\xA0\xBD\"]",
	 "[\"a" FFFD "b" FFFD FFFD FFFD "\"]"},
	{"[\"\xC3\"]", "[\"" FFFD "\"]"},
	{"[\"a\tb\nc\"]", "[\"a\\tb\\nc\"]"},
	{"\xEF\xBB\xBF{\"a\":1}", "{\"a\":1}"},
	{"{\"a\\u0000\":1}", "{\"a" FFFD "\":1}"},
	/* escapes */
	{"[\"\\x41\\u12g4\\\"\"]", "[\"" FFFD "x41" FFFD "u12g4\\\"\"]"},
	/* numbers */
	{"[12345678901234567890,-9223372036854775809]", "[\"12345678901234567890\",\"-9223372036854775809\"]"},
	{"[1e400,-1E+400,1.5e999999999999999999999,2]", "[\"1e400\",\"-1E+400\",\"1.5e999999999999999999999\",2]"},
	{"[NaN,Infinity,-Infinity,undefined]", "[null,null,null,null]"},
	{"[NaN,1.5,-3,true,\"12345678901234567890 NaN\"]", "[null,1.5,-3,true,\"12345678901234567890 NaN\"]"},
	/* what no repair helps */
	{"", NULL},
	{"{\"a\":\"cut", NULL},
	{"{\"a\":\"cut\\", NULL},
	{"{\"a\":\"cut\\ud83", NULL},
	{"{a:1}", NULL},
	{"[01]", NULL},
	{"<html>", NULL},
	{"[\xFF]", NULL},
};

static void expect(const char *text, size_t size, const char *expected)
{
	/* Without the NUL, so that a reader behind the end is found. */
	char *exact = malloc(size ? size : 1);
	memcpy(exact, text, size);
	json_t *json = json_lenient_load(exact, size, NULL);
	char *dumped = json ? json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	print_message("%s\n", text);
	if (expected)
		assert_string_equal(dumped ? dumped : "unreadable", expected);
	else
		assert_null(dumped);
	free(dumped);
	free(exact);
	json_decref(json);
}

static void damaged_text_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(cases[i].text, strlen(cases[i].text), cases[i].expected);
	expect("[\"a\0b\"]", 7, "[\"a" FFFD "b\"]");
}

static void the_locale_changes_nothing(void **state)
{
	(void)state;
	if (!setlocale(LC_ALL, "de_DE.UTF-8"))
		skip();
	expect("[1.5e400,NaN,1.5]", 17, "[\"1.5e400\",null,1.5]");
	setlocale(LC_ALL, "C");
}

static void every_cut_of_a_damaged_text_is_survived(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t size = 0; size < strlen(cases[i].text); size++) {
			char *exact = malloc(size ? size : 1);
			memcpy(exact, cases[i].text, size);
			json_decref(json_lenient_load(exact, size, NULL));
			free(exact);
		}
	}
}

static void text_behind_the_value_is_told(void **state)
{
	(void)state;
	struct json_lenient outcome;
	json_decref(json_lenient_load("[\"\\ud83d\"] \n", 12, &outcome));
	assert_false(outcome.has_trailing);
	json_decref(json_lenient_load("[\"\\ud83d\"]2[", 12, &outcome));
	assert_true(outcome.has_trailing);
	assert_null(json_lenient_load("[", 1, &outcome));
	assert_false(outcome.has_trailing || outcome.is_out_of_memory);
}

/* --- whatever jansson takes has the same value here, also beside something that it refuses --- */

enum { VALUES = 20000, TEXT_MAX = 4096, DEPTH = 4 };

struct writer {
	uint64_t dice;
	char text[TEXT_MAX];
	size_t size;
};

static unsigned roll(struct writer *writer, unsigned sides)
{
	writer->dice = writer->dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(writer->dice >> 33) % sides;
}

static void add(struct writer *writer, const char *text)
{
	size_t size = strlen(text);
	if (writer->size + size >= TEXT_MAX)
		return;
	memcpy(writer->text + writer->size, text, size);
	writer->size += size;
}

#define PICK(writer, list) (list)[roll(writer, sizeof(list) / sizeof((list)[0]))]

static void add_string(struct writer *writer)
{
	static const char *const pieces[] = {
		"a",
		"Pinky",
		"\\\"",
		"\\\\",
		"\\/",
		"\\b\\f\\n\\r\\t",
		"\\u0041",
		"\\u001f",
		"\\u00e4",
		"\xC3\xA4",
		"\xE2\x82\xAC",
		"\\u20AC",
		"\\ud83d\\ude00",
		"\\uDBFF\\uDFFF",
		"\xF0\x9F\x98\x80",
		"NaN",
		"1e400",
		"\\\\ud83d",
		",",
		"[{",
		"\xEF\xBB\xBF",
	};
	add(writer, "\"");
	for (unsigned i = roll(writer, 6); i > 0; i--)
		add(writer, PICK(writer, pieces));
	add(writer, "\"");
}

static void add_number(struct writer *writer)
{
	static const char *const numbers[] = {
		"0",
		"-0",
		"7",
		"-123456789012345678",
		"999999999999999999",
		"0.5",
		"-1.25e3",
		"1E+10",
		"1e-5",
		"2e290",
		"1e-400",
		"1.7976931348623157e-308",
		"0e999",
		"1.7e308",
		"9223372036854775807",
		"-9223372036854775808",
		"0.0000000000000000000001e320",
		"-0.0e+3",
	};
	add(writer, PICK(writer, numbers));
}

static void add_value(struct writer *writer, unsigned depth);

static void add_container(struct writer *writer, unsigned depth)
{
	static const char *const spaces[] = {"", "", " ", "\t\r\n "};
	bool is_object = roll(writer, 2);
	add(writer, is_object ? "{" : "[");
	for (unsigned i = roll(writer, 4), first = i; i > 0; i--) {
		add(writer, i < first ? "," : "");
		add(writer, PICK(writer, spaces));
		if (is_object) {
			add_string(writer);
			add(writer, PICK(writer, spaces));
			add(writer, ":");
		}
		add_value(writer, depth - 1);
		add(writer, PICK(writer, spaces));
	}
	add(writer, is_object ? "}" : "]");
}

static void add_value(struct writer *writer, unsigned depth)
{
	static const char *const words[] = {"true", "false", "null"};
	switch (roll(writer, depth > 0 ? 5 : 3)) {
	case 0:
		add_string(writer);
		break;
	case 1:
		add_number(writer);
		break;
	case 2:
		add(writer, PICK(writer, words));
		break;
	default:
		add_container(writer, depth);
		break;
	}
}

static json_t *plain_load(const struct writer *writer)
{
	return json_loadb(writer->text, writer->size, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, NULL);
}

static void check_beside(const char *damage, const char *text, const json_t *expected)
{
	char whole[TEXT_MAX + 64];
	int size = snprintf(whole, sizeof(whole), "[%s,%s]", damage, text);
	json_t *json = json_lenient_load(whole, (size_t)size, NULL);
	if (!json_equal(json_array_get(json, 1), expected))
		fail_msg("%s", whole);
	json_decref(json);
}

static void what_jansson_takes_keeps_its_value(void **state)
{
	(void)state;
	static const char *const damages[] = {"\"\\ud83d\"",           "\"\xFF\"", "1e400",
					      "123456789012345678901", "NaN",      "-Infinity"};
	struct writer writer = {.dice = 1};
	int taken = 0;
	for (int i = 0; i < VALUES; i++) {
		writer.size = 0;
		add_value(&writer, DEPTH);
		writer.text[writer.size] = '\0';
		json_t *expected = plain_load(&writer);
		json_t *json = json_lenient_load(writer.text, writer.size, NULL);
		if (expected) {
			taken++;
			assert_true(json_equal(json, expected));
			check_beside(PICK(&writer, damages), writer.text, expected);
		}
		json_decref(json);
		json_decref(expected);
	}
	assert_true(taken > VALUES / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_text_is_read),
		cmocka_unit_test(the_locale_changes_nothing),
		cmocka_unit_test(every_cut_of_a_damaged_text_is_survived),
		cmocka_unit_test(text_behind_the_value_is_told),
		cmocka_unit_test(what_jansson_takes_keeps_its_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
