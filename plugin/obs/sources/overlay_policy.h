/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a pairing code may be seen. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum overlay_show_when { OVERLAY_NOT_LIVE = 1, OVERLAY_PREVIEW_ONLY, OVERLAY_ALWAYS };
enum { OVERLAY_LIVE_SECONDS = 60 };

/* "not_live", "preview_only", "always"; anything else is OVERLAY_NOT_LIVE, the safe one. */
enum overlay_show_when overlay_show_when_of(const char *word);

struct overlay_policy {
	enum overlay_show_when show_when;
	uint64_t live_since_ns; /* when the code was first shown on air; 0: not on air */
	long seen_requests;
};

struct overlay_moment {
	bool is_live;              /* an output runs or is about to */
	bool is_virtual_camera_on; /* it may send a source or the preview in place of the program */
	bool has_consent;          /* the streamer allowed codes on air */
	bool is_in_program;        /* the source is part of the program */
	long show_requests;        /* changes whenever somebody asks to see the code again */
	long show_seconds;         /* for how long they asked; 0: OVERLAY_LIVE_SECONDS */
	uint64_t now_ns;
};

/* Whether a code may be seen now. Keeps count of the time on air, so that it has to be asked for every frame with a
 * code. One caller at a time; nothing waits. */
bool overlay_policy_allows(struct overlay_policy *policy, const struct overlay_moment *moment);
