/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What streamers want rules for, each as the file they would have. */
#include "world_case.h"

static void hold_f9_runs_at_50_percent_while_held(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "hold_f9.json");
	world_press(&world, "hold-f9");
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 10000);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_release(&world, "hold-f9");
	assert_true(world_is_still(&world));
}

static void hold_f9_never_released_ends_after_30_seconds(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "hold_f9.json");
	world_press(&world, "hold-f9");
	world_wait(&world, 29900);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 100);
	assert_true(world_is_still(&world));
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	world_wait(&world, 60000);
	assert_true(world_is_still(&world));
}

static void f10_switches_20_percent_on_and_off_for_10_minutes_at_most(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "toggle_f10.json");
	world_press(&world, "toggle-f10");
	world_release(&world, "toggle-f10");
	world_wait(&world, 5000);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_press(&world, "toggle-f10");
	assert_true(world_is_still(&world));
	world_release(&world, "toggle-f10");
	world_press(&world, "toggle-f10");
	world_wait(&world, 599000);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_wait(&world, 1000);
	assert_true(world_is_still(&world));
}

static void panic_stops_and_latches(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_rules_file(&world, "hold_f9.json");
	world_press(&world, "hold-f9");
	world_wait(&world, 1000);
	world_mark(&world);
	int64_t pressed_ms = world.time.now_ms;
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	world_wait(&world, 2000);
	assert_int_equal(world.log_count, 1);
	assert_int_equal(world.log[0].command.kind, HAPTICS_COMMAND_STOP);
	assert_true(world.log[0].command.is_emergency);
	assert_int_equal(world.log[0].command.toys, 0);
	assert_int_equal(world.log[0].time_ms, pressed_ms);
	world_press(&world, "hold-f9");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_PANIC);
	world_kind(&world, HAPTICS_INTENT_RESUME);
	assert_true(world_is_still(&world));
	world_press(&world, "hold-f9");
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void the_end_of_the_stream_stops_everything(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "toggle_f10.json");
	world_output(&world, HAPTICS_OUTPUT_STREAM, true);
	world_press(&world, "toggle-f10");
	assert_level(&world, 0, VIBRATE, 0.2);
	world_output(&world, HAPTICS_OUTPUT_STREAM, false);
	assert_true(world_is_still(&world));
	assert_int_equal(world_record(&world).outcome, HAPTICS_HALTED);
	assert_int_equal(world_record(&world).cause, HAPTICS_HALT_STREAM_END);
}

static void hot_cam_runs_at_20_percent_while_it_is_on_and_we_are_live(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "hot_cam.json");
	world_scene(&world, "Other");
	world_scene(&world, "Hot cam");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
	assert_true(world_is_still(&world));
	world_scene(&world, "Other");
	world_output(&world, HAPTICS_OUTPUT_RECORD, true);
	world_scene(&world, "Hot cam");
	world_wait(&world, 20000);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_scene(&world, "Other");
	assert_true(world_is_still(&world));
}

static void leaving_brb_stops_everything(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "leave_brb.json");
	world_scene(&world, "BRB");
	world_press(&world, "hot-cam");
	assert_level(&world, 0, VIBRATE, 0.2);
	world_fact(&world, HAPTICS_INTENT_SCENE_STARTED, "Game", true);
	assert_true(world_is_still(&world));
	assert_true(world_has_record(&world, HAPTICS_STOPPED, "hot-cam"));
	world_scene(&world, "Game");
	assert_true(world_is_still(&world));
}

static void going_live_says_hello_in_three_pulses(void **state)
{
	(void)state;
	size_t pulses = 0;
	double before = 0;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "go_live.json");
	world_output(&world, HAPTICS_OUTPUT_STREAM, true);
	for (int i = 0; i < 4000; i += 10) {
		double level = world_level(&world, 0, VIBRATE);
		pulses += before <= 0 && level > 0;
		assert_true(level <= 0.6);
		before = level;
		world_wait(&world, 10);
	}
	assert_int_equal(pulses, 3);
	assert_true(world_is_still(&world));
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_LEVELS), 0);
}

static void an_alert_plays_fireworks_while_shown_15_seconds_at_most(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "alert.json");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Alert box", true);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_PRESET);
	assert_int_equal(world_last(&world)->preset, HAPTICS_FIREWORKS);
	world_wait(&world, 14900);
	assert_false(world_is_still(&world));
	world_wait(&world, 100);
	assert_true(world_is_still(&world));
}

static void an_alert_under_a_ceiling_is_a_scaled_pattern(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.master_ceiling = 0.3;
	world_open_with(&world, &config, "lush", NULL);
	world_rules_file(&world, "alert.json");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Alert box", true);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_PATTERN);
	int peak = 0;
	for (size_t i = 0; i < world_last(&world)->step_count; i++)
		peak = world_last(&world)->steps[i] > peak ? world_last(&world)->steps[i] : peak;
	assert_int_equal(peak, 6);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Alert box", false);
	assert_true(world_is_still(&world));
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_PRESET), 0);
}

static void the_end_of_a_clip_runs_60_percent_for_4_seconds(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "media_ended.json");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Intro", true);
	world_fact(&world, HAPTICS_INTENT_MEDIA, "Intro", true);
	assert_true(world_is_still(&world));
	world_fact(&world, HAPTICS_INTENT_MEDIA, "Intro", false);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.6);
	world_wait(&world, 3400);
	assert_level(&world, 0, VIBRATE, 0.6);
	world_wait(&world, 100);
	assert_true(world_is_still(&world));
}

