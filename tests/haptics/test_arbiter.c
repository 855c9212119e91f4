/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who has a toy when several want it. */
#include "world_case.h"

/* Rules "a", "b", "c" switched by their keys, priority 1 when limit is NULL. */
static void rules(const char *a, int a_priority, const char *b, int b_priority)
{
	char text[2048];
	snprintf(text, sizeof(text),
		 "{\"rules\":[{\"id\":\"a\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},\"do\":%s,"
		 "\"limit\":{"
		 "\"priority\":%d}},{\"id\":\"b\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},\"do\":%"
		 "s,"
		 "\"limit\":{\"priority\":%d}}]}",
		 a, a_priority, b, b_priority);
	world_rules(&world, text);
}

static void press(const char *id)
{
	world_press(&world, id);
	world_wait(&world, 1000);
}

#define LEVEL(level) "{\"kind\":\"level\",\"level\":" level "}"
#define LEVEL_OF(fn, level) "{\"kind\":\"level\",\"fn\":\"" fn "\",\"level\":" level "}"
#define PATTERN "{\"kind\":\"pattern\",\"steps\":[0.8,0.6],\"step_ms\":200}"

static void the_newest_wins_also_downwards(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rules(LEVEL("0.8"), 1, LEVEL("0.2"), 1);
	press("a");
	press("b");
	assert_level(&world, 0, VIBRATE, 0.2);
	press("b");
	assert_level(&world, 0, VIBRATE, 0.8);
}

static void a_higher_priority_wins_over_the_newest(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rules(LEVEL("0.3"), 2, LEVEL("0.8"), 1);
	press("a");
	press("b");
	assert_level(&world, 0, VIBRATE, 0.3);
	press("a");
	assert_level(&world, 0, VIBRATE, 0.8);
}

static void a_loser_resumes_with_the_time_it_has_left(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, "{\"rules\":[{\"id\":\"a\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"duration_ms\":10000},"
			    "\"do\":" LEVEL("0.2") "},{\"id\":\"b\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"duration_"
						   "ms\":3000},\"do\":" LEVEL("0.8") "}]}");
	world_press(&world, "a");
	world_wait(&world, 2000);
	world_press(&world, "b");
	world_wait(&world, 2999);
	assert_level(&world, 0, VIBRATE, 0.8);
	world_wait(&world, 1);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_wait(&world, 4999);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
}

static void each_function_has_its_own_winner_in_one_command(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	rules(LEVEL_OF("vibrate", "0.4"), 1, LEVEL_OF("rotate", "0.15"), 1);
	press("a");
	press("b");
	assert_int_equal(world_last(&world)->level[VIBRATE], 8);
	assert_int_equal(world_last(&world)->level[ROTATE], 3);
	world_press(&world, "a");
	assert_int_equal(world_last(&world)->level[VIBRATE], 0); /* ends by name, at once */
	assert_int_equal(world_last(&world)->level[ROTATE], 3);
	world_wait(&world, 5000);
	assert_int_equal(world_last(&world)->level[VIBRATE], -1);
	assert_level(&world, 0, ROTATE, 0.15);
}

static void a_run_that_waits_does_not_shorten_the_command_of_the_winner(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world,
		    "{\"rules\":[{\"id\":\"short\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"duration_ms\":1200},"
		    "\"do\":" LEVEL("0.2") "},{\"id\":\"long\",\"when\":{\"type\":\"hotkey\"},\"run\":{"
					   "\"duration_ms\":9000},\"do\":" LEVEL("0.4") "}]}");
	world_press(&world, "short");
	world_wait(&world, 300);
	world_press(&world, "long");
	assert_int_equal(world_last(&world)->level[VIBRATE], 8);
	assert_int_equal(world_last(&world)->duration_ms, 3000);
}

static void one_command_for_two_runs_obeys_the_shorter_maximum(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	world_rules(&world, "{\"rules\":[{\"id\":\"long\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"while\"},"
			    "\"do\":" LEVEL_OF("vibrate", "0.4") "},{\"id\":\"short\",\"when\":{\"type\":\"hotkey\"},"
								 "\"run\":{\"mode\":\"while\"},\"do\":" LEVEL_OF(
									 "rotate",
									 "0.4") ",\"limit\":{\"max_run_ms\":1500}}]}");
	world_press(&world, "long");
	world_wait(&world, 300);
	world_press(&world, "short");
	assert_int_equal(world_last(&world)->level[ROTATE], 8);
	assert_int_equal(world_last(&world)->duration_ms, 1500);
	world_wait(&world, 1500);
	assert_level(&world, 0, ROTATE, 0);
	assert_level(&world, 0, VIBRATE, 0.4);
}

