/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the scenarios of the pairing code source share: a bare libobs with the module, and a code to draw. Main thread.
 */
#pragma once

#include <obs.h>

#include "engine/snapshot.h"

/* A pairing code of the usual length. */
extern const char overlay_pairing[];

/* libobs with video, the module loaded. */
void overlay_start(void);
/* The engine has this code from now on, and is waiting for it to be scanned. */
void overlay_offer_code(const char *payload);
/* The engine has no code and is in this state. */
void overlay_show_state(enum engine_state state);
/* A pairing code source with these settings: obs_source_release() it. */
obs_source_t *overlay_make(const char *settings_json);
/* What it draws now is this code; is nothing at all. */
void overlay_expect_code(obs_source_t *source, const char *payload);
void overlay_expect_empty(obs_source_t *source);
/* Makes a scene with it the program. */
void overlay_put_on_air(obs_source_t *source, obs_scene_t **scene);
/* Releases both. */
void overlay_take_off_air(obs_source_t *source, obs_scene_t *scene);
/* What an output gets of the program after that many frames is this code; "": none. */
void overlay_expect_recorded(int frame, const char *payload);
