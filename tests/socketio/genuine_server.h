/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A genuine Socket.IO server of its own process: genuine_server.mjs. */
#pragma once

#include <stddef.h>

struct child;

/* package: as tests/service/package.json names it. url: gets "http://127.0.0.1:PORT". Fails the test when the server
 * does not start. End it with child_stop(). */
struct child *genuine_server_start(const char *package, const char *ping_interval_ms, const char *ping_timeout_ms,
				   char *url, size_t size);
