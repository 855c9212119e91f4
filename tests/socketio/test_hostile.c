/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every fault a server can commit, by a server that is not bound to any library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/loop.h"
#include "raw_server.h"
#include "recorder.h"
#include "support/child.h"
#include "support/run_until.h"

static struct recorder *open_case(struct raw_world *fixture, const char *name)
{
	char url[128];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d?case=%s", fixture->ports.plain, name);
	struct sio_options options = {
		.url = url,
		.path = "/developer.io",
		.allow_plain = true,
		.connect_timeout_ms = PATIENCE_MS,
		.join_timeout_ms = PATIENCE_MS,
		.max_message_bytes = 64 * 1024,
	};
	if (strstr(name, "silence") || strcmp(name, "not_http") == 0 || strcmp(name, "endless_header") == 0)
		options.connect_timeout_ms = 1000; /* runs out; long enough for the request to be sent before */
	if (strcmp(name, "never_connect") == 0)
		options.join_timeout_ms = 300;
	if (strcmp(name, "chunked_message") == 0)
		options.max_message_bytes = 1024 * 1024;
	memset(&fixture->client, 0, sizeof(fixture->client));
	recorder_open(&fixture->client, fixture->loop, &options);
	return &fixture->client;
}

/* What the server got over the connection, new reference. */
static json_t *received_by_server(struct raw_world *fixture)
{
	recorder_free(&fixture->client);
	assert_true(loop_run_once(fixture->loop, 0)); /* the connection goes in here */
	return raw_server_received(fixture->server);
}

static void end_case(struct raw_world *fixture)
{
	json_decref(received_by_server(fixture));
}

struct ending {
	const char *name;
	enum sio_close_reason reason;
	int http_status;
	int retry_after_s;
	int close_code;
	bool was_connected;
};

static const struct ending endings[] = {
	{.name = "reset_at_request", .reason = SIO_CLOSE_TRANSPORT},
	{.name = "end_at_request", .reason = SIO_CLOSE_TRANSPORT},
	{.name = "silence", .reason = SIO_CLOSE_OPEN_TIMEOUT},
	{.name = "status_400", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 400},
	{.name = "status_401", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 401},
	{.name = "status_500", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 500},
	{.name = "status_503_later", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 503, .retry_after_s = 120},
	{.name = "status_503_at_a_date", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 503, .retry_after_s = 3600},
	{.name = "status_503_nonsense", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 503},
	{.name = "status_200", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 200},
	{.name = "redirect", .reason = SIO_CLOSE_HTTP_STATUS, .http_status = 302},
	{.name = "not_http", .reason = SIO_CLOSE_OPEN_TIMEOUT}, /* libwebsockets waits for more */
	{.name = "huge_header", .reason = SIO_CLOSE_TRANSPORT}, /* libwebsockets hangs up and gives no reason */
	{.name = "endless_header", .reason = SIO_CLOSE_OPEN_TIMEOUT},
	{.name = "wrong_proof", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "no_upgrade_header", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "extension_not_offered", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "protocol_not_offered", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "cut_response", .reason = SIO_CLOSE_TRANSPORT},
	{.name = "silence_after_upgrade", .reason = SIO_CLOSE_OPEN_TIMEOUT},
	{.name = "http_after_upgrade", .reason = SIO_CLOSE_TRANSPORT},
	{.name = "reset_after_upgrade", .reason = SIO_CLOSE_TRANSPORT},
	{.name = "open_without_sid", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "open_not_json", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "open_empty", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "open_array", .reason = SIO_CLOSE_PROTOCOL},
	{.name = "never_connect", .reason = SIO_CLOSE_OPEN_TIMEOUT},
	{.name = "error_before_connect", .reason = SIO_CLOSE_REFUSED},
	{.name = "error_object_before_connect", .reason = SIO_CLOSE_REFUSED},
	{.name = "error_without_data", .reason = SIO_CLOSE_REFUSED},
	{.name = "disconnect_before_connect", .reason = SIO_CLOSE_BY_SERVER},
	{.name = "close_before_connect", .reason = SIO_CLOSE_TRANSPORT, .close_code = 1000},
	{.name = "end_before_connect", .reason = SIO_CLOSE_TRANSPORT},
	{.name = "reset_before_connect", .reason = SIO_CLOSE_TRANSPORT},
	{.name = "disconnect", .reason = SIO_CLOSE_BY_SERVER, .was_connected = true},
	{.name = "engine_close", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "close_1000", .reason = SIO_CLOSE_TRANSPORT, .close_code = 1000, .was_connected = true},
	{.name = "close_1001", .reason = SIO_CLOSE_TRANSPORT, .close_code = 1001, .was_connected = true},
	{.name = "close_1009", .reason = SIO_CLOSE_TRANSPORT, .close_code = 1009, .was_connected = true},
	{.name = "close_empty", .reason = SIO_CLOSE_TRANSPORT, .close_code = 1005, .was_connected = true},
	{.name = "close_one_byte", .reason = SIO_CLOSE_TRANSPORT, .close_code = 1005, .was_connected = true},
	{.name = "end", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "reset", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "reset_in_frame", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "end_in_frame", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "no_pong", .reason = SIO_CLOSE_PING_TIMEOUT, .was_connected = true},
	{.name = "oversized_frame", .reason = SIO_CLOSE_PROTOCOL, .was_connected = true},
	{.name = "oversized_message", .reason = SIO_CLOSE_PROTOCOL, .was_connected = true},
	{.name = "oversized_fragments", .reason = SIO_CLOSE_PROTOCOL, .was_connected = true},
	/* libwebsockets ends these by itself and says no more than "closed" */
	{.name = "reserved_bits", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "unknown_opcode", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "orphan_continuation", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "text_inside_fragments", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "long_control_frame", .reason = SIO_CLOSE_TRANSPORT, .was_connected = true},
	{.name = "endless_garbage", .reason = SIO_CLOSE_PROTOCOL, .was_connected = true},
};

