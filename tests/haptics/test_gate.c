/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gate alone: nothing leaves it above a ceiling, too long, disarmed or after panic. */
#include "gate_case.h"

static void the_lowest_ceiling_counts(void **state)
{
	(void)state;
	static const struct {
		double master, toy, vibrate, level;
		int steps;
		bool is_capped;
	} cases[] = {
		{1, 1, 1, 1, 20, false},        {0.5, 1, 1, 1, 10, true},     {1, 0.5, 1, 1, 10, true},
		{1, 1, 0.5, 1, 10, true},       {0.5, 0.5, 0.5, 1, 10, true}, /* the minimum, not the product */
		{0.3, 0.8, 0.6, 1, 6, true},    {0.3, 1, 1, 0.3, 6, false},   {0.3, 1, 1, 0.29, 5, false},
		{0.99, 1, 1, 1, 19, true},      {1, 1, 1, 0.999, 19, false},  {1, 1, 1, 0.04, 0, true},
		{0, 1, 1, 1, 0, true},          {1, 1, 1, 0, 0, false},       {NAN, 1, 1, 1, 0, true},
		{1, NAN, 1, 1, 0, true},        {1, 1, NAN, 1, 0, true},      {-1, 1, 1, 1, 0, true},
		{2, 2, 2, 1, 20, false},        {1, 1, 1, NAN, 0, false},     {1, 1, 1, -5, 0, false},
		{1, 1, 1, INFINITY, 20, false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct target target = level_target(cases[i].level);
		open_gate(cases[i].master, cases[i].toy, cases[i].vibrate);
		int steps = settle(&target)->level[VIBRATE];
		if (steps != cases[i].steps || result.is_capped != cases[i].is_capped)
			fail_msg("case %zu: %d steps%s", i, steps, result.is_capped ? ", capped" : "");
		if ((result.command.kind == HAPTICS_COMMAND_LEVELS) != (cases[i].steps > 0))
			fail_msg("case %zu: kind %d", i, (int)result.command.kind);
	}
}

static void coarse_functions_are_rounded_down(void **state)
{
	(void)state;
	static const struct {
		double level;
		int steps;
	} cases[] = {{0.3, 0}, {0.33, 0}, {0.34, 1}, {0.66, 1}, {0.67, 2}, {0.99, 2}, {1, 3}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct target target = level_target(cases[i].level);
		target.functions = BIT(PUMP);
		open_gate(1, 1, 1);
		assert_int_equal(settle(&target)->level[PUMP], cases[i].steps);
		assert_int_equal(result.is_capped, cases[i].steps == 0);
	}
}

static void disarmed_or_in_panic_nothing_passes(void **state)
{
	(void)state;
	static const double steps[] = {1};
	static const enum target_kind kinds[] = {TARGET_LEVELS, TARGET_PATTERN, TARGET_PRESET, TARGET_POSITION};
	for (size_t i = 0; i < 4; i++) {
		struct target target = level_target(1);
		target.kind = kinds[i];
		target.steps = steps;
		target.step_count = 1;
		target.preset = HAPTICS_PULSE;
		open_gate(1, 1, 1);
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_not_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
		gate.is_armed = false;
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
		gate.is_armed = true;
		gate.paused_until_ms = NOW_MS + 1;
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
		gate.paused_until_ms = NOW_MS;
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_not_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
		gate.rest_until_ms = NOW_MS + 1;
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
		target.while_resting = true;
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_not_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
		gate.is_panic = true;
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
	}
}

static void a_level_rises_by_50_percent_at_once_and_the_rest_in_time(void **state)
{
	(void)state;
	struct target target = level_target(1);
	open_gate(1, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.level[VIBRATE], 10);
	assert_true(result.is_settling);
	gate_note_sent(&gate, 0, &result.command, NOW_MS);
	gate_pass(&gate, 0, &target, NOW_MS + 100, &result);
	assert_int_equal(result.command.level[VIBRATE], 14);
	gate_pass(&gate, 0, &target, NOW_MS + 250, &result);
	assert_int_equal(result.command.level[VIBRATE], 20);
	assert_false(result.is_settling);
	gate_note_sent(&gate, 0, &result.command, NOW_MS + 250);
	target = level_target(0.1); /* down at once */
	gate_pass(&gate, 0, &target, NOW_MS + 251, &result);
	assert_int_equal(result.command.level[VIBRATE], 2);
	struct haptics_command stop = {.kind = HAPTICS_COMMAND_STOP};
	gate_note_sent(&gate, 0, &stop, NOW_MS + 300);
	target = level_target(1);
	gate_pass(&gate, 0, &target, NOW_MS + 300, &result);
	assert_int_equal(result.command.level[VIBRATE], 10);
}

static void a_raised_ceiling_ramps_by_20_percent_a_second_while_in_use(void **state)
{
	(void)state;
	struct target target = level_target(1);
	open_gate(0.2, 1, 1);
	assert_int_equal(settle(&target)->level[VIBRATE], 4);
	gate.master_ceiling = 1;
	gate_advance(&gate, 0, true, NOW_MS + 1000);
	gate_advance(&gate, 0, true, NOW_MS + 2000);
	gate_pass(&gate, 0, &target, NOW_MS + 2000, &result);
	assert_in_range(result.command.level[VIBRATE], 7, 12);
	assert_true(result.is_settling);
	gate.master_ceiling = 0.1; /* lower counts at once */
	gate_advance(&gate, 0, true, NOW_MS + 2001);
	gate_pass(&gate, 0, &target, NOW_MS + 2001, &result);
	assert_int_equal(result.command.level[VIBRATE], 2);
	gate.master_ceiling = 1; /* and at rest higher too */
	gate_advance(&gate, 0, false, NOW_MS + 2002);
	gate_pass(&gate, 0, &target, NOW_MS + 3000, &result);
	assert_true(result.command.level[VIBRATE] >= 10);
}

static void the_ramp_takes_the_time_it_says(void **state)
{
	(void)state;
	struct target target = level_target(1);
	open_gate(0.2, 1, 1);
	settle(&target);
	gate.master_ceiling = 1;
	for (int64_t ms = 1000; ms <= 5000; ms += 250) {
		int64_t now_ms = NOW_MS + ms;
		gate_advance(&gate, 0, true, now_ms);
		gate_pass(&gate, 0, &target, now_ms, &result);
		gate_note_sent(&gate, 0, &result.command, now_ms);
		double level = result.command.level[VIBRATE] / 20.0;
		double expected = 0.2 + 0.2 * (double)(ms - 1000) / 1000;
		assert_true(level <= expected + 1e-6 && level > expected - 0.051);
	}
}

static void a_command_is_one_lease_or_what_is_left_but_never_below_a_second(void **state)
{
	(void)state;
	static const struct {
		int end_ms, deadline_ms, duration_ms;
	} cases[] = {
		{60000, 60000, 3000}, {2500, 60000, 2500}, {500, 60000, 2000}, {2500, 2600, 2500},
		{500, 1500, 1500},    {500, 1000, 1000},   {500, 999, 1000},   {1, 1, 1000},
	};
	open_gate(1, 1, 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct target target = level_target(0.5);
		target.end_ms = NOW_MS + cases[i].end_ms;
		target.deadline_ms = NOW_MS + cases[i].deadline_ms;
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.duration_ms, cases[i].duration_ms);
	}
}

