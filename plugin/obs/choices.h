/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rule can refer to, for the dock's lists. UI thread. Strings are copies: bfree() the list through
 * obs_choices_free(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum obs_choice_kind {
	OBS_CHOICE_SCENE = 1,
	OBS_CHOICE_VIDEO_SOURCE,
	OBS_CHOICE_AUDIO_SOURCE,
	OBS_CHOICE_MEDIA_SOURCE
};

struct obs_choice {
	char *name;
	char *uuid; /* "" before OBS 29.1 */
};
struct obs_choices {
	struct obs_choice *items;
	size_t count;
};
/* Fills choices with what the current collection holds of that kind, maybe nothing. Takes locks of libobs. */
void obs_choices_list(struct obs_choices *choices, enum obs_choice_kind kind);
/* An empty list is fine. */
void obs_choices_free(struct obs_choices *choices);

/* The key combination bound to a hotkey name ("Ctrl+F9"), "" when none. Cut to size. */
void obs_hotkey_text(const char *hotkey_name, char *text, size_t size);
/* Adds a pairing code source to the current scene, bottom right, unscaled; false: no scene. */
bool obs_add_overlay_to_current_scene(void);

#ifdef __cplusplus
}
#endif
