/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/text.h"

#include <ctype.h>
#include <string.h>

#include "net/ascii.h"
#include "net/utf8.h"

bool text_copy_sized(char *out, size_t size, const char *text, size_t length)
{
	size_t used = 0;
	const unsigned char *in = (const unsigned char *)text;
	const unsigned char *end = in + length;
	while (in < end) {
		size_t width = utf8_character_size((const char *)in, (size_t)(end - in));
		if (used + (width ? width : 1) >= size)
			break;
		/* C1 controls (U+0080 to U+009F) steer terminals as C0 does. */
		bool is_control = (width == 1 && iscntrl(*in)) || (width == 2 && in[0] == 0xc2 && in[1] < 0xa0);
		if (width == 0 || is_control)
			out[used++] = width == 0 ? '?' : ' ';
		else
			memcpy(out + used, in, width), used += width;
		in += width ? width : 1;
	}
	if (size > 0)
		out[used] = '\0';
	return in == end;
}

bool text_copy(char *out, size_t size, const char *text)
{
	return text_copy_sized(out, size, text ? text : "", text ? strlen(text) : 0);
}

bool text_copy_lower(char *out, size_t size, const char *text)
{
	bool is_whole = text_copy(out, size, text);
	for (char *c = out; *c; c++)
		*c = (char)((*c & 0x80) ? *c : tolower((unsigned char)*c));
	return is_whole;
}

bool text_has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

bool text_contains(const char *text, const char *word)
{
	size_t length = strlen(word);
	for (; *text; text++) {
		if (ascii_starts_with(text, word))
			return true;
	}
	return length == 0;
}
