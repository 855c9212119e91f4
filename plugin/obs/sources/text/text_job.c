/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a line comes to be: its runs are handed to the text sources one after the other, drawn, and measured; text that
 * is too wide begins again, shorter. */
#include <string.h>

#include <obs-module.h>

#include "net/text.h"
#include "obs/sources/text/text_effect.h"
#include "obs/sources/text/text_private.h"

static struct text_sheet_slot *slot_of(const struct text_job *job, struct text_sheet *sheet)
{
	return &sheet->slots[job->slot];
}

static struct text_face *face_of(const struct text_job *job, struct text_sheet *sheet)
{
	struct text_sheet_slot *slot = slot_of(job, sheet);
	return job->runs[job->run].is_other && slot->face2 ? slot->face2 : slot->face;
}

/* Begins with the first run of the first keep characters. */
static void take_text(struct text_job *job, struct text_sheet *sheet, size_t keep)
{
	struct text_sheet_slot *slot = slot_of(job, sheet);
	text_copy(job->text, sizeof(job->text), slot->wanted);
	if (!text_face_has_fallback())
		display_text_drop(job->text);
	job->length = display_text_length(job->text);
	job->is_shortened = keep < job->length;
	job->length = job->is_shortened ? keep : job->length;
	display_text_shorten(job->text, sizeof(job->text), keep);
	if (!text_face_has_fallback())
		display_text_reorder(job->text);
	job->run_count = display_text_runs(job->text, job->runs, slot->face2 ? DISPLAY_RUNS_MAX : 1);
	job->run = 0;
	job->is_fed = false;
	job->pen = TEXT_SCRATCH_X;
	job->above = job->below = 0.0f;
}

void text_job_begin(struct text_job *job, size_t slot_index)
{
	struct text_sheet *sheet = job->sheet;
	const struct text_sheet_slot *slot = &sheet->slots[slot_index];
	*job = (struct text_job){.sheet = sheet, .slot = slot_index, .serial = slot->wanted_serial, .squeeze = 1.0f};
	job->is_digits = slot->wish.is_digits;
	job->pen = TEXT_SCRATCH_X;
	if (job->is_digits)
		job->run_count = slot->face->has_digits ? 0 : TEXT_JOB_RUNS;
	else
		take_text(job, sheet, SIZE_MAX);
}

static void feed(struct text_job *job, struct text_sheet *sheet)
{
	const struct display_run *run = &job->runs[job->run];
	char text[TEXT_BYTES_MAX];
	if (!job->is_digits)
		text_copy_sized(text, sizeof(text), job->text + run->from, run->size);
	else if (job->run < TEXT_DIGIT_COUNT)
		text_copy_sized(text, sizeof(text), &TEXT_DIGITS[job->run], 1);
	else
		text_copy(text, sizeof(text), "0 0"); /* a space alone may have no width */
	job->is_probe = !text_face_feed(face_of(job, sheet), text);
	job->is_fed = true;
}

/* --- drawing --- */

static void measure_digit(struct text_job *job, struct text_face *face, float width)
{
	if (job->run < TEXT_DIGIT_COUNT) {
		face->digits.cells[job->run].x = (int)job->pen;
		face->digits.cells[job->run].advance = width;
		job->pen += width + 2 * TEXT_MARGIN_MAX;
		return;
	}
	float space = width - 2.0f * face->digits.cells[0].advance;
	face->digits.space = space > 0.0f ? space : 0.0f;
	face->has_digits = true;
}

static void draw_run(struct text_job *job, struct text_sheet *sheet, struct text_face *face)
{
	float width = text_face_width(face) * job->squeeze;
	float above = face->ascent * job->squeeze;
	float below = text_face_height(face) * job->squeeze - above;
	if (!job->is_digits || job->run < TEXT_DIGIT_COUNT) {
		obs_enter_graphics();
		text_scratch_draw(sheet, job, face);
		obs_leave_graphics();
	}
	if (job->is_digits) {
		measure_digit(job, face, width);
		return;
	}
	job->pen += width;
	job->above = above > job->above ? above : job->above;
	job->below = below > job->below ? below : job->below;
}

/* --- the end --- */

static void end(struct text_job *job, struct text_sheet *sheet)
{
	struct text_sheet_slot *slot = slot_of(job, sheet);
	slot->line.serial++;
	slot->turn = os_atomic_inc_long(&sheet->pool->turns);
	slot->shown_serial = job->serial;
	job->is_done = true;
}

static void end_empty(struct text_job *job, struct text_sheet *sheet)
{
	struct text_line *line = &slot_of(job, sheet)->line;
	obs_enter_graphics();
	line->width = line->height = 0.0f;
	line->scale = 1.0f;
	line->is_shortened = false;
	end(job, sheet);
	obs_leave_graphics();
}

static void end_digits(struct text_job *job, struct text_sheet *sheet)
{
	obs_enter_graphics();
	text_scratch_take_digits(sheet, slot_of(job, sheet));
	end(job, sheet);
	obs_leave_graphics();
}

static void end_line(struct text_job *job, struct text_sheet *sheet, float scale)
{
	struct text_line *line = &slot_of(job, sheet)->line;
	float rest = scale / job->squeeze; /* of what the scratch holds */
	obs_enter_graphics();
	text_scratch_take(sheet, job, rest);
	line->width = (job->pen - TEXT_SCRATCH_X) * rest;
	line->top = line->baseline - job->above * rest;
	line->height = (job->above + job->below) * rest;
	line->scale = scale;
	line->is_shortened = job->is_shortened;
	end(job, sheet);
	obs_leave_graphics();
}

/* All runs are in the scratch: they fit, or everything begins again with less. */
static void fit(struct text_job *job, struct text_sheet *sheet)
{
	const struct text_slot *wish = &slot_of(job, sheet)->wish;
	float width = (job->pen - TEXT_SCRATCH_X) / job->squeeze;
	float least = job->tries < TEXT_JOB_TRIES ? wish->least_scale : 0.0f;
	float scale = 1.0f;
	size_t keep = 0;
	enum display_fit is = display_text_fit(job->length, width, (float)wish->width_px, least, &scale, &keep);
	if (is != DISPLAY_SHORTER && (width <= TEXT_SCRATCH_WIDTH_MAX - 2 * TEXT_SCRATCH_X || job->squeeze < 1.0f)) {
		end_line(job, sheet, scale);
		return;
	}
	job->tries++;
	job->squeeze = is == DISPLAY_SHORTER ? 1.0f : scale;
	take_text(job, sheet, keep);
	feed(job, sheet);
}

static void take_run(struct text_job *job, struct text_sheet *sheet, struct text_face *face)
{
	draw_run(job, sheet, face);
	job->run++;
	if (job->run < job->run_count)
		feed(job, sheet);
	else if (job->is_digits)
		end_digits(job, sheet);
	else
		fit(job, sheet);
}

void text_job_step(struct text_job *job, struct text_sheet *sheet)
{
	struct text_face *face = face_of(job, sheet);
	if (job->run_count == 0 && job->is_digits)
		end_digits(job, sheet);
	else if (job->run_count == 0)
		end_empty(job, sheet);
	else if (!job->is_fed)
		feed(job, sheet);
	else if (!face->source)
		end_empty(job, sheet); /* OBS would not make it */
	else if (job->is_probe) {
		text_face_measure(face);
		feed(job, sheet);
	} else if (face->ascent <= 0.0f) {
		text_face_feed(face, TEXT_FACE_PROBE);
		job->is_probe = true;
	} else
		take_run(job, sheet, face);
}
