/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a source lies in the scenes it is part of, as far as it matters to a phone that looks at it. */
#pragma once

#include <stdbool.h>

struct obs_source;

struct overlay_placement {
	double smallest_scale; /* pixels of the canvas for one of the source's; 1 where it is in no scene */
	bool is_distorted; /* turned, mirrored, stretched, filtered, or smoothed because no whole number scales it */
};

/* Looks at every scene of the current collection; source NULL: it is in none. Takes locks of libobs: not on the
 * graphics thread, not in a signal, and with no lock held. */
void overlay_placement_find(struct overlay_placement *placement, struct obs_source *source);
