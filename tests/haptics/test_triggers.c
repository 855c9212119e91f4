/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes a rule start, and what does not. */
#include "world_case.h"

/* One rule of id "r" with the given trigger and mode, at 50 %. */
static void rule(const char *when, const char *run, const char *only_if)
{
	world_one_rule(&world, (struct rule_text){.when = when, .run = run, .only_if = only_if});
}

#define WHILE "{\"mode\":\"while\"}"
#define SCENE_B "{\"type\":\"scene\",\"ref\":{\"name\":\"B\"}}"

static void a_scene_is_left_when_the_transition_away_begins(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule(SCENE_B, WHILE, "[]");
	world_scene(&world, "A");
	world_fact(&world, HAPTICS_INTENT_SCENE_STARTED, "B", true);
	assert_false(is_running());
	world_scene(&world, "B");
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_SCENE_STARTED, "B", true); /* the same again in studio mode */
	assert_true(is_running());
	world_scene(&world, "B");
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_SCENE_STARTED, "A", true);
	assert_false(is_running());
	world_scene(&world, "A");
	assert_false(is_running());
}

static void a_scene_rule_may_react_when_the_transition_begins(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"scene\",\"ref\":{\"name\":\"B\"},\"at\":\"transition_start\"}", WHILE, "[]");
	world_scene(&world, "A");
	world_fact(&world, HAPTICS_INTENT_SCENE_STARTED, "B", true);
	assert_true(is_running());
	world_scene(&world, "B");
	assert_true(is_running());
	world_scene(&world, "A");
	assert_false(is_running());
}

static void the_scene_of_the_start_is_no_edge(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule(SCENE_B, WHILE, "[]");
	world_scene(&world, "B");
	assert_false(is_running());
	world_scene(&world, "A");
	world_scene(&world, "B");
	assert_true(is_running());
}

static void after_a_change_of_collection_what_is_true_is_no_edge(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule(SCENE_B, WHILE, "[]");
	world_scene(&world, "A");
	struct haptics_intent halt = {.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_COLLECTION};
	world_do(&world, &halt);
	world_scene(&world, "B");
	assert_false(is_running());
}

static void a_change_of_profile_stops_and_keeps_what_is_known(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule(SCENE_B, WHILE, "[{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}]");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	world_scene(&world, "A");
	world_scene(&world, "B");
	assert_true(is_running());
	struct haptics_intent halt = {.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_PROFILE};
	world_do(&world, &halt);
	assert_false(is_running());
	world_scene(&world, "A");
	world_scene(&world, "B");
	assert_true(is_running());
}

static void what_was_so_before_anybody_looked_is_no_edge(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}", WHILE, "[]");
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_SOURCE_ACTIVE, .on = true, .is_initial = true, .ref.name = "S"};
	world_do(&world, &intent);
	assert_false(is_running());
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", false);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_true(is_running());
	intent.on = false;
	world_do(&world, &intent);
	assert_false(is_running());
}

static void what_is_true_already_starts_with_also_if_active(void **state)
{
	(void)state;
	static const char when[] = "{\"type\":\"source\",\"ref\":{\"name\":\"S\"},\"also_if_active\":true}";
	world_open(&world, "lush", NULL);
	rule(when, WHILE, "[]");
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_SOURCE_ACTIVE, .on = true, .is_initial = true, .ref.name = "S"};
	world_do(&world, &intent);
	assert_true(is_running());
	world_arm(&world, false);
	assert_false(is_running());
	world_arm(&world, true);
	assert_true(is_running());
	haptics_set_online(world.core, false, world.time);
	assert_false(is_running());
	haptics_set_online(world.core, true, world.time);
	assert_true(is_running());
	world_rules(&world, "{}");
	rule(when, WHILE, "[]");
	assert_true(is_running());
}

static void arming_alone_starts_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_arm(&world, false);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"}}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_DISARMED);
	world_arm(&world, true);
	assert_false(is_running());
}

static void a_source_is_active_in_program_and_shown_anywhere(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"source\",\"ref\":{\"name\":\"S\"},\"state\":\"shown\"}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_false(is_running());
	world_fact(&world, HAPTICS_INTENT_SOURCE_SHOWN, "T", true);
	assert_false(is_running());
	world_fact(&world, HAPTICS_INTENT_SOURCE_SHOWN, "S", true);
	assert_true(is_running());
}

static void media_plays_from_start_to_end(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"media\",\"ref\":{\"name\":\"S\"}}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	world_fact(&world, HAPTICS_INTENT_MEDIA, "S", true);
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_MEDIA, "S", false);
	assert_false(is_running());
}