static void a_pattern_owns_its_toy(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	rules(PATTERN, 1, LEVEL_OF("rotate", "0.5"), 0);
	press("a");
	press("b");
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_PATTERN);
	assert_level(&world, 0, ROTATE, 0);
	press("a");
	assert_level(&world, 0, ROTATE, 0.5);
}

static void a_newer_level_takes_the_whole_toy_from_a_pattern(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	rules(PATTERN, 1, LEVEL_OF("rotate", "0.5"), 1);
	press("a");
	press("b");
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_LEVELS);
	assert_level(&world, 0, ROTATE, 0.5);
	assert_level(&world, 0, VIBRATE, 0);
	press("b");
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_PATTERN);
	assert_true(world_level(&world, 0, VIBRATE) >= 0.6);
}

static void below_a_pattern_that_waits_levels_wait_too(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	world_rules(&world,
		    "{\"rules\":[{\"id\":\"low\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},"
		    "\"do\":" LEVEL_OF("vibrate",
				       "0.3") ",\"limit\":{\"priority\":0}},{\"id\":\"pattern\",\"when\":{\"type\":"
					      "\"hotkey\"},\"run\":{\"mode\":\"toggle\"},\"do\":" PATTERN
					      "},{\"id\":\"high\",\"when\":{\"type\":"
					      "\"hotkey\"},\"run\":{\"mode\":\"toggle\"},\"do\":" LEVEL_OF(
						      "rotate", "0.5") ",\"limit\":{\"priority\":2}}]}");
	press("low");
	press("pattern");
	press("high");
	assert_level(&world, 0, ROTATE, 0.5);
	assert_level(&world, 0, VIBRATE, 0);
	press("pattern");
	assert_level(&world, 0, ROTATE, 0.5);
	assert_level(&world, 0, VIBRATE, 0.3);
}

static void rules_may_name_toys_by_alias_or_type(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", "max", NULL);
	rules("{\"kind\":\"level\",\"level\":0.5,\"toys\":[\"t1\",\"Nora\"]}", 1,
	      "{\"kind\":\"level\",\"level\":0.3,\"toys\":\"MAX\"}", 1);
	press("a");
	assert_level(&world, 0, VIBRATE, 0.5);
	assert_level(&world, 1, VIBRATE, 0.5);
	assert_level(&world, 2, VIBRATE, 0);
	press("b");
	assert_level(&world, 2, VIBRATE, 0.3);
}

static void functions_are_found_whatever_their_case(void **state)
{
	(void)state;
	world_open(&world, "nora", "max", "solace", NULL);
	rules("{\"kind\":\"level\",\"level\":0.5,\"fn\":[\"ROTATE\",\"pump\"]}", 1, LEVEL("0.4"), 1);
	press("a");
	assert_level(&world, 0, ROTATE, 0.5);
	assert_level(&world, 0, VIBRATE, 0);
	assert_level(&world, 1, PUMP, 1.0 / 3);
	assert_level(&world, 2, THRUSTING, 0);
	press("b"); /* no function named: Vibrate, or what a toy without it has */
	assert_level(&world, 0, VIBRATE, 0.4);
	assert_level(&world, 1, VIBRATE, 0.4);
	assert_level(&world, 2, THRUSTING, 0.4);
	assert_level(&world, 2, DEPTH, 0);
}

static void all_means_every_function_but_single_motors_of_one(void **state)
{
	(void)state;
	world_open(&world, "edge", "nora", NULL);
	rules(LEVEL_OF("all", "0.5"), 1, LEVEL_OF("vibrate2", "0.3"), 1);
	press("a");
	assert_level(&world, 0, VIBRATE, 0.5);
	assert_level(&world, 0, VIBRATE1, 0);
	assert_level(&world, 1, ROTATE, 0.5);
	press("b");
	assert_level(&world, 0, VIBRATE2, 0.3);
	assert_level(&world, 0, VIBRATE1, 0);
}

