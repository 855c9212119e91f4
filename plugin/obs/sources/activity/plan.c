/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/plan.h"

#include <math.h>

/* All of this is in heights of the title's font, from the top of what is inside the padding. */
static const float padding_em = 0.75f;
static const float title_baseline = 0.68f;
static const float bar_height = 3.25f;
static const float number_size = 1.3f;
static const float number_room = 4.4f; /* "100 %" in the widest of usual faces */
static const float second_size = 0.68f;
static const float row_height = 1.42f;
static const float row_size = 0.72f;
static const float waiting_height = 1.18f;
static const float running_height = 2.66f;

/* At least what surrounds letters keeps off the edge. */
static float least_padding(const struct activity_options *options)
{
	return options->look.border_px + options->look.outline_px + options->look.surround_px + 4.0f;
}

static float padding(const struct activity_options *options)
{
	float wanted = options->padding_px >= 0.0f ? options->padding_px : padding_em * (float)options->title_px;
	return roundf(fmaxf(wanted, least_padding(options)));
}

/* No rounder than leaves the padded corners to the text. */
static float radius(const struct activity_options *options, struct rect panel)
{
	float room = fmaxf(padding(options) - least_padding(options), 0.0f) * 3.2f + options->look.border_px;
	return fminf(fminf(options->look.radius_px, room), fminf(panel.w, panel.h) * 0.5f);
}

static float margin(const struct activity_options *options)
{
	return ceilf(fmaxf(options->look.shadow_px + options->look.shadow_down_px, 2.0f));
}

static int rows_within(const struct activity_options *options, int rows)
{
	int most = options->layout == ACTIVITY_QUEUE ? ACTIVITY_WAITING_ROWS : ACTIVITY_ROWS;
	int least = options->layout == ACTIVITY_QUEUE ? 0 : 1;
	return rows < least ? least : rows > most ? most : rows;
}

static int usual_rows(enum activity_layout layout)
{
	switch (layout) {
	case ACTIVITY_TOYS:
		return 2;
	case ACTIVITY_QUEUE:
	case ACTIVITY_MENU:
		return 4;
	default:
		return 0;
	}
}

static float inner_height(const struct activity_options *options, int rows)
{
	switch (options->layout) {
	case ACTIVITY_TOYS:
	case ACTIVITY_MENU:
		return row_height * (float)rows - 0.3f;
	case ACTIVITY_QUEUE:
		return running_height + (rows ? waiting_height * (float)rows - 0.14f : 0.0f);
	default:
		return bar_height;
	}
}

static float panel_height(const struct activity_options *options, int rows)
{
	return roundf(inner_height(options, rows) * (float)options->title_px + 2.0f * padding(options));
}

void plan_size(const struct activity_options *options, int rows, int *width_px, int *height_px)
{
	int usual = usual_rows(options->layout);
	rows = rows_within(options, rows > usual ? rows : usual);
	*width_px = options->width_px;
	*height_px = (int)(panel_height(options, rows) + 2.0f * margin(options));
}

static struct plan_text text(const struct plan *plan, float x, float width, float baseline, float size)
{
	return (struct plan_text){.x = roundf(x),
				  .width = fmaxf(floorf(width), 1.0f),
				  .baseline = roundf(baseline),
				  .size_px = (int)fmaxf(roundf(size * plan->em), 8.0f),
				  .align = ACTIVITY_LEFT};
}

/* Title and number on the sides, or the other way round; in the middle they stand together, each within half the room.
 */
static void place_heading(struct plan *plan, enum activity_align align, struct rect inner, float baseline, float size,
			  float room)
{
	float number_px = fminf(room * plan->em, inner.w * 0.6f);
	float title_px = room > 0.0f ? inner.w - number_px - 0.3f * plan->em : inner.w;
	float y = inner.y + baseline * plan->em;
	bool is_right = align == ACTIVITY_RIGHT;
	struct plan_text *title = &plan->texts[PLAN_TITLE];
	struct plan_text *number = &plan->texts[PLAN_NUMBER];
	*title = text(plan, is_right ? inner.x + inner.w - title_px : inner.x, title_px, y, 1.0f);
	*number = text(plan, is_right ? inner.x : inner.x + inner.w - number_px, number_px,
		       y + (size - 1.0f) / 3.0f * plan->em, size);
	title->align = align;
	title->is_bold = true;
	number->align = is_right ? ACTIVITY_LEFT : ACTIVITY_RIGHT;
	number->is_bold = true;
	if (room <= 0.0f)
		*number = (struct plan_text){0};
}

