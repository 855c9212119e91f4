/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences between two snapshots, as events for other programs: StatusChanged, RuleActive, LevelChanged,
 * Panic, Rejected. UI thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct engine_snapshot;
struct obs_data;
struct request_events;

/* data is borrowed during the call. */
typedef void (*request_event_cb)(void *ctx, const char *type, struct obs_data *data);

/* ctx is borrowed; never NULL. */
struct request_events *request_events_create(request_event_cb emit, void *ctx);
/* NULL is fine. */
void request_events_destroy(struct request_events *events);
/* Emits what has changed since the last call; the first call emits nothing. Levels go out at most twice a second. true:
 * some are still to be reported, so call again after half a second. */
bool request_events_update(struct request_events *events, const struct engine_snapshot *snapshot, uint64_t now_ns);
