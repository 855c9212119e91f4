/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The success rule and what refusals mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/api_reply.h"

static const struct {
	const char *body;
	enum api_verdict verdict;
	enum api_verdict plain_verdict; /* of a token service, which need not send a code */
} cases[] = {
	{"{\"code\":0,\"message\":\"Success\",\"data\":{\"authToken\":\"T\"}}", API_SUCCESS, API_SUCCESS},
	{"{\"code\":\"0\",\"data\":{\"authToken\":\"T\"}}", API_SUCCESS, API_SUCCESS},
	{"{\"code\":200,\"data\":{\"authToken\":\"T\"}}", API_SUCCESS, API_SUCCESS},
	{"{\"code\":\"200\",\"data\":{\"authToken\":\"T\"}}", API_SUCCESS, API_SUCCESS},
	{"{\"result\":true,\"data\":{\"authToken\":\"T\"}}", API_SUCCESS, API_SUCCESS},
	{"{\"code\":0,\"data\":\"{\\\"authToken\\\":\\\"T\\\"}\"}", API_SUCCESS, API_SUCCESS},
	{"{\"code\":0,\"authToken\":\"T\"}", API_SUCCESS, API_SUCCESS},
	{"{\"authToken\":\"T\"}", API_UNREADABLE, API_SUCCESS},
	/* damaged beside what counts, at either level */
	{"\xEF\xBB\xBF{\"code\":0,\"data\":{\"authToken\":\"T\"}}", API_SUCCESS, API_SUCCESS},
	{"{\"code\":0,\"message\":\"\\ud83d\",\"data\":{\"authToken\":\"T\"}}", API_SUCCESS, API_SUCCESS},
	{"{\"code\":0,\"n\":NaN,\"data\":{\"authToken\":\"T\",\"n\":1e400,\"i\":99999999999999999999}}", API_SUCCESS,
	 API_SUCCESS},
	{"{\"code\":0,\"data\":\"{\\\"authToken\\\":\\\"T\\\",\\\"name\\\":\\\"\\\\ud83d\\\"}\"}", API_SUCCESS,
	 API_SUCCESS},
	{"{\"authToken\":\"\"}", API_UNREADABLE, API_UNREADABLE},
	{"{\"code\":501,\"message\":\"Invalid token\"}", API_REFUSED, API_REFUSED},
	{"{\"code\":501,\"data\":{\"authToken\":\"T\"}}", API_REFUSED, API_REFUSED},
	{"{\"code\":null,\"data\":{\"authToken\":\"T\"}}", API_REFUSED, API_REFUSED},
	{"{\"code\":0,\"data\":{\"authToken\":\"\"}}", API_UNREADABLE, API_UNREADABLE},
	{"{\"code\":0,\"data\":{\"authToken\":null}}", API_UNREADABLE, API_UNREADABLE},
	{"{\"code\":0,\"data\":{\"authToken\":5}}", API_UNREADABLE, API_UNREADABLE},
	{"{\"code\":0,\"data\":null}", API_UNREADABLE, API_UNREADABLE},
	{"{\"code\":0}", API_UNREADABLE, API_UNREADABLE},
	{"{}", API_UNREADABLE, API_UNREADABLE},
	{"[]", API_UNREADABLE, API_UNREADABLE},
	{"", API_UNREADABLE, API_UNREADABLE},
	{"<html>busy</html>", API_UNREADABLE, API_UNREADABLE},
	{"{\"code\":0,\"data\":{\"authToken\":\"T\"", API_UNREADABLE, API_UNREADABLE},
};

static void success_needs_the_code_and_the_wanted_string(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct api_reply reply;
		api_reply_read(&reply, cases[i].body, strlen(cases[i].body), "authToken");
		if (reply.verdict != cases[i].verdict)
			fail_msg("%s gave %d", cases[i].body, (int)reply.verdict);
		api_reply_clear(&reply);
		api_reply_read_plain(&reply, cases[i].body, strlen(cases[i].body), "authToken");
		if (reply.verdict != cases[i].plain_verdict)
			fail_msg("%s gave %d from a token service", cases[i].body, (int)reply.verdict);
		api_reply_clear(&reply);
	}
}

static const struct {
	enum api_endpoint endpoint;
	const char *body;
	enum lovense_reason reason;
} refusals[] = {
	{API_GET_TOKEN, "{\"code\":501,\"message\":\"Invalid token\"}", LOVENSE_REASON_TOKEN_REJECTED},
	{API_GET_TOKEN, "{\"code\":\"501\"}", LOVENSE_REASON_TOKEN_REJECTED},
	{API_GET_TOKEN, "{\"code\":502}", LOVENSE_REASON_API_NOT_ENABLED},
	{API_GET_TOKEN, "{\"code\":503}", LOVENSE_REASON_USER_ID_REFUSED},
	{API_GET_TOKEN, "{\"code\":77,\"message\":\"later\"}", LOVENSE_REASON_SERVICE_ERROR},
	{API_GET_SOCKET_URL, "{\"code\":400,\"message\":\"Developer information not found\"}",
	 LOVENSE_REASON_WRONG_PLATFORM},
	{API_GET_SOCKET_URL, "{\"code\":404,\"message\":\"Invalid platform\"}", LOVENSE_REASON_WRONG_PLATFORM},
	{API_GET_SOCKET_URL, "{\"code\":501,\"message\":\"Invalid token\"}", LOVENSE_REASON_SERVICE_ERROR},
	{API_GET_SOCKET_URL, "{\"code\":502}", LOVENSE_REASON_API_NOT_ENABLED},
};

static void refusals_get_their_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct api_reply reply;
		api_reply_read(&reply, refusals[i].body, strlen(refusals[i].body), "x");
		assert_int_equal(reply.verdict, API_REFUSED);
		assert_int_equal(api_refusal_reason(refusals[i].endpoint, &reply), refusals[i].reason);
		api_reply_clear(&reply);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(success_needs_the_code_and_the_wanted_string),
		cmocka_unit_test(refusals_get_their_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