static void media_counts_only_in_the_program(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"media\",\"ref\":{\"name\":\"S\"}}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_MEDIA, "S", true);
	assert_false(is_running());
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", false);
	assert_false(is_running());
}

static void media_off_air_counts_for_who_asks_for_it(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"media\",\"ref\":{\"name\":\"S\"},\"off_air\":true}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_MEDIA, "S", true);
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_MEDIA, "S", false);
	assert_false(is_running());
}

static void sound_counts_only_in_the_program(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"}}", WHILE, "[]");
	world_audio_for(&world, "Mic", -10, 500);
	assert_false(is_running());
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", true);
	world_audio_for(&world, "Mic", -10, 500);
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", false);
	world_audio_for(&world, "Mic", -10, 500);
	assert_false(is_running());
}

static void sound_off_air_counts_for_who_asks_for_it(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"},\"off_air\":true}", WHILE, "[]");
	world_audio_for(&world, "Mic", -10, 500);
	assert_true(is_running());
}

static void a_followed_sound_is_silent_off_air(void **state)
{
	(void)state;
	static const char *const keys[] = {"", ",\"off_air\":true"};
	for (int is_off_air = 0; is_off_air <= 1; is_off_air++) {
		char action[200];
		snprintf(action, sizeof(action),
			 "{\"kind\":\"audio\",\"source\":{\"name\":\"Music\"},\"attack_ms\":0,\"release_ms\":50,"
			 "\"follow\":\"responsive\"%s}",
			 keys[is_off_air]);
		world_open(&world, "lush", NULL);
		world_one_rule(&world, (struct rule_text){.run = WHILE, .action = action});
		world_press(&world, "r");
		world_audio_for(&world, "Music", -10, 500);
		assert_level(&world, 0, VIBRATE, is_off_air);
		world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Music", true);
		world_audio_for(&world, "Music", -10, 500);
		assert_level(&world, 0, VIBRATE, 1);
	}
}

/* An action that names no source follows the one of its trigger, on the trigger's terms. */
static void a_followed_trigger_is_heard_as_the_trigger_says(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world,
		       (struct rule_text){.when = "{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"},\"off_air\":true}",
					  .run = WHILE,
					  .action = "{\"kind\":\"audio\",\"attack_ms\":0,\"follow\":\"responsive\"}"});
	world_audio_for(&world, "Mic", -10, 1000);
	assert_level(&world, 0, VIBRATE, 1);
}

static void a_paused_recording_does_not_record(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"output\",\"is\":\"record\"}", WHILE, "[]");
	world_output(&world, HAPTICS_OUTPUT_RECORD, true);
	assert_true(is_running());
	world_output(&world, HAPTICS_OUTPUT_RECORD_PAUSED, true);
	assert_false(is_running());
	world_output(&world, HAPTICS_OUTPUT_RECORD_PAUSED, false);
	assert_true(is_running());
	world_output(&world, HAPTICS_OUTPUT_RECORD_PAUSED, true);
	world_output(&world, HAPTICS_OUTPUT_RECORD, false);
	world_output(&world, HAPTICS_OUTPUT_RECORD, true); /* a new one is not paused */
	assert_true(is_running());
	world_output(&world, HAPTICS_OUTPUT_INVALID, true);
	assert_true(is_running());
}

static void any_of_several_outputs_will_do(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"output\",\"is\":[\"replay_buffer\",\"virtual_camera\"]}", WHILE, "[]");
	world_output(&world, HAPTICS_OUTPUT_VIRTUAL_CAMERA, true);
	assert_true(is_running());
	world_output(&world, HAPTICS_OUTPUT_REPLAY_BUFFER, true);
	world_output(&world, HAPTICS_OUTPUT_VIRTUAL_CAMERA, false);
	assert_true(is_running());
	world_output(&world, HAPTICS_OUTPUT_REPLAY_BUFFER, false);
	assert_false(is_running());
}

static void studio_mode_is_a_trigger(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"studio_mode\"}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", true);
	assert_true(is_running());
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", false);
	assert_false(is_running());
}

