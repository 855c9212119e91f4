/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the toys tell: batteries and connections are the session's to keep, the rest is for whoever drives the link. */
#include "lovense/session/session_private.h"

static void follow_list(struct session *session, const struct event_device_info *list)
{
	bool is_news = false;
	for (size_t i = 0; i < list->toy_count; i++) {
		const struct lovense_toy *toy = &list->toys[i];
		is_news |= toys_set_connected(&session->toys, toy->id, toy->is_connected);
		is_news |= toys_set_battery(&session->toys, toy->id, toy->battery);
	}
	if (is_news)
		session_publish(session);
}

/* A button may stop everything, so one that names no toy counts too; nothing else does. */
static void pass_on(struct session *session, const struct toy_event *event, const char *id)
{
	static const enum lovense_toy_event_kind kinds[] = {
		[TOY_EVENT_BUTTON_DOWN] = LOVENSE_TOY_BUTTON_DOWN,
		[TOY_EVENT_BUTTON_UP] = LOVENSE_TOY_BUTTON_UP,
		[TOY_EVENT_BUTTON_PRESSED] = LOVENSE_TOY_BUTTON_PRESSED,
		[TOY_EVENT_STRENGTH] = LOVENSE_TOY_STRENGTH,
		[TOY_EVENT_SHAKE] = LOVENSE_TOY_SHAKE,
		[TOY_EVENT_DEPTH] = LOVENSE_TOY_DEPTH,
		[TOY_EVENT_MOTION] = LOVENSE_TOY_MOTION,
	};
	struct lovense_toy_event told = {
		.kind = kinds[event->kind],
		.toy_id = id ? id : "",
		.index = event->index,
		.function = event->function,
		.value = event->value,
	};
	bool is_button = event->kind >= TOY_EVENT_BUTTON_DOWN && event->kind <= TOY_EVENT_BUTTON_PRESSED;
	if ((id || is_button) && session->config.listener.toy_event)
		session->config.listener.toy_event(session->config.listener.ctx, &told);
}

static void on_toy_event(void *ctx, const struct toy_event *event)
{
	struct session *session = ctx;
	const char *id = toys_find_id(&session->toys, event->toy_id);
	switch (event->kind) {
	case TOY_EVENT_LIST:
		follow_list(session, &event->list);
		break;
	case TOY_EVENT_STATUS:
		if (id && toys_set_connected(&session->toys, id, event->is_connected))
			session_publish(session);
		break;
	case TOY_EVENT_BATTERY:
		if (id && toys_set_battery(&session->toys, id, event->battery))
			session_publish(session);
		break;
	default:
		pass_on(session, event, id);
	}
}

static void on_changed(void *ctx)
{
	session_publish(ctx);
}

void session_init_toy_events(struct session *session)
{
	struct toy_events_config config = {
		.loop = session->loop,
		.timing = &session->timing->toy_events,
		.event = on_toy_event,
		.changed = on_changed,
		.ctx = session,
	};
	toy_events_init(&session->toy_events, &config);
}

void session_listen(struct lovense_link *link, bool is_wanted)
{
	struct session *session = (struct session *)link;
	bool is_over = session->phase == SESSION_CLOSING || session->phase == SESSION_CLOSED;
	toy_events_set_wanted(&session->toy_events, is_wanted && !is_over);
	session_publish(session);
}
