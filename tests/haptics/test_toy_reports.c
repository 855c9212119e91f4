/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules that start and end with what toys themselves report. */
#include "world_case.h"

#define WHILE "{\"mode\":\"while\"}"

static void rule(const char *event)
{
	char when[160];
	snprintf(when, sizeof(when), "{\"type\":\"toy\",%s}", event);
	world_one_rule(&world, (struct rule_text){.when = when, .run = WHILE});
}

static void report(size_t toy, enum haptics_report what, int index, double value)
{
	world_do(&world, &(struct haptics_intent){.kind = HAPTICS_INTENT_TOY_REPORT,
						  .report = what,
						  .toys = UINT32_C(1) << toy,
						  .index = index,
						  .value = value});
}

static void a_button_holds_its_rule(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("\"event\":\"button\"");
	report(0, HAPTICS_REPORT_BUTTON_DOWN, 3, 0);
	assert_true(is_running());
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 5000);
	assert_true(is_running());
	report(0, HAPTICS_REPORT_BUTTON_UP, 3, 0);
	assert_false(is_running());
	assert_true(world_is_still(&world));
}

static void only_the_button_that_is_named_counts(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", NULL);
	rule("\"event\":\"button\",\"index\":1,\"toys\":\"t2\"");
	report(1, HAPTICS_REPORT_BUTTON_DOWN, 0, 0);
	report(0, HAPTICS_REPORT_BUTTON_DOWN, 1, 0);
	assert_false(is_running());
	report(1, HAPTICS_REPORT_BUTTON_DOWN, 1, 0);
	assert_true(is_running());
	report(1, HAPTICS_REPORT_BUTTON_UP, 0, 0);
	assert_true(is_running());
	report(1, HAPTICS_REPORT_BUTTON_UP, 1, 0);
	assert_false(is_running());
}

static void pressed_alone_is_a_pulse_and_behind_down_and_up_is_nothing(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("\"event\":\"button\"");
	report(0, HAPTICS_REPORT_BUTTON_PRESSED, 0, 0);
	assert_true(is_running());
	world_wait(&world, 240);
	assert_true(is_running());
	world_wait(&world, 20);
	assert_false(is_running());
	report(0, HAPTICS_REPORT_BUTTON_DOWN, 0, 0);
	report(0, HAPTICS_REPORT_BUTTON_PRESSED, 0, 0);
	report(0, HAPTICS_REPORT_BUTTON_UP, 0, 0);
	assert_false(is_running());
	report(0, HAPTICS_REPORT_BUTTON_PRESSED, 0, 0);
	assert_false(is_running());
}

static void shaking_goes_on_while_shakes_come(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("\"event\":\"shake\"");
	for (int i = 0; i < 5; i++) {
		report(0, HAPTICS_REPORT_SHAKE, 0, 0);
		world_wait(&world, 450);
		assert_true(is_running());
	}
	world_wait(&world, 60);
	assert_false(is_running());
}

static void depth_has_two_thresholds(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("\"event\":\"depth\"");
	report(0, HAPTICS_REPORT_DEPTH, 0, 0.49);
	assert_false(is_running());
	report(0, HAPTICS_REPORT_DEPTH, 0, 0.5);
	assert_true(is_running());
	report(0, HAPTICS_REPORT_DEPTH, 0, 0.4);
	world_wait(&world, 5000);
	assert_true(is_running());
	report(0, HAPTICS_REPORT_DEPTH, 0, 0.39);
	assert_false(is_running());
	report(0, HAPTICS_REPORT_DEPTH, 0, 0);
	rule("\"event\":\"depth\",\"above\":0.3,\"below\":0.1");
	report(0, HAPTICS_REPORT_DEPTH, 0, 0.3);
	assert_true(is_running());
	report(0, HAPTICS_REPORT_DEPTH, 0, 0.11);
	assert_true(is_running());
	report(0, HAPTICS_REPORT_DEPTH, 0, NAN);
	assert_false(is_running());
}

static void motion_that_is_no_longer_told_is_over(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	rule("\"event\":\"motion\",\"above\":0.2");
	report(0, HAPTICS_REPORT_MOTION, 0, 0.21);
	assert_true(is_running());
	world_wait(&world, 490);
	assert_true(is_running());
	world_wait(&world, 20);
	assert_false(is_running());
}

