/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What must hold whatever happens: panic, arming, halts, links, toys that come and go, sleep. */
#include "world_case.h"

static void halt(enum haptics_halt_cause cause)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_HALT, .cause = cause};
	world_do(&world, &intent);
}

static void a_new_core_is_disarmed_and_silent(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.is_armed = false;
	world_open_with(&world, &config, "lush", NULL);
	assert_false(haptics_is_armed(world.core));
	assert_false(haptics_is_panic(world.core));
	world_level_request(&world, 0.5, 2000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_DISARMED);
	assert_int_equal(world.log_count, 0);
	world_kind(&world, HAPTICS_INTENT_TOGGLE_ARMED);
	assert_int_equal(world_record(&world).outcome, HAPTICS_ARMED);
	assert_true(haptics_is_armed(world.core));
	assert_int_equal(world.log_count, 0);
	world_level_request(&world, 0.5, 2000);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void disarming_stops_and_stays_silent(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.5, 20000);
	world_wait(&world, 1000);
	world_mark(&world);
	world_arm(&world, false);
	assert_true(world_is_still(&world));
	assert_true(world_has_record(&world, HAPTICS_DISARMED, NULL));
	world_level_request(&world, 0.5, 20000);
	struct haptics_intent test = {.kind = HAPTICS_INTENT_TEST_TOY};
	world_do(&world, &test);
	world_wait(&world, 30000);
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_STOP), world.log_count);
	world_arm(&world, true);
	world_wait(&world, 5000);
	assert_true(world_is_still(&world));
}

static void panic_during_eight_runs_stops_all_of_them(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	for (int i = 0; i < 8; i++)
		world_level_request(&world, 0.1 * i, 20000);
	world_wait(&world, 1000);
	world_mark(&world);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	assert_int_equal(world.log[0].time_ms, world.time.now_ms);
	assert_int_equal(world.log[0].command.kind, HAPTICS_COMMAND_STOP);
	world_level_request(&world, 0.5, 2000);
	world_arm(&world, true);
	world_wait(&world, 30000);
	assert_int_equal(world.log_count, 1);
	assert_true(haptics_is_panic(world.core));
}

static void stop_or_resume(enum haptics_intent_kind kind, bool is_request)
{
	struct haptics_intent intent = {.kind = kind, .is_request = is_request};
	world_do(&world, &intent);
}

static void a_request_lifts_only_what_requests_have_stopped(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	stop_or_resume(HAPTICS_INTENT_STOP_ALL, true);
	assert_false(haptics_is_persons_panic(world.core));
	stop_or_resume(HAPTICS_INTENT_RESUME, true);
	assert_false(haptics_is_panic(world.core));

	stop_or_resume(HAPTICS_INTENT_STOP_ALL, true);
	stop_or_resume(HAPTICS_INTENT_STOP_ALL, false); /* a person during a request's stop makes it theirs */
	stop_or_resume(HAPTICS_INTENT_STOP_ALL, true);  /* and a request after it changes nothing about that */
	stop_or_resume(HAPTICS_INTENT_RESUME, true);
	assert_true(haptics_is_panic(world.core));
	assert_true(haptics_is_persons_panic(world.core));
	world_level_request(&world, 0.5, 2000);
	assert_true(world_is_still(&world));
	stop_or_resume(HAPTICS_INTENT_RESUME, false);
	assert_false(haptics_is_panic(world.core));
	assert_false(haptics_is_persons_panic(world.core));
}

static void the_first_stop_after_a_movement_waits_for_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	for (int i = 0; i < 5; i++) {
		world_kind(&world, HAPTICS_INTENT_RESUME);
		world_level_request(&world, 0.5, 20000);
		world_wait(&world, 250); /* the least gap between two commands */
		assert_false(world_is_still(&world));
		world_kind(&world, HAPTICS_INTENT_STOP_ALL);
		assert_true(world_is_still(&world));
	}
}

static void panic_works_disarmed_and_without_a_link(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_arm(&world, false);
	haptics_set_online(world.core, false, world.time);
	world_wait(&world, 5000);
	world_mark(&world);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	world_wait(&world, 5000);
	assert_int_equal(world.log_count, 1);
	world_mark(&world);
	haptics_set_online(world.core, true, world.time);
	world_poll(&world);
	assert_int_equal(world.log_count, 1);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	assert_true(haptics_is_panic(world.core));
	world_arm(&world, true);
	world_level_request(&world, 0.5, 2000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_PANIC);
}

