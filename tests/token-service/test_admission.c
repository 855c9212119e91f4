/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The judgement of requests: route, key, limits, body, uid. */
#include "cmocka_all.h"

#include "admission_fixture.h"

static const struct address peer = {.ip.s6_addr = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1}};

static int setup(void **state)
{
	static struct admission_fixture fixture;
	*state = &fixture;
	return admission_fixture_open(&fixture, NULL) ? 0 : -1;
}

static int teardown(void **state)
{
	admission_fixture_close(*state);
	return 0;
}

static void judge_text(struct admission_fixture *fixture, const char *text, int64_t now_us, struct verdict *verdict)
{
	struct http1_reader reader = {0};
	struct http1_request request;
	assert_int_equal(http1_read(&reader, text, strlen(text), &request), HTTP1_DONE);
	admission_judge(&fixture->admission, &request, &peer, now_us, verdict);
}

static void judge_post(struct admission_fixture *fixture, const char *key, const char *body, int64_t now_us,
		       struct verdict *verdict)
{
	char text[8192];
	snprintf(text, sizeof(text),
		 "POST /token HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n"
		 "Content-Type: application/json; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s",
		 key, strlen(body), body);
	judge_text(fixture, text, now_us, verdict);
}

static void finds_routes(void **state)
{
	static const struct {
		const char *line;
		enum route route;
		enum problem problem;
	} cases[] = {
		{"GET /healthz", ROUTE_HEALTH, PROBLEM_NONE},
		{"HEAD /healthz", ROUTE_HEALTH, PROBLEM_NONE},
		{"GET /metrics?x=y", ROUTE_METRICS, PROBLEM_NONE},
		{"DELETE /metrics", ROUTE_METRICS, PROBLEM_METHOD_NOT_ALLOWED},
		{"GET /token", ROUTE_TOKEN, PROBLEM_METHOD_NOT_ALLOWED},
		{"get /healthz", ROUTE_HEALTH, PROBLEM_METHOD_NOT_ALLOWED},
		{"BREW /token", ROUTE_TOKEN, PROBLEM_METHOD_NOT_ALLOWED},
		{"GET /", ROUTE_OTHER, PROBLEM_NOT_FOUND},
		{"GET /tokens", ROUTE_OTHER, PROBLEM_NOT_FOUND},
		{"GET /token/", ROUTE_OTHER, PROBLEM_NOT_FOUND},
		{"GET /%74oken", ROUTE_OTHER, PROBLEM_NOT_FOUND},
		{"GET //token", ROUTE_OTHER, PROBLEM_NOT_FOUND},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[128];
		struct verdict verdict;
		snprintf(text, sizeof(text), "%s HTTP/1.1\r\nHost: h\r\n\r\n", cases[i].line);
		judge_text(*state, text, 0, &verdict);
		assert_int_equal(verdict.route, cases[i].route);
		assert_int_equal(verdict.problem, cases[i].problem);
		assert_int_equal(verdict.allow != NULL, verdict.problem == PROBLEM_METHOD_NOT_ALLOWED);
	}
}

static void lets_a_good_request_through(void **state)
{
	struct verdict verdict;
	judge_post(*state, fixture_alice, "{\"uid\": \"u-1\", \"uname\": \"Someone Else\", \"more\": []}", 0, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_NONE);
	assert_string_equal(verdict.uid, "u-1");
	assert_string_equal(verdict.uname, "alice"); /* the key says who it is, not the body */
	assert_string_equal(verdict.key_id, "00000000000a");
}

static void judges_bodies(void **state)
{
	static const struct {
		const char *body;
		enum problem problem;
	} cases[] = {
		{"", PROBLEM_BAD_JSON},
		{"{", PROBLEM_BAD_JSON},
		{"[]", PROBLEM_BAD_JSON},
		{"\"uid\"", PROBLEM_BAD_JSON},
		{"{\"uid\": \"a\"} x", PROBLEM_BAD_JSON},
		{"{\"uid\": \"a\", \"uid\": \"b\"}", PROBLEM_BAD_JSON},
		{"{\"uid\": \"\xff\"}", PROBLEM_BAD_JSON},
		{"{\"uid\": \"a\\u0000b\"}", PROBLEM_BAD_JSON},
		{"uid=a", PROBLEM_BAD_JSON},
		{"\xEF\xBB\xBF{\"uid\": \"a\"}", PROBLEM_NONE}, /* a byte order mark */
		{"\xEF\xBB\xBF\xEF\xBB\xBF{\"uid\": \"a\"}", PROBLEM_BAD_JSON},
		{"\xEF\xBB\xBF", PROBLEM_BAD_JSON},
		{"\xEF\xBB", PROBLEM_BAD_JSON},
		{"{}", PROBLEM_UID_MISSING},
		{"{\"uid\": 7}", PROBLEM_UID_MISSING},
		{"{\"uid\": null}", PROBLEM_UID_MISSING},
		{"{\"uid\": \"\"}", PROBLEM_UID_INVALID},
		{"{\"uid\": \"a\\nb\"}", PROBLEM_UID_INVALID},
		{"{\"uid\": \"a b\"}", PROBLEM_UID_NOT_ALLOWED},
		{"{\"uid\": \"a\", \"uname\": 7}", PROBLEM_UNAME_INVALID},
		{"{\"uid\": \"a\", \"uname\": \"x\\ty\"}", PROBLEM_UNAME_INVALID},
		{"{\"uid\": \"a\", \"uname\": null}", PROBLEM_NONE},
		{"{\"uid\": \"a\", \"uname\": \"\"}", PROBLEM_NONE},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct verdict verdict;
		/* an hour between two: the rate is tested elsewhere */
		judge_post(*state, fixture_alice, cases[i].body, (int64_t)i * 3600000000, &verdict);
		if (verdict.problem != cases[i].problem)
			fail_msg("%s: %s", cases[i].body, problem_info(verdict.problem)->code);
	}
}

