/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes snapshots. Worker thread; the result crosses threads. */
#pragma once

#include "engine/engine.h"
#include "engine/slots.h"
#include "haptics/haptics.h"
#include "lovense/link.h"

struct snapshot_sources {
	const struct lovense_snapshot *link; /* NULL: no link (mode off) */
	const struct haptics *haptics;
	const struct engine_settings *settings;
	const struct slots *slots;
	bool stop_unconfirmed;
	bool is_ca_file_bad; /* shown as NEEDS_YOU */
	uint64_t rules_serial;
};

/* A new snapshot with one reference and revision 0, or NULL when out of memory. */
struct engine_snapshot *snapshot_build(const struct snapshot_sources *sources);
/* Whether a reader could see any difference (revision and time apart). */
bool snapshot_equals(const struct engine_snapshot *a, const struct engine_snapshot *b);
/* One more reference. Any thread. */
const struct engine_snapshot *snapshot_retain(const struct engine_snapshot *snapshot);
