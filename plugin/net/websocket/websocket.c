/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/websocket/websocket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libwebsockets.h>

#include "net/loop.h"
#include "net/platform.h"
#include "net/websocket/message.h"
#include "net/websocket/refusal.h"

enum { OUTGOING = 4 };

struct outgoing {
	size_t size;
	unsigned char bytes[LWS_PRE + WEBSOCKET_TEXT_MAX + 1];
};

struct websocket {
	struct websocket_config config;
	char ip[16], host[80], path[64];
	struct loop_websocket ws;
	bool sent_upgrade;
	bool is_open;
	bool is_closed_by_peer;
	struct websocket_end end; /* kind 0: not yet */
	struct loop_timer timer;  /* of opening, or "now" to report the end */
	size_t first, count;      /* of outgoing */
	struct outgoing outgoing[OUTGOING];
	struct websocket_message message;
};

static void remove_from_loop(struct websocket *ws)
{
	loop_remove_websocket(ws->config.loop, &ws->ws);
	ws->is_open = false;
	ws->count = 0;
}

/* The first cause counts. closed() follows from the loop. */
static void end(struct websocket *ws, enum websocket_end_kind kind, int http_status)
{
	if (!ws->end.kind)
		ws->end = (struct websocket_end){.kind = kind, .http_status = http_status};
	remove_from_loop(ws);
	loop_timer_start(ws->config.loop, &ws->timer, loop_now_ms(ws->config.loop));
}

static void on_timer(void *ctx)
{
	struct websocket *ws = ctx;
	if (!ws->end.kind) {
		end(ws, WEBSOCKET_END_UNREACHABLE, 0);
		return;
	}
	struct websocket_end why = ws->end;
	ws->config.closed(ws->config.ctx, &why); /* the last thing: it may drop this */
}

static void on_refused(struct websocket *ws, struct lws *wsi, const char *in, size_t size)
{
	struct websocket_refusal refusal = websocket_refusal_of(ws->config.loop, wsi, in, size, ws->sent_upgrade, true);
	static const enum websocket_end_kind kinds[] = {
		[WEBSOCKET_NOT_REACHED] = WEBSOCKET_END_UNREACHABLE, [WEBSOCKET_TLS_FAILED] = WEBSOCKET_END_TLS,
		[WEBSOCKET_HTTP_STATUS] = WEBSOCKET_END_HTTP_STATUS, [WEBSOCKET_NOT_AGREED_TO] = WEBSOCKET_END_NONSENSE,
		[WEBSOCKET_ENDED_EARLY] = WEBSOCKET_END_LOST,
	};
	end(ws, kinds[refusal.kind], refusal.http_status);
}

static void on_receive(struct websocket *ws, struct lws *wsi, const char *piece, size_t size)
{
	const char *whole = NULL;
	size_t whole_size = 0;
	switch (websocket_message_add(&ws->message, wsi, piece, size, ws->config.max_message_bytes, &whole,
				      &whole_size)) {
	case WEBSOCKET_PIECE_LAST:
		ws->config.message(ws->config.ctx, whole, whole_size); /* the last thing: it may drop this */
		break;
	case WEBSOCKET_PIECE_TOO_LARGE:
		end(ws, WEBSOCKET_END_NONSENSE, 0);
		break;
	case WEBSOCKET_PIECE_NO_MEMORY:
		end(ws, WEBSOCKET_END_MEMORY, 0);
		break;
	case WEBSOCKET_PIECE_OF_MORE:
		break;
	}
}

/* false: the connection is broken. */
static bool write_texts(struct websocket *ws, struct lws *wsi)
{
	ws->ws.wants_write = false;
	while (ws->count > 0 && !lws_partial_buffered(wsi)) {
		struct outgoing *text = &ws->outgoing[ws->first];
		if (lws_write(wsi, text->bytes + LWS_PRE, text->size, LWS_WRITE_TEXT) < 0)
			return false;
		ws->first = (ws->first + 1) % OUTGOING;
		ws->count--;
	}
	return true;
}