static void past_its_end_or_its_maximum_nothing_passes(void **state)
{
	(void)state;
	struct target target = level_target(0.5);
	open_gate(1, 1, 1);
	target.end_ms = NOW_MS;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
	target.end_ms = NOW_MS + 1000;
	target.deadline_ms = NOW_MS;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
}

static void single_motors_and_their_function_share_ceilings(void **state)
{
	(void)state;
	static const struct {
		int ceiling_of, wanted, steps;
	} cases[] = {
		{VIBRATE1, VIBRATE, 4},  {VIBRATE2, VIBRATE, 4}, {VIBRATE, VIBRATE1, 4},   {VIBRATE, VIBRATE2, 4},
		{VIBRATE1, VIBRATE1, 4}, {VIBRATE, VIBRATE, 4},  {VIBRATE1, VIBRATE2, 20}, {ROTATE, VIBRATE, 20},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct target target = level_target(1);
		target.functions = BIT(cases[i].wanted);
		open_gate_with(cases[i].ceiling_of, 0.2);
		assert_int_equal(settle(&target)->level[cases[i].wanted], cases[i].steps);
	}
	struct haptics_toy lush = {.is_online = true, .functions = BIT(VIBRATE), .ceiling = 1};
	lush.function_ceiling[VIBRATE] = 1; /* the ceilings of motors it does not have are 0 */
	struct target target = level_target(1);
	gate_set_toy(&gate, 0, &lush);
	gate_advance(&gate, 0, false, NOW_MS);
	assert_int_equal(settle(&target)->level[VIBRATE], 20);
}

