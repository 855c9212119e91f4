/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that are not shown. Letters alone are compared, in any case, so that dots, digits and accents that stand apart
 * hide nothing. */
#include <string.h>

#include "haptics/tips/tips.h"

enum { MOST_LETTERS = HAPTICS_MESSAGE_SIZE };

static bool is_between(uint32_t code, uint32_t first, uint32_t last)
{
	return code >= first && code <= last;
}

static uint32_t folded_latin(uint32_t code)
{
	if (is_between(code, 0xc0, 0xde) && code != 0xd7)
		return code + 0x20;
	/* Pairs, of which the capital is even in most of the block and odd in two parts of it. */
	bool is_odd_part = is_between(code, 0x139, 0x148) || is_between(code, 0x179, 0x17e);
	if (is_between(code, 0x100, 0x17f) && code != 0x138 && code != 0x149 && code != 0x178 && code != 0x17f)
		return is_odd_part ? code + (code & 1) : code | 1;
	return code == 0x178 ? 0xff : code;
}

/* Lower case of Latin, Greek, Cyrillic and full-width letters; 0: no letter. */
static uint32_t letter_of(uint32_t code)
{
	if (code < 0x80)
		return is_between(code | 0x20, 'a', 'z') ? code | 0x20 : 0;
	if (is_between(code, 0x80, 0xbf))
		return code == 0xaa || code == 0xb5 || code == 0xba ? code : 0;
	if (code == 0xd7 || code == 0xf7 || is_between(code, 0x300, 0x36f))
		return 0;
	if (code < 0x180)
		return folded_latin(code);
	if (is_between(code, 0x391, 0x3a9) || is_between(code, 0x410, 0x42f))
		return code + 0x20;
	if (is_between(code, 0x400, 0x40f))
		return code + 0x50;
	if (is_between(code, 0xff21, 0xff3a) || is_between(code, 0xff41, 0xff5a))
		return (code - 0xff00 + 0x20) | 0x20;
	bool is_sign = is_between(code, 0x2000, 0x2bff) || is_between(code, 0x3000, 0x303f) ||
		       is_between(code, 0xe000, 0xf8ff) || is_between(code, 0xfe00, 0xfe6f) ||
		       is_between(code, 0xff00, 0xff20) || code >= 0x1f000;
	return is_sign ? 0 : code;
}

static size_t letters_of(const char *text, uint32_t letters[MOST_LETTERS])
{
	size_t left = strlen(text);
	size_t count = 0;
	for (size_t step = 1; left > 0 && count < MOST_LETTERS; text += step, left -= step) {
		size_t width = 0;
		uint32_t letter = letter_of(text_character(text, left, &width));
		step = width ? width : 1;
		if (width && letter)
			letters[count++] = letter;
	}
	return count;
}

static bool holds(const uint32_t *letters, size_t count, const uint32_t *word, size_t length)
{
	for (size_t i = 0; length > 0 && i + length <= count; i++)
		if (memcmp(&letters[i], word, length * sizeof(*word)) == 0)
			return true;
	return false;
}

bool text_is_blocked(const char *text, const json_t *words)
{
	uint32_t letters[MOST_LETTERS];
	uint32_t word[MOST_LETTERS];
	if (!text[0] || json_array_size(words) == 0)
		return false;
	size_t count = letters_of(text, letters);
	for (size_t i = 0; i < json_array_size(words); i++) {
		size_t length = letters_of(json_string_value(json_array_get(words, i)), word);
		if (holds(letters, count, word, length))
			return true;
	}
	return false;
}
