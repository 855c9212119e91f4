/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the picture moves from one snapshot to the next: by time alone, so it looks the same at any frame rate. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "obs/sources/activity/shapes/look.h"
#include "obs/sources/activity/plan.h"

enum motion_content {
	MOTION_NOTHING = 1,
	MOTION_ACTIVITY,
	MOTION_IDLE_TEXT,
};

/* Where everything is going. */
struct motion_target {
	bool is_active, is_stopped;
	bool is_held; /* what is not to be seen yet does not come in: its words are not drawn */
	float level;
	float rows[ACTIVITY_ROWS];
	float goal;
	uint32_t run;
};

struct motion_rules {
	struct look_motion look;
	bool is_reduced, has_idle_text;
	float idle_after_s;
};

/* Zero it (MOTION_NOTHING is set by the first step). */
struct motion {
	enum motion_content content;
	float shown; /* 0..1 on the way in and out, before easing */
	float idle_s;
	float level;
	int percent; /* of the level, in steps that can be read */
	float percent_age_s;
	float rows[ACTIVITY_ROWS];
	float goal;
	float goal_from, goal_to, goal_s;
	bool has_goal;
	uint32_t run;
	float accent_s; /* since something began; below 0: over */
	bool was_active;
};

/* A moment later. Returns whether the picture has changed. */
bool motion_step(struct motion *motion, const struct motion_target *target, const struct motion_rules *rules,
		 float seconds);
/* 0..1: how much of it is there. */
float motion_alpha(const struct motion *motion, const struct motion_rules *rules);
/* How far below its place it is, in pixels; above it for a moment where the look goes beyond. */
float motion_rise(const struct motion *motion, const struct motion_rules *rules);
/* 0..1: the answer to a beginning. */
float motion_accent(const struct motion *motion, const struct motion_rules *rules);
