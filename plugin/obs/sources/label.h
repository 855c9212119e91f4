/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of text inside a source, drawn by OBS's own text source. Without that source (bare libobs hosts) a label has
 * no size and draws nothing. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct obs_data;
struct label;

struct label_style {
	uint32_t colour; /* 0xAABBGGRR, opaque */
	int height_px;   /* font size */
};

/* Any thread but with no lock held. */
struct label *label_create(void); /* never NULL */
void label_destroy(struct label *label);
/* Does nothing when neither text nor style has changed. Graphics thread, or the creating one. */
void label_set(struct label *label, const char *text, const struct label_style *style);
/* 0 while there is nothing to draw. Graphics thread. */
uint32_t label_height(const struct label *label);
/* Draws centred in the box, scaled down when it is wider; never inside another effect. Graphics thread. */
void label_render(const struct label *label, float x, float y, float width, float height);
