/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people and other programs ask for: levels, keys held by a deck, tests. */
#include "world_case.h"

static struct haptics_intent request(enum haptics_intent_kind kind, double value, int duration_ms, const char *key)
{
	struct haptics_intent intent = {.kind = kind, .value = value, .duration_ms = duration_ms};
	snprintf(intent.key, sizeof(intent.key), "%s", key);
	return intent;
}

static void start(const char *key, double value, int ttl_ms)
{
	struct haptics_intent intent = request(HAPTICS_INTENT_START_KEY, value, ttl_ms, key);
	world_do(&world, &intent);
}

static void start_rule(const char *key, const char *rule, int ttl_ms)
{
	struct haptics_intent intent = request(HAPTICS_INTENT_START_KEY, 0, ttl_ms, key);
	snprintf(intent.id, sizeof(intent.id), "%s", rule);
	world_do(&world, &intent);
}

static void stop(const char *key)
{
	struct haptics_intent intent = request(HAPTICS_INTENT_STOP_KEY, 0, 0, key);
	world_do(&world, &intent);
}

/* level below 0: none given */
static void run_rule(const char *rule, double level, int duration_ms)
{
	struct haptics_intent intent = request(HAPTICS_INTENT_RUN_RULE, level, duration_ms, "");
	intent.has_value = !(level < 0);
	snprintf(intent.id, sizeof(intent.id), "%s", rule);
	world_do(&world, &intent);
}

static void a_level_runs_for_its_time(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_level_request(&world, 0.4, 5000);
	assert_level(&world, 0, VIBRATE, 0.4);
	assert_level(&world, 1, VIBRATE, 0.4);
	assert_level(&world, 1, ROTATE, 0.4);
	world_wait(&world, 5000);
	assert_true(world_is_still(&world));
	world_level_request(&world, 0.4, 0); /* 3 s when it does not say */
	world_wait(&world, 2999);
	assert_level(&world, 0, VIBRATE, 0.4);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
	world_level_request(&world, 0.4, 3600000);
	world_wait(&world, 60000); /* the maximum of a request */
	assert_true(world_is_still(&world));
}

static void a_request_may_name_one_function_and_toy(void **state)
{
	(void)state;
	struct haptics_intent intent = request(HAPTICS_INTENT_RUN_LEVEL, 0.4, 5000, "");
	world_open(&world, "nora", "nora", NULL);
	intent.functions = 1u << ROTATE;
	intent.toys = 2;
	world_do(&world, &intent);
	assert_level(&world, 0, ROTATE, 0);
	assert_level(&world, 1, ROTATE, 0.4);
	assert_level(&world, 1, VIBRATE, 0);
	assert_int_equal(world_last(&world)->toys, 2);
	intent.functions = 1u << PUMP;
	world_do(&world, &intent);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNSUPPORTED);
	intent.functions = 1u << STROKE;
	world_do(&world, &intent);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNSUPPORTED);
	intent.toys = 4;
	world_do(&world, &intent);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_NO_TOY);
}

static void what_is_not_a_level_is_refused(void **state)
{
	(void)state;
	static const double bad[] = {NAN, INFINITY, -INFINITY, -0.01, 1.01};
	world_open(&world, "lush", NULL);
	for (size_t i = 0; i < 5; i++) {
		world_level_request(&world, bad[i], 1000);
		assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
		start("k", bad[i], 1000);
		assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
		world_value(&world, HAPTICS_INTENT_SET_CEILING, bad[i]);
		assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
		assert_float_equal(haptics_ceiling(world.core), 1, 0);
	}
	world_value(&world, HAPTICS_INTENT_STEP_CEILING, NAN);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
	world_level_request(&world, 0.5, -1);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
	struct haptics_intent intent = request(HAPTICS_INTENT_RUN_LEVEL, 0.4, 5000, "");
	intent.functions = 1u << 31;
	world_do(&world, &intent);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
	assert_int_equal(world.log_count, 0);
}

