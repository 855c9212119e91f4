/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests over a path that dies without a word: nothing of them may be delivered once it is mended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "net/http/http.h"
#include "net/loop.h"
#include "support/certificates.h"
#include "support/child.h"
#include "support/http_json.h"
#include "support/own_network.h"
#include "support/run_until.h"

enum { SHORT_MS = 500, TUNED_MS = 5000 };

/* One server for all; a loop and its connections for each. */
static struct {
	char folder[256];
	struct child *server;
	int plain_port;
	int tls_port;
} peer;

struct fixture {
	struct loop *loop;
	const char *scheme;
	int port;
	json_int_t commands; /* before this test */
};

static int start_server(void **state)
{
	(void)state;
	certificates_make(peer.folder, sizeof(peer.folder));
	const char *arguments[] = {peer.folder, NULL};
	peer.server = child_start_node("net/http_server.mjs", arguments);
	json_t *ports = child_read_json(peer.server, PATIENCE_MS);
	assert_non_null(ports);
	peer.plain_port = (int)json_integer_value(json_object_get(ports, "plain"));
	peer.tls_port = (int)json_integer_value(json_object_get(json_object_get(ports, "tls"), "good"));
	json_decref(ports);
	return 0;
}

static int stop_server(void **state)
{
	(void)state;
	child_stop(peer.server);
	certificates_remove(peer.folder);
	return 0;
}

static json_int_t commands_received(void)
{
	char url[64];
	int status = 0;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/counts", peer.plain_port);
	json_t *counts = http_json(url, NULL, &status);
	assert_int_equal(status, 200);
	json_int_t commands = json_integer_value(json_object_get(counts, "commands"));
	json_decref(counts);
	return commands;
}

static int start(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	fixture->loop = new_test_loop(certificate_path(peer.folder, "ca.pem"));
	fixture->scheme = "http";
	fixture->port = peer.plain_port;
	fixture->commands = commands_received();
	*state = fixture;
	return 0;
}

static int finish(void **state)
{
	struct fixture *fixture = *state;
	own_network_set_loopback(true);
	loop_destroy(fixture->loop);
	free(fixture);
	return 0;
}

struct answer {
	int count;
	enum http_error error;
};

static void keep_answer(void *ctx, const struct http_reply *reply)
{
	struct answer *answer = ctx;
	answer->count++;
	answer->error = reply->error;
}

static struct http_request *post(struct fixture *fixture, struct http_options options, struct answer *answer)
{
	char url[64];
	snprintf(url, sizeof(url), "%s://127.0.0.1:%d/command", fixture->scheme, fixture->port);
	options.url = url;
	options.allow_plain_http = true;
	options.is_lan = true;
	options.body = "{\"command\":\"Function\",\"action\":\"Vibrate:16\"}";
	options.body_size = strlen(options.body);
	options.done = keep_answer;
	options.ctx = answer;
	*answer = (struct answer){0};
	struct http_request *request = http_start(fixture->loop, &options);
	assert_non_null(request);
	return request;
}

/* One that arrives, so that the next uses its connection; then the path breaks. */
static void break_path_after_a_command(struct fixture *fixture, int timeout_ms)
{
	struct answer answer;
	post(fixture, (struct http_options){.timeout_ms = timeout_ms}, &answer);
	assert_true(run_until_count(fixture->loop, &answer.count, 1));
	assert_int_equal(answer.error, HTTP_OK);
	own_network_set_loopback(false);
}

/* The request is in the hands of the system. */
static void wait_until_sent(struct fixture *fixture)
{
	int64_t deadline_ms = loop_now_ms(fixture->loop) + PATIENCE_MS;
	while (own_network_count_unsent(fixture->port) == 0 && loop_now_ms(fixture->loop) < deadline_ms)
		assert_true(loop_run_once(fixture->loop, 1));
	assert_int_equal(own_network_count_unsent(fixture->port), 1);
}

static void mend_path_and_expect(struct fixture *fixture, json_int_t commands)
{
	own_network_set_loopback(true);
	run_for(fixture->loop, 500); /* the system would send again in this time */
	assert_int_equal(commands_received(), fixture->commands + commands);
}

