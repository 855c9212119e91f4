/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each packet of the server does. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/text.h"
#include "socketio/client_internal.h"
#include "socketio/json_lenient.h"

enum {
	DEFAULT_PING_INTERVAL_MS = 25000,
	DEFAULT_PING_TIMEOUT_MS = 20000,
	MIN_PING_MS = 100,
	MAX_PING_MS = 600000,
	MAX_PONG_BYTES = 1024,
	GRACE_MS = 200,
	MAX_LOGGED_NAME = 40,
	MAX_LOGGED_EVENTS = 5, /* per connection */
};

/* A handler may do anything, destroying the client included. */
static void enter_handler(struct sio_client *client, bool *was_destroyed)
{
	*was_destroyed = false;
	client->was_destroyed = was_destroyed;
}

/* false: the client is gone. */
static bool leave_handler(struct sio_client *client, bool was_destroyed)
{
	if (!was_destroyed)
		client->was_destroyed = NULL;
	return !was_destroyed;
}

/* One line of each kind per connection: a peer must not be able to fill the log. */
static void log_once(struct sio_client *client, bool *was_logged, const char *what)
{
	if (!*was_logged)
		log_debug(loop_log(client->loop), "Socket.IO: %s", what);
	*was_logged = true;
}

static void drop_packet(struct sio_client *client, const char *what)
{
	char line[128];
	snprintf(line, sizeof(line), "a packet was dropped: %s", what);
	log_once(client, &client->has_logged_drop, line);
	client->stats.dropped++;
}

/* An event that is lost may be the one that everybody waits for, so it is named: by the words in front of its
 * arguments, as far as they look like a name. */
static void note_unread_event(struct sio_client *client, const char *frame, size_t size)
{
	char name[MAX_LOGGED_NAME + 1] = "";
	const char *start = memchr(frame, '"', size);
	size_t length = 0;
	if (size < 2 || frame[0] != '4' || frame[1] != '2' || client->unread_events >= MAX_LOGGED_EVENTS)
		return;
	for (const char *c = start ? start + 1 : frame + size; c < frame + size && length < MAX_LOGGED_NAME; c++) {
		if (!isalnum((unsigned char)*c) && *c != '_')
			break;
		name[length++] = *c;
	}
	client->unread_events++;
	log_warning(loop_log(client->loop), "Socket.IO: an event was lost, its JSON cannot be read: %s",
		    length ? name : "(no name)");
}

static int read_ms(const json_t *open, const char *key, int fallback)
{
	const json_t *value = json_object_get(open, key);
	double ms = json_number_value(value);
	if (!json_is_number(value) || !(ms > 0))
		return fallback;
	if (ms < MIN_PING_MS)
		return MIN_PING_MS;
	return ms > MAX_PING_MS ? MAX_PING_MS : (int)ms;
}

static void on_open_packet(struct sio_client *client, const struct eio_packet *packet)
{
	if (client->has_open_packet) {
		drop_packet(client, "a second open packet");
		return;
	}
	struct json_lenient outcome;
	json_t *open = json_lenient_load(packet->data, packet->size, &outcome);
	bool has_sid = json_is_string(json_object_get(open, "sid"));
	client->ping_interval_ms = read_ms(open, "pingInterval", DEFAULT_PING_INTERVAL_MS);
	client->ping_timeout_ms = read_ms(open, "pingTimeout", DEFAULT_PING_TIMEOUT_MS);
	json_decref(open);
	if (outcome.is_out_of_memory) {
		sio_client_fail(client, SIO_CLOSE_MEMORY, "Out of memory");
		return;
	}
	if (!has_sid) {
		sio_client_fail(client, SIO_CLOSE_PROTOCOL,
				"The open packet is damaged: is this a Socket.IO 2 server?");
		return;
	}
	if (client->ping_interval_ms > client->options.max_ping_interval_ms)
		client->ping_interval_ms = client->options.max_ping_interval_ms;
	client->has_open_packet = true;
	client->state = SIO_OPENING;
	loop_timer_start(client->loop, &client->deadline, loop_now_ms(client->loop) + client->options.join_timeout_ms);
	sio_heartbeat_start(client);
}

