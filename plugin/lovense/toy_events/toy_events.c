/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/toy_events/toy_events.h"

#include <string.h>

#include "net/text.h"
#include "net/websocket/websocket.h"

enum { MESSAGE_BYTES = 64 * 1024, DEAD_PATH_MS = 10000, SECOND_MS = 1000 };

static const char path[] = "/v1";
static const char access_text[] = "{\"type\":\"access\",\"data\":{\"appName\":\"Lovense for OBS\"}}";
static const char ping_text[] = "{\"type\":\"ping\"}";
static const char pong_text[] = "{\"type\":\"pong\"}";

static void try_port(struct toy_events *events);

static int64_t now_ms(const struct toy_events *events)
{
	return loop_now_ms(events->config.loop);
}

static void set_state(struct toy_events *events, enum lovense_events_state state)
{
	bool is_news = events->state != state;
	events->state = state;
	if (is_news)
		events->config.changed(events->config.ctx);
}

static void wake_in(struct toy_events *events, int delay_ms)
{
	loop_timer_start(events->config.loop, &events->timer, now_ms(events) + delay_ms);
}

static void drop(struct toy_events *events)
{
	websocket_drop(events->websocket);
	events->websocket = NULL;
	events->is_asking = false;
	loop_timer_cancel(events->config.loop, &events->timer);
}

static void try_later(struct toy_events *events)
{
	drop(events);
	wake_in(events, backoff_failed(&events->failures, &events->config.timing->retry, now_ms(events),
				       loop_random(events->config.loop)));
}

static bool is_let_in(const struct toy_events *events)
{
	return events->state == LOVENSE_EVENTS_OPEN;
}

/* --- what the app says --- */

static void on_ping_due(struct toy_events *events)
{
	const struct toy_events_timing *timing = events->config.timing;
	if (events->has_ponged && now_ms(events) - events->heard_ms >= timing->silence_ms) {
		try_later(events);
		set_state(events, LOVENSE_EVENTS_UNREACHABLE);
		return;
	}
	websocket_send(events->websocket, ping_text);
	wake_in(events, timing->ping_ms);
	if (!is_let_in(events))
		set_state(events, LOVENSE_EVENTS_ASKING);
}

static void let_in(struct toy_events *events)
{
	if (is_let_in(events))
		return;
	backoff_connected(&events->failures, now_ms(events));
	set_state(events, LOVENSE_EVENTS_OPEN);
}

static void on_event(struct toy_events *events, const struct toy_event *event)
{
	switch (event->kind) {
	case TOY_EVENT_UNKNOWN:
		break;
	case TOY_EVENT_GRANTED:
		let_in(events);
		break;
	case TOY_EVENT_PING:
		websocket_send(events->websocket, pong_text);
		break;
	case TOY_EVENT_PONG:
		events->has_ponged = true;
		break;
	case TOY_EVENT_CLOSED:
		try_later(events);
		set_state(events, LOVENSE_EVENTS_CLOSED);
		break;
	default:
		let_in(events); /* it tells, so it allows */
		events->config.event(events->config.ctx, event);
	}
}

/* false: nobody presses or shakes that fast, so it is no app, or a broken one. */
static bool is_bearable(struct toy_events *events)
{
	if (now_ms(events) - events->second_ms >= SECOND_MS) {
		events->second_ms = now_ms(events);
		events->messages = 0;
	}
	return ++events->messages <= events->config.timing->most_per_second;
}

static void on_message(void *ctx, const char *text, size_t size)
{
	struct toy_events *events = ctx;
	struct toy_event event;
	events->heard_ms = now_ms(events);
	if (!is_bearable(events)) {
		try_later(events);
		set_state(events, LOVENSE_EVENTS_UNREACHABLE);
	} else if (toy_event_read(text, size, &event)) {
		on_event(events, &event);
	}
}

/* --- the way to it --- */

static void on_opened(void *ctx)
{
	struct toy_events *events = ctx;
	events->is_asking = true;
	events->has_ponged = false;
	websocket_send(events->websocket, access_text);
	wake_in(events, events->config.timing->ping_ms);
	/* Where Game Mode was off it most likely still is, and then the app says so at once. */
	if (events->state != LOVENSE_EVENTS_CLOSED)
		set_state(events, LOVENSE_EVENTS_ASKING);
}

static bool is_not_known(const struct websocket_end *end)
{
	return end->kind == WEBSOCKET_END_HTTP_STATUS &&
	       (end->http_status == 400 || end->http_status == 404 || end->http_status == 501);
}

