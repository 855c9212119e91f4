/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The upgrade, the opening of Socket.IO 2, and frames of a client. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "record.h"
#include "sink.h"

enum { OPCODE_TEXT = 1, OPCODE_CLOSE = 8, MAX_ANSWER = 125 };

static void answer(const struct sink_peer *peer, unsigned char opcode, const char *text)
{
	unsigned char frame[2 + MAX_ANSWER];
	size_t size = strlen(text);
	if (size > MAX_ANSWER)
		abort();
	frame[0] = 0x80 | opcode;
	frame[1] = (unsigned char)size;
	memcpy(frame + 2, text, size);
	sink_write(peer->socket, frame, 2 + size);
}

static void accept_key(const char *key, size_t size, char proof[32])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned digest_size = 0;
	char text[128];
	int length = snprintf(text, sizeof(text), "%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", (int)size, key);
	if (length < 0 || !EVP_Digest(text, (size_t)length, digest, &digest_size, EVP_sha1(), NULL))
		abort();
	EVP_EncodeBlock((unsigned char *)proof, digest, (int)digest_size);
}

static size_t take_upgrade(struct sink_peer *peer, char *bytes, size_t size)
{
	static const char key_header[] = "sec-websocket-key: ";
	char reply[256];
	char proof[32];
	char *end = memmem(bytes, size, "\r\n\r\n", 4);
	if (!end)
		return 0;
	*end = '\0';
	const char *key = strcasestr(bytes, key_header);
	if (!key)
		abort();
	key += sizeof(key_header) - 1;
	accept_key(key, strcspn(key, "\r"), proof);
	int length = snprintf(reply, sizeof(reply),
			      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
			      "Sec-WebSocket-Accept: %s\r\n\r\n",
			      proof);
	sink_write(peer->socket, reply, (size_t)length);
	answer(peer, OPCODE_TEXT, "0{\"sid\":\"AAA\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}");
	answer(peer, OPCODE_TEXT, "40");
	peer->is_upgraded = true;
	return (size_t)(end + 4 - bytes);
}

static void take_message(struct sink_peer *peer, unsigned char opcode, const char *text, size_t size)
{
	static const char question[] = "42[\"basicapi_get_qrcode_ts\"";
	if (opcode == OPCODE_CLOSE) {
		answer(peer, OPCODE_CLOSE, "");
		peer->is_over = true;
	} else if (size == 1 && *text == '2') {
		answer(peer, OPCODE_TEXT, "3");
	} else if (size >= sizeof(question) && memcmp(text, question, sizeof(question) - 1) == 0) {
		answer(peer, OPCODE_TEXT,
		       "42[\"basicapi_get_qrcode_tc\",\"{\\\"code\\\":0,\\\"ackId\\\":\\\"1\\\"}\"]");
	} else {
		record_message(peer->record, peer->received_ns, text, size);
	}
}

/* One frame, always masked and never longer than 16 bits can say. 0: it is not complete. */
static size_t take_frame(struct sink_peer *peer, unsigned char *at, size_t size)
{
	size_t head = 2 + 4;
	if (size < head)
		return 0;
	size_t length = at[1] & 0x7f;
	if (length == 126) {
		head += 2;
		length = (size_t)at[2] << 8 | at[3];
	}
	if (size < head + length)
		return 0;
	unsigned char *text = at + head;
	for (size_t i = 0; i < length; i++)
		text[i] ^= at[head - 4 + i % 4];
	take_message(peer, at[0] & 0x0f, (const char *)text, length);
	return head + length;
}

size_t sink_take_websocket(struct sink_peer *peer, char *bytes, size_t size)
{
	size_t taken = 0;
	if (!peer->is_upgraded)
		taken = take_upgrade(peer, bytes, size);
	for (size_t frame = 1; peer->is_upgraded && !peer->is_over && frame > 0; taken += frame)
		frame = take_frame(peer, (unsigned char *)bytes + taken, size - taken);
	return taken;
}
