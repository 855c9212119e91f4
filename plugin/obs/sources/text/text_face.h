/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One font of the pool: the text source of OBS that draws it, and what is known of it. Internal to this room. Graphics
 * thread, but where it says otherwise. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "obs/sources/text/text_sheet.h"

struct gs_texture_render;
struct obs_source;

/* What measures the ascent: a letter that stands on the baseline. */
#define TEXT_FACE_PROBE "H"

struct text_face {
	struct text_font font;
	struct text_face *next; /* guarded by the pool's lock, as the next one */
	long users;             /* slots of sheets */

	struct obs_source *source; /* NULL until it is fed, and after its glyphs were thrown away */
	float ascent;              /* from the top of the source to its baseline; 0: to be measured */
	uint32_t *seen;            /* characters beyond ASCII that the source has drawn */
	size_t seen_count;

	/* The digits in a row; touched inside the graphics context. */
	struct gs_texture_render *strip;
	struct text_digits digits; /* cells in the strip */
	bool has_digits;
};

/* The id of OBS's text source, NULL where there is none. Any thread. */
const char *text_face_source_id(void);
/* Whether that source looks for letters in other fonts, and orders right to left by itself. Any thread. */
bool text_face_has_fallback(void);
/* Any thread. */
struct text_face *text_face_create(const struct text_font *font);
/* Any thread, when nothing uses it any more; enters the graphics context. */
void text_face_destroy(struct text_face *face);
/* Gives the source up; the face stays. Any thread, while nothing feeds it. */
void text_face_forget_source(struct text_face *face);

/* Hands the source its text, which it draws after its next tick. May make the source, or make it anew when it has drawn
 * so many different letters that its atlas, which never shrinks, is filling up; false: it holds TEXT_FACE_PROBE
 * in place of the text. Outside the graphics context. */
bool text_face_feed(struct text_face *face, const char *text);
/* Of what the source holds now. */
float text_face_width(const struct text_face *face);
float text_face_height(const struct text_face *face);
/* Takes the measure of TEXT_FACE_PROBE, which the source holds. */
void text_face_measure(struct text_face *face);
