/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_sheet.h"

#include <obs-module.h>

struct text_sheet {
	size_t count;
	struct text_line lines[TEXT_SLOTS_MAX];
};

int text_box_height(int size_px, int margin)
{
	return size_px * 3 / 2 + 2 * margin;
}

int text_box_baseline(int size_px, int margin)
{
	return size_px * 5 / 4 + margin;
}

int text_surround_margin(const struct text_surround *surround)
{
	return (int)surround->outline_px + 1;
}

struct text_sheet *text_sheet_create(struct text_pool *pool, const struct text_slot *slots, size_t count,
				     const struct text_surround *surround)
{
	struct text_sheet *sheet = bzalloc(sizeof(*sheet));
	UNUSED_PARAMETER(pool);
	UNUSED_PARAMETER(slots);
	UNUSED_PARAMETER(surround);
	sheet->count = count;
	return sheet;
}

void text_sheet_destroy(struct text_sheet *sheet)
{
	bfree(sheet);
}

void text_sheet_set(struct text_sheet *sheet, size_t slot, const char *text)
{
	sheet->lines[slot].width = text[0] ? 1.0f : 0.0f;
}

bool text_sheet_is_settled(const struct text_sheet *sheet)
{
	return sheet != NULL;
}

const struct text_line *text_sheet_line(const struct text_sheet *sheet, size_t slot)
{
	return &sheet->lines[slot];
}

const struct text_digits *text_sheet_digits(const struct text_sheet *sheet, size_t slot)
{
	UNUSED_PARAMETER(sheet);
	UNUSED_PARAMETER(slot);
	return NULL;
}

struct gs_texture *text_sheet_texture(const struct text_sheet *sheet)
{
	UNUSED_PARAMETER(sheet);
	return NULL;
}

void text_sheet_size(const struct text_sheet *sheet, int *width_px, int *height_px)
{
	UNUSED_PARAMETER(sheet);
	*width_px = 0;
	*height_px = 0;
}

void text_sheet_draw(const struct text_sheet *sheet, size_t slot, float x, float y, uint32_t colour, uint32_t surround)
{
	UNUSED_PARAMETER(sheet);
	UNUSED_PARAMETER(slot);
	UNUSED_PARAMETER(x);
	UNUSED_PARAMETER(y);
	UNUSED_PARAMETER(colour);
	UNUSED_PARAMETER(surround);
}
