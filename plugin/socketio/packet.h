/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Engine.IO 3 and Socket.IO 2 packets: pure functions, no I/O, no state but the counter of binary attachments.
 *
 * On a websocket one message is exactly one Engine.IO packet; an Engine.IO packet of type message ("4") is one
 * Socket.IO packet. Wire formats: engine.io-protocol 3, socket.io-protocol 4 (the revisions of Socket.IO 1.x and 2.x).
 *
 * JSON is read as json_lenient.h does: one bad character costs no event.
 *
 * Binary attachments are recognised, counted and skipped; nothing binary is ever sent. Text after a complete JSON value
 * is ignored (has_trailing tells), since gateways have been seen to glue packets together. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "net/named.h"

#define PACKET_RESULTS(X)                                                                                              \
	X(PACKET_SKIPPED, "binary attachment, skipped")                                                                \
	X(PACKET_ERROR_EMPTY, "empty packet") /* no type character */                                                  \
	X(PACKET_ERROR_EIO_TYPE, "unknown Engine.IO packet type")                                                      \
	X(PACKET_ERROR_SIO_TYPE, "unknown Socket.IO packet type")                                                      \
	X(PACKET_ERROR_ATTACHMENT_COUNT, "illegal attachments")                                                        \
	X(PACKET_ERROR_TOO_MANY_ATTACHMENTS, "too many attachments")                                                   \
	X(PACKET_ERROR_ATTACHMENT_UNEXPECTED, "got binary data when not reconstructing a packet")                      \
	X(PACKET_ERROR_ATTACHMENT_MISSING, "got plaintext data when reconstructing a packet")                          \
	X(PACKET_ERROR_NAMESPACE, "illegal namespace")                                                                 \
	X(PACKET_ERROR_ID, "illegal ack id")                                                                           \
	X(PACKET_ERROR_JSON, "invalid payload: not JSON")                                                              \
	X(PACKET_ERROR_PAYLOAD_TYPE, "invalid payload: wrong type")                                                    \
	X(PACKET_ERROR_EVENT_NAME, "invalid payload: the event name is neither a string nor a number")                 \
	X(PACKET_ERROR_UTF8, "not UTF-8")                                                                              \
	X(PACKET_ERROR_TOO_LARGE, "too large")                                                                         \
	X(PACKET_ERROR_MEMORY, "out of memory")
enum packet_result { PACKET_OK = 1, PACKET_RESULTS(NAMED_VALUE) };
const char *packet_result_text(enum packet_result result);

enum {
	PACKET_MAX_ATTACHMENTS = 10,
	PACKET_MAX_NAMESPACE_BYTES = 1024,
	/* How JSON is written for a peer. jansson's own 17 digits would make 0.1 a 0.10000000000000001. */
	PACKET_JSON_FLAGS = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15),
};

enum eio_type { EIO_INVALID, EIO_OPEN, EIO_CLOSE, EIO_PING, EIO_PONG, EIO_MESSAGE, EIO_UPGRADE, EIO_NOOP };

struct eio_packet {
	enum eio_type type;
	bool is_binary;   /* an attachment; one in text form is not decoded */
	const char *data; /* after the type; borrowed from the frame, not NUL-terminated */
	size_t size;
};

enum packet_type {
	PACKET_INVALID,
	PACKET_CONNECT,
	PACKET_DISCONNECT,
	PACKET_EVENT,
	PACKET_ACK,
	PACKET_ERROR,
	PACKET_BINARY_EVENT,
	PACKET_BINARY_ACK,
};

struct sio_packet {
	enum packet_type type;
	const char *nsp; /* "/" when none was written; a query stays part of it; borrowed, not NUL-terminated */
	size_t nsp_size;
	bool has_id;
	uint64_t id; /* up to 2^53, as far as JavaScript counts */
	int attachments;
	json_t *data;      /* new reference; NULL: none */
	bool has_trailing; /* text behind the JSON, which was ignored */
};

struct packet {
	struct eio_packet eio;
	struct sio_packet sio; /* type PACKET_INVALID unless eio.type is EIO_MESSAGE */
};

/* One frame. */
enum packet_result eio_decode(const void *frame, size_t size, bool is_binary, struct eio_packet *packet);
/* The text of an Engine.IO message. On success packet->data must be released with sio_packet_release(). */
enum packet_result sio_decode(const char *text, size_t size, struct sio_packet *packet);
void sio_packet_release(struct sio_packet *packet);
/* True when the packet is for "/", the only namespace that is joined; a query is ignored. */
bool sio_packet_is_for_root(const struct sio_packet *packet);

/* A sequence of frames. Zero it first. After an error it goes on with the next frame. */
struct packet_decoder {
	int attachments_left;
};
enum packet_result packet_decoder_feed(struct packet_decoder *decoder, const void *frame, size_t size, bool is_binary,
				       struct packet *packet);

/* Where encoders write. Never grows: running out of room is PACKET_ERROR_TOO_LARGE. */
struct packet_text {
	char *bytes;
	size_t size;
	size_t capacity;
};
enum packet_result packet_append(struct packet_text *text, const char *bytes, size_t size);
enum packet_result eio_encode(struct packet_text *text, enum eio_type type, const char *data, size_t size);
/* Whole frames, "4" included, all for "/". */
enum packet_result sio_encode_disconnect(struct packet_text *text);
enum packet_result sio_encode_empty_ack(struct packet_text *text, uint64_t id);
/* EVENT [name, arg]; arg may be NULL. PACKET_ERROR_MEMORY too when arg is circular or was made without jansson's check
 * for UTF-8. After an error the text is cut somewhere. */
enum packet_result sio_encode_event(struct packet_text *text, const char *name, const json_t *arg);