static void check_detail(const char *detail)
{
	for (const char *c = detail; *c; c++)
		assert_true((unsigned char)*c >= ' ' && *c != 0x7f);
	assert_null(strstr(detail, "127.0.0.1"));
	assert_null(strstr(detail, "case="));
}

static void fatal_faults_end_the_connection_with_their_reason(void **state)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		const struct ending *expected = &endings[i];
		struct recorder *client = open_case(*state, expected->name);
		assert_true(run_until(client->loop, &client->is_closed));
		print_message("%s: %s, %d, %d: %s\n", expected->name, sio_close_reason_text(client->close.reason),
			      client->close.http_status, client->close.close_code, client->close.detail);
		assert_int_equal(client->close.reason, expected->reason);
		assert_int_equal(client->close.http_status, expected->http_status);
		assert_int_equal(client->close.retry_after_s, expected->retry_after_s);
		assert_int_equal(client->close.close_code, expected->close_code);
		assert_int_equal(client->close.was_connected, expected->was_connected);
		check_detail(client->close.detail);
		assert_int_equal(client->closed, 1);
		assert_null(recorder_find(client, "after"));
		end_case(*state);
	}
}

static const char *const tolerated[] = {
	"upgrade_byte_by_byte",
	"lower_case_headers",
	"glued_to_upgrade",
	"open_without_times",
	"open_with_odd_times",
	"open_with_text_times",
	"open_with_huge_times",
	"open_of_version_4",
	"open_of_netty",
	"connect_before_open",
	"second_open",
	"late_connect",
	"double_connect",
	"event_before_connect",
	"error_after_connect",
	"disconnect_other",
	"server_pings",
	"unasked_pongs",
	"pongs",
	"fragments",
	"byte_by_byte",
	"many_per_segment",
	"chunked_message",
	"empty_messages",
	"websocket_pings",
	"masked",
	"bad_packets",
	"broken_utf8",
	"binary",
	"glued_packets",
	"some_garbage",
	"wants_acknowledgements",
	"names",
	"acknowledgement_flood",
};

