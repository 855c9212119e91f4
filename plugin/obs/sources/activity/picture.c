/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/picture.h"

#include <math.h>

static const float edge_px = 1.0f; /* of a groove, left to its own smoothed edge */

struct picture {
	const struct picture_input *input;
	const struct plan *plan;
	struct mesh *mesh;
	struct look look; /* with the accent in it */
	struct paint panel;
	struct rect holes[MESH_MAX_HOLES];
	int hole_count;
};

static struct ink ink_of(const struct picture *picture, struct colour colour)
{
	return ink_faded(colour_ink(colour, &picture->input->space), picture->input->alpha);
}

static bool shows_activity(const struct picture *picture)
{
	return picture->input->motion->content == MOTION_ACTIVITY;
}

/* --- what is cut out of the panel --- */

static void cut(struct picture *picture, struct rect hole)
{
	if (picture->hole_count < MESH_MAX_HOLES && hole.w > 0.0f && hole.h > 0.0f)
		picture->holes[picture->hole_count++] = hole;
}

static float groove_radius(const struct picture *picture, struct rect groove)
{
	return fminf(picture->look.radius_px, groove.h * 0.5f);
}

/* What of a groove or fill is drawn as part of the panel's layer. */
static struct rect middle_of(struct rect box, float radius)
{
	return (struct rect){box.x + fmaxf(radius, edge_px), box.y + edge_px, box.w - 2.0f * fmaxf(radius, edge_px),
			     box.h - 2.0f * edge_px};
}

static bool is_second(enum plan_slot slot)
{
	return slot >= PLAN_SECOND && slot <= PLAN_TIME_AFTER;
}

/* Within a ring the text lies on the panel, for a hole would reach under the ring; so does what stands in the glow of a
 * bar. */
static bool is_on_panel(const struct picture *picture, const struct line_box *box)
{
	if (is_second(box->slot))
		return picture->look.glow_px > 0.0f && picture->plan->groove.w > 0.0f;
	return box->slot == PLAN_NUMBER && picture->plan->ring.radius > 0.0f;
}

static void cut_all(struct picture *picture)
{
	const struct plan *plan = picture->plan;
	const struct picture_input *input = picture->input;
	for (int i = 0; i < input->box_count; i++)
		if (!is_on_panel(picture, &input->boxes[i]))
			cut(picture, input->boxes[i].box);
	if (!shows_activity(picture))
		return;
	if (plan->groove.w > 0.0f)
		cut(picture, middle_of(plan->groove, groove_radius(picture, plan->groove)));
	for (int row = 0; row < plan->row_count; row++)
		if (plan->row_grooves[row].w > 0.0f)
			cut(picture, middle_of(plan->row_grooves[row], groove_radius(picture, plan->row_grooves[row])));
	cut(picture, plan->graph);
}

/* --- parts --- */

static void add_panel(struct picture *picture)
{
	const struct look *look = &picture->look;
	const struct plan *plan = picture->plan;
	mesh_soft(picture->mesh, plan->panel, plan->radius, look->shadow_px, look->shadow_down_px,
		  ink_of(picture, look->shadow));
	mesh_box(picture->mesh, plan->panel, plan->radius, look->border_px, picture->holes, picture->hole_count,
		 &picture->panel);
}

/* A groove or what fills it: edges onto what is there, the inside as part of the panel's layer. */
static void add_trough(struct picture *picture, struct rect box, float radius, const struct paint *edge,
		       const struct paint *inside, const struct rect *hole)
{
	struct rect middle = middle_of(box, radius);
	if (radius * 2.0f >= box.h - 0.01f) {
		mesh_pill(picture->mesh, box, edge, inside, hole);
		return;
	}
	mesh_cells(picture->mesh, middle, hole, hole ? 1 : 0, inside);
	mesh_box(picture->mesh, box, radius, 0.0f, &middle, 1, edge);
}

