/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person chose for one activity source. */
#pragma once

#include <stdbool.h>

#include "obs/sources/activity/shapes/look.h"

struct obs_data;

enum activity_layout {
	ACTIVITY_BAR = 1,
	ACTIVITY_RING,
	ACTIVITY_GRAPH,
	ACTIVITY_TOYS,
	ACTIVITY_QUEUE,
	ACTIVITY_MENU,
	ACTIVITY_GOAL,
	ACTIVITY_LAYOUT_COUNT
};
enum activity_align { ACTIVITY_LEFT = 1, ACTIVITY_CENTER, ACTIVITY_RIGHT };

enum {
	ACTIVITY_MIN_WIDTH = 160,
	ACTIVITY_MAX_WIDTH = 4096,
	ACTIVITY_TITLE_PX = 36, /* font size where none was chosen */
	ACTIVITY_MIN_TITLE_PX = 12,
	ACTIVITY_MAX_TITLE_PX = 160,
};

struct activity_font {
	char face[96]; /* "": the look's */
	char style[64];
	int flags; /* OBS_FONT_* */
};

/* A plain value. */
struct activity_options {
	enum activity_layout layout;
	enum look_id look_id;
	struct look look; /* with the person's own colours and sizes in it, its lengths in pixels of the source */
	int width_px, title_px;
	enum activity_align align;
	char label[256];
	char idle_text[256];
	bool has_number; /* the level stands apart from the words of the label: at its end or beginning */
	bool shows_names, is_idle_text_shown, is_motion_reduced;
	bool has_text_gradient;
	struct colour text_gradient; /* at the foot of title and number */
	float padding_px;            /* below 0: the layout's own */
	float idle_after_s;
	float graph_seconds;
	struct activity_font font, second_font;
};

/* Any thread; settings may hold anything. */
void activity_options_read(struct activity_options *options, struct obs_data *settings);
void activity_options_default(struct obs_data *settings);
/* Shows in the properties what the look has, where the person chose nothing. */
void activity_options_default_look(struct obs_data *settings);
/* Forgets what the person changed about the look. */
void activity_options_reset_look(struct obs_data *settings);

enum activity_layout activity_layout_of_word(const char *word); /* ACTIVITY_BAR for any other */
const char *activity_layout_word(enum activity_layout layout);