static void on_closed(void *ctx, const struct websocket_end *end)
{
	struct toy_events *events = ctx;
	bool was_open = is_let_in(events);
	bool was_asking = events->is_asking && !was_open;
	drop(events);
	if (was_open || (was_asking && end->kind != WEBSOCKET_END_CLOSED)) {
		try_later(events);
		set_state(events, LOVENSE_EVENTS_UNREACHABLE);
	} else if (was_asking) {
		set_state(events, LOVENSE_EVENTS_REFUSED);
	} else {
		events->is_unsupported = events->is_unsupported || is_not_known(end);
		events->port_at++;
		try_port(events);
	}
}

static void end_round(struct toy_events *events)
{
	if (!events->is_unsupported) {
		try_later(events);
		set_state(events, LOVENSE_EVENTS_UNREACHABLE);
		return;
	}
	memcpy(events->old_version, events->app_version, sizeof(events->old_version));
	set_state(events, LOVENSE_EVENTS_UNSUPPORTED);
}

static void try_port(struct toy_events *events)
{
	struct lan_address address;
	if (events->port_at >= events->port_count) {
		end_round(events);
		return;
	}
	if (lan_address_parse(events->domain, events->ports[events->port_at], &address) != LAN_ADDRESS_OK) {
		events->port_at++;
		try_port(events);
		return;
	}
	struct websocket_config config = {
		.loop = events->config.loop,
		.ip = address.ip,
		.host = address.host,
		.port = address.port,
		.path = path,
		.open_ms = events->config.timing->open_ms,
		.dead_path_ms = DEAD_PATH_MS,
		.max_message_bytes = MESSAGE_BYTES,
		.opened = on_opened,
		.message = on_message,
		.closed = on_closed,
		.ctx = events,
	};
	events->websocket = websocket_open(&config);
	if (!events->websocket)
		try_later(events);
}

static void add_port(struct toy_events *events, int port)
{
	for (size_t i = 0; i < events->port_count; i++)
		if (events->ports[i] == port)
			return;
	if (port > 0)
		events->ports[events->port_count++] = port;
}

static void begin_round(struct toy_events *events)
{
	events->port_count = 0;
	events->port_at = 0;
	events->is_unsupported = false;
	add_port(events, events->named_port);
	for (size_t i = 0; i < TOY_EVENTS_KNOWN_PORTS; i++)
		add_port(events, events->config.timing->ports[i]);
	try_port(events);
}

static void on_timer(void *ctx)
{
	struct toy_events *events = ctx;
	if (events->websocket)
		on_ping_due(events);
	else
		begin_round(events);
}

/* From the loop, never from inside a call. */
static void follow(struct toy_events *events)
{
	bool is_known_as_old = events->old_version[0] && strcmp(events->old_version, events->app_version) == 0;
	enum lovense_events_state rest = !events->is_wanted ? LOVENSE_EVENTS_OFF
					 : is_known_as_old  ? LOVENSE_EVENTS_UNSUPPORTED
							    : LOVENSE_EVENTS_UNREACHABLE;
	drop(events);
	events->failures = (struct backoff){0};
	events->state = rest;
	if (rest == LOVENSE_EVENTS_UNREACHABLE && events->is_active && events->domain[0])
		wake_in(events, 0);
}

void toy_events_init(struct toy_events *events, const struct toy_events_config *config)
{
	memset(events, 0, sizeof(*events));
	events->config = *config;
	events->state = LOVENSE_EVENTS_OFF;
	events->timer = (struct loop_timer){.fire = on_timer, .ctx = events};
}

void toy_events_clear(struct toy_events *events)
{
	drop(events);
	events->is_wanted = false;
	events->state = LOVENSE_EVENTS_OFF;
}

void toy_events_set_wanted(struct toy_events *events, bool is_wanted)
{
	if (events->is_wanted == is_wanted)
		return;
	events->is_wanted = is_wanted;
	events->old_version[0] = '\0'; /* whoever switches it on wants it tried */
	follow(events);
}

void toy_events_set_active(struct toy_events *events, bool is_active)
{
	if (events->is_active == is_active)
		return;
	events->is_active = is_active;
	follow(events);
}

void toy_events_set_device(struct toy_events *events, const char *domain, int port, const char *app_version)
{
	if (!domain[0] || (strcmp(events->domain, domain) == 0 && events->named_port == port &&
			   strcmp(events->app_version, app_version) == 0))
		return;
	text_copy(events->domain, sizeof(events->domain), domain);
	text_copy(events->app_version, sizeof(events->app_version), app_version);
	events->named_port = port;
	follow(events);
}

void toy_events_forget(struct toy_events *events)
{
	events->domain[0] = '\0';
	events->named_port = 0;
	follow(events);
}
