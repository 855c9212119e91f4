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

struct fixture {
	struct child *server;
	struct loop *loop;
	struct recorder client;
	int port;
};

static int start(void **state)
{
	static struct fixture fixture;
	static char url[64];
	memset(&fixture, 0, sizeof(fixture));
	fixture.server = genuine_server_start("socket.io", "60000", "60000", url, sizeof(url));
	fixture.port = atoi(strrchr(url, ':') + 1);
	fixture.loop = new_test_loop(NULL);
	struct sio_options options = {.url = url, .path = "/developer.io", .allow_plain = true};
	recorder_open(&fixture.client, fixture.loop, &options);
	*state = &fixture;
	return 0;
}

static int finish(void **state)
{
	struct fixture *fixture = *state;
	recorder_free(&fixture->client);
	loop_destroy(fixture->loop);
	child_stop(fixture->server);
	return 0;
}

static int only_socket(const struct fixture *fixture)
{
	int sockets[2];
	assert_int_equal(sockets_to_port(fixture->port, sockets, 2), 1);
	return sockets[0];
}

static void it_is_so_from_its_first_moment(void **state)
{
	struct fixture *fixture = *state;
	int socket = -1;
	while (sockets_to_port(fixture->port, &socket, 1) == 0)
		assert_true(loop_run_once(fixture->loop, 10));
	assert_true(socket_is_closed_on_exec(only_socket(fixture)));
	assert_true(socket_is_reset_on_close(only_socket(fixture)));
}

static void it_is_so_while_it_lives(void **state)
{
	struct fixture *fixture = *state;
	recorder_wait_connected(&fixture->client);
	assert_true(socket_is_closed_on_exec(only_socket(fixture)));
	assert_true(socket_is_reset_on_close(only_socket(fixture)));
}

static void the_goodbye_is_delivered(void **state)
{
	struct fixture *fixture = *state;
	recorder_wait_connected(&fixture->client);
	sio_client_close(fixture->client.client, 5000);
	assert_false(socket_is_reset_on_close(only_socket(fixture)));
	recorder_wait_closed(&fixture->client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_so_from_its_first_moment, start, finish),
		cmocka_unit_test_setup_teardown(it_is_so_while_it_lives, start, finish),
		cmocka_unit_test_setup_teardown(the_goodbye_is_delivered, start, finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