static void it_is_over_when_nobody_tells_any_more(void **state)
{
	(void)state;
	static const char *const events[] = {"\"event\":\"button\"", "\"event\":\"depth\""};
	for (int how = 0; how < 3; how++) {
		world_open(&world, "lush", "nora", NULL);
		rule(events[how % 2]);
		report(1, HAPTICS_REPORT_BUTTON_DOWN, 0, 0);
		report(1, HAPTICS_REPORT_DEPTH, 0, 1);
		assert_true(is_running());
		if (how == 0)
			report(1, HAPTICS_REPORT_SILENT, 0, 0);
		if (how == 1)
			haptics_set_online(world.core, false, world.time);
		if (how == 2) {
			world.toys[1].is_online = false;
			world_set_toys(&world);
		}
		world_poll(&world);
		assert_false(is_running());
		haptics_set_online(world.core, true, world.time);
		world.toys[1].is_online = true;
		world_set_toys(&world);
		world_poll(&world);
		assert_false(is_running()); /* what was held before was not told again */
		report(1, HAPTICS_REPORT_BUTTON_DOWN, 0, 0);
		report(1, HAPTICS_REPORT_DEPTH, 0, 1);
		assert_true(is_running());
	}
}

static void a_button_may_be_a_condition(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world, (struct rule_text){.when = "{\"type\":\"hotkey\"}",
						  .run = WHILE,
						  .only_if = "[{\"type\":\"toy\",\"event\":\"button\"}]"});
	world_press(&world, "r");
	assert_false(is_running());
	world_release(&world, "r");
	report(0, HAPTICS_REPORT_BUTTON_DOWN, 0, 0);
	world_press(&world, "r");
	assert_true(is_running());
}

static void a_held_button_may_stop(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_one_rule(&world, (struct rule_text){.when = "{\"type\":\"toy\",\"event\":\"button\"}",
						  .action = "{\"kind\":\"stop\"}",
						  .limit = "{\"priority\":2}"});
	world_level_request(&world, 0.5, 30000);
	assert_level(&world, 0, VIBRATE, 0.5);
	report(0, HAPTICS_REPORT_BUTTON_DOWN, 0, 0);
	assert_true(world_is_still(&world));
}

static void reports_arm_raise_and_lift_nothing(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.master_ceiling = 0.2;
	world_open_with(&world, &config, "lush", NULL);
	rule("\"event\":\"button\"");
	report(0, HAPTICS_REPORT_BUTTON_DOWN, 0, 1);
	assert_level(&world, 0, VIBRATE, 0.2);
	report(0, HAPTICS_REPORT_BUTTON_UP, 0, 0);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	for (int what = HAPTICS_REPORT_BUTTON_DOWN; what <= HAPTICS_REPORT_SILENT + 1; what++)
		report(0, (enum haptics_report)what, 5, 1);
	assert_true(haptics_is_panic(world.core));
	assert_true(world_is_still(&world));
	assert_float_equal(haptics_ceiling(world.core), 0.2, 0);
	world_arm(&world, false);
	report(0, HAPTICS_REPORT_BUTTON_DOWN, 0, 1);
	assert_false(haptics_is_armed(world.core));
	assert_true(world_is_still(&world));
}

static void values_are_checked(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"\"event\":\"depth\",\"above\":0",   "\"event\":\"depth\",\"above\":0.3,\"below\":0.4",
		"\"event\":\"motion\",\"above\":2",  "\"event\":\"button\",\"index\":32",
		"\"event\":\"button\",\"index\":-1", "\"event\":\"squeeze\"",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char text[256];
		snprintf(text, sizeof(text),
			 "{\"version\":1,\"rules\":[{\"id\":\"r\",\"name\":\"r\",\"when\":{\"type\":\"toy\",%s},\"do\":"
			 "{\"kind\":"
			 "\"level\",\"level\":0.5}}]}",
			 bad[i]);
		const struct haptics_rules *rules = haptics_rules_parse_text(text);
		if (haptics_rules_count(rules) != 0)
			fail_msg("taken: %s", bad[i]);
		haptics_rules_release(rules);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_button_holds_its_rule),
		CASE(only_the_button_that_is_named_counts),
		CASE(pressed_alone_is_a_pulse_and_behind_down_and_up_is_nothing),
		CASE(shaking_goes_on_while_shakes_come),
		CASE(depth_has_two_thresholds),
		CASE(motion_that_is_no_longer_told_is_over),
		CASE(it_is_over_when_nobody_tells_any_more),
		CASE(a_button_may_be_a_condition),
		CASE(a_held_button_may_stop),
		CASE(reports_arm_raise_and_lift_nothing),
		cmocka_unit_test(values_are_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
