/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting a new pairing code, or what viewers see, into a scene. */
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Adds a new pairing code source to the current scene, bottom right, unscaled; false: there is no scene. Where the
 * scene has one already, the properties of the new one open, which say so. UI thread. */
bool overlay_add_to_current_scene(void);
/* The same with what viewers see: bottom left, its width by the canvas, never a scale. */
bool activity_add_to_current_scene(void);

#ifdef __cplusplus
}
#endif
