/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The request reader: what it takes, what it refuses and how, in whatever pieces it arrives. */
#include "cmocka_all.h"

#include <stdlib.h>

#include "token-service/http/http1.h"

#define POST "POST /token HTTP/1.1\r\nHost: h\r\n"
#define GET "GET /healthz HTTP/1.1\r\nHost: h\r\n"

struct bad_case {
	const char *text;
	enum problem problem;
};

static const struct bad_case bad_cases[] = {
	{"\x16\x03\x01\x02", PROBLEM_NOT_HTTP}, /* a TLS handshake */
	{"GET / HTTP/1.1\nHost: h\n\n", PROBLEM_BAD_HEADER},
	{"GET\n", PROBLEM_NOT_HTTP},
	{"GET / HTTP/1.1\rHost: h", PROBLEM_BAD_HEADER},
	{"GET / HTTP/1.1\r\nA: b\x01\r\n\r\n", PROBLEM_BAD_HEADER},
	{"GET / HTTP/1.1\r\nA: b\x7f\r\n\r\n", PROBLEM_BAD_HEADER},
	{"\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET /\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET / HTTP/1.1 \r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"G@T / HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{" / HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET / HTTP/1.10\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET / http/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET * HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET /#a HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET /\xc3\xa4 HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET https://h/ HTTP/1.1\r\nHost: h\r\n\r\n", PROBLEM_BAD_REQUEST_LINE},
	{"GET / HTTP/2.0\r\nHost: h\r\n\r\n", PROBLEM_HTTP_VERSION},
	{"PRI * HTTP/2.0\r\n\r\n", PROBLEM_HTTP_VERSION},
	{"GET / HTTP/1.2\r\nHost: h\r\n\r\n", PROBLEM_HTTP_VERSION},
	{"GET / HTTP/1.1\r\n\r\n", PROBLEM_HOST},
	{"GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", PROBLEM_HOST},
	{GET "no colon\r\n\r\n", PROBLEM_BAD_HEADER},
	{GET ": empty name\r\n\r\n", PROBLEM_BAD_HEADER},
	{GET "A : b\r\n\r\n", PROBLEM_BAD_HEADER},
	{GET "A: b\r\n folded\r\n\r\n", PROBLEM_BAD_HEADER},
	{GET "Authorization: a\r\nAuthorization: b\r\n\r\n", PROBLEM_BAD_HEADER},
	{GET "Content-Type: a\r\nContent-Type: a\r\n\r\n", PROBLEM_BAD_HEADER},
	{POST "\r\n", PROBLEM_LENGTH_REQUIRED},
	{POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", PROBLEM_LENGTH_REQUIRED},
	{GET "Transfer-Encoding: identity\r\n\r\n", PROBLEM_LENGTH_REQUIRED},
	{POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nAAAAA", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: -1\r\n\r\n", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: +1\r\n\r\n", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: 0x5\r\n\r\n", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: 5, 5\r\n\r\n", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: \r\n\r\n", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: 99999999999999999999\r\n\r\n", PROBLEM_CONTENT_LENGTH},
	{POST "Content-Length: 4097\r\n\r\n", PROBLEM_BODY_TOO_LARGE},
	{POST "Content-Length: 999999999999999999\r\n\r\n", PROBLEM_BODY_TOO_LARGE},
	{POST "Content-Length: 1\r\nExpect: magic\r\n\r\n", PROBLEM_EXPECTATION},
};

static void read_in_pieces(const char *text, size_t size, size_t piece, struct http1_reader *reader,
			   struct http1_request *request, enum http1_result expected)
{
	enum http1_result result = HTTP1_MORE;
	memset(reader, 0, sizeof(*reader));
	for (size_t known = 0; known < size && (result == HTTP1_MORE || result == HTTP1_BODY);) {
		known = known + piece < size ? known + piece : size;
		/* A buffer of exactly the known size at a new place each time: a reader that looks further, or
		 * remembers where it was, is caught by the sanitizer. */
		char *copy = malloc(known);
		assert_non_null(copy);
		memcpy(copy, text, known);
		result = http1_read(reader, copy, known, request);
		free(copy);
	}
	assert_int_equal(result, expected);
}

static void refuses_what_is_no_request(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad_cases) / sizeof(bad_cases[0]); i++)
		for (size_t piece = 1; piece <= 64; piece *= 4) {
			struct http1_reader reader;
			struct http1_request request;
			read_in_pieces(bad_cases[i].text, strlen(bad_cases[i].text), piece, &reader, &request,
				       HTTP1_BAD);
			if (reader.problem != bad_cases[i].problem)
				fail_msg("%s: %s", bad_cases[i].text, problem_info(reader.problem)->code);
		}
}

static void refuses_a_nul_byte(void **state)
{
	(void)state;
	struct http1_reader reader = {0};
	struct http1_request request;
	assert_int_equal(http1_read(&reader, "GET / HTTP/1.1\r\nA: \0\r\n", 23, &request), HTTP1_BAD);
	assert_int_equal(reader.problem, PROBLEM_BAD_HEADER);
}

static void assert_text(struct http1_text text, const char *expected)
{
	assert_int_equal(text.size, strlen(expected));
	assert_memory_equal(text.at, expected, text.size);
}

static void reads_a_request_and_leaves_the_next(void **state)
{
	(void)state;
	static const char text[] = "POST /token?a=b HTTP/1.1\r\nHOST: h\r\nauthorization:Bearer x \r\n"
				   "Content-Type:\tapplication/json\r\nX-Forwarded-For: 1.1.1.1\r\n"
				   "X-Forwarded-For: 2.2.2.2\r\nX-Other: y\r\ncontent-length: 5\r\n\r\nhelloGET /";
	struct http1_reader reader = {0};
	struct http1_request request;
	assert_int_equal(http1_read(&reader, text, sizeof(text) - 1, &request), HTTP1_DONE);
	assert_text(request.method, "POST");
	assert_text(request.path, "/token");
	assert_text(request.authorization, "Bearer x");
	assert_text(request.content_type, "application/json");
	assert_text(request.forwarded_for, "2.2.2.2");
	assert_text(request.body, "hello");
	assert_int_equal(request.size, sizeof(text) - 1 - strlen("GET /"));
	assert_true(request.is_1_1);
	assert_false(request.wants_close);
}

static void takes_any_pieces(void **state)
{
	(void)state;
	static const char text[] = POST "Content-Length: 10\r\n\r\n0123456789";
	for (size_t piece = 1; piece < sizeof(text); piece++) {
		struct http1_reader reader;
		struct http1_request request;
		read_in_pieces(text, sizeof(text) - 1, piece, &reader, &request, HTTP1_DONE);
		assert_int_equal(request.size, sizeof(text) - 1);
	}
}

static void understands_who_closes(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool wants_close;
	} cases[] = {
		{GET "\r\n", false},
		{GET "Connection: close\r\n\r\n", true},
		{GET "Connection: x, CLOSE ,y\r\n\r\n", true},
		{GET "Connection: closed\r\n\r\n", false},
		{"GET / HTTP/1.0\r\n\r\n", true},
		{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http1_reader reader = {0};
		struct http1_request request;
		assert_int_equal(http1_read(&reader, cases[i].text, strlen(cases[i].text), &request), HTTP1_DONE);
		assert_int_equal(request.wants_close, cases[i].wants_close);
	}
}

static void takes_the_absolute_form(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"GET http://h/healthz?x HTTP/1.1\r\nHost: h\r\n\r\n", "/healthz"},
		{"GET HTTP://h HTTP/1.1\r\nHost: h\r\n\r\n", "/"},
	};
	for (size_t i = 0; i < 2; i++) {
		struct http1_reader reader = {0};
		struct http1_request request;
		assert_int_equal(http1_read(&reader, cases[i][0], strlen(cases[i][0]), &request), HTTP1_DONE);
		assert_text(request.path, cases[i][1]);
	}
}