static void resuming_does_not_bring_anything_back(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules_file(&world, "hot_cam.json");
	world_output(&world, HAPTICS_OUTPUT_STREAM, true);
	world_scene(&world, "Other");
	world_scene(&world, "Hot cam");
	assert_level(&world, 0, VIBRATE, 0.2);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	world_kind(&world, HAPTICS_INTENT_RESUME);
	assert_int_equal(world_record(&world).outcome, HAPTICS_RESUMED);
	uint64_t last = haptics_journal_last(world.core);
	world_kind(&world, HAPTICS_INTENT_RESUME);
	assert_int_equal(haptics_journal_last(world.core), last);
	world_wait(&world, 10000);
	assert_true(world_is_still(&world));
	world_scene(&world, "Other");
	world_scene(&world, "Hot cam");
	assert_level(&world, 0, VIBRATE, 0.2);
}

static void a_halt_drops_every_run_and_says_why(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	for (int cause = HAPTICS_HALT_INVALID; cause <= HAPTICS_HALT_PAUSE; cause++) {
		world_level_request(&world, 0.5, 20000);
		world_wait(&world, 1000);
		halt((enum haptics_halt_cause)cause);
		assert_true(world_is_still(&world));
		assert_int_equal(world_record(&world).outcome, HAPTICS_HALTED);
		assert_int_equal(world_record(&world).cause, cause ? cause : HAPTICS_HALT_REQUEST);
		world_wait(&world, 10000);
		assert_true(world_is_still(&world));
	}
}

static int halts(void)
{
	struct haptics_record records[HAPTICS_JOURNAL_SIZE];
	size_t count = haptics_journal_after(world.core, 0, records, HAPTICS_JOURNAL_SIZE);
	int halted = 0;
	for (size_t i = 0; i < count; i++)
		halted += records[i].outcome == HAPTICS_HALTED;
	return halted;
}

static void a_link_that_new_settings_take_away_is_told_of_once(void **state)
{
	(void)state;
	static const enum haptics_halt_cause causes[] = {HAPTICS_HALT_SETTINGS, HAPTICS_HALT_OFF, HAPTICS_HALT_MODE};
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		world_open(&world, "lush", NULL);
		halt(causes[i]);
		assert_int_equal(haptics_is_armed(world.core), causes[i] == HAPTICS_HALT_SETTINGS);
		world_level_request(&world, 0.5, 20000); /* while the goodbye is said */
		haptics_set_online(world.core, false, world.time);
		world_poll(&world);
		assert_true(world_is_still(&world));
		assert_int_equal(halts(), 1);
		assert_false(world_has_record(&world, HAPTICS_DISARMED, NULL));
		haptics_set_online(world.core, true, world.time);
		haptics_set_online(world.core, false, world.time);
		assert_int_equal(halts(), 2);
		assert_int_equal(world_record(&world).cause, HAPTICS_HALT_LINK);
	}
}

static void the_end_of_the_stream_may_be_allowed_to_pass(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.stop_when_stream_ends = false;
	world_open_with(&world, &config, "lush", NULL);
	world_output(&world, HAPTICS_OUTPUT_STREAM, true);
	world_level_request(&world, 0.5, 20000);
	world_output(&world, HAPTICS_OUTPUT_STREAM, false);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void losing_the_app_drops_runs_and_its_return_sends_stop_first(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.5, 30000);
	haptics_set_online(world.core, false, world.time);
	world_poll(&world);
	assert_true(world_has_record(&world, HAPTICS_STOPPED, ""));
	assert_int_equal(world_record(&world).cause, HAPTICS_HALT_LINK);
	world_level_request(&world, 0.5, 30000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_OFFLINE);
	world_wait(&world, 1000);
	world_mark(&world);
	haptics_set_online(world.core, true, world.time);
	world_level_request(&world, 0.5, 2000);
	assert_int_equal(world.log[0].command.kind, HAPTICS_COMMAND_STOP);
	assert_int_equal(world.log[1].command.kind, HAPTICS_COMMAND_LEVELS);
	haptics_set_online(world.core, true, world.time); /* said twice: nothing new */
	world_wait(&world, 500);
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_STOP), 1);
}

