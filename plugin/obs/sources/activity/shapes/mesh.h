/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Triangles of the shapes of one picture, so laid that almost every pixel is covered once: what is blended twice costs
 * twice. Pure: no graphics, nothing allocated. Pixels of the source; y grows downwards. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "obs/sources/activity/shapes/colour.h"

enum {
	MESH_VERTICES = 3072,
	MESH_INDICES = 7168,
	MESH_MAX_HOLES = 48,
};

/* The lists are drawn one after the other, in this order. */
enum mesh_list {
	MESH_GRAPH, /* edge.xy: place in the box of the graph, 0..1; edge.z: strength of the area; color: the panel
		       there */
	MESH_PLAIN, /* color alone */
	MESH_SOFT,  /* edge.x: how far on its way out, 0..1; color: where it begins */
	MESH_RIM,   /* edge.x: distance from the edge, outside is above 0; edge.y: below 0: a border so wide; above 0:
		     * edge.x is the distance from the middle of a band, of which edge.y is half the width */
	MESH_TEXT,  /* edge.xy: place in the mask, edge.z: share of the panel's foot in its colour, below 0: no panel;
		     * color: of the letters */
	MESH_LISTS
};

/* The arrays are as libobs wants them for its vertices. */
struct mesh {
	float (*position)[4]; /* MESH_VERTICES each; borrowed */
	float (*color)[4];    /* premultiplied, in the space of the target */
	float (*edge)[4];
	uint16_t *index; /* MESH_INDICES; borrowed */
	uint32_t vertex_count;
	uint32_t index_count;
	uint32_t begin[MESH_LISTS], count[MESH_LISTS]; /* valid after mesh_end_list() */
	enum mesh_list list;
	/* MESH_INDICES each; borrowed: made beside plain insides. */
	uint16_t *soft, *rim;
	uint32_t soft_count, rim_count;
	bool is_full; /* something had no room and was left out */
};

struct rect {
	float x, y, w, h;
};
/* Whether they share more than an edge. */
static inline bool rects_overlap(const struct rect *a, const struct rect *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* Ink a, changing to b over one length along (dx, dy) from (x, y); no length: a everywhere. */
struct paint {
	struct ink a, b;
	float x, y, dx, dy;
};

struct paint paint_flat(struct ink ink);
struct paint paint_down(struct ink top, struct ink bottom, struct rect box);
struct paint paint_along(struct ink left, struct ink right, struct rect box);
/* `top` lies on `below`; right where `top` is flat or both change along the same line. */
struct paint paint_over(struct paint top, struct paint below);
struct ink paint_at(const struct paint *paint, float x, float y);

void mesh_begin(struct mesh *mesh);
/* What follows goes to that list; lists are filled in their order. MESH_SOFT and MESH_RIM are filled along with
 * MESH_PLAIN and are put in their places when it ends. */
void mesh_begin_list(struct mesh *mesh, enum mesh_list list);
void mesh_end(struct mesh *mesh);

/* A rectangle but for the holes. MESH_PLAIN. */
void mesh_cells(struct mesh *mesh, struct rect box, const struct rect *holes, int hole_count,
		const struct paint *paint);
/* A rounded box with a border inside its edge (border_px 0: none), but for the holes, which keep clear of the rounding
 * by mesh_corner_px(). MESH_PLAIN. */
void mesh_box(struct mesh *mesh, struct rect box, float radius, float border_px, const struct rect *holes,
	      int hole_count, const struct paint *paint);
/* A box with round ends, wider than high. edge: of the ends and edges, which are blended onto what is there; inside: of
 * the rest. filled (NULL: nothing): what another such box holds that begins where this one does, between its ends and
 * but for one pixel at its edges; neither that nor the edges beside it are drawn. MESH_PLAIN. */
void mesh_pill(struct mesh *mesh, struct rect box, const struct paint *edge, const struct paint *inside,
	       const struct rect *filled);
/* How far from its sides a box with that rounding has room for holes. */
float mesh_corner_px(float radius, float border_px);
/* Shadow or glow around a rounded box, nothing beneath it; soft_px wide, `down_px` lower. MESH_PLAIN. */
void mesh_soft(struct mesh *mesh, struct rect box, float radius, float soft_px, float down_px, struct ink ink);

struct mesh_ring {
	float x, y, radius, width;
};
/* Part of a ring, clockwise, from and to in turns with 0 at the top; the ink changes along it. has_caps: with round
 * ends, unless it is whole. MESH_PLAIN. */
void mesh_arc(struct mesh *mesh, const struct mesh_ring *ring, float from, float to, bool has_caps, struct ink begin,
	      struct ink end);
/* A line with straight ends, over everything that was added before. MESH_PLAIN. */
void mesh_stroke(struct mesh *mesh, float x0, float y0, float x1, float y1, float width, struct ink ink);
/* A box of a mask or the graph. uv: the corners in the texture; z_top, z_bottom: edge.z. */
void mesh_quad(struct mesh *mesh, struct rect box, struct rect uv, float z_top, float z_bottom, struct ink top,
	       struct ink bottom);
