/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events about what viewers send: QueueChanged, GoalChanged, Reacted, Rejected. UI thread. */
#pragma once

#include "engine/engine.h"
#include "obs/requests/event_sink.h"

struct viewer_events;

/* engine and sink are borrowed; never NULL. */
struct viewer_events *viewer_events_create(struct engine *engine, const struct event_sink *sink);
/* NULL is fine. */
void viewer_events_destroy(struct viewer_events *events);
/* As request_events_update(). */
void viewer_events_update(struct viewer_events *events, const struct engine_snapshot *snapshot);