static void a_toy_joins_still_and_moves_from_the_next_edge_on(void **state)
{
	(void)state;
	world_open(&world, "lush", "lush", NULL);
	world_rules_file(&world, "toggle_f10.json");
	world.toys[1].is_online = false;
	world_set_toys(&world);
	world_press(&world, "toggle-f10");
	world_wait(&world, 1000);
	world_mark(&world);
	world.toys[1].is_online = true;
	world_set_toys(&world);
	world_poll(&world);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	assert_int_equal(world_last(&world)->toys, 2);
	world_wait(&world, 10000);
	assert_level(&world, 0, VIBRATE, 0.2);
	assert_level(&world, 1, VIBRATE, 0);
	for (size_t i = 0; i < world.log_count; i++)
		assert_true(world.log[i].command.toys == 1 || world.log[i].command.kind == HAPTICS_COMMAND_STOP);
	world_press(&world, "toggle-f10");
	world_press(&world, "toggle-f10");
	world_wait(&world, 500);
	assert_level(&world, 1, VIBRATE, 0.2);
}

static void another_toy_in_a_slot_does_not_inherit(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.5, 20000);
	snprintf(world.toys[0].alias, sizeof(world.toys[0].alias), "t7");
	world_set_toys(&world);
	world_wait(&world, 10000);
	assert_true(world_is_still(&world));
}

static void toys_told_again_change_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_level_request(&world, 0.5, 20000);
	world_wait(&world, 700);
	world_mark(&world);
	for (int i = 0; i < 20; i++) {
		world.toys[0].battery = 90 - i;
		world_set_toys(&world);
		world_wait(&world, 10);
	}
	assert_int_equal(world.log_count, 0);
	assert_level(&world, 0, VIBRATE, 0.5);
	haptics_set_toys(world.core, world.toys, 1, world.time); /* the second is gone */
	world_wait(&world, 5000);
	assert_level(&world, 1, VIBRATE, 0);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void more_toys_than_slots_are_left_out(void **state)
{
	(void)state;
	static struct haptics_toy toys[HAPTICS_MAX_TOYS + 4];
	world_open(&world, "lush", NULL);
	for (size_t i = 0; i < HAPTICS_MAX_TOYS + 4; i++)
		toys[i] = world.toys[0];
	haptics_set_toys(world.core, toys, HAPTICS_MAX_TOYS + 4, world.time);
	world_level_request(&world, 0.5, 2000);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void a_gap_in_the_clock_while_something_runs_halts(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.5, 60000);
	assert_true(haptics_next_ms(world.core) <= world.time.now_ms + 2000);
	world_sleep(&world, 5000);
	world_poll(&world);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_sleep(&world, 5001);
	world_mark(&world);
	world_poll(&world);
	assert_true(world_is_still(&world));
	assert_int_equal(world.log_count, 1);
	assert_int_equal(world_record(&world).cause, HAPTICS_HALT_SUSPEND);
	world_sleep(&world, 3600000); /* nothing runs: nothing to halt */
	world_poll(&world);
	assert_int_equal(world_record(&world).cause, HAPTICS_HALT_SUSPEND);
	assert_true(world_has_record(&world, HAPTICS_HALTED, NULL));
}

static void asleep_in_a_delay_nothing_starts_on_waking_up(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world, (struct rule_text){.run = "{\"delay_ms\":20000}"});
	world_press(&world, "r");
	world_wait(&world, 19000); /* with nothing to do a delay is not a gap */
	world_sleep(&world, 5001);
	world_poll(&world);
	assert_int_equal(world_record(&world).outcome, HAPTICS_HALTED);
	assert_int_equal(world_record(&world).cause, HAPTICS_HALT_SUSPEND);
	assert_true(world_has_record(&world, HAPTICS_STOPPED, "r"));
	world_wait(&world, 60000);
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_LEVELS), 0);
	world_press(&world, "r");
	world_wait(&world, 20000);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void a_timer_or_a_clock_that_was_due_in_its_sleep_waits_for_the_next_time(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world, (struct rule_text){.when = "{\"type\":\"timer\",\"every_ms\":10000}"});
	world_poll(&world);
	world_sleep(&world, 15001);
	world_poll(&world);
	assert_int_equal(world.log_count, 0);
	world_wait(&world, 9999);
	assert_int_equal(world.log_count, 0);
	world_wait(&world, 1);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 5000);
	world.time.minute_of_week = 21 * 60;
	world_one_rule(&world, (struct rule_text){.when = "{\"type\":\"clock\",\"from\":\"22:00\"}"});
	world_wait(&world, 3000);
	world_mark(&world);
	world.time.minute_of_week = 22 * 60;
	world_sleep(&world, 3600000);
	world_poll(&world);
	world_wait(&world, 10000);
	assert_int_equal(world.log_count, 0);
}

