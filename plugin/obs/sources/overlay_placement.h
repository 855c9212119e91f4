/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting a new pairing code, or what viewers see, into a scene. */
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { PLACED_NAME_SIZE = 256 };

struct placed_source {
	char scene[PLACED_NAME_SIZE]; /* its name to show: valid UTF-8, cut where it is longer */
	char source[PLACED_NAME_SIZE];
};

/* Adds a new pairing code source to the current scene, bottom right, unscaled; false: there is no scene. Where the
 * scene has one already, the properties of the new one open, which say so. UI thread. */
bool overlay_add_to_current_scene(void);
/* The same with what viewers see: bottom left, its width by the canvas, never a scale. */
bool activity_add_to_current_scene(struct placed_source *placed);
/* Presses the Try button of what viewers see: a sample of some seconds, on air where the source is. false: there is no
 * such source. UI thread. */
bool activity_try(const char *source_name);

#ifdef __cplusplus
}
#endif
