/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/motion.h"

#include <math.h>

static const float percent_every_s = 0.1f;
static const float goal_s = 0.6f;
static const float close_enough = 0.0008f;

static bool glide(float *value, float target, const struct motion_rules *rules, float seconds)
{
	float before = *value;
	float constant_ms = target > before ? rules->look.up_ms : rules->look.down_ms;
	if (rules->is_reduced || constant_ms <= 0.0f || fabsf(target - before) < close_enough)
		*value = target;
	else
		*value = target + (before - target) * expf(-seconds * 1000.0f / constant_ms);
	return *value != before;
}

/* It moves on for as long as the way takes, and starts anew from where it is. */
static bool glide_goal(struct motion *motion, float target, bool is_reduced, float seconds)
{
	float before = motion->goal;
	if (!motion->has_goal || is_reduced) {
		motion->goal = motion->goal_to = target;
		motion->has_goal = true;
		return motion->goal != before;
	}
	if (target != motion->goal_to) {
		motion->goal_from = motion->goal;
		motion->goal_to = target;
		motion->goal_s = 0.0f;
	}
	motion->goal_s = fminf(motion->goal_s + seconds, goal_s);
	float t = motion->goal_s / goal_s;
	float eased = t < 0.5f ? 4.0f * t * t * t : 1.0f - powf(2.0f - 2.0f * t, 3.0f) * 0.5f;
	motion->goal = motion->goal_from + (motion->goal_to - motion->goal_from) * eased;
	if (t >= 1.0f)
		motion->goal_from = motion->goal = motion->goal_to;
	return motion->goal != before;
}

static bool step_percent(struct motion *motion, float seconds)
{
	int percent = (int)lroundf(motion->level * 100.0f);
	motion->percent_age_s += seconds;
	if (percent == motion->percent || motion->percent_age_s < percent_every_s)
		return false;
	motion->percent = percent;
	motion->percent_age_s = 0.0f;
	return true;
}

static void clear(struct motion *motion)
{
	bool was_active = motion->was_active;
	*motion = (struct motion){.content = MOTION_NOTHING, .accent_s = -1.0f, .was_active = was_active};
}

static enum motion_content wanted_content(const struct motion *motion, const struct motion_target *target,
					  const struct motion_rules *rules)
{
	bool is_lingering = motion->content == MOTION_ACTIVITY && motion->idle_s < rules->idle_after_s;
	if (target->is_active || is_lingering)
		return MOTION_ACTIVITY;
	return rules->has_idle_text ? MOTION_IDLE_TEXT : MOTION_NOTHING;
}

static float moved(float shown, bool is_in, const struct look_motion *look, float seconds)
{
	float ms = is_in ? look->in_ms : look->out_ms;
	float step = ms > 0.0f ? seconds * 1000.0f / ms : 1.0f;
	return is_in ? fminf(shown + step, 1.0f) : fmaxf(shown - step, 0.0f);
}

static bool step_content(struct motion *motion, const struct motion_target *target, const struct motion_rules *rules,
			 float seconds)
{
	struct motion before = *motion;
	motion->idle_s = target->is_active ? 0.0f : fminf(motion->idle_s + seconds, 3600.0f);
	enum motion_content wanted = wanted_content(motion, target, rules);
	/* What begins takes its place at once; what ends goes before the next comes. */
	if (wanted == MOTION_ACTIVITY || (wanted != motion->content && motion->shown <= 0.0f))
		motion->content = wanted;
	bool is_in = wanted == motion->content && wanted != MOTION_NOTHING;
	if (!target->is_held || motion->shown > 0.0f)
		motion->shown = moved(motion->shown, is_in, &rules->look, seconds);
	if (motion->shown <= 0.0f && !is_in)
		motion->content = wanted;
	return motion->content != before.content || motion->shown != before.shown;
}

static bool step_accent(struct motion *motion, const struct motion_target *target, const struct motion_rules *rules,
			float seconds)
{
	float length_s = (rules->look.accent_up_ms + rules->look.accent_down_ms) / 1000.0f;
	bool was_running = motion->accent_s >= 0.0f;
	bool begins = target->is_active && (!motion->was_active || (target->run && target->run != motion->run));
	motion->was_active = target->is_active;
	motion->run = target->run;
	if (begins && !rules->is_reduced)
		motion->accent_s = 0.0f;
	else if (was_running && (!target->is_held || motion->shown > 0.0f))
		motion->accent_s += seconds;
	if (motion->accent_s >= length_s)
		motion->accent_s = -1.0f;
	return was_running || motion->accent_s >= 0.0f;
}

bool motion_step(struct motion *motion, const struct motion_target *target, const struct motion_rules *rules,
		 float seconds)
{
	if (!motion->content)
		clear(motion);
	bool was_shown = motion->shown > 0.0f;
	if (target->is_stopped) {
		/* At once: not one frame more of what was. The streamer's own words come back with their fade. */
		if (motion->content != MOTION_IDLE_TEXT || !rules->has_idle_text)
			clear(motion);
		motion->was_active = false;
	}
	bool is_changed = was_shown && motion->shown <= 0.0f;
	is_changed |= step_content(motion, target, rules, seconds);
	is_changed |= step_accent(motion, target, rules, seconds);
	is_changed |= glide(&motion->level, target->level, rules, seconds);
	is_changed |= step_percent(motion, seconds);
	for (int i = 0; i < ACTIVITY_ROWS; i++)
		is_changed |= glide(&motion->rows[i], target->rows[i], rules, seconds);
	is_changed |= glide_goal(motion, target->goal, rules->is_reduced, seconds);
	return is_changed;
}

float motion_alpha(const struct motion *motion, const struct motion_rules *rules)
{
	return 1.0f - powf(1.0f - motion->shown, (float)rules->look.ease_power);
}

float motion_rise(const struct motion *motion, const struct motion_rules *rules)
{
	if (rules->is_reduced || motion->shown >= 1.0f)
		return 0.0f;
	float left = 1.0f - motion->shown;
	float back = rules->look.back;
	float place = 1.0f - left * left * left * (1.0f + back) + back * left * left; /* out-back; cubic without */
	return rules->look.rise_px * (1.0f - place);
}

float motion_accent(const struct motion *motion, const struct motion_rules *rules)
{
	float up_s = rules->look.accent_up_ms / 1000.0f;
	float down_s = rules->look.accent_down_ms / 1000.0f;
	if (motion->accent_s < 0.0f || down_s <= 0.0f)
		return 0.0f;
	if (motion->accent_s < up_s)
		return motion->accent_s / up_s;
	float left = fmaxf(1.0f - (motion->accent_s - up_s) / down_s, 0.0f);
	return rules->look.accent == LOOK_ACCENT_INVERT ? 1.0f : left * left;
}
