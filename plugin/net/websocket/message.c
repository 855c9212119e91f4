/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/websocket/message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libwebsockets.h>

enum { FIRST_BYTES = 8192 };

static bool append(struct websocket_message *message, const char *piece, size_t size)
{
	size_t needed = message->size + size;
	if (needed > message->capacity) {
		size_t capacity = message->capacity ? message->capacity : FIRST_BYTES;
		while (capacity < needed)
			capacity *= 2;
		char *bytes = realloc(message->bytes, capacity);
		if (!bytes)
			return false;
		message->bytes = bytes;
		message->capacity = capacity;
	}
	if (size > 0)
		memcpy(message->bytes + message->size, piece, size);
	message->size = needed;
	return true;
}

enum websocket_piece websocket_message_add(struct websocket_message *message, struct lws *wsi, const char *piece,
					   size_t size, size_t max_size, const char **whole, size_t *whole_size)
{
	bool is_first = lws_is_first_fragment(wsi) != 0;
	size_t still_to_come = lws_remaining_packet_payload(wsi);
	bool is_complete = lws_is_final_fragment(wsi) && still_to_come == 0;
	if (is_first)
		message->size = 0;
	/* Counting what is only announced: a peer could announce a terabyte and leave it at that. */
	size_t room = max_size - message->size;
	if (size > room || still_to_come > room - size)
		return WEBSOCKET_PIECE_TOO_LARGE;
	if (is_first && is_complete) { /* the usual case, without a copy */
		*whole = piece;
		*whole_size = size;
		return WEBSOCKET_PIECE_LAST;
	}
	if (!append(message, piece, size))
		return WEBSOCKET_PIECE_NO_MEMORY;
	if (!is_complete)
		return WEBSOCKET_PIECE_OF_MORE;
	*whole = message->bytes;
	*whole_size = message->size;
	message->size = 0;
	return WEBSOCKET_PIECE_LAST;
}

void websocket_message_free(struct websocket_message *message)
{
	free(message->bytes);
	*message = (struct websocket_message){0};
}