static void add_fill(struct picture *picture, struct rect groove, float radius, struct rect filled, float strength)
{
	const struct look *look = &picture->look;
	struct ink a = ink_faded(ink_of(picture, look->fill_a), strength);
	struct ink b = ink_faded(ink_of(picture, look->fill_b), strength);
	/* On its way in and out it lets the panel through, as its ends do. */
	struct ink below = paint_at(&picture->panel, groove.x, groove.y + groove.h * 0.5f);
	struct paint edge = paint_along(a, b, groove);
	struct paint inside = paint_along(ink_over(a, below), ink_over(b, below), groove);
	/* It ends before it comes to the text above, and what is wide costs. */
	float glow_px = fminf(look->glow_px, groove.h * 0.6f) * (0.7f + 0.3f * filled.w / groove.w);
	mesh_soft(picture->mesh, filled, radius, glow_px, 0.0f, ink_faded(ink_of(picture, look->glow), strength));
	add_trough(picture, filled, radius, &edge, &inside, NULL);
}

static bool has_ceiling(float ceiling)
{
	return ceiling > 0.0f && ceiling < 0.995f;
}

static struct ink tick_ink(const struct picture *picture, float alpha)
{
	return ink_of(picture, colour_with_alpha(picture->look.title, alpha));
}

static float tick_px(const struct picture *picture)
{
	return fmaxf(picture->plan->em * 0.07f, 2.0f);
}

/* A groove, its fill up to the level, and the ceiling as a tick across it. */
static void add_meter(struct picture *picture, struct rect groove, float level, float ceiling)
{
	float radius = groove_radius(picture, groove);
	struct paint bare = paint_flat(ink_of(picture, picture->look.groove));
	struct paint on_panel = paint_over(bare, picture->panel);
	struct rect filled = {groove.x, groove.y, fminf(fmaxf(groove.w * level, groove.h), groove.w), groove.h};
	struct rect filled_middle = middle_of(filled, radius);
	bool is_filled = level > 0.001f && groove.w > groove.h;
	bool is_cut = is_filled && filled_middle.w > 0.0f;
	add_trough(picture, groove, radius, &bare, &on_panel, is_cut ? &filled_middle : NULL);
	if (is_filled)
		add_fill(picture, groove, radius, filled, fminf(level * 40.0f, 1.0f));
	if (has_ceiling(ceiling)) {
		float x = roundf(groove.x + groove.w * ceiling);
		float over = fmaxf(groove.h * 0.22f, 2.0f);
		mesh_stroke(picture->mesh, x, groove.y - over, x, groove.y + groove.h + over, tick_px(picture),
			    tick_ink(picture, 0.9f));
	}
}

static void add_level_ring(struct picture *picture, const struct mesh_ring *ring, float level)
{
	struct ink groove = ink_of(picture, picture->look.groove);
	struct ink a = ink_of(picture, picture->look.fill_a);
	struct ink b = ink_mix(a, ink_of(picture, picture->look.fill_b), level);
	float shown = level > 0.001f ? fmaxf(level, 0.004f) : 0.0f;
	float strength = fminf(level * 40.0f, 1.0f);
	mesh_arc(picture->mesh, ring, shown, 1.0f, false, groove, groove);
	mesh_arc(picture->mesh, ring, 0.0f, shown, true, ink_faded(a, strength), ink_faded(b, strength));
}

static void add_ceiling_mark(struct picture *picture, const struct mesh_ring *ring, float ceiling)
{
	float si = sinf(ceiling * 6.2831853f);
	float co = cosf(ceiling * 6.2831853f);
	float inner = ring->radius - ring->width * 0.5f;
	float outer = ring->radius + ring->width * 0.5f;
	if (has_ceiling(ceiling))
		mesh_stroke(picture->mesh, ring->x + si * inner, ring->y - co * inner, ring->x + si * outer,
			    ring->y - co * outer, tick_px(picture), tick_ink(picture, 0.9f));
}

static void add_ceiling_line(struct picture *picture, struct rect graph, float ceiling)
{
	float y = roundf(graph.y + graph.h * (1.0f - ceiling)) + 0.5f;
	if (has_ceiling(ceiling))
		mesh_stroke(picture->mesh, graph.x, y, graph.x + graph.w, y, tick_px(picture) * 0.6f,
			    tick_ink(picture, 0.25f));
}

static void add_rings(struct picture *picture)
{
	const struct picture_input *input = picture->input;
	const struct mesh_ring *thin = &picture->plan->seconds_ring;
	struct ink quiet = ink_of(picture, picture->look.groove);
	struct ink time = ink_of(picture, colour_with_alpha(picture->look.second, 0.85f));
	add_level_ring(picture, &picture->plan->ring, input->motion->level);
	add_ceiling_mark(picture, &picture->plan->ring, input->ceiling);
	if (input->seconds_left < 0.0f)
		return;
	mesh_arc(picture->mesh, thin, input->seconds_left, 1.0f, false, quiet, quiet);
	mesh_arc(picture->mesh, thin, 0.0f, input->seconds_left, true, time, time);
}

