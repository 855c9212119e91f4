/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where all that is said lies in a plan. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "obs/sources/activity/shapes/mesh.h"
#include "obs/sources/activity/words/lines_private.h"
#include "obs/sources/text/text_digits.h"

enum { MAX_DIGITS = 24 };

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

/* How much of the margin is drawn beside the letters: all of it, where nothing stands there. */
struct beside {
	float left, right;
};
static const struct beside nothing_beside = {TEXT_MARGIN_MAX, TEXT_MARGIN_MAX};

static void place_line_beside(struct placing *placing, enum plan_slot slot, float x, float baseline,
			      struct beside beside)
{
	const struct text_line *line = line_of(placing, slot);
	if (!line || line->width <= 0.0f)
		return;
	float margin = (float)line->margin;
	float left = fminf(beside.left, margin);
	float right = fminf(beside.right, margin);
	struct rect mask = {(float)line->box_x + margin - left, (float)line->box_y,
			    fminf(ceilf(line->width) + left + right, (float)line->box_width - margin + left),
			    (float)line->box_height};
	float cut = crop(&mask, line->baseline, ascent, (float)placing->plan->texts[slot].size_px, margin);
	add_box(placing, slot, x - left, baseline - line->baseline + cut, mask);
}

static void place_line(struct placing *placing, enum plan_slot slot, float x, float baseline)
{
	place_line_beside(placing, slot, x, baseline, nothing_beside);
}

static bool is_above(const struct line_box *upper, const struct line_box *lower)
{
	return upper != lower && rects_overlap(&upper->box, &lower->box) &&
	       upper->box.y + upper->box.h < lower->box.y + lower->box.h;
}

static void cut_top(struct line_box *line, float px)
{
	float share = px / line->box.h;
	line->uv.y += line->uv.h * share;
	line->uv.h *= 1.0f - share;
	line->box.y += px;
	line->box.h -= px;
}

static void cut_foot(struct line_box *line, float px)
{
	line->uv.h *= (line->box.h - px) / line->box.h;
	line->box.h -= px;
}

/* Where surrounds meet, each gives up half of what both would draw: the lower one once, however many stand above. */
static void part_from_above(struct line_box *boxes, int count, struct line_box *lower)
{
	float most = 0.0f;
	for (int i = 0; i < count; i++)
		if (is_above(&boxes[i], lower))
			most = fmaxf(most, boxes[i].box.y + boxes[i].box.h - lower->box.y);
	if (most <= 0.0f)
		return;
	cut_top(lower, floorf(most * 0.5f));
	for (int i = 0; i < count; i++)
		if (is_above(&boxes[i], lower))
			cut_foot(&boxes[i], boxes[i].box.y + boxes[i].box.h - lower->box.y);
}

/* No two of them lie on each other, nor on the graph. */
static void part_all(struct line_box *boxes, int count, const struct rect *graph)
{
	for (int i = 0; i < count; i++)
		part_from_above(boxes, count, &boxes[i]);
	for (int i = 0; i < count; i++)
		if (rects_overlap(&boxes[i].box, graph) && boxes[i].box.y < graph->y)
			cut_foot(&boxes[i], boxes[i].box.y + boxes[i].box.h - graph->y);
}

static enum text_spacing spacing_of(enum plan_slot slot)
{
	return slot == PLAN_TIME ? TEXT_DIGITS_EVEN : TEXT_DIGITS_PROPORTIONAL;
}

/* Digits meet where one gives way to the next, so that no pixel is drawn for two of them. */
static void place_digits(struct placing *placing, enum plan_slot slot, const struct text_digits *digits,
			 const char *number, float x, float baseline, struct beside beside)
{
	struct text_digit places[MAX_DIGITS];
	float width = 0.0f;
	size_t count = text_digits_place(digits, number, spacing_of(slot), places, MAX_DIGITS, &width);
	float margin = (float)digits->margin;
	float free = fminf(beside.left, margin); /* to the left of the digit */
	for (size_t i = 0; i < count; i++) {
		int cell = places[i].cell;
		float begin = roundf(places[i].x);
		float end = roundf(places[i].x + digits->cells[cell].advance);
		float gap = i + 1 < count ? fmaxf(roundf(places[i + 1].x) - end, 0.0f) : 2.0f * beside.right;
		float after = fminf(margin, floorf(gap * 0.5f));
		struct rect mask = {(float)digits->cells[cell].x + margin - free, (float)digits->cells[cell].y,
				    fminf(end - begin + free + after, (float)digits->cells[cell].width - margin + free),
				    (float)digits->cells[cell].height};
		/* What stands in a row is as high as its neighbours: each height cuts the panel anew. */
		float above = slot == PLAN_TIME ? ascent : digit_ascent;
		float cut = crop(&mask, digits->baseline, above, (float)placing->plan->texts[slot].size_px, margin);
		add_box(placing, slot, x + begin - free, baseline - digits->baseline + cut, mask);
		free = fminf(margin, gap - after);
	}
}

static const struct text_digits *digits_of(const struct placing *placing, enum plan_slot slot)
{
	int at = placing->lines->slot_of[slot];
	return at < 0 ? NULL : text_sheet_digits(placing->lines->sheet, (size_t)at);
}

static float number_width(const struct text_digits *digits, const char *number, enum plan_slot slot)
{
	struct text_digit places[MAX_DIGITS];
	float width = 0.0f;
	if (digits)
		text_digits_place(digits, number, spacing_of(slot), places, MAX_DIGITS, &width);
	return width;
}