static void audio_has_to_hold_above_and_below(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"},\"on_db\":-30,\"off_db\":-40,\"attack_ms\":100,"
	     "\"release_ms\":300}",
	     WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", true);
	world_audio_for(&world, "Mic", -20, 80);
	world_audio_for(&world, "Mic", -60, 60);
	assert_false(is_running());
	world_audio_for(&world, "Mic", -20, 120);
	assert_true(is_running());
	world_audio_for(&world, "Mic", -35, 1000); /* between the two: stays */
	assert_true(is_running());
	world_audio_for(&world, "Mic", -60, 280);
	world_audio_for(&world, "Mic", -20, 40);
	world_audio_for(&world, "Mic", -60, 280);
	assert_true(is_running());
	world_audio_for(&world, "Mic", -60, 60);
	assert_false(is_running());
}

static void a_meter_that_falls_silent_counts_as_silence(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"}}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", true);
	world_audio_for(&world, "Mic", -10, 200);
	assert_true(is_running());
	world_wait(&world, 900);
	assert_true(is_running());
	world_wait(&world, 600);
	assert_false(is_running());
	world_audio(&world, "Mic", NAN);
	world_wait(&world, 200);
	assert_false(is_running());
}

static void an_attack_ends_between_two_words_of_the_meter(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"},\"attack_ms\":200}", WHILE, "[]");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "Mic", true);
	world_audio(&world, "Mic", -10);
	world_wait(&world, 199);
	assert_false(is_running());
	world_wait(&world, 1);
	assert_true(is_running());
}

static void set_minute(int day, int hour, int minute)
{
	world.time.minute_of_week = (day * 24 + hour) * 60 + minute;
	world_wait(&world, 5000);
}

static void a_clock_runs_from_to_on_its_days(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world.time.minute_of_week = 0;
	rule("{\"type\":\"clock\",\"from\":\"22:00\",\"to\":\"23:00\",\"days\":[\"tue\",\"sun\"]}", WHILE, "[]");
	set_minute(0, 22, 30);
	assert_false(is_running());
	set_minute(1, 21, 59);
	assert_false(is_running());
	set_minute(1, 22, 0);
	assert_true(is_running());
	set_minute(1, 23, 0);
	assert_false(is_running());
	set_minute(6, 22, 59);
	assert_true(is_running());
}

static void a_clock_may_cross_midnight(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world.time.minute_of_week = 12 * 60;
	rule("{\"type\":\"clock\",\"from\":\"23:30\",\"to\":\"00:30\",\"days\":[\"sun\"]}", WHILE, "[]");
	set_minute(0, 0, 10);
	assert_true(is_running()); /* the Sunday before */
	set_minute(0, 0, 30);
	assert_false(is_running());
	set_minute(0, 23, 45);
	assert_false(is_running());
	set_minute(6, 23, 30);
	assert_true(is_running());
}

static void without_a_clock_its_rules_rest(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"clock\",\"from\":\"22:00\"}", "{}", "[]");
	world_wait(&world, 60000);
	assert_int_equal(world.log_count, 0);
	world.time.minute_of_week = 22 * 60 - 1;
	world_wait(&world, 5000);
	world.time.minute_of_week = 22 * 60;
	world_wait(&world, 5000);
	assert_true(world_has_record(&world, HAPTICS_FIRED, "r"));
}

static void a_toy_that_comes_online_is_a_trigger(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	rule("{\"type\":\"toy\",\"toys\":\"nora\"}", "{}", "[]");
	world.toys[0].is_online = false;
	world_set_toys(&world);
	world.toys[0].is_online = true;
	world_set_toys(&world);
	assert_false(is_running());
	world.toys[1].is_online = false;
	world_set_toys(&world);
	world.toys[1].is_online = true;
	world_set_toys(&world);
	assert_true(is_running());
}

static void an_app_that_returns_starts_no_toy_rule_that_did_not_ask_for_it(void **state)
{
	static const char *const whens[] = {"{\"type\":\"toy\"}",
					    "{\"type\":\"toy\",\"event\":\"battery_below\",\"below\":50}",
					    "{\"type\":\"toy\",\"also_if_active\":true}"};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		world_open(&world, "lush", NULL);
		world.toys[0].battery = 20;
		rule(whens[i], WHILE, "[]");
		world_set_toys(&world);
		haptics_set_online(world.core, false, world.time);
		world_poll(&world);
		haptics_set_online(world.core, true, world.time);
		world_poll(&world);
		assert_int_equal(is_running(), i == 2);
	}
}

static void a_low_battery_is_a_trigger(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world.toys[0].battery = 0; /* unknown */
	world_set_toys(&world);
	rule("{\"type\":\"toy\",\"event\":\"battery_below\",\"below\":15,\"toys\":[\"t1\",\"t2\"]}", "{}", "[]");
	world.toys[0].battery = 15;
	world_set_toys(&world);
	assert_false(is_running());
	world.toys[0].battery = 14;
	world_set_toys(&world);
	assert_true(is_running());
}

