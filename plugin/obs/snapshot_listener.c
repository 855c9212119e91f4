/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/snapshot_listener.h"

#include <obs-module.h>
#include <util/platform.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/ui_link.h"

static const uint64_t again_after_ns = 500 * UINT64_C(1000000);

struct snapshot_listener {
	struct engine *engine;
	snapshot_changed_cb handle;
	void *ctx;
	struct ui_link *link;
	volatile bool is_posted;   /* a call is on its way; atomic */
	volatile bool wants_again; /* atomic */
	/* Graphics thread. */
	uint64_t posted_revision;
	uint64_t posted_ns;
};

static void handle_snapshot(void *ctx, void *payload)
{
	struct snapshot_listener *listener = ctx;
	UNUSED_PARAMETER(payload);
	/* First, so that a snapshot that comes meanwhile is posted again. */
	os_atomic_set_bool(&listener->is_posted, false);
	const struct engine_snapshot *snapshot = engine_snapshot_get(listener->engine);
	os_atomic_set_bool(&listener->wants_again, listener->handle(listener->ctx, snapshot));
	engine_snapshot_release(snapshot);
}

static void on_tick(void *data, float seconds)
{
	struct snapshot_listener *listener = data;
	UNUSED_PARAMETER(seconds);
	uint64_t revision = engine_revision(listener->engine);
	bool is_due =
		os_atomic_load_bool(&listener->wants_again) && os_gettime_ns() - listener->posted_ns >= again_after_ns;
	if ((revision == listener->posted_revision && !is_due) || os_atomic_load_bool(&listener->is_posted))
		return;
	listener->posted_revision = revision;
	listener->posted_ns = os_gettime_ns();
	os_atomic_set_bool(&listener->is_posted, true);
	ui_link_post(listener->link, handle_snapshot, NULL);
}

struct snapshot_listener *snapshot_listener_create(struct engine *engine, snapshot_changed_cb handle, void *ctx)
{
	struct snapshot_listener *listener = bzalloc(sizeof(*listener));
	*listener = (struct snapshot_listener){
		.engine = engine, .handle = handle, .ctx = ctx, .link = ui_link_create(listener)};
	obs_add_tick_callback(on_tick, listener);
	return listener;
}

void snapshot_listener_destroy(struct snapshot_listener *listener)
{
	if (!listener)
		return;
	obs_remove_tick_callback(on_tick, listener); /* waits for one that runs */
	ui_link_cut(listener->link);
	bfree(listener);
}
