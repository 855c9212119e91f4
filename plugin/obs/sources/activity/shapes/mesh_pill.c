/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>

#include "obs/sources/activity/shapes/mesh_private.h"

static const float half_turn = 3.14159265f;

/* One end of a pill, to the left (-1) or right (1): a fan around the middle of its rounding. */
static void add_pill_end(struct mesh *mesh, float x, float y, float radius, float way, const struct paint *paint)
{
	int steps = 2 * mesh_corner_steps(radius);
	uint32_t middle = mesh_add_vertex(mesh, x, y, -radius, 0.0f, paint_at(paint, x, y));
	uint32_t first = mesh->vertex_count;
	for (int i = 0; i <= steps; i++) {
		float angle = (float)i / (float)steps * half_turn;
		float at_x = x + sinf(angle) * (radius + mesh_feather_px) * way;
		float at_y = y - cosf(angle) * (radius + mesh_feather_px);
		mesh_add_vertex(mesh, at_x, at_y, mesh_feather_px, 0.0f, paint_at(paint, at_x, at_y));
	}
	for (uint32_t i = 0; i < (uint32_t)steps; i++)
		mesh_add_rim(mesh, middle, first + i, first + i + 1);
}

/* A level edge: one pixel on both sides of it. */
static void add_edge(struct mesh *mesh, float x0, float x1, float y, float inwards, const struct paint *paint)
{
	uint32_t first = mesh->vertex_count;
	for (int line = 0; line < 2; line++)
		for (int end = 0; end < 2; end++) {
			float x = end ? x1 : x0;
			float out = line ? -mesh_feather_px : mesh_feather_px;
			mesh_add_vertex(mesh, x, y - out * inwards, out, 0.0f, paint_at(paint, x, y));
		}
	mesh_add_rim_strip(mesh, first, first + 2, 2, false);
}

void mesh_pill(struct mesh *mesh, struct rect box, const struct paint *edge, const struct paint *inside,
	       const struct rect *filled)
{
	float radius = box.h * 0.5f;
	float x0 = box.x + radius;
	float x1 = box.x + box.w - radius;
	struct rect middle = {x0, box.y + mesh_feather_px, x1 - x0, box.h - 2.0f * mesh_feather_px};
	if (box.h < 2.0f * mesh_feather_px || box.w < box.h)
		return;
	float bare = filled ? fminf(filled->x + filled->w, x1) : x0;
	mesh_cells(mesh, middle, filled, filled ? 1 : 0, inside);
	add_pill_end(mesh, x0, box.y + radius, radius, -1.0f, edge);
	add_pill_end(mesh, x1, box.y + radius, radius, 1.0f, edge);
	add_edge(mesh, bare, x1, box.y, 1.0f, edge);
	add_edge(mesh, bare, x1, box.y + box.h, -1.0f, edge);
}
