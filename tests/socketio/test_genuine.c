/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The client against genuine Socket.IO servers: 2.5 and an older 2.1. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "genuine_server.h"
#include "net/loop.h"
#include "net/platform.h"
#include "recorder.h"
#include "socketio/client_internal.h"
#include "support/child.h"
#include "support/run_until.h"

/* The servers of both versions, for all tests that leave them as they were. */
static struct common {
	const char *package, *ping_timeout_ms;
	struct child *server;
	char url[64];
} common[] = {{.package = "socket.io", .ping_timeout_ms = "20000"},
	      {.package = "socket.io-2.1", .ping_timeout_ms = "5000"}};

enum { COMMON_COUNT = sizeof(common) / sizeof(common[0]) };

struct fixture {
	struct child *server; /* its own, or NULL */
	struct loop *loop;
	char url[64];
	struct recorder client;
};

static int start_servers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COMMON_COUNT; i++)
		common[i].server = genuine_server_start(common[i].package, "25000", common[i].ping_timeout_ms,
							common[i].url, sizeof(common[i].url));
	return 0;
}

static int stop_servers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COMMON_COUNT; i++)
		child_stop(common[i].server);
	return 0;
}

static struct fixture *start(void)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	fixture->loop = new_test_loop(NULL);
	return fixture;
}

static struct fixture *start_on(const struct common *server)
{
	struct fixture *fixture = start();
	memcpy(fixture->url, server->url, sizeof(fixture->url));
	return fixture;
}

static struct fixture *start_alone(const char *package, const char *ping_interval_ms, const char *ping_timeout_ms)
{
	struct fixture *fixture = start();
	fixture->server =
		genuine_server_start(package, ping_interval_ms, ping_timeout_ms, fixture->url, sizeof(fixture->url));
	return fixture;
}

static int finish(void **state)
{
	struct fixture *fixture = *state;
	recorder_free(&fixture->client);
	loop_destroy(fixture->loop);
	if (fixture->server)
		child_stop(fixture->server);
	free(fixture);
	return 0;
}

static int start_25(void **state)
{
	*state = start_on(&common[0]);
	return 0;
}

static int start_21(void **state)
{
	*state = start_on(&common[1]);
	return 0;
}

static int start_25_alone(void **state)
{
	*state = start_alone(common[0].package, "25000", common[0].ping_timeout_ms);
	return 0;
}

static int start_21_alone(void **state)
{
	*state = start_alone(common[1].package, "25000", common[1].ping_timeout_ms);
	return 0;
}

/* The server hangs up after SHORT_PINGS_MS without a packet from us. */
enum { SHORT_PINGS_MS = 300 + 4000 };

static int start_25_with_short_pings(void **state)
{
	*state = start_alone("socket.io", "300", "4000");
	return 0;
}

static int start_21_with_short_pings(void **state)
{
	*state = start_alone("socket.io-2.1", "300", "4000");
	return 0;
}

static void open_with(struct fixture *fixture, const char *query, struct sio_options options)
{
	char url[256];
	snprintf(url, sizeof(url), "%s%s", fixture->url, query);
	options.url = url;
	options.path = "/developer.io";
	options.allow_plain = true;
	recorder_open(&fixture->client, fixture->loop, &options);
}

static struct recorder *connect_to(struct fixture *fixture)
{
	open_with(fixture, "?ntoken=a%2Bb%3D", (struct sio_options){0});
	recorder_wait_connected(&fixture->client);
	return &fixture->client;
}

static void assert_json(const json_t *value, const char *expected)
{
	json_t *wanted = json_loads(expected, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	assert_non_null(wanted);
	char *text = json_dumps(value, JSON_ENCODE_ANY);
	if (!json_equal(value, wanted))
		print_message("got %s\n", text);
	assert_true(json_equal(value, wanted));
	free(text);
	json_decref(wanted);
}

static void events_go_both_ways(void **state)
{
	struct recorder *client = connect_to(*state);
	assert_json(recorder_wait_event(client, "welcome"), "[\"welcome\", {\"namespace\": \"/\"}]");
	recorder_emit(client, "echo", "{\"list\": [1, 0.5, null, true, \"x\"], \"empty\": {}}");
	assert_json(recorder_wait_event(client, "echo"),
		    "[\"echo\", {\"list\": [1, 0.5, null, true, \"x\"], \"empty\": {}}]");
	struct sio_stats stats;
	sio_client_stats(client->client, &stats);
	assert_int_equal(stats.sent, 1);
	assert_int_equal(stats.dropped, 0);
	assert_true(stats.received >= 4); /* open, connect, two events */
}

static void an_event_needs_no_argument(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "echo", NULL);
	assert_json(recorder_wait_event(client, "echo"), "[\"echo\"]");
}

