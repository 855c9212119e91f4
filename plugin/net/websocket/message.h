/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Joins the pieces in which libwebsockets hands a message out. Belongs to one connection; the loop's thread. */
#pragma once

#include <stddef.h>

struct lws;

/* Zeroed before first use. */
struct websocket_message {
	char *bytes;
	size_t size;
	size_t capacity;
};

enum websocket_piece {
	WEBSOCKET_PIECE_OF_MORE = 1,
	WEBSOCKET_PIECE_LAST,
	WEBSOCKET_PIECE_TOO_LARGE, /* announced or sent: more than max_size; give the connection up */
	WEBSOCKET_PIECE_NO_MEMORY,
};

/* Inside LWS_CALLBACK_CLIENT_RECEIVE. With WEBSOCKET_PIECE_LAST *whole and *whole_size are the message; borrowed until
 * the next call. */
enum websocket_piece websocket_message_add(struct websocket_message *message, struct lws *wsi, const char *piece,
					   size_t size, size_t max_size, const char **whole, size_t *whole_size);
void websocket_message_free(struct websocket_message *message);
