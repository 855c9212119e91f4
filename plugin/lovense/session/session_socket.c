/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "lovense/session/session_private.h"
#include "net/http/retry_after.h"
#include "net/url.h"

bool session_ask_qr(void *ctx, const char *ack_id)
{
	struct session *session = ctx;
	json_t *request = json_pack("{s:s}", "ackId", ack_id);
	enum sio_result result = sio_client_emit(session->client, "basicapi_get_qrcode_ts", request);
	json_decref(request);
	return result == SIO_OK;
}

static void on_connected(void *ctx)
{
	struct session *session = ctx;
	backoff_connected(&session->failures, loop_now_ms(session->loop));
	session->phase = SESSION_ONLINE;
	session->connection++;
	session->unread_events = 0;
	session_follow_ways(session); /* a Stop goes first */
	/* A user who paired before is known to the service: device info comes by itself. */
	pairing_start(&session->pairing, session->timing->known_uid_ms);
	session_publish(session);
}

static void on_error(void *ctx, const json_t *data)
{
	(void)data;
	session_log(ctx, "the service refused a message");
}

static enum lovense_reason status_reason(const struct sio_close *close)
{
	if (close->http_status == 401 || close->http_status == 403)
		return LOVENSE_REASON_SOCKET_REFUSED;
	bool is_rate_limited = close->http_status == 429 || close->retry_after_s > 0;
	return is_rate_limited ? LOVENSE_REASON_RATE_LIMITED : LOVENSE_REASON_SERVICE_ERROR;
}

static enum lovense_reason close_reason(const struct sio_close *close)
{
	switch (close->reason) {
	case SIO_CLOSE_REFUSED:
		return LOVENSE_REASON_SOCKET_REFUSED;
	case SIO_CLOSE_HTTP_STATUS:
		return status_reason(close);
	case SIO_CLOSE_RESOLVE:
	case SIO_CLOSE_CONNECT:
	case SIO_CLOSE_OPEN_TIMEOUT:
		return LOVENSE_REASON_UNREACHABLE;
	case SIO_CLOSE_TLS:
		return LOVENSE_REASON_TLS;
	case SIO_CLOSE_BAD_URL:
		return LOVENSE_REASON_SERVICE_ERROR;
	case SIO_CLOSE_BAD_PROXY:
		return LOVENSE_REASON_BAD_PROXY;
	case SIO_CLOSE_NO_LIBRARY:
		return LOVENSE_REASON_BAD_LIBRARY;
	case SIO_CLOSE_MEMORY:
		return LOVENSE_REASON_OUT_OF_MEMORY;
	case SIO_CLOSE_PROTOCOL:
		return close->was_connected ? LOVENSE_REASON_SOCKET_LOST : LOVENSE_REASON_NOT_SOCKET_IO_2;
	default:
		return close->has_no_open_packet ? LOVENSE_REASON_NOT_SOCKET_IO_2 : LOVENSE_REASON_SOCKET_LOST;
	}
}

/* Some of the words may be the server's. */
static void log_close(struct session *session, const char *detail)
{
	char masked[sizeof(((struct sio_close *)0)->detail)];
	redact_text(&session->redact, detail, masked, sizeof(masked));
	session_log(session, "socket: %s", masked);
}

static void on_closed(void *ctx, const struct sio_close *close)
{
	struct session *session = ctx;
	enum lovense_reason reason = close_reason(close);
	if (session->phase == SESSION_CLOSING) {
		session_finish_closing(session);
		return;
	}
	if (reason == LOVENSE_REASON_SOCKET_REFUSED)
		session_forget_token(session);
	/* A server that says goodbye by itself does not want us back at once. */
	bool is_goodbye = close->reason == SIO_CLOSE_BY_SERVER;
	int64_t pause_ms = is_goodbye ? session->timing->goodbye_ms
				      : session_wanted_pause_ms(session, reason,
								close->retry_after_s > 0 ? close->retry_after_s
											 : RETRY_AFTER_NONE);
	/* The words of a refusal are the service's alone, and are logged with the reason. */
	bool is_refusal = close->reason == SIO_CLOSE_REFUSED;
	if (!is_refusal)
		log_close(session, close->detail);
	session_fail(session, reason, is_refusal ? close->detail : "", pause_ms);
}

/* The ntoken alone is a secret too, wherever it turns up. */
static void remember_ntoken(struct session *session, const char *url)
{
	char ntoken[256];
	const char *value = strstr(url, "ntoken=");
	size_t length = value ? strcspn(value + 7, "&#") : 0;
	if (length == 0 || length >= sizeof(ntoken))
		return;
	memcpy(ntoken, value + 7, length);
	ntoken[length] = '\0';
	redact_set(&session->redact, REDACT_NTOKEN, ntoken);
}

static bool is_plain(const char *url)
{
	struct url_parts parts;
	return url_split(url, &parts) == URL_OK && strcmp(parts.scheme, "http") == 0;
}

void session_open_socket(struct session *session, const char *url, const char *path)
{
	struct sio_options options = {
		.url = url,
		.path = path,
		/* Only a service on this very machine may be talked to without TLS, and only when its API is so too. */
		.allow_plain = is_plain(session->config.api_url),
		.connect_timeout_ms = session->timing->open_ms,
		.join_timeout_ms = session->timing->join_ms,
		/* One burst to every toy, no more: older commands are out of date. */
		.max_unsent_bytes = 16384,
		.handler = {.connected = on_connected,
			    .event = session_on_event,
			    .pong = session_note_pong,
			    .error = on_error,
			    .closed = on_closed},
		.ctx = session,
	};
	session_drop_socket(session);
	remember_ntoken(session, url);
	session->phase = SESSION_SOCKET;
	session->client = sio_client_create(session->loop, &options);
	if (!session->client) {
		session_fail(session, LOVENSE_REASON_OUT_OF_MEMORY, "", 0);
		return;
	}
	sio_client_open(session->client);
	session_publish(session);
}

void session_drop_socket(struct session *session)
{
	sio_client_destroy(session->client);
	session->client = NULL;
	session->is_paired = false;
	session->is_app_online = false;
	if (session->is_pairing_over) {
		lan_forget(&session->lan);
		toy_events_forget(&session->toy_events);
	}
	session->is_pairing_over = false;
	pairing_stop(&session->pairing);
	toys_forget_connections(&session->toys);
	lan_set_active(&session->lan, false);
	toy_events_set_active(&session->toy_events, false);
}
