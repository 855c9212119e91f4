/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One event loop for libwebsockets and libcurl: the only place of the plugin that waits for the network.
 *
 * The wait is curl_multi_poll() with the websockets' descriptors as extra fds; lws_service(ctx, -1) follows when one of
 * them is ready, or when libwebsockets has work that no descriptor shows. No name is ever resolved by libwebsockets (it
 * would block), no lws extension is offered, wake-ups come only from loop_wake(). A loop turns libwebsockets' own log
 * off and ignores SIGPIPE, both for the whole process: that library has no other way.
 *
 * Thread: all functions belong to the thread that calls loop_run_once(), but loop_wake(), which any thread may call.
 * A loop may be created on another thread than it runs on. Callbacks run inside loop_run_once() on the loop's thread,
 * with no lock held; they may start and cancel anything, but must not destroy the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/log.h"
#include "net/named.h"

struct loop;
struct lws;
struct lws_client_connect_info;
struct lws_vhost;

struct loop_config {
	struct log_sink log;
	/* Extra CA bundle (PEM file) trusted beside the system's store, for HTTP and websockets; NULL or "": none. */
	const char *ca_file;
	/* "scheme://host:port" used for the cloud; NULL: curl's environment rules; "": none. LAN requests never use it.
	 */
	const char *proxy;
	/* Monotonic milliseconds; NULL: platform_monotonic_ms. Injected by tests. */
	int64_t (*clock_ms)(void *ctx);
	/* Uniform in [0, 1) for jitter; NULL: from random_bytes(). Injected by tests. */
	double (*random)(void *ctx);
	void *ctx; /* for clock_ms and random; borrowed */
};

#define LOOP_ERRORS(X)                                                                                                 \
	X(LOOP_ERROR_MEMORY, "out of memory")                                                                          \
	X(LOOP_ERROR_CURL, "libcurl cannot be started")                                                                \
	X(LOOP_ERROR_LWS, "libwebsockets cannot be started")                                                           \
	X(LOOP_ERROR_CA_FILE, "the CA file cannot be read, or holds no certificate")                                   \
	X(LOOP_ERROR_TLS, "OpenSSL cannot be started, or the system's certificates cannot be read")
enum loop_error { LOOP_OK = 1, LOOP_ERRORS(NAMED_VALUE) };
/* In words, for a log line. Static text. */
const char *loop_error_text(enum loop_error error);

/* New loop, or NULL with *error set (ca_file unreadable or without a certificate: LOOP_ERROR_CA_FILE). Strings are
 * copied. May take some ms: it reads the CA store. */
struct loop *loop_create(const struct loop_config *config, enum loop_error *error);
/* Cancels every request and timer without calling back, drops websockets. Does not wait for the network. NULL is fine.
 */
void loop_destroy(struct loop *loop);

/* One turn: waits until something happens, a timer is due, loop_wake() was called or max_wait_ms is over (-1: no
 * limit), then runs the callbacks that are due. false: the loop is broken (cannot wait); give it up. */
bool loop_run_once(struct loop *loop, int64_t max_wait_ms);
/* Any thread, also several at once; cheap; wakes are merged. Must not race with loop_destroy(). */
void loop_wake(struct loop *loop);

int64_t loop_now_ms(const struct loop *loop);
double loop_random(const struct loop *loop);
const struct log_sink *loop_log(const struct loop *loop);

/* A timer lives in its owner's struct, zeroed before first use. It fires once, at or after at_ms. */
struct loop_timer {
	int64_t at_ms;
	void (*fire)(void *ctx);
	void *ctx;
	struct loop_timer *next; /* owned by the loop */
	bool is_armed;           /* owned by the loop */
};
/* Arms or re-arms. fire and ctx must be set. The timer must be cancelled before its memory goes. */
void loop_timer_start(struct loop *loop, struct loop_timer *timer, int64_t at_ms);
/* Safe on a timer that is not armed, also inside its own callback. */
void loop_timer_cancel(struct loop *loop, struct loop_timer *timer);

/* --- for plugin/socketio --- */

/* Receives the lws callbacks of one websocket; returned value goes back to libwebsockets (0 = go on, -1 = close). */
struct loop_websocket {
	int (*callback)(struct loop_websocket *ws, struct lws *wsi, int reason, void *in, size_t len);
	/* Called at the beginning of a turn in which a write was asked for, outside of libwebsockets: what is written
	 * here goes out without its poll() and its callbacks. false: not now, the WRITEABLE callback has to do it. The
	 * owner may end the connection in it. */
	bool (*write_now)(struct loop_websocket *ws);
	struct lws *wsi;  /* NULL once it is gone */
	bool wants_tick;  /* true while connecting; owner: false then, and true while closing (lws may wait for things
			   * we cannot see) */
	bool wants_write; /* set by loop_request_write(); owner: false again once all is written */
	struct loop_websocket *next; /* owned by the loop */
	int64_t tick_since_ms;       /* owned by the loop; 0: not ticking */
};
/* Takes the websocket in and starts to connect. info says where to, and whose vhost (NULL: straight to the server); the
 * rest is filled in. false: refused at once. Either way loop_remove_websocket() has to follow some time. */
bool loop_connect_websocket(struct loop *loop, struct loop_websocket *ws, struct lws_client_connect_info *info);
/* Never called back again; a connection that is left is reset at once and its unsent bytes are discarded. Also from
 * inside its own callback. */
void loop_remove_websocket(struct loop *loop, struct loop_websocket *ws);
/* Asks for write_now() at the next turn, before it waits; where that cannot write, for LWS_CALLBACK_CLIENT_WRITEABLE as
 * soon as the socket takes bytes. */
void loop_request_write(struct loop *loop, struct loop_websocket *ws);

/* How a host is to be reached. LOOP_ROUTE_PROXY: connect to proxy_host:proxy_port (resolve it first) and give
 * libwebsockets the vhost of loop_lws_proxied_vhost(). LOOP_ROUTE_UNSUPPORTED_PROXY: it can carry no websocket, see
 * proxy_find_route(). */
enum loop_route_kind { LOOP_ROUTE_DIRECT = 1, LOOP_ROUTE_PROXY, LOOP_ROUTE_UNSUPPORTED_PROXY };
/* Bytes of "user:password": libwebsockets (4.1 to 4.5) has 128 bytes for it in base64. */
enum { LOOP_MAX_PROXY_CREDENTIALS = 93 };
struct loop_route {
	enum loop_route_kind kind;
	char proxy_host[256];
	int proxy_port;
	char proxy_credentials[LOOP_MAX_PROXY_CREDENTIALS + 1]; /* "user:password", percent-decoded, or "" */
};
void loop_find_route(const struct loop *loop, const char *host, struct loop_route *route);
/* The vhost whose connections go through the proxy at this IP address; NULL: libwebsockets does not take it. */
struct lws_vhost *loop_lws_proxied_vhost(struct loop *loop, const struct loop_route *route, const char *proxy_ip);

/* Why the last certificate was refused since the last call, for a person; "" if none was. Static text. */
const char *loop_take_tls_error(struct loop *loop);
