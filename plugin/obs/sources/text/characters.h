/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kind of character a code point is, for drawing. Coarse tables of Unicode blocks, made for names and messages,
 * not for typesetting. Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Belongs to the character before it: marks, vowel signs, joiners, variation selectors, skin tones. */
bool character_is_mark(uint32_t code);
/* Cannot be drawn by any text source, or only as a box: controls, directions, joiners, emoji, private use. */
bool character_is_dropped(uint32_t code);
/* Letters of Hebrew and its points. */
bool character_is_hebrew(uint32_t code);
/* Belongs to no script: spaces, digits, punctuation, signs, marks. */
bool character_is_neutral(uint32_t code);
/* Latin, Greek, Cyrillic. */
bool character_is_western(uint32_t code);
/* The plain letter or digit for those that look like it: full width, mathematical alphabets. The rest is as it was. */
uint32_t character_plain(uint32_t code);
/* The bracket that opens the other way; the rest is as it was. */
uint32_t character_mirrored(uint32_t code);
