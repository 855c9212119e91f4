/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/engine_watch.h"

#include <obs-module.h>
#include <util/platform.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/ui_link.h"

static const uint64_t again_after_ns = 500 * UINT64_C(1000000);

struct engine_watch {
	struct engine *engine;
	engine_news_cb handle;
	void *ctx;
	struct ui_link *link;
	volatile bool is_posted;   /* a call is on its way; atomic */
	volatile bool wants_again; /* atomic */
	/* Graphics thread. */
	uint64_t posted_revision;
	uint64_t posted_ns;
};

static void handle_news(void *ctx, void *payload)
{
	struct engine_watch *watch = ctx;
	UNUSED_PARAMETER(payload);
	/* Before the look, so that what comes meanwhile is posted anew. */
	os_atomic_set_bool(&watch->is_posted, false);
	const struct engine_snapshot *snapshot = engine_snapshot_get(watch->engine);
	os_atomic_set_bool(&watch->wants_again, watch->handle(watch->ctx, snapshot));
	engine_snapshot_release(snapshot);
}

static void on_tick(void *data, float seconds)
{
	struct engine_watch *watch = data;
	UNUSED_PARAMETER(seconds);
	uint64_t revision = engine_revision(watch->engine);
	bool is_due = os_atomic_load_bool(&watch->wants_again) && os_gettime_ns() - watch->posted_ns >= again_after_ns;
	if ((revision == watch->posted_revision && !is_due) || os_atomic_load_bool(&watch->is_posted))
		return;
	watch->posted_revision = revision;
	watch->posted_ns = os_gettime_ns();
	os_atomic_set_bool(&watch->is_posted, true);
	ui_link_post(watch->link, handle_news, NULL);
}

struct engine_watch *engine_watch_create(struct engine *engine, engine_news_cb handle, void *ctx)
{
	struct engine_watch *watch = bzalloc(sizeof(*watch));
	watch->engine = engine;
	watch->handle = handle;
	watch->ctx = ctx;
	watch->link = ui_link_create(watch);
	obs_add_tick_callback(on_tick, watch);
	return watch;
}

void engine_watch_destroy(struct engine_watch *watch)
{
	if (!watch)
		return;
	obs_remove_tick_callback(on_tick, watch); /* waits for one that runs */
	ui_link_cut(watch->link);
	bfree(watch);
}
