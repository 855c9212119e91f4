/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where everything of a layout lies, in pixels of the source. Pure; any thread. */
#pragma once

#include "obs/sources/activity/shapes/mesh.h"
#include "obs/sources/activity/options.h"

enum { ACTIVITY_ROWS = 8, ACTIVITY_WAITING_ROWS = 4 };

/* Places for text; each is drawn in one font and size. */
enum plan_slot {
	PLAN_TITLE,
	PLAN_NUMBER, /* digits */
	PLAN_SECOND, /* who; of a goal what is left of it */
	PLAN_TIME_BEFORE,
	PLAN_TIME, /* digits; its room is that of the whole second line */
	PLAN_TIME_AFTER,
	PLAN_ROW_NUMBER, /* digits of the rows */
	PLAN_ROW_LEFT,   /* and one more for each further row */
	PLAN_ROW_RIGHT = PLAN_ROW_LEFT + ACTIVITY_ROWS,
	PLAN_IDLE = PLAN_ROW_RIGHT + ACTIVITY_ROWS,
	PLAN_SLOTS
};

struct plan_text {
	float x, width; /* room; width 0: this layout has no such text */
	float baseline;
	int size_px;
	enum activity_align align; /* in that room */
	bool is_bold;
};

struct plan {
	int width_px, height_px; /* of the source */
	struct rect panel;
	float radius;
	float em;           /* size of the title's font where no layout makes it smaller */
	struct rect groove; /* of bar, goal and the running row; w 0: none */
	struct rect graph;
	struct mesh_ring ring, seconds_ring; /* radius 0: none */
	struct plan_text texts[PLAN_SLOTS];
	int row_count;
	struct rect row_grooves[ACTIVITY_ROWS];
};

/* rows: of toys, menu and waiting ones; brought into what the layout has room for. */
void plan_make(struct plan *plan, const struct activity_options *options, int rows);
/* Size of the source with so many rows; it always has room for some, so that it seldom changes on air. */
void plan_size(const struct activity_options *options, int rows, int *width_px, int *height_px);