static void with_a_long_lease_nobody_sleeps_into_the_gap(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.lease_ms = 10000;
	world_open_with(&world, &config, "lush", NULL);
	world_level_request(&world, 0.5, 60000);
	world_wait(&world, 59000);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void a_clock_that_goes_back_is_not_believed(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.5, 4000);
	world_wait(&world, 3000);
	world.time.now_ms -= 2000;
	world_poll(&world);
	world.time.now_ms += 2000;
	world_wait(&world, 1000);
	assert_true(world_is_still(&world));
}

static void no_command_outlasts_the_maximum_by_more_than_the_api_forces(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world,
		    "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"while\"},\"do\":{"
		    "\"kind\":\"level\",\"level\":0.5},\"limit\":{\"max_run_ms\":7300}}]}");
	int64_t end_ms = world.time.now_ms + 7300;
	world_press(&world, "r");
	world_wait(&world, 7300);
	for (size_t i = 0; i + 1 < world.log_count; i++) {
		int64_t until_ms = world.log[i].time_ms + world.log[i].command.duration_ms;
		assert_true(until_ms <= end_ms || world.log[i].command.duration_ms == 1000);
	}
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	assert_int_equal(world.log[world.log_count - 1].time_ms, end_ms);
}

static void an_intent_of_no_kind_does_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	uint64_t last = haptics_journal_last(world.core);
	world_kind(&world, HAPTICS_INTENT_INVALID);
	world_kind(&world, (enum haptics_intent_kind)9999);
	assert_int_equal(haptics_journal_last(world.core), last);
	assert_int_equal(world.log_count, 0);
	haptics_destroy(NULL);
}

static void more_functions_than_fit_are_left_out(void **state)
{
	(void)state;
	static struct haptics_function functions[HAPTICS_MAX_FUNCTIONS + 4];
	struct haptics_config config = world_config();
	for (size_t i = 0; i < HAPTICS_MAX_FUNCTIONS + 4; i++)
		functions[i] = (struct haptics_function){"Buzz", 20, true, 0};
	config.functions = functions;
	config.function_count = HAPTICS_MAX_FUNCTIONS + 4;
	world_open_with(&world, &config, "lush", NULL);
	world_level_request(&world, 0.5, 2000);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_LEVELS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_new_core_is_disarmed_and_silent),
		CASE(disarming_stops_and_stays_silent),
		CASE(panic_during_eight_runs_stops_all_of_them),
		CASE(a_request_lifts_only_what_requests_have_stopped),
		CASE(the_first_stop_after_a_movement_waits_for_nothing),
		CASE(panic_works_disarmed_and_without_a_link),
		CASE(resuming_does_not_bring_anything_back),
		CASE(a_halt_drops_every_run_and_says_why),
		CASE(a_link_that_new_settings_take_away_is_told_of_once),
		CASE(the_end_of_the_stream_may_be_allowed_to_pass),
		CASE(losing_the_app_drops_runs_and_its_return_sends_stop_first),
		CASE(a_toy_joins_still_and_moves_from_the_next_edge_on),
		CASE(another_toy_in_a_slot_does_not_inherit),
		CASE(toys_told_again_change_nothing),
		CASE(more_toys_than_slots_are_left_out),
		CASE(a_gap_in_the_clock_while_something_runs_halts),
		CASE(asleep_in_a_delay_nothing_starts_on_waking_up),
		CASE(a_timer_or_a_clock_that_was_due_in_its_sleep_waits_for_the_next_time),
		CASE(with_a_long_lease_nobody_sleeps_into_the_gap),
		CASE(a_clock_that_goes_back_is_not_believed),
		CASE(no_command_outlasts_the_maximum_by_more_than_the_api_forces),
		CASE(an_intent_of_no_kind_does_nothing),
		CASE(more_functions_than_fit_are_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