static void other_faults_leave_the_connection(void **state)
{
	for (size_t i = 0; i < sizeof(tolerated) / sizeof(tolerated[0]); i++) {
		print_message("%s\n", tolerated[i]);
		struct recorder *client = open_case(*state, tolerated[i]);
		recorder_wait_event(client, "after");
		assert_int_equal(client->connected, 1);
		assert_int_equal(client->closed, 0);
		assert_null(recorder_find(client, "early"));
		end_case(*state);
	}
}

static void the_upgrade_request_is_plain(void **state)
{
	struct recorder *client = open_case(*state, "headers");
	const json_t *headers = json_array_get(recorder_wait_event(client, "headers"), 1);
	assert_string_equal(json_string_value(json_object_get(headers, "target")),
			    "/developer.io/?case=headers&EIO=3&transport=websocket");
	assert_string_equal(json_string_value(json_object_get(headers, "sec-websocket-version")), "13");
	assert_null(json_object_get(headers, "sec-websocket-extensions"));
	assert_null(json_object_get(headers, "sec-websocket-protocol"));
	assert_null(json_object_get(headers, "origin"));
	assert_null(json_object_get(headers, "cookie"));
	char host[32];
	snprintf(host, sizeof(host), "127.0.0.1:%d", ((struct raw_world *)*state)->ports.plain);
	assert_string_equal(json_string_value(json_object_get(headers, "host")), host);
	end_case(*state);
}

static void an_ipv6_address_is_reached(void **state)
{
	struct raw_world *fixture = *state;
	char url[128];
	char host[32];
	if (fixture->ports.ipv6 == 0)
		skip(); /* on a machine without IPv6 */
	snprintf(url, sizeof(url), "ws://[::1]:%d?case=headers", fixture->ports.ipv6);
	snprintf(host, sizeof(host), "[::1]:%d", fixture->ports.ipv6);
	struct sio_options options = {.url = url, .allow_plain = true};
	memset(&fixture->client, 0, sizeof(fixture->client));
	recorder_open(&fixture->client, fixture->loop, &options);
	const json_t *headers = json_array_get(recorder_wait_event(&fixture->client, "headers"), 1);
	assert_string_equal(json_string_value(json_object_get(headers, "host")), host);
	end_case(fixture);
}

/* A client that joins "/" by itself is joined twice. */
static void we_send_neither_connect_nor_probe(void **state)
{
	struct recorder *client = open_case(*state, "many_per_segment");
	recorder_wait_event(client, "after");
	assert_int_equal(client->events, 1001);
	json_t *got = received_by_server(*state);
	assert_int_equal(json_array_size(got), 0);
	json_decref(got);
}

static void pings_of_the_server_are_answered_with_their_data(void **state)
{
	struct recorder *client = open_case(*state, "server_pings");
	recorder_wait_event(client, "after");
	json_t *got = received_by_server(*state);
	assert_true(raw_server_count(got, "3") > 0);
	assert_true(raw_server_count(got, "3probe") > 0);
	assert_int_equal(json_array_size(got), 2); /* the one with too much data is not answered */
	json_decref(got);
}

static void each_acknowledgement_is_given_once(void **state)
{
	struct recorder *client = open_case(*state, "wants_acknowledgements");
	recorder_wait_event(client, "after");
	run_for(client->loop, 50);
	json_t *got = received_by_server(*state);
	assert_int_equal(json_array_size(got), 4);
	assert_true(raw_server_count(got, "430[]") > 0);
	assert_true(raw_server_count(got, "437[]") > 0);
	json_decref(got);
}

static void joined_messages_are_whole(void **state)
{
	struct recorder *client = open_case(*state, "fragments");
	recorder_wait_event(client, "after");
	const json_t *joined = recorder_find(client, "joined");
	assert_int_equal(json_integer_value(json_array_get(joined, 1)), 1);
	end_case(*state);
	client = open_case(*state, "chunked_message");
	recorder_wait_event(client, "after");
	assert_int_equal(json_string_length(json_array_get(recorder_find(client, "long"), 1)), 100000);
	end_case(*state);
}

