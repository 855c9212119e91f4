/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Codec, URL, client and HTTP with each of their allocations failing in turn: no crash, no leak, no hang. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "genuine_server.h"
#include "net/http/http.h"
#include "net/loop.h"
#include "net/platform.h"
#include "socketio/client.h"
#include "socketio/packet.h"
#include "socketio/url.h"
#include "support/child.h"
#include "support/faults/alloc_faults.h"
#include "support/run_until.h"

enum { LIMIT = 3000, SCENARIO_MS = 20000 };

struct fixture {
	struct child *server;
	char url[64];
	struct loop *loop; /* made while all was well */
	json_t *big_size;
	bool is_well; /* no allocation fails: the scenario has to succeed */
};

enum { BIG_SIZE = 20000 }; /* comes in several pieces, for which the room grows */

static int start(void **state)
{
	static struct fixture fixture;
	fixture.server = genuine_server_start("socket.io", "25000", "20000", fixture.url, sizeof(fixture.url));
	fixture.loop = new_test_loop(NULL);
	fixture.big_size = json_integer(BIG_SIZE);
	*state = &fixture;
	return 0;
}

static int finish(void **state)
{
	struct fixture *fixture = *state;
	loop_destroy(fixture->loop);
	json_decref(fixture->big_size);
	child_stop(fixture->server);
	return 0;
}

/* Runs a scenario with the first allocation failing, then the second, until none is left to fail. */
static void fail_each(struct fixture *fixture, void (*scenario)(struct fixture *fixture), bool all_following)
{
	int n = 1;
	fixture->is_well = true;
	scenario(fixture); /* what libraries keep for good is allocated here */
	fixture->is_well = false;
	int before = alloc_faults_live_blocks();
	for (bool has_failed = true; has_failed; n++) {
		assert_true(n < LIMIT);
		alloc_faults_start(n, all_following);
		scenario(fixture);
		has_failed = alloc_faults_stop();
		/* What the loop keeps for its next request may stay; it is no more than that. */
		assert_in_range(alloc_faults_live_blocks(), 0, before + 64);
	}
	print_message("%d allocations\n", n - 1);
	assert_true(n > 2);
}

static void decode_and_encode(struct fixture *fixture)
{
	static const char *const texts[] = {
		"42[\"event\",{\"a\":[1,2.5,\"x\"],\"b\":{\"c\":null}}]",
		"44{\"message\":\"no\"}",
		"430[\"ok\"]",
		"452-[\"b\",{\"_placeholder\":true,\"num\":0}]",
	};
	char bytes[256];
	(void)fixture;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct packet packet;
		struct packet_decoder decoder = {0};
		enum packet_result result = packet_decoder_feed(&decoder, texts[i], strlen(texts[i]), false, &packet);
		/* jansson does not always say that it was the memory */
		assert_true(result == PACKET_OK || result == PACKET_ERROR_MEMORY || result == PACKET_ERROR_JSON);
		struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes)};
		if (result == PACKET_OK)
			result = sio_encode_event(&text, "e", packet.sio.data);
		assert_true(result == PACKET_OK || result == PACKET_ERROR_MEMORY || result == PACKET_ERROR_JSON);
		sio_packet_release(&packet.sio);
	}
}

static void parse_url(struct fixture *fixture)
{
	static struct sio_url url;
	enum sio_url_result result = sio_url_parse("https://h:8443/ns?a=b", "/p", false, &url);
	(void)fixture;
	assert_true(result == SIO_URL_OK || result == SIO_URL_ERROR_MEMORY);
}

/* What a client asks for, and how it ends when no allocation fails. */
struct talk {
	const char *query;
	const char *action;
	const char *answer; /* NULL: it is dropped */
	unsigned dropped;   /* before the answer */
	bool is_big;
	bool is_refused;
};

struct outcome {
	struct loop *loop;
	struct sio_client *client;
	const struct talk *talk;
	const json_t *size; /* argument of the action; NULL: none */
	size_t text_size;   /* of the answer */
	bool is_closed;
	bool is_done;
	bool is_over;
	bool was_connected;
	struct sio_close close;
};

static void on_connected(void *ctx)
{
	struct outcome *outcome = ctx;
	outcome->was_connected = true;
	enum sio_result result = sio_client_emit(outcome->client, outcome->talk->action, outcome->size);
	assert_true(result == SIO_OK || result == SIO_ERROR_MEMORY);
	outcome->is_over = result != SIO_OK; /* then no answer comes */
}