static bool write_now(struct loop_websocket *loop_ws)
{
	struct websocket *ws = lws_container_of(loop_ws, struct websocket, ws);
	if (!ws->is_open || lws_partial_buffered(loop_ws->wsi))
		return false;
	if (!write_texts(ws, loop_ws->wsi)) {
		end(ws, WEBSOCKET_END_LOST, 0);
		return true;
	}
	return ws->count == 0;
}

static void on_open(struct websocket *ws, struct lws *wsi)
{
	ws->is_open = true;
	ws->ws.wants_tick = false;
	loop_timer_cancel(ws->config.loop, &ws->timer);
	platform_socket_tune((intptr_t)lws_get_socket_fd(wsi), ws->config.dead_path_ms);
	ws->config.opened(ws->config.ctx);
}

static int on_websocket(struct loop_websocket *loop_ws, struct lws *wsi, int reason, void *in, size_t size)
{
	struct websocket *ws = lws_container_of(loop_ws, struct websocket, ws);
	switch (reason) {
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
		ws->sent_upgrade = true;
		break;
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		on_open(ws, wsi);
		break;
	case LWS_CALLBACK_CLIENT_RECEIVE:
		on_receive(ws, wsi, in, size);
		break;
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return write_texts(ws, wsi) ? 0 : -1;
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		ws->is_closed_by_peer = true;
		ws->ws.wants_tick = true;
		break;
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
		on_refused(ws, wsi, in, size);
		break;
	case LWS_CALLBACK_CLIENT_CLOSED:
		end(ws, ws->is_closed_by_peer ? WEBSOCKET_END_CLOSED : WEBSOCKET_END_LOST, 0);
		break;
	}
	return 0;
}

static void connect_to(struct websocket *ws)
{
	char host[96];
	snprintf(host, sizeof(host), "%s:%d", ws->host, ws->config.port);
	struct lws_client_connect_info info = {
		.address = ws->ip,
		.port = ws->config.port,
		.path = ws->path,
		.host = host, /* Host header, server name and the check of the certificate */
		.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT | LCCSCF_USE_SSL,
	};
	if (!loop_connect_websocket(ws->config.loop, &ws->ws, &info))
		end(ws, WEBSOCKET_END_UNREACHABLE, 0);
}

struct websocket *websocket_open(const struct websocket_config *config)
{
	struct websocket *ws = calloc(1, sizeof(*ws));
	if (!ws)
		return NULL;
	ws->config = *config;
	snprintf(ws->ip, sizeof(ws->ip), "%s", config->ip);
	snprintf(ws->host, sizeof(ws->host), "%s", config->host);
	snprintf(ws->path, sizeof(ws->path), "%s", config->path);
	ws->ws.callback = on_websocket;
	ws->ws.write_now = write_now;
	ws->timer = (struct loop_timer){.fire = on_timer, .ctx = ws};
	loop_timer_start(config->loop, &ws->timer, loop_now_ms(config->loop) + config->open_ms);
	connect_to(ws);
	return ws;
}

bool websocket_send(struct websocket *ws, const char *text)
{
	size_t size = strlen(text);
	if (!ws->is_open || ws->count == OUTGOING || size > WEBSOCKET_TEXT_MAX)
		return false;
	struct outgoing *next = &ws->outgoing[(ws->first + ws->count++) % OUTGOING];
	next->size = size;
	memcpy(next->bytes + LWS_PRE, text, size);
	loop_request_write(ws->config.loop, &ws->ws);
	return true;
}

void websocket_drop(struct websocket *ws)
{
	if (!ws)
		return;
	remove_from_loop(ws);
	loop_timer_cancel(ws->config.loop, &ws->timer);
	websocket_message_free(&ws->message);
	free(ws);
}
