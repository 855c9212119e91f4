/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lines.c and lines_place.c share. */
#pragma once

#include "obs/sources/activity/words/lines.h"
#include "obs/sources/text/text_sheet.h"

enum { NUMBER_BYTES = 48 };

struct lines {
	struct text_sheet *sheet;
	int slot_of[PLAN_SLOTS]; /* in the sheet; -1: not in this layout */
	char number[NUMBER_BYTES];
	char time[NUMBER_BYTES];
	bool has_gap_before_time, has_gap_after_time; /* a space, as the language has it */
	char row_numbers[ACTIVITY_ROWS][NUMBER_BYTES];
	int row_count;
	enum motion_content content;
	uint64_t changes;
};

/* Shows what is put together from digits. */
bool lines_is_number(enum plan_slot slot);
