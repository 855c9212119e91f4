/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Virtual toys inside the plugin: a link that never touches the network. Toys model time as the app does: a level ends
 * when its timeSec has passed, a pattern steps through its strengths, Stop ends everything.
 *
 * Commands go through the same encoder as those of a session, so that what the API would refuse is refused here too.
 * Thread: the loop's, as lovense/link.h says. */
#pragma once

#include <stdbool.h>

#include "lovense/link.h"

struct lovense_simulator_config {
	const char *const *toy_types; /* NULL-terminated, e.g. "lush", "nora"; NULL: one lush and one nora */
	int latency_ms;               /* between send and effect */
	struct lovense_listener listener;
};

/* New link; NULL: out of memory. */
struct lovense_link *lovense_simulator_create(struct loop *loop, const struct lovense_simulator_config *config);
/* Switches of the simulated phone and toys; changed() follows. index counts from 0. */
void lovense_simulator_set_app_online(struct lovense_link *link, bool is_online);
void lovense_simulator_set_toy_connected(struct lovense_link *link, size_t index, bool is_connected);
/* What the toy does now, in device steps; 0 when still. LOVENSE_STROKE: the position of a position toy while it moves.
 */
int lovense_simulator_level(const struct lovense_link *link, size_t index, enum lovense_function function);