static void vibrate_means_the_motors_of_a_toy_that_only_has_motors(void **state)
{
	(void)state;
	world_open(&world, "edge", NULL);
	world.toys[0].functions = BIT(VIBRATE1) | BIT(VIBRATE2);
	world_set_toys(&world);
	rules(LEVEL_OF("vibrate", "0.5"), 1, LEVEL("0.3"), 1);
	press("a");
	assert_level(&world, 0, VIBRATE1, 0.5);
	assert_level(&world, 0, VIBRATE2, 0.5);
}

static void stroke_goes_along_with_thrusting(void **state)
{
	(void)state;
	world_open(&world, "solace", NULL);
	rules("{\"kind\":\"level\",\"level\":0.5,\"fn\":\"thrusting\",\"stroke\":[0.1,0.6]}", 1, LEVEL("0.3"), 1);
	press("a");
	assert_int_equal(world_last(&world)->level[THRUSTING], 10);
	assert_true(world_last(&world)->level[STROKE] >= 0);
	assert_int_equal(world_last(&world)->stroke_min, 10);
	assert_int_equal(world_last(&world)->stroke_max, 60);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.4);
	assert_int_equal(world_last(&world)->stroke_max, 40);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.25); /* too narrow for the toy: wider below */
	assert_int_equal(world_last(&world)->stroke_min, 5);
	assert_int_equal(world_last(&world)->stroke_max, 25);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.19);
	assert_true(world_is_still(&world));
	press("a");
	press("a"); /* and whoever asks again hears why */
	assert_int_equal(world_record(&world).outcome, HAPTICS_CAPPED);
	assert_float_equal(world_record(&world).sent, 0, 0);
}

static void the_stroke_is_that_of_the_rule_that_thrusts(void **state)
{
	(void)state;
	world_open(&world, "solace", NULL);
	rules("{\"kind\":\"level\",\"level\":0.5,\"fn\":\"thrusting\",\"stroke\":[0.1,0.6]}", 1,
	      "{\"kind\":\"level\",\"level\":1,\"fn\":\"depth\",\"stroke\":[0.5,0.9]}", 2);
	press("a");
	press("b");
	assert_int_equal(world_last(&world)->level[DEPTH], 3);
	assert_int_equal(world_last(&world)->stroke_max, 60);
	world_mark(&world);
	press("a");
	assert_int_equal(world_last(&world)->level[DEPTH], 3);
	assert_int_equal(world_last(&world)->level[STROKE], -1); /* without Thrusting it would be refused */
}

static void a_ceiling_of_a_motor_counts_for_what_drives_it(void **state)
{
	(void)state;
	world_open(&world, "edge", NULL);
	rules(LEVEL_OF("vibrate", "1"), 1, "{\"kind\":\"pattern\",\"fn\":\"vibrate2\",\"steps\":[1],\"step_ms\":200}",
	      1);
	world.toys[0].function_ceiling[VIBRATE1] = 0.1;
	world_set_toys(&world);
	press("a");
	assert_level(&world, 0, VIBRATE, 0.1);
	assert_true(world_has_record(&world, HAPTICS_CAPPED, "a"));
	press("b");
	assert_level(&world, 0, VIBRATE2, 0.1);
	assert_true(world_has_record(&world, HAPTICS_CAPPED, "b"));
}

static void a_position_is_sent_and_ended(void **state)
{
	(void)state;
	world_open(&world, "solace", "lush", NULL);
	rules("{\"kind\":\"position\",\"position\":0.66}", 1, LEVEL("0.3"), 1);
	press("a");
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_POSITION);
	assert_int_equal(world_last(&world)->position, 66);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.5);
	assert_int_equal(world_last(&world)->position, 50);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 1);
	world_wait(&world, 5000);
	assert_int_equal(world_last(&world)->position, 66);
	press("a");
	assert_true(world_is_still(&world));
}

/* --- stop actions --- */

#define STOP_RULES(priority, toys)                                                                                     \
	"{\"rules\":[{\"id\":\"bg\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"A\"},\"also_if_active\":true},"   \
	"\"run\":{"                                                                                                    \
	"\"mode\":\"while\"},\"do\":{\"kind\":\"level\",\"level\":0.5}},{\"id\":\"high\",\"when\":{\"type\":"          \
	"\"hotkey\"},"                                                                                                 \
	"\"run\":{\"mode\":\"toggle\"},\"do\":{\"kind\":\"level\",\"level\":0.3,\"toys\":\"t2\"},\"limit\":{"          \
	"\"priority\":2}},"                                                                                            \
	"{\"id\":\"later\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"delay_ms\":500},\"do\":{\"kind\":\"level\","      \
	"\"level\":"                                                                                                   \
	"0.4}},{\"id\":\"stop\",\"when\":{\"type\":\"hotkey\"},\"do\":{\"kind\":\"stop\",\"toys\":" toys               \
	"},\"limit\":{"                                                                                                \
	"\"priority\":" priority ",\"cooldown_ms\":5000}}]}"