static void asks_for_the_body_when_the_client_waits(void **state)
{
	(void)state;
	static const char text[] = POST "Content-Length: 1\r\nExpect: 100-continue\r\n\r\n";
	struct http1_reader reader = {0};
	struct http1_request request;
	assert_int_equal(http1_read(&reader, text, sizeof(text) - 1, &request), HTTP1_BODY);
	assert_true(reader.expects_continue);
}

static void bounds_the_head(void **state)
{
	(void)state;
	static char text[HTTP1_MAX_HEAD + 1];
	struct http1_reader reader = {0};
	struct http1_request request;
	memset(text, 'a', sizeof(text));
	assert_int_equal(http1_read(&reader, text, HTTP1_MAX_HEAD - 1, &request), HTTP1_MORE);
	assert_int_equal(http1_read(&reader, text, HTTP1_MAX_HEAD, &request), HTTP1_BAD);
	assert_int_equal(reader.problem, PROBLEM_URI_TOO_LONG);
	memcpy(text, "GET / HTTP/1.1\r\n", 16);
	reader = (struct http1_reader){0};
	assert_int_equal(http1_read(&reader, text, sizeof(text), &request), HTTP1_BAD);
	assert_int_equal(reader.problem, PROBLEM_HEADER_TOO_LARGE);
}

