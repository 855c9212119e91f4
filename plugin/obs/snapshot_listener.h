/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls back on the UI thread after new snapshots of the engine: once for several that come together. Needs a frontend,
 * and video (it compares the revision once a frame, which costs one atomic read). UI thread. */
#pragma once

#include <stdbool.h>

struct engine;
struct engine_snapshot;
struct snapshot_listener;

/* snapshot is borrowed during the call. true: call again after half a second even if nothing changes. */
typedef bool (*snapshot_changed_cb)(void *ctx, const struct engine_snapshot *snapshot);

/* engine and ctx are borrowed. */
struct snapshot_listener *snapshot_listener_create(struct engine *engine, snapshot_changed_cb handle, void *ctx);
/* No call comes after this. NULL is fine. */
void snapshot_listener_destroy(struct snapshot_listener *listener);
