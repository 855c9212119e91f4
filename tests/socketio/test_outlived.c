/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connection does not outlive its client: programs that are started do not hold it, and what it has not delivered
 * is dropped with it, but for the goodbye. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "genuine_server.h"
#include "net/loop.h"
#include "recorder.h"
#include "support/child.h"
#include "support/run_until.h"
#include "support/sockets.h"

static int start(void **state)
{
	static struct genuine_world world;
	memset(&world, 0, sizeof(world));
	world.loop = new_test_loop(NULL);
	genuine_world_open(&world, (struct sio_options){0});
	*state = &world;
	return 0;
}

static int port_of(const struct genuine_world *world)
{
	return atoi(strrchr(world->url, ':') + 1);
}

static int only_socket(const struct genuine_world *world)
{
	int sockets[2];
	assert_int_equal(sockets_to_port(port_of(world), sockets, 2), 1);
	return sockets[0];
}

static void it_is_so_from_its_first_moment(void **state)
{
	struct genuine_world *world = *state;
	int socket = -1;
	while (sockets_to_port(port_of(world), &socket, 1) == 0)
		assert_true(loop_run_once(world->loop, 10));
	assert_true(socket_is_closed_on_exec(only_socket(world)));
	assert_true(socket_is_reset_on_close(only_socket(world)));
}

static void it_is_so_while_it_lives(void **state)
{
	struct genuine_world *world = *state;
	recorder_wait_connected(&world->client);
	assert_true(socket_is_closed_on_exec(only_socket(world)));
	assert_true(socket_is_reset_on_close(only_socket(world)));
}

static void the_goodbye_is_delivered(void **state)
{
	struct genuine_world *world = *state;
	recorder_wait_connected(&world->client);
	sio_client_close(world->client.client, 5000);
	assert_false(socket_is_reset_on_close(only_socket(world)));
	recorder_wait_closed(&world->client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_so_from_its_first_moment, start, genuine_world_close),
		cmocka_unit_test_setup_teardown(it_is_so_while_it_lives, start, genuine_world_close),
		cmocka_unit_test_setup_teardown(the_goodbye_is_delivered, start, genuine_world_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
