/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "genuine_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "net/loop.h"
#include "support/child.h"
#include "support/run_until.h"

struct child *genuine_server_start(const char *package, const char *ping_interval_ms, const char *ping_timeout_ms,
				   char *url, size_t size)
{
	const char *arguments[] = {package, ping_interval_ms, ping_timeout_ms, NULL};
	struct child *server = child_start_node("socketio/genuine_server.mjs", arguments);
	json_t *hello = child_read_json(server, PATIENCE_MS);
	assert_non_null(hello);
	snprintf(url, size, "http://127.0.0.1:%d", (int)json_integer_value(json_object_get(hello, "port")));
	json_decref(hello);
	return server;
}

void genuine_world_open(struct genuine_world *world, struct sio_options options)
{
	world->server = genuine_server_start("socket.io", "60000", "60000", world->url, sizeof(world->url));
	options.url = world->url;
	options.path = "/developer.io";
	options.allow_plain = true;
	recorder_open(&world->client, world->loop, &options);
}

int genuine_world_close(void **state)
{
	struct genuine_world *world = *state;
	recorder_free(&world->client);
	loop_destroy(world->loop);
	child_stop(world->server);
	return 0;
}
