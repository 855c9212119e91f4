/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-module.h>

#include "obs/sources/activity/words.h"
#include "obs/sources/text/text_digits.h"
#include "obs/sources/text/text_sheet.h"

enum { NUMBER_BYTES = 48, MAX_DIGITS = 24 };

struct lines {
	struct text_sheet *sheet;
	int slot_of[PLAN_SLOTS]; /* in the sheet; -1: not in this layout */
	char number[NUMBER_BYTES];
	char row_numbers[ACTIVITY_ROWS][NUMBER_BYTES];
	int row_count;
	enum motion_content content;
	uint64_t changes;
};

/* --- making --- */

static bool is_number(enum plan_slot slot)
{
	return slot == PLAN_NUMBER || slot == PLAN_ROW_NUMBER;
}

static struct text_slot slot_for(const struct plan_text *text, enum plan_slot slot,
				 const struct activity_options *options)
{
	bool is_bold = text->is_bold || options->look.is_second_bold || (options->font.flags & OBS_FONT_BOLD);
	struct text_slot wanted = {.font = {.size_px = text->size_px, .is_bold = is_bold},
				   .width_px = (int)text->width,
				   .least_scale = 0.72f,
				   .is_digits = is_number(slot)};
	const char *face = options->font.face[0] ? options->font.face : options->look.face;
	snprintf(wanted.font.face, sizeof(wanted.font.face), "%s", face);
	snprintf(wanted.face2, sizeof(wanted.face2), "%s", options->second_font.face);
	return wanted;
}

static struct text_surround surround_for(const struct look *look)
{
	float shadow = fminf(look->surround_px, 12.0f);
	return (struct text_surround){.outline_px = look->outline_px,
				      .shadow_px = shadow,
				      .shadow_down_px = look->glow_px > 0.0f ? 0.0f : shadow * 0.35f,
				      .shadow_strength = shadow > 0.0f ? 1.6f : 0.0f};
}

struct lines *lines_create(struct text_pool *pool, const struct plan *plan, const struct activity_options *options)
{
	struct lines *lines = bzalloc(sizeof(*lines));
	struct text_surround surround = surround_for(&options->look);
	struct text_slot slots[PLAN_SLOTS];
	size_t count = 0;
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++) {
		bool is_there = plan->texts[slot].width > 0.0f;
		lines->slot_of[slot] = is_there ? (int)count : -1;
		if (is_there)
			slots[count++] = slot_for(&plan->texts[slot], slot, options);
	}
	lines->sheet = text_sheet_create(pool, slots, count, &surround);
	return lines;
}

void lines_destroy(struct lines *lines)
{
	if (!lines)
		return;
	text_sheet_destroy(lines->sheet);
	bfree(lines);
}

/* --- what is said --- */

static void take_number(struct lines *lines, char *kept, const char *words)
{
	if (strcmp(kept, words) == 0)
		return;
	snprintf(kept, NUMBER_BYTES, "%.*s", NUMBER_BYTES - 1, words);
	lines->changes++;
}

static void set_slot(struct lines *lines, enum plan_slot slot, const struct activity_options *options,
		     const struct lines_content *content)
{
	char words[WORDS_SIZE];
	words_of_slot(words, slot, options, content->view, content->motion, content->now_ms);
	if (slot == PLAN_NUMBER)
		take_number(lines, lines->number, words);
	else
		text_sheet_set(lines->sheet, (size_t)lines->slot_of[slot], words);
}

static void set_row_numbers(struct lines *lines, const struct lines_content *content)
{
	char words[WORDS_SIZE];
	lines->row_count = content->view->toy_count;
	for (int row = 0; row < lines->row_count; row++) {
		words_of_row(words, row, content->motion);
		take_number(lines, lines->row_numbers[row], words);
	}
}

