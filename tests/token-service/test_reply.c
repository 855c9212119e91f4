/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers as bytes, and the table of problems behind them. */
#include "cmocka_all.h"

#include <jansson.h>
#include <stdlib.h>

#include "token-service/http/reply.h"

static void every_problem_is_told_well(void **state)
{
	(void)state;
	for (int problem = PROBLEM_NONE + 1; problem < PROBLEM_COUNT; problem++) {
		const struct problem_info *info = problem_info((enum problem)problem);
		char text[2048];
		struct reply reply = {.problem = (enum problem)problem, .request_id = "0123456789abcdef"};
		size_t size = reply_write(&reply, text, sizeof(text) - 1);
		assert_true(size > 0);
		text[size] = '\0';
		assert_true(info->status >= 400 && info->status <= 505);
		/* the plugin tries again on these: it must know when */
		if (info->status == 429 || info->status == 502 || info->status == 503 || info->status == 504)
			assert_non_null(strstr(text, "\r\nRetry-After: "));
		else
			assert_null(strstr(text, "Retry-After"));
		assert_int_equal(info->status == 401, strstr(text, "WWW-Authenticate: Bearer\r\n") != NULL);
		if (info->status != 500)
			assert_null(strstr(text, " Internal Server Error\r\n"));
		const char *body = strstr(text, "\r\n\r\n") + 4;
		json_t *root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
		assert_string_equal(json_string_value(json_object_get(root, "error")), info->code);
		assert_true(json_string_length(json_object_get(root, "message")) > 10);
		assert_string_equal(json_string_value(json_object_get(root, "requestId")), "0123456789abcdef");
		json_decref(root);
	}
}

static void codes_are_unique(void **state)
{
	(void)state;
	for (int a = PROBLEM_NONE; a < PROBLEM_COUNT - 1; a++)
		for (int b = a + 1; b < PROBLEM_COUNT; b++)
			assert_string_not_equal(problem_info((enum problem)a)->code,
						problem_info((enum problem)b)->code);
	assert_string_equal(problem_info((enum problem)9999)->code, "internal_error");
}

static void writes_exactly_this(void **state)
{
	(void)state;
	char text[1024];
	struct reply reply = {
		.problem = PROBLEM_NONE, .body = "{}", .body_size = 2, .request_id = "r", .keeps_open = true};
	static const char expected[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
				       "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
				       "X-Request-Id: r\r\nConnection: keep-alive\r\n\r\n{}";
	assert_int_equal(reply_write(&reply, text, sizeof(text)), strlen(expected));
	assert_memory_equal(text, expected, strlen(expected));
}

static void head_gets_the_length_and_no_body(void **state)
{
	(void)state;
	char text[1024];
	struct reply reply = {
		.problem = PROBLEM_NONE, .body = "{}", .body_size = 2, .request_id = "r", .is_head = true};
	size_t size = reply_write(&reply, text, sizeof(text) - 1);
	text[size] = '\0';
	assert_non_null(strstr(text, "Content-Length: 2\r\n"));
	assert_non_null(strstr(text, "Connection: close\r\n\r\n"));
	assert_string_equal(text + size - 4, "\r\n\r\n");
}

static void never_writes_past_the_end(void **state)
{
	(void)state;
	struct reply reply = {.problem = PROBLEM_KEY_RATE, .retry_after_s = 9, .request_id = "r"};
	char whole[2048];
	size_t needed = reply_write(&reply, whole, sizeof(whole));
	for (size_t size = 1; size <= needed; size++) {
		char *text = malloc(size);
		assert_int_equal(reply_write(&reply, text, size), 0);
		free(text);
	}
	assert_non_null(strstr(whole, "Retry-After: 9\r\n"));
}

static void token_bodies(void **state)
{
	(void)state;
	char *with = reply_token_body("a\"b", "My Site");
	char *without = reply_token_body("ab", "");
	assert_string_equal(with, "{\"authToken\":\"a\\\"b\",\"platform\":\"My Site\"}");
	assert_string_equal(without, "{\"authToken\":\"ab\"}");
	free(with);
	free(without);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_problem_is_told_well), cmocka_unit_test(codes_are_unique),
		cmocka_unit_test(writes_exactly_this),        cmocka_unit_test(head_gets_the_length_and_no_body),
		cmocka_unit_test(never_writes_past_the_end),  cmocka_unit_test(token_bodies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