static void add_activity(struct picture *picture)
{
	const struct plan *plan = picture->plan;
	const struct picture_input *input = picture->input;
	bool is_goal = input->options->layout == ACTIVITY_GOAL;
	if (plan->ring.radius > 0.0f)
		add_rings(picture);
	if (plan->graph.w > 0.0f)
		add_ceiling_line(picture, plan->graph, input->ceiling);
	if (plan->groove.w > 0.0f)
		add_meter(picture, plan->groove, is_goal ? input->motion->goal : input->motion->level,
			  is_goal ? 1.0f : input->ceiling);
	for (int row = 0; row < plan->row_count; row++)
		if (plan->row_grooves[row].w > 0.0f)
			add_meter(picture, plan->row_grooves[row], input->motion->rows[row], 1.0f);
}

static struct ink graph_area_ink(const struct picture *picture)
{
	return ink_of(picture, colour_with_alpha(picture->look.fill_b, 0.5f));
}

static float share_down(const struct plan *plan, float y)
{
	return fminf(fmaxf((y - plan->panel.y) / plan->panel.h, 0.0f), 1.0f);
}

/* --- the graph: its curve costs a texture and more for each pixel, what is above and below it does not --- */

/* From top down, in the box of the graph. */
struct graph_part {
	struct rect box;
	float curve_top, curve_foot; /* where the line may be */
};

static struct graph_part graph_part(const struct picture *picture, int band)
{
	const struct rect *graph = &picture->plan->graph;
	const struct history_band *is = &picture->input->bands[band];
	float left = floorf(graph->w * (float)band / HISTORY_BANDS);
	float right = band + 1 < HISTORY_BANDS ? floorf(graph->w * (float)(band + 1) / HISTORY_BANDS) : graph->w;
	/* What is smoothed when the source is drawn smaller, is more of its pixels. */
	float reach = picture->look.line_px * 0.5f / fmaxf(is->cosine, 0.1f) + 3.0f;
	float top = floorf(graph->h * (1.0f - is->high) - reach);
	float foot = ceilf(graph->h * (1.0f - is->low) + reach);
	return (struct graph_part){.box = {graph->x + left, graph->y, right - left, graph->h},
				   .curve_top = fminf(fmaxf(top, 0.0f), graph->h),
				   .curve_foot = fminf(fmaxf(foot, 0.0f), graph->h)};
}

/* That of a band and of all next to it in which the curve is as high: each piece more costs. Moves on behind them. */
static struct graph_part next_part(const struct picture *picture, int *band)
{
	struct graph_part part = graph_part(picture, (*band)++);
	for (; *band < HISTORY_BANDS; ++*band) {
		struct graph_part next = graph_part(picture, *band);
		if (next.curve_top != part.curve_top || next.curve_foot != part.curve_foot)
			break;
		part.box.w = next.box.x + next.box.w - part.box.x;
	}
	return part;
}

/* The area is stronger the higher. */
static float area_strength(float share_down)
{
	return 1.0f - 0.9f * share_down;
}

static bool shows_graph(const struct picture *picture)
{
	return picture->plan->graph.w > 0.0f && picture->plan->graph.h > 0.0f && shows_activity(picture);
}

static void add_curve(struct picture *picture)
{
	const struct rect *graph = &picture->plan->graph;
	for (int band = 0; band < HISTORY_BANDS && shows_graph(picture);) {
		struct graph_part part = next_part(picture, &band);
		float top = part.curve_top / graph->h;
		float foot = part.curve_foot / graph->h;
		struct rect box = {part.box.x, graph->y + part.curve_top, part.box.w, part.curve_foot - part.curve_top};
		struct rect uv = {(box.x - graph->x) / graph->w, top, box.w / graph->w, foot - top};
		mesh_quad(picture->mesh, box, uv, area_strength(top), area_strength(foot),
			  paint_at(&picture->panel, box.x, box.y), paint_at(&picture->panel, box.x, box.y + box.h));
	}
}

