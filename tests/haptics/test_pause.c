/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pause: everything stops, nothing begins before it is over, and afterwards only what was meant to. */
#include "world_case.h"

#define RULES                                                                                                          \
	"{\"rules\":["                                                                                                 \
	"{\"id\":\"key\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"mode\":\"while\"},"                                 \
	" \"do\":{\"kind\":\"level\",\"level\":0.5}},"                                                                 \
	"{\"id\":\"again\",\"when\":{\"type\":\"source\",\"ref\":{\"name\":\"S\"},\"also_if_active\":true},"           \
	" \"run\":{\"mode\":\"while\"},\"do\":{\"kind\":\"level\",\"level\":0.3}},"                                    \
	"{\"id\":\"edge\",\"when\":{\"type\":\"source\",\"ref\":{\"name\":\"E\"}},\"run\":{\"mode\":\"while\"},"       \
	" \"do\":{\"kind\":\"level\",\"level\":0.7}},"                                                                 \
	"{\"id\":\"timer\",\"when\":{\"type\":\"timer\",\"every_ms\":5000},"                                           \
	" \"do\":{\"kind\":\"level\",\"level\":0.4}}]}"

static void pause_for(int32_t duration_ms)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_PAUSE, .duration_ms = duration_ms};
	world_do(&world, &intent);
}

static int64_t left_ms(void)
{
	int64_t until_ms = haptics_paused_until_ms(world.core);
	return until_ms ? until_ms - world.time.now_ms : 0;
}

static void it_stops_everything_at_once(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	world_rules(&world, RULES);
	world_press(&world, "key");
	world_level_request(&world, 0.5, 20000);
	world_wait(&world, 1000);
	assert_false(world_is_still(&world));
	world_mark(&world);
	pause_for(30000);
	assert_true(world_is_still(&world));
	world_wait(&world, 600);
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_STOP), 1);
	assert_true(world_has_record(&world, HAPTICS_HALTED, NULL));
}

static struct haptics_verdict resume_by_request(void)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RESUME, .is_request = true};
	return haptics_apply(world.core, &intent, world.time);
}

static void a_resume_by_request_does_not_end_it(void **state)
{
	(void)state;
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_ALL, .is_request = true};
	world_open(&world, "lush", NULL);
	assert_int_equal(resume_by_request().outcome, HAPTICS_RESUMED);
	pause_for(30000);
	world_wait(&world, 10000);
	assert_int_equal(resume_by_request().outcome, HAPTICS_IGNORED_PAUSED);
	assert_int_equal(resume_by_request().wait_ms, 20000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_PAUSED);
	world_do(&world, &stop);
	struct haptics_verdict verdict = resume_by_request(); /* the stop ends, the pause goes on */
	assert_int_equal(verdict.outcome, HAPTICS_RESUMED);
	assert_int_equal(verdict.wait_ms, 20000);
	assert_false(haptics_is_panic(world.core));
	assert_int_equal(left_ms(), 20000);
}

static void nothing_begins_before_it_is_over(void **state)
{
	(void)state;
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .key = "k", .value = 0.5, .duration_ms = 20000};
	struct haptics_intent rule = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "key"};
	world_open(&world, "lush", NULL);
	world_rules(&world, RULES);
	pause_for(0);
	assert_int_equal(left_ms(), HAPTICS_PAUSE_MS);
	for (int i = 0; i < 10; i++) {
		world_press(&world, "key");
		world_level_request(&world, 0.5, 20000);
		world_do(&world, &key);
		world_do(&world, &rule);
		world_kind(&world, HAPTICS_INTENT_TEST_TOY);
		world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "E", i % 2 == 0);
		world_arm(&world, i % 2 == 1);
		world_kind(&world, HAPTICS_INTENT_RESUME);
		world_wait(&world, 2990);
		assert_true(world_is_still(&world));
	}
	assert_true(world_has_record(&world, HAPTICS_IGNORED_PAUSED, "key"));
	assert_int_equal(left_ms(), 100);
}

static void afterwards_a_new_press_counts_and_an_old_one_does_not(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, RULES);
	world_press(&world, "key");
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "E", true);
	world_wait(&world, 500);
	pause_for(3000);
	world_wait(&world, 4000);
	assert_int_equal(left_ms(), 0);
	assert_true(world_is_still(&world)); /* key still down, source still active: neither is an edge */
	assert_true(world_has_record(&world, HAPTICS_RESUMED, NULL));
	world_press(&world, "key");
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void afterwards_a_rule_may_ask_to_go_on(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, RULES);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.3);
	pause_for(3000);
	world_wait(&world, 2900);
	assert_true(world_is_still(&world));
	world_wait(&world, 600);
	assert_level(&world, 0, VIBRATE, 0.3);
	pause_for(3000);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", false);
	world_wait(&world, 4000);
	assert_true(world_is_still(&world)); /* not true any more */
}

static void asked_again_it_lasts_longer_but_never_shorter(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	pause_for(10000);
	world_wait(&world, 4000);
	pause_for(1000);
	assert_int_equal(left_ms(), 6000);
	pause_for(10000);
	assert_int_equal(left_ms(), 10000);
	pause_for(INT32_MAX);
	assert_int_equal(left_ms(), 3600000);
	pause_for(-1);
	assert_int_equal(left_ms(), 3600000);
}

static void panic_and_disarming_outlast_it(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_rules(&world, RULES);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	pause_for(2000);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	world_wait(&world, 3000);
	assert_true(haptics_is_panic(world.core) && world_is_still(&world));
	world_kind(&world, HAPTICS_INTENT_RESUME);
	pause_for(2000);
	world_arm(&world, false);
	world_wait(&world, 3000);
	assert_true(world_is_still(&world));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(it_stops_everything_at_once),        CASE(a_resume_by_request_does_not_end_it),
		CASE(nothing_begins_before_it_is_over),   CASE(afterwards_a_new_press_counts_and_an_old_one_does_not),
		CASE(afterwards_a_rule_may_ask_to_go_on), CASE(asked_again_it_lasts_longer_but_never_shorter),
		CASE(panic_and_disarming_outlast_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
