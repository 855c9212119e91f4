/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdbool.h>
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

static enum packet_result append_json(struct packet_text *text, const json_t *value)
{
	size_t room = text->capacity - text->size;
	size_t size = json_dumpb(value, text->bytes + text->size, room, PACKET_JSON_FLAGS);
	if (size == 0)
		return PACKET_ERROR_MEMORY;
	if (size > room)
		return PACKET_ERROR_TOO_LARGE;
	text->size += size;
	return PACKET_OK;
}

static bool is_same_in_json(const char *name)
{
	for (; *name; name++)
		if (*name < ' ' || *name > '~' || *name == '"' || *name == '\\')
			return false;
	return true;
}

static enum packet_result append_quoted(struct packet_text *text, const char *name)
{
	enum packet_result result = packet_append(text, "\"", 1);
	if (result == PACKET_OK)
		result = packet_append(text, name, strlen(name));
	return result == PACKET_OK ? packet_append(text, "\"", 1) : result;
}

static enum packet_result append_name(struct packet_text *text, const char *name)
{
	/* All names that are really sent: a value of jansson's for each would cost a good part of what its argument
	 * does. */
	if (is_same_in_json(name))
		return append_quoted(text, name);
	json_error_t error;
	json_t *string = json_pack_ex(&error, 0, "s", name);
	if (!string)
		return json_error_code(&error) == json_error_invalid_utf8 ? PACKET_ERROR_UTF8 : PACKET_ERROR_MEMORY;
	enum packet_result result = append_json(text, string);
	json_decref(string);
	return result;
}

/* The array is written around its parts: to make one for jansson first would cost more than to write it. */
enum packet_result sio_encode_event(struct packet_text *text, const char *name, const json_t *arg)
{
	enum packet_result result = eio_encode(text, EIO_MESSAGE, "2[", 2);
	if (result == PACKET_OK)
		result = append_name(text, name);
	if (result == PACKET_OK && arg)
		result = packet_append(text, ",", 1);
	if (result == PACKET_OK && arg)
		result = append_json(text, arg);
	return result == PACKET_OK ? packet_append(text, "]", 1) : result;
}
