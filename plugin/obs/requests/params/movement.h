/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a request wants to move: a rule, or in its place a level, a pattern or a preset; on which toys and functions;
 * and who caused it. */
#pragma once

#include <stdbool.h>

struct engine_snapshot;
struct haptics_intent;
struct request_params;

/* Fills id, value, extra, functions and toys of the intent. false: as in request_params.h; what was read before stays.
 * snapshot: the newest one, for the ids of toys. Any thread. */
bool movement_read(struct request_params *params, const struct engine_snapshot *snapshot,
		   struct haptics_intent *intent);
