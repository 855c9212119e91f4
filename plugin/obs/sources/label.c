/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/label.h"

#include <math.h>

#include <obs-module.h>

#include "obs/sources/text/text_sheet.h"

struct label {
	struct text_pool *pool;
	struct text_sheet *sheet;  /* NULL until there is text */
	struct text_sheet *former; /* of another style, drawn until the sheet has a picture; NULL: none */
	struct label_style style;
	bool is_empty;
};

struct label *label_create(struct text_pool *pool)
{
	struct label *label = bzalloc(sizeof(*label));
	label->pool = pool;
	label->is_empty = true;
	return label;
}

void label_destroy(struct label *label)
{
	if (!label)
		return;
	text_sheet_destroy(label->former);
	text_sheet_destroy(label->sheet);
	bfree(label);
}

static void change_style(struct label *label, const struct label_style *style)
{
	struct text_slot slot = {
		.font = {.size_px = style->height_px}, .width_px = style->width_px, .least_scale = style->least_scale};
	struct text_surround nothing = {0};
	text_sheet_destroy(label->former);
	label->former = label->sheet;
	label->sheet = text_sheet_create(label->pool, &slot, 1, &nothing);
}

void label_set(struct label *label, const char *text, const struct label_style *style)
{
	bool is_same = label->style.height_px == style->height_px && label->style.width_px == style->width_px &&
		       label->style.least_scale == style->least_scale;
	label->is_empty = !text[0];
	if (label->is_empty && !label->sheet)
		return;
	if (!label->sheet || !is_same)
		change_style(label, style);
	label->style = *style;
	text_sheet_set(label->sheet, 0, text);
}

bool label_is_changing(const struct label *label)
{
	return label->former != NULL;
}

void label_settle(struct label *label)
{
	if (!label->former || !text_sheet_is_settled(label->sheet))
		return;
	text_sheet_destroy(label->former);
	label->former = NULL;
}

/* NULL: nothing to draw. */
static const struct text_sheet *drawn(const struct label *label)
{
	if (label->is_empty)
		return NULL;
	bool is_drawn = text_sheet_line(label->sheet, 0)->serial > 0;
	return is_drawn || !label->former ? label->sheet : label->former;
}

uint32_t label_height(const struct label *label)
{
	const struct text_sheet *sheet = drawn(label);
	const struct text_line *line = sheet ? text_sheet_line(sheet, 0) : NULL;
	return line ? (uint32_t)lroundf(line->height / line->scale) : 0;
}

bool label_is_shortened(const struct label *label)
{
	const struct text_sheet *sheet = drawn(label);
	return sheet && text_sheet_line(sheet, 0)->is_shortened;
}

void label_render(const struct label *label, float x, float y, float width, float height)
{
	const struct text_sheet *sheet = drawn(label);
	const struct text_line *line = sheet ? text_sheet_line(sheet, 0) : NULL;
	if (!line || line->width < 1.0f)
		return;
	float scale = line->width > width ? width / line->width : 1.0f;
	/* Whole pixels: a mask between two of them is blurred. */
	float left = roundf(x + (width - line->width * scale) / 2.0f);
	float top = roundf(y + (height - line->height * scale) / 2.0f);
	gs_matrix_push();
	gs_matrix_translate3f(left, top, 0.0f);
	gs_matrix_scale3f(scale, scale, 1.0f);
	text_sheet_draw(sheet, 0, 0.0f, 0.0f, label->style.colour | 0xFF000000, 0);
	gs_matrix_pop();
}
