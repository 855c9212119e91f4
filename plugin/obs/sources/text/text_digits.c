/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_digits.h"

#include <math.h>
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

static float widest(const struct text_digits *digits)
{
	float width = 0.0f;
	for (int i = 0; i < 10; i++)
		width = fmaxf(width, digits->cells[i].advance);
	return width;
}

size_t text_digits_place(const struct text_digits *digits, const char *number, enum text_spacing spacing,
			 struct text_digit *places, size_t room, float *width)
{
	float even = spacing == TEXT_DIGITS_EVEN ? widest(digits) : 0.0f;
	size_t count = 0;
	float x = 0.0f;
	for (; *number; number++) {
		int cell = cell_of(*number);
		float own = cell >= 0 ? digits->cells[cell].advance : 0.0f;
		float advance = cell >= 0 && cell < 10 ? fmaxf(even, own) : own;
		if (cell >= 0 && count < room)
			places[count++] = (struct text_digit){.cell = cell, .x = x + (advance - own) * 0.5f};
		if (cell >= 0)
			x += advance;
		else if (*number == ' ')
			x += digits->space;
	}
	*width = x;
	return count;
}
