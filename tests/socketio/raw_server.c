/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raw_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/loop.h"
#include "support/child.h"
#include "support/run_until.h"

static int port_of(const json_t *hello, const char *name)
{
	return (int)json_integer_value(json_object_get(hello, name));
}

struct child *raw_server_start(struct raw_ports *ports)
{
	struct child *server = child_start_node("socketio/raw_server.mjs", NULL);
	json_t *hello = child_read_json(server, PATIENCE_MS);
	assert_non_null(hello);
	*ports = (struct raw_ports){port_of(hello, "port"), port_of(hello, "rude_port"), port_of(hello, "ipv6_port")};
	json_decref(hello);
	return server;
}

json_t *raw_server_received(struct child *server)
{
	json_t *line = child_read_json(server, PATIENCE_MS);
	json_t *got = json_incref(json_object_get(line, "got"));
	json_decref(line);
	assert_true(json_is_array(got));
	return got;
}

int raw_server_count(const json_t *received, const char *text)
{
	int count = 0;
	for (size_t i = 0; i < json_array_size(received); i++) {
		const char *item = json_string_value(json_array_get(received, i));
		count += item && strcmp(item, text) == 0;
	}
	return count;
}

void raw_world_open(struct raw_world *world, const struct loop_config *config)
{
	world->server = raw_server_start(&world->ports);
	world->loop = new_loop(config);
}

void raw_world_close(struct raw_world *world)
{
	loop_destroy(world->loop);
	child_stop(world->server);
}

struct recorder *raw_world_open_case(struct raw_world *world, const char *name)
{
	char url[128];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d?case=%s", world->ports.plain, name);
	struct sio_options options = {.url = url, .path = "/developer.io", .allow_plain = true};
	recorder_open(&world->client, world->loop, &options);
	return &world->client;
}

int raw_world_setup(void **state)
{
	struct raw_world *world = calloc(1, sizeof(*world));
	struct loop_config config = {.proxy = ""};
	raw_world_open(world, &config);
	*state = world;
	return 0;
}

int raw_world_teardown(void **state)
{
	raw_world_close(*state);
	free(*state);
	return 0;
}