static void what_timed_out(struct fixture *fixture)
{
	struct answer answer;
	break_path_after_a_command(fixture, PATIENCE_MS);
	post(fixture, (struct http_options){.timeout_ms = SHORT_MS}, &answer);
	assert_true(run_until_count(fixture->loop, &answer.count, 1));
	assert_int_not_equal(answer.error, HTTP_OK);
	assert_int_equal(own_network_count_unsent(fixture->port), 0);
	mend_path_and_expect(fixture, 1);
}

static void what_timed_out_is_not_delivered_late(void **state)
{
	what_timed_out(*state);
}

static void nor_is_it_over_tls(void **state)
{
	struct fixture *fixture = *state;
	fixture->scheme = "https";
	fixture->port = peer.tls_port;
	what_timed_out(fixture);
}

static void what_was_cancelled_is_not_delivered_late(void **state)
{
	struct fixture *fixture = *state;
	struct answer answer;
	break_path_after_a_command(fixture, PATIENCE_MS);
	struct http_request *request = post(fixture, (struct http_options){.timeout_ms = PATIENCE_MS}, &answer);
	wait_until_sent(fixture);
	http_cancel(request);
	assert_int_equal(own_network_count_unsent(fixture->port), 0);
	assert_int_equal(answer.count, 0);
	mend_path_and_expect(fixture, 1);
}

static void nor_is_what_ended_with_its_loop(void **state)
{
	struct fixture *fixture = *state;
	struct answer answer;
	break_path_after_a_command(fixture, PATIENCE_MS);
	post(fixture, (struct http_options){.timeout_ms = PATIENCE_MS}, &answer);
	wait_until_sent(fixture);
	loop_destroy(fixture->loop);
	fixture->loop = new_test_loop(NULL);
	assert_int_equal(own_network_count_unsent(fixture->port), 0);
	mend_path_and_expect(fixture, 1);
}

static void what_may_arrive_late_does(void **state)
{
	struct fixture *fixture = *state;
	struct answer answer;
	break_path_after_a_command(fixture, PATIENCE_MS);
	struct http_options stop = {.timeout_ms = PATIENCE_MS, .may_arrive_late = true};
	struct http_request *request = post(fixture, stop, &answer);
	wait_until_sent(fixture);
	http_cancel(request);
	assert_int_equal(own_network_count_unsent(fixture->port), 1);
	own_network_set_loopback(true);
	int64_t deadline_ms = loop_now_ms(fixture->loop) + PATIENCE_MS;
	while (commands_received() < fixture->commands + 2)
		assert_true(loop_now_ms(fixture->loop) < deadline_ms);
}

/* The system alone would try for more than a minute. */
static void but_not_for_longer_than_its_time(void **state)
{
	struct fixture *fixture = *state;
	struct answer answer;
	break_path_after_a_command(fixture, TUNED_MS);
	struct http_options stop = {.timeout_ms = PATIENCE_MS, .may_arrive_late = true};
	struct http_request *request = post(fixture, stop, &answer);
	wait_until_sent(fixture);
	http_cancel(request);
	int64_t deadline_ms = loop_now_ms(fixture->loop) + PATIENCE_MS;
	while (own_network_count_unsent(fixture->port) > 0) {
		assert_true(loop_now_ms(fixture->loop) < deadline_ms);
		assert_true(loop_run_once(fixture->loop, 20));
	}
	mend_path_and_expect(fixture, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_timed_out_is_not_delivered_late, start, finish),
		cmocka_unit_test_setup_teardown(nor_is_it_over_tls, start, finish),
		cmocka_unit_test_setup_teardown(what_was_cancelled_is_not_delivered_late, start, finish),
		cmocka_unit_test_setup_teardown(nor_is_what_ended_with_its_loop, start, finish),
		cmocka_unit_test_setup_teardown(what_may_arrive_late_does, start, finish),
		cmocka_unit_test_setup_teardown(but_not_for_longer_than_its_time, start, finish),
	};
	if (!own_network_start())
		return own_network_missing();
	return cmocka_run_group_tests(tests, start_server, stop_server);
}
