/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/session/reply_words.h"
#include "net/http/http.h"

static void assert_words(int status, const char *body, const char *location, const char *expected)
{
	char words[160];
	struct http_reply reply = {.status = status, .body = body, .body_size = strlen(body), .location = location};
	reply_words(&reply, words, sizeof(words));
	assert_string_equal(words, expected);
}

static void words_are_taken_from_each_kind_of_reply(void **state)
{
	static const struct {
		const char *body;
		const char *expected;
	} cases[] = {
		{"", "HTTP 404"},
		{"{\"error\":\"not subscribed\"}", "HTTP 404: not subscribed"},
		{"{\"error\":\"x\",\"message\":\"Pay first\"}", "HTTP 404: Pay first"},
		{"{\"error\":{\"code\":7,\"message\":\"Pay first\"}}", "HTTP 404: Pay first"},
		{"{\"error\":true}", "HTTP 404"},
		{"[1]", "HTTP 404"},
		{" \n<!DOCTYPE html><html><head>\n<TITLE lang=\"en\">\n  Not\tFound </TITLE>", "HTTP 404: Not Found"},
		{"<html><body>secret</body></html>", "HTTP 404"},
		{"<title", "HTTP 404"},
		{"Cannot POST /token\nmore", "HTTP 404: Cannot POST /token"},
		{"a\x1b[31mb\xff", "HTTP 404: a [31mb?"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_words(404, cases[i].body, "", cases[i].expected);
	assert_words(301, "<title>Moved</title>", "https://new.example/t", "HTTP 301: https://new.example/t");
}

static void words_fit_whatever_is_said(void **state)
{
	static char body[300000];
	char words[160];
	struct http_reply reply = {.status = 400, .body = body, .body_size = sizeof(body) - 1, .location = ""};
	(void)state;
	memset(body, 'a', sizeof(body) - 1);
	reply_words(&reply, words, sizeof(words));
	assert_int_equal(strlen(words), sizeof(words) - 1);
	memset(body, '<', sizeof(body) - 1);
	reply_words(&reply, words, sizeof(words));
	assert_string_equal(words, "HTTP 400");
	memset(body, 0, sizeof(body));
	reply_words(&reply, words, sizeof(words));
	assert_string_equal(words, "HTTP 400");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_taken_from_each_kind_of_reply),
		cmocka_unit_test(words_fit_whatever_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
