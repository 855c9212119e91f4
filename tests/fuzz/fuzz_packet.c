/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a frame: the codec takes them apart, puts what it understood together again, and stays the same. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "socketio/packet.h"

enum { MAX_TEXT = 1 << 16 };

static void must(bool is_so)
{
	if (!is_so)
		abort();
}

static void check_parts(const struct packet *packet, const uint8_t *data, size_t size)
{
	const struct sio_packet *sio = &packet->sio;
	const char *begin = (const char *)data;
	must(packet->eio.data >= begin && packet->eio.data + packet->eio.size == begin + size);
	if (packet->eio.type != EIO_MESSAGE)
		return;
	bool is_written = sio->nsp >= begin && sio->nsp + sio->nsp_size <= begin + size;
	bool is_default = sio->nsp_size == 1 && *sio->nsp == '/';
	must(sio->type >= PACKET_CONNECT && sio->type <= PACKET_BINARY_ACK);
	must(is_written || is_default);
	must(sio->nsp_size >= 1 && sio->nsp_size <= PACKET_MAX_NAMESPACE_BYTES);
	must(sio->id <= UINT64_C(1) << 53 && (sio->has_id || sio->id == 0));
	must(sio->attachments >= 0 && sio->attachments <= PACKET_MAX_ATTACHMENTS);
	(void)sio_packet_is_for_root(sio);
}

/* An event that was understood is written as the same event. */
static void check_round_trip(const struct sio_packet *packet)
{
	static char first_bytes[MAX_TEXT];
	static char second_bytes[MAX_TEXT];
	struct packet_text first = {.bytes = first_bytes, .capacity = sizeof(first_bytes)};
	struct packet_text second = {.bytes = second_bytes, .capacity = sizeof(second_bytes)};
	struct sio_packet again;
	if (!packet->data || sio_encode_event(&first, "e", packet->data) != PACKET_OK)
		return;
	must(first.size <= first.capacity && *first.bytes == '4');
	/* The very largest doubles round to what is none, and would be repaired. */
	json_t *plain = json_loadb(first.bytes + 2, first.size - 2, JSON_ALLOW_NUL, NULL);
	json_decref(plain);
	if (!plain || sio_decode(first.bytes + 1, first.size - 1, &again) != PACKET_OK)
		return;
	must(again.type == PACKET_EVENT && sio_packet_is_for_root(&again) && json_array_size(again.data) == 2);
	must(sio_encode_event(&second, "e", json_array_get(again.data, 1)) == PACKET_OK);
	must(second.size == first.size && memcmp(second.bytes, first.bytes, first.size) == 0);
	sio_packet_release(&again);
}

/* An encoder with too little room says so, and keeps to it. */
static void check_bounds(const struct sio_packet *packet, size_t room)
{
	char bytes[64];
	memset(bytes, '#', sizeof(bytes));
	struct packet_text text = {.bytes = bytes, .capacity = room % sizeof(bytes)};
	(void)sio_encode_event(&text, "e", packet->data);
	must(text.size <= text.capacity);
	for (size_t i = text.capacity; i < sizeof(bytes); i++)
		must(bytes[i] == '#');
}

static void feed(struct packet_decoder *decoder, const uint8_t *data, size_t size, bool is_binary)
{
	struct packet packet;
	enum packet_result result = packet_decoder_feed(decoder, data, size, is_binary, &packet);
	must(result >= PACKET_OK && packet_result_text(result) != NULL);
	must(decoder->attachments_left >= 0 && decoder->attachments_left <= PACKET_MAX_ATTACHMENTS);
	if (result != PACKET_OK) {
		must(!packet.sio.data);
		return;
	}
	check_parts(&packet, data, size);
	if (packet.eio.type == EIO_MESSAGE) {
		check_round_trip(&packet.sio);
		check_bounds(&packet.sio, size);
	}
	sio_packet_release(&packet.sio);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet_decoder decoder = {0};
	/* Twice, and binary in between: the second text may come where an attachment is due. */
	feed(&decoder, data, size, false);
	feed(&decoder, data, size, true);
	feed(&decoder, data, size, false);
	return 0;
}