static void plan_bar(struct plan *plan, enum activity_align align, struct rect inner, float size, float room)
{
	place_heading(plan, align, inner, title_baseline, size, room);
	struct plan_text *second = &plan->texts[PLAN_SECOND];
	*second = text(plan, inner.x, inner.w, inner.y + 1.72f * plan->em, second_size);
	second->align = align;
	plan->groove =
		(struct rect){inner.x, roundf(inner.y + inner.h - 0.62f * plan->em), inner.w, roundf(0.62f * plan->em)};
}

static void plan_ring(struct plan *plan, const struct activity_options *options, struct rect inner)
{
	float half = plan->panel.h * 0.5f;
	float unit = half / 2.25f;
	bool is_right = options->align == ACTIVITY_RIGHT;
	float x = is_right ? plan->panel.x + plan->panel.w - half : plan->panel.x + half;
	float y = plan->panel.y + half;
	float text_x = is_right ? inner.x : plan->panel.x + 2.0f * half;
	float text_w = plan->panel.w - 2.0f * half - (inner.x - plan->panel.x);
	plan->ring = (struct mesh_ring){x, y, 1.42f * unit, 0.42f * unit};
	plan->seconds_ring = (struct mesh_ring){x, y, 1.86f * unit, 0.12f * unit};
	plan->texts[PLAN_TITLE] = text(plan, text_x, text_w, y - 0.02f * plan->em, 1.0f);
	plan->texts[PLAN_TITLE].is_bold = true;
	plan->texts[PLAN_SECOND] = text(plan, text_x, text_w, y + 0.95f * plan->em, second_size);
	plan->texts[PLAN_TITLE].align = plan->texts[PLAN_SECOND].align = is_right ? ACTIVITY_RIGHT : ACTIVITY_LEFT;
	if (!options->has_number)
		return;
	plan->texts[PLAN_NUMBER] = text(plan, x - 1.2f * unit, 2.4f * unit, y + 0.25f * unit, 0.7f * unit / plan->em);
	plan->texts[PLAN_NUMBER].is_bold = true;
	plan->texts[PLAN_NUMBER].align = ACTIVITY_CENTER;
}

/* The second line stands beside the title. */
static void plan_graph(struct plan *plan, const struct activity_options *options, struct rect inner)
{
	place_heading(plan, options->align, inner, 0.6f, 1.05f, options->has_number ? 3.7f : 0.0f);
	struct plan_text *title = &plan->texts[PLAN_TITLE];
	plan->texts[PLAN_NUMBER].baseline = title->baseline;
	title->size_px = (int)roundf(0.86f * plan->em);
	if (options->align != ACTIVITY_CENTER) {
		plan->texts[PLAN_SECOND] = text(plan, title->x, title->width, title->baseline, 0.62f);
		plan->texts[PLAN_SECOND].align = options->align;
		plan->texts[PLAN_SECOND].baseline = title->baseline;
	}
	plan->graph =
		(struct rect){inner.x, roundf(inner.y + 1.1f * plan->em), inner.w, roundf(inner.h - 1.1f * plan->em)};
}

static void plan_toys(struct plan *plan, struct rect inner)
{
	float number_px = 3.1f * plan->em * row_size;
	float name_px = roundf(fminf(inner.w * 0.32f, inner.w - number_px));
	plan->texts[PLAN_ROW_NUMBER] = text(plan, inner.x + inner.w - number_px, number_px, 0.0f, row_size);
	plan->texts[PLAN_ROW_NUMBER].align = ACTIVITY_RIGHT;
	plan->texts[PLAN_ROW_NUMBER].is_bold = true;
	for (int row = 0; row < plan->row_count; row++) {
		float y = inner.y + (float)row * row_height * plan->em;
		struct plan_text *left = &plan->texts[PLAN_ROW_LEFT + row];
		*left = text(plan, inner.x, name_px, y + 0.82f * plan->em, row_size);
		left->is_bold = true;
		float begin = inner.x + name_px + 0.4f * plan->em;
		plan->row_grooves[row] =
			(struct rect){roundf(begin), roundf(y + 0.35f * plan->em),
				      roundf(inner.x + inner.w - number_px - begin), roundf(0.44f * plan->em)};
	}
}

