/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that are not shown. Letters alone are compared, in any case, so that dots, digits and accents that stand apart
 * hide nothing. */
#include <string.h>

#include "haptics/tips/tips.h"

enum { MOST_LETTERS = HAPTICS_MESSAGE_SIZE };

enum folding {
	KEPT,   /* is no capital */
	MOVED,  /* the small letter is so much further */
	PAIRED, /* capital and small letter alternate, the capital is even */
	PAIRED_ODD,
	NO_LETTER,
};

/* Signs, and the capitals of Latin, Greek, Cyrillic and full-width letters, by what they begin with; everything else is
 * a letter. */
static const struct block {
	uint32_t first;
	enum folding folding;
	uint32_t distance;
} blocks[] = {
	{0, NO_LETTER, 0},       {'A', MOVED, 0x20},    {'Z' + 1, NO_LETTER, 0}, {'a', KEPT, 0},
	{'z' + 1, NO_LETTER, 0}, {0xaa, KEPT, 0},       {0xab, NO_LETTER, 0},    {0xb5, KEPT, 0},
	{0xb6, NO_LETTER, 0},    {0xba, KEPT, 0},       {0xbb, NO_LETTER, 0},    {0xc0, MOVED, 0x20},
	{0xd7, NO_LETTER, 0},    {0xd8, MOVED, 0x20},   {0xdf, KEPT, 0},         {0xf7, NO_LETTER, 0},
	{0xf8, KEPT, 0},         {0x100, PAIRED, 0},    {0x138, KEPT, 0},        {0x139, PAIRED_ODD, 0},
	{0x149, KEPT, 0},        {0x14a, PAIRED, 0},    {0x178, KEPT, 0},        {0x179, PAIRED_ODD, 0},
	{0x17f, KEPT, 0},        {0x300, NO_LETTER, 0}, {0x370, KEPT, 0},        {0x391, MOVED, 0x20},
	{0x3aa, KEPT, 0},        {0x400, MOVED, 0x50},  {0x410, MOVED, 0x20},    {0x430, KEPT, 0},
	{0x2000, NO_LETTER, 0},  {0x2c00, KEPT, 0},     {0x3000, NO_LETTER, 0},  {0x3040, KEPT, 0},
	{0xe000, NO_LETTER, 0},  {0xf900, KEPT, 0},     {0xfe00, NO_LETTER, 0},  {0xfe70, KEPT, 0},
	{0xfeff, NO_LETTER, 0},  {0xff66, KEPT, 0},     {0x1f000, NO_LETTER, 0}, {0x20000, KEPT, 0},
	{0xe0000, NO_LETTER, 0},
};

static const struct block *block_of(uint32_t code)
{
	size_t i = sizeof(blocks) / sizeof(blocks[0]) - 1;
	while (blocks[i].first > code)
		i--;
	return &blocks[i];
}

/* Full-width letters stand for those of ASCII. */
static uint32_t without_width(uint32_t code)
{
	bool is_wide = (code >= 0xff21 && code <= 0xff3a) || (code >= 0xff41 && code <= 0xff5a);
	return is_wide ? code - 0xff00 + 0x20 : code;
}

/* In lower case; 0: no letter. */
static uint32_t letter_of(uint32_t character)
{
	uint32_t code = without_width(character);
	const struct block *block = block_of(code);
	switch (block->folding) {
	case MOVED:
		return code + block->distance;
	case PAIRED:
		return code | 1;
	case PAIRED_ODD:
		return code + (code & 1);
	case NO_LETTER:
		return 0;
	default:
		return code;
	}
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

bool haptics_rules_block(const struct haptics_rules *rules, const char *text)
{
	return rules && text_is_blocked(text, rules->viewers.blocked);
}
