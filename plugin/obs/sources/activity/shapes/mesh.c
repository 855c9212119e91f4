/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/shapes/mesh.h"

#include <math.h>
#include <string.h>

#include "obs/sources/activity/shapes/mesh_private.h"

enum { MAX_CORNER_STEPS = 12 };
static const float quarter_turn = 1.57079633f;
static const float half_root = 0.70710678f;

/* --- paints --- */

struct paint paint_flat(struct ink ink)
{
	return (struct paint){.a = ink, .b = ink};
}

struct paint paint_down(struct ink top, struct ink bottom, struct rect box)
{
	return (struct paint){.a = top, .b = bottom, .y = box.y, .dy = 1.0f / fmaxf(box.h, 1.0f)};
}

struct paint paint_along(struct ink left, struct ink right, struct rect box)
{
	return (struct paint){.a = left, .b = right, .x = box.x, .dx = 1.0f / fmaxf(box.w, 1.0f)};
}

struct paint paint_over(struct paint top, struct paint below)
{
	below.a = ink_over(top.a, below.a);
	below.b = ink_over(top.b, below.b);
	return below;
}

struct ink paint_at(const struct paint *paint, float x, float y)
{
	float t = (x - paint->x) * paint->dx + (y - paint->y) * paint->dy;
	return ink_mix(paint->a, paint->b, fminf(fmaxf(t, 0.0f), 1.0f));
}

/* --- vertices and lists --- */

/* Between two lines of count vertices each. */
struct mesh_strip {
	uint32_t line, next, count;
	bool is_closed;
};

void mesh_begin(struct mesh *mesh)
{
	mesh->vertex_count = 0;
	mesh->index_count = 0;
	mesh->soft_count = 0;
	mesh->rim_count = 0;
	mesh->is_full = false;
	mesh->list = MESH_GRAPH;
	memset(mesh->begin, 0, sizeof(mesh->begin));
	memset(mesh->count, 0, sizeof(mesh->count));
}

static void close_list(struct mesh *mesh)
{
	mesh->count[mesh->list] = mesh->index_count - mesh->begin[mesh->list];
}

static void take(struct mesh *mesh, const uint16_t *index, uint32_t index_count)
{
	uint32_t room = MESH_INDICES - mesh->index_count;
	uint32_t count = index_count < room ? index_count : room - room % 3;
	mesh->is_full |= count < index_count;
	memcpy(mesh->index + mesh->index_count, index, count * sizeof(*index));
	mesh->index_count += count;
}

void mesh_begin_list(struct mesh *mesh, enum mesh_list list)
{
	while (mesh->list < list) {
		close_list(mesh);
		mesh->begin[++mesh->list] = mesh->index_count;
		if (mesh->list == MESH_SOFT)
			take(mesh, mesh->soft, mesh->soft_count);
		if (mesh->list == MESH_RIM)
			take(mesh, mesh->rim, mesh->rim_count);
	}
}

void mesh_end(struct mesh *mesh)
{
	mesh_begin_list(mesh, MESH_LISTS - 1);
	close_list(mesh);
}

uint16_t mesh_add_vertex(struct mesh *mesh, float x, float y, float edge, float soft, struct ink ink)
{
	if (mesh->vertex_count >= MESH_VERTICES) {
		mesh->is_full = true;
		return 0;
	}
	uint32_t at = mesh->vertex_count++;
	const float position[4] = {x, y, 0.0f, 0.0f};
	const float edges[4] = {edge, soft, 0.0f, 0.0f};
	memcpy(mesh->position[at], position, sizeof(position));
	memcpy(mesh->edge[at], edges, sizeof(edges));
	memcpy(mesh->color[at], ink.v, sizeof(ink.v));
	return (uint16_t)at;
}

static void put_triangle(uint16_t *list, uint32_t *count, uint32_t a, uint32_t b, uint32_t c)
{
	list[(*count)++] = (uint16_t)a;
	list[(*count)++] = (uint16_t)b;
	list[(*count)++] = (uint16_t)c;
}

static void add_triangle(struct mesh *mesh, uint32_t a, uint32_t b, uint32_t c)
{
	if (mesh->index_count + 3 > MESH_INDICES || mesh->is_full)
		mesh->is_full = true;
	else
		put_triangle(mesh->index, &mesh->index_count, a, b, c);
}

