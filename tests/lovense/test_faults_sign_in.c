/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every fault of the sign-in, with what the user is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

#include "fault_tables.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void token_faults_are_told_and_mended(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.http_ms = 700;
	faults_run(rig, FAULT_AT_START, &fault_table_token);
	rig_stop(rig);
}

static void socket_url_faults_are_told_and_mended(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.http_ms = 700;
	faults_run(rig, FAULT_AT_START, &fault_table_socket_url);
	rig_stop(rig);
}

static void token_service_faults_are_told_and_mended(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.http_ms = 700;
	rig->config.auth = LOVENSE_AUTH_TOKEN_SERVICE;
	rig->config.developer_token = "";
	faults_run(rig, FAULT_AT_START, &fault_table_token_service);
	rig_stop(rig);
}

/* Settings that only a person can mend: no retry storm, and a sentence that names the setting. */
static void bad_settings_need_you(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	const struct lovense_session_config good = rig->config;
	const struct {
		const char *what;
		const char **field;
		const char *value;
		enum lovense_auth auth;
		enum lovense_reason reason;
	} cases[] = {
		{"token", &rig->config.developer_token, "", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_REASON_NO_TOKEN},
		{"token", &rig->config.developer_token, "wrong", LOVENSE_AUTH_DEVELOPER_TOKEN,
		 LOVENSE_REASON_TOKEN_REJECTED},
		{"platform", &rig->config.platform, "", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_REASON_NO_PLATFORM},
		{"platform", &rig->config.platform, "wrong", LOVENSE_AUTH_DEVELOPER_TOKEN,
		 LOVENSE_REASON_WRONG_PLATFORM},
		{"uid", &rig->config.uid, "", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_REASON_NO_USER_ID},
		{"api", &rig->config.api_url, "http://example.com", LOVENSE_AUTH_DEVELOPER_TOKEN,
		 LOVENSE_REASON_BAD_API_URL},
		{"api", &rig->config.api_url, "ftp://127.0.0.1", LOVENSE_AUTH_DEVELOPER_TOKEN,
		 LOVENSE_REASON_BAD_API_URL},
		{"api", &rig->config.api_url, "", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_REASON_BAD_API_URL},
		{"ca", &rig->config.ca_file, "/no/such/file.pem", LOVENSE_AUTH_DEVELOPER_TOKEN,
		 LOVENSE_REASON_BAD_CA_FILE},
		{"service", &rig->config.token_service_url, "", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_REASON_NO_TOKEN},
		{"service", &rig->config.token_service_url, "http://example.com/t", LOVENSE_AUTH_TOKEN_SERVICE,
		 LOVENSE_REASON_BAD_SERVICE_URL},
		{"service", &rig->config.token_service_url, "http://127.0.0.1:1@example.com/t",
		 LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_REASON_BAD_SERVICE_URL},
		{"key", &rig->config.token_service_key, "two\r\nX-Lines: 1", LOVENSE_AUTH_TOKEN_SERVICE,
		 LOVENSE_REASON_BAD_TEXT},
		{"uid", &rig->config.uid, "no \xff text", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_REASON_BAD_TEXT},
		{"key", &rig->config.token_service_key, "wrong", LOVENSE_AUTH_TOKEN_SERVICE,
		 LOVENSE_REASON_SERVICE_KEY_REJECTED},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		rig->config.auth = cases[i].auth;
		*cases[i].field = cases[i].value;
		rig_open(rig);
		rig_await_reason(rig, LOVENSE_NEEDS_YOU, cases[i].reason);
		rig->config = good;
	}
	rig_stop(rig);
}