static void on_event(void *ctx, const char *name, const json_t *args)
{
	struct outcome *outcome = ctx;
	if (!outcome->talk->answer || strcmp(name, outcome->talk->answer) != 0)
		return;
	outcome->is_done = true;
	outcome->text_size = json_string_length(json_array_get(args, 0));
}

static void on_closed(void *ctx, const struct sio_close *close)
{
	struct outcome *outcome = ctx;
	outcome->is_closed = true;
	outcome->close = *close;
}

/* An event that could not be decoded for want of memory is dropped; then there is nothing to wait for. */
static bool is_over(const struct outcome *outcome)
{
	struct sio_stats stats;
	sio_client_stats(outcome->client, &stats);
	return outcome->is_closed || outcome->is_done || outcome->is_over || stats.dropped > outcome->talk->dropped;
}

static void run_client(struct outcome *outcome)
{
	int64_t deadline_ms = platform_monotonic_ms() + SCENARIO_MS;
	bool is_asked_to_close = false;
	sio_client_open(outcome->client);
	while (!outcome->is_closed) {
		if (!loop_run_once(outcome->loop, 100))
			return; /* the wait itself had no memory: the loop is to be given up */
		assert_true(platform_monotonic_ms() < deadline_ms);
		if (is_over(outcome) && !is_asked_to_close) {
			is_asked_to_close = true;
			sio_client_close(outcome->client, 1000);
		}
	}
}

static void check_outcome(const struct outcome *outcome)
{
	const struct talk *talk = outcome->talk;
	struct sio_stats stats;
	sio_client_stats(outcome->client, &stats);
	assert_int_equal(outcome->close.reason, talk->is_refused ? SIO_CLOSE_REFUSED : SIO_CLOSE_BY_US);
	assert_int_equal(outcome->was_connected, !talk->is_refused);
	assert_int_equal(outcome->is_done, talk->answer != NULL);
	/* Only here: jansson loses a character when a long string finds no room. */
	assert_int_equal(outcome->text_size, talk->is_big ? BIG_SIZE : 0);
	assert_int_equal(stats.dropped, talk->dropped + (talk->is_refused || talk->answer ? 0 : 1));
}

static void use_client(struct fixture *fixture, const char *base, const struct talk *talk)
{
	char url[128];
	struct loop *loop = fixture->loop;
	struct outcome outcome = {.loop = loop, .talk = talk, .size = talk->is_big ? fixture->big_size : NULL};
	snprintf(url, sizeof(url), "%s%s", base, talk->query);
	struct sio_options options = {
		.url = url,
		.path = "/developer.io",
		.allow_plain = true,
		.connect_timeout_ms = 1000, /* what lost its memory half-way may end in no other way */
		.join_timeout_ms = 1000,
		.handler = {.connected = on_connected, .event = on_event, .closed = on_closed},
		.ctx = &outcome,
	};
	outcome.client = sio_client_create(loop, &options);
	if (outcome.client)
		run_client(&outcome);
	if (fixture->is_well)
		check_outcome(&outcome);
	sio_client_destroy(outcome.client);
	loop_run_once(loop, 0);
}

static const struct talk ask = {.query = "", .action = "ask", .answer = "answered"};

static void connect_and_talk(struct fixture *fixture)
{
	use_client(fixture, fixture->url, &ask);
}

static void take_a_long_message(struct fixture *fixture)
{
	static const struct talk talk = {.query = "", .action = "big", .answer = "big", .is_big = true};
	use_client(fixture, fixture->url, &talk);
}

static void skip_a_binary_event(struct fixture *fixture)
{
	static const struct talk talk = {.query = "", .action = "binary"};
	use_client(fixture, fixture->url, &talk);
}

static void be_refused(struct fixture *fixture)
{
	static const struct talk talk = {.query = "?token=object", .is_refused = true};
	use_client(fixture, fixture->url, &talk);
}

/* By name, so that curl has its share. */
static void connect_by_name(struct fixture *fixture)
{
	char named[64];
	snprintf(named, sizeof(named), "http://localhost%s", strrchr(fixture->url, ':'));
	use_client(fixture, named, &ask);
}

struct page {
	bool is_here;
	enum http_error error;
	int status;
	size_t size;
};