static void add_beside(struct mesh *mesh, uint16_t *list, uint32_t *count, const uint32_t corners[3])
{
	if (*count + 3 > MESH_INDICES || mesh->is_full)
		mesh->is_full = true;
	else
		put_triangle(list, count, corners[0], corners[1], corners[2]);
}

static void add_strip(struct mesh *mesh, uint16_t *list, uint32_t *count, struct mesh_strip strip)
{
	for (uint32_t i = 0; i + (strip.is_closed ? 0 : 1) < strip.count; i++) {
		uint32_t next = (i + 1) % strip.count;
		add_beside(mesh, list, count, (uint32_t[]){strip.line + i, strip.next + i, strip.line + next});
		add_beside(mesh, list, count, (uint32_t[]){strip.line + next, strip.next + i, strip.next + next});
	}
}

void mesh_add_rim(struct mesh *mesh, uint32_t a, uint32_t b, uint32_t c)
{
	add_beside(mesh, mesh->rim, &mesh->rim_count, (uint32_t[]){a, b, c});
}

void mesh_add_rim_strip(struct mesh *mesh, uint32_t line, uint32_t next_line, uint32_t count, bool is_closed)
{
	add_strip(mesh, mesh->rim, &mesh->rim_count, (struct mesh_strip){line, next_line, count, is_closed});
}

void mesh_add_rect(struct mesh *mesh, const struct rect *box, const struct paint *paint)
{
	float x0 = box->x;
	float y0 = box->y;
	float x1 = box->x + box->w;
	float y1 = box->y + box->h;
	if (x1 - x0 < 0.001f || y1 - y0 < 0.001f)
		return;
	uint32_t a = mesh_add_vertex(mesh, x0, y0, 0.0f, 0.0f, paint_at(paint, x0, y0));
	uint32_t b = mesh_add_vertex(mesh, x1, y0, 0.0f, 0.0f, paint_at(paint, x1, y0));
	uint32_t c = mesh_add_vertex(mesh, x0, y1, 0.0f, 0.0f, paint_at(paint, x0, y1));
	uint32_t d = mesh_add_vertex(mesh, x1, y1, 0.0f, 0.0f, paint_at(paint, x1, y1));
	add_triangle(mesh, a, b, c);
	add_triangle(mesh, c, b, d);
}

/* --- rounded boxes --- */

static float fitting_radius(struct rect box, float radius)
{
	return fmaxf(fminf(radius, fminf(box.w, box.h) * 0.5f), 0.0f);
}

int mesh_corner_steps(float radius)
{
	int steps = (int)ceilf(quarter_turn * 0.5f / acosf(1.0f - fminf(0.16f / fmaxf(radius, 0.32f), 0.5f)));
	return steps < 1 ? 1 : steps > MAX_CORNER_STEPS ? MAX_CORNER_STEPS : steps;
}

/* The contour `out` pixels outside of the edge; below 0: inside. */
static uint32_t add_contour(struct mesh *mesh, struct rect box, float radius, int steps, float out, float soft,
			    const struct paint *paint)
{
	uint32_t first = mesh->vertex_count;
	float away = fmaxf(radius + out, 0.0f);
	float in = radius + out > 0.0f ? radius : -out; /* corners are sharp once the rounding is used up */
	for (int corner = 0; corner < 4; corner++) {
		float cx = corner == 0 || corner == 3 ? box.x + box.w - in : box.x + in;
		float cy = corner < 2 ? box.y + box.h - in : box.y + in;
		for (int i = 0; i <= steps; i++) {
			float angle = ((float)corner + (float)i / (float)steps) * quarter_turn;
			float x = cx + cosf(angle) * away;
			float y = cy + sinf(angle) * away;
			mesh_add_vertex(mesh, x, y, out, soft, paint_at(paint, x, y));
		}
	}
	return first;
}

float mesh_corner_px(float radius, float border_px)
{
	float in = border_px + mesh_feather_px;
	return radius > in ? radius - (radius - in) * half_root : in;
}