static void a_timer_rests_while_its_conditions_do_not_hold(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"timer\",\"every_ms\":10000}", "{\"duration_ms\":1000}", "[" SCENE_B "]");
	world_wait(&world, 60000);
	assert_int_equal(haptics_next_ms(world.core), INT64_MAX);
	world_scene(&world, "B");
	world_wait(&world, 9900);
	assert_false(is_running());
	world_wait(&world, 100);
	assert_true(is_running());
	world_wait(&world, 5000);
	world_arm(&world, false);
	world_wait(&world, 60000);
	world_arm(&world, true);
	world_wait(&world, 9900);
	assert_false(is_running());
	world_wait(&world, 200);
	assert_true(is_running());
	assert_false(world_has_record(&world, HAPTICS_IGNORED_DISARMED, NULL));
}

static void a_key_may_act_when_it_is_let_go(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"hotkey\",\"edge\":\"leave\"}", "{}", "[]");
	world_release(&world, "r"); /* never pressed */
	assert_false(is_running());
	world_press(&world, "r");
	assert_false(is_running());
	world_release(&world, "r");
	assert_true(is_running());
}

static void a_press_of_an_unknown_key_is_recorded(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNKNOWN_RULE);
	rule(SCENE_B, "{}", "[]");
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNKNOWN_RULE);
	world_release(&world, "r");
	assert_false(is_running());
}

static void a_disabled_rule_answers_keys_but_not_scenes(void **state)
{
	(void)state;
	struct haptics_intent disable = {.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "r"};
	world_open(&world, "lush", NULL);
	rule("{\"type\":\"hotkey\"}", WHILE, "[]");
	world_press(&world, "r");
	assert_true(is_running());
	world_do(&world, &disable);
	assert_false(is_running());
	assert_true(world_is_still(&world));
	world_press(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_DISABLED);
	disable.on = true;
	world_do(&world, &disable);
	world_press(&world, "r");
	assert_true(is_running());
	rule(SCENE_B, WHILE, "[]");
	disable.on = false;
	world_do(&world, &disable);
	world_scene(&world, "A");
	uint64_t last = haptics_journal_last(world.core);
	world_scene(&world, "B");
	assert_int_equal(haptics_journal_last(world.core), last);
	snprintf(disable.id, sizeof(disable.id), "nobody");
	world_do(&world, &disable);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNKNOWN_RULE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_scene_is_left_when_the_transition_away_begins),
		CASE(a_scene_rule_may_react_when_the_transition_begins),
		CASE(the_scene_of_the_start_is_no_edge),
		CASE(after_a_change_of_collection_what_is_true_is_no_edge),
		CASE(a_change_of_profile_stops_and_keeps_what_is_known),
		CASE(what_was_so_before_anybody_looked_is_no_edge),
		CASE(what_is_true_already_starts_with_also_if_active),
		CASE(arming_alone_starts_nothing),
		CASE(a_source_is_active_in_program_and_shown_anywhere),
		CASE(media_plays_from_start_to_end),
		CASE(media_counts_only_in_the_program),
		CASE(media_off_air_counts_for_who_asks_for_it),
		CASE(sound_counts_only_in_the_program),
		CASE(sound_off_air_counts_for_who_asks_for_it),
		CASE(a_followed_sound_is_silent_off_air),
		CASE(a_followed_trigger_is_heard_as_the_trigger_says),
		CASE(a_paused_recording_does_not_record),
		CASE(any_of_several_outputs_will_do),
		CASE(studio_mode_is_a_trigger),
		CASE(audio_has_to_hold_above_and_below),
		CASE(a_meter_that_falls_silent_counts_as_silence),
		CASE(an_attack_ends_between_two_words_of_the_meter),
		CASE(a_clock_runs_from_to_on_its_days),
		CASE(a_clock_may_cross_midnight),
		CASE(without_a_clock_its_rules_rest),
		CASE(a_toy_that_comes_online_is_a_trigger),
		CASE(an_app_that_returns_starts_no_toy_rule_that_did_not_ask_for_it),
		CASE(a_low_battery_is_a_trigger),
		CASE(a_timer_rests_while_its_conditions_do_not_hold),
		CASE(a_key_may_act_when_it_is_let_go),
		CASE(a_press_of_an_unknown_key_is_recorded),
		CASE(a_disabled_rule_answers_keys_but_not_scenes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