static void the_server_sees_one_connection_and_the_query(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "status", NULL);
	const json_t *status = json_array_get(recorder_wait_event(client, "status"), 1);
	assert_int_equal(json_integer_value(json_object_get(status, "joins")), 1);
	const json_t *query = json_object_get(status, "query");
	assert_string_equal(json_string_value(json_object_get(query, "ntoken")), "a+b=");
	assert_string_equal(json_string_value(json_object_get(query, "EIO")), "3");
	assert_string_equal(json_string_value(json_object_get(query, "transport")), "websocket");
}

static void unicode_survives(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "echo",
		      "[\"\\u00e9\\u20ac\\ud83d\\ude00\\u3066\\u2028\", \"a\\u0000b\", \"\\u0001\\t\\\"\\\\\\u007f\"]");
	assert_json(recorder_wait_event(client, "echo"),
		    "[\"echo\", [\"\\u00e9\\u20ac\\ud83d\\ude00\\u3066\\u2028\", \"a\\u0000b\", "
		    "\"\\u0001\\t\\\"\\\\\\u007f\"]]");
}

/* JavaScript sends half a character where jansson takes none. */
static void a_lone_surrogate_costs_no_event(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "surrogate", NULL);
	assert_json(recorder_wait_event(client, "echo"), "[\"echo\", \"\xEF\xBF\xBD\"]");
	struct sio_stats stats;
	sio_client_stats(client->client, &stats);
	assert_int_equal(stats.dropped, 0);
}

static void a_megabyte_arrives(void **state)
{
	struct fixture *fixture = *state;
	open_with(fixture, "", (struct sio_options){.max_message_bytes = 1100000});
	recorder_wait_connected(&fixture->client);
	recorder_emit(&fixture->client, "big", "1000000");
	const json_t *big = recorder_wait_event(&fixture->client, "big");
	assert_int_equal(json_string_length(json_array_get(big, 1)), 1000000);
}

static void more_than_the_cap_ends_the_connection(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "big", "1048576");
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_PROTOCOL);
	assert_null(recorder_find(client, "big"));
}

static void a_burst_arrives_in_order(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "burst", "5000");
	recorder_wait_events(client, 5001);
	int next = 0;
	for (size_t i = 0; i < json_array_size(client->log); i++) {
		const json_t *entry = json_array_get(client->log, i);
		if (strcmp(json_string_value(json_array_get(entry, 0)), "number") == 0)
			assert_int_equal(json_integer_value(json_array_get(entry, 1)), next++);
	}
	assert_int_equal(next, 5000);
}

static void a_wanted_acknowledgement_is_given(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "ask", "[1]");
	assert_json(recorder_wait_event(client, "answered"), "[\"answered\", 0]");
	assert_json(recorder_find(client, "question"), "[\"question\", [1]]");
	recorder_emit(client, "ask", "2"); /* ack ids start at 0; this one is 1 */
	recorder_wait_events(client, 5);
}

static void binary_events_are_skipped(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "binary", NULL);
	recorder_emit(client, "echo", "\"after\"");
	assert_json(recorder_wait_event(client, "echo"), "[\"echo\", \"after\"]");
	assert_null(recorder_find(client, "binary"));
	assert_true(sio_client_state(client->client) == SIO_CONNECTED);
}

static void a_numeric_event_name_is_given_as_text(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "numeric", NULL);
	assert_json(recorder_wait_event(client, "5"), "[\"5\", \"x\"]");
}

static void a_refusal_says_why(void **state)
{
	struct fixture *fixture = *state;
	open_with(fixture, "?token=bad", (struct sio_options){0});
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_REFUSED);
	assert_string_equal(fixture->client.close.detail, "Not authorized");
	assert_false(fixture->client.close.was_connected);
}

static void a_refusal_may_be_an_object(void **state)
{
	struct fixture *fixture = *state;
	open_with(fixture, "?token=object", (struct sio_options){0});
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_REFUSED);
	assert_string_equal(fixture->client.close.detail, "the token is too old");
}

static void a_server_that_never_lets_us_in_times_out(void **state)
{
	struct fixture *fixture = *state;
	open_with(fixture, "?token=never", (struct sio_options){.join_timeout_ms = 200});
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_OPEN_TIMEOUT);
}

