/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON that jansson refuses as a whole: what is repaired, what stays as it is, and what stays unreadable. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_text_is_read),
		cmocka_unit_test(the_locale_changes_nothing),
		cmocka_unit_test(every_cut_of_a_damaged_text_is_survived),
		cmocka_unit_test(text_behind_the_value_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
