/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which toy lies in which slot of the haptics core. A toy keeps its slot for as long as the link lasts, so that a run
 * never jumps to another toy when the service lists them in another order. Pure. */
#pragma once

#include "engine/engine.h"
#include "haptics/haptics.h"
#include "lovense/link.h"

struct slots {
	size_t count;                                    /* slots ever used */
	char ids[HAPTICS_MAX_TOYS][LOVENSE_TOY_ID_SIZE]; /* "" = never used */
	struct lovense_toy toys[HAPTICS_MAX_TOYS]; /* as last reported; is_connected false when no longer listed */
	bool is_by_server;                         /* the route of all */
};

/* Takes the toys of a link snapshot over. A new toy gets an unused slot, else one whose toy is no longer listed; it is
 * left out when all slots are taken by listed toys. */
void slots_update(struct slots *slots, const struct lovense_snapshot *link);
/* What the haptics core needs to know, with the user's ceilings. */
size_t slots_haptics_toys(const struct slots *slots, const struct engine_settings *settings,
			  struct haptics_toy toys[HAPTICS_MAX_TOYS]);
