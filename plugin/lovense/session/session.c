/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/session/session.h"

#include <stdlib.h>
#include <string.h>

#include "lovense/session/session_private.h"
#include "net/secrets/secret.h"

const struct session_timing session_timing_default = {
	.http_ms = 10000,
	.open_ms = 10000,
	.join_ms = 10000,
	.known_uid_ms = 2000,
	.goodbye_ms = 10000,
	.turns_ms = 5 * 60 * 1000,
	.limited_ms = 300000,
	.tokens_per_failures = 3,
	.retry = {.first_ms = 1000, .max_ms = 60000, .factor = 2, .jitter = 0.25, .stable_ms = 60000},
	.pairing = {.reply_ms = 10000,
		    .retry_ms = 30000,
		    .refresh_ms = 15 * 60 * 1000,
		    .expiry_ms = 210 * 60 * 1000, /* the service says 4 hours */
		    .min_gap_ms = 1000},
	.lan = {.connect_ms = 1500,
		.total_ms = 3000,
		.check_ms = 30000,
		.recheck_ms = 10000,
		.retry = {.first_ms = 10000, .max_ms = 300000, .factor = 2, .jitter = 0.25, .stable_ms = 120000}},
	.delivery = {.request_ms = 3000,
		     .reserve_ms = 1000,
		     .answer_ms = 250,
		     .emit_ms = 3000,
		     .repeat_ms = 500,
		     .pong_ms = 1000},
	/* The app closes a client that is silent; 5 s between pings is what it asks for. */
	.toy_events = {.open_ms = 3000,
		       .ping_ms = 5000,
		       .silence_ms = 15000,
		       .retry = {.first_ms = 2000, .max_ms = 60000, .factor = 2, .jitter = 0.25, .stable_ms = 60000},
		       .ports = {30010, 30110, 30011},
		       .most_per_second = 5000},
};

static void on_notify(void *ctx)
{
	struct session *session = ctx;
	if (session->config.listener.changed)
		session->config.listener.changed(session->config.listener.ctx);
}

static void on_retry(void *ctx)
{
	struct session *session = ctx;
	if (session->phase == SESSION_WAITING)
		session_sign_in(session);
	else
		session_finish_closing(session);
}

/* --- the link's functions --- */

static void session_start(struct lovense_link *link)
{
	struct session *session = (struct session *)link;
	if (session->phase == SESSION_NEW)
		session_sign_in(session);
}

static void session_retry_now(struct lovense_link *link)
{
	struct session *session = (struct session *)link;
	if (session->phase == SESSION_WAITING || session->phase == SESSION_NEEDS_YOU)
		session_sign_in(session);
}

static void session_new_qr(struct lovense_link *link)
{
	struct session *session = (struct session *)link;
	pairing_ask_again(&session->pairing);
}

void session_finish_closing(struct session *session)
{
	bool is_over = !session->client || sio_client_state(session->client) == SIO_CLOSED;
	bool is_late = loop_now_ms(session->loop) >= session->retry_at_ms;
	if (session->phase != SESSION_CLOSING || (!is_late && (!is_over || lan_is_busy(&session->lan))))
		return;
	loop_timer_cancel(session->loop, &session->retry_timer);
	session_drop_socket(session);
	lan_clear(&session->lan);
	toy_events_clear(&session->toy_events);
	session->phase = SESSION_CLOSED;
	session_publish(session);
}

static void session_shut(struct lovense_link *link, int grace_ms)
{
	struct session *session = (struct session *)link;
	if (session->phase == SESSION_CLOSING || session->phase == SESSION_CLOSED)
		return;
	session_stop_all(link);
	account_cancel(session->request);
	session->request = NULL;
	pairing_stop(&session->pairing);
	session->phase = SESSION_CLOSING;
	session->retry_at_ms = loop_now_ms(session->loop) + (grace_ms > 0 ? grace_ms : 0);
	loop_timer_start(session->loop, &session->retry_timer, session->retry_at_ms);
	if (session->client)
		sio_client_close(session->client, grace_ms);
	session_finish_closing(session);
	session_publish(session);
}

static void session_destroy(struct lovense_link *link)
{
	struct session *session = (struct session *)link;
	session_end_attempt(session);
	pairing_stop(&session->pairing);
	lan_clear(&session->lan);
	toy_events_clear(&session->toy_events);
	loop_timer_cancel(session->loop, &session->retry_timer);
	loop_timer_cancel(session->loop, &session->delivery_timer);
	loop_timer_cancel(session->loop, &session->notify_timer);
	session_forget_token(session);
	session_config_clear(session);
	redact_clear(&session->redact);
	free(session->named_platform);
	secret_free(session);
}

static const struct lovense_link_ops session_ops = {
	.start = session_start,
	.shut = session_shut,
	.send = session_send,
	.stop_all = session_stop_all,
	.new_qr = session_new_qr,
	.retry_now = session_retry_now,
	.listen = session_listen,
	.snapshot = session_snapshot,
	.destroy = session_destroy,
};

static void on_pairing_changed(void *ctx)
{
	struct session *session = ctx;
	redact_set(&session->redact, REDACT_ACK_ID, session->pairing.ack_id);
	redact_set(&session->redact, REDACT_QR_PAYLOAD, session->pairing.payload);
	redact_set(&session->redact, REDACT_QR_CODE, session->pairing.code);
	session_publish(session);
}

struct lovense_link *session_create_timed(struct loop *loop, const struct lovense_session_config *config,
					  const struct session_timing *timing)
{
	struct session *session = secret_alloc(sizeof(*session)); /* the pairing code is in it */
	if (!session)
		return NULL;
	session->link.ops = &session_ops;
	session->loop = loop;
	session->timing = timing;
	session->log = *loop_log(loop);
	session->phase = SESSION_NEW;
	session->reason = LOVENSE_REASON_NONE;
	session->log_since_ms = loop_now_ms(loop);
	session->retry_timer = (struct loop_timer){.fire = on_retry, .ctx = session};
	session->notify_timer = (struct loop_timer){.fire = on_notify, .ctx = session};
	toys_init(&session->toys, config->known_toys);
	session_init_lan(session);
	session_init_toy_events(session);
	session_init_delivery(session);
	struct pairing_config pairing = {
		.loop = loop,
		.timing = &timing->pairing,
		.ask = session_ask_qr,
		.changed = on_pairing_changed,
		.ctx = session,
	};
	pairing_init(&session->pairing, &pairing);
	if (!session_config_copy(session, config)) {
		session_destroy(&session->link);
		return NULL;
	}
	session_describe(session, &session->snapshot);
	return &session->link;
}

struct lovense_link *lovense_session_create(struct loop *loop, const struct lovense_session_config *config)
{
	return session_create_timed(loop, config, &session_timing_default);
}
