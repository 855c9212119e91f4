/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "socketio/outbox.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libwebsockets.h>

enum { HEADER_BYTES = sizeof(uint32_t) + LWS_PRE, SHORT_MESSAGES = 512 };

bool outbox_create(struct outbox *box, size_t capacity)
{
	*box = (struct outbox){.capacity = capacity + (size_t)SHORT_MESSAGES * HEADER_BYTES};
	box->bytes = malloc(box->capacity);
	return box->bytes != NULL;
}

void outbox_destroy(struct outbox *box)
{
	free(box->bytes);
	*box = (struct outbox){0};
}

void outbox_clear(struct outbox *box)
{
	box->start = 0;
	box->end = 0;
	box->waiting_bytes = 0;
}

struct packet_text outbox_reserve(struct outbox *box, size_t max_size)
{
	if (box->capacity - box->end < HEADER_BYTES + max_size && box->start > 0) {
		memmove(box->bytes, box->bytes + box->start, box->end - box->start);
		box->end -= box->start;
		box->start = 0;
	}
	size_t room = box->capacity - box->end;
	if (room <= HEADER_BYTES)
		return (struct packet_text){0};
	room -= HEADER_BYTES;
	return (struct packet_text){
		.bytes = (char *)box->bytes + box->end + HEADER_BYTES,
		.capacity = room < max_size ? room : max_size,
	};
}

void outbox_commit(struct outbox *box, const struct packet_text *text)
{
	uint32_t size = (uint32_t)text->size;
	memcpy(box->bytes + box->end, &size, sizeof(size));
	box->end += HEADER_BYTES + text->size;
	box->waiting_bytes += text->size;
}

unsigned char *outbox_first(struct outbox *box, size_t *size)
{
	uint32_t stored = 0;
	if (box->start == box->end)
		return NULL;
	memcpy(&stored, box->bytes + box->start, sizeof(stored));
	*size = stored;
	return box->bytes + box->start + HEADER_BYTES;
}

void outbox_remove_first(struct outbox *box)
{
	size_t size = 0;
	if (!outbox_first(box, &size))
		return;
	box->start += HEADER_BYTES + size;
	box->waiting_bytes -= size;
	if (box->start == box->end)
		outbox_clear(box);
}

bool outbox_has_several(struct outbox *box)
{
	size_t first = 0;
	return outbox_first(box, &first) && box->start + HEADER_BYTES + first < box->end;
}
