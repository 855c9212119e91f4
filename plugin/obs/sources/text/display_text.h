/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other people's words, made fit for what the text sources of OBS can draw. Pure; any thread.
 *
 * Drawn: Latin, Greek, Cyrillic; with a font that has them CJK, Kana, Hangul, Thai without stacking. Pure Hebrew runs
 * are turned around, so that they read from right to left. Cannot be drawn: emoji (removed), Arabic (single, unjoined
 * letters), Indic scripts (unshaped). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISPLAY_RUNS_MAX = 8 };

/* Copies a name: valid UTF-8, without control and bidirectional characters, emoji, joiners, variation selectors and
 * private use; spaces put together and trimmed. Returns false when nothing is left: show "a viewer" instead. */
bool display_text_clean(char *out, size_t size, const char *text);
/* Removes in place what clean removes, but no spaces. text is valid UTF-8. */
void display_text_drop(char *text);
/* Turns around each run of Hebrew for sources that draw in memory order; numbers inside it keep their direction.
 * text is valid UTF-8. */
void display_text_reorder(char *text);
/* A part of a text that is drawn in one face. */
struct display_run {
	size_t from, size; /* bytes */
	bool is_other;     /* not Latin, Greek or Cyrillic: the second face */
};
/* Splits valid UTF-8 by script; spaces, digits and punctuation go with what is before them, at the beginning with the
 * first face. The last run takes what is left when there are more than room. Returns how many. */
size_t display_text_runs(const char *text, struct display_run *runs, size_t room);

/* Shortens valid UTF-8 in place to its first keep whole characters as a person sees them (with their marks) and an
 * ellipsis, without a space before it. Does nothing when text has no more than keep. size: of the buffer. */
void display_text_shorten(char *text, size_t size, size_t keep);
/* How many characters a person sees. */
size_t display_text_length(const char *text);

enum display_fit { DISPLAY_FITS = 1, DISPLAY_SMALLER, DISPLAY_SHORTER };
/* What to do with a text of length characters that is width wide, in room pixels. DISPLAY_SMALLER: draw it at *scale.
 * DISPLAY_SHORTER: shorten it to *keep characters, fewer than length, and measure again. least_scale 0: never shorter.
 */
enum display_fit display_text_fit(size_t length, float width, float room, float least_scale, float *scale,
				  size_t *keep);
