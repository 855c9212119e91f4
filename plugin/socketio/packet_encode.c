/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "socketio/json_text.h"
#include "socketio/packet.h"

enum packet_result eio_encode(struct packet_text *text, enum eio_type type, const char *data, size_t size)
{
	if (type < EIO_OPEN || type > EIO_NOOP)
		return PACKET_ERROR_EIO_TYPE;
	char digit = (char)('0' + (type - EIO_OPEN));
	enum packet_result result = json_text_append(text, &digit, 1);
	return result == PACKET_OK && size > 0 ? json_text_append(text, data, size) : result;
}

/* Type, namespace and ack id: all that stands before the JSON. */
static enum packet_result write_head(struct packet_text *text, const struct sio_packet *packet)
{
	char head[3] = {'4', (char)('0' + (packet->type - PACKET_CONNECT)), '\0'};
	char id[24];
	enum packet_result result = json_text_append(text, head, 2);
	bool is_root = packet->nsp_size == 1 && *packet->nsp == '/';
	if (result == PACKET_OK && !is_root) {
		result = json_text_append(text, packet->nsp, packet->nsp_size);
		if (result == PACKET_OK)
			result = json_text_append(text, ",", 1);
	}
	if (result == PACKET_OK && packet->has_id) {
		int length = snprintf(id, sizeof(id), "%" PRIu64, packet->id);
		result = json_text_append(text, id, (size_t)length);
	}
	return result;
}

static bool is_namespace(const struct sio_packet *packet)
{
	return packet->nsp_size >= 1 && packet->nsp_size <= PACKET_MAX_NAMESPACE_BYTES && *packet->nsp == '/' &&
	       !memchr(packet->nsp, ',', packet->nsp_size) && json_text_is_utf8(packet->nsp, packet->nsp_size);
}

enum packet_result sio_encode(struct packet_text *text, const struct sio_packet *packet)
{
	if (packet->type == PACKET_BINARY_EVENT || packet->type == PACKET_BINARY_ACK || packet->attachments)
		return PACKET_ERROR_BINARY;
	if (packet->type < PACKET_CONNECT || packet->type > PACKET_ERROR)
		return PACKET_ERROR_SIO_TYPE;
	if (!is_namespace(packet))
		return PACKET_ERROR_NAMESPACE;
	enum packet_result result = write_head(text, packet);
	return result == PACKET_OK && packet->data ? json_text_write(text, packet->data) : result;
}

enum packet_result sio_encode_event(struct packet_text *text, const char *nsp, const char *name, const json_t *arg)
{
	struct sio_packet packet = {.type = PACKET_EVENT, .nsp = nsp, .nsp_size = strlen(nsp)};
	enum packet_result result = is_namespace(&packet) ? write_head(text, &packet) : PACKET_ERROR_NAMESPACE;
	if (result == PACKET_OK)
		result = json_text_append(text, "[", 1);
	if (result == PACKET_OK)
		result = json_text_write_string(text, name, strlen(name));
	if (result == PACKET_OK && arg)
		result = json_text_append(text, ",", 1);
	if (result == PACKET_OK && arg)
		result = json_text_write(text, arg);
	return result == PACKET_OK ? json_text_append(text, "]", 1) : result;
}