/* What the rounded corner holds beside the cells: a fan on each side of its middle. `core`: its points. */
static void fill_corner(struct mesh *mesh, uint32_t core, int steps, struct rect anchors, int corner,
			const struct paint *paint)
{
	bool is_right = corner == 0 || corner == 3;
	bool is_low = corner < 2;
	float side_x = is_right ? anchors.x + anchors.w : anchors.x;
	float side_y = is_low ? anchors.y + anchors.h : anchors.y;
	const float *first = mesh->position[core];
	const float *last = mesh->position[core + (uint32_t)steps];
	/* The contour begins on a vertical side in corners 0 and 2, on a level one in 1 and 3. */
	bool is_upright = corner == 0 || corner == 2;
	float ax = is_upright ? side_x : first[0];
	float ay = is_upright ? first[1] : side_y;
	float bx = is_upright ? last[0] : side_x;
	float by = is_upright ? side_y : last[1];
	uint32_t a = mesh_add_vertex(mesh, ax, ay, 0.0f, 0.0f, paint_at(paint, ax, ay));
	uint32_t b = mesh_add_vertex(mesh, bx, by, 0.0f, 0.0f, paint_at(paint, bx, by));
	for (uint32_t i = 0; i < (uint32_t)steps; i++)
		add_triangle(mesh, i < (uint32_t)steps / 2 ? a : b, core + i, core + i + 1);
}

/* A rounded box under way. */
struct box_parts {
	struct rect box;
	float radius, border_px;
	float in, c;          /* from the edge to where its own strip ends, and to where the cells begin */
	uint32_t steps;       /* of a corner */
	uint32_t outer, core; /* contours */
};

static bool is_touched(const struct rect *side, const struct rect *holes, int count)
{
	for (int i = 0; i < count; i++)
		if (rects_overlap(&holes[i], side))
			return true;
	return false;
}

/* A straight side from the edge to where the cells begin. In two parts it would be two thin strips, of which a renderer
 * looks at every pixel twice. outer: the point of the contour on which it begins. */
static void add_side(struct mesh *mesh, uint32_t outer, uint32_t outer_end, struct rect side,
		     const struct box_parts *parts, const struct paint *paint)
{
	const float *from = mesh->position[outer];
	const float *to = mesh->position[outer_end];
	bool is_level = from[1] == to[1];
	float inner_y = from[1] < side.y + side.h * 0.5f ? side.y + side.h : side.y;
	float inner_x = from[0] < side.x + side.w * 0.5f ? side.x + side.w : side.x;
	uint32_t first = mesh->vertex_count;
	for (int end = 0; end < 2; end++) {
		float x = is_level ? (end ? to : from)[0] : inner_x;
		float y = is_level ? inner_y : (end ? to : from)[1];
		mesh_add_vertex(mesh, x, y, -parts->c, -parts->border_px, paint_at(paint, x, y));
	}
	mesh_add_rim(mesh, outer, first, outer_end);
	mesh_add_rim(mesh, outer_end, first, first + 1);
}

/* The four straight sides, in the order of the contour: below, left, above, right. */
static void add_sides(struct mesh *mesh, const struct box_parts *parts, const struct rect *holes, int hole_count,
		      const struct paint *paint)
{
	const struct rect *box = &parts->box;
	float straight_w = box->w - 2.0f * parts->radius;
	float straight_h = box->h - 2.0f * parts->radius;
	float thick = parts->c - parts->in;
	const struct rect sides[] = {
		{box->x + parts->radius, box->y + box->h - parts->c, straight_w, thick},
		{box->x + parts->in, box->y + parts->radius, thick, straight_h},
		{box->x + parts->radius, box->y + parts->in, straight_w, thick},
		{box->x + box->w - parts->c, box->y + parts->radius, thick, straight_h},
	};
	uint32_t points = parts->steps + 1;
	for (uint32_t i = 0; i < 4; i++) {
		uint32_t last = i * points + parts->steps;
		uint32_t next = (i + 1) % 4 * points;
		if (thick > 0.0f && !is_touched(&sides[i], holes, hole_count)) {
			add_side(mesh, parts->outer + last, parts->outer + next, sides[i], parts, paint);
			continue;
		}
		mesh_add_rim(mesh, parts->outer + last, parts->core + last, parts->outer + next);
		mesh_add_rim(mesh, parts->outer + next, parts->core + last, parts->core + next);
		if (thick > 0.0f)
			mesh_cells(mesh, sides[i], holes, hole_count, paint);
	}
}

