/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the client writes to the log: enough to see what happened, and no more than a server may cause. */
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

struct fixture {
	struct raw_world world;
	char lines[4096]; /* each with its newline */
};

static void keep_line(void *ctx, enum log_level level, const char *line)
{
	struct fixture *fixture = ctx;
	size_t used = strlen(fixture->lines);
	assert_true(level == LOG_LEVEL_DEBUG || level == LOG_LEVEL_WARNING);
	const char *mark = level == LOG_LEVEL_WARNING ? "! " : "";
	assert_true(used + strlen(mark) + strlen(line) + 1 < sizeof(fixture->lines));
	snprintf(fixture->lines + used, sizeof(fixture->lines) - used, "%s%s\n", mark, line);
}

static int start(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct loop_config config = {.proxy = "", .log = {.write = keep_line, .ctx = fixture}};
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

static void close_client(struct recorder *client)
{
	recorder_wait_event(client, "after");
	sio_client_close(client->client, 0);
	recorder_wait_closed(client);
}

static void each_connection_tells_of_one_dropped_packet(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = raw_world_open_case(&fixture->world, "bad_packets");
	close_client(client);
	recorder_reopen(client);
	close_client(client);
#define ONCE                                                                                                           \
	"Socket.IO: a packet was dropped: invalid payload: not JSON\n"                                                 \
	"! Socket.IO: an event was lost, its JSON cannot be read: (no name)\n"                                         \
	"! Socket.IO: an event was lost, its JSON cannot be read: deep\n"                                              \
	"Socket.IO: closed: io client disconnect (HTTP status 0, close code 0)\n"
	assert_string_equal(fixture->lines, ONCE ONCE);
}

/* By the name alone, never by what it says; and no more often than a log can take. */
static void events_that_are_lost_are_named(void **state)
{
	struct fixture *fixture = *state;
	close_client(raw_world_open_case(&fixture->world, "cut_events"));
	assert_string_equal(
		fixture->lines,
		"Socket.IO: a packet was dropped: invalid payload: not JSON\n"
		"! Socket.IO: an event was lost, its JSON cannot be read: basicapi_update_device_info_tc\n"
		"! Socket.IO: an event was lost, its JSON cannot be read: basicapi_update_app_status_tc\n"
		"! Socket.IO: an event was lost, its JSON cannot be read: odd\n"
		"! Socket.IO: an event was lost, its JSON cannot be read: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
		"! Socket.IO: an event was lost, its JSON cannot be read: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
		"Socket.IO: closed: io client disconnect (HTTP status 0, close code 0)\n");
}

static void each_connection_tells_once_of_glued_packets(void **state)
{
	struct fixture *fixture = *state;
	close_client(raw_world_open_case(&fixture->world, "glued_packets"));
	assert_string_equal(fixture->lines, "Socket.IO: text behind a complete packet was ignored\n"
					    "Socket.IO: closed: io client disconnect (HTTP status 0, close code 0)\n");
}

/* But not in its words. */
static void the_end_is_told_with_the_numbers_of_the_server(void **state)
{
	struct fixture *fixture = *state;
	recorder_wait_closed(raw_world_open_case(&fixture->world, "close_1001"));
	recorder_free(&fixture->world.client);
	recorder_wait_closed(raw_world_open_case(&fixture->world, "status_401"));
	recorder_free(&fixture->world.client);
	recorder_wait_closed(raw_world_open_case(&fixture->world, "error_before_connect"));
	assert_string_equal(fixture->lines,
			    "Socket.IO: closed: transport close (HTTP status 0, close code 1001)\n"
			    "Socket.IO: closed: refused by HTTP status (HTTP status 401, close code 0)\n"
			    "Socket.IO: closed: refused by the server (HTTP status 0, close code 0)\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_connection_tells_of_one_dropped_packet, start, finish),
		cmocka_unit_test_setup_teardown(events_that_are_lost_are_named, start, finish),
		cmocka_unit_test_setup_teardown(each_connection_tells_once_of_glued_packets, start, finish),
		cmocka_unit_test_setup_teardown(the_end_is_told_with_the_numbers_of_the_server, start, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
