/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The life of runs: modes, retriggering, delays, cooldowns, maxima, fades. */
#include "world_case.h"

/* One rule of id "r", started by its key, at 50 %. */
static void rule(const char *run, const char *action, const char *limit)
{
	world_one_rule(&world, (struct rule_text){.run = run, .action = action, .limit = limit});
}

static void press(void)
{
	world_press(&world, "r");
	world_release(&world, "r");
}

#define HALF "{\"kind\":\"level\",\"level\":0.5}"

static void once_runs_for_its_duration(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":4000}", HALF, "{}");
	press();
	assert_int_equal(world_rule(&world, "r").ends_ms, world.time.now_ms + 4000);
	world_wait(&world, 3999);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED);
	assert_int_equal(world_rule(&world, "r").ends_ms, 0);
}

static void a_run_longer_than_its_maximum_is_cut(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":60000}", HALF, "{\"max_run_ms\":5000}");
	press();
	world_wait(&world, 5000);
	assert_true(world_is_still(&world));
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED_LONGEST);
	assert_int_equal(world_record(&world).wait_ms, 5000);
	assert_int_equal(world_rule(&world, "r").longest_ms, 5000);
	press();
	assert_int_equal(world_rule(&world, "r").longest_ms, 0);
}

#define SCENE_B "{\"type\":\"scene\",\"ref\":{\"name\":\"B\"}}"

static void a_background_lasts_as_long_as_its_scene(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_scene(&world, "A");
	world_one_rule(&world, (struct rule_text){.when = SCENE_B,
						  .run = "{\"mode\":\"while\"}",
						  .action = HALF,
						  .limit = "{\"max_run_ms\":0}"});
	world_scene(&world, "B");
	assert_int_equal(world_rule(&world, "r").ends_ms, 0);
	for (int hour = 0; hour < 3; hour++) {
		world_mark(&world);
		world_wait(&world, 3600000);
		assert_level(&world, 0, VIBRATE, 0.5);
	}
	world_scene(&world, "A");
	assert_true(world_is_still(&world));
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED);
	assert_int_equal(world_rule(&world, "r").longest_ms, 0);
}

/* Without the scene there is nothing that would end it. */
static void a_background_that_is_asked_for_ends_after_a_minute(void **state)
{
	(void)state;
	struct haptics_intent ask = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "r", .duration_ms = 100000000};
	world_open(&world, "lush", NULL);
	world_scene(&world, "A");
	world_one_rule(&world, (struct rule_text){.when = SCENE_B,
						  .run = "{\"mode\":\"while\"}",
						  .action = HALF,
						  .limit = "{\"max_run_ms\":0}"});
	world_do(&world, &ask);
	world_wait(&world, 59999);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED_LONGEST);
	world_do(&world, &ask);
	world_wait(&world, 30000);
	world_scene(&world, "B"); /* takes it over */
	world_wait(&world, 3600000);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_scene(&world, "A");
	assert_true(world_is_still(&world));
}

static void a_run_that_its_maximum_ended_says_so_until_the_trigger_is_over(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_scene(&world, "A");
	world_one_rule(&world, (struct rule_text){.when = SCENE_B, .run = "{\"mode\":\"while\"}", .action = HALF});
	world_scene(&world, "B");
	world_wait(&world, 60000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED_LONGEST);
	assert_int_equal(world_record(&world).wait_ms, 60000);
	world_wait(&world, 100000);
	assert_int_equal(world_rule(&world, "r").longest_ms, 60000);
	world_scene(&world, "A");
	assert_int_equal(world_rule(&world, "r").longest_ms, 0);
}

static void a_toggle_that_its_maximum_ended_says_so(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"mode\":\"toggle\"}", HALF, "{\"max_run_ms\":2000}");
	press();
	world_wait(&world, 2000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED_LONGEST);
	press();
	world_wait(&world, 1000);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED);
	assert_int_equal(world_rule(&world, "r").longest_ms, 0);
}

static void a_key_that_is_renewed_too_long_is_told_why_it_ends(void **state)
{
	(void)state;
	struct haptics_intent start = {
		.kind = HAPTICS_INTENT_START_KEY, .key = "deck", .value = 0.5, .duration_ms = 20000};
	world_open(&world, "lush", NULL);
	for (int i = 0; i < 4; i++) {
		world_do(&world, &start);
		world_wait(&world, 15000);
	}
	assert_true(world_is_still(&world));
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED_LONGEST);
	assert_int_equal(world_record(&world).wait_ms, 60000);
}

static void ignore_lets_a_run_be(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":4000,\"retrigger\":\"ignore\"}", HALF, "{}");
	press();
	world_wait(&world, 3000);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_RUNNING);
	world_wait(&world, 1000);
	assert_true(world_is_still(&world));
}

static void restart_counts_the_duration_anew_up_to_the_maximum(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":4000,\"retrigger\":\"restart\"}", HALF, "{\"max_run_ms\":9000}");
	press();
	world_wait(&world, 3000);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_FIRED);
	world_wait(&world, 3900);
	assert_true(is_running());
	press();
	world_wait(&world, 2000);
	assert_true(is_running());
	world_wait(&world, 200); /* 9 s after the first start */
	assert_true(world_is_still(&world));
}

