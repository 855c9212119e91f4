/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences between two snapshots, as events for other programs: StatusChanged, RuleActive, LevelChanged, Panic; and
 * what viewers send (viewers/viewer_events.h). UI thread, where nothing else is said. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "obs/requests/event_sink.h"
#include "obs/requests/rejections.h"

struct engine;
struct engine_snapshot;
struct pairing_permission;
struct request_events;

/* engine, permission and the sink's ctx are borrowed; never NULL. */
struct request_events *request_events_create(struct engine *engine, const struct pairing_permission *permission,
					     const struct event_sink *sink);
/* NULL is fine. */
void request_events_destroy(struct request_events *events);
/* Emits what has changed since the last call; the first call emits nothing. Levels go out at most twice a second. true:
 * some are still to be reported, so call again after half a second. */
bool request_events_update(struct request_events *events, const struct engine_snapshot *snapshot, uint64_t now_ns);

/* The rest: any thread, never waits. Without a frontend there are no events, and they do nothing. */

/* Whether there is LevelChanged from now on. */
void request_events_set_levels(struct request_events *events, bool are_on);
/* Emits StatusChanged soon, although nothing has changed. */
void request_events_announce(struct request_events *events);
/* Emits Rejected soon, for a request that never reached the core. */
void request_events_reject(struct request_events *events, const struct request_rejection *rejection);
