/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The level of the last half or whole minute, for the graph. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	HISTORY_SAMPLES = 1024,
	HISTORY_TEXELS = 256, /* of the row that is drawn */
	HISTORY_BYTES = 4 * HISTORY_TEXELS,
	HISTORY_BANDS = 16, /* parts of the row, each as wide */
};

/* What the curve does within a part of the row, with what comes in from beside it. */
struct history_band {
	float low, high; /* 0..1 */
	float cosine;    /* of the steepest slope */
};

/* Zero it: an empty graph. */
struct history {
	float seconds;                    /* how far back it goes */
	uint8_t samples[HISTORY_SAMPLES]; /* 0..255, equally far from each other */
	int newest;                       /* place of the newest */
	float age_s;                      /* of the newest */
	float now;                        /* 0..1 */
	int busy;                         /* samples that still are to go by until all of it is 0 */
};

/* Forgets what was. */
void history_clear(struct history *history, float seconds);
/* The level a moment later. After a gap longer than the graph, or a clock that ran backwards, it begins anew. Returns
 * whether the graph has changed. */
bool history_add(struct history *history, float level, float seconds);
/* What is drawn, oldest first: value and cosine of the slope, each 0..255, and two unused bytes; software renderers are
 * quick with four. aspect: height of the graph by its width. */
void history_texels(const struct history *history, float aspect, uint8_t texels[HISTORY_BYTES]);
/* Of what history_texels() gave. */
void history_bands(const uint8_t texels[HISTORY_BYTES], struct history_band bands[HISTORY_BANDS]);
/* The level so many seconds ago, 0..1. */
float history_at(const struct history *history, float seconds_ago);