static void place_number(struct placing *placing, enum plan_slot slot, const char *number, float x, float baseline)
{
	const struct text_digits *digits = digits_of(placing, slot);
	/* What has no room would lie outside of the panel. */
	if (digits && number[0] && number_width(digits, number, slot) <= placing->plan->texts[slot].width + 1.0f)
		place_digits(placing, slot, digits, number, x, baseline, nothing_beside);
}

/* Of "current / target" that is too wide, the first is the news. */
static const char *fitting_number(const struct placing *placing, char *cut)
{
	const char *number = placing->lines->number;
	const char *second = strstr(number, " / ");
	float room = placing->plan->texts[PLAN_NUMBER].width;
	if (!second || number_width(digits_of(placing, PLAN_NUMBER), number, PLAN_NUMBER) <= room)
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
	float number_px = number_width(digits_of(placing, PLAN_NUMBER), words, PLAN_NUMBER);
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

/* Who, and how long: pieces in a row, of which the time alone changes all the while. */
struct piece {
	enum plan_slot slot;
	float width;
	float gap; /* to the one before */
};
enum { MAX_PIECES = 4 };

static void add_piece(struct piece *pieces, int *count, struct piece piece)
{
	piece.gap = *count > 0 ? piece.gap : 0.0f;
	if (piece.width > 0.0f)
		pieces[(*count)++] = piece;
}

static int pieces_of_second(const struct placing *placing, struct piece pieces[MAX_PIECES])
{
	const struct lines *lines = placing->lines;
	const struct text_digits *digits = digits_of(placing, PLAN_TIME);
	float space = digits ? digits->space : 0.0f;
	int count = 0;
	add_piece(pieces, &count, (struct piece){PLAN_SECOND, width_of(placing, PLAN_SECOND), 0.0f});
	if (!digits || !lines->time[0])
		return count;
	add_piece(pieces, &count, (struct piece){PLAN_TIME_BEFORE, width_of(placing, PLAN_TIME_BEFORE), space});
	add_piece(pieces, &count,
		  (struct piece){PLAN_TIME, number_width(digits, lines->time, PLAN_TIME),
				 lines->has_gap_before_time ? space : 0.0f});
	add_piece(pieces, &count,
		  (struct piece){PLAN_TIME_AFTER, width_of(placing, PLAN_TIME_AFTER),
				 lines->has_gap_after_time ? space : 0.0f});
	return count;
}

static float width_of_pieces(const struct piece *pieces, int count)
{
	float width = 0.0f;
	for (int i = 0; i < count; i++)
		width += pieces[i].gap + pieces[i].width;
	return width;
}

/* Each takes half of the gap to the next for what surrounds its letters. */
static void place_pieces(struct placing *placing, const struct piece *pieces, int count, float x, float baseline)
{
	struct beside beside = nothing_beside;
	for (int i = 0; i < count; i++) {
		bool is_last = i + 1 == count;
		float begin = roundf(x);
		float end = begin + ceilf(pieces[i].width);
		x = end + (is_last ? 0.0f : roundf(pieces[i + 1].gap));
		beside.right = is_last ? nothing_beside.right : floorf((x - end) * 0.5f);
		if (pieces[i].slot == PLAN_TIME)
			place_digits(placing, PLAN_TIME, digits_of(placing, PLAN_TIME), placing->lines->time, begin,
				     baseline, beside);
		else
			place_line_beside(placing, pieces[i].slot, begin, baseline, beside);
		beside.left = x - end - beside.right;
	}
}

/* Beside the title in a graph, and only where there is room; below it elsewhere. */
static void place_second(struct placing *placing, const struct activity_options *options)
{
	const struct plan_text *texts = placing->plan->texts;
	const struct plan_text *row = texts[PLAN_TIME].width > 0.0f ? &texts[PLAN_TIME] : &texts[PLAN_SECOND];
	bool is_beside_title = options->layout == ACTIVITY_GRAPH;
	float title = is_beside_title ? width_of(placing, PLAN_TITLE) + 0.55f * placing->plan->em : 0.0f;
	struct piece pieces[MAX_PIECES];
	int count = pieces_of_second(placing, pieces);
	if (count > 1 && title + width_of_pieces(pieces, count) > row->width && pieces[0].slot == PLAN_SECOND)
		count = 1;
	float width = width_of_pieces(pieces, count);
	if (is_beside_title && title + width > row->width)
		return;
	float x = begin_of(row, width) + (options->align == ACTIVITY_RIGHT ? -title : title);
	place_pieces(placing, pieces, count, x, row->baseline);
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
		float x = begin_of(number, number_width(digits, words, PLAN_ROW_NUMBER));
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
	part_all(boxes, placing.count, &plan->graph);
	return placing.count;
}

void lines_draw_plain(const struct lines *lines, const struct plan *plan, uint32_t aabbggrr)
{
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++) {
		const struct plan_text *text = &plan->texts[slot];
		bool is_shown = (slot == PLAN_IDLE) == (lines->content == MOTION_IDLE_TEXT);
		bool is_beside = slot == PLAN_TIME_BEFORE || slot == PLAN_TIME_AFTER;
		if (lines->slot_of[slot] < 0 || text->width <= 0.0f || lines_is_number(slot) || is_beside || !is_shown)
			continue;
		size_t at = (size_t)lines->slot_of[slot];
		const struct text_line *line = text_sheet_line(lines->sheet, at);
		float top = text->baseline - line->baseline + (float)line->margin;
		if (line->width > 0.0f)
			text_sheet_draw(lines->sheet, at, begin_of(text, line->width), top, aabbggrr, 0xFF000000);
	}
}
