/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "socketio/json_lenient.h"
#include "socketio/packet.h"

static const uint64_t max_id = UINT64_C(1) << 53;

/* What is left of a text that is being read. */
struct reader {
	const char *at;
	const char *end;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

const char *packet_result_text(enum packet_result result)
{
	static const char *const texts[] = {[PACKET_OK] = "ok", PACKET_RESULTS(NAMED_TEXT)};
	return texts[result];
}

static enum packet_result decode_binary(const unsigned char *bytes, size_t size, struct eio_packet *packet)
{
	/* The type is a number here, not a digit. */
	if (bytes[0] > EIO_NOOP - EIO_OPEN)
		return PACKET_ERROR_EIO_TYPE;
	packet->type = (enum eio_type)(EIO_OPEN + bytes[0]);
	packet->is_binary = true;
	packet->data = (const char *)bytes + 1;
	packet->size = size - 1;
	return PACKET_OK;
}

enum packet_result eio_decode(const void *frame, size_t size, bool is_binary, struct eio_packet *packet)
{
	const char *text = frame;
	*packet = (struct eio_packet){0};
	if (size == 0)
		return PACKET_ERROR_EMPTY;
	if (is_binary)
		return decode_binary(frame, size, packet);
	if (*text == 'b') {
		packet->is_binary = true;
		text++;
		size--;
	}
	if (size == 0 || *text < '0' || *text > '6')
		return PACKET_ERROR_EIO_TYPE;
	packet->type = (enum eio_type)(EIO_OPEN + (*text - '0'));
	packet->data = text + 1;
	packet->size = size - 1;
	return PACKET_OK;
}

static enum packet_result read_attachments(struct reader *reader, struct sio_packet *packet)
{
	int count = 0;
	const char *start = reader->at;
	while (reader->at < reader->end && is_digit(*reader->at) && count <= PACKET_MAX_ATTACHMENTS)
		count = count * 10 + (*reader->at++ - '0');
	while (reader->at < reader->end && is_digit(*reader->at))
		reader->at++;
	if (reader->at == start || reader->at == reader->end || *reader->at != '-' || count < 1)
		return PACKET_ERROR_ATTACHMENT_COUNT;
	if (count > PACKET_MAX_ATTACHMENTS)
		return PACKET_ERROR_TOO_MANY_ATTACHMENTS;
	reader->at++;
	packet->attachments = count;
	return PACKET_OK;
}

static enum packet_result read_namespace(struct reader *reader, struct sio_packet *packet)
{
	packet->nsp = "/";
	packet->nsp_size = 1;
	if (reader->at == reader->end || *reader->at != '/')
		return PACKET_OK;
	const char *comma = memchr(reader->at, ',', (size_t)(reader->end - reader->at));
	const char *nsp_end = comma ? comma : reader->end;
	packet->nsp = reader->at;
	packet->nsp_size = (size_t)(nsp_end - reader->at);
	reader->at = comma ? comma + 1 : reader->end;
	return packet->nsp_size <= PACKET_MAX_NAMESPACE_BYTES ? PACKET_OK : PACKET_ERROR_NAMESPACE;
}

static enum packet_result read_id(struct reader *reader, struct sio_packet *packet)
{
	for (; reader->at < reader->end && is_digit(*reader->at); reader->at++) {
		packet->id = packet->id * 10 + (uint64_t)(*reader->at - '0');
		packet->has_id = true;
		if (packet->id > max_id)
			return PACKET_ERROR_ID;
	}
	return PACKET_OK;
}

static enum packet_result read_json(struct reader *reader, struct sio_packet *packet)
{
	if (reader->at == reader->end)
		return PACKET_OK;
	/* JavaScript reads white space here as ack id 0; nobody means that. */
	if (strchr(" \t\r\n", *reader->at))
		return PACKET_ERROR_JSON;
	struct json_lenient outcome;
	packet->data = json_lenient_load(reader->at, (size_t)(reader->end - reader->at), &outcome);
	packet->has_trailing = outcome.has_trailing;
	if (!packet->data)
		return outcome.is_out_of_memory ? PACKET_ERROR_MEMORY : PACKET_ERROR_JSON;
	return PACKET_OK;
}

static enum packet_result check_event(const json_t *data)
{
	if (!json_is_array(data) || json_array_size(data) == 0)
		return PACKET_ERROR_PAYLOAD_TYPE;
	const json_t *name = json_array_get(data, 0);
	return json_is_string(name) || json_is_number(name) ? PACKET_OK : PACKET_ERROR_EVENT_NAME;
}

static bool may_carry(enum packet_type type, const json_t *data)
{
	switch (type) {
	case PACKET_CONNECT:
		return json_is_object(data) || json_is_null(data);
	case PACKET_ACK:
	case PACKET_BINARY_ACK:
		return json_is_array(data);
	case PACKET_ERROR:
		return json_is_string(data) || json_is_object(data) || json_is_array(data) || json_is_null(data);
	default:
		return false;
	}
}

static enum packet_result check_payload(const struct sio_packet *packet)
{
	if (!packet->data)
		return PACKET_OK;
	if (packet->type == PACKET_EVENT || packet->type == PACKET_BINARY_EVENT)
		return check_event(packet->data);
	return may_carry(packet->type, packet->data) ? PACKET_OK : PACKET_ERROR_PAYLOAD_TYPE;
}

static enum packet_result decode_parts(struct reader *reader, struct sio_packet *packet)
{
	if (reader->at == reader->end)
		return PACKET_ERROR_EMPTY;
	if (*reader->at < '0' || *reader->at > '6')
		return PACKET_ERROR_SIO_TYPE;
	packet->type = (enum packet_type)(PACKET_CONNECT + (*reader->at++ - '0'));