static void bounds_path_and_fields(void **state)
{
	(void)state;
	char text[4096];
	struct http1_reader reader = {0};
	struct http1_request request;
	int used = snprintf(text, sizeof(text), "GET /%01024d HTTP/1.1\r\nHost: h\r\n\r\n", 0);
	assert_int_equal(http1_read(&reader, text, (size_t)used, &request), HTTP1_BAD);
	assert_int_equal(reader.problem, PROBLEM_URI_TOO_LONG);
	for (int extra = 0; extra < 2; extra++) {
		used = snprintf(text, sizeof(text), GET);
		for (int i = 0; i < HTTP1_MAX_FIELDS - 1 + extra; i++)
			used += snprintf(text + used, sizeof(text) - (size_t)used, "A: b\r\n");
		used += snprintf(text + used, sizeof(text) - (size_t)used, "\r\n");
		reader = (struct http1_reader){0};
		assert_int_equal(http1_read(&reader, text, (size_t)used, &request), extra ? HTTP1_BAD : HTTP1_DONE);
	}
	assert_int_equal(reader.problem, PROBLEM_HEADER_TOO_LARGE);
}

static void takes_the_largest_body(void **state)
{
	(void)state;
	char text[HTTP1_MAX_BODY + 256];
	struct http1_reader reader = {0};
	struct http1_request request;
	int head = snprintf(text, sizeof(text), POST "Content-Length: %d\r\n\r\n", HTTP1_MAX_BODY);
	memset(text + head, 'x', HTTP1_MAX_BODY);
	assert_int_equal(http1_read(&reader, text, (size_t)head + HTTP1_MAX_BODY - 1, &request), HTTP1_BODY);
	assert_int_equal(http1_read(&reader, text, (size_t)head + HTTP1_MAX_BODY, &request), HTTP1_DONE);
	assert_int_equal(request.body.size, HTTP1_MAX_BODY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_is_no_request),
		cmocka_unit_test(refuses_a_nul_byte),
		cmocka_unit_test(reads_a_request_and_leaves_the_next),
		cmocka_unit_test(takes_any_pieces),
		cmocka_unit_test(understands_who_closes),
		cmocka_unit_test(takes_the_absolute_form),
		cmocka_unit_test(asks_for_the_body_when_the_client_waits),
		cmocka_unit_test(bounds_the_head),
		cmocka_unit_test(bounds_path_and_fields),
		cmocka_unit_test(takes_the_largest_body),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
