/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "socketio/packet.h"

enum packet_result packet_append(struct packet_text *text, const char *bytes, size_t size)
{
	if (size > text->capacity - text->size)
		return PACKET_ERROR_TOO_LARGE;
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
	return PACKET_OK;
}

enum packet_result eio_encode(struct packet_text *text, enum eio_type type, const char *data, size_t size)
{
	if (type < EIO_OPEN || type > EIO_NOOP)
		return PACKET_ERROR_EIO_TYPE;
	char digit = (char)('0' + (type - EIO_OPEN));
	enum packet_result result = packet_append(text, &digit, 1);
	return result == PACKET_OK && size > 0 ? packet_append(text, data, size) : result;
}

enum packet_result sio_encode_disconnect(struct packet_text *text)
{
	return eio_encode(text, EIO_MESSAGE, "1", 1);
}

enum packet_result sio_encode_empty_ack(struct packet_text *text, uint64_t id)
{
	char ack[32];
	int size = snprintf(ack, sizeof(ack), "3%" PRIu64 "[]", id);
	return eio_encode(text, EIO_MESSAGE, ack, (size_t)size);
}

enum packet_result sio_encode_event(struct packet_text *text, const char *name, const json_t *arg)
{
	json_error_t error;
	/* jansson counts the reference back; it only lacks the const. */
	json_t *event = json_pack_ex(&error, 0, "[sO*]", name, (json_t *)arg);
	if (!event)
		return json_error_code(&error) == json_error_invalid_utf8 ? PACKET_ERROR_UTF8 : PACKET_ERROR_MEMORY;
	enum packet_result result = eio_encode(text, EIO_MESSAGE, "2", 1);
	if (result == PACKET_OK) {
		size_t room = text->capacity - text->size;
		size_t size = json_dumpb(event, text->bytes + text->size, room, PACKET_JSON_FLAGS);
		if (size == 0)
			result = PACKET_ERROR_MEMORY;
		else if (size > room)
			result = PACKET_ERROR_TOO_LARGE;
		else
			text->size += size;
	}
	json_decref(event);
	return result;
}
