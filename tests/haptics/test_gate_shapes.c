/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gate alone: what has more than a level. Patterns, presets, positions and strokes keep below the ceilings too. */
#include "gate_case.h"

static void a_pattern_keeps_its_shape_below_the_ceiling(void **state)
{
	(void)state;
	static const double steps[] = {0.2, 0.8, 0.4, 0};
	struct target target = target_of(TARGET_PATTERN);
	target.steps = steps;
	target.step_count = 4;
	open_gate(1, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	static const uint8_t whole[] = {4, 16, 8, 0};
	assert_memory_equal(result.command.steps, whole, 4);
	assert_false(result.is_capped);
	open_gate(1, 0.4, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	static const uint8_t scaled[] = {2, 8, 4, 0};
	assert_memory_equal(result.command.steps, scaled, 4);
	assert_true(result.is_capped);
	target.is_clipped = true;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	static const uint8_t clipped[] = {4, 8, 8, 0};
	assert_memory_equal(result.command.steps, clipped, 4);
	target.first_step = 3;
	target.is_clipped = false;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	static const uint8_t turned[] = {0, 2, 8, 4};
	assert_memory_equal(result.command.steps, turned, 4);
	assert_int_equal(result.command.step_ms, 200);
}

static void a_pattern_fits_its_coarsest_function_and_leaves_out_what_may_not_move(void **state)
{
	(void)state;
	static const double steps[] = {1, 0.5};
	struct target target = target_of(TARGET_PATTERN);
	target.steps = steps;
	target.step_count = 2;
	target.functions = BIT(VIBRATE) | BIT(PUMP) | BIT(STROKE);
	open_gate(0.5, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.functions, BIT(VIBRATE) | BIT(PUMP));
	assert_int_equal(result.command.steps[0], 6); /* one of Pump's three steps, however the app rounds */
	open_gate(0.3, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.functions, BIT(VIBRATE));
	assert_int_equal(result.command.steps[0], 6);
	open_gate(1, 1, 0);
	target.functions = BIT(VIBRATE);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
}

static void a_preset_passes_only_where_every_ceiling_is_100_percent(void **state)
{
	(void)state;
	static const double steps[] = {1, 0};
	struct target target = target_of(TARGET_PRESET);
	target.steps = steps;
	target.step_count = 2;
	target.preset = HAPTICS_WAVE;
	open_gate(1, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_PRESET);
	assert_int_equal(result.command.preset, HAPTICS_WAVE);
	assert_int_equal(result.command.duration_ms, 3000);
	static const double ceilings[][3] = {{0.99, 1, 1}, {1, 0.99, 1}, {1, 1, 0.99}};
	for (size_t i = 0; i < 3; i++) {
		open_gate(ceilings[i][0], ceilings[i][1], ceilings[i][2]);
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.kind, HAPTICS_COMMAND_PATTERN);
		assert_int_equal(result.command.steps[0], 19);
		assert_true(result.is_capped);
	}
	open_gate(1, 1, 0.5);
	target.functions = BIT(ROTATE); /* would play on Vibrate too */
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_PATTERN);
}

static bool is_whole(uint32_t toy, uint32_t named)
{
	static const double steps[] = {1, 0};
	struct target target = target_of(TARGET_PATTERN);
	target.steps = steps;
	target.step_count = 2;
	target.functions = named;
	gate.toys[0].functions = toy;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_PATTERN);
	return result.command.is_whole;
}

/* What has no list of functions moves all of a toy. */
static void a_pattern_is_whole_when_it_moves_all_that_a_toy_can_do(void **state)
{
	(void)state;
	open_gate(1, 1, 1);
	assert_true(is_whole(BIT(VIBRATE), BIT(VIBRATE)));
	assert_true(is_whole(BIT(VIBRATE) | BIT(ROTATE), BIT(VIBRATE) | BIT(ROTATE)));
	assert_false(is_whole(BIT(VIBRATE) | BIT(ROTATE), BIT(VIBRATE)));
	assert_false(is_whole(BIT(THRUSTING), BIT(THRUSTING))); /* it would be a way to go */
	assert_false(is_whole(BIT(VIBRATE) | BIT(STROKE), BIT(VIBRATE) | BIT(STROKE)));
	open_gate(1, 1, 0);
	assert_false(is_whole(BIT(VIBRATE) | BIT(ROTATE), BIT(VIBRATE) | BIT(ROTATE)));
}

static void a_position_stays_below_the_ceiling(void **state)
{
	(void)state;
	struct target target = target_of(TARGET_POSITION);
	target.position = 0.8;
	open_gate(0.5, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.position, 50);
	assert_true(result.is_capped);
	target.position = NAN;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.position, 0);
	gate.toys[0].functions = BIT(VIBRATE);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
	gate.stroke = -1;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
}

static void a_stroke_is_cut_at_the_ceiling_and_kept_wide_enough(void **state)
{
	(void)state;
	struct target target = level_target(0.5);
	target.functions = BIT(THRUSTING);
	target.has_stroke = true;
	target.stroke_min = 0.1;
	target.stroke_max = 0.9;
	open_gate(0.5, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.stroke_min, 10);
	assert_int_equal(result.command.stroke_max, 50);
	assert_int_equal(result.command.level[STROKE], 50);
	assert_true(result.is_capped);
	open_gate(0.29, 1, 1); /* the range that is left is too narrow for the machine: it gives way below */
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.stroke_min, 9);
	assert_int_equal(result.command.stroke_max, 29);
	gate.toys[0].functions = BIT(THRUSTING);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.level[STROKE], -1);
	assert_int_equal(result.command.level[THRUSTING], 5);
}

