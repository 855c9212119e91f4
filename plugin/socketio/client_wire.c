/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libwebsockets reports about the connection. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "net/platform.h"
#include "net/text.h"
#include "net/http/retry_after.h"
#include "net/websocket/refusal.h"
#include "socketio/client_internal.h"

enum {
	MAX_FRAME_OVERHEAD_BYTES = 14 + 96, /* header and mask of a websocket frame; a TLS record around it */
};

static int wanted_pause_s(struct lws *wsi)
{
	char value[64];
	int size = lws_hdr_copy(wsi, value, sizeof(value), WSI_TOKEN_HTTP_RETRY_AFTER);
	int seconds = size > 0 ? retry_after_s(value, (size_t)size, (int64_t)time(NULL)) : RETRY_AFTER_NONE;
	return seconds == RETRY_AFTER_NONE ? 0 : seconds;
}

static void on_connection_error(struct sio_client *client, struct lws *wsi, const char *in, size_t len)
{
	char detail[128];
	struct websocket_refusal refusal =
		websocket_refusal_of(client->loop, wsi, in, len, client->sent_upgrade, client->url.is_tls);
	switch (refusal.kind) {
	case WEBSOCKET_HTTP_STATUS:
		client->ending.http_status = refusal.http_status;
		client->ending.retry_after_s = wanted_pause_s(wsi);
		snprintf(detail, sizeof(detail), "The server answered with HTTP status %d", refusal.http_status);
		sio_client_fail(client, SIO_CLOSE_HTTP_STATUS, detail);
		break;
	case WEBSOCKET_TLS_FAILED:
		snprintf(detail, sizeof(detail), "TLS: %s",
			 *refusal.tls_error ? refusal.tls_error : "the handshake failed");
		sio_client_fail(client, SIO_CLOSE_TLS, detail);
		break;
	case WEBSOCKET_NOT_AGREED_TO:
		sio_client_fail(client, SIO_CLOSE_PROTOCOL, "The server did not agree to a websocket");
		break;
	case WEBSOCKET_ENDED_EARLY:
		sio_client_fail(client, SIO_CLOSE_TRANSPORT, "The connection ended before the server answered");
		break;
	case WEBSOCKET_NOT_REACHED:
		sio_client_fail(client, SIO_CLOSE_CONNECT,
				client->route.kind == LOOP_ROUTE_PROXY
					? "The proxy did not make the connection"
					: "The connection was refused or could not be made");
		break;
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

static void on_receive(struct sio_client *client, struct lws *wsi, const char *piece, size_t size)
{
	const char *whole = NULL;
	size_t whole_size = 0;
	bool is_binary = lws_frame_is_binary(wsi) != 0;
	if (client->state == SIO_CLOSING && !client->is_waiting_for_pong)
		return;
	switch (websocket_message_add(&client->message, wsi, piece, size, client->options.max_message_bytes, &whole,
				      &whole_size)) {
	case WEBSOCKET_PIECE_LAST:
		sio_client_receive(client, whole, whole_size, is_binary);
		break;
	case WEBSOCKET_PIECE_TOO_LARGE:
		sio_client_fail(client, SIO_CLOSE_PROTOCOL, "The server sent a message that is too large");
		break;
	case WEBSOCKET_PIECE_NO_MEMORY:
		sio_client_fail(client, SIO_CLOSE_MEMORY, "Out of memory");
		break;
	case WEBSOCKET_PIECE_OF_MORE:
		break;
	}
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
