/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_digits.h"

#include <string.h>

static int cell_of(char character)
{
	const char *at = character ? strchr(TEXT_DIGITS, character) : NULL;
	return at ? (int)(at - TEXT_DIGITS) : -1;
}

bool text_digits_can_show(const char *number)
{
	return number[strspn(number, TEXT_DIGITS " ")] == '\0';
}

size_t text_digits_place(const struct text_digits *digits, const char *number, struct text_digit *places, size_t room,
			 float *width)
{
	size_t count = 0;
	float x = 0.0f;
	for (; *number; number++) {
		int cell = cell_of(*number);
		if (cell >= 0 && count < room)
			places[count++] = (struct text_digit){.cell = cell, .x = x};
		if (cell >= 0)
			x += digits->cells[cell].advance;
		else if (*number == ' ')
			x += digits->space;
	}
	*width = x;
	return count;
}