/* What answers says in its own words why, and only words that somebody said are told so. */
static void the_words_of_who_answered_are_told(void **state)
{
	static const struct {
		const char *switches;
		enum lovense_auth auth;
		enum lovense_link_state link;
		const char *words;
	} cases[] = {
		{"{\"token_service_http\":404}", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_NEEDS_YOU,
		 "HTTP 404: Service unavailable"},
		{"{\"token_service_http\":301}", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_NEEDS_YOU,
		 "HTTP 301: https://redirect.invalid/"},
		{"{\"token_service_http\":500}", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_RETRYING,
		 "HTTP 500: Service unavailable"},
		{"{\"token_service_body\":\"html\"}", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_NEEDS_YOU,
		 "HTTP 200: Service unavailable"},
		{"{\"token_service_body\":\"error\"}", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_NEEDS_YOU,
		 "HTTP 200: not subscribed"},
		{"{\"token_service_error\":\"not subscribed\"}", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_NEEDS_YOU,
		 "HTTP 403: not subscribed"},
		{"{\"token_service_answer\":\"reset\"}", LOVENSE_AUTH_TOKEN_SERVICE, LOVENSE_RETRYING, ""},
		{"{\"token_http\":404}", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_RETRYING,
		 "HTTP 404: Service unavailable"},
		{"{\"token_body\":\"html\"}", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_RETRYING,
		 "HTTP 200: Service unavailable"},
		{"{\"api_listening\":false}", LOVENSE_AUTH_DEVELOPER_TOKEN, LOVENSE_RETRYING, ""},
	};
	(void)state;
	struct rig *rig = rig_start(NULL);
	for (size_t i = 0; i < COUNT(cases); i++) {
		rig->config.auth = cases[i].auth;
		faults_set(rig, cases[i].switches);
		rig_open(rig);
		rig_await(rig, cases[i].link);
		assert_string_equal(rig_now(rig)->service_words, cases[i].words);
		faults_lift(rig);
	}
	rig_stop(rig);
}

static void final_refusals_are_not_retried(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->config.developer_token = "wrong";
	rig_open(rig);
	rig_await_reason(rig, LOVENSE_NEEDS_YOU, LOVENSE_REASON_TOKEN_REJECTED);
	json_t *before = rig_get(rig, "/log?kind=request");
	/* Far longer than any retry pause of this rig. */
	rig_run_ms(rig, 1000);
	json_t *after = rig_get(rig, "/log?kind=request");
	assert_int_equal(json_array_size(json_object_get(before, "entries")), 1);
	assert_int_equal(json_array_size(json_object_get(after, "entries")), 1);
	json_decref(before);
	json_decref(after);
	rig_stop(rig);
}

static void retry_after_is_kept(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_post(rig, "/faults", "{s:i,s:s}", "token_http", 429, "token_retry_after", "120");
	rig_open_into_long_pause(rig, LOVENSE_REASON_RATE_LIMITED);
	rig_stop(rig);
}

/* The API stands behind a network that answers so, in HTML: whoever asks again after seconds stays shut out. */
static void too_many_requests_without_a_time_is_a_long_pause(void **state)
{
	static const struct {
		const char *fault;
		enum lovense_auth auth;
	} cases[] = {
		{"token_http", LOVENSE_AUTH_DEVELOPER_TOKEN},
		{"socket_url_http", LOVENSE_AUTH_DEVELOPER_TOKEN},
		{"upgrade_status", LOVENSE_AUTH_DEVELOPER_TOKEN},
		{"token_service_http", LOVENSE_AUTH_TOKEN_SERVICE},
	};
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.limited_ms = session_timing_default.limited_ms;
	for (size_t i = 0; i < COUNT(cases); i++) {
		rig->config.auth = cases[i].auth;
		rig_post(rig, "/faults", "{s:i}", cases[i].fault, 429);
		rig_open(rig);
		rig_await_reason(rig, LOVENSE_RETRYING,
				 cases[i].auth == LOVENSE_AUTH_TOKEN_SERVICE ? LOVENSE_REASON_SERVICE_RATE_LIMITED
									     : LOVENSE_REASON_RATE_LIMITED);
		assert_in_range(rig_pause_ms(rig), 290000, 300000);
		faults_lift(rig);
	}
	rig_stop(rig);
}

/* A time that is named counts, also a short one. */
static void too_many_requests_with_a_time_is_that_pause(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.limited_ms = session_timing_default.limited_ms;
	rig_post(rig, "/faults", "{s:i,s:s}", "token_http", 429, "token_retry_after", "0");
	rig_open(rig);
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_RATE_LIMITED);
	assert_true(rig_pause_ms(rig) <= rig->timing.retry.max_ms * 2);
	rig_stop(rig);
}

static void a_refused_auth_token_is_asked_for_again(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	rig_post(rig, "/expire", "{s:s}", "what", "auth");
	rig_post(rig, "/kill", "{s:s}", "how", "drop");
	rig_await(rig, LOVENSE_RETRYING);
	rig_await(rig, LOVENSE_READY);
	json_t *log = rig_get(rig, "/log?kind=request");
	/* token, url; then the old token is refused once: url, token, url. */
	assert_int_equal(json_array_size(json_object_get(log, "entries")), 5);
	json_decref(log);
	rig_stop(rig);
}

