/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other people's words: whatever bytes they are, what comes out of here can be shown. */
#include <string.h>

#include "haptics/tips/tips.h"

/* Bytes of a character that begins so, 0: none does. */
static size_t length_by_lead(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

static bool is_character(uint32_t code, size_t width)
{
	static const uint32_t first[] = {0, 0, 0x80, 0x800, 0x10000}; /* of the characters of so many bytes */
	bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
	return code >= first[width] && code <= 0x10ffff && !is_surrogate;
}

uint32_t text_character(const char *text, size_t size, size_t *width)
{
	unsigned char lead = (unsigned char)text[0];
	size_t length = length_by_lead(lead);
	uint32_t code = length > 1 ? lead & (0x7fu >> length) : lead;
	*width = 0;
	if (length == 0 || length > size)
		return 0;
	for (size_t i = 1; i < length; i++) {
		unsigned char next = (unsigned char)text[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		code = (code << 6) | (next & 0x3f);
	}
	if (!is_character(code, length))
		return 0;
	*width = length;
	return code;
}

/* Controls of C0 and C1, line and paragraph separators, what turns the direction of text, and marks that stand for
 * nothing. */
static bool is_removed(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} removed[] = {{0, 0x1f},        {0x7f, 0x9f},     {0x61c, 0x61c},   {0x200e, 0x200f},  {0x2028, 0x202e},
		       {0x2066, 0x2069}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++)
		if (code >= removed[i].first && code <= removed[i].last)
			return true;
	return false;
}

static size_t length_of(const char *text, size_t size)
{
	const char *end = text ? memchr(text, '\0', size) : NULL;
	if (!text)
		return 0;
	return end ? (size_t)(end - text) : size;
}

void haptics_clean_text(char *to, int characters, const char *text, size_t size)
{
	size_t left = length_of(text, size);
	char *end = to;
	for (size_t step = 1; left > 0 && characters > 0; text += step, left -= step) {
		size_t width = 0;
		uint32_t code = text_character(text, left, &width);
		step = width ? width : 1;
		bool is_space_in_front = code == ' ' && end == to;
		if (width && (is_removed(code) || is_space_in_front))
			continue;
		if (width)
			memmove(end, text, width);
		else
			*end = '?';
		end += step;
		characters--;
	}
	while (end > to && end[-1] == ' ')
		end--;
	*end = '\0';
}
