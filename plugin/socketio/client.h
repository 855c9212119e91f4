/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A Socket.IO 2.x client (Engine.IO 3, websocket transport) for one connection at a time.
 *
 * The server joins the client to "/" by itself, and that is the only namespace: this client never sends a CONNECT, and
 * nothing before it was connected (socket.io 2.5.1 drops it silently). The client pings (Engine.IO 3), by the server's
 * pingInterval. Nothing is buffered while disconnected; nothing is replayed. A reconnect is a new sio_client_open().
 *
 * Thread: the loop's, for every function. Callbacks come from loop_run_once(), never from inside a call to this header,
 * and may call anything here, sio_client_destroy() included. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "net/named.h"

struct loop;
struct sio_client;

enum sio_state { SIO_CLOSED = 1, SIO_CONNECTING, SIO_OPENING, SIO_CONNECTED, SIO_CLOSING };

#define SIO_ERRORS(X)                                                                                                  \
	X(SIO_ERROR_NOT_CONNECTED, "not connected")                                                                    \
	X(SIO_ERROR_TOO_LARGE, "the message is too large")                    /* over max_send_bytes */                \
	X(SIO_ERROR_CONGESTED, "earlier messages still wait for the network") /* nothing was taken */                  \
	X(SIO_ERROR_RESERVED_NAME, "the event name is reserved")   /* connect, error, ping, ...: never on the wire */  \
	X(SIO_ERROR_BAD_ARGUMENT, "the message cannot be encoded") /* as JSON, or it is not UTF-8 */                   \
	X(SIO_ERROR_MEMORY, "out of memory")
enum sio_result { SIO_OK = 1, SIO_ERRORS(NAMED_VALUE) };
/* In words, for a log line or a message of whoever uses the client. Static text. */
const char *sio_result_text(enum sio_result result);

#define SIO_CLOSE_REASONS(X)                                                                                           \
	X(SIO_CLOSE_BY_SERVER, "io server disconnect") /* packet 41; do not reconnect at once */                       \
	X(SIO_CLOSE_REFUSED, "refused by the server")  /* ERROR packet (44) before CONNECT: it is not authorized */    \
	X(SIO_CLOSE_HTTP_STATUS, "refused by HTTP status") /* the upgrade was answered with http_status */             \
	X(SIO_CLOSE_RESOLVE, "name not found")                                                                         \
	X(SIO_CLOSE_CONNECT, "cannot connect") /* TCP connect refused or timed out */                                  \
	X(SIO_CLOSE_TLS, "TLS failed")                                                                                 \
	X(SIO_CLOSE_OPEN_TIMEOUT, "no answer in time") /* no open packet, or no CONNECT */                             \
	X(SIO_CLOSE_PING_TIMEOUT, "ping timeout")                                                                      \
	X(SIO_CLOSE_TRANSPORT, "transport close") /* FIN, RST or close frame */                                        \
	X(SIO_CLOSE_PROTOCOL, "protocol error")   /* oversized or malformed stream, not Socket.IO 2 */                 \
	X(SIO_CLOSE_BAD_URL, "bad address")                                                                            \
	X(SIO_CLOSE_BAD_PROXY, "the proxy cannot be used") /* it can carry no websocket: only the settings help */     \
	X(SIO_CLOSE_NO_LIBRARY, "a library cannot do it")  /* libcurl or libwebsockets refuses what is needed */       \
	X(SIO_CLOSE_MEMORY, "out of memory")
enum sio_close_reason { SIO_CLOSE_BY_US = 1, SIO_CLOSE_REASONS(NAMED_VALUE) };
/* In words, where the JavaScript client has some in its own. Static text. */
const char *sio_close_reason_text(enum sio_close_reason reason);

struct sio_close {
	enum sio_close_reason reason;
	int http_status;    /* with SIO_CLOSE_HTTP_STATUS, else 0 */
	int retry_after_s;  /* with SIO_CLOSE_HTTP_STATUS: do not come back before; 0 when the server did not say */
	int close_code;     /* websocket close code, 0 when there was none */
	bool was_connected; /* the connection had reached SIO_CONNECTED */
	bool has_no_open_packet; /* upgraded, but no open packet came: the server may not speak Socket.IO 2 */
	char detail[160];        /* for a person; the server's words are cut, with spaces for control characters */
};

struct sio_handler {
	void (*connected)(void *ctx);
	/* args: array without the event name, borrowed during the call. An ack the server wants is answered by the
	 * client itself with an empty argument list after the handler returns. */
	void (*event)(void *ctx, const char *name, const json_t *args);
	/* The server has read all that was sent before the last sio_client_ping(). May be NULL. */
	void (*pong)(void *ctx);
	/* ERROR packet (44) after CONNECT: a per-event middleware refused something; the connection goes on. */
	void (*error)(void *ctx, const json_t *data);
	/* Once per open, always, unless sio_client_destroy() came first. */
	void (*closed)(void *ctx, const struct sio_close *close);
};

struct sio_options {
	const char *url;          /* as the service gives it: "https://host[:port][?query]", wss, or no scheme */
	const char *path;         /* "/socket.io" style; missing slashes are added */
	bool allow_plain;         /* ws:// for loopback hosts only; anything else is SIO_CLOSE_BAD_URL */
	int connect_timeout_ms;   /* to the open packet; 0: 10000 */
	int join_timeout_ms;      /* from the open packet to CONNECT; 0: 10000 */
	int max_ping_interval_ms; /* our own cap on the server's pingInterval; 0: 20000 */
	size_t max_message_bytes; /* incoming, joined fragments; 0: 1 MiB */
	size_t max_send_bytes;    /* outgoing; 0: 32 KiB */
	size_t max_unsent_bytes;  /* outgoing backlog before SIO_ERROR_CONGESTED; 0: 64 KiB */
	int dead_path_ms;         /* TCP_USER_TIMEOUT and similar; 0: 5000 */
	struct sio_handler handler;
	void *ctx; /* borrowed, for the handler */
};

struct sio_stats {
	/* Messages since sio_client_create(); dropped: malformed or unknown packets that were skipped. */
	uint64_t sent, received, dropped;
	int ping_ms;             /* last ping-to-pong time, -1: none yet */
	int64_t last_receive_ms; /* loop time of the last packet */
};

/* New client, closed. Strings are copied. NULL: out of memory. */
struct sio_client *sio_client_create(struct loop *loop, const struct sio_options *options);
/* Starts connecting. The outcome, bad URL included, comes by handler.connected or handler.closed. */
void sio_client_open(struct sio_client *client);
/* Sends EVENT [name, arg]. arg is borrowed, NULL: no argument. Never blocks. */
enum sio_result sio_client_emit(struct sio_client *client, const char *name, const json_t *arg);
/* Pings the server beside the heartbeat: handler.pong follows. Only while connected. */
void sio_client_ping(struct sio_client *client);
/* Says goodbye (41 and a close frame) and closes within grace_ms; closed() follows. Unsent messages go out first, and
 * the goodbye waits until the server has answered a ping: socket.io 2.5 drops events that arrive together with it. */
void sio_client_close(struct sio_client *client, int grace_ms);
/* Drops the link at once (unsent bytes are discarded, TCP reset) and frees. No callback. NULL is fine. */
void sio_client_destroy(struct sio_client *client);
enum sio_state sio_client_state(const struct sio_client *client);
void sio_client_stats(const struct sio_client *client, struct sio_stats *stats);
