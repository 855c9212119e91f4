/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One overlay as it is set up: it takes moments in and draws them. A source has one on air, and for a while one more:
 * in the properties' preview, and while new settings are being made ready. */
#pragma once

#include "obs/sources/activity/options.h"
#include "obs/sources/activity/view.h"

struct stage;
struct text_pool;

/* Options are copied, pool is borrowed. Any thread, with no lock held that a tick takes; enters the graphics context.
 * Never NULL. */
struct stage *stage_create(struct text_pool *pool, const struct activity_options *options);
/* The same; not on the graphics thread within a tick. NULL is fine. */
void stage_destroy(struct stage *stage);

/* A moment later, in seconds. Graphics thread. */
void stage_step(struct stage *stage, const struct activity_view *view, int64_t now_ms, float seconds);
/* Takes over what moves and the graph of another, so that new settings do not begin anew. */
void stage_continue(struct stage *stage, const struct stage *from);
/* Whether all of its text is drawn. Graphics thread. */
bool stage_is_ready(const struct stage *stage);
/* Of the source. */
void stage_size(const struct stage *stage, int *width_px, int *height_px);
/* Whether there is something for stage_send(). NULL: no. Where stages are stepped or drawn. */
bool stage_has_news(const struct stage *stage);
/* Hands the renderer what else it would get in the midst of drawing, which may make it end what it is at first. Inside
 * the graphics context. NULL is fine. */
void stage_send(struct stage *stage);
/* Draws into the target that is set, in its space. Inside the graphics context. */
void stage_render(struct stage *stage);
/* Whether shapes can be drawn: the effect file is there and compiles. */
bool stage_has_shapes(const struct stage *stage);