static void on_reply(void *ctx, const struct http_reply *reply)
{
	struct page *page = ctx;
	assert_int_equal(reply->body[reply->body_size], '\0');
	*page = (struct page){true, reply->error, reply->status, reply->body_size};
}

static void request(struct fixture *fixture)
{
	static const char *const headers[] = {"X-platform: test", "Content-Type: application/json", NULL};
	struct page page = {0};
	char url[128];
	snprintf(url, sizeof(url), "%s/page", fixture->url);
	struct http_options options = {
		.url = url,
		.allow_plain_http = true,
		.headers = headers,
		.resolve = "other.test:443:127.0.0.1",
		.body = "{}",
		.body_size = 2,
		.timeout_ms = 1000,
		.done = on_reply,
		.ctx = &page,
	};
	struct http_request *handle = http_start(fixture->loop, &options);
	while (handle && !page.is_here)
		if (!loop_run_once(fixture->loop, 100)) {
			http_cancel(handle);
			break;
		}
	if (!fixture->is_well)
		return;
	assert_int_equal(page.error, HTTP_OK);
	assert_int_equal(page.status, 200);
	assert_int_equal(page.size, strlen("{\"code\":0,\"message\":\"Success\"}"));
}

static void make_loop(struct fixture *fixture)
{
	enum loop_error error = LOOP_OK;
	struct loop_config config = {.proxy = "http://proxy.example:1"};
	struct loop *loop = loop_create(&config, &error);
	(void)fixture;
	assert_true((loop != NULL) == (error == LOOP_OK));
	loop_destroy(loop);
}

static void the_codec_survives(void **state)
{
	fail_each(*state, decode_and_encode, false);
	fail_each(*state, decode_and_encode, true);
	fail_each(*state, parse_url, false);
	fail_each(*state, parse_url, true);
}

static void the_client_survives(void **state)
{
	static void (*const scenarios[])(struct fixture * fixture) = {connect_and_talk, take_a_long_message,
								      skip_a_binary_event, be_refused};
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		fail_each(*state, scenarios[i], false);
		fail_each(*state, scenarios[i], true);
	}
}

static void the_client_survives_with_a_name_to_resolve(void **state)
{
	fail_each(*state, connect_by_name, false);
	fail_each(*state, connect_by_name, true);
}

static void requests_survive(void **state)
{
	fail_each(*state, request, false);
	fail_each(*state, request, true);
}

static void making_a_loop_survives(void **state)
{
	fail_each(*state, make_loop, false);
}

static void wait_for(struct outcome *outcome, const bool *flag)
{
	assert_true(run_until(outcome->loop, flag));
	assert_false(outcome->is_closed);
}

static void emitting_without_memory_is_refused_and_costs_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = {.loop = fixture->loop, .talk = &ask};
	struct sio_options options = {
		.url = fixture->url,
		.path = "/developer.io",
		.allow_plain = true,
		.handler = {.connected = on_connected, .event = on_event, .closed = on_closed},
		.ctx = &outcome,
	};
	json_t *command = json_pack("{s:s, s:s, s:f, s:i, s:[s,s]}", "command", "Function", "action", "Vibrate:16",
				    "timeSec", 2.5, "apiVer", 1, "toy", "a", "b");
	outcome.client = sio_client_create(fixture->loop, &options);
	sio_client_open(outcome.client);
	wait_for(&outcome, &outcome.is_done); /* warm */
	outcome.is_done = false;
	alloc_faults_start(1, true);
	for (int i = 0; i < 200; i++) {
		assert_int_equal(sio_client_emit(outcome.client, "command", command), SIO_ERROR_MEMORY);
		assert_true(loop_run_once(fixture->loop, 0));
	}
	assert_true(alloc_faults_stop());
	assert_int_equal(sio_client_emit(outcome.client, "ask", NULL), SIO_OK);
	wait_for(&outcome, &outcome.is_done);
	json_decref(command);
	sio_client_destroy(outcome.client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_codec_survives),
		cmocka_unit_test(the_client_survives),
		cmocka_unit_test(the_client_survives_with_a_name_to_resolve),
		cmocka_unit_test(requests_survive),
		cmocka_unit_test(making_a_loop_survives),
		cmocka_unit_test(emitting_without_memory_is_refused_and_costs_nothing),
	};
	alloc_faults_install();
	return cmocka_run_group_tests(tests, start, finish);
}