static void plan_rows(struct plan *plan, struct rect inner, float first, float height, float size)
{
	float right_px = inner.w * 0.34f;
	for (int row = 0; row < plan->row_count; row++) {
		float y = inner.y + (first + (float)row * height + 0.8f) * plan->em;
		struct plan_text *left = &plan->texts[PLAN_ROW_LEFT + row];
		struct plan_text *right = &plan->texts[PLAN_ROW_RIGHT + row];
		*left = text(plan, inner.x, inner.w - right_px - 0.4f * plan->em, y, size);
		*right = text(plan, inner.x + inner.w - right_px, right_px, y, size);
		right->align = ACTIVITY_RIGHT;
		right->is_bold = true;
	}
}

static void plan_queue(struct plan *plan, enum activity_align align, struct rect inner, float room)
{
	struct rect running = {inner.x, inner.y, inner.w, running_height * plan->em};
	plan_bar(plan, align, running, number_size, room);
	float height = roundf(0.36f * plan->em);
	plan->texts[PLAN_SECOND].baseline = roundf(inner.y + 1.64f * plan->em);
	plan->groove = (struct rect){inner.x, roundf(inner.y + running.h - height - 0.2f * plan->em), inner.w, height};
	plan_rows(plan, inner, running_height + 0.12f, waiting_height, 0.66f);
}

/* How long it still runs stands behind who, in the same line. */
static void place_time(struct plan *plan)
{
	static const float words_em = 5.5f; /* the longest of the languages */
	const struct plan_text *who = &plan->texts[PLAN_SECOND];
	if (who->width <= 0.0f)
		return;
	for (enum plan_slot slot = PLAN_TIME_BEFORE; slot <= PLAN_TIME_AFTER; slot++)
		plan->texts[slot] = *who;
	plan->texts[PLAN_TIME_BEFORE].width = fminf(floorf(words_em * (float)who->size_px), who->width);
	plan->texts[PLAN_TIME_AFTER].width = plan->texts[PLAN_TIME_BEFORE].width;
}

static void place_idle_text(struct plan *plan, enum activity_align align, struct rect inner)
{
	struct plan_text *idle = &plan->texts[PLAN_IDLE];
	*idle = text(plan, inner.x, inner.w, plan->panel.y + plan->panel.h * 0.5f + 0.35f * plan->em, 1.0f);
	idle->align = align;
	idle->is_bold = true;
}

void plan_make(struct plan *plan, const struct activity_options *options, int rows)
{
	float edge = margin(options);
	float pad = padding(options);
	*plan = (struct plan){.em = (float)options->title_px, .row_count = rows_within(options, rows)};
	plan_size(options, rows, &plan->width_px, &plan->height_px);
	plan->panel = (struct rect){edge, edge, fmaxf((float)options->width_px - 2.0f * edge, 8.0f),
				    panel_height(options, plan->row_count)};
	plan->radius = radius(options, plan->panel);
	pad = fminf(pad, plan->panel.w * 0.4f);
	struct rect inner = {plan->panel.x + pad, plan->panel.y + padding(options), plan->panel.w - 2.0f * pad,
			     plan->panel.h - 2.0f * padding(options)};
	float room = options->has_number ? number_room : 0.0f;
	place_idle_text(plan, options->align, inner);
	switch (options->layout) {
	case ACTIVITY_RING:
		plan_ring(plan, options, inner);
		break;
	case ACTIVITY_GRAPH:
		plan_graph(plan, options, inner);
		break;
	case ACTIVITY_TOYS:
		plan_toys(plan, inner);
		break;
	case ACTIVITY_QUEUE:
		plan_queue(plan, options->align, inner, room);
		break;
	case ACTIVITY_MENU:
		plan_rows(plan, inner, 0.0f, row_height, row_size);
		break;
	case ACTIVITY_GOAL:
		plan_bar(plan, options->align, inner, 1.0f, 8.2f);
		break;
	case ACTIVITY_BAR:
	default:
		plan_bar(plan, options->align, inner, number_size, room);
		break;
	}
	if (options->layout != ACTIVITY_GOAL)
		place_time(plan);
}