static void a_key_runs_until_it_is_stopped(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	start("deck1", 0.4, 10000);
	world_wait(&world, 5000);
	assert_level(&world, 0, VIBRATE, 0.4);
	stop("deck2");
	assert_level(&world, 0, VIBRATE, 0.4);
	stop("deck1");
	assert_true(world_is_still(&world));
}

static void a_key_ends_with_its_time_to_live(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	start("deck1", 0.4, 4000);
	world_wait(&world, 3000);
	start("deck1", 0.5, 4000); /* a sign of life, and another level */
	world_wait(&world, 3999);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
	start("deck1", 0.4, 3600000);
	world_wait(&world, 30000); /* the longest time to live */
	assert_true(world_is_still(&world));
	start("deck1", 0.4, 0);
	world_wait(&world, 29999);
	assert_false(world_is_still(&world));
}

static void signs_of_life_do_not_go_beyond_the_maximum(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	start("deck1", 0.4, 10000);
	for (int i = 0; i < 11; i++) {
		world_wait(&world, 5000);
		start("deck1", 0.4, 10000);
	}
	world_wait(&world, 4999);
	assert_level(&world, 0, VIBRATE, 0.4);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
}

static void an_empty_key_stops_every_key(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	start("deck1", 0.4, 10000);
	start("deck2", 0.5, 10000);
	world_wait(&world, 1000);
	stop("");
	assert_true(world_is_still(&world));
}

static void a_key_pressed_and_stopped_at_once_pulses(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	start("deck1", 0.4, 10000);
	stop("deck1");
	world_wait(&world, 249);
	assert_level(&world, 0, VIBRATE, 0.4);
	world_wait(&world, 1);
	assert_true(world_is_still(&world));
}

#define TOGGLE_RULE                                                                                                    \
	"{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},\"do\":{\"kind\":"     \
	"\"level\","                                                                                                   \
	"\"level\":0.4}}]}"

static void a_key_may_hold_a_rule(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world,
		    "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"request\"},\"run\":{\"mode\":\"while\"},\"do\":{"
		    "\"kind\":\"level\",\"level\":0.4}}]}");
	start_rule("deck1", "r", 5000);
	assert_level(&world, 0, VIBRATE, 0.4);
	world_wait(&world, 4000);
	start_rule("deck1", "r", 5000);
	world_wait(&world, 4000);
	assert_level(&world, 0, VIBRATE, 0.4);
	stop("deck1");
	assert_true(world_is_still(&world));
	start_rule("deck1", "r", 5000);
	world_wait(&world, 5000);
	assert_true(world_is_still(&world));
	start_rule("deck1", "nobody", 5000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNKNOWN_RULE);
	start_rule("deck1", "r", -5);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
}

static void a_stopped_key_takes_its_delayed_rule_back(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(
		&world,
		"{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"request\"},\"run\":{\"mode\":\"while\",\"delay_ms\":"
		"1000},\"do\":{\"kind\":\"level\",\"level\":0.4}}]}");
	start_rule("deck1", "r", 5000);
	stop("deck1");
	world_wait(&world, 5000);
	assert_int_equal(world.log_count, 0);
}

static void running_a_toggle_by_request_flips_it(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, TOGGLE_RULE);
	run_rule("r", -1, 0);
	world_wait(&world, 20000);
	assert_level(&world, 0, VIBRATE, 0.4);
	run_rule("r", -1, 0);
	assert_true(world_is_still(&world));
	run_rule("r", -1, 2000); /* a test of so long */
	world_wait(&world, 2000);
	assert_true(world_is_still(&world));
	run_rule("r", NAN, 0);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
	run_rule("nobody", -1, 0);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_UNKNOWN_RULE);
}