static void extend_adds_the_duration_up_to_the_maximum(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":4000,\"retrigger\":\"extend\"}", HALF, "{\"max_run_ms\":10000}");
	press();
	world_wait(&world, 1000);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_EXTENDED);
	assert_int_equal(world_rule(&world, "r").ends_ms, world.time.now_ms + 7000);
	press();
	assert_int_equal(world_rule(&world, "r").ends_ms, world.time.now_ms + 9000);
}

static void a_delay_passes_before_the_start(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"delay_ms\":2000,\"retrigger\":\"ignore\"}", HALF, "{}");
	press();
	world_wait(&world, 1999);
	assert_int_equal(world.log_count, 0);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_RUNNING);
	world_wait(&world, 1);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void a_delay_begins_anew_with_restart_and_goes_on_with_extend(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"delay_ms\":2000}", HALF, "{}");
	press();
	world_wait(&world, 1500);
	press();
	world_wait(&world, 1500);
	assert_false(is_running());
	world_wait(&world, 500);
	assert_true(is_running());
	rule("{\"delay_ms\":2000,\"retrigger\":\"extend\"}", HALF, "{}");
	press();
	world_wait(&world, 1500);
	press();
	world_wait(&world, 500);
	assert_true(is_running());
}

static void a_key_let_go_within_the_delay_starts_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"mode\":\"while\",\"delay_ms\":2000}", HALF, "{}");
	press();
	world_wait(&world, 5000);
	assert_int_equal(world.log_count, 0);
	world_press(&world, "r");
	world_wait(&world, 2000);
	assert_true(is_running());
}

static void panic_disarm_and_halt_forget_a_delayed_start(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"delay_ms\":2000}", HALF, "{}");
	press();
	world_kind(&world, HAPTICS_INTENT_HALT);
	world_wait(&world, 3000);
	assert_true(world_is_still(&world));
	press();
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	world_kind(&world, HAPTICS_INTENT_RESUME);
	world_wait(&world, 3000);
	press();
	world_arm(&world, false);
	world_arm(&world, true);
	world_wait(&world, 3000);
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_LEVELS), 0);
}

static void conditions_are_asked_again_after_the_delay(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world,
		    "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"only_if\":[{\"type\":\"studio_mode\"}],"
		    "\"run\":{\"delay_ms\":1000},\"do\":" HALF "}]}");
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", true);
	press();
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", false);
	world_wait(&world, 1000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
	assert_true(world_is_still(&world));
}

static void a_toggle_takes_a_delayed_start_back(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"mode\":\"toggle\",\"delay_ms\":2000}", HALF, "{}");
	press();
	world_wait(&world, 1000);
	press();
	world_wait(&world, 5000);
	assert_int_equal(world.log_count, 0);
}

static void a_cooldown_counts_from_the_end_of_a_run(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":3000}", HALF, "{\"cooldown_ms\":5000}");
	press();
	world_wait(&world, 3000);
	assert_int_equal(world_rule(&world, "r").cooldown_ms, world.time.now_ms + 5000);
	world_wait(&world, 4000);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_COOLDOWN);
	assert_int_equal(world_record(&world).wait_ms, 1000);
	assert_string_equal(world_record(&world).rule_name, "R");
	world_wait(&world, 1000);
	assert_int_equal(world_rule(&world, "r").cooldown_ms, 0);
	press();
	assert_true(is_running());
}

static void a_running_rule_is_not_cooling_down(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":3000}", HALF, "{\"cooldown_ms\":5000}");
	press();
	world_wait(&world, 1000);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_FIRED);
}

static void a_gap_between_once_runs_counts_for_all_of_them(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world,
		    "{\"once_gap_ms\":3000,\"rules\":[{\"id\":\"a\",\"when\":{\"type\":\"hotkey\"},\"run\":{"
		    "\"duration_ms\":500},\"do\":" HALF "},{\"id\":\"b\",\"when\":{\"type\":\"hotkey\"},\"do\":" HALF
		    "},{\"id\":\"w\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"while\"},\"do\":" HALF "}]}");
	world_press(&world, "a");
	world_wait(&world, 1000);
	world_press(&world, "b");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_COOLDOWN);
	assert_int_equal(world_record(&world).wait_ms, 2000);
	world_press(&world, "w");
	assert_int_equal(world_record(&world).outcome, HAPTICS_FIRED);
	world_wait(&world, 2000);
	world_press(&world, "b");
	assert_int_equal(world_record(&world).outcome, HAPTICS_FIRED);
}

static void press_and_release_at_once_pulse_for_250_ms(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"mode\":\"while\"}", HALF, "{}");
	press();
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 249);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
}

static void a_press_without_a_release_counts_again(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"mode\":\"while\"}", HALF, "{\"max_run_ms\":2000}");
	world_press(&world, "r");
	world_wait(&world, 2000);
	assert_false(is_running());
	world_press(&world, "r");
	assert_true(is_running());
}

