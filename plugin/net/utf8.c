/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/utf8.h"

#include <string.h>

uint32_t utf8_code_point(const char *text, size_t size)
{
	const unsigned char *at = (const unsigned char *)text;
	uint32_t code = size > 1 ? at[0] & (0x7fu >> size) : at[0];
	for (size_t i = 1; i < size; i++)
		code = code << 6 | (at[i] & 0x3f);
	return code;
}

size_t utf8_character_size(const char *text, size_t size)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000}; /* what so many bytes stand for */
	const unsigned char *at = (const unsigned char *)text;
	if (size == 0 || at[0] < 0x80)
		return size > 0;
	size_t length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
	if (at[0] < 0xc0 || at[0] > 0xf7 || size < length)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	uint32_t code = utf8_code_point(text, length);
	bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
	return code >= least[length] && code <= 0x10ffff && !is_surrogate ? length : 0;
}

bool utf8_is_valid(const char *text)
{
	size_t left = strlen(text);
	for (size_t size = 0; left > 0 && (size = utf8_character_size(text, left)) > 0; left -= size)
		text += size;
	return left == 0;
}

size_t utf8_mark_size(const char *text, size_t size)
{
	static const char mark[] = {'\xEF', '\xBB', '\xBF'};
	return size >= sizeof(mark) && !memcmp(text, mark, sizeof(mark)) ? sizeof(mark) : 0;
}
