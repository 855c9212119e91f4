/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTTP requests on the loop, by libcurl. TLS is always verified; there is no switch for that. Redirects are never
 * followed. Connections are kept alive and reused per loop, one request at a time on each (HTTP/1.1).
 *
 * A request that has ended is over: what the peer has not taken by then is discarded and its connection reset, so that
 * no command is delivered late, after the network works again. may_arrive_late leaves a cancelled one to the system
 * instead, for about timeout_ms of the request that opened the connection.
 *
 * Thread: the loop's. Nothing here blocks; names are resolved by curl's own resolver thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;
struct http_request;

enum http_error {
	HTTP_OK = 1,        /* a complete reply came; look at status */
	HTTP_ERROR_RESOLVE, /* name not found */
	HTTP_ERROR_CONNECT, /* refused, unreachable, reset before a reply */
	HTTP_ERROR_TLS,     /* certificate refused or handshake failed; detail says why */
	HTTP_ERROR_TIMEOUT,
	HTTP_ERROR_TOO_LARGE, /* the reply exceeds max_reply_bytes */
	HTTP_ERROR_PROTOCOL,  /* not HTTP, cut body, bad encoding */
	HTTP_ERROR_URL,       /* the URL is not acceptable (scheme, syntax) */
	HTTP_ERROR_HEADER,    /* a header has a control character, which could end it and begin another one */
	HTTP_ERROR_PROXY,     /* the proxy refused to connect; status is its answer */
	HTTP_ERROR_LIBRARY,   /* this libcurl cannot do what the plugin needs; detail says what it says */
	HTTP_ERROR_MEMORY,    /* an allocation failed, and nothing else */
};

struct http_reply {
	enum http_error error;
	int status;       /* HTTP status, 0 without a reply; with HTTP_ERROR_PROXY the proxy's */
	const char *body; /* never NULL; NUL-terminated after body_size bytes; valid during the callback only */
	size_t body_size;
	const char *location; /* where a redirect leads, "" without one; valid during the callback only */
	int retry_after_s;    /* of retry_after.h, RETRY_AFTER_NONE when missing */
	int total_ms;         /* time from start to end */
	bool was_sent;        /* something of the request went out, and not of the connection alone */
	char detail[128];     /* for a person, without URL, host or any secret */
};

struct http_options {
	const char *url;       /* https:, or http: when allow_plain_http */
	bool allow_plain_http; /* only for loopback hosts; anything else is HTTP_ERROR_URL */
	const char *body;      /* POSTed; NULL: GET */
	size_t body_size;
	const char *const
		*headers;       /* "Name: value" lines, NULL-terminated; NULL: only Content-Type: application/json */
	const char *resolve;    /* "host:port:address" for CURLOPT_RESOLVE, or NULL */
	bool is_lan;            /* never through a proxy */
	bool may_arrive_late;   /* harmless even after http_cancel(), as a Stop is */
	int connect_timeout_ms; /* 0: 5000 */
	int timeout_ms;         /* 0: 10000 */
	size_t max_reply_bytes; /* 0: 256 KiB */
	void (*done)(void *ctx, const struct http_reply *reply); /* once, never from inside http_start() */
	void *ctx;
};

/* Starts a request; everything in options is copied. Returns a handle that is valid until done() or http_cancel(), or
 * NULL when out of memory (done is not called then). Everything else that is wrong is reported through done(). */
struct http_request *http_start(struct loop *loop, const struct http_options *options);
/* Ends it without calling done(); see may_arrive_late. NULL is fine. Does not wait for the resolver. */
void http_cancel(struct http_request *request);
/* While it is under way: see struct http_reply. */
bool http_was_sent(const struct http_request *request);
/* Bytes of its connection that the peer has not confirmed; -1: there is none, or the system cannot tell. */
int64_t http_unsent_bytes(const struct http_request *request);

/* Resolves a host without blocking the loop: connects by curl (through the loop's proxy rules not at all) and gives the
 * address of the peer. */
struct http_address {
	enum http_error error;
	bool is_found; /* the name has an address, whether or not it answers */
	char ip[64];
	char detail[128];
};
struct http_request *http_resolve(struct loop *loop, const char *host, int port, int timeout_ms,
				  void (*done)(void *ctx, const struct http_address *address), void *ctx);
/* While http_resolve() is under way: is_found, as far as is known yet. */
bool http_is_found(const struct http_request *request);

/* True for localhost, 127.0.0.0/8 and [::1]: the hosts that may be talked to without TLS. Pure. */
bool http_host_is_loopback(const char *host);
/* True for an IPv4 or IPv6 address (with or without brackets): nothing to resolve. Pure. */
bool http_host_is_address(const char *host);
