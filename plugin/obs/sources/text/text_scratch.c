/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From OBS's text source to coverage, and from there to the masks of the sheets. */
#include <math.h>

#include <graphics/vec4.h>
#include <obs-module.h>

#include "obs/sources/text/text_effect.h"
#include "obs/sources/text/text_private.h"

enum { GROWS_BY_PX = 512 };

/* Where the baseline is in the scratch for a font. */
static float text_scratch_baseline(int size_px)
{
	return (float)text_box_baseline(size_px, TEXT_MARGIN_MAX);
}

/* Enough for letters that are all as wide as they are high; a texture once large enough stays. */
static uint32_t width_for(const struct text_job *job, int size_px)
{
	size_t letters = job->is_digits ? TEXT_DIGIT_COUNT : job->length + 1;
	size_t gaps = (job->is_digits ? TEXT_DIGIT_COUNT * 2 : 2) * (size_t)TEXT_MARGIN_MAX;
	size_t width = (letters * (size_t)size_px * 5 / 4 + gaps + GROWS_BY_PX) / GROWS_BY_PX * GROWS_BY_PX;
	return (uint32_t)(width < TEXT_SCRATCH_WIDTH_MAX ? width : TEXT_SCRATCH_WIDTH_MAX);
}

static bool begin(gs_texrender_t **target, enum gs_color_format format, uint32_t width, uint32_t height)
{
	if (!*target)
		*target = gs_texrender_create(format, GS_ZS_NONE);
	gs_texrender_reset(*target);
	if (!gs_texrender_begin(*target, width, height))
		return false;
	gs_ortho(0.0f, (float)width, 0.0f, (float)height, -100.0f, 100.0f);
	return true;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static void clear(void)
{
	struct vec4 nothing = {0};
	gs_clear(GS_CLEAR_COLOR, &nothing, 0.0f, 0);
}

/* White letters over nothing, as OBS blends them: what arrives in alpha is their coverage. Red is not everywhere: the
 * text source of Windows draws it for linear light. */
static void draw_letters(const struct text_job *job, const struct text_face *face)
{
	float baseline = text_scratch_baseline(face->font.size_px);
	gs_blend_state_push(); /* the text source resets it and leaves it so */
	gs_matrix_push();
	gs_matrix_translate3f(job->pen, roundf(baseline - face->ascent * job->squeeze), 0.0f);
	gs_matrix_scale3f(job->squeeze, job->squeeze, 1.0f);
	obs_source_video_render(face->source);
	gs_matrix_pop();
	gs_blend_state_pop();
}

void text_scratch_draw(struct text_sheet *sheet, const struct text_job *job, struct text_face *face)
{
	gs_texrender_t **target = job->is_digits ? &face->strip : &sheet->pool->scratch;
	gs_texture_t *old = *target ? gs_texrender_get_texture(*target) : NULL;
	uint32_t width = width_for(job, face->font.size_px);
	uint32_t height = (uint32_t)text_box_height(face->font.size_px, TEXT_MARGIN_MAX);
	if (old) {
		width = larger(width, gs_texture_get_width(old));
		height = larger(height, gs_texture_get_height(old));
	}
	if (!begin(target, GS_RGBA, width, height))
		return;
	if (job->run == 0)
		clear();
	draw_letters(job, face);
	gs_texrender_end(*target);
}

/* --- masks --- */

static bool begin_mask(struct text_sheet *sheet)
{
	bool is_plain = sheet->surround.outline_px <= 0.0f && sheet->surround.shadow_px <= 0.0f;
	if (!begin(&sheet->mask, is_plain ? GS_R8 : GS_R8G8, (uint32_t)sheet->width_px, (uint32_t)sheet->height_px))
		return false;
	if (!sheet->has_mask)
		clear();
	sheet->has_mask = true;
	gs_blend_state_push();
	gs_enable_blending(false);
	return true;
}

static void end_mask(struct text_sheet *sheet)
{
	gs_enable_blending(true);
	gs_blend_state_pop();
	gs_texrender_end(sheet->mask);
}

/* box: in the mask; x: of the letters in the coverage, whose baseline is where that of a scratch is. */
static void take(struct text_sheet *sheet, gs_texrender_t *coverage, const struct text_part *box, float baseline,
		 float x, int size_px, float scale)
{
	struct text_part part = {.x = x - (float)sheet->margin / scale,
				 .y = text_scratch_baseline(size_px) - baseline / scale,
				 .width = box->width / scale,
				 .height = box->height / scale};
	text_effect_mask(sheet->pool->effect, gs_texrender_get_texture(coverage), &part, box, &sheet->surround);
}

/* As far as there is text, or was: each pixel of a mask costs up to 49 looks at the scratch. Letters may lean over. */
static float width_to_take(const struct text_sheet *sheet, struct text_sheet_slot *slot, float text_px)
{
	float before = slot->inked_px;
	slot->inked_px = ceilf(text_px + (float)slot->wish.font.size_px * 0.25f) + 2.0f * (float)sheet->margin;
	return fminf(fmaxf(slot->inked_px, before), (float)slot->line.box_width);
}

void text_scratch_take(struct text_sheet *sheet, const struct text_job *job, float scale)
{
	struct text_sheet_slot *slot = &sheet->slots[job->slot];
	const struct text_line *line = &slot->line;
	struct text_part box = {.x = (float)line->box_x, .y = (float)line->box_y, .height = (float)line->box_height};
	if (!begin_mask(sheet))
		return;
	box.width = width_to_take(sheet, slot, (job->pen - TEXT_SCRATCH_X) * scale);
	take(sheet, sheet->pool->scratch, &box, line->baseline, TEXT_SCRATCH_X, slot->wish.font.size_px, scale);
	end_mask(sheet);
}

static float digits_scale(const struct text_sheet *sheet, const struct text_sheet_slot *slot)
{
	float advances = 0.0f;
	for (int i = 0; i < TEXT_DIGIT_COUNT; i++)
		advances += slot->face->digits.cells[i].advance;
	int room = slot->line.box_width - TEXT_DIGIT_COUNT * (2 * sheet->margin + 1);
	return advances > (float)room ? (float)room / advances : 1.0f;
}

void text_scratch_take_digits(struct text_sheet *sheet, struct text_sheet_slot *slot)
{
	const struct text_digits *strip = &slot->face->digits;
	struct text_digits *digits = &slot->digits;
	float scale = digits_scale(sheet, slot);
	int x = slot->line.box_x;
	if (!begin_mask(sheet))
		return;
	for (int i = 0; i < TEXT_DIGIT_COUNT; i++) {
		int width = (int)ceilf(strip->cells[i].advance * scale) + 2 * sheet->margin;
		struct text_part box = {.x = (float)x,
					.y = (float)slot->line.box_y,
					.width = (float)width,
					.height = (float)slot->line.box_height};
		take(sheet, slot->face->strip, &box, slot->line.baseline, (float)strip->cells[i].x,
		     slot->wish.font.size_px, scale);
		digits->cells[i].x = x;
		digits->cells[i].y = slot->line.box_y;
		digits->cells[i].width = width;
		digits->cells[i].height = slot->line.box_height;
		digits->cells[i].advance = strip->cells[i].advance * scale;
		x += width;
	}
	end_mask(sheet);
	digits->margin = sheet->margin;
	digits->space = strip->space * scale;
	digits->baseline = slot->line.baseline;
}
