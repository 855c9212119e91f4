/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The budget for the body: after so many minutes of movement everything rests, whatever is asked. */
#include "tips_case.h"

#define BUDGET ",\"budget\":{\"move_minutes\":1,\"rest_minutes\":1}"
#define RULES(budget)                                                                                                  \
	SET("{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"duration_ms\":600000},\"do\":" LEVEL(             \
		    0.5) ","                                                                                           \
			 "\"limit\":{\"max_run_ms\":3600000}},"                                                        \
			 "{\"id\":\"s\",\"when\":{\"type\":\"source\",\"ref\":{\"name\":\"S\"},\"also_if_active\":"    \
			 "true},"                                                                                      \
			 "\"run\":{\"mode\":\"while\"},\"do\":" LEVEL(0.3) "}," QUEUED("q", 1, 5000),                  \
	    budget)

static bool is_resting_now(void)
{
	return haptics_rest_until_ms(world.core) != 0;
}

static void after_so_much_movement_everything_rests(void **state)
{
	(void)state;
	open_with(RULES(BUDGET));
	world_press(&world, "r");
	world_wait(&world, 59000);
	assert_false(is_resting_now());
	world_wait(&world, 1500);
	assert_true(is_resting_now() && world_is_still(&world));
	assert_outcome(tip(1), HAPTICS_IGNORED_PAUSED);
	world_press(&world, "r");
	world_level_request(&world, 0.5, 10000);
	world_wait(&world, 57000);
	assert_true(is_resting_now() && world_is_still(&world));
	world_wait(&world, 3000);
	assert_false(is_resting_now());
	assert_true(world_is_still(&world));
	world_press(&world, "r");
	world_wait(&world, 1000);
	assert_false(world_is_still(&world));
}

static void a_test_moves_in_a_rest(void **state)
{
	(void)state;
	open_with(RULES(BUDGET));
	world_press(&world, "r");
	world_wait(&world, 61000);
	assert_outcome(do_kind(HAPTICS_INTENT_TEST_TOY), HAPTICS_FIRED);
	assert_false(world_is_still(&world));
	world_wait(&world, 3000);
	assert_true(world_is_still(&world) && is_resting_now());
}

static void a_test_goes_on_when_a_rest_begins(void **state)
{
	(void)state;
	open_with(RULES(BUDGET));
	world_press(&world, "r");
	world_wait(&world, 59800);
	do_kind(HAPTICS_INTENT_TEST_TOY);
	world_wait(&world, 1000);
	assert_true(is_resting_now());
	assert_false(world_is_still(&world));
	world_wait(&world, 2000);
	assert_true(world_is_still(&world));
}

static void a_pause_that_ends_in_a_rest_resumes_nothing(void **state)
{
	(void)state;
	open_with(RULES(BUDGET));
	world_press(&world, "r");
	world_wait(&world, 61000);
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_PAUSE, .duration_ms = 2000});
	world_wait(&world, 3000);
	assert_true(is_resting_now());
	assert_int_equal(haptics_paused_until_ms(world.core), 0);
	assert_false(world_has_record(&world, HAPTICS_RESUMED, NULL));
}

static void a_rest_in_between_sets_it_to_nothing(void **state)
{
	(void)state;
	open_with(RULES(BUDGET));
	for (int i = 0; i < 4; i++) {
		world_level_request(&world, 0.5, 40000);
		world_wait(&world, 40000 + (i == 3 ? 30000 : 61000));
		assert_false(is_resting_now());
	}
	world_level_request(&world, 0.5, 40000); /* half a minute was no rest */
	world_wait(&world, 22000);
	assert_true(is_resting_now());
}

static void it_belongs_to_the_person(void **state)
{
	(void)state;
	struct haptics_intent end = {.kind = HAPTICS_INTENT_END_PAUSE, .is_request = true};
	open_with(RULES(BUDGET));
	world_press(&world, "r");
	world_wait(&world, 61000);
	assert_outcome(apply(&end), HAPTICS_IGNORED_NOT_ALLOWED);
	world_arm(&world, false);
	world_arm(&world, true);
	do_kind(HAPTICS_INTENT_STOP_ALL);
	do_kind(HAPTICS_INTENT_RESUME);
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_HALT, .cause = HAPTICS_HALT_COLLECTION});
	haptics_set_rules(world.core, haptics_rules_parse_text(RULES("")), true, world.time);
	world_poll(&world);
	assert_true(is_resting_now());
	end.is_request = false;
	assert_outcome(apply(&end), HAPTICS_DONE);
	assert_false(is_resting_now());
	world_press(&world, "r");
	world_wait(&world, 1000);
	assert_false(world_is_still(&world));
}

static void the_count_goes_on_under_other_rules(void **state)
{
	(void)state;
	open_with(RULES(""));
	world_press(&world, "r");
	world_wait(&world, 50000);
	haptics_set_rules(world.core, haptics_rules_parse_text(RULES(BUDGET)), true, world.time);
	world_poll(&world);
	world_press(&world, "r");
	world_wait(&world, 11000);
	assert_true(is_resting_now());
}

static void afterwards_only_a_new_edge_counts(void **state)
{
	(void)state;
	open_with(RULES(BUDGET));
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	world_wait(&world, 61000);
	assert_true(is_resting_now());
	world_wait(&world, 62000);
	assert_false(is_resting_now());
	assert_true(world_is_still(&world));
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", false);
	world_fact(&world, HAPTICS_INTENT_SOURCE_ACTIVE, "S", true);
	world_wait(&world, 1000);
	assert_false(world_is_still(&world));
}

static void those_who_wait_keep_waiting(void **state)
{
	(void)state;
	open_with(RULES(BUDGET));
	world_press(&world, "r");
	world_wait(&world, 58000);
	tip(1);
	uint32_t second = tip(1).run;
	world_wait(&world, 3000);
	assert_true(is_resting_now());
	assert_int_equal(waiting(0), second);
	world_wait(&world, 60000);
	assert_int_equal(queue().running, second);
}

static void off_it_counts_nothing(void **state)
{
	(void)state;
	open_with(RULES(""));
	world_press(&world, "r");
	world_wait(&world, 500000);
	assert_false(world_is_still(&world));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(after_so_much_movement_everything_rests),
		CASE(a_test_moves_in_a_rest),
		CASE(a_test_goes_on_when_a_rest_begins),
		CASE(a_pause_that_ends_in_a_rest_resumes_nothing),
		CASE(a_rest_in_between_sets_it_to_nothing),
		CASE(it_belongs_to_the_person),
		CASE(the_count_goes_on_under_other_rules),
		CASE(afterwards_only_a_new_edge_counts),
		CASE(those_who_wait_keep_waiting),
		CASE(off_it_counts_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
