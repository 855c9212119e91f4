/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/utf8.h"

size_t utf8_character_size(const char *text, size_t size)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t length = 0;
	unsigned char low = 0x80;
	unsigned char high = 0xbf;
	if (size == 0)
		return 0;
	if (at[0] < 0x80)
		return 1;
	if (at[0] >= 0xc2 && at[0] <= 0xdf)
		length = 2;
	else if (at[0] >= 0xe0 && at[0] <= 0xef)
		length = 3;
	else if (at[0] >= 0xf0 && at[0] <= 0xf4)
		length = 4;
	if (length == 0 || size < length)
		return 0;
	switch (at[0]) {
	case 0xe0:
		low = 0xa0;
		break;
	case 0xed:
		high = 0x9f;
		break;
	case 0xf0:
		low = 0x90;
		break;
	case 0xf4:
		high = 0x8f;
		break;
	}
	if (at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (at[i] < 0x80 || at[i] > 0xbf)
			return 0;
	return length;
}
