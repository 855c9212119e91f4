/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a pairing code source is in the scenes: how it is drawn there, as far as it matters to a phone's camera; and
 * putting a new one, or what viewers see, into a scene. */
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct obs_source;

struct overlay_placement {
	double smallest_scale; /* pixels of the canvas for one of the source's; 1 where it is in no scene */
	bool is_distorted; /* turned, mirrored, stretched, filtered, or smoothed because no whole number scales it */
};

/* Looks at every scene of the current collection; source NULL: it is in none. Takes locks of libobs: not on the
 * graphics thread, not in a signal, and with no lock held. */
void overlay_placement_find(struct overlay_placement *placement, struct obs_source *source);
/* Adds a new pairing code source to the current scene, bottom right, unscaled; false: there is no scene. UI thread. */
bool overlay_add_to_current_scene(void);
/* The same with what viewers see: bottom left, its width by the canvas, never a scale. */
bool activity_add_to_current_scene(void);

#ifdef __cplusplus
}
#endif