static void time_spent_at_a_ceiling_is_no_credit_for_a_higher_one(void **state)
{
	(void)state;
	struct target target = level_target(1);
	open_gate(0.2, 1, 1);
	settle(&target);
	gate.master_ceiling = 1;
	gate_advance(&gate, 0, true, NOW_MS + 2500); /* nobody looked for so long */
	gate_pass(&gate, 0, &target, NOW_MS + 2500, &result);
	assert_int_equal(result.command.level[VIBRATE], 4);
	assert_true(result.is_settling);
	gate_advance(&gate, 0, true, NOW_MS + 2750);
	gate_pass(&gate, 0, &target, NOW_MS + 2750, &result);
	assert_int_equal(result.command.level[VIBRATE], 5);
}

static void functions_a_toy_does_not_have_are_not_named(void **state)
{
	(void)state;
	struct target target = level_target(0.5);
	target.functions = BIT(VIBRATE) | BIT(ROTATE) | BIT(STROKE);
	open_gate(1, 1, 1);
	gate.toys[0].functions = BIT(VIBRATE) | BIT(STROKE);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.level[VIBRATE], 10);
	assert_int_equal(result.command.level[ROTATE], -1);
	assert_int_equal(result.command.level[STROKE], -1);
}

static void what_was_sent_before_is_judged_by_the_ceilings_of_now(void **state)
{
	(void)state;
	static const double steps[] = {0.8};
	struct haptics_command levels, pattern, preset = {.kind = HAPTICS_COMMAND_PRESET};
	struct haptics_command position = {.kind = HAPTICS_COMMAND_POSITION, .position = 60};
	struct haptics_command stop = {.kind = HAPTICS_COMMAND_STOP};
	struct target target = level_target(0.5);
	open_gate(1, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	levels = result.command;
	target = target_of(TARGET_PATTERN);
	target.steps = steps;
	target.step_count = 1;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	pattern = result.command;
	assert_true(gate_still_allows(&gate, 0, &levels) && gate_still_allows(&gate, 0, &pattern));
	assert_true(gate_still_allows(&gate, 0, &preset) && gate_still_allows(&gate, 0, &position));
	gate.master_ceiling = 0.45;
	gate_advance(&gate, 0, true, NOW_MS);
	assert_false(gate_still_allows(&gate, 0, &levels) || gate_still_allows(&gate, 0, &pattern));
	assert_false(gate_still_allows(&gate, 0, &preset) || gate_still_allows(&gate, 0, &position));
	assert_true(gate_still_allows(&gate, 0, &stop));
	gate.master_ceiling = 0.01; /* Vibrate may not move at all */
	gate_advance(&gate, 0, true, NOW_MS);
	assert_false(gate_still_allows(&gate, 0, &pattern));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lowest_ceiling_counts),
		cmocka_unit_test(coarse_functions_are_rounded_down),
		cmocka_unit_test(disarmed_or_in_panic_nothing_passes),
		cmocka_unit_test(a_level_rises_by_50_percent_at_once_and_the_rest_in_time),
		cmocka_unit_test(a_raised_ceiling_ramps_by_20_percent_a_second_while_in_use),
		cmocka_unit_test(the_ramp_takes_the_time_it_says),
		cmocka_unit_test(a_command_is_one_lease_or_what_is_left_but_never_below_a_second),
		cmocka_unit_test(past_its_end_or_its_maximum_nothing_passes),
		cmocka_unit_test(single_motors_and_their_function_share_ceilings),
		cmocka_unit_test(time_spent_at_a_ceiling_is_no_credit_for_a_higher_one),
		cmocka_unit_test(functions_a_toy_does_not_have_are_not_named),
		cmocka_unit_test(what_was_sent_before_is_judged_by_the_ceilings_of_now),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
