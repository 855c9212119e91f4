/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other people's words: whatever bytes they are, what comes out of here can be shown. */
#include <string.h>

#include "haptics/tips/tips.h"

uint32_t text_character(const char *text, size_t size, size_t *width)
{
	static const uint32_t first[] = {0, 0, 0x80, 0x800, 0x10000}; /* of the characters of so many bytes */
	unsigned char lead = (unsigned char)text[0];
	size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
	uint32_t code = length > 1 ? lead & (0x7fu >> length) : lead;
	*width = length <= size ? length : 0;
	for (size_t i = 1; i < *width; i++) {
		unsigned char next = (unsigned char)text[i];
		if ((next & 0xc0) != 0x80) {
			*width = 0;
			return 0;
		}
		code = (code << 6) | (next & 0x3f);
	}
	bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
	if (*width > 1 && (code < first[*width] || is_surrogate || code > 0x10ffff))
		*width = 0;
	return *width ? code : 0;
}

/* Controls of C0 and C1, line and paragraph separators, what turns the direction of text, and marks that stand for
 * nothing. */
static bool is_removed(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e || code == 0x200f ||
	       (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff ||
	       (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe007f);
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
