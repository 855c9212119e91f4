/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/frontend_events.h"

#include <obs-module.h>

#include "obs/ui_link.h"

struct frontend_events {
	frontend_event_cb handle;
	void *ctx;
	struct ui_link *link;
};

static void handle_on_ui(void *ctx, void *payload)
{
	struct frontend_events *events = ctx;
	const enum obs_frontend_event *event = payload;
	events->handle(events->ctx, *event);
}

static void on_event(enum obs_frontend_event event, void *data)
{
	struct frontend_events *events = data;
	/* On the UI thread this runs at once; the shutdown events rely on that. */
	ui_link_post(events->link, handle_on_ui, bmemdup(&event, sizeof(event)));
}

bool frontend_is_present(void)
{
	return obs_frontend_get_main_window() != NULL;
}

struct frontend_events *frontend_events_create(frontend_event_cb handle, void *ctx)
{
	struct frontend_events *events = bzalloc(sizeof(*events));
	*events = (struct frontend_events){.handle = handle, .ctx = ctx, .link = ui_link_create(events)};
	obs_frontend_add_event_callback(on_event, events);
	return events;
}

void frontend_events_destroy(struct frontend_events *events)
{
	if (!events)
		return;
	obs_frontend_remove_event_callback(on_event, events);
	ui_link_cut(events->link);
	bfree(events);
}