static void the_mic_is_followed_in_its_scene(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "mic_follow_responsive.json");
	world_scene(&world, "Game");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic/Aux", true);
	world_audio_for(&world, "Mic/Aux", -10, 1000);
	assert_true(world_is_still(&world));
	world_audio_for(&world, "Mic/Aux", -80, 1000);
	world_scene(&world, "Just chatting");
	world_audio_for(&world, "Mic/Aux", -10, 1500);
	assert_level(&world, 0, VIBRATE, 0.45);
	world_audio_for(&world, "Mic/Aux", -25, 2000);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_audio_for(&world, "Mic/Aux", -70, 2000);
	assert_true(world_is_still(&world));
	assert_false(world_rule(&world, "mic-follow").is_active);
}

static void the_mic_is_followed_smoothly_by_one_pattern_a_second(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "mic_follow.json");
	world_scene(&world, "Just chatting");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic/Aux", true);
	world_audio_for(&world, "Mic/Aux", -10, 10000);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_PATTERN);
	assert_int_equal(world_last(&world)->step_count, 8);
	assert_int_equal(world_last(&world)->step_ms, 125);
	assert_in_range(world_count(&world, HAPTICS_COMMAND_PATTERN), 8, 10);
	assert_level(&world, 0, VIBRATE, 0.45);
	world_scene(&world, "Game");
	assert_true(world_is_still(&world));
}

static void a_saved_clip_pulses_and_cools_down_10_seconds(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "clip_saved.json");
	world_kind(&world, HAPTICS_INTENT_REPLAY_SAVED);
	assert_int_equal(world_last(&world)->preset, HAPTICS_PULSE);
	world_wait(&world, 2000);
	assert_true(world_is_still(&world));
	world_wait(&world, 7900);
	world_kind(&world, HAPTICS_INTENT_REPLAY_SAVED);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_COOLDOWN);
	assert_int_equal(world_record(&world).wait_ms, 2100);
	world_wait(&world, 2100);
	world_kind(&world, HAPTICS_INTENT_REPLAY_SAVED);
	assert_int_equal(world_record(&world).outcome, HAPTICS_FIRED);
}

static void tip(double level, int duration_ms)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_RULE,
					.id = "tip",
					.has_value = true,
					.value = level,
					.duration_ms = duration_ms};
	world_do(&world, &intent);
}

static void a_tip_brings_its_level_and_seconds_and_adds_up_to_two_minutes(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "tip.json");
	tip(0.35, 4000);
	assert_level(&world, 0, VIBRATE, 0.35);
	world_wait(&world, 4000);
	assert_true(world_is_still(&world));
	tip(1.0, 60000);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.6);
	tip(1.0, 60000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_EXTENDED);
	tip(1.0, 60000);
	world_wait(&world, 119000);
	assert_level(&world, 0, VIBRATE, 0.6);
	world_wait(&world, 500);
	assert_true(world_is_still(&world));
}

static void random_teases_come_between_30_and_150_seconds_while_streaming(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "random_tease.json");
	world_wait(&world, 1000000);
	assert_int_equal(world.log_count, 0);
	world_output(&world, HAPTICS_OUTPUT_STREAM, true);
	int64_t before_ms = world.time.now_ms;
	int64_t shortest_ms = INT64_MAX;
	int64_t longest_ms = 0;
	for (int teases = 0; teases < 30;) {
		bool was_still = world_is_still(&world);
		world_wait(&world, 100);
		if (!was_still || world_is_still(&world))
			continue;
		assert_level(&world, 0, VIBRATE, 0.3);
		int64_t gap_ms = world.time.now_ms - before_ms;
		before_ms = world.time.now_ms;
		assert_in_range(gap_ms, 29900, 150100);
		shortest_ms = gap_ms < shortest_ms ? gap_ms : shortest_ms;
		longest_ms = gap_ms > longest_ms ? gap_ms : longest_ms;
		teases++;
	}
	assert_true(longest_ms - shortest_ms > 60000);
}

static void a_clock_window_lets_a_rule_run_from_22_to_23_only(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world.time.minute_of_week = 21 * 60 + 59;
	world_rules_file(&world, "evening_only.json");
	world_press(&world, "evening");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
	world_release(&world, "evening");
	world.time.minute_of_week = 22 * 60;
	world_press(&world, "evening");
	assert_level(&world, 0, VIBRATE, 0.4);
	world_release(&world, "evening");
	world.time.minute_of_week = 2 * 24 * 60 + 22 * 60 + 59;
	world_press(&world, "evening");
	world_wait(&world, 3000);
	assert_level(&world, 0, VIBRATE, 0.4);
	world.time.minute_of_week++;
	world_wait(&world, 5000);
	assert_true(world_is_still(&world));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(hold_f9_runs_at_50_percent_while_held),
		CASE(hold_f9_never_released_ends_after_30_seconds),
		CASE(f10_switches_20_percent_on_and_off_for_10_minutes_at_most),
		CASE(panic_stops_and_latches),
		CASE(the_end_of_the_stream_stops_everything),
		CASE(hot_cam_runs_at_20_percent_while_it_is_on_and_we_are_live),
		CASE(leaving_brb_stops_everything),
		CASE(going_live_says_hello_in_three_pulses),
		CASE(an_alert_plays_fireworks_while_shown_15_seconds_at_most),
		CASE(an_alert_under_a_ceiling_is_a_scaled_pattern),
		CASE(the_end_of_a_clip_runs_60_percent_for_4_seconds),
		CASE(the_mic_is_followed_in_its_scene),
		CASE(the_mic_is_followed_smoothly_by_one_pattern_a_second),
		CASE(a_saved_clip_pulses_and_cools_down_10_seconds),
		CASE(a_tip_brings_its_level_and_seconds_and_adds_up_to_two_minutes),
		CASE(random_teases_come_between_30_and_150_seconds_while_streaming),
		CASE(a_clock_window_lets_a_rule_run_from_22_to_23_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
