/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libwebsockets reports about the connection, and the joining of messages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/platform.h"
#include "net/text.h"
#include "net/http/retry_after.h"
#include "socketio/client_internal.h"

enum {
	FIRST_MESSAGE_BYTES = 8192,
	MAX_FRAME_OVERHEAD_BYTES = 14 + 96, /* header and mask of a websocket frame; a TLS record around it */
};

static bool mentions(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

static int wanted_pause_s(struct lws *wsi)
{
	char value[64];
	int size = lws_hdr_copy(wsi, value, sizeof(value), WSI_TOKEN_HTTP_RETRY_AFTER);
	int seconds = size > 0 ? retry_after_s(value, (size_t)size, (int64_t)time(NULL)) : RETRY_AFTER_NONE;
	return seconds == RETRY_AFTER_NONE ? 0 : seconds;
}

/* libwebsockets tells the cause in words only. They are looked at, but not shown: they may name the peer. */
static void on_connection_error(struct sio_client *client, struct lws *wsi, const char *in, size_t len)
{
	static const char *const tls_words[] = {"SSL", "ssl", "tls", "TLS", "cert", NULL};
	static const char *const upgrade_words[] = {"HS:", NULL};
	char words[128];
	char detail[128];
	snprintf(words, sizeof(words), "%.*s", (int)(len < sizeof(words) ? len : sizeof(words) - 1), in ? in : "");
	const char *tls_error = loop_take_tls_error(client->loop);
	unsigned status = lws_http_client_http_response(wsi);

	if (client->sent_upgrade && status >= 100 && status != 101) {
		client->ending.http_status = (int)status;
		client->ending.retry_after_s = wanted_pause_s(wsi);
		snprintf(detail, sizeof(detail), "The server answered with HTTP status %u", status);
		sio_client_fail(client, SIO_CLOSE_HTTP_STATUS, detail);
	} else if (!client->sent_upgrade && client->url.is_tls && (*tls_error || mentions(words, tls_words))) {
		snprintf(detail, sizeof(detail), "TLS: %s", *tls_error ? tls_error : "the handshake failed");
		sio_client_fail(client, SIO_CLOSE_TLS, detail);
	} else if (client->sent_upgrade && mentions(words, upgrade_words)) {
		sio_client_fail(client, SIO_CLOSE_PROTOCOL, "The server did not agree to a websocket");
	} else if (client->sent_upgrade) {
		sio_client_fail(client, SIO_CLOSE_TRANSPORT, "The connection ended before the server answered");
	} else {
		bool is_proxied = client->route.kind == LOOP_ROUTE_PROXY;
		sio_client_fail(client, SIO_CLOSE_CONNECT,
				is_proxied ? "The proxy did not make the connection"
					   : "The connection was refused or could not be made");
	}
}

static void on_closed(struct sio_client *client)
{
	if (!client->sent_upgrade)
		sio_client_fail(client, SIO_CLOSE_CONNECT, "The connection was refused or could not be made");
	else if (!client->is_upgraded)
		sio_client_fail(client, SIO_CLOSE_TRANSPORT, "The connection ended before the server answered");
	else if (!client->has_open_packet)
		sio_client_fail(client, SIO_CLOSE_TRANSPORT,
				"The connection ended before the open packet: the server may not speak Socket.IO 2");
	else
		sio_client_fail(client, SIO_CLOSE_TRANSPORT, "The connection was lost");
}

static void on_peer_close(struct sio_client *client, const unsigned char *in, size_t len)
{
	char detail[192];
	char text[128] = "";
	if (client->ending.reason)
		return;
	client->ending.close_code = len >= 2 ? in[0] << 8 | in[1] : 1005;
	if (len > 2)
		snprintf(text, sizeof(text), ": %.*s", (int)(len - 2 < 123 ? len - 2 : 123), (const char *)in + 2);
	snprintf(detail, sizeof(detail), "The server closed the connection (%d)%s", client->ending.close_code, text);
	/* libwebsockets answers with a close frame of its own and then reports the end. */
	text_copy(client->ending.detail, sizeof(client->ending.detail), detail);
	client->ws.wants_tick = true;
}

static bool append_piece(struct sio_client *client, const char *piece, size_t size)
{
	size_t needed = client->message_size + size;
	if (needed > client->message_capacity) {
		size_t capacity = client->message_capacity ? client->message_capacity : FIRST_MESSAGE_BYTES;
		while (capacity < needed)
			capacity *= 2;
		char *message = realloc(client->message, capacity);
		if (!message)
			return false;
		client->message = message;
		client->message_capacity = capacity;
	}
	if (size > 0)
		memcpy(client->message + client->message_size, piece, size);
	client->message_size = needed;
	return true;
}

static void on_receive(struct sio_client *client, struct lws *wsi, const char *piece, size_t size)
{
	bool is_first = lws_is_first_fragment(wsi) != 0;
	size_t still_to_come = lws_remaining_packet_payload(wsi);
	bool is_complete = lws_is_final_fragment(wsi) && still_to_come == 0;
	bool is_binary = lws_frame_is_binary(wsi) != 0;
	if (client->state == SIO_CLOSING && !client->is_waiting_for_pong)
		return;
	if (is_first)
		client->message_size = 0;
	/* Counting what is only announced: a peer could announce a terabyte and leave it at that. */
	size_t room = client->options.max_message_bytes - client->message_size;
	if (size > room || still_to_come > room - size) {
		sio_client_fail(client, SIO_CLOSE_PROTOCOL, "The server sent a message that is too large");
		return;
	}
	if (is_first && is_complete) { /* the usual case, without a copy */
		sio_client_receive(client, piece, size, is_binary);
		return;
	}
	if (!append_piece(client, piece, size)) {
		sio_client_fail(client, SIO_CLOSE_MEMORY, "Out of memory");
		return;
	}
	if (!is_complete)
		return;
	size_t message_size = client->message_size;
	client->message_size = 0;
	sio_client_receive(client, client->message, message_size, is_binary);
}

/* As many messages as the socket takes; false: the connection is broken. */
static bool write_messages(struct sio_client *client, struct lws *wsi)
{
	size_t size = 0;
	unsigned char *message = NULL;
	/* After a cut write libwebsockets keeps the rest; then the next one has to wait. */
	while (!lws_partial_buffered(wsi) && (message = outbox_first(&client->outbox, &size)) != NULL) {
		if (lws_write(wsi, message, size, LWS_WRITE_TEXT) < 0)
			return false;
		client->unsent_bound += (int64_t)size + MAX_FRAME_OVERHEAD_BYTES;
		outbox_remove_first(&client->outbox);
	}
	return true;
}

/* false: the connection is over. */
static bool flush_outbox(struct sio_client *client, struct lws *wsi)
{
	intptr_t socket = (intptr_t)lws_get_socket_fd(wsi);
	bool is_batch = outbox_has_several(&client->outbox);
	client->ws.wants_write = false;
	if (is_batch)
		platform_socket_gather(socket, true);
	bool is_good = write_messages(client, wsi);
	if (is_batch)
		platform_socket_gather(socket, false);
	if (!is_good)
		sio_client_fail(client, SIO_CLOSE_TRANSPORT, "The connection was lost while sending");
	return is_good;
}

bool sio_client_write_now(struct loop_websocket *ws)
{
	struct sio_client *client = lws_container_of(ws, struct sio_client, ws);
	/* The close frame is libwebsockets' own, and so is the rest of a message that the socket did not take whole. */
	if (!client->is_upgraded || client->is_saying_goodbye || client->ending.close_code ||
	    lws_partial_buffered(ws->wsi))
		return false;
	return !flush_outbox(client, ws->wsi) || client->outbox.waiting_bytes == 0;
}

static int on_writeable(struct sio_client *client, struct lws *wsi)
{
	if (!flush_outbox(client, wsi))
		return -1;
	if (client->outbox.waiting_bytes > 0) {
		loop_request_write(client->loop, &client->ws);
		return 0;
	}
	if (!client->is_saying_goodbye)
		return 0;
	lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, NULL, 0);
	return -1;
}

int sio_client_on_websocket(struct loop_websocket *ws, struct lws *wsi, int reason, void *in, size_t len)
{
	struct sio_client *client = lws_container_of(ws, struct sio_client, ws);
	switch (reason) {
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		client->sent_upgrade = true;
		break;
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		client->is_upgraded = true;
		client->ws.wants_tick = false;
		platform_socket_tune((intptr_t)lws_get_socket_fd(wsi), client->options.dead_path_ms);
		break;
	case LWS_CALLBACK_CLIENT_RECEIVE:
		on_receive(client, wsi, in, len);
		break;
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return on_writeable(client, wsi);
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		on_peer_close(client, in, len);
		break;
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		on_connection_error(client, wsi, in, len);
		break;
	case LWS_CALLBACK_CLIENT_CLOSED:
		on_closed(client);
		break;
	}
	return 0;
}
