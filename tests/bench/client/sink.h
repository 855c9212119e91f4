/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two languages of the sink. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;

struct sink_peer {
	int socket;
	struct record *record;
	uint64_t received_ns; /* when the last bytes were read */
	bool is_upgraded;
	bool is_over;
};

/* Takes what is complete and returns how many bytes that was. */
typedef size_t sink_take(struct sink_peer *peer, char *bytes, size_t size);
sink_take sink_take_websocket;
sink_take sink_take_lines; /* a line that begins with "P" is sent back */

void sink_write(int socket, const void *bytes, size_t size);
