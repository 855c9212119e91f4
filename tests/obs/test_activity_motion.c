/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the activity source moves between snapshots, and what its graph remembers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "obs/sources/activity/motion.h"
#include "obs/sources/activity/shapes/history.h"

static struct motion_rules rules_of(enum look_id id)
{
	return (struct motion_rules){.look = look_get(id).motion, .idle_after_s = 2.5f};
}

static struct motion_target running(float level)
{
	return (struct motion_target){.is_active = true, .level = level, .run = 1};
}

/* So long at that rate. */
static void run(struct motion *motion, const struct motion_target *target, const struct motion_rules *rules,
		float seconds, int per_second)
{
	for (int i = 0; i < (int)lroundf(seconds * (float)per_second); i++)
		motion_step(motion, target, rules, 1.0f / (float)per_second);
}

static void a_level_glides_alike_at_any_frame_rate(void **state)
{
	const int rates[] = {30, 60, 144, 240};
	struct motion_target target = running(0.8f);
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++) {
		struct motion_rules rules = rules_of(id);
		float levels[4];
		for (int i = 0; i < 4; i++) {
			struct motion motion = {0};
			run(&motion, &target, &rules, 0.1f, rates[i]);
			levels[i] = motion.level;
		}
		for (int i = 1; i < 4; i++)
			assert_true(fabsf(levels[i] - levels[0]) < 0.02f);
	}
}

static void it_arrives_and_then_nothing_changes(void **state)
{
	struct motion_target target = running(0.63f);
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++) {
		struct motion_rules rules = rules_of(id);
		struct motion motion = {0};
		run(&motion, &target, &rules, 3.0f, 60);
		assert_true(motion.level == 0.63f && motion.percent == 63);
		assert_true(motion_alpha(&motion, &rules) == 1.0f);
		for (int i = 0; i < 120; i++)
			assert_false(motion_step(&motion, &target, &rules, 1.0f / 60.0f));
	}
}

static void it_goes_up_faster_than_down(void **state)
{
	struct motion_rules rules = rules_of(LOOK_GLASS);
	struct motion_target high = running(1.0f);
	struct motion_target low = running(0.0f);
	struct motion motion = {0};
	(void)state;
	run(&motion, &high, &rules, 0.1f, 60);
	float up = motion.level;
	run(&motion, &high, &rules, 3.0f, 60);
	run(&motion, &low, &rules, 0.1f, 60);
	assert_true(up > 0.6f && 1.0f - motion.level < up);
}

static void it_fades_out_after_the_wait(void **state)
{
	struct motion_rules rules = rules_of(LOOK_GLASS);
	struct motion_target target = running(0.5f);
	struct motion motion = {0};
	(void)state;
	run(&motion, &target, &rules, 1.0f, 60);
	target = (struct motion_target){0};
	run(&motion, &target, &rules, 2.4f, 60);
	assert_int_equal(motion.content, MOTION_ACTIVITY);
	assert_true(motion_alpha(&motion, &rules) == 1.0f);
	run(&motion, &target, &rules, 0.3f, 60);
	float half = motion_alpha(&motion, &rules);
	assert_true(half > 0.0f && half < 1.0f);
	run(&motion, &target, &rules, 0.5f, 60);
	assert_int_equal(motion.content, MOTION_NOTHING);
	assert_true(motion_alpha(&motion, &rules) == 0.0f);
}

/* No jump when something begins while the last is still going. */
static void a_new_beginning_turns_the_fade_around(void **state)
{
	struct motion_rules rules = rules_of(LOOK_SOFT);
	struct motion_target target = running(0.5f);
	struct motion motion = {0};
	(void)state;
	run(&motion, &target, &rules, 1.0f, 60);
	target = (struct motion_target){0};
	run(&motion, &target, &rules, 2.7f, 60);
	float before = motion_alpha(&motion, &rules);
	target = running(0.5f);
	motion_step(&motion, &target, &rules, 1.0f / 60.0f);
	float after = motion_alpha(&motion, &rules);
	assert_true(before < 1.0f && after > before && after - before < 0.25f);
}

static void a_stop_clears_it_in_one_step(void **state)
{
	struct motion_target target = running(0.9f);
	struct motion_target stop = {.is_stopped = true};
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++) {
		struct motion_rules rules = rules_of(id);
		struct motion motion = {0};
		run(&motion, &target, &rules, 1.0f, 60);
		assert_true(motion_step(&motion, &stop, &rules, 1.0f / 60.0f));
		assert_int_equal(motion.content, MOTION_NOTHING);
		assert_true(motion_alpha(&motion, &rules) == 0.0f && motion.level == 0.0f);
		run(&motion, &stop, &rules, 10.0f, 60);
		assert_int_equal(motion.content, MOTION_NOTHING);
	}
}