static struct ink area_ink(const struct picture *picture, struct ink area, float y)
{
	const struct rect *graph = &picture->plan->graph;
	return ink_over(ink_faded(area, area_strength((y - graph->y) / graph->h)),
			paint_at(&picture->panel, graph->x, y));
}

static void add_beside_curve(struct picture *picture)
{
	const struct rect *graph = &picture->plan->graph;
	struct ink area = graph_area_ink(picture);
	for (int band = 0; band < HISTORY_BANDS && shows_graph(picture);) {
		struct graph_part part = next_part(picture, &band);
		float foot = graph->y + part.curve_foot;
		struct rect above = {part.box.x, graph->y, part.box.w, part.curve_top};
		struct rect below = {part.box.x, foot, part.box.w, graph->h - part.curve_foot};
		struct paint paint =
			paint_down(area_ink(picture, area, foot), area_ink(picture, area, graph->y + graph->h), below);
		if (above.h > 0.0f)
			mesh_cells(picture->mesh, above, NULL, 0, &picture->panel);
		if (below.h > 0.0f)
			mesh_cells(picture->mesh, below, NULL, 0, &paint);
	}
}

static void add_text(struct picture *picture, const struct line_box *box)
{
	const struct look *look = &picture->look;
	const struct activity_options *options = picture->input->options;
	bool is_waiting = options->layout == ACTIVITY_QUEUE && box->slot >= PLAN_ROW_LEFT && box->slot < PLAN_IDLE;
	bool is_quiet = is_second(box->slot) || is_waiting;
	struct ink top = ink_of(picture, is_quiet ? look->second : look->title);
	struct ink foot = top;
	if (options->has_text_gradient && !is_quiet)
		foot = ink_of(picture, options->text_gradient);
	bool has_panel = !is_on_panel(picture, box);
	mesh_quad(picture->mesh, box->box, box->uv, has_panel ? share_down(picture->plan, box->box.y) : -1.0f,
		  has_panel ? share_down(picture->plan, box->box.y + box->box.h) : -1.0f, top, foot);
}

static float brightness(struct colour colour)
{
	return (colour.r + colour.g + colour.b) / 3.0f;
}

/* Where light adds up, the edges of a dark letter on a light panel come out nearly as light as the panel: bold looks
 * thin. */
static float text_weight(const struct picture *picture)
{
	const struct look *look = &picture->look;
	float by = brightness(look->panel_top) * look->panel_top.a - brightness(look->title);
	return picture->input->space.is_linear ? fminf(fmaxf(by * 1.4f, 0.0f), 1.0f) : 0.0f;
}

static void fill_inks(struct picture_inks *inks, const struct picture *picture)
{
	const struct look *look = &picture->look;
	struct rect graph = picture->plan->graph;
	*inks = (struct picture_inks){
		.panel_top = picture->panel.a,
		.panel_foot = picture->panel.b,
		.border = ink_of(picture, look->border),
		.surround = ink_of(picture, look->surround),
		.line = ink_of(picture, look->fill_a),
		.area = graph_area_ink(picture),
		.text_weight = text_weight(picture),
		.graph_size = {graph.w, graph.h, look->line_px * 0.5f, 0.0f},
	};
}

void picture_build(struct mesh *mesh, struct picture_inks *inks, const struct picture_input *input)
{
	struct picture picture = {.input = input, .plan = input->plan, .mesh = mesh, .look = input->options->look};
	look_answer(&picture.look, input->accent);
	picture.panel = paint_down(ink_of(&picture, picture.look.panel_top),
				   ink_of(&picture, picture.look.panel_bottom), input->plan->panel);
	fill_inks(inks, &picture);
	mesh_begin(mesh);
	if (input->motion->content == MOTION_NOTHING || input->alpha <= 0.0f) {
		mesh_end(mesh);
		return;
	}
	cut_all(&picture);
	mesh_begin_list(mesh, MESH_GRAPH);
	add_curve(&picture);
	mesh_begin_list(mesh, MESH_PLAIN);
	add_panel(&picture);
	add_beside_curve(&picture);
	if (shows_activity(&picture))
		add_activity(&picture);
	mesh_begin_list(mesh, MESH_TEXT);
	for (int i = 0; i < input->box_count; i++)
		add_text(&picture, &input->boxes[i]);
	mesh_end(mesh);
}
