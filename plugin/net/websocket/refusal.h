/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a websocket could not be made. The loop's thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct loop;
struct lws;

enum websocket_refusal_kind {
	WEBSOCKET_NOT_REACHED = 1,
	WEBSOCKET_TLS_FAILED,
	WEBSOCKET_HTTP_STATUS,   /* the upgrade was answered with http_status */
	WEBSOCKET_NOT_AGREED_TO, /* 101, but no websocket */
	WEBSOCKET_ENDED_EARLY,   /* after the upgrade request, before its answer */
};
struct websocket_refusal {
	enum websocket_refusal_kind kind;
	int http_status;
	const char *tls_error; /* for a person, "" when the certificate was not it; static */
};

/* Inside LWS_CALLBACK_CLIENT_CONNECTION_ERROR; words and size: what it brings. */
struct websocket_refusal websocket_refusal_of(struct loop *loop, struct lws *wsi, const char *words, size_t size,
					      bool sent_upgrade, bool is_tls);
