/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The server that is not bound to any library, of its own process: raw_server.mjs. */
#pragma once

#include <jansson.h>

#include "recorder.h"

struct child;
struct loop;
struct loop_config;

struct raw_ports {
	int plain;
	int rude; /* resets what it accepts */
	int ipv6; /* on [::1]; 0: this machine has no IPv6 */
};

/* What most tests against it have; a client that is open is the test's to free. */
struct raw_world {
	struct child *server;
	struct raw_ports ports;
	struct loop *loop;
	struct recorder client;
};
void raw_world_open(struct raw_world *world, const struct loop_config *config);
void raw_world_close(struct raw_world *world);
/* Opens the client on a case of raw_cases.mjs. */
struct recorder *raw_world_open_case(struct raw_world *world, const char *name);
/* For cmocka: state is a struct raw_world *. */
int raw_world_setup(void **state);
int raw_world_teardown(void **state);

/* Fails the test when the server does not start. End it with child_stop(). */
struct child *raw_server_start(struct raw_ports *ports);
/* What came over the connection that ended next, new reference: texts, and an object for any other frame. */
json_t *raw_server_received(struct child *server);
/* How often the text came. */
int raw_server_count(const json_t *received, const char *text);
