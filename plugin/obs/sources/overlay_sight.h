/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a phone's camera gets to see of a pairing code source: where scenes put it, what they cut off, how they scale
 * it.
 */
#pragma once

#include <stdbool.h>

struct obs_source;

enum { OVERLAY_NAME_MAX = 128 };

struct overlay_sight {
	bool is_shown; /* a scene has it, and it is switched on there; else all below but another is as in no scene */
	bool is_in_program;
	bool is_cut;       /* a part of the code's square is cropped or outside of the canvas */
	bool is_filtered;  /* by a filter that does more than crop: on the source, or on a scene or group that has it */
	bool is_distorted; /* turned, mirrored, stretched, or smoothed because no whole number scales it */
	double scale;      /* pixels of the canvas for one of the source's, on the shorter side; 1 where not shown */
	char another[OVERLAY_NAME_MAX]; /* another pairing code in one of its scenes; "": none */
};

enum overlay_code_end { OVERLAY_CODE_ON_TOP = 1, OVERLAY_CODE_AT_BOTTOM };

/* As the program shows it; of several places there the best counts. Where the program does not, as the scenes of the
 * collection do; of several scenes the worst counts. end: where the code is in a source that is higher than wide.
 * source NULL: in no scene. Takes locks of libobs: not on the graphics thread, not in a signal, and with no lock held.
 */
void overlay_sight_find(struct overlay_sight *sight, struct obs_source *source, enum overlay_code_end end);
bool overlay_sight_is_same(const struct overlay_sight *a, const struct overlay_sight *b);