void lines_set(struct lines *lines, const struct activity_options *options, const struct lines_content *content)
{
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++) {
		if (lines->slot_of[slot] < 0)
			continue;
		if (slot == PLAN_ROW_NUMBER)
			set_row_numbers(lines, content);
		else
			set_slot(lines, slot, options, content);
	}
	if (lines->content != content->motion->content) {
		lines->content = content->motion->content;
		lines->changes++;
	}
}

bool lines_are_settled(const struct lines *lines)
{
	return text_sheet_is_settled(lines->sheet);
}

bool lines_are_begun(const struct lines *lines)
{
	return text_sheet_is_begun(lines->sheet);
}

uint64_t lines_serial(const struct lines *lines)
{
	uint64_t serial = lines->changes;
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++)
		if (lines->slot_of[slot] >= 0)
			serial += text_sheet_line(lines->sheet, (size_t)lines->slot_of[slot])->serial;
	return serial;
}

struct text_sheet *lines_sheet(const struct lines *lines)
{
	return lines->sheet;
}

/* --- where it lies --- */

struct placing {
	const struct lines *lines;
	const struct plan *plan;
	float mask_w, mask_h;
	struct line_box *boxes;
	int count;
};

static void add_box(struct placing *placing, enum plan_slot slot, float x, float y, struct rect mask)
{
	if (placing->count >= LINES_MAX_BOXES || mask.w <= 0.0f || mask.h <= 0.0f)
		return;
	placing->boxes[placing->count++] = (struct line_box){
		.box = {x, y, mask.w, mask.h},
		.uv = {mask.x / placing->mask_w, mask.y / placing->mask_h, mask.w / placing->mask_w,
		       mask.h / placing->mask_h},
		.slot = slot,
	};
}

static float begin_of(const struct plan_text *text, float width)
{
	float left = fmaxf(text->width - width, 0.0f);
	return roundf(text->x + (text->align == ACTIVITY_RIGHT    ? left
				 : text->align == ACTIVITY_CENTER ? left * 0.5f
								  : 0.0f));
}

static const struct text_line *line_of(const struct placing *placing, enum plan_slot slot)
{
	int at = placing->lines->slot_of[slot];
	return at < 0 ? NULL : text_sheet_line(placing->lines->sheet, (size_t)at);
}

static float width_of(const struct placing *placing, enum plan_slot slot)
{
	const struct text_line *line = line_of(placing, slot);
	return line ? line->width : 0.0f;
}

/* What of a box's height letters can take: above and below the baseline, in heights of their font. */
static const float ascent = 1.0f;
static const float digit_ascent = 0.82f;
static const float descent = 0.28f;

/* Cuts a box of the mask to that; returns how much was cut off above. */
static float crop(struct rect *mask, float baseline, float above, float size_px, float margin)
{
	float top = fmaxf(floorf(baseline - above * size_px - margin), 0.0f);
	float foot = fminf(ceilf(baseline + descent * size_px + margin), mask->h);
	mask->y += top;
	mask->h = foot - top;
	return top;
}

static void place_line(struct placing *placing, enum plan_slot slot, float x, float baseline)
{
	const struct text_line *line = line_of(placing, slot);
	if (!line || line->width <= 0.0f)
		return;
	float margin = (float)line->margin;
	struct rect mask = {(float)line->box_x, (float)line->box_y,
			    fminf(ceilf(line->width) + 2.0f * margin, (float)line->box_width), (float)line->box_height};
	float cut = crop(&mask, line->baseline, ascent, (float)placing->plan->texts[slot].size_px, margin);
	add_box(placing, slot, x - margin, baseline - line->baseline + cut, mask);
}

/* Where surrounds meet, each gives up half of what both would draw. */
static void part(struct rect *upper, struct rect *upper_uv, struct rect *lower, struct rect *lower_uv)
{
	float common = upper->y + upper->h - lower->y;
	float above = floorf(common * 0.5f);
	float below = common - above;
	upper_uv->h *= (upper->h - below) / upper->h;
	upper->h -= below;
	float share = above / lower->h;
	lower_uv->y += lower_uv->h * share;
	lower_uv->h *= 1.0f - share;
	lower->y += above;
	lower->h -= above;
}

