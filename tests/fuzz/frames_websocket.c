/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frames_websocket.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libwebsockets.h>

#include "net/loop_internal.h"

static struct {
	void (*written)(void *ctx, const char *text, size_t size);
	void *ctx;
	bool is_first, is_final, is_binary, is_full;
	size_t still_to_come;
} now;

/* libwebsockets' own struct is hidden; this one is only ever pointed to. */
static long connection_memory;
static struct lws *const connection = (struct lws *)&connection_memory;

struct lws *__wrap_lws_client_connect_via_info(const struct lws_client_connect_info *info);
int __wrap_lws_is_first_fragment(struct lws *wsi);
int __wrap_lws_is_final_fragment(struct lws *wsi);
int __wrap_lws_frame_is_binary(struct lws *wsi);
size_t __wrap_lws_remaining_packet_payload(struct lws *wsi);
int __wrap_lws_write(struct lws *wsi, unsigned char *bytes, size_t size, enum lws_write_protocol protocol);
int __wrap_lws_partial_buffered(struct lws *wsi);
void __wrap_lws_close_reason(struct lws *wsi, enum lws_close_status status, unsigned char *bytes, size_t size);
lws_sockfd_type __wrap_lws_get_socket_fd(struct lws *wsi);
int __wrap_lws_callback_on_writable(struct lws *wsi);
void __wrap_lws_set_opaque_user_data(struct lws *wsi, void *data);
void __wrap_lws_set_timeout(struct lws *wsi, enum pending_timeout reason, int secs);

struct lws *__wrap_lws_client_connect_via_info(const struct lws_client_connect_info *info)
{
	*info->pwsi = connection;
	return connection;
}

int __wrap_lws_is_first_fragment(struct lws *wsi)
{
	(void)wsi;
	return now.is_first;
}

int __wrap_lws_is_final_fragment(struct lws *wsi)
{
	(void)wsi;
	return now.is_final;
}

int __wrap_lws_frame_is_binary(struct lws *wsi)
{
	(void)wsi;
	return now.is_binary;
}

size_t __wrap_lws_remaining_packet_payload(struct lws *wsi)
{
	(void)wsi;
	return now.still_to_come;
}

/* libwebsockets may use the room in front of the message. */
int __wrap_lws_write(struct lws *wsi, unsigned char *bytes, size_t size, enum lws_write_protocol protocol)
{
	(void)wsi;
	if (protocol != LWS_WRITE_TEXT)
		abort();
	now.written(now.ctx, (const char *)bytes, size);
	memset(bytes - LWS_PRE, '#', LWS_PRE);
	return (int)size;
}

int __wrap_lws_partial_buffered(struct lws *wsi)
{
	(void)wsi;
	return now.is_full;
}

void __wrap_lws_close_reason(struct lws *wsi, enum lws_close_status status, unsigned char *bytes, size_t size)
{
	(void)wsi;
	(void)status;
	(void)bytes;
	(void)size;
}

lws_sockfd_type __wrap_lws_get_socket_fd(struct lws *wsi)
{
	(void)wsi;
	return LWS_SOCK_INVALID;
}

int __wrap_lws_callback_on_writable(struct lws *wsi)
{
	return wsi == connection ? 1 : 0;
}

void __wrap_lws_set_opaque_user_data(struct lws *wsi, void *data)
{
	(void)wsi;
	(void)data;
}

void __wrap_lws_set_timeout(struct lws *wsi, enum pending_timeout reason, int secs)
{
	(void)wsi;
	(void)reason;
	(void)secs;
}

/* The connection of the only client; NULL: none. */
static struct loop_websocket *find(struct loop *loop)
{
	struct loop_websocket *ws = loop->websockets;
	return ws && ws->wsi ? ws : NULL;
}

static void end(struct loop_websocket *ws)
{
	ws->wsi = NULL;
	ws->callback(ws, connection, LWS_CALLBACK_CLIENT_CLOSED, NULL, 0);
}

static void tell(struct loop *loop, int reason, void *in, size_t size)
{
	struct loop_websocket *ws = find(loop);
	if (ws && ws->callback(ws, connection, reason, in, size) != 0 && find(loop))
		end(find(loop));
}

/* From memory of its own size, so that reading behind it shows. */
static void receive(struct loop *loop, const uint8_t *bytes, size_t size, size_t still_to_come)
{
	uint8_t *copy = malloc(size + 1);
	if (!copy)
		abort();
	memcpy(copy + 1, bytes, size);
	now.still_to_come = still_to_come;
	tell(loop, LWS_CALLBACK_CLIENT_RECEIVE, copy + 1, size);
	free(copy);
}

void frames_start(void (*written)(void *ctx, const char *text, size_t size), void *ctx)
{
	now.written = written;
	now.ctx = ctx;
	now.is_binary = now.is_full = false;
	now.is_first = now.is_final = true;
}

void frames_upgrade(struct loop *loop)
{
	now.is_full = false;
	tell(loop, LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER, NULL, 0);
	tell(loop, LWS_CALLBACK_CLIENT_ESTABLISHED, NULL, 0);
}

static void come_in_two(struct loop *loop, const uint8_t *bytes, size_t size)
{
	size_t half = size / 2;
	receive(loop, bytes, half, size - half);
	now.is_first = false;
	if (find(loop))
		receive(loop, bytes + half, size - half, 0);
}

static void be_writeable(struct loop *loop, bool is_full)
{
	struct loop_websocket *ws = find(loop);
	now.is_full = is_full;
	if (ws && ws->wants_write && !ws->write_now(ws))
		tell(loop, LWS_CALLBACK_CLIENT_WRITEABLE, NULL, 0);
}

void frames_happen(struct loop *loop, char what, const uint8_t *bytes, size_t size)
{
	now.is_first = strchr("tbfgp", what) != NULL;
	now.is_final = strchr("tbep", what) != NULL;
	if (now.is_first)
		now.is_binary = what == 'b' || what == 'g';
	switch (what) {
	case 't':
	case 'b':
	case 'f':
	case 'g':
	case 'c':
	case 'e':
		receive(loop, bytes, size, 0);
		break;
	case 'p':
		come_in_two(loop, bytes, size);
		break;
	case 'w':
	case 'k':
		be_writeable(loop, what == 'k');
		break;
	case 'x':
		tell(loop, LWS_CALLBACK_WS_PEER_INITIATED_CLOSE, (void *)bytes, size);
		break;
	case 'X':
		if (find(loop))
			end(find(loop));
		break;
	default:
		break;
	}
}