/* The pauses are those of a real session; nobody waits for them here. */
static void pauses_grow_from_a_second_to_a_minute(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.retry = session_timing_default.retry;
	rig_post(rig, "/faults", "{s:b}", "api_listening", 0);
	rig_open(rig);
	for (int64_t expected_ms = 1000; expected_ms <= 256000; expected_ms *= 2) {
		int64_t pause_ms = expected_ms < 60000 ? expected_ms : 60000;
		rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_UNREACHABLE);
		int64_t left_ms = rig_pause_ms(rig);
		/* Jitter is a quarter to both sides; on a busy machine some of the pause is over. */
		assert_in_range(left_ms, pause_ms / 4, pause_ms * 5 / 4);
		lovense_link_retry_now(rig->link);
		assert_int_equal(rig_now(rig)->state, LOVENSE_SIGNING_IN);
	}
	rig_stop(rig);
}

static void a_refused_upgrade_leads_to_a_new_auth_token(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	rig_post(rig, "/faults", "{s:{s:i,s:i}}", "upgrade_status", "value", 401, "times", 1);
	int serial = rig_serial(rig);
	rig_post(rig, "/kill", "{s:s}", "how", "drop");
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_SOCKET_REFUSED);
	rig_await(rig, LOVENSE_READY);
	json_t *requests = rig_log(rig, "request", serial);
	static const char *const expected[] = {"socket_url", "token", "socket_url"};
	assert_int_equal(json_array_size(requests), 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(json_string_value(json_object_get(json_array_get(requests, i), "endpoint")),
				    expected[i]);
	json_decref(requests);
	rig_stop(rig);
}

/* Also once the pauses have reached their longest. */
static void every_third_failure_asks_for_a_new_auth_token(void **state)
{
	(void)state;
	enum { TOKENS = 5 };
	struct rig *rig = rig_start(NULL);
	rig->timing.retry.first_ms = 10;
	rig->timing.retry.max_ms = 40;
	rig_post(rig, "/faults", "{s:i}", "socket_url_http", 500);
	rig_open(rig);
	rig_await_log(rig, "request", 0, TOKENS * 4);
	json_t *requests = rig_log(rig, "request", 0);
	for (size_t i = 0; i < TOKENS * 4; i++) {
		const char *expected = i % 4 == 0 ? "token" : "socket_url";
		assert_string_equal(json_string_value(json_object_get(json_array_get(requests, i), "endpoint")),
				    expected);
	}
	json_decref(requests);
	rig_stop(rig);
}

/* It is not this user's token that the API refuses, and the pause that a service asks for is kept whatever it says. */
static void what_a_token_service_cannot_help_waits_for_it(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->config.auth = LOVENSE_AUTH_TOKEN_SERVICE;
	rig->config.developer_token = "";
	rig_post(rig, "/faults", "{s:i}", "token_service_refusal", 501);
	rig_open(rig);
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_SERVICE_TOKEN_REJECTED);
	rig_post(rig, "/faults", "{s:i,s:s}", "token_service_http", 503, "token_service_retry_after", "120");
	rig_open_into_long_pause(rig, LOVENSE_REASON_SERVICE_FAILED);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(token_faults_are_told_and_mended),
		cmocka_unit_test(socket_url_faults_are_told_and_mended),
		cmocka_unit_test(token_service_faults_are_told_and_mended),
		cmocka_unit_test(bad_settings_need_you),
		cmocka_unit_test(the_words_of_who_answered_are_told),
		cmocka_unit_test(final_refusals_are_not_retried),
		cmocka_unit_test(retry_after_is_kept),
		cmocka_unit_test(too_many_requests_without_a_time_is_a_long_pause),
		cmocka_unit_test(too_many_requests_with_a_time_is_that_pause),
		cmocka_unit_test(a_refused_auth_token_is_asked_for_again),
		cmocka_unit_test(pauses_grow_from_a_second_to_a_minute),
		cmocka_unit_test(a_refused_upgrade_leads_to_a_new_auth_token),
		cmocka_unit_test(every_third_failure_asks_for_a_new_auth_token),
		cmocka_unit_test(what_a_token_service_cannot_help_waits_for_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
