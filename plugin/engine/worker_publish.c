/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "engine/snapshot_build.h"
#include "engine/worker_private.h"
#include "net/platform.h"

static struct snapshot_sources sources_of(const struct worker *worker)
{
	return (struct snapshot_sources){
		.haptics = worker->haptics,
		.settings = &worker->settings,
		.slots = &worker->slots,
		.rules_serial = worker->rules_serial,
		.previous = worker->published,
	};
}

/* Takes the reference over. */
static void show(struct worker *worker, struct engine_snapshot *snapshot)
{
	snapshot->revision = (worker->published ? worker->published->revision : 1) + 1;
	snapshot->published_ms = platform_monotonic_ms();
	engine_snapshot_release(worker->published);
	worker->published = snapshot_retain(snapshot);
	worker->config.publish(worker->config.ctx, snapshot);
}

void worker_publish_changes(struct worker *worker)
{
	if (!worker->is_dirty)
		return;
	worker->is_dirty = false;
	struct snapshot_sources sources = sources_of(worker);
	sources.link = worker->link ? lovense_link_snapshot(worker->link) : NULL;
	sources.stop_unconfirmed = worker_is_stop_unconfirmed(worker);
	sources.is_ca_file_bad = worker->is_ca_file_bad;
	struct engine_snapshot *snapshot = snapshot_build(&sources);
	if (!snapshot)
		return;
	worker_toys_describe(worker, snapshot);
	if (worker->published && snapshot_equals(worker->published, snapshot)) {
		engine_snapshot_release(snapshot);
		return;
	}
	show(worker, snapshot);
}

/* Needs no loop and no link: they may be what broke down. */
void worker_publish_broken(struct worker *worker)
{
	struct snapshot_sources sources = sources_of(worker);
	struct engine_snapshot *snapshot = snapshot_build(&sources);
	if (!snapshot)
		return;
	snapshot->reason = ENGINE_REASON_NETWORK_FAILED;
	snapshot->is_armed = false;
	for (size_t i = 0; i < snapshot->toy_count; i++) {
		snapshot->toys[i].is_online = false;
		memset(snapshot->toys[i].level, 0, sizeof(snapshot->toys[i].level));
	}
	show(worker, snapshot);
}

struct engine_snapshot *worker_empty_snapshot(void)
{
	struct engine_settings settings;
	struct slots slots = {0};
	struct haptics_config config = {0};
	engine_settings_default(&settings);
	config.limits = worker_limits(&settings);
	struct haptics *haptics = haptics_create(&config);
	if (!haptics)
		return NULL;
	struct snapshot_sources sources = {.haptics = haptics, .settings = &settings, .slots = &slots};
	struct engine_snapshot *snapshot = snapshot_build(&sources);
	haptics_destroy(haptics);
	if (snapshot)
		snapshot->revision = 1;
	return snapshot;
}
