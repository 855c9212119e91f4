/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who holds a run, and what takes the hold away: nothing but letting go. */
#include "world_case.h"

/* A rule of id "r", held by its key and made for requests too: 40 %, or what a request asks for up to 60 %. */
static void held_rule(const char *run)
{
	char text[256];
	snprintf(text, sizeof(text), "{\"mode\":\"while\",%s}", run);
	world_one_rule(&world, (struct rule_text){.run = text,
						  .action = "{\"kind\":\"level\",\"level\":0.4,\"level_max\":0.6,"
							    "\"level_from\":\"request\"}",
						  .limit = "{\"max_run_ms\":60000}"});
}

#define RESTART "\"retrigger\":\"restart\""
#define EXTEND "\"retrigger\":\"extend\""
#define DELAY "\"delay_ms\":2000"

static void trigger(int duration_ms)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "r", .duration_ms = duration_ms};
	world_do(&world, &intent);
}

static struct haptics_intent key_intent(const char *key, int ttl_ms)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_START_KEY, .id = "r", .duration_ms = ttl_ms};
	snprintf(intent.key, sizeof(intent.key), "%s", key);
	return intent;
}

static void start(const char *key, int ttl_ms)
{
	struct haptics_intent intent = key_intent(key, ttl_ms);
	world_do(&world, &intent);
}

static void start_at(const char *key, double level)
{
	struct haptics_intent intent = key_intent(key, 10000);
	intent.has_value = true;
	intent.value = level;
	world_do(&world, &intent);
}

static void stop(const char *key)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STOP_KEY};
	snprintf(intent.key, sizeof(intent.key), "%s", key);
	world_do(&world, &intent);
}

static const char *const retriggers[] = {RESTART, EXTEND};

static void letting_go_ends_a_run_that_was_triggered_meanwhile(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		world_open(&world, "lush", NULL);
		held_rule(retriggers[i]);
		world_press(&world, "r");
		world_wait(&world, 1000);
		trigger(i ? 0 : 2000);
		world_wait(&world, 10000); /* the key is down all the time */
		assert_true(is_running());
		world_release(&world, "r");
		assert_true(world_is_still(&world));
	}
}

static void a_condition_that_is_lost_ends_a_held_run_that_was_triggered_meanwhile(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world,
		       (struct rule_text){.run = "{\"mode\":\"while\"}", .only_if = "[{\"type\":\"studio_mode\"}]"});
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", true);
	world_press(&world, "r");
	trigger(0);
	world_fact(&world, HAPTICS_INTENT_STUDIO_MODE, "", false);
	world_wait(&world, 300);
	assert_true(world_is_still(&world));
}

static void letting_go_within_the_delay_starts_nothing_whoever_else_asked(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	held_rule(DELAY);
	world_press(&world, "r");
	world_wait(&world, 1000);
	trigger(0);
	world_release(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED);
	world_wait(&world, 10000);
	assert_int_equal(world.log_count, 0);
}

static void a_key_ends_what_it_joined(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		world_open(&world, "lush", NULL);
		held_rule(retriggers[i]);
		trigger(20000);
		world_wait(&world, 1000);
		start("deck1", 10000);
		world_wait(&world, 1000);
		stop("deck2");
		assert_true(is_running());
		stop("deck1");
		assert_true(world_is_still(&world));
	}
}

static void a_key_goes_on_holding_what_is_triggered_meanwhile(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		world_open(&world, "lush", NULL);
		held_rule(retriggers[i]);
		start("deck1", 5000);
		world_wait(&world, 1000);
		trigger(i ? 0 : 30000);
		assert_int_equal(world_rule(&world, "r").ends_ms, world.time.now_ms + 4000); /* its time to live */
		world_wait(&world, 1000);
		stop("deck1");
		assert_true(world_is_still(&world));
	}
}

static void a_delayed_key_goes_on_holding_what_is_triggered_meanwhile(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	held_rule(DELAY);
	start("deck1", 5000);
	world_wait(&world, 1000);
	trigger(0);
	stop("deck1");
	world_wait(&world, 10000);
	assert_int_equal(world.log_count, 0);
}

static void of_a_trigger_and_a_key_either_lets_go(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		world_open(&world, "lush", NULL);
		held_rule(i % 2 ? RESTART : EXTEND);
		if (i < 2) {
			world_press(&world, "r");
			start("deck1", 5000);
		} else {
			start("deck1", 5000);
			world_press(&world, "r");
		}
		world_wait(&world, 8000); /* past the time to live: the trigger holds it still */
		assert_true(is_running());
		if (i % 2)
			world_release(&world, "r");
		else
			stop("deck1");
		assert_true(world_is_still(&world));
	}
}