void mesh_box(struct mesh *mesh, struct rect box, float radius, float border_px, const struct rect *holes,
	      int hole_count, const struct paint *paint)
{
	struct box_parts parts = {.box = box, .border_px = border_px, .in = border_px + mesh_feather_px};
	if (box.w < 2.0f * parts.in || box.h < 2.0f * parts.in)
		return;
	parts.radius = fitting_radius(box, radius);
	parts.c = mesh_corner_px(parts.radius, border_px);
	parts.steps =
		((uint32_t)mesh_corner_steps(parts.radius) + 1) & ~1u; /* the middle of a corner is a point of it */
	parts.outer = add_contour(mesh, box, parts.radius, (int)parts.steps, mesh_feather_px, -border_px, paint);
	parts.core = add_contour(mesh, box, parts.radius, (int)parts.steps, -parts.in, -border_px, paint);
	struct rect middle = {box.x + parts.c, box.y + parts.c, box.w - 2.0f * parts.c, box.h - 2.0f * parts.c};
	mesh_cells(mesh, middle, holes, hole_count, paint);
	if (mesh->is_full)
		return;
	add_sides(mesh, &parts, holes, hole_count, paint);
	for (uint32_t corner = 0; corner < 4; corner++) {
		uint32_t first = corner * (parts.steps + 1);
		mesh_add_rim_strip(mesh, parts.outer + first, parts.core + first, parts.steps + 1, false);
		if (parts.radius > parts.in)
			fill_corner(mesh, parts.core + first, (int)parts.steps, middle, (int)corner, paint);
	}
}

void mesh_soft(struct mesh *mesh, struct rect box, float radius, float soft_px, float down_px, struct ink ink)
{
	struct paint paint = paint_flat(ink);
	if (soft_px < 0.5f || ink.v[3] <= 0.0f)
		return;
	radius = fitting_radius(box, radius);
	/* Half a pixel beneath the edge, so that nothing shows through where that is smoothed. */
	int steps = mesh_corner_steps(radius);
	uint32_t contour = 4 * ((uint32_t)steps + 1);
	uint32_t from = add_contour(mesh, box, radius, steps, -0.5f, 0.0f, &paint);
	struct rect lower = {box.x, box.y + down_px, box.w, box.h};
	uint32_t to = add_contour(mesh, lower, radius, steps, soft_px, 0.0f, &paint);
	for (uint32_t i = from; i < to + contour && i < mesh->vertex_count; i++)
		mesh->edge[i][0] = i < to ? 0.0f : 1.0f;
	add_strip(mesh, mesh->soft, &mesh->soft_count, (struct mesh_strip){from, to, contour, true});
}

/* --- lines --- */

void mesh_stroke(struct mesh *mesh, float x0, float y0, float x1, float y1, float width, struct ink ink)
{
	float length = fmaxf(hypotf(x1 - x0, y1 - y0), 0.001f);
	float half = width * 0.5f;
	uint32_t first = mesh->vertex_count;
	for (int line = -1; line <= 1; line += 2) {
		float away = (float)line * (half + mesh_feather_px);
		float dx = (y0 - y1) * away / length;
		float dy = (x1 - x0) * away / length;
		mesh_add_vertex(mesh, x0 + dx, y0 + dy, away, half, ink);
		mesh_add_vertex(mesh, x1 + dx, y1 + dy, away, half, ink);
	}
	mesh_add_rim_strip(mesh, first, first + 2, 2, false);
}

/* --- boxes of a texture --- */

void mesh_quad(struct mesh *mesh, struct rect box, struct rect uv, float z_top, float z_bottom, struct ink top,
	       struct ink bottom)
{
	uint32_t corners[4];
	for (int i = 0; i < 4; i++) {
		float right = (float)(i % 2);
		float low = i < 2 ? 0.0f : 1.0f;
		corners[i] = mesh_add_vertex(mesh, box.x + box.w * right, box.y + box.h * low, uv.x + uv.w * right,
					     uv.y + uv.h * low, i < 2 ? top : bottom);
		mesh->edge[corners[i]][2] = i < 2 ? z_top : z_bottom;
	}
	add_triangle(mesh, corners[0], corners[1], corners[2]);
	add_triangle(mesh, corners[2], corners[1], corners[3]);
}
