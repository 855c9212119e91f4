/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The label of a viewers' source: words with places, as "{rule} {level}". Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { LABEL_BYTES_MAX = 512, LABEL_PARTS_MAX = 32, LABEL_PLACES_MAX = 100 };

enum label_place {
	LABEL_LEVEL, /* "62 %" */
	LABEL_RULE,
	LABEL_BY,
	LABEL_SECONDS, /* "12" */
	LABEL_TOY,
	LABEL_BATTERY,
	LABEL_AMOUNT,
	LABEL_UNIT,
	LABEL_MESSAGE,
	LABEL_ACTUAL,
	LABEL_PLACES,
};

/* What each place is filled with, valid UTF-8, borrowed; NULL or "": nothing. */
struct label_values {
	const char *of[LABEL_PLACES];
};

/* A piece of the result that changes often (level, seconds, actual; made of digits only), or what lies between such. */
struct label_part {
	size_t from, size; /* bytes */
	bool is_number;
};

struct label_text {
	char text[LABEL_BYTES_MAX];
	struct label_part parts[LABEL_PARTS_MAX]; /* one after the other, without gaps, they are the text */
	size_t part_count;
};

/* Fills a template. What is no known place stays as typed; of more than LABEL_PLACES_MAX places the rest stays as
 * typed; text that is too long is cut at a character. A place with nothing to say goes away with one space beside it.
 * Spaces at both ends are removed. */
void label_template_fill(struct label_text *label, const char *template, const struct label_values *values);