static void nothing_is_sent_before_the_server_let_us_in(void **state)
{
	struct fixture *fixture = *state;
	open_with(fixture, "?token=slow", (struct sio_options){0});
	while (sio_client_state(fixture->client.client) != SIO_OPENING)
		assert_true(loop_run_once(fixture->loop, 100));
	assert_int_equal(sio_client_emit(fixture->client.client, "command", NULL), SIO_ERROR_NOT_CONNECTED);
	recorder_wait_connected(&fixture->client);
	recorder_emit(&fixture->client, "status", NULL);
	const json_t *status = json_array_get(recorder_wait_event(&fixture->client, "status"), 1);
	assert_int_equal(json_integer_value(json_object_get(status, "commands")), 0);
}

static void a_refused_event_leaves_the_connection(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "forbidden", NULL);
	recorder_emit(client, "echo", "1");
	recorder_wait_event(client, "echo");
	assert_json(client->errors, "[\"not for you\"]");
	assert_int_equal(client->closed, 0);
}

static void the_server_ends_the_session(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "kick", NULL);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_SERVER);
	assert_true(client->close.was_connected);
	recorder_reopen(client);
	recorder_wait_connected(client);
	recorder_emit(client, "kick_hard", NULL);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_SERVER);
	assert_int_equal(client->closed, 2);
}

static void a_cut_connection_is_a_transport_close(void **state)
{
	struct recorder *client = connect_to(*state);
	recorder_emit(client, "terminate", NULL);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_TRANSPORT);
	assert_true(client->close.was_connected);
	assert_int_equal(sio_client_emit(client->client, "command", NULL), SIO_ERROR_NOT_CONNECTED);
	assert_int_equal(sio_client_state(client->client), SIO_CLOSED);
}

static void we_say_goodbye_after_what_was_sent(void **state)
{
	struct recorder *client = connect_to(*state);
	for (int i = 0; i < 20; i++)
		recorder_emit(client, "command", "{\"action\": \"Stop\"}");
	sio_client_close(client->client, 10000);
	assert_int_equal(client->closed, 0); /* never from inside the call */
	assert_int_equal(sio_client_emit(client->client, "command", NULL), SIO_ERROR_NOT_CONNECTED);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_US);
	recorder_reopen(client);
	recorder_wait_connected(client);
	recorder_emit(client, "status", NULL);
	const json_t *status = json_array_get(recorder_wait_event(client, "status"), 1);
	assert_int_equal(json_integer_value(json_object_get(status, "commands")), 20);
}

static void closing_while_connecting_is_reported(void **state)
{
	struct fixture *fixture = *state;
	open_with(fixture, "", (struct sio_options){0});
	sio_client_close(fixture->client.client, 1000);
	assert_int_equal(fixture->client.closed, 0);
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_BY_US);
	assert_int_equal(fixture->client.connected, 0);
}

static void reserved_names_and_bad_arguments_never_leave(void **state)
{
	struct recorder *client = connect_to(*state);
	json_t *bad = json_stringn_nocheck("\xff", 1);
	json_t *large = json_stringn_nocheck("", 0);
	char *text = calloc(1, 33000);
	memset(text, 'x', 32999);
	json_string_set(large, text);
	assert_int_equal(sio_client_emit(client->client, "connect", NULL), SIO_ERROR_RESERVED_NAME);
	assert_int_equal(sio_client_emit(client->client, "disconnect", NULL), SIO_ERROR_RESERVED_NAME);
	assert_int_equal(sio_client_emit(client->client, "error", NULL), SIO_ERROR_RESERVED_NAME);
	assert_int_equal(sio_client_emit(client->client, "ping", NULL), SIO_ERROR_RESERVED_NAME);
	assert_int_equal(sio_client_emit(client->client, NULL, NULL), SIO_ERROR_BAD_ARGUMENT);
	assert_int_equal(sio_client_emit(client->client, "e", bad), SIO_ERROR_MEMORY);
	assert_int_equal(sio_client_emit(client->client, "\xff", NULL), SIO_ERROR_BAD_ARGUMENT);
	assert_int_equal(sio_client_emit(client->client, "e", large), SIO_ERROR_TOO_LARGE);
	recorder_emit(client, "echo", "1");
	recorder_wait_event(client, "echo");
	free(text);
	json_decref(bad);
	json_decref(large);
}

