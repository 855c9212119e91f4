/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads one HTTP/1.1 request from a byte buffer: strictly, without copying, without I/O.
 *
 * Why not the HTTP role of libwebsockets, whose sockets, timers and loop this program uses? Because it cannot keep the
 * promises made here, whatever its options. Run against 4.1.6, 4.3.5 and 4.4.1: two POSTs in one segment make it hand
 * the second request's head over as that request's body, and the service thread never comes back: one client freezes
 * the service. A malformed path or an unknown Upgrade is answered in HTML, a head that is too large not at all, a
 * chunked body is waited for without end, a second Content-Length is not refused. Read in 4.1.6: Upgrade leads into the
 * HTTP/2 and websocket code, an unknown one calls back with a pointer into freed memory.
 *
 * Why no other library? libmicrohttpd 0.9.75 accepts bare LF, folded lines and NUL in Authorization; 1.0.1 answers
 * malformed requests in HTML or not at all, and takes 14 MB in place of 5 with 1,000 idle clients; evhttp, civetweb and
 * libsoup accept conflicting lengths.
 *
 * It understands the least that RFC 9112 allows a server: a request line, header fields, and a body with
 * Content-Length. Everything that two HTTP implementations have ever read differently (bare LF, folded lines, space
 * before the colon, repeated fields that must be single, Transfer-Encoding, control characters) is refused and ends
 * the connection, so that no proxy in front can disagree with us about where a request ends.
 *
 * Pure. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "token-service/base/problem.h"

enum {
	HTTP1_MAX_HEAD = 8192,
	HTTP1_MAX_BODY = 4096,
	HTTP1_MAX_FIELDS = 64,
	HTTP1_MAX_PATH = 1024,
	HTTP1_MAX_REQUEST = HTTP1_MAX_HEAD + HTTP1_MAX_BODY,
};

/* Borrowed bytes inside the caller's buffer; not NUL-terminated. at is NULL when the field is missing. */
struct http1_text {
	const char *at;
	size_t size;
};

struct http1_request {
	struct http1_text method;
	struct http1_text path; /* begins with '/', without the query */
	struct http1_text host;
	struct http1_text authorization;
	struct http1_text content_type;
	struct http1_text forwarded_for; /* the last X-Forwarded-For line: the nearest proxy writes it */
	struct http1_text body;
	bool is_1_1;
	bool wants_close;      /* Connection: close, or HTTP/1.0 without keep-alive */
	bool expects_continue; /* Expect: 100-continue */
	size_t size;           /* bytes of head and body together */
};

enum http1_result {
	HTTP1_INVALID,
	HTTP1_MORE, /* a correct beginning; more bytes are needed */
	HTTP1_BODY, /* the head is complete and good, the body is not */
	HTTP1_DONE,
	HTTP1_BAD,
};

/* What is known of a request that arrives in pieces. Zero it for each request. */
struct http1_reader {
	size_t scanned;    /* bytes already checked */
	size_t head_size;  /* 0 until the empty line came */
	size_t total_size; /* head and body; 0 until the head is complete */
	bool expects_continue;
	enum problem problem; /* after HTTP1_BAD */
};

/* data holds all bytes of the request that have arrived, from its first byte on, and may hold more behind it. It may
 * move between calls. request is filled with HTTP1_DONE only. Looks at each byte a bounded number of times, however
 * small the pieces are. */
enum http1_result http1_read(struct http1_reader *reader, const char *data, size_t size, struct http1_request *request);

/* Without regard to ASCII case. */
bool http1_text_is(struct http1_text text, const char *word);
/* The same bytes. */
bool http1_text_equals(struct http1_text text, const char *word);
/* What lies between from and to, without the spaces and tabs around it. */
struct http1_text http1_trimmed(const char *from, const char *to);
