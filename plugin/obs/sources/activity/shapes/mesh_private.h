/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the mesh share. */
#pragma once

#include "obs/sources/activity/shapes/mesh.h"

static const float mesh_feather_px = 1.0f; /* so far on both sides an edge may be smoothed */

/* 0 when there is no room. */
uint16_t mesh_add_vertex(struct mesh *mesh, float x, float y, float edge, float soft, struct ink ink);
/* To the rims. */
void mesh_add_rim(struct mesh *mesh, uint32_t a, uint32_t b, uint32_t c);
/* To the rims: between two lines of count vertices each. */
void mesh_add_rim_strip(struct mesh *mesh, uint32_t line, uint32_t next_line, uint32_t count, bool is_closed);
/* How many straight pieces a quarter of that rounding takes, so that none lies a sixth of a pixel off: each triangle
 * costs, however small it is. */
int mesh_corner_steps(float radius);
/* A rectangle of two triangles, but for one without area. MESH_PLAIN. */
void mesh_add_rect(struct mesh *mesh, const struct rect *box, const struct paint *paint);