static void a_pulse_shorter_than_a_lease_is_stopped_in_time(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":300}", HALF, "{}");
	press();
	assert_int_equal(world_last(&world)->duration_ms, 2000);
	world_wait(&world, 300);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	rule("{\"duration_ms\":300}", HALF, "{\"max_run_ms\":400}");
	press();
	assert_int_equal(world_last(&world)->duration_ms, 1000); /* the API's least */
	world_wait(&world, 300);
	assert_true(world_is_still(&world));
}

static void fades_go_up_and_down(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":10000}", "{\"kind\":\"level\",\"level\":0.8,\"fade_ms\":[4000,2000]}", "{}");
	press();
	assert_true(world_is_still(&world));
	double before = 0;
	for (int i = 0; i < 9; i++) {
		world_wait(&world, 500);
		double level = world_level(&world, 0, VIBRATE);
		assert_true(level >= before);
		assert_true(level <= 0.2 * (i + 1) * 0.5 + 0.001);
		before = level;
	}
	assert_level(&world, 0, VIBRATE, 0.8);
	world_wait(&world, 4500); /* 1 s into the fade */
	assert_in_range(world_level(&world, 0, VIBRATE) * 100, 35, 50);
	world_wait(&world, 1000);
	assert_true(world_is_still(&world));
}

static void a_released_key_fades_out(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{\"mode\":\"while\"}", "{\"kind\":\"level\",\"level\":0.4,\"fade_ms\":[0,1000]}", "{}");
	world_press(&world, "r");
	world_wait(&world, 3000);
	assert_level(&world, 0, VIBRATE, 0.4);
	world_release(&world, "r");
	world_wait(&world, 600);
	assert_in_range(world_level(&world, 0, VIBRATE) * 100, 10, 25);
	world_wait(&world, 400);
	assert_true(world_is_still(&world));
}

static void a_random_level_lies_between_its_two(void **state)
{
	(void)state;
	double lowest = 1;
	double highest = 0;
	world_open(&world, "lush", NULL);
	rule("{\"duration_ms\":1000}", "{\"kind\":\"level\",\"level\":0.1,\"level_max\":0.5}", "{}");
	for (int i = 0; i < 60; i++) {
		press();
		double level = world_level(&world, 0, VIBRATE);
		lowest = fmin(lowest, level);
		highest = fmax(highest, level);
		world_wait(&world, 1500);
	}
	assert_true(lowest >= 0.1 - 0.001 && lowest < 0.2);
	assert_true(highest <= 0.5 && highest > 0.4);
}

static void a_run_on_a_toy_that_leaves_ends(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{}", HALF, "{}");
	press();
	world.toys[0].is_online = false;
	world_set_toys(&world);
	assert_false(is_running());
	assert_int_equal(world_record(&world).outcome, HAPTICS_STOPPED);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_NO_TOY);
}

static void a_function_that_no_toy_has_is_unsupported(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{}", "{\"kind\":\"level\",\"level\":0.5,\"fn\":\"rotate\"}", "{}");
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNSUPPORTED);
	rule("{}", "{\"kind\":\"position\",\"position\":0.5}", "{}");
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNSUPPORTED);
	rule("{}", "{\"kind\":\"level\",\"level\":0.5,\"toys\":[\"t9\",\"hush\"]}", "{}");
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_NO_TOY);
}

static void without_a_link_nothing_starts(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("{}", HALF, "{}");
	haptics_set_online(world.core, false, world.time);
	press();
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_OFFLINE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(once_runs_for_its_duration),
		CASE(a_run_longer_than_its_maximum_is_cut),
		CASE(a_background_lasts_as_long_as_its_scene),
		CASE(a_background_that_is_asked_for_ends_after_a_minute),
		CASE(a_run_that_its_maximum_ended_says_so_until_the_trigger_is_over),
		CASE(a_toggle_that_its_maximum_ended_says_so),
		CASE(a_key_that_is_renewed_too_long_is_told_why_it_ends),
		CASE(ignore_lets_a_run_be),
		CASE(restart_counts_the_duration_anew_up_to_the_maximum),
		CASE(extend_adds_the_duration_up_to_the_maximum),
		CASE(a_delay_passes_before_the_start),
		CASE(a_delay_begins_anew_with_restart_and_goes_on_with_extend),
		CASE(a_key_let_go_within_the_delay_starts_nothing),
		CASE(panic_disarm_and_halt_forget_a_delayed_start),
		CASE(conditions_are_asked_again_after_the_delay),
		CASE(a_toggle_takes_a_delayed_start_back),
		CASE(a_cooldown_counts_from_the_end_of_a_run),
		CASE(a_running_rule_is_not_cooling_down),
		CASE(a_gap_between_once_runs_counts_for_all_of_them),
		CASE(press_and_release_at_once_pulse_for_250_ms),
		CASE(a_press_without_a_release_counts_again),
		CASE(a_pulse_shorter_than_a_lease_is_stopped_in_time),
		CASE(fades_go_up_and_down),
		CASE(a_released_key_fades_out),
		CASE(a_random_level_lies_between_its_two),
		CASE(a_run_on_a_toy_that_leaves_ends),
		CASE(a_function_that_no_toy_has_is_unsupported),
		CASE(without_a_link_nothing_starts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
