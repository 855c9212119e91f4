/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getToken: the body that is sent and the replies that come back. */
#include "cmocka_all.h"

#include <stdlib.h>

#include "token-service/upstream/get_token.h"

static void sends_the_documented_body(void **state)
{
	(void)state;
	char *body = get_token_body("D", "u\"1",
				    "al\xc3\xaf"
				    "ce");
	assert_string_equal(body, "{\"token\":\"D\",\"uid\":\"u\\\"1\",\"uname\":\"al\xc3\xaf"
				  "ce\"}");
	free(body);
	assert_null(get_token_body("D", "\xff", "n"));
}

static void understands_replies(void **state)
{
	(void)state;
	static const struct {
		int status;
		const char *body;
		enum problem problem;
	} cases[] = {
		{200, "{\"code\":0,\"message\":\"Success\",\"data\":{\"authToken\":\"A\"}}", PROBLEM_NONE},
		{200, "{\"code\":\"0\",\"data\":{\"authToken\":\"A\"}}", PROBLEM_NONE},
		{200, "{\"code\":200,\"data\":{\"authToken\":\"A\"}}", PROBLEM_NONE},
		{200, "{\"result\":true,\"code\":1,\"data\":{\"authToken\":\"A\"}}", PROBLEM_NONE},
		{200, "\xEF\xBB\xBF{\"code\":0,\"data\":{\"authToken\":\"A\"}}", PROBLEM_NONE},
		{200, "\xEF\xBB{\"code\":0,\"data\":{\"authToken\":\"A\"}}", PROBLEM_UPSTREAM_REPLY},
		{200, "\xEF\xBB\xBF", PROBLEM_UPSTREAM_REPLY},
		{200, "{\"code\":501,\"message\":\"Invalid token\"}", PROBLEM_DEVELOPER_TOKEN_REJECTED},
		{200, "{\"code\":\"501\"}", PROBLEM_DEVELOPER_TOKEN_REJECTED},
		{200, "{\"code\":502}", PROBLEM_API_NOT_ENABLED},
		{200, "{\"code\":503}", PROBLEM_UID_REFUSED},
		{200, "{\"code\":400}", PROBLEM_UPSTREAM_REFUSED},
		{200, "{\"code\":0}", PROBLEM_UPSTREAM_REPLY},
		{200, "{\"code\":0,\"data\":null}", PROBLEM_UPSTREAM_REPLY},
		{200, "{\"code\":0,\"data\":{\"authToken\":\"\"}}", PROBLEM_UPSTREAM_REPLY},
		{200, "{\"code\":0,\"data\":{\"authToken\":7}}", PROBLEM_UPSTREAM_REPLY},
		{200, "{\"code\":\"\",\"data\":{\"authToken\":\"A\"}}", PROBLEM_UPSTREAM_REPLY},
		{200, "{}", PROBLEM_UPSTREAM_REPLY},
		{200, "[]", PROBLEM_UPSTREAM_REPLY},
		{200, "", PROBLEM_UPSTREAM_REPLY},
		{200, "<html>busy</html>", PROBLEM_UPSTREAM_REPLY},
		{500, "{\"code\":0,\"data\":{\"authToken\":\"A\"}}", PROBLEM_UPSTREAM_REPLY},
		{200, "{\"code\":0,\"data\":{\"authToken\":\"DEVELOPER\"}}", PROBLEM_UPSTREAM_ECHO},
		{200, "{\"code\":0,\"data\":{\"authToken\":\"\\u0044EVELOPER\"}}", PROBLEM_UPSTREAM_ECHO},
		{200, "{\"code\":0,\"data\":{\"authToken\":\"Bearer DEVELOPER\"}}", PROBLEM_UPSTREAM_ECHO},
		{302, "", PROBLEM_UPSTREAM_REPLY},
		{429, "", PROBLEM_UPSTREAM_LIMITED},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *token = NULL;
		enum problem problem = get_token_read_reply(cases[i].status, cases[i].body, strlen(cases[i].body),
							    "DEVELOPER", &token);
		if (problem != cases[i].problem)
			fail_msg("%s: %s", cases[i].body, problem_info(problem)->code);
		assert_int_equal(token != NULL, problem == PROBLEM_NONE);
		free(token);
	}
	char *token = NULL;
	assert_int_equal(get_token_read_reply(200, NULL, 0, "DEVELOPER", &token), PROBLEM_UPSTREAM_REPLY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sends_the_documented_body),
		cmocka_unit_test(understands_replies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
