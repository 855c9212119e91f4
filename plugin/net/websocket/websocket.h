/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A websocket for short texts, straight to an IPv4 address by TLS; the certificate is checked against the host's name.
 * No proxy, no name resolution, no heartbeat: those are its owner's.
 *
 * Thread: the loop's, for every function. Callbacks come from loop_run_once(), never from inside a call to this header,
 * and may call anything here, websocket_drop() included. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct loop;
struct websocket;

enum websocket_end_kind {
	WEBSOCKET_END_UNREACHABLE = 1, /* TCP, or the time for it and for the upgrade is over */
	WEBSOCKET_END_TLS,
	WEBSOCKET_END_HTTP_STATUS, /* http_status: the answer to the upgrade */
	WEBSOCKET_END_CLOSED,      /* by a close frame */
	WEBSOCKET_END_LOST,        /* without one */
	WEBSOCKET_END_NONSENSE,    /* a message that is too large, or no websocket at all */
	WEBSOCKET_END_MEMORY,
};
struct websocket_end {
	enum websocket_end_kind kind;
	int http_status;
};

enum { WEBSOCKET_TEXT_MAX = 255 /* bytes of a text that is sent */ };

struct websocket_config {
	struct loop *loop;
	const char *ip;   /* "192.168.1.44"; strings are copied */
	const char *host; /* the name in the certificate */
	int port;
	const char *path; /* "/v1" */
	int open_ms;      /* from here to opened() */
	int dead_path_ms; /* what is sent and not taken for so long ends the connection */
	size_t max_message_bytes;
	void (*opened)(void *ctx);
	void (*message)(void *ctx, const char *text, size_t size); /* whole; borrowed; any bytes */
	/* Once, unless websocket_drop() came first, which has to follow anyway. */
	void (*closed)(void *ctx, const struct websocket_end *end);
	void *ctx; /* borrowed */
};

/* Starts to connect. NULL: out of memory. */
struct websocket *websocket_open(const struct websocket_config *config);
/* At most WEBSOCKET_TEXT_MAX bytes. false: not open, or a few texts wait already; nothing was taken. */
bool websocket_send(struct websocket *ws, const char *text);
/* Ends it at once (reset), without a callback, and frees it. NULL is fine. */
void websocket_drop(struct websocket *ws);
