/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encoded messages that wait for the socket: one fixed buffer, so that sending allocates nothing. Each message has the
 * room in front of it that libwebsockets needs. Belongs to one client; one thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "socketio/packet.h"

struct outbox {
	unsigned char *bytes;
	size_t capacity;
	size_t start; /* of the first message's header */
	size_t end;   /* of the last message */
	size_t waiting_bytes;
};

/* capacity: payload bytes of all messages together, with room for at least a few hundred short ones. */
bool outbox_create(struct outbox *box, size_t capacity);
void outbox_destroy(struct outbox *box);
void outbox_clear(struct outbox *box);

/* Room for the next message, at most max_size; capacity 0 when there is none. Encode into it, then commit or forget it.
 */
struct packet_text outbox_reserve(struct outbox *box, size_t max_size);
void outbox_commit(struct outbox *box, const struct packet_text *text);

/* The oldest message, or NULL. Its LWS_PRE bytes in front may be written to. */
unsigned char *outbox_first(struct outbox *box, size_t *size);
void outbox_remove_first(struct outbox *box);
bool outbox_has_several(struct outbox *box);
