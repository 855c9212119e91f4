/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes snapshots. Worker thread; the result crosses threads. */
#pragma once

#include "engine/engine.h"
#include "engine/slots.h"
#include "haptics/haptics.h"
#include "lovense/link.h"

struct snapshot_sources {
	const struct lovense_snapshot *link; /* NULL: no link (mode off) */
	struct haptics *haptics;
	const struct engine_settings *settings;
	const struct slots *slots;
	bool stop_unconfirmed;
	bool is_ca_file_bad; /* shown as NEEDS_YOU */
	uint64_t rules_serial;
	const struct engine_snapshot *previous; /* NULL: none; what did not change of its queue is shared */
};

/* A new snapshot with one reference and revision 0, or NULL when out of memory. */
struct engine_snapshot *snapshot_build(const struct snapshot_sources *sources);
/* Whether a reader could see any difference (revision and time apart). */
bool snapshot_equals(const struct engine_snapshot *a, const struct engine_snapshot *b);
/* --- snapshot_viewers.c: what viewers send --- */

/* Those that wait, shared by snapshots. */
struct waiting_block;

/* Everything but the lists. */
void snapshot_fill_viewers(struct engine_snapshot *out, const struct haptics *haptics);
void snapshot_fill_run(struct engine_run *out, const struct haptics_rules *rules, const struct haptics_run_status *run);
/* A reference to those that wait now, which is old where nothing has changed (old may be NULL); NULL: nobody waits, or
 * out of memory. */
struct waiting_block *waiting_block_build(const struct haptics *haptics, struct waiting_block *old);
void waiting_block_release(struct waiting_block *block); /* NULL is fine */
size_t waiting_block_count(const struct waiting_block *block);
const struct engine_run *waiting_block_runs(const struct waiting_block *block);

/* One more reference. Any thread. */
const struct engine_snapshot *snapshot_retain(const struct engine_snapshot *snapshot);