static void on_ping(struct sio_client *client, const struct eio_packet *packet)
{
	if (packet->size > MAX_PONG_BYTES) {
		drop_packet(client, "a ping with too much data");
		return;
	}
	struct packet_text text = sio_client_reserve(client);
	if (eio_encode(&text, EIO_PONG, packet->data, packet->size) == PACKET_OK)
		sio_client_send(client, &text);
}

static void on_connect(struct sio_client *client, const struct sio_packet *packet)
{
	if (client->state != SIO_OPENING)
		return; /* servers repeat it; the first one counts */
	if (!sio_packet_is_for_root(packet)) {
		drop_packet(client, "a CONNECT for another namespace");
		return;
	}
	bool was_destroyed = false;
	client->state = SIO_CONNECTED;
	loop_timer_cancel(client->loop, &client->deadline);
	enter_handler(client, &was_destroyed);
	if (client->options.handler.connected)
		client->options.handler.connected(client->options.ctx);
	leave_handler(client, was_destroyed);
}

static void on_disconnect(struct sio_client *client, const struct sio_packet *packet)
{
	if (sio_packet_is_for_root(packet))
		sio_client_end_politely(client, SIO_CLOSE_BY_SERVER, "The server ended the session", GRACE_MS);
	else
		drop_packet(client, "a DISCONNECT for another namespace");
}

/* The words of a refusal: a string, or an object with a message, or whatever else it is as JSON. */
static void copy_refusal(char *target, size_t size, const json_t *data)
{
	const json_t *message = json_object_get(data, "message");
	if (json_is_string(data))
		text_copy_sized(target, size, json_string_value(data), json_string_length(data));
	else if (json_is_string(message))
		text_copy_sized(target, size, json_string_value(message), json_string_length(message));
	else if (data) {
		char *json = json_dumps(data, PACKET_JSON_FLAGS);
		text_copy(target, size, json);
		free(json);
	}
}

static void on_refusal(struct sio_client *client, const json_t *data)
{
	char words[128] = "";
	copy_refusal(words, sizeof(words), data);
	sio_client_end_politely(client, SIO_CLOSE_REFUSED, words, GRACE_MS);
}

static void on_error(struct sio_client *client, const struct sio_packet *packet)
{
	if (!sio_packet_is_for_root(packet)) {
		drop_packet(client, "an ERROR for another namespace");
	} else if (client->state != SIO_CONNECTED) {
		on_refusal(client, packet->data);
	} else if (client->options.handler.error) {
		bool was_destroyed = false;
		enter_handler(client, &was_destroyed);
		client->options.handler.error(client->options.ctx, packet->data ? packet->data : json_null());
		leave_handler(client, was_destroyed);
	}
}

static void send_ack(struct sio_client *client, uint64_t id)
{
	struct packet_text text = sio_client_reserve(client);
	if (sio_encode_empty_ack(&text, id) == PACKET_OK)
		sio_client_send(client, &text);
}

/* The name must fit a C string; Socket.IO also lets numbers through. */
static bool copy_event_name(const json_t *name, char *number, size_t size, const char **text)
{
	*text = number;
	if (json_is_integer(name))
		snprintf(number, size, "%" JSON_INTEGER_FORMAT, json_integer_value(name));
	else if (json_is_real(name))
		snprintf(number, size, "%.15g", json_real_value(name));
	else
		*text = json_string_value(name);
	return json_is_number(name) || strlen(*text) == json_string_length(name);
}

