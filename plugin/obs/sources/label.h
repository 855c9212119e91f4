/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of text inside a source, in one colour; a sheet of the pool (text/text_sheet.h) with one slot. Without OBS's
 * text source (bare libobs hosts) a label has no size and draws nothing. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct label;
struct text_pool;

struct label_style {
	uint32_t colour;   /* 0xAABBGGRR, drawn opaque */
	int height_px;     /* font size */
	int width_px;      /* that it is drawn in: wider text is made smaller */
	float least_scale; /* down to this, then it ends in an ellipsis; 0: as small as needed, never shortened */
};

/* Any thread but with no lock held. pool is borrowed by this call. */
struct label *label_create(struct text_pool *pool); /* never NULL */
void label_destroy(struct label *label);
/* Does nothing when neither text nor style has changed. The old text stays until the new one is drawn, a few frames
 * later; an empty one takes effect at once. Graphics thread. */
void label_set(struct label *label, const char *text, const struct label_style *style);
/* Whether label_settle() has something to do: ask every frame. Graphics thread. */
bool label_is_changing(const struct label *label);
/* Gives up what was drawn in a former style, once the new one is there. Graphics thread. */
void label_settle(struct label *label);
/* 0 while there is nothing to draw. Graphics thread, or inside the graphics context, as the next. */
uint32_t label_height(const struct label *label);
bool label_is_shortened(const struct label *label);
/* Draws centred in the box, scaled down when it is wider; never inside another effect. Inside the graphics context. */
void label_render(const struct label *label, float x, float y, float width, float height);