static void a_rule_run_by_hand_needs_no_condition_but_a_request_rule_does(void **state)
{
	(void)state;
	static const char text[] = "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"%s\"},\"only_if\":[{\"type\":"
				   "\"studio_mode\"}],\"run\":{"
				   "\"mode\":\"while\"},\"do\":{\"kind\":\"level\",\"level\":0.4}}]}";
	char rules[512];
	world_open(&world, "lush", NULL);
	snprintf(rules, sizeof(rules), text, "hotkey");
	world_rules(&world, rules);
	run_rule("r", -1, 0);
	world_wait(&world, 2000);
	assert_level(&world, 0, VIBRATE, 0.4);
	snprintf(rules, sizeof(rules), text, "request");
	world_rules(&world, rules);
	run_rule("r", -1, 0);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_CONDITION);
}

static void a_test_goes_above_every_rule(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	world_rules(&world,
		    "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"toggle\"},\"do\":{"
		    "\"kind\":\"level\",\"level\":0.4},\"limit\":{\"priority\":2}}]}");
	world_kind(&world, HAPTICS_INTENT_TEST_TOY);
	world_press(&world, "r");
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 0.15);
	world_wait(&world, 1500);
	assert_level(&world, 0, VIBRATE, 0.4);
}

static void a_test_runs_two_seconds_at_15_percent_or_the_ceiling(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	struct haptics_intent test = {.kind = HAPTICS_INTENT_TEST_TOY, .toys = 2};
	world_do(&world, &test);
	assert_level(&world, 0, VIBRATE, 0);
	assert_level(&world, 1, VIBRATE, 0.15);
	assert_level(&world, 1, ROTATE, 0.15);
	world_wait(&world, 2000);
	assert_true(world_is_still(&world));
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.1);
	world_do(&world, &test);
	assert_level(&world, 1, VIBRATE, 0.1);
	assert_int_equal(world_record(&world).outcome, HAPTICS_CAPPED);
	world_wait(&world, 1000);
	world_do(&world, &test);
	world_wait(&world, 1500);
	assert_level(&world, 1, VIBRATE, 0.1);
	world_wait(&world, 500);
	assert_true(world_is_still(&world));
}

static void stop_toy_ends_what_runs_there(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_level_request(&world, 0.4, 10000);
	start("k", 0.3, 10000);
	world_wait(&world, 1000);
	struct haptics_intent stop_toy = {.kind = HAPTICS_INTENT_STOP_TOY, .toys = 1};
	world_do(&world, &stop_toy);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	assert_int_equal(world_last(&world)->toys, 1);
	assert_level(&world, 0, VIBRATE, 0);
	assert_level(&world, 1, VIBRATE, 0.3);
	stop_toy.toys = 0;
	world_do(&world, &stop_toy);
	assert_int_equal(world_last(&world)->toys, 3);
	assert_true(world_is_still(&world));
	world_mark(&world);
	world_do(&world, &stop_toy); /* said again: sent again, the first may be lost */
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_STOP), 1);
}

static void the_oldest_of_too_many_requests_makes_room(void **state)
{
	(void)state;
	char key[16];
	world_open(&world, "lush", NULL);
	for (int i = 0; i < 40; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		start(key, 0.01 * i, 30000);
	}
	assert_true(world_has_record(&world, HAPTICS_STOPPED, ""));
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 0.35);
	stop("k39");
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 0.35);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_level_runs_for_its_time),
		CASE(a_request_may_name_one_function_and_toy),
		CASE(what_is_not_a_level_is_refused),
		CASE(a_key_runs_until_it_is_stopped),
		CASE(a_key_ends_with_its_time_to_live),
		CASE(signs_of_life_do_not_go_beyond_the_maximum),
		CASE(an_empty_key_stops_every_key),
		CASE(a_key_pressed_and_stopped_at_once_pulses),
		CASE(a_key_may_hold_a_rule),
		CASE(a_stopped_key_takes_its_delayed_rule_back),
		CASE(running_a_toggle_by_request_flips_it),
		CASE(a_rule_run_by_hand_needs_no_condition_but_a_request_rule_does),
		CASE(a_test_goes_above_every_rule),
		CASE(a_test_runs_two_seconds_at_15_percent_or_the_ceiling),
		CASE(stop_toy_ends_what_runs_there),
		CASE(the_oldest_of_too_many_requests_makes_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