/* A server that stops reading: what is not sent is refused, not piled up, and comes out in order afterwards. */
static void a_stopped_server_makes_us_congested(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = connect_to(fixture);
	char *text = calloc(1, 10000);
	memset(text, 'x', 9000);
	json_t *arg = json_string(text);
	int taken = 0;
	enum sio_result result = SIO_OK;
	child_signal(fixture->server, SIGSTOP);
	while (result == SIO_OK && taken < 10000) {
		result = sio_client_emit(client->client, "command", arg);
		taken += result == SIO_OK;
		assert_true(loop_run_once(fixture->loop, 0));
	}
	assert_int_equal(result, SIO_ERROR_CONGESTED);
	child_signal(fixture->server, SIGCONT);
	while (sio_client_emit(client->client, "status", NULL) == SIO_ERROR_CONGESTED)
		assert_true(loop_run_once(fixture->loop, 100));
	const json_t *status = json_array_get(recorder_wait_event(client, "status"), 1);
	assert_int_equal(json_integer_value(json_object_get(status, "commands")), taken);
	json_decref(arg);
	free(text);
}

/* The frames around many short messages weigh more than the messages. */
static void what_the_system_holds_is_within_the_limit(void **state)
{
	enum { LIMIT = 64 * 1024, LAST_FRAME = 32 /* may reach over it */ };
	struct fixture *fixture = *state;
	open_with(fixture, "", (struct sio_options){.max_unsent_bytes = LIMIT});
	recorder_wait_connected(&fixture->client);
	enum sio_result result = SIO_OK;
	child_signal(fixture->server, SIGSTOP);
	for (int sent = 0; result == SIO_OK && sent < 1000000; sent++) {
		result = sio_client_emit(fixture->client.client, "e", NULL);
		assert_true(loop_run_once(fixture->loop, 0));
	}
	assert_int_equal(result, SIO_ERROR_CONGESTED);
	intptr_t socket = (intptr_t)lws_get_socket_fd(fixture->client.client->ws.wsi);
	assert_in_range(platform_socket_unsent_bytes(socket), 1, LIMIT + LAST_FRAME);
	child_signal(fixture->server, SIGCONT);
}

static void several_clients_share_a_loop(void **state)
{
	enum { CLIENTS = 12 };
	struct fixture *fixture = *state;
	static struct recorder clients[CLIENTS];
	struct sio_options options = {.url = fixture->url, .path = "developer.io/", .allow_plain = true};
	memset(clients, 0, sizeof(clients));
	for (int i = 0; i < CLIENTS; i++)
		recorder_open(&clients[i], fixture->loop, &options);
	for (int i = 0; i < CLIENTS; i++) {
		char text[8];
		recorder_wait_connected(&clients[i]);
		snprintf(text, sizeof(text), "%d", i);
		recorder_emit(&clients[i], "echo", text);
	}
	for (int i = 0; i < CLIENTS; i++) {
		const json_t *echo = recorder_wait_event(&clients[i], "echo");
		assert_int_equal(json_integer_value(json_array_get(echo, 1)), i);
	}
	for (int i = 0; i < CLIENTS; i++)
		recorder_free(&clients[i]);
}

static void destroy_on_event(struct recorder *recorder, const char *name, const json_t *args)
{
	(void)name;
	(void)args;
	sio_client_destroy(recorder->client);
	recorder->client = NULL;
}

static void a_handler_may_destroy_its_client(void **state)
{
	struct fixture *fixture = *state;
	fixture->client.on_event = destroy_on_event;
	open_with(fixture, "", (struct sio_options){0});
	recorder_wait_events(&fixture->client, 1);
	run_for(fixture->loop, 50);
	assert_int_equal(fixture->client.events, 1);
	assert_int_equal(fixture->client.closed, 0);
}

static void close_on_connected(struct recorder *recorder)
{
	recorder_emit(recorder, "command", NULL);
	sio_client_close(recorder->client, 10000);
}

static void a_handler_may_close_its_client(void **state)
{
	struct fixture *fixture = *state;
	fixture->client.on_connected = close_on_connected;
	open_with(fixture, "", (struct sio_options){0});
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_BY_US);
	assert_int_equal(fixture->client.close.close_code, 0);
}

static void reopen_when_closed(struct recorder *recorder)
{
	if (recorder->closed < 5)
		sio_client_open(recorder->client);
}

static void kick_on_event(struct recorder *recorder, const char *name, const json_t *args)
{
	(void)name;
	(void)args;
	recorder_emit(recorder, "terminate", NULL);
}

