/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/websocket/refusal.h"

#include <stdio.h>
#include <string.h>

#include <libwebsockets.h>

#include "net/loop.h"

static bool mentions(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

/* libwebsockets tells the cause in words only. They are looked at, but not shown: they may name the peer. */
struct websocket_refusal websocket_refusal_of(struct loop *loop, struct lws *wsi, const char *words, size_t size,
					      bool sent_upgrade, bool is_tls)
{
	static const char *const tls_words[] = {"SSL", "ssl", "tls", "TLS", "cert", NULL};
	static const char *const upgrade_words[] = {"HS:", NULL};
	char text[128];
	snprintf(text, sizeof(text), "%.*s", (int)(size < sizeof(text) ? size : sizeof(text) - 1), words ? words : "");
	const char *tls_error = loop_take_tls_error(loop);
	unsigned status = lws_http_client_http_response(wsi);
	struct websocket_refusal refusal = {.kind = WEBSOCKET_NOT_REACHED, .tls_error = tls_error};
	if (sent_upgrade && status >= 100 && status != 101) {
		refusal.kind = WEBSOCKET_HTTP_STATUS;
		refusal.http_status = (int)status;
	} else if (!sent_upgrade && is_tls && (*tls_error || mentions(text, tls_words))) {
		refusal.kind = WEBSOCKET_TLS_FAILED;
	} else if (sent_upgrade) {
		refusal.kind = mentions(text, upgrade_words) ? WEBSOCKET_NOT_AGREED_TO : WEBSOCKET_ENDED_EARLY;
	}
	return refusal;
}