static void bounds_uid_and_depth(void **state)
{
	char body[4096];
	struct verdict verdict;
	for (int length = UID_MAX; length <= UID_MAX + 1; length++) {
		snprintf(body, sizeof(body), "{\"uid\": \"%0*d\"}", length, 0);
		judge_post(*state, fixture_alice, body, length * INT64_C(3600000000), &verdict);
		assert_int_equal(verdict.problem, length == UID_MAX ? PROBLEM_NONE : PROBLEM_UID_INVALID);
	}
	memset(body, '[', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	judge_post(*state, fixture_alice, body, INT64_C(1) << 40, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_BAD_JSON);
}

static void judges_keys_before_bodies(void **state)
{
	struct verdict verdict;
	judge_post(*state, "lts_nonsense", "{", 0, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_KEY_UNKNOWN);
	assert_string_equal(verdict.key_id, "");
	judge_post(*state, fixture_mallory, "{\"uid\": \"a\"}", 0, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_KEY_REVOKED);
	judge_text(*state, "POST /token HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", 0, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_KEY_MISSING);
}

static void a_key_may_be_bound_to_uids(void **state)
{
	struct verdict verdict;
	judge_post(*state, fixture_bob, "{\"uid\": \"bob-7\"}", 0, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_NONE);
	judge_post(*state, fixture_bob, "{\"uid\": \"alice-7\"}", 0, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_UID_NOT_ALLOWED);
}

static void wants_json(void **state)
{
	static const char *const types[] = {"text/plain", "application/jsonp", "", "application/x-www-form-urlencoded"};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char text[512];
		struct verdict verdict;
		snprintf(text, sizeof(text),
			 "POST /token HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n"
			 "Content-Length: 11\r\n\r\n{\"uid\":\"a\"}",
			 fixture_alice, types[i]);
		judge_text(*state, text, 0, &verdict);
		assert_int_equal(verdict.problem, PROBLEM_MEDIA_TYPE);
	}
}

static void limits_each_key(void **state)
{
	struct admission_fixture *fixture = *state;
	struct verdict verdict;
	int allowed = 0;
	for (int i = 0; i < 30; i++) {
		judge_post(fixture, fixture_alice, "{\"uid\": \"a\"}", 1000000, &verdict);
		allowed += verdict.problem == PROBLEM_NONE;
	}
	assert_int_equal(allowed, fixture->config.key_burst);
	assert_int_equal(verdict.problem, PROBLEM_KEY_RATE);
	assert_int_equal(verdict.retry_after_s, 2); /* 30 a minute */
	judge_post(fixture, fixture_bob, "{\"uid\": \"bob-1\"}", 1000000, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_NONE);
	judge_post(fixture, fixture_alice, "{\"uid\": \"a\"}", 3000000, &verdict);
	assert_int_equal(verdict.problem, PROBLEM_NONE);
}

static void limits_guessing_by_address(void **state)
{
	struct admission_fixture *fixture = *state;
	struct verdict verdict;
	int refused_for_key = 0;
	for (int i = 0; i < 100; i++) {
		judge_post(fixture, "lts_guess", "{}", 1000000, &verdict);
		refused_for_key += verdict.problem == PROBLEM_KEY_UNKNOWN;
	}
	assert_int_equal(refused_for_key, fixture->config.address_burst);
	assert_int_equal(verdict.problem, PROBLEM_ADDRESS_RATE);
	assert_int_equal(verdict.retry_after_s, 1);
}

static void counts_the_client_behind_a_trusted_proxy(void **state)
{
	(void)state;
	char *const settings[] = {"LOVENSE_TOKEN_SERVICE_TRUSTED_PROXIES=127.0.0.0/8",
				  "LOVENSE_TOKEN_SERVICE_ADDRESS_BURST=1", NULL};
	struct admission_fixture fixture;
	struct verdict verdict;
	assert_true(admission_fixture_open(&fixture, settings));
	for (int i = 0; i < 5; i++) {
		char text[256];
		snprintf(text, sizeof(text),
			 "POST /token HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 198.51.100.%d\r\nContent-Length: "
			 "0\r\n\r\n",
			 i);
		judge_text(&fixture, text, 1000000, &verdict);
		assert_int_equal(verdict.problem, PROBLEM_KEY_MISSING);
		judge_text(&fixture, text, 1000000, &verdict);
		assert_int_equal(verdict.problem, PROBLEM_ADDRESS_RATE);
	}
	admission_fixture_close(&fixture);
}

int main(void)
{
#define WITH_GATE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		WITH_GATE(finds_routes),
		WITH_GATE(lets_a_good_request_through),
		WITH_GATE(judges_bodies),
		WITH_GATE(bounds_uid_and_depth),
		WITH_GATE(judges_keys_before_bodies),
		WITH_GATE(a_key_may_be_bound_to_uids),
		WITH_GATE(wants_json),
		WITH_GATE(limits_each_key),
		WITH_GATE(limits_guessing_by_address),
		cmocka_unit_test(counts_the_client_behind_a_trusted_proxy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