static void the_idle_text_comes_when_the_rest_has_gone(void **state)
{
	struct motion_rules rules = rules_of(LOOK_NEON);
	struct motion_target target = running(0.9f);
	struct motion_target idle = {0};
	struct motion motion = {0};
	rules.has_idle_text = true;
	(void)state;
	run(&motion, &idle, &rules, 1.0f, 60);
	assert_int_equal(motion.content, MOTION_IDLE_TEXT);
	run(&motion, &target, &rules, 0.02f, 60);
	assert_int_equal(motion.content, MOTION_ACTIVITY);
	run(&motion, &target, &rules, 1.0f, 60);
	run(&motion, &idle, &rules, 2.6f, 60);
	assert_int_equal(motion.content, MOTION_ACTIVITY); /* on its way out */
	run(&motion, &idle, &rules, 1.0f, 60);
	assert_int_equal(motion.content, MOTION_IDLE_TEXT);
	assert_true(motion_alpha(&motion, &rules) == 1.0f);
	target = (struct motion_target){.is_stopped = true};
	run(&motion, &target, &rules, 0.1f, 60); /* a stop is no reason to say less */
	assert_int_equal(motion.content, MOTION_IDLE_TEXT);
}

static void each_beginning_is_answered_once(void **state)
{
	struct motion_rules rules = rules_of(LOOK_GLASS);
	struct motion_target target = running(0.5f);
	struct motion motion = {0};
	(void)state;
	run(&motion, &target, &rules, 0.15f, 60);
	assert_true(motion_accent(&motion, &rules) > 0.5f);
	run(&motion, &target, &rules, 1.0f, 60);
	assert_true(motion_accent(&motion, &rules) == 0.0f);
	target.run = 2;
	run(&motion, &target, &rules, 0.15f, 60);
	assert_true(motion_accent(&motion, &rules) > 0.5f);
}

static void reduced_motion_does_neither_slide_nor_flash(void **state)
{
	struct motion_target target = running(0.7f);
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++) {
		struct motion_rules rules = rules_of(id);
		struct motion motion = {0};
		rules.is_reduced = true;
		motion_step(&motion, &target, &rules, 1.0f / 60.0f);
		assert_true(motion.level == 0.7f);
		assert_true(motion_rise(&motion, &rules) == 0.0f && motion_accent(&motion, &rules) == 0.0f);
	}
}

static void it_rises_to_its_place(void **state)
{
	struct motion_rules rules = rules_of(LOOK_SOFT);
	struct motion_target target = running(0.7f);
	struct motion motion = {0};
	(void)state;
	motion_step(&motion, &target, &rules, 0.02f);
	assert_true(motion_rise(&motion, &rules) > 3.0f);
	run(&motion, &target, &rules, 0.2f, 60);
	assert_true(motion_rise(&motion, &rules) < 0.0f); /* a little too far */
	run(&motion, &target, &rules, 0.2f, 60);
	assert_true(motion_rise(&motion, &rules) == 0.0f);
}

static void numbers_can_be_read(void **state)
{
	struct motion_rules rules = rules_of(LOOK_MONO);
	struct motion_target target = running(0.0f);
	struct motion motion = {0};
	int steps = 0;
	(void)state;
	for (int i = 0; i < 144; i++) {
		int before = motion.percent;
		target.level = (float)i / 144.0f;
		motion_step(&motion, &target, &rules, 1.0f / 144.0f);
		steps += motion.percent != before;
	}
	assert_true(steps <= 11);
}

static void a_goal_takes_its_time_from_where_it_is(void **state)
{
	struct motion_rules rules = rules_of(LOOK_GLASS);
	struct motion_target target = {.is_active = true, .goal = 0.5f};
	struct motion motion = {0};
	(void)state;
	motion_step(&motion, &target, &rules, 1.0f / 60.0f);
	assert_true(motion.goal == 0.5f); /* what is there at the beginning does not grow */
	target.goal = 0.7f;
	run(&motion, &target, &rules, 0.3f, 60);
	assert_true(motion.goal > 0.55f && motion.goal < 0.65f);
	run(&motion, &target, &rules, 0.4f, 60);
	assert_true(motion.goal == 0.7f);
}

/* --- history --- */

static void remember(struct history *history, float level, float seconds, int per_second)
{
	for (int i = 0; i < (int)lroundf(seconds * (float)per_second); i++)
		history_add(history, level, 1.0f / (float)per_second);
}

