/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings news of the engine to the UI thread: one call for every change, or for several that come together. Needs a
 * frontend, and video (it looks once a frame, which costs one atomic read). UI thread. */
#pragma once

#include <stdbool.h>

struct engine;
struct engine_snapshot;
struct engine_watch;

/* snapshot is borrowed during the call. true: call again after half a second even if nothing changes. */
typedef bool (*engine_news_cb)(void *ctx, const struct engine_snapshot *snapshot);

/* engine and ctx are borrowed. */
struct engine_watch *engine_watch_create(struct engine *engine, engine_news_cb handle, void *ctx);
/* No call comes after this. NULL is fine. */
void engine_watch_destroy(struct engine_watch *watch);
