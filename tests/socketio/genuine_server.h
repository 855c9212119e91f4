/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A genuine Socket.IO server of its own process: genuine_server.mjs. */
#pragma once

#include <stddef.h>

#include "recorder.h"

struct child;

/* package: as tests/service/package.json names it. url: gets "http://127.0.0.1:PORT". Fails the test when the server
 * does not start. End it with child_stop(). */
struct child *genuine_server_start(const char *package, const char *ping_interval_ms, const char *ping_timeout_ms,
				   char *url, size_t size);

/* One with a client; clear it first. */
struct genuine_world {
	struct child *server; /* pings once a minute */
	struct loop *loop;    /* of the test, set before it is opened */
	struct recorder client;
	char url[64];
};
/* Starts the server and opens the client; options: without a URL and a path. */
void genuine_world_open(struct genuine_world *world, struct sio_options options);
/* A teardown: *state is the world. */
int genuine_world_close(void **state);
