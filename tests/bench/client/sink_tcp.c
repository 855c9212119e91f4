/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "record.h"
#include "sink.h"

size_t sink_take_lines(struct sink_peer *peer, char *bytes, size_t size)
{
	char *at = bytes;
	char *end = bytes + size;
	for (char *newline; (newline = memchr(at, '\n', (size_t)(end - at))) != NULL; at = newline + 1) {
		if (*at == 'P')
			sink_write(peer->socket, "P\n", 2);
		else
			record_message(peer->record, peer->received_ns, at, (size_t)(newline - at));
	}
	return (size_t)(at - bytes);
}