static void below_the_least_stroke_a_machine_does_not_thrust(void **state)
{
	(void)state;
	struct target target = level_target(0.5);
	target.functions = BIT(THRUSTING);
	for (int has_stroke = 0; has_stroke < 2; has_stroke++) {
		target.has_stroke = has_stroke;
		target.stroke_min = 0.1;
		target.stroke_max = 0.9;
		open_gate(0.2, 1, 1);
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.stroke_min, 0);
		assert_int_equal(result.command.stroke_max, 20);
		assert_int_equal(result.command.level[THRUSTING], 4);
		open_gate(0.19, 1, 1);
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
		assert_true(result.is_capped);
		assert_float_equal(gate_preview(&gate, 0, THRUSTING, TARGET_LEVELS, 0.5), 0, 0);
	}
	target.level[THRUSTING] = 0.1; /* once a raised ceiling leaves room for it, it begins */
	gate.master_ceiling = 0.5;
	gate_advance(&gate, 0, true, NOW_MS);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
	assert_true(result.is_settling);
	gate_advance(&gate, 0, true, NOW_MS + 250);
	gate_pass(&gate, 0, &target, NOW_MS + 250, &result);
	assert_int_equal(result.command.level[THRUSTING], 2);
}

static void a_machine_without_a_stroke_of_its_rule_keeps_below_its_ceiling_too(void **state)
{
	(void)state;
	struct target target = level_target(0.5);
	target.functions = BIT(THRUSTING);
	open_gate(1, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.level[STROKE], -1); /* the machine's own range */
	struct haptics_command whole = result.command;
	open_gate(0.6, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.level[STROKE], 60);
	assert_int_equal(result.command.stroke_min, 0);
	assert_int_equal(result.command.stroke_max, 60);
	assert_true(gate_still_allows(&gate, 0, &result.command));
	assert_false(gate_still_allows(&gate, 0, &whole));
}

static void a_stroke_without_thrusting_is_not_named(void **state)
{
	(void)state;
	struct target target = level_target(0.5);
	target.functions = BIT(VIBRATE);
	target.has_stroke = true;
	target.stroke_max = 0.9;
	open_gate(1, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.level[VIBRATE], 10);
	assert_int_equal(result.command.level[STROKE], -1);
	target.functions = BIT(VIBRATE) | BIT(THRUSTING);
	target.level[THRUSTING] = 0.04; /* less than a step */
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.level[STROKE], -1);
}

static void a_pattern_thrusts_only_where_the_stroke_has_no_ceiling_of_its_own(void **state)
{
	(void)state;
	static const double steps[] = {1, 0.5};
	struct target target = target_of(TARGET_PATTERN);
	target.functions = BIT(THRUSTING);
	target.steps = steps;
	target.step_count = 2;
	open_gate(0.5, 1, 1);
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.functions, BIT(THRUSTING));
	struct haptics_command pattern = result.command;
	gate.toys[0].ceiling[STROKE] = 0.5;
	gate_pass(&gate, 0, &target, NOW_MS, &result);
	assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
	assert_true(result.is_capped);
	assert_false(gate_still_allows(&gate, 0, &pattern));
	assert_float_equal(gate_preview(&gate, 0, THRUSTING, TARGET_PATTERN, 1), 0, 0);
}

static void a_pattern_of_one_motor_stays_below_the_ceilings_of_all(void **state)
{
	(void)state;
	static const double steps[] = {1, 0.5};
	static const int limiting[] = {VIBRATE, VIBRATE1, VIBRATE2};
	struct target target = target_of(TARGET_PATTERN);
	target.functions = BIT(VIBRATE2);
	target.steps = steps;
	target.step_count = 2;
	for (size_t i = 0; i < 3; i++) {
		open_gate_with(limiting[i], 1);
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		struct haptics_command strong = result.command;
		assert_int_equal(strong.steps[0], 20);
		open_gate_with(limiting[i], 0.2);
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.steps[0], 4);
		assert_true(result.is_capped);
		assert_false(gate_still_allows(&gate, 0, &strong));
		assert_float_equal(gate_preview(&gate, 0, VIBRATE2, TARGET_PATTERN, 1), 0.2, 1e-9);
		open_gate_with(limiting[i], 0);
		gate_pass(&gate, 0, &target, NOW_MS, &result);
		assert_int_equal(result.command.kind, HAPTICS_COMMAND_INVALID);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_keeps_its_shape_below_the_ceiling),
		cmocka_unit_test(a_pattern_fits_its_coarsest_function_and_leaves_out_what_may_not_move),
		cmocka_unit_test(a_preset_passes_only_where_every_ceiling_is_100_percent),
		cmocka_unit_test(a_pattern_is_whole_when_it_moves_all_that_a_toy_can_do),
		cmocka_unit_test(a_position_stays_below_the_ceiling),
		cmocka_unit_test(a_stroke_is_cut_at_the_ceiling_and_kept_wide_enough),
		cmocka_unit_test(below_the_least_stroke_a_machine_does_not_thrust),
		cmocka_unit_test(a_machine_without_a_stroke_of_its_rule_keeps_below_its_ceiling_too),
		cmocka_unit_test(a_stroke_without_thrusting_is_not_named),
		cmocka_unit_test(a_pattern_thrusts_only_where_the_stroke_has_no_ceiling_of_its_own),
		cmocka_unit_test(a_pattern_of_one_motor_stays_below_the_ceilings_of_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