static void a_key_that_joined_a_held_run_renews_without_beginning_anew(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	held_rule(RESTART);
	world_press(&world, "r");
	start("deck1", 5000);
	uint64_t last = haptics_journal_last(world.core);
	start("deck1", 5000);
	assert_int_equal(haptics_journal_last(world.core), last);
	assert_int_equal(world_rule(&world, "r").ends_ms, world.time.now_ms + 60000);
}

static void a_run_that_a_key_took_over_keeps_to_its_time_to_live(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	held_rule(EXTEND);
	trigger(2000);
	start("deck1", 5000);
	assert_int_equal(world_rule(&world, "r").ends_ms, world.time.now_ms + 5000);
	trigger(30000); /* the key holds it: nobody makes it outlive the key */
	assert_int_equal(world_rule(&world, "r").ends_ms, world.time.now_ms + 5000);
}

static void the_same_key_asks_for_another_level(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	held_rule(RESTART);
	start_at("deck1", 0.5);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 1000);
	start_at("deck1", 0.2);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_wait(&world, 1000);
	start("deck1", 10000); /* a sign of life that names no level */
	assert_level(&world, 0, VIBRATE, 0.2);
	world_wait(&world, 1000);
	start_at("deck1", 1);
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 0.6); /* the rule's most */
	start_at("deck1", 0);
	assert_true(world_is_still(&world));
	start_at("deck1", NAN);
	assert_int_equal(world_record(&world).outcome, HAPTICS_IGNORED_BAD_VALUE);
}

static void a_key_that_let_go_does_not_end_what_is_pressed_after_it(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	held_rule(RESTART);
	start("deck1", 5000);
	stop("deck1"); /* a pulse, still on its way */
	world_press(&world, "r");
	stop("deck1");
	world_wait(&world, 5000);
	assert_true(is_running());
}

static void signs_of_life_do_not_put_a_delayed_start_off(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	held_rule(DELAY);
	start_at("deck1", 0.2);
	world_wait(&world, 1500);
	start_at("deck1", 0.5);
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 0.5);
	stop("deck1");
	world_wait(&world, 250);
	assert_true(world_is_still(&world));
}

static void a_level_of_0_is_0_and_none_is_the_rule_s_own(void **state)
{
	(void)state;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_RULE, .id = "r", .has_value = true};
	world_open(&world, "lush", NULL);
	held_rule(RESTART);
	world_do(&world, &intent);
	assert_true(is_running());
	assert_true(world_is_still(&world));
	trigger(0);
	assert_true(world_level(&world, 0, VIBRATE) >= 0.4);
}

static void every_delayed_start_that_is_taken_back_leaves_a_record(void **state)
{
	(void)state;
	struct haptics_intent disable = {.kind = HAPTICS_INTENT_RULE_ENABLED, .id = "r"};
	struct haptics_intent halt = {.kind = HAPTICS_INTENT_HALT};
	world_open(&world, "lush", NULL);
	held_rule(DELAY);
	world_press(&world, "r");
	world_release(&world, "r");
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED);
	start("deck1", 5000);
	stop("deck1");
	assert_int_equal(world_record(&world).outcome, HAPTICS_ENDED);
	assert_string_equal(world_record(&world).rule_id, "r");
	assert_false(world_has_record(&world, HAPTICS_STOPPED, "r"));
	world_press(&world, "r");
	world_do(&world, &halt);
	assert_true(world_has_record(&world, HAPTICS_STOPPED, "r"));
	world_press(&world, "r");
	world_do(&world, &disable);
	assert_int_equal(world_record(&world).outcome, HAPTICS_STOPPED);
	disable.on = true;
	world_do(&world, &disable);
	uint64_t last = haptics_journal_last(world.core);
	world_press(&world, "r");
	world_rules(&world, "{}");
	assert_int_equal(haptics_journal_last(world.core), last + 1);
	assert_int_equal(world_record(&world).outcome, HAPTICS_STOPPED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(letting_go_ends_a_run_that_was_triggered_meanwhile),
		CASE(a_condition_that_is_lost_ends_a_held_run_that_was_triggered_meanwhile),
		CASE(letting_go_within_the_delay_starts_nothing_whoever_else_asked),
		CASE(a_key_ends_what_it_joined),
		CASE(a_key_goes_on_holding_what_is_triggered_meanwhile),
		CASE(a_delayed_key_goes_on_holding_what_is_triggered_meanwhile),
		CASE(of_a_trigger_and_a_key_either_lets_go),
		CASE(a_key_that_joined_a_held_run_renews_without_beginning_anew),
		CASE(a_run_that_a_key_took_over_keeps_to_its_time_to_live),
		CASE(the_same_key_asks_for_another_level),
		CASE(a_key_that_let_go_does_not_end_what_is_pressed_after_it),
		CASE(signs_of_life_do_not_put_a_delayed_start_off),
		CASE(a_level_of_0_is_0_and_none_is_the_rule_s_own),
		CASE(every_delayed_start_that_is_taken_back_leaves_a_record),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
