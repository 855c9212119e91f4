/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user sees: the snapshot, derived from the phase and from what the service reported, and lines for the log.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lovense/session/session_private.h"
#include "net/platform.h"

enum { LOG_LINES_PER_MINUTE = 20, LOG_WINDOW_MS = 60000 };

PRINTF_LIKE(3, 0) static void log_args(struct session *session, enum log_level level, const char *format, va_list args)
{
	int64_t now_ms = loop_now_ms(session->loop);
	if (now_ms - session->log_since_ms >= LOG_WINDOW_MS) {
		session->log_since_ms = now_ms;
		session->log_lines = 0;
	}
	if (++session->log_lines > LOG_LINES_PER_MINUTE)
		return;
	char line[320];
	vsnprintf(line, sizeof(line), format, args);
	const char *more =
		session->log_lines == LOG_LINES_PER_MINUTE ? " (further lines are left out for a while)" : "";
	log_line(&session->log, level, "session: %s%s", line, more);
}

void session_log(struct session *session, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	log_args(session, LOG_LEVEL_INFO, format, args);
	va_end(args);
}

/* For what the user can do something about. */
PRINTF_LIKE(2, 3) static void session_warn(struct session *session, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	log_args(session, LOG_LEVEL_WARNING, format, args);
	va_end(args);
}

static enum lovense_link_state online_state(const struct session *session)
{
	if (!session->is_paired)
		return session->pairing.has_asked ? LOVENSE_WAITING_FOR_SCAN : LOVENSE_CONNECTING;
	if (!session->is_app_online)
		return LOVENSE_APP_OFFLINE;
	return toys_connected(&session->toys) ? LOVENSE_READY : LOVENSE_NO_TOY;
}

static enum lovense_link_state derive_state(const struct session *session)
{
	switch (session->phase) {
	case SESSION_TOKEN:
		return LOVENSE_SIGNING_IN;
	case SESSION_SOCKET_URL:
	case SESSION_SOCKET:
		return LOVENSE_CONNECTING;
	case SESSION_ONLINE:
		return online_state(session);
	case SESSION_WAITING:
		return LOVENSE_RETRYING;
	case SESSION_NEEDS_YOU:
		return LOVENSE_NEEDS_YOU;
	case SESSION_CLOSING: /* not OFF before Stop and goodbye are out */
		return session->snapshot.state;
	default:
		return LOVENSE_OFF;
	}
}

static void fill_reason(const struct session *session, struct lovense_snapshot *out)
{
	const struct pairing *pairing = &session->pairing;
	out->reason = LOVENSE_REASON_NONE;
	if (out->state == LOVENSE_RETRYING || out->state == LOVENSE_NEEDS_YOU) {
		out->reason = session->reason;
		memcpy(out->service_words, session->service_words, sizeof(out->service_words));
	}
	if (out->state == LOVENSE_RETRYING)
		out->retry_at_ms = session->retry_at_ms;
	if (out->state == LOVENSE_WAITING_FOR_SCAN && pairing->note != LOVENSE_REASON_NONE) {
		out->reason = pairing->note;
		redact_text(&session->redact, pairing->message, out->service_words, sizeof(out->service_words));
	}
	if (out->state == LOVENSE_READY && session->has_more_toys)
		out->reason = LOVENSE_REASON_TOO_MANY_TOYS;
	/* One of them may be without toys. */
	if ((out->state == LOVENSE_READY || out->state == LOVENSE_NO_TOY) && session->has_two_phones)
		out->reason = LOVENSE_REASON_TWO_PHONES;
}

static void fill_toys(const struct session *session, struct lovense_snapshot *out)
{
	bool is_reachable = out->state == LOVENSE_READY;
	out->toy_count = session->toys.count;
	for (size_t i = 0; i < out->toy_count; i++) {
		out->toys[i] = session->toys.toy[i];
		out->toys[i].is_connected = out->toys[i].is_connected && is_reachable;
		bool is_described = session->toys.reported[i] || lovense_is_known_type(out->toys[i].type);
		if (!is_described && out->toys[i].note == LOVENSE_TOY_OK)
			out->toys[i].note = LOVENSE_TOY_UNKNOWN_TYPE;
	}
}

void session_describe(const struct session *session, struct lovense_snapshot *out)
{
	memset(out, 0, sizeof(*out));
	out->state = derive_state(session);
	fill_reason(session, out);
	if (out->state == LOVENSE_WAITING_FOR_SCAN) {
		memcpy(out->qr_payload, session->pairing.payload, sizeof(out->qr_payload));
		memcpy(out->qr_code, session->pairing.code, sizeof(out->qr_code));
	}
	out->qr_serial = session->pairing.serial;
	out->is_app_online = out->state == LOVENSE_READY || out->state == LOVENSE_NO_TOY;
	memcpy(out->app_platform, session->app_platform, sizeof(out->app_platform));
	memcpy(out->app_version, session->app_version, sizeof(out->app_version));
	out->route = session_route(session);
	out->events = session->toy_events.state;
	out->lan_note = session->config.route == LOVENSE_CHOOSE_SERVER ? "" : lan_note(&session->lan);
	fill_toys(session, out);
}

/* Kept out of the comparison: it changes with every answer, which is no news. */
static int round_trip_ms(const struct session *session)
{
	struct sio_stats stats = {.ping_ms = -1};
	if (session_route(session) == LOVENSE_ROUTE_LAN)
		return session->lan.round_trip_ms;
	if (session->client && session->phase == SESSION_ONLINE)
		sio_client_stats(session->client, &stats);
	return stats.ping_ms;
}

static void log_state(struct session *session)
{
	const struct lovense_snapshot *now = &session->snapshot;
	const char *state = lovense_link_state_name(now->state);
	if (now->reason == LOVENSE_REASON_NONE)
		session_log(session, "%s", state);
	else
		session_warn(session, "%s: %s%s%s", state, lovense_reason_name(now->reason),
			     now->service_words[0] ? ": " : "", now->service_words);
}

void session_publish(struct session *session)
{
	struct lovense_snapshot next;
	session_follow_ways(session);
	enum lovense_link_state state_before = session->snapshot.state;
	enum lovense_reason reason_before = session->snapshot.reason;
	enum lovense_events_state events_before = session->snapshot.events;
	const char *lan_note_before = session->snapshot.lan_note;
	session_describe(session, &next);
	session->snapshot.round_trip_ms = 0;
	bool is_news = memcmp(&next, &session->snapshot, sizeof(next)) != 0;
	session->snapshot = next;
	platform_wipe(next.qr_payload, sizeof(next.qr_payload));
	if (next.state != state_before || next.reason != reason_before)
		log_state(session);
	if (next.lan_note != lan_note_before && next.lan_note[0])
		session_log(session, "local network: %s", next.lan_note);
	if (next.events != events_before && events_before)
		session_log(session, "toy events: %s", lovense_events_name(next.events));
	if (is_news)
		loop_timer_start(session->loop, &session->notify_timer, loop_now_ms(session->loop));
}

const struct lovense_snapshot *session_snapshot(const struct lovense_link *link)
{
	struct session *session = (struct session *)link;
	session->snapshot.round_trip_ms = round_trip_ms(session);
	return &session->snapshot;
}