static bool do_overlap(const struct rect *a, const struct rect *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static void part_all(struct line_box *boxes, int count)
{
	for (int i = 0; i < count; i++)
		for (int k = 0; k < count; k++)
			if (i != k && do_overlap(&boxes[i].box, &boxes[k].box) &&
			    boxes[i].box.y + boxes[i].box.h < boxes[k].box.y + boxes[k].box.h)
				part(&boxes[i].box, &boxes[i].uv, &boxes[k].box, &boxes[k].uv);
}

/* Digits meet where one gives way to the next, so that no pixel is drawn for two of them. */
static void place_digits(struct placing *placing, enum plan_slot slot, const struct text_digits *digits,
			 const char *number, float x, float baseline)
{
	struct text_digit places[MAX_DIGITS];
	float width = 0.0f;
	size_t count = text_digits_place(digits, number, places, MAX_DIGITS, &width);
	float margin = (float)digits->margin;
	float free = margin; /* to the left of the digit */
	for (size_t i = 0; i < count; i++) {
		int cell = places[i].cell;
		float begin = roundf(places[i].x);
		float end = roundf(places[i].x + digits->cells[cell].advance);
		float gap = i + 1 < count ? fmaxf(roundf(places[i + 1].x) - end, 0.0f) : 2.0f * margin;
		float after = fminf(margin, floorf(gap * 0.5f));
		struct rect mask = {(float)digits->cells[cell].x + margin - free, (float)digits->cells[cell].y,
				    fminf(end - begin + free + after, (float)digits->cells[cell].width - margin + free),
				    (float)digits->cells[cell].height};
		float cut =
			crop(&mask, digits->baseline, digit_ascent, (float)placing->plan->texts[slot].size_px, margin);
		add_box(placing, slot, x + begin - free, baseline - digits->baseline + cut, mask);
		free = fminf(margin, gap - after);
	}
}

static const struct text_digits *digits_of(const struct placing *placing, enum plan_slot slot)
{
	int at = placing->lines->slot_of[slot];
	return at < 0 ? NULL : text_sheet_digits(placing->lines->sheet, (size_t)at);
}

static float number_width(const struct text_digits *digits, const char *number)
{
	struct text_digit places[MAX_DIGITS];
	float width = 0.0f;
	if (digits)
		text_digits_place(digits, number, places, MAX_DIGITS, &width);
	return width;
}

static void place_number(struct placing *placing, enum plan_slot slot, const char *number, float x, float baseline)
{
	const struct text_digits *digits = digits_of(placing, slot);
	/* What has no room would lie outside of the panel. */
	if (digits && number[0] && number_width(digits, number) <= placing->plan->texts[slot].width + 1.0f)
		place_digits(placing, slot, digits, number, x, baseline);
}

/* Of "current / target" that is too wide, the first is the news. */
static const char *fitting_number(const struct placing *placing, char *cut)
{
	const char *number = placing->lines->number;
	const char *second = strstr(number, " / ");
	float room = placing->plan->texts[PLAN_NUMBER].width;
	if (!second || number_width(digits_of(placing, PLAN_NUMBER), number) <= room)
		return number;
	snprintf(cut, NUMBER_BYTES, "%.*s", (int)(second - number), number);
	return cut;
}

static void place_heading(struct placing *placing, const struct activity_options *options)
{
	char cut[NUMBER_BYTES];
	const char *words = fitting_number(placing, cut);
	const struct plan_text *title = &placing->plan->texts[PLAN_TITLE];
	const struct plan_text *number = &placing->plan->texts[PLAN_NUMBER];
	float title_px = width_of(placing, PLAN_TITLE);
	float number_px = number_width(digits_of(placing, PLAN_NUMBER), words);
	float title_x = begin_of(title, title_px);
	float number_x = begin_of(number, number_px);
	bool is_together = options->align == ACTIVITY_CENTER && options->layout != ACTIVITY_RING && number_px > 0.0f;
	if (is_together) {
		float gap = title_px > 0.0f ? 0.5f * placing->plan->em : 0.0f;
		float room = number->x + number->width - title->x;
		title_x = roundf(title->x + (room - title_px - gap - number_px) * 0.5f);
		number_x = roundf(title_x + title_px + gap);
	}
	place_line(placing, PLAN_TITLE, title_x, title->baseline);
	place_number(placing, PLAN_NUMBER, words, number_x, number->baseline);
}

/* Beside the title in a graph, and only where there is room; below it elsewhere. */
static void place_second(struct placing *placing, const struct activity_options *options)
{
	const struct plan_text *second = &placing->plan->texts[PLAN_SECOND];
	float width = width_of(placing, PLAN_SECOND);
	float x = begin_of(second, width);
	if (options->layout == ACTIVITY_GRAPH) {
		float title = width_of(placing, PLAN_TITLE) + 0.55f * placing->plan->em;
		if (title + width > second->width)
			return;
		x += options->align == ACTIVITY_RIGHT ? -title : title;
	}
	place_line(placing, PLAN_SECOND, x, second->baseline);
}

static void place_rows(struct placing *placing)
{
	const struct plan *plan = placing->plan;
	for (int row = 0; row < plan->row_count; row++)
		for (int side = 0; side < 2; side++) {
			enum plan_slot slot = (side ? PLAN_ROW_RIGHT : PLAN_ROW_LEFT) + row;
			const struct plan_text *text = &plan->texts[slot];
			if (text->width > 0.0f)
				place_line(placing, slot, begin_of(text, width_of(placing, slot)), text->baseline);
		}
	const struct plan_text *number = &plan->texts[PLAN_ROW_NUMBER];
	const struct text_digits *digits = digits_of(placing, PLAN_ROW_NUMBER);
	for (int row = 0; digits && row < plan->row_count && row < placing->lines->row_count; row++) {
		const char *words = placing->lines->row_numbers[row];
		float x = begin_of(number, number_width(digits, words));
		place_number(placing, PLAN_ROW_NUMBER, words, x, plan->texts[PLAN_ROW_LEFT + row].baseline);
	}
}

int lines_place(const struct lines *lines, const struct plan *plan, const struct activity_options *options,
		struct line_box boxes[LINES_MAX_BOXES])
{
	int width = 0;
	int height = 0;
	text_sheet_size(lines->sheet, &width, &height);
	struct placing placing = {
		.lines = lines, .plan = plan, .mask_w = (float)width, .mask_h = (float)height, .boxes = boxes};
	if (!text_sheet_texture(lines->sheet) || width <= 0 || height <= 0)
		return 0;
	if (lines->content == MOTION_IDLE_TEXT) {
		const struct plan_text *idle = &plan->texts[PLAN_IDLE];
		place_line(&placing, PLAN_IDLE, begin_of(idle, width_of(&placing, PLAN_IDLE)), idle->baseline);
		return placing.count;
	}
	place_heading(&placing, options);
	place_second(&placing, options);
	place_rows(&placing);
	part_all(boxes, placing.count);
	return placing.count;
}

void lines_draw_plain(const struct lines *lines, const struct plan *plan, uint32_t aabbggrr)
{
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++) {
		const struct plan_text *text = &plan->texts[slot];
		bool is_shown = (slot == PLAN_IDLE) == (lines->content == MOTION_IDLE_TEXT);
		if (lines->slot_of[slot] < 0 || text->width <= 0.0f || is_number(slot) || !is_shown)
			continue;
		size_t at = (size_t)lines->slot_of[slot];
		const struct text_line *line = text_sheet_line(lines->sheet, at);
		float top = text->baseline - line->baseline + (float)line->margin;
		if (line->width > 0.0f)
			text_sheet_draw(lines->sheet, at, begin_of(text, line->width), top, aabbggrr, 0xFF000000);
	}
}
