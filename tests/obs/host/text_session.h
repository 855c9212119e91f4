/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the scenarios of the text pool share: a libobs with OBS's text source, a pool, and a look into the masks. Main
 * thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "obs/sources/text/text_pool.h"
#include "obs/sources/text/text_sheet.h"

/* Starts libobs and its text source; false: it is not installed here, and the scenario is over. */
bool text_start(void);
/* Ends libobs; no letter was left out for want of room. */
void text_finish(void);

/* Sets a text as a source would, on the graphics thread. */
void text_set(struct text_sheet *sheet, size_t slot, const char *text);
/* Runs frames until every slot shows what it was given. */
void text_settle(struct text_sheet *sheet);
/* A sheet of one line without surround, 1000 px wide, with that text, settled. face NULL: the system's. */
struct text_sheet *text_make_line(struct text_pool *pool, const char *face, int size_px, const char *text);

/* The box of a slot as it is drawn now; red and green of each pixel (green 0 without surround). bfree() it. */
struct text_mask {
	uint8_t *red, *green; /* one block: free red */
	int width, height;
};
struct text_mask text_read(const struct text_sheet *sheet, size_t slot);
/* The first and the last column with red of at least 32; -1: none. */
int text_left(const struct text_mask *mask);
int text_right(const struct text_mask *mask);
/* The lowest row with red of at least 128; -1: none. */
int text_bottom(const struct text_mask *mask);
