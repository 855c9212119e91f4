/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The heartbeat when the server's answers are late or missing. Time is the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/loop.h"
#include "raw_server.h"
#include "recorder.h"
#include "support/child.h"
#include "support/run_until.h"

enum { PING_INTERVAL_MS = 1000, PING_TIMEOUT_MS = 1500 }; /* as in raw_cases.mjs */

struct fixture {
	struct raw_world world;
	int64_t now_ms;
};

static int64_t read_clock(void *ctx)
{
	return ((struct fixture *)ctx)->now_ms;
}

static int start(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct loop_config config = {.proxy = "", .clock_ms = read_clock, .ctx = fixture};
	fixture->now_ms = 1000;
	raw_world_open(&fixture->world, &config);
	*state = fixture;
	return 0;
}

static int finish(void **state)
{
	struct fixture *fixture = *state;
	recorder_free(&fixture->world.client);
	raw_world_close(&fixture->world);
	free(fixture);
	return 0;
}

static struct recorder *connect_case(struct fixture *fixture, const char *name)
{
	raw_world_open_case(&fixture->world, name);
	recorder_wait_connected(&fixture->world.client);
	return &fixture->world.client;
}

/* The timers that are due by then fire, and what they send goes out. */
static void pass_ms(struct fixture *fixture, int ms)
{
	fixture->now_ms += ms;
	for (int turn = 0; turn < 3; turn++)
		assert_true(loop_run_once(fixture->world.loop, 0));
}

static json_t *received_by_server(struct fixture *fixture)
{
	recorder_free(&fixture->world.client);
	assert_true(loop_run_once(fixture->world.loop, 0)); /* the connection goes in here */
	return raw_server_received(fixture->world.server);
}

/* Some servers count nothing but pings as a sign of life, and some signs of life are no pongs. */
static void events_stand_for_pongs_and_pings_go_on(void **state)
{
	enum { ANSWERED = 10 };
	struct fixture *fixture = *state;
	struct recorder *client = connect_case(fixture, "no_pong_but_events");
	for (int ping = 1; ping <= ANSWERED; ping++) {
		pass_ms(fixture, PING_INTERVAL_MS);
		recorder_wait_events(client, ping);
	}
	assert_int_equal(client->closed, 0);
	pass_ms(fixture, PING_INTERVAL_MS); /* nothing answers this one */
	pass_ms(fixture, PING_TIMEOUT_MS - PING_INTERVAL_MS - 1);
	assert_int_equal(client->closed, 0);
	pass_ms(fixture, 1);
	assert_int_equal(client->closed, 1);
	assert_int_equal(client->close.reason, SIO_CLOSE_PING_TIMEOUT);
	json_t *got = received_by_server(fixture);
	assert_int_equal(raw_server_count(got, "2"), ANSWERED + 1);
	assert_int_equal(json_array_size(got), ANSWERED + 1);
	json_decref(got);
}

/* The clock stands still: only the answer to the last ping can end the wait for it. */
static void late_pongs_do_not_hold_up_a_goodbye(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = connect_case(fixture, "late_pongs");
	pass_ms(fixture, PING_INTERVAL_MS);
	pass_ms(fixture, PING_INTERVAL_MS); /* the second before the first was answered */
	recorder_wait_event(client, "after");
	sio_client_close(client->client, PATIENCE_MS);
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_US);
	json_t *got = received_by_server(fixture);
	assert_int_equal(raw_server_count(got, "2"), 3);
	assert_int_equal(raw_server_count(got, "41"), 1);
	json_decref(got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(events_stand_for_pongs_and_pings_go_on, start, finish),
		cmocka_unit_test_setup_teardown(late_pongs_do_not_hold_up_a_goodbye, start, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
