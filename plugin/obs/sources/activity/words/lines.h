/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words and numbers of one picture: which they are, and where each lies once it is drawn. Graphics thread, or
 * inside the graphics context; lines_create() and lines_destroy() as text_sheet_create() and its counterpart. */
#pragma once

#include "obs/sources/activity/motion.h"
#include "obs/sources/activity/view.h"

struct lines;
struct text_pool;
struct text_sheet;

enum { LINES_MAX_BOXES = 48 };

/* A piece of the mask that is drawn 1:1. No two of them overlap. */
struct line_box {
	struct rect box; /* in pixels of the source */
	struct rect uv;  /* in the mask */
	enum plan_slot slot;
};

/* What there is to say in this frame. */
struct lines_content {
	const struct activity_view *view;
	const struct motion *motion;
	int64_t now_ms;
};

/* plan: with all rows that may come. options and pool are borrowed during the call. Never NULL. */
struct lines *lines_create(struct text_pool *pool, const struct plan *plan, const struct activity_options *options);
void lines_destroy(struct lines *lines); /* NULL is fine */

/* Asks for what changed. */
void lines_set(struct lines *lines, const struct activity_options *options, const struct lines_content *content);
/* Whether all that was asked for is drawn; what is not yet shows as it was. */
bool lines_are_settled(const struct lines *lines);
/* Whether all but how long it runs shows something, be it as it was. */
bool lines_are_begun(const struct lines *lines);
/* Changes with what is drawn: texts, numbers and their places. */
uint64_t lines_serial(const struct lines *lines);
/* Where it all lies in that plan; at most LINES_MAX_BOXES. Returns how many. */
int lines_place(const struct lines *lines, const struct plan *plan, const struct activity_options *options,
		struct line_box boxes[LINES_MAX_BOXES]);
/* The texts alone, each at the beginning of its place, where shapes cannot be drawn. Inside the graphics context. */
void lines_draw_plain(const struct lines *lines, const struct plan *plan, uint32_t aabbggrr);
/* Borrowed. NULL texture: nothing has been drawn yet. */
struct text_sheet *lines_sheet(const struct lines *lines);
