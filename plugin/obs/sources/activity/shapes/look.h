/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The looks of the activity source, as numbers. Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "obs/sources/activity/shapes/colour.h"

enum look_id { LOOK_GLASS = 1, LOOK_NEON, LOOK_SOFT, LOOK_MONO, LOOK_COUNT };

/* What answers when something begins. */
enum look_accent { LOOK_ACCENT_BORDER = 1, LOOK_ACCENT_GLOW, LOOK_ACCENT_FILL, LOOK_ACCENT_INVERT };

struct look_motion {
	float in_ms, out_ms;
	int ease_power;                     /* of the fade: 1 linear, 3 cubic, 5 quintic */
	float rise_px;                      /* it comes from so far below */
	float back;                         /* and goes beyond its place, 0: not */
	float up_ms, down_ms;               /* time constants of a level; 0: at once */
	float accent_up_ms, accent_down_ms; /* 0 and 0: none */
	enum look_accent accent;
};

/* Lengths in pixels of a panel whose title is LOOK_TITLE_PX high; everything grows with the title. */
enum { LOOK_TITLE_PX = 25 };
struct look {
	struct colour panel_top, panel_bottom, border, shadow;
	struct colour groove, fill_a, fill_b, glow;
	struct colour title, second, surround;
	float border_px, radius_px, shadow_px, shadow_down_px, glow_px, line_px;
	float outline_px, surround_px; /* of text */
	bool is_second_bold;
	const char *face; /* tried first; the system's own sans is drawn where it is not there */
	struct look_motion motion;
};

/* The word of the settings; LOOK_GLASS for any other. */
enum look_id look_of_word(const char *word);
const char *look_word(enum look_id id);
/* By value: for a person's own colours. */
struct look look_get(enum look_id id);
/* The colour that marks the look: what the accent stands for. */
struct colour look_accent_colour(enum look_id id);
/* All that has a colour takes the hue of the accent, as light or dark as it was; what fills takes the accent itself. */
void look_recolour(struct look *look, enum look_id id, struct colour accent);
/* What the look does when something begins; accent 0..1. */
void look_answer(struct look *look, float accent);