	enum packet_result result = PACKET_OK;
	if (packet->type == PACKET_BINARY_EVENT || packet->type == PACKET_BINARY_ACK)
		result = read_attachments(reader, packet);
	if (result == PACKET_OK)
		result = read_namespace(reader, packet);
	if (result == PACKET_OK)
		result = read_id(reader, packet);
	if (result == PACKET_OK)
		result = read_json(reader, packet);
	return result == PACKET_OK ? check_payload(packet) : result;
}

enum packet_result sio_decode(const char *text, size_t size, struct sio_packet *packet)
{
	struct reader reader = {.at = text, .end = text + size};
	*packet = (struct sio_packet){0};
	enum packet_result result = decode_parts(&reader, packet);
	if (result != PACKET_OK)
		sio_packet_release(packet);
	return result;
}

void sio_packet_release(struct sio_packet *packet)
{
	json_decref(packet->data);
	*packet = (struct sio_packet){0};
}

bool sio_packet_is_for_root(const struct sio_packet *packet)
{
	return *packet->nsp == '/' && (packet->nsp_size == 1 || packet->nsp[1] == '?');
}

static enum packet_result take_attachment(struct packet_decoder *decoder, const struct eio_packet *eio)
{
	if (eio->type != EIO_MESSAGE)
		return PACKET_ERROR_EIO_TYPE;
	if (decoder->attachments_left == 0)
		return PACKET_ERROR_ATTACHMENT_UNEXPECTED;
	decoder->attachments_left--;
	return PACKET_SKIPPED;
}

enum packet_result packet_decoder_feed(struct packet_decoder *decoder, const void *frame, size_t size, bool is_binary,
				       struct packet *packet)
{
	*packet = (struct packet){0};
	enum packet_result result = eio_decode(frame, size, is_binary, &packet->eio);
	if (result != PACKET_OK)
		return result;
	if (packet->eio.is_binary)
		return take_attachment(decoder, &packet->eio);
	if (packet->eio.type != EIO_MESSAGE)
		return PACKET_OK;
	if (decoder->attachments_left > 0) {
		decoder->attachments_left = 0;
		return PACKET_ERROR_ATTACHMENT_MISSING;
	}
	result = sio_decode(packet->eio.data, packet->eio.size, &packet->sio);
	if (result == PACKET_OK)
		decoder->attachments_left = packet->sio.attachments;
	return result;
}