static void bad_packets_are_counted(void **state)
{
	struct recorder *client = open_case(*state, "bad_packets");
	recorder_wait_event(client, "after");
	struct sio_stats stats;
	sio_client_stats(client->client, &stats);
	assert_int_equal(stats.dropped, 17);
	assert_int_equal(client->events, 3); /* with two that could be repaired */
	end_case(*state);
}

static void a_refusal_is_shown_without_control_characters(void **state)
{
	struct recorder *client = open_case(*state, "error_before_connect");
	recorder_wait_closed(client);
	assert_string_equal(client->close.detail, "Not   [31mauthorized");
	end_case(*state);
	client = open_case(*state, "error_object_before_connect");
	recorder_wait_closed(client);
	assert_string_equal(client->close.detail, "{\"code\":1}");
	end_case(*state);
}

static void errors_after_connecting_are_handed_on(void **state)
{
	struct recorder *client = open_case(*state, "error_after_connect");
	recorder_wait_event(client, "after");
	char *errors = json_dumps(client->errors, JSON_COMPACT);
	assert_string_equal(errors, "[\"refused\",{\"code\":1},null]");
	free(errors);
	end_case(*state);
}

static void a_server_of_another_version_is_named(void **state)
{
	struct recorder *client = open_case(*state, "http_after_upgrade");
	recorder_wait_closed(client);
	assert_non_null(strstr(client->close.detail, "Socket.IO 2"));
	end_case(*state);
}

static void a_goodbye_that_is_not_answered_ends_by_itself(void **state)
{
	struct recorder *client = open_case(*state, "close_never_answered");
	recorder_wait_connected(client);
	sio_client_close(client->client, 100);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_US);
	end_case(*state);
}

static void a_reset_instead_of_the_goodbye_ends_it_once(void **state)
{
	struct recorder *client = open_case(*state, "reset_at_goodbye");
	recorder_wait_connected(client);
	sio_client_close(client->client, PATIENCE_MS);
	recorder_wait_closed(client);
	run_for(client->loop, 20);
	assert_int_equal(client->closed, 1);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_US);
	end_case(*state);
}

/* Destroying in every state, at every step of the way. */
static void a_client_may_be_destroyed_at_any_time(void **state)
{
	static const char *const names[] = {"byte_by_byte", "upgrade_byte_by_byte", "glued_to_upgrade",
					    "disconnect",   "close_1000",           "error_before_connect"};
	struct raw_world *fixture = *state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		for (int turns = 0; turns < 40; turns++) {
			struct recorder *client = open_case(fixture, names[i]);
			for (int turn = 0; turn < turns && !client->is_closed; turn++)
				assert_true(loop_run_once(fixture->loop, 2));
			recorder_free(client);
			assert_true(loop_run_once(fixture->loop, 0));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fatal_faults_end_the_connection_with_their_reason),
		cmocka_unit_test(other_faults_leave_the_connection),
		cmocka_unit_test(the_upgrade_request_is_plain),
		cmocka_unit_test(an_ipv6_address_is_reached),
		cmocka_unit_test(we_send_neither_connect_nor_probe),
		cmocka_unit_test(pings_of_the_server_are_answered_with_their_data),
		cmocka_unit_test(each_acknowledgement_is_given_once),
		cmocka_unit_test(joined_messages_are_whole),
		cmocka_unit_test(bad_packets_are_counted),
		cmocka_unit_test(a_refusal_is_shown_without_control_characters),
		cmocka_unit_test(errors_after_connecting_are_handed_on),
		cmocka_unit_test(a_server_of_another_version_is_named),
		cmocka_unit_test(a_goodbye_that_is_not_answered_ends_by_itself),
		cmocka_unit_test(a_reset_instead_of_the_goodbye_ends_it_once),
		cmocka_unit_test(a_client_may_be_destroyed_at_any_time),
	};
	return cmocka_run_group_tests(tests, raw_world_setup, raw_world_teardown);
}