static void a_client_may_be_reopened_from_its_close(void **state)
{
	struct fixture *fixture = *state;
	fixture->client.on_closed = reopen_when_closed;
	fixture->client.on_event = kick_on_event;
	open_with(fixture, "", (struct sio_options){0});
	assert_true(run_until_count(fixture->loop, &fixture->client.closed, 5));
	assert_int_equal(fixture->client.connected, 5);
}

static void a_killed_server_is_noticed(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = connect_to(fixture);
	child_signal(fixture->server, SIGKILL);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_TRANSPORT);
	/* Its listening socket may go a little later than the connection. */
	assert_true(child_wait(fixture->server, PATIENCE_MS, NULL));
	recorder_reopen(client);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_CONNECT);
}

static void pings_keep_the_connection(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = connect_to(fixture);
	struct sio_stats stats;
	run_for(fixture->loop, SHORT_PINGS_MS + 500);
	assert_int_equal(client->closed, 0);
	sio_client_stats(client->client, &stats);
	assert_true(stats.ping_ms >= 0);
	assert_true(stats.received >= 5); /* open, connect, welcome, at least two pongs */
}

static void a_frozen_server_is_a_ping_timeout(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = connect_to(fixture);
	child_signal(fixture->server, SIGSTOP);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_PING_TIMEOUT);
}

#define ON_EITHER(test)                                                                                                \
	{.name = "2.5: " #test, .test_func = test, .setup_func = start_25, .teardown_func = finish},                   \
	{                                                                                                              \
		.name = "2.1: " #test, .test_func = test, .setup_func = start_21, .teardown_func = finish              \
	}
/* What it counts, or what becomes of it, is this test's alone. */
#define ON_EITHER_ALONE(test)                                                                                          \
	{.name = "2.5: " #test, .test_func = test, .setup_func = start_25_alone, .teardown_func = finish},             \
	{                                                                                                              \
		.name = "2.1: " #test, .test_func = test, .setup_func = start_21_alone, .teardown_func = finish        \
	}
#define ON_EITHER_WITH_SHORT_PINGS(test)                                                                               \
	{.name = "2.5: " #test, .test_func = test, .setup_func = start_25_with_short_pings, .teardown_func = finish},  \
	{                                                                                                              \
		.name = "2.1: " #test, .test_func = test, .setup_func = start_21_with_short_pings,                     \
		.teardown_func = finish                                                                                \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_EITHER(events_go_both_ways),
		ON_EITHER(an_event_needs_no_argument),
		ON_EITHER_ALONE(the_server_sees_one_connection_and_the_query),
		ON_EITHER(unicode_survives),
		ON_EITHER(a_lone_surrogate_costs_no_event),
		ON_EITHER(a_megabyte_arrives),
		ON_EITHER(more_than_the_cap_ends_the_connection),
		ON_EITHER(a_burst_arrives_in_order),
		ON_EITHER(a_wanted_acknowledgement_is_given),
		ON_EITHER(binary_events_are_skipped),
		ON_EITHER(a_numeric_event_name_is_given_as_text),
		ON_EITHER(a_refusal_says_why),
		ON_EITHER(a_refusal_may_be_an_object),
		ON_EITHER(a_server_that_never_lets_us_in_times_out),
		ON_EITHER_ALONE(nothing_is_sent_before_the_server_let_us_in),
		ON_EITHER(a_refused_event_leaves_the_connection),
		ON_EITHER(the_server_ends_the_session),
		ON_EITHER(a_cut_connection_is_a_transport_close),
		ON_EITHER_ALONE(we_say_goodbye_after_what_was_sent),
		ON_EITHER(closing_while_connecting_is_reported),
		ON_EITHER(reserved_names_and_bad_arguments_never_leave),
		ON_EITHER_ALONE(a_stopped_server_makes_us_congested),
		ON_EITHER_ALONE(what_the_system_holds_is_within_the_limit),
		ON_EITHER(several_clients_share_a_loop),
		ON_EITHER(a_handler_may_destroy_its_client),
		ON_EITHER(a_handler_may_close_its_client),
		ON_EITHER(a_client_may_be_reopened_from_its_close),
		ON_EITHER_ALONE(a_killed_server_is_noticed),
		ON_EITHER_WITH_SHORT_PINGS(pings_keep_the_connection),
		ON_EITHER_WITH_SHORT_PINGS(a_frozen_server_is_a_ping_timeout),
	};
	return cmocka_run_group_tests(tests, start_servers, stop_servers);
}