static void it_keeps_what_was_when_it_was(void **state)
{
	const int rates[] = {30, 60, 144};
	(void)state;
	for (int i = 0; i < 3; i++) {
		struct history history;
		history_clear(&history, 30.0f);
		remember(&history, 0.25f, 10.0f, rates[i]);
		remember(&history, 0.75f, 10.0f, rates[i]);
		remember(&history, 0.0f, 5.0f, rates[i]);
		assert_true(fabsf(history_at(&history, 1.0f)) < 0.01f);
		assert_true(fabsf(history_at(&history, 8.0f) - 0.75f) < 0.01f);
		assert_true(fabsf(history_at(&history, 20.0f) - 0.25f) < 0.01f);
		assert_true(history_at(&history, 27.0f) == 0.0f);
	}
}

static void a_still_graph_of_nothing_does_not_change(void **state)
{
	struct history history;
	(void)state;
	history_clear(&history, 5.0f);
	assert_false(history_add(&history, 0.0f, 0.016f));
	assert_true(history_add(&history, 0.5f, 0.016f));
	remember(&history, 0.0f, 7.0f, 60);
	assert_false(history_add(&history, 0.0f, 0.016f));
}

static void a_clock_that_jumped_begins_anew(void **state)
{
	const float jumps[] = {-1.0f, 31.0f, 1e9f, NAN, INFINITY};
	(void)state;
	for (int i = 0; i < 5; i++) {
		struct history history;
		history_clear(&history, 30.0f);
		remember(&history, 0.9f, 5.0f, 60);
		history_add(&history, 0.1f, jumps[i]);
		assert_true(history_at(&history, 2.0f) == 0.0f);
		assert_true(history.seconds == 30.0f);
	}
}

static void its_texels_are_value_and_slope(void **state)
{
	struct history history;
	uint8_t texels[HISTORY_BYTES];
	(void)state;
	history_clear(&history, 30.0f);
	remember(&history, 0.5f, 31.0f, 60);
	history_texels(&history, 0.15f, texels);
	for (int i = 0; i < HISTORY_TEXELS; i++) {
		assert_true(texels[4 * i] == 128 || texels[4 * i] == 127);
		assert_true(texels[4 * i + 1] > 250);
	}
	remember(&history, 1.0f, 0.2f, 60);
	history_texels(&history, 0.15f, texels);
	assert_int_equal(texels[4 * (HISTORY_TEXELS - 1)], 255);
}

static void its_bands_hold_the_curve_and_no_more(void **state)
{
	struct history history;
	struct history_band bands[HISTORY_BANDS];
	uint8_t texels[HISTORY_BYTES];
	(void)state;
	history_clear(&history, 16.0f);
	remember(&history, 0.2f, 10.0f, 60);
	remember(&history, 0.7f, 7.0f, 60);
	history_texels(&history, 0.15f, texels);
	history_bands(texels, bands);
	for (int i = 0; i < HISTORY_BANDS; i++)
		for (int texel = i * 16 - (i > 0); texel < i * 16 + 16 + (i < HISTORY_BANDS - 1); texel++) {
			float level = (float)texels[4 * texel] / 255.0f;
			assert_true(level >= bands[i].low && level <= bands[i].high);
			assert_true((float)texels[4 * texel + 1] / 255.0f >= bands[i].cosine);
		}
	/* Far from the step it is flat: nothing but the line has to be drawn as a curve. */
	assert_true(bands[2].high - bands[2].low < 0.01f && bands[2].cosine > 0.98f);
	assert_true(bands[15].high - bands[15].low < 0.01f && bands[15].low > 0.69f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_level_glides_alike_at_any_frame_rate),
		cmocka_unit_test(it_arrives_and_then_nothing_changes),
		cmocka_unit_test(it_goes_up_faster_than_down),
		cmocka_unit_test(it_fades_out_after_the_wait),
		cmocka_unit_test(a_new_beginning_turns_the_fade_around),
		cmocka_unit_test(a_stop_clears_it_in_one_step),
		cmocka_unit_test(the_idle_text_comes_when_the_rest_has_gone),
		cmocka_unit_test(each_beginning_is_answered_once),
		cmocka_unit_test(reduced_motion_does_neither_slide_nor_flash),
		cmocka_unit_test(it_rises_to_its_place),
		cmocka_unit_test(numbers_can_be_read),
		cmocka_unit_test(a_goal_takes_its_time_from_where_it_is),
		cmocka_unit_test(it_keeps_what_was_when_it_was),
		cmocka_unit_test(a_still_graph_of_nothing_does_not_change),
		cmocka_unit_test(a_clock_that_jumped_begins_anew),
		cmocka_unit_test(its_texels_are_value_and_slope),
		cmocka_unit_test(its_bands_hold_the_curve_and_no_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
