/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>

#include "obs/sources/activity/shapes/mesh_private.h"

enum { CAP_STEPS = 8, MAX_RING_STEPS = 96 };
static const float full_turn = 6.28318531f;

struct arc {
	const struct mesh_ring *ring;
	float from, to;
	struct ink begin, end;
	uint32_t steps;
};

/* So many that no straight piece lies an eighth of a pixel off, at its middle inwards and at its ends outwards. */
static uint32_t steps_for(const struct mesh_ring *ring, float share)
{
	float outer = fmaxf(ring->radius + ring->width * 0.5f, 1.0f);
	float whole = fminf(full_turn * 0.5f / acosf(1.0f - 0.24f / outer), MAX_RING_STEPS);
	return 2 + (uint32_t)ceilf(share * whole);
}

/* Its points so far away from the middle line, which smoothes both of its edges. */
static uint32_t add_arc_line(struct mesh *mesh, const struct arc *arc, float away)
{
	uint32_t first = mesh->vertex_count;
	float piece = (arc->to - arc->from) * full_turn / (float)(arc->steps - 1);
	float radius = (arc->ring->radius + away) * (1.5f - 0.5f * cosf(piece * 0.5f));
	for (uint32_t i = 0; i < arc->steps; i++) {
		float share = (float)i / (float)(arc->steps - 1);
		float angle = (arc->from + (arc->to - arc->from) * share) * full_turn;
		mesh_add_vertex(mesh, arc->ring->x + sinf(angle) * radius, arc->ring->y - cosf(angle) * radius, away,
				arc->ring->width * 0.5f, ink_mix(arc->begin, arc->end, share));
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
	uint32_t middle = mesh_add_vertex(mesh, x, y, -half, 0.0f, ink);
	uint32_t first = mesh->vertex_count;
	for (int i = 0; i <= CAP_STEPS; i++) {
		float angle = (float)i / CAP_STEPS * full_turn * 0.5f;
		float outwards = cosf(angle) * (half + mesh_feather_px);
		float ahead = sinf(angle) * (half + mesh_feather_px) * way;
		mesh_add_vertex(mesh, x + si * outwards + co * ahead, y - co * outwards + si * ahead, mesh_feather_px,
				0.0f, ink);
	}
	for (uint32_t i = 0; i < CAP_STEPS; i++)
		mesh_add_rim(mesh, middle, first + i, first + i + 1);
}

void mesh_arc(struct mesh *mesh, const struct mesh_ring *ring, float from, float to, bool has_caps, struct ink begin,
	      struct ink end)
{
	struct arc arc = {ring, from, to, begin, end, 0};
	float reach = ring->width * 0.5f + mesh_feather_px;
	if (to - from <= 0.0005f)
		return;
	arc.steps = steps_for(ring, fminf(to - from, 1.0f));
	uint32_t outer = add_arc_line(mesh, &arc, reach);
	uint32_t inner = add_arc_line(mesh, &arc, -reach);
	mesh_add_rim_strip(mesh, outer, inner, arc.steps, false);
	if (!has_caps || to - from > 0.9995f)
		return;
	add_cap(mesh, &arc, from, -1.0f, begin);
	add_cap(mesh, &arc, to, 1.0f, end);
}
