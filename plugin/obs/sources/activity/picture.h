/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One picture as triangles and inks. Pure. */
#pragma once

#include "obs/sources/activity/words/lines.h"
#include "obs/sources/activity/shapes/history.h"
#include "obs/sources/activity/shapes/mesh.h"
#include "obs/sources/activity/motion.h"
#include "obs/sources/activity/plan.h"

struct picture_input {
	const struct activity_options *options;
	const struct plan *plan;
	const struct motion *motion;
	const struct line_box *boxes;
	int box_count;
	float ceiling;                    /* 0..1; 1: no tick */
	float seconds_left;               /* share of the run, 0..1; below 0: unknown */
	const struct history_band *bands; /* of the graph; borrowed */
	float alpha;                      /* of all of it */
	float accent;                     /* 0..1 */
	struct ink_space space;
};

/* What the shaders take beside the vertices. */
struct picture_inks {
	struct ink panel_top, panel_foot, border, surround, line, area;
	float text_weight;   /* 0..1 */
	float graph_size[4]; /* width, height, half the width of the line */
};

void picture_build(struct mesh *mesh, struct picture_inks *inks, const struct picture_input *input);
