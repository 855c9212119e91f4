/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A connection that is left alone: the loop sleeps from one heartbeat to the next, and a command costs it no more turns
 * than it needs. The linker sends the loop's only wait and libwebsockets' turns through here; time is the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <curl/curl.h>

#include "genuine_server.h"
#include "net/loop.h"
#include "recorder.h"
#include "support/child.h"
#include "support/run_until.h"

enum { PING_INTERVAL_MS = 17000, HEARTBEATS = 5 };

static struct {
	int64_t now_ms;
	bool is_still;  /* waiting takes no time: it only lets the clock jump to the end of the wait */
	int waits;      /* since the test set it to 0 */
	int wait_ms;    /* of the last one */
	int woken_by;   /* descriptors that were ready in a wait where nothing should have been */
	int to_wait_on; /* descriptors of the last wait */
	int own;        /* descriptors of a loop without a websocket */
	int services;   /* turns of libwebsockets */
} watched;

struct lws_context;
int __real_lws_service(struct lws_context *context, int timeout_ms);
int __wrap_lws_service(struct lws_context *context, int timeout_ms);

int __wrap_lws_service(struct lws_context *context, int timeout_ms)
{
	watched.services++;
	return __real_lws_service(context, timeout_ms);
}

CURLMcode __real_curl_multi_poll(CURLM *multi, struct curl_waitfd fds[], unsigned count, int timeout_ms, int *ready);
CURLMcode __wrap_curl_multi_poll(CURLM *multi, struct curl_waitfd fds[], unsigned count, int timeout_ms, int *ready);

CURLMcode __wrap_curl_multi_poll(CURLM *multi, struct curl_waitfd fds[], unsigned count, int timeout_ms, int *ready)
{
	int found = 0;
	watched.waits++;
	watched.wait_ms = timeout_ms;
	watched.to_wait_on = (int)count;
	CURLMcode result = __real_curl_multi_poll(multi, fds, count, watched.is_still ? 0 : timeout_ms, &found);
	if (watched.is_still) {
		watched.woken_by += found;
		watched.now_ms += timeout_ms;
	}
	if (ready)
		*ready = found;
	return result;
}

static int64_t read_clock(void *ctx)
{
	(void)ctx;
	return watched.now_ms;
}

static int start(void **state)
{
	static struct genuine_world world;
	enum loop_error error = LOOP_OK;
	struct loop_config config = {.proxy = "", .clock_ms = read_clock};
	memset(&world, 0, sizeof(world));
	memset(&watched, 0, sizeof(watched));
	watched.now_ms = 1000;
	world.loop = loop_create(&config, &error);
	assert_non_null(world.loop);
	assert_true(loop_run_once(world.loop, 0));
	watched.own = watched.to_wait_on;
	genuine_world_open(&world, (struct sio_options){.max_ping_interval_ms = PING_INTERVAL_MS});
	recorder_wait_event(&world.client, "welcome");
	recorder_emit(&world.client, "status", NULL);
	recorder_wait_event(&world.client, "status");
	*state = &world;
	return 0;
}

static uint64_t received(const struct recorder *client)
{
	struct sio_stats stats;
	sio_client_stats(client->client, &stats);
	return stats.received;
}

/* One wait, as long as the heartbeat, that nothing ends before its time. */
static void sleep_to_the_next_heartbeat(struct genuine_world *world)
{
	watched.waits = 0;
	watched.woken_by = 0;
	watched.is_still = true;
	assert_true(loop_run_once(world->loop, -1));
	watched.is_still = false;
	assert_int_equal(watched.waits, 1);
	assert_int_equal(watched.wait_ms, PING_INTERVAL_MS);
	assert_int_equal(watched.to_wait_on, watched.own + 1);
	assert_int_equal(watched.woken_by, 0);
}

/* The ping is on its way; real time until the answer is here. */
static void take_the_pong(struct genuine_world *world)
{
	uint64_t before = received(&world->client);
	while (received(&world->client) == before)
		assert_true(loop_run_once(world->loop, -1));
	assert_int_equal(received(&world->client), before + 1);
}

static void nothing_wakes_the_loop_between_heartbeats(void **state)
{
	struct genuine_world *world = *state;
	for (int i = 0; i < HEARTBEATS; i++) {
		sleep_to_the_next_heartbeat(world);
		take_the_pong(world);
	}
	assert_int_equal(world->client.closed, 0);
}

/* What an emit leaves behind must not wake the loop either. */
static void a_command_leaves_the_loop_asleep(void **state)
{
	struct genuine_world *world = *state;
	int64_t heartbeat_ms = watched.now_ms + PING_INTERVAL_MS;
	for (int i = 0; i < HEARTBEATS; i++) {
		watched.now_ms += 20;
		recorder_emit(&world->client, "command", NULL);
		watched.waits = 0;
		assert_true(loop_run_once(world->loop, 0));
		assert_int_equal(watched.waits, 1);
	}
	watched.woken_by = 0;
	watched.is_still = true;
	assert_true(loop_run_once(world->loop, -1));
	watched.is_still = false;
	assert_int_equal(watched.woken_by, 0);
	assert_int_equal(watched.now_ms, heartbeat_ms);
}

/* Between the wake-up and the write lies no turn of libwebsockets. */
static void a_command_from_another_thread_goes_out_directly(void **state)
{
	struct genuine_world *world = *state;
	watched.services = 0;
	loop_wake(world->loop);
	assert_true(loop_run_once(world->loop, -1));
	assert_int_equal(watched.services, 0);
	uint64_t before = received(&world->client);
	recorder_emit(&world->client, "status", NULL);
	assert_true(loop_run_once(world->loop, 0));
	assert_int_equal(watched.services, 0);
	while (received(&world->client) == before) /* and it did go out */
		assert_true(loop_run_once(world->loop, -1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_wakes_the_loop_between_heartbeats, start, genuine_world_close),
		cmocka_unit_test_setup_teardown(a_command_leaves_the_loop_asleep, start, genuine_world_close),
		cmocka_unit_test_setup_teardown(a_command_from_another_thread_goes_out_directly, start,
						genuine_world_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
