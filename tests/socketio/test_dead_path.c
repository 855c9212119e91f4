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

static int start(void **state)
{
	static struct genuine_world world;
	memset(&world, 0, sizeof(world));
	world.loop = new_test_loop(NULL);
	/* no ping shall help */
	genuine_world_open(&world, (struct sio_options){.dead_path_ms = 1000, .max_ping_interval_ms = 600000});
	recorder_wait_connected(&world.client);
	*state = &world;
	return 0;
}

static int finish(void **state)
{
	own_network_set_loopback(true);
	return genuine_world_close(state);
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
	struct genuine_world *world = *state;
	struct recorder *client = &world->client;
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
	struct genuine_world *world = *state;
	struct recorder *client = &world->client;
	recorder_emit(client, "status", NULL);
	recorder_wait_event(client, "status");
	own_network_set_loopback(false);
	recorder_emit(client, "command", NULL);
	run_for(world->loop, 10);
	sio_client_close(client->client, 50); /* says goodbye in vain */
	recorder_wait_closed(client);
	assert_int_equal(client->close.reason, SIO_CLOSE_BY_US);
	own_network_set_loopback(true);
	run_for(world->loop, 500); /* the kernel would send again in this time */
	assert_int_equal(commands_received(client), 0);
}

static void an_idle_dead_path_is_noticed_too(void **state)
{
	struct genuine_world *world = *state;
	recorder_emit(&world->client, "status", NULL);
	recorder_wait_event(&world->client, "status");
	own_network_set_loopback(false);
	recorder_wait_closed(&world->client);
	assert_int_equal(world->client.close.reason, SIO_CLOSE_TRANSPORT);
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
