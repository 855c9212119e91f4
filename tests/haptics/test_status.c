/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the layers above see: the journal and the state of toys and rules. */
#include "world_case.h"

static void records_are_numbered_without_gaps_and_the_newest_are_kept(void **state)
{
	(void)state;
	static struct haptics_record records[HAPTICS_JOURNAL_SIZE + 10];
	world_open(&world, "lush", NULL);
	for (int i = 0; i < 500; i++)
		world_press(&world, "nobody");
	uint64_t last = haptics_journal_last(world.core);
	size_t count = haptics_journal_after(world.core, 0, records, HAPTICS_JOURNAL_SIZE + 10);
	assert_int_equal(count, HAPTICS_JOURNAL_SIZE);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(records[i].serial, last - count + 1 + i);
	assert_int_equal(haptics_journal_after(world.core, last - 3, records, 10), 3);
	assert_int_equal(haptics_journal_after(world.core, last - 3, records, 2), 2);
	assert_int_equal(records[0].serial, last - 2);
	assert_int_equal(haptics_journal_after(world.core, last, records, 10), 0);
	assert_int_equal(haptics_journal_after(world.core, last + 5, records, 10), 0);
	assert_int_equal(records[0].time_ms, world.time.now_ms);
}

static void a_record_says_what_was_wanted_and_what_is_sent(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.master_ceiling = 0.3;
	world_open_with(&world, &config, "lush", "max", NULL);
	world_level_request(&world, 0.8, 2000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_CAPPED);
	assert_float_equal(world_record(&world).wanted, 0.8, 1e-9);
	assert_float_equal(world_record(&world).sent, 0.3, 1e-9);
	world_level_request(&world, 0.22, 2000);
	assert_int_equal(world_record(&world).outcome, HAPTICS_FIRED);
	assert_float_equal(world_record(&world).sent, 0.2, 1e-9); /* whole steps */
	struct haptics_intent pump = {
		.kind = HAPTICS_INTENT_RUN_LEVEL, .functions = 1u << PUMP, .value = 0.25, .duration_ms = 2000};
	world_do(&world, &pump); /* less than its first step */
	assert_int_equal(world_record(&world).outcome, HAPTICS_CAPPED);
	assert_float_equal(world_record(&world).sent, 0, 1e-9);
}

static void a_record_carries_the_rule_even_when_its_name_is_long(void **state)
{
	(void)state;
	char text[512];
	world_open(&world, "lush", NULL);
	snprintf(text, sizeof(text),
		 "{\"rules\":[{\"id\":\"r\",\"name\":\"%080d\",\"when\":{\"type\":\"hotkey\"},\"do\":{\"kind\":"
		 "\"level\",\"level\":0.5}}]}",
		 7);
	world_rules(&world, text);
	world_press(&world, "r");
	struct haptics_record record = world_record(&world);
	assert_string_equal(record.rule_id, "r");
	assert_int_equal(strlen(record.rule_name), 63);
	world_rules(&world, "{}");
	assert_string_equal(world_record(&world).rule_id, "r"); /* outlives the rule */
}

static struct haptics_toy_status toy(size_t slot)
{
	struct haptics_toy_status status;
	haptics_toy_status(world.core, slot, &status);
	return status;
}

static void the_state_of_a_toy_is_what_was_sent_and_still_lasts(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	assert_float_equal(toy(0).level[VIBRATE], 0, 0);
	world_level_request(&world, 0.5, 4000);
	assert_float_equal(toy(0).level[VIBRATE], 0.5, 1e-9);
	assert_float_equal(toy(0).level[ROTATE], 0.5, 1e-9);
	assert_false(toy(0).is_capped);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.2);
	assert_float_equal(toy(0).level[VIBRATE], 0.2, 1e-9);
	assert_true(toy(0).is_capped);
	world_wait(&world, 4000);
	assert_float_equal(toy(0).level[VIBRATE], 0, 0);
	assert_false(toy(0).is_capped);
	assert_float_equal(toy(HAPTICS_MAX_TOYS).level[VIBRATE], 0, 0);
}

static void a_lease_that_was_not_renewed_shows_as_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.5, 60000);
	world_sleep(&world, 4000);
	struct haptics_intent nothing = {.kind = HAPTICS_INTENT_AUDIO};
	haptics_apply(world.core, &nothing, world.time);
	assert_float_equal(toy(0).level[VIBRATE], 0, 0);
}