static void a_stop_action_ends_what_is_not_above_it_and_blocks_it(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_rules(&world, STOP_RULES("1", "\"all\""));
	world_scene(&world, "B");
	world_scene(&world, "A");
	press("high");
	world_press(&world, "later");
	assert_level(&world, 0, VIBRATE, 0.5);
	world_press(&world, "stop");
	assert_level(&world, 0, VIBRATE, 0);
	world_wait(&world, 1000); /* the delayed start is forgotten */
	assert_level(&world, 0, VIBRATE, 0);
	assert_level(&world, 1, VIBRATE, 0.3);
	assert_true(world_has_record(&world, HAPTICS_STOPPED, "bg"));
	world_arm(&world, false);
	world_arm(&world, true); /* would start what is true already */
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BLOCKED);
	world_scene(&world, "B");
	world_scene(&world, "A");
	assert_level(&world, 0, VIBRATE, 0.5);
	press("stop");
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_COOLDOWN);
}

static void a_stop_action_of_one_toy_leaves_the_others(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_rules(&world, STOP_RULES("1", "\"lush\""));
	world_scene(&world, "B");
	world_scene(&world, "A");
	press("stop");
	assert_level(&world, 0, VIBRATE, 0);
	assert_level(&world, 1, VIBRATE, 0.5);
}

static void a_low_stop_action_ends_nothing_above_it(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_rules(&world, STOP_RULES("0", "\"all\""));
	world_scene(&world, "B");
	world_scene(&world, "A");
	world_wait(&world, 1000);
	world_mark(&world);
	world_press(&world, "stop");
	assert_level(&world, 0, VIBRATE, 0.5);
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_STOP), 0);
}

static void a_stop_wins_over_a_start_by_the_same_event(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(
		&world,
		"{\"rules\":[{\"id\":\"stop\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"A\"}},\"do\":{"
		"\"kind\":\"stop\"}},{\"id\":\"go\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"A\"}},\"run\":{"
		"\"mode\":\"while\"},\"do\":{\"kind\":\"level\",\"level\":0.5}}]}");
	world_scene(&world, "B");
	world_scene(&world, "A");
	assert_true(world_is_still(&world));
	world_wait(&world, 5000);
	assert_true(world_is_still(&world));
}

static void a_stop_action_works_while_disarmed(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, STOP_RULES("1", "\"all\""));
	world_arm(&world, false);
	world_wait(&world, 1000);
	world_mark(&world);
	world_press(&world, "stop");
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	assert_int_equal(world_record(&world).outcome, HAPTICS_FIRED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_newest_wins_also_downwards),
		CASE(a_higher_priority_wins_over_the_newest),
		CASE(a_loser_resumes_with_the_time_it_has_left),
		CASE(each_function_has_its_own_winner_in_one_command),
		CASE(a_run_that_waits_does_not_shorten_the_command_of_the_winner),
		CASE(one_command_for_two_runs_obeys_the_shorter_maximum),
		CASE(a_pattern_owns_its_toy),
		CASE(a_newer_level_takes_the_whole_toy_from_a_pattern),
		CASE(below_a_pattern_that_waits_levels_wait_too),
		CASE(rules_may_name_toys_by_alias_or_type),
		CASE(functions_are_found_whatever_their_case),
		CASE(all_means_every_function_but_single_motors_of_one),
		CASE(vibrate_means_the_motors_of_a_toy_that_only_has_motors),
		CASE(stroke_goes_along_with_thrusting),
		CASE(the_stroke_is_that_of_the_rule_that_thrusts),
		CASE(a_ceiling_of_a_motor_counts_for_what_drives_it),
		CASE(a_position_is_sent_and_ended),
		CASE(a_stop_action_ends_what_is_not_above_it_and_blocks_it),
		CASE(a_stop_action_of_one_toy_leaves_the_others),
		CASE(a_low_stop_action_ends_nothing_above_it),
		CASE(a_stop_wins_over_a_start_by_the_same_event),
		CASE(a_stop_action_works_while_disarmed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
