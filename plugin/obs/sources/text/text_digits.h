/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers put together from digits that were drawn once. Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define TEXT_DIGITS "0123456789%/.,:"
enum { TEXT_DIGIT_COUNT = 15 };

struct text_digits {
	struct {
		int x, y, width, height; /* its box in the sheet, with the margins */
		float advance;           /* from its place to that of the next */
	} cells[TEXT_DIGIT_COUNT];
	int margin;
	float space; /* advance of a space */
	float baseline;
};

/* One digit to draw: the box of its cell with its top left corner at x, left of the number's place by the margin. */
struct text_digit {
	int cell;
	float x;
};

enum text_spacing {
	TEXT_DIGITS_PROPORTIONAL = 1,
	TEXT_DIGITS_EVEN, /* each of 0 to 9 takes as much room as the widest, so that what stands behind stays */
};

/* Whether every character is a digit, one of "%/.,:" or a space. */
bool text_digits_can_show(const char *number);
/* Fills in what is drawn for the number that begins at 0, room at most, and returns how many; characters that cannot be
 * shown are left out. width: of the number, without margins. */
size_t text_digits_place(const struct text_digits *digits, const char *number, enum text_spacing spacing,
			 struct text_digit *places, size_t room, float *width);
