/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shaders of text. They are part of the program and no file, so that text is drawn whatever is missing. All of it
 * inside the graphics context, but for text_effect_create(). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct gs_effect;
struct gs_texture;
struct text_surround;

/* NULL when the driver refuses it, which is logged. Enters the context. gs_effect_destroy() it. */
struct gs_effect *text_effect_create(void);

/* A part of a texture, in its pixels; may reach over its edges, where there is nothing. */
struct text_part {
	float x, y, width, height;
};

/* Replaces what lies in that box of the target (of R8 or R8G8) by the coverage (alpha) in part, drawn at a scale, and
 * what surrounds it. */
void text_effect_mask(struct gs_effect *effect, struct gs_texture *coverage, const struct text_part *part,
		      const struct text_part *box, const struct text_surround *surround);
/* Draws a part of a mask with its top left corner at x, y. Colours: 0xAABBGGRR. */
void text_effect_draw(struct gs_effect *effect, struct gs_texture *mask, const struct text_part *part, float x, float y,
		      uint32_t colour, uint32_t surround);
