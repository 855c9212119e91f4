/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of text of one source, as masks in one small texture: red is the coverage of the letters, green that of
 * what surrounds them (outline, shadow, glow). There is no colour in it: colours and gradients are for whoever draws,
 * and change for free.
 *
 * A sheet is a texture of R8G8 (R8 without surround) with a fixed box for each slot. It costs width x height x 2 bytes:
 * 180 KB for a title, a number and a second line at 600 x 120, made once. A change of text allocates no texture; a
 * frame without a change allocates, uploads and draws nothing. A slot keeps its old picture until the new one is ready,
 * a few frames later.
 *
 * A slot shows either a line or the digits, from which any number is put together with no work at all (text_digits.h).
 *
 * Threads. Graphics thread: the one that ticks sources. What lies in a slot changes only there and inside the graphics
 * context, between frames; so the readers below may be called there, or by anybody inside the context. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "obs/sources/text/text_digits.h"

struct gs_texture;
struct text_pool;
struct text_sheet;

enum {
	TEXT_SLOTS_MAX = 64,  /* of a sheet */
	TEXT_BYTES_MAX = 512, /* of a line; longer text is cut at a character */
	TEXT_FACE_MAX = 96,   /* of a face's name, with the ending NUL */
	TEXT_SIZE_MIN = 4,    /* of a font, in pixels */
	TEXT_SIZE_MAX = 256,
	TEXT_WIDTH_MAX = 4096, /* of a slot */
	TEXT_MARGIN_MAX = 16,
};

/* A face that is not installed is replaced by the system's default; the text source does not tell. */
struct text_font {
	char face[TEXT_FACE_MAX]; /* "": Sans Serif */
	bool is_bold;
	int size_px; /* brought into range */
};

/* What surrounds letters; all 0: nothing. */
struct text_surround {
	float outline_px; /* 0..8 */
	float shadow_px;  /* how far shadow or glow reach, 0..12 */
	float shadow_down_px;
	float shadow_strength; /* 1.6 covers fully near the letters */
};

struct text_slot {
	struct text_font font;
	char face2[TEXT_FACE_MAX]; /* for scripts other than Latin, Greek and Cyrillic; "": the same face */
	int width_px;              /* of the text, without margins; brought into 1..TEXT_WIDTH_MAX; digits: not used */
	/* Text that is too wide is drawn smaller, down to this (0..1], and then shortened to end in an ellipsis. 0: as
	 * small as needed, never shortened. */
	float least_scale;
	bool is_digits;
};

/* What a slot shows. In pixels of the sheet, which are pixels of the source when drawn 1:1. */
struct text_line {
	int box_x, box_y, box_width, box_height; /* the whole slot with its margins: draw at most this */
	int margin;                              /* of the letters to the left and the top of the box */
	float width;                             /* of the letters; 0: nothing to draw (yet) */
	float top, height;                       /* of the letters, as OBS measures a text source; top: in the box */
	float baseline;                          /* below the top of the box; the same for every text of a font */
	float scale;                             /* how much smaller it was drawn, 0..1 */
	bool is_shortened;
	uint32_t serial; /* changes with each new picture */
};

/* Height of a slot's box with such a font and margin; where its baseline is. Pure. */
int text_box_height(int size_px, int margin);
int text_box_baseline(int size_px, int margin);

/* Copies what it is given. Takes count slots at most TEXT_SLOTS_MAX. Any thread; not with a lock that a tick takes.
 * Never NULL. */
struct text_sheet *text_sheet_create(struct text_pool *pool, const struct text_slot *slots, size_t count,
				     const struct text_surround *surround);
/* Outside any tick or drawing of the owner. Any thread; enters the graphics context. NULL is fine. */
void text_sheet_destroy(struct text_sheet *sheet);

/* Asks for a text: one line, any bytes (made valid UTF-8; line breaks become spaces, emoji are left out where they
 * cannot be drawn). The same text again costs a comparison. A slot of digits needs no text. Graphics thread. */
void text_sheet_set(struct text_sheet *sheet, size_t index, const char *text);
/* Whether every slot shows what it was last given. Always true where OBS has no text source. Graphics thread. */
bool text_sheet_is_settled(const struct text_sheet *sheet);

/* Whether the slot was given something and has shown nothing yet. Graphics thread. */
bool text_sheet_is_blank(const struct text_sheet *sheet, size_t slot);

/* Borrowed, for as long as the sheet; never NULL. */
const struct text_line *text_sheet_line(const struct text_sheet *sheet, size_t slot);
/* The measures of a slot of digits; NULL until they are drawn. Borrowed. */
const struct text_digits *text_sheet_digits(const struct text_sheet *sheet, size_t slot);
/* Borrowed; NULL until the first picture. Set it with gs_effect_set_texture(), never _srgb. */
struct gs_texture *text_sheet_texture(const struct text_sheet *sheet);
/* Of the texture. Any thread. */
void text_sheet_size(const struct text_sheet *sheet, int *width_px, int *height_px);

/* Draws a slot with the top left corner of its letters (margin, top) at x, y, in one colour (0xAABBGGRR) and the
 * surround, where there is one, in the other; with OBS's own blending (straight alpha, gamma). For simple users and
 * where an effect is missing. Inside the graphics context. */
void text_sheet_draw(const struct text_sheet *sheet, size_t slot, float x, float y, uint32_t colour, uint32_t surround);