static void deliver(struct sio_client *client, const char *name, const struct sio_packet *packet)
{
	bool was_destroyed = false;
	enter_handler(client, &was_destroyed);
	if (client->options.handler.event)
		client->options.handler.event(client->options.ctx, name, packet->data);
	if (leave_handler(client, was_destroyed) && client->state == SIO_CONNECTED && packet->has_id)
		send_ack(client, packet->id);
}

static void on_event(struct sio_client *client, const struct sio_packet *packet)
{
	char number[32];
	const char *text = NULL;
	if (client->state != SIO_CONNECTED || !sio_packet_is_for_root(packet)) {
		drop_packet(client, "an EVENT for a namespace that is not joined");
		return;
	}
	if (!packet->data) {
		drop_packet(client, "an EVENT without a name");
		return;
	}
	json_t *name = json_incref(json_array_get(packet->data, 0));
	if (copy_event_name(name, number, sizeof(number), &text)) {
		json_array_remove(packet->data, 0);
		deliver(client, text, packet);
	} else {
		drop_packet(client, "an EVENT with a NUL in its name");
	}
	json_decref(name);
}

static void on_message(struct sio_client *client, const struct sio_packet *packet)
{
	if (!client->has_open_packet) {
		drop_packet(client, "a message before the open packet");
		return;
	}
	if (packet->has_trailing)
		log_once(client, &client->has_logged_trailing, "text behind a complete packet was ignored");
	switch (packet->type) {
	case PACKET_CONNECT:
		on_connect(client, packet);
		break;
	case PACKET_DISCONNECT:
		on_disconnect(client, packet);
		break;
	case PACKET_EVENT:
		on_event(client, packet);
		break;
	case PACKET_ERROR:
		on_error(client, packet);
		break;
	case PACKET_ACK:
		drop_packet(client, "an ACK that was not asked for");
		break;
	case PACKET_BINARY_EVENT:
	case PACKET_BINARY_ACK:
		drop_packet(client, "a binary packet");
		break;
	case PACKET_INVALID:
		break;
	}
}

static void on_packet(struct sio_client *client, struct packet *packet)
{
	if (client->state == SIO_CLOSING && packet->eio.type != EIO_PONG)
		return;
	switch (packet->eio.type) {
	case EIO_OPEN:
		on_open_packet(client, &packet->eio);
		break;
	case EIO_CLOSE:
		sio_client_end_politely(client, SIO_CLOSE_TRANSPORT, "The server closed the connection", GRACE_MS);
		break;
	case EIO_PING:
		on_ping(client, &packet->eio);
		break;
	case EIO_PONG:
		sio_heartbeat_pong(client);
		break;
	case EIO_MESSAGE:
		on_message(client, &packet->sio);
		break;
	case EIO_UPGRADE:
	case EIO_NOOP:
	case EIO_INVALID:
		break;
	}
}

static void on_bad_packet(struct sio_client *client, enum packet_result result, const char *frame, size_t size)
{
	drop_packet(client, packet_result_text(result));
	if (result == PACKET_ERROR_JSON)
		note_unread_event(client, frame, size);
	/* A bad event never costs the connection; a stream that is not Engine.IO at all does. */
	bool is_garbage = result == PACKET_ERROR_EIO_TYPE || result == PACKET_ERROR_EMPTY;
	if (is_garbage && ++client->garbage >= SIO_MAX_GARBAGE)
		sio_client_fail(client, SIO_CLOSE_PROTOCOL, "The server sends something that is not Engine.IO");
}

void sio_client_receive(struct sio_client *client, const char *frame, size_t size, bool is_binary)
{
	struct packet packet;
	client->stats.received++;
	client->stats.last_receive_ms = loop_now_ms(client->loop);
	enum packet_result result = packet_decoder_feed(&client->decoder, frame, size, is_binary, &packet);
	if (result == PACKET_OK) {
		json_t *data = packet.sio.data;
		on_packet(client, &packet);
		json_decref(data); /* the client may be gone by now */
	} else if (result != PACKET_SKIPPED) {
		on_bad_packet(client, result, frame, size);
	}
}
