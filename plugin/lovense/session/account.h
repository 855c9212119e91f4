/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HTTP steps of signing in, each as one asynchronous request: an auth token from the service or from a token
 * service, and the address of the socket. Nothing blocks, nothing is retried or kept here.
 *
 * Source: Standard Socket API, steps 1 (getToken) and 2 (getSocketUrl); the shape of their replies, and that a refusal
 * comes with HTTP status 200, are from recordings. Thread: the loop's. */
#pragma once

#include <stdbool.h>

#include "lovense/link.h"

struct loop;
struct account_request;

/* Borrowed during the callback. */
struct account_reply {
	enum lovense_reason reason; /* LOVENSE_REASON_NONE: it worked */
	bool is_token_refused;      /* getSocketUrl: a new auth token may mend it */
	int retry_after_s;          /* of any reply, as in net/http/http.h */
	char service_words[160];    /* what the service says to it, or "": pass it through redact_text() */
	const char *technical;      /* what went wrong below, for the log, or ""; without secrets */
	const char *auth_token;     /* secret; "" unless it was asked for */
	const char *platform;       /* named by a token service, "" when it names none */
	const char *socket_url;     /* secret; "" unless it was asked for */
	const char *socket_path;
};
typedef void (*account_done)(void *ctx, const struct account_reply *reply);

struct account_query {
	const char *api_url;         /* base of /api/basicApi/...; http only for loopback hosts */
	const char *developer_token; /* secret */
	const char *uid;             /* secret */
	const char *uname;           /* NULL or "": left out, as utoken */
	const char *utoken;          /* secret */
	int timeout_ms;              /* 0: 10 s */
	account_done done;           /* once, never from inside the call that started it */
	void *ctx;
};

/* Each copies what it needs and returns a handle that is valid until done() or account_cancel(); NULL: out of memory.
 */
struct account_request *account_get_token(struct loop *loop, const struct account_query *query);
/* POSTs {"uid", "uname"} to url with "Authorization: Bearer key" when key is not empty. */
struct account_request *account_ask_token_service(struct loop *loop, const struct account_query *query, const char *url,
						  const char *key);
struct account_request *account_get_socket_url(struct loop *loop, const struct account_query *query,
					       const char *platform, const char *auth_token);
/* Ends it without calling done(). NULL is fine. */
void account_cancel(struct account_request *request);

/* true: a person has to change something, retrying cannot help. */
bool account_is_final(enum lovense_reason reason);
