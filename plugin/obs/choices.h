/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dock offers to choose from: scenes and sources. UI thread. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum choice_kind { CHOICE_SCENE = 1, CHOICE_VIDEO_SOURCE, CHOICE_AUDIO_SOURCE, CHOICE_MEDIA_SOURCE };

struct choice {
	char *name;
	char *uuid; /* "" before OBS 29.1 */
};
struct choices {
	struct choice *items;
	size_t count;
};
/* Fills choices with what the current collection holds of that kind, maybe nothing. Takes locks of libobs. */
void choices_list(struct choices *choices, enum choice_kind kind);
/* An empty list is fine. */
void choices_free(struct choices *choices);

#ifdef __cplusplus
}
#endif
