/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A link that dies without a word. In a network of its own, so that its loopback can be taken down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "genuine_server.h"
#include "net/loop.h"
#include "recorder.h"
#include "support/child.h"
#include "support/own_network.h"
#include "support/run_until.h"

struct fixture {
	struct child *server;
	struct loop *loop;
	struct recorder client;
};

static int start(void **state)
{
	static struct fixture fixture;
	static char url[64];
	memset(&fixture, 0, sizeof(fixture));
	/* no ping shall help */
	fixture.server = genuine_server_start("socket.io", "60000", "60000", url, sizeof(url));
	fixture.loop = new_test_loop(NULL);
	struct sio_options options = {.url = url,
				      .path = "/developer.io",
				      .allow_plain = true,
				      .dead_path_ms = 1000,
				      .max_ping_interval_ms = 600000};
	recorder_open(&fixture.client, fixture.loop, &options);
	recorder_wait_connected(&fixture.client);
	*state = &fixture;
	return 0;
}

static int finish(void **state)
{
	struct fixture *fixture = *state;
	own_network_set_loopback(true);
	recorder_free(&fixture->client);
	loop_destroy(fixture->loop);
	child_stop(fixture->server);
	return 0;
}

static json_int_t commands_received(struct recorder *client)
{
	recorder_reopen(client);
	recorder_wait_connected(client);
	recorder_emit(client, "status", NULL);
	const json_t *status = json_array_get(recorder_wait_event(client, "status"), 1);
	return json_integer_value(json_object_get(status, "commands"));
}

static void a_dead_path_is_noticed_and_nothing_is_delivered_late(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = &fixture->client;
	recorder_emit(client, "command", NULL);
	recorder_emit(client, "status", NULL);
	recorder_wait_event(client, "status");
	own_network_set_loopback(false);
	for (int i = 0; i < 5; i++)
		recorder_emit(client, "command", NULL); /* they lie in the kernel now */
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_TRANSPORT);
	own_network_set_loopback(true);
	assert_int_equal(commands_received(client), 1);
}

static void what_is_dropped_with_the_client_is_not_delivered_late(void **state)
{
	struct fixture *fixture = *state;
	struct recorder *client = &fixture->client;
	recorder_emit(client, "status", NULL);
	recorder_wait_event(client, "status");
	own_network_set_loopback(false);
	recorder_emit(client, "command", NULL);
	run_for(fixture->loop, 10);
	sio_client_close(client->client, 50); /* says goodbye in vain */
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_US);
	own_network_set_loopback(true);
	run_for(fixture->loop, 500); /* the kernel would send again in this time */
	assert_int_equal(commands_received(client), 0);
}

static void an_idle_dead_path_is_noticed_too(void **state)
{
	struct fixture *fixture = *state;
	recorder_emit(&fixture->client, "status", NULL);
	recorder_wait_event(&fixture->client, "status");
	own_network_set_loopback(false);
	recorder_wait_closed(&fixture->client);
	assert_int_equal(fixture->client.close.reason, SIO_CLOSE_TRANSPORT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_dead_path_is_noticed_and_nothing_is_delivered_late, start, finish),
		cmocka_unit_test_setup_teardown(what_is_dropped_with_the_client_is_not_delivered_late, start, finish),
		cmocka_unit_test_setup_teardown(an_idle_dead_path_is_noticed_too, start, finish),
	};
	if (!own_network_start())
		return own_network_missing();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
