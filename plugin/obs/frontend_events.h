/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events of the OBS frontend, brought to the UI thread: OBS calls back on whichever thread called the frontend. */
#pragma once

#include <stdbool.h>

#include <obs-frontend-api.h>

struct frontend_events;
typedef void (*frontend_event_cb)(void *ctx, enum obs_frontend_event event);

/* false in a bare libobs host, where no frontend function may be called. UI thread. */
bool frontend_is_present(void);
/* Calls handle on the UI thread for every event from now on. ctx is borrowed. UI thread. */
struct frontend_events *frontend_events_create(frontend_event_cb handle, void *ctx);
/* No call to handle comes after this. In EXIT at the latest, while there is a frontend. NULL is fine. UI thread. */
void frontend_events_destroy(struct frontend_events *events);