static void patterns_presets_and_positions_show_too(void **state)
{
	(void)state;
	world_open(&world, "nora", "solace", NULL);
	world_rules(
		&world,
		"{\"rules\":[{\"id\":\"a\",\"when\":{\"type\":\"hotkey\"},\"do\":{\"kind\":\"pattern\",\"steps\":[0.2,"
		"0.6],\"step_ms\":500,\"toys\":\"nora\"}},{\"id\":\"b\",\"when\":{\"type\":\"hotkey\"},\"do\":{"
		"\"kind\":"
		"\"preset\",\"preset\":\"pulse\",\"toys\":\"nora\"}},{\"id\":\"c\",\"when\":{\"type\":\"hotkey\"},"
		"\"do\":{"
		"\"kind\":\"position\",\"position\":0.7}}]}");
	world_press(&world, "a");
	assert_float_equal(toy(0).level[VIBRATE], 0.2, 1e-9);
	assert_float_equal(toy(0).level[ROTATE], 0, 1e-9);
	world_wait(&world, 500);
	world_poll(&world);
	assert_float_equal(toy(0).level[VIBRATE], 0.6, 1e-9);
	world_press(&world, "b");
	assert_float_equal(toy(0).level[VIBRATE], 1, 1e-9);
	assert_float_equal(toy(0).level[ROTATE], 1, 1e-9);
	assert_float_equal(toy(0).level[PUMP], 0, 1e-9);
	world_press(&world, "c");
	assert_float_equal(toy(1).level[STROKE], 0.7, 1e-9);
	assert_float_equal(toy(1).level[THRUSTING], 0, 1e-9);
}

static void the_state_of_a_rule_that_is_not_there_is_empty(void **state)
{
	(void)state;
	struct haptics_rule_status status;
	world_open(&world, "lush", NULL);
	haptics_rule_status(world.core, 0, &status);
	assert_false(status.is_active);
	world_rules_file(&world, "hold_f9.json");
	haptics_rule_status(world.core, 1, &status);
	assert_false(status.is_active);
}

static void the_same_seed_gives_the_same_run(void **state)
{
	(void)state;
	double levels[2][20];
	for (int round = 0; round < 2; round++) {
		world_open(&world, "lush", NULL);
		world_rules(&world,
			    "{\"rules\":[{\"id\":\"r\",\"when\":{\"type\":\"hotkey\"},\"run\":{\"duration_ms\":500},"
			    "\"do\":{\"kind\":\"level\",\"level\":0,\"level_max\":0.5}}]}");
		for (int i = 0; i < 20; i++) {
			world_press(&world, "r");
			levels[round][i] = world_level(&world, 0, VIBRATE);
			world_wait(&world, 1000);
		}
	}
	assert_memory_equal(levels[0], levels[1], sizeof(levels[0]));
}

/* The run goes on, for the network may come back; but nothing is shown as moving, and the reason is. */
static void a_position_whose_network_is_lost_is_told(void **state)
{
	(void)state;
	struct haptics_toy_status status;
	world_open(&world, "solace", NULL);
	world_one_rule(&world, (struct rule_text){.run = "{\"mode\":\"toggle\"}",
						  .action = "{\"kind\":\"position\",\"position\":0.6}"});
	world_press(&world, "r");
	haptics_toy_status(world.core, 0, &status);
	assert_false(status.needs_lan);
	assert_float_equal(status.level[STROKE], 0.6, 0.001);
	world.toys[0].is_by_server = true;
	world_set_toys(&world);
	world_poll(&world);
	world_wait(&world, 5000);
	haptics_toy_status(world.core, 0, &status);
	assert_true(status.needs_lan);
	assert_float_equal(status.level[STROKE], 0, 0);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	world.toys[0].is_by_server = false;
	world_set_toys(&world);
	world_poll(&world);
	haptics_toy_status(world.core, 0, &status);
	assert_false(status.needs_lan);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_POSITION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(records_are_numbered_without_gaps_and_the_newest_are_kept),
		CASE(a_record_says_what_was_wanted_and_what_is_sent),
		CASE(a_record_carries_the_rule_even_when_its_name_is_long),
		CASE(the_state_of_a_toy_is_what_was_sent_and_still_lasts),
		CASE(a_lease_that_was_not_renewed_shows_as_nothing),
		CASE(patterns_presets_and_positions_show_too),
		CASE(the_state_of_a_rule_that_is_not_there_is_empty),
		CASE(the_same_seed_gives_the_same_run),
		CASE(a_position_whose_network_is_lost_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
