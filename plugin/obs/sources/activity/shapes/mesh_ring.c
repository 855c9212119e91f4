/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>

#include "obs/sources/activity/shapes/mesh_private.h"

enum { RING_STEPS = 72, CAP_STEPS = 10 };
static const float full_turn = 6.28318531f;

struct arc {
	const struct mesh_ring *ring;
	float from, to;
	struct ink begin, end;
	uint32_t steps;
};

/* Its points so far away from the middle line. */
static uint32_t add_arc_line(struct mesh *mesh, const struct arc *arc, float away)
{
	uint32_t first = mesh->vertex_count;
	float distance = fabsf(away) - arc->ring->width * 0.5f;
	for (uint32_t i = 0; i < arc->steps; i++) {
		float share = (float)i / (float)(arc->steps - 1);
		float angle = (arc->from + (arc->to - arc->from) * share) * full_turn;
		float radius = arc->ring->radius + away;
		mesh_add_vertex(mesh, arc->ring->x + sinf(angle) * radius, arc->ring->y - cosf(angle) * radius,
				distance, 0.0f, ink_mix(arc->begin, arc->end, share));
	}
	return first;
}

/* A half disc in front of the end (way 1) or behind the beginning (way -1). */
static void add_cap(struct mesh *mesh, const struct arc *arc, float turn, float way, struct ink ink)
{
	float half = arc->ring->width * 0.5f;
	float co = cosf(turn * full_turn);
	float si = sinf(turn * full_turn);
	float x = arc->ring->x + si * arc->ring->radius;
	float y = arc->ring->y - co * arc->ring->radius;
	uint32_t middle = mesh_add_vertex(mesh, x, y, 0.0f, 0.0f, ink);
	uint32_t inner = mesh->vertex_count;
	for (int line = 0; line < 2; line++)
		for (int i = 0; i <= CAP_STEPS; i++) {
			float angle = (float)i / CAP_STEPS * full_turn * 0.5f;
			float radius = line ? half + mesh_feather_px : fmaxf(half - mesh_feather_px, 0.0f);
			float outwards = cosf(angle) * radius;
			float ahead = sinf(angle) * radius * way;
			mesh_add_vertex(mesh, x + si * outwards + co * ahead, y - co * outwards + si * ahead,
					radius - half, 0.0f, ink);
		}
	for (uint32_t i = 0; i < CAP_STEPS; i++)
		mesh_add_triangle(mesh, middle, inner + i, inner + i + 1);
	mesh_add_rim_strip(mesh, inner, inner + CAP_STEPS + 1, CAP_STEPS + 1, false);
}

void mesh_arc(struct mesh *mesh, const struct mesh_ring *ring, float from, float to, bool has_caps, struct ink begin,
	      struct ink end)
{
	struct arc arc = {ring, from, to, begin, end, 2 + (uint32_t)ceilf(fminf(to - from, 1.0f) * RING_STEPS)};
	float half = ring->width * 0.5f;
	float inside = fmaxf(half - mesh_feather_px, 0.0f);
	uint32_t lines[4];
	const float away[4] = {half + mesh_feather_px, inside, -inside, -half - mesh_feather_px};
	if (to - from <= 0.0005f)
		return;
	for (int i = 0; i < 4; i++)
		lines[i] = add_arc_line(mesh, &arc, away[i]);
	mesh_add_rim_strip(mesh, lines[0], lines[1], arc.steps, false);
	mesh_add_rim_strip(mesh, lines[2], lines[3], arc.steps, false);
	for (uint32_t i = 0; i + 1 < arc.steps; i++) {
		mesh_add_triangle(mesh, lines[1] + i, lines[2] + i, lines[1] + i + 1);
		mesh_add_triangle(mesh, lines[1] + i + 1, lines[2] + i, lines[2] + i + 1);
	}
	if (!has_caps || to - from > 0.9995f)
		return;
	add_cap(mesh, &arc, from, -1.0f, begin);
	add_cap(mesh, &arc, to, 1.0f, end);
}
