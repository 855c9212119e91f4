/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When commands go out: leases, merging, gaps, budget. */
#include "world_case.h"

static void level_rule(const char *action, const char *limit)
{
	world_one_rule(&world, (struct rule_text){.run = "{\"mode\":\"toggle\"}", .action = action, .limit = limit});
}

#define LEVEL(level) "{\"kind\":\"level\",\"level\":" level "}"

static void a_level_is_renewed_at_half_lease_and_not_before(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	level_rule(LEVEL("0.4"), "{}");
	int64_t start_ms = world.time.now_ms;
	world_press(&world, "r");
	world_wait(&world, 9000);
	assert_int_equal(world.log_count, 7);
	for (size_t i = 0; i < world.log_count; i++) {
		assert_int_equal(world.log[i].time_ms - start_ms, 1500 * i);
		assert_int_equal(world.log[i].command.duration_ms, 3000);
		assert_int_equal(world.log[i].command.level[VIBRATE], 8);
	}
}

static void the_lease_is_a_setting(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.lease_ms = 8000;
	world_open_with(&world, &config, "lush", NULL);
	level_rule(LEVEL("0.4"), "{}");
	world_press(&world, "r");
	assert_int_equal(world_last(&world)->duration_ms, 8000);
	world_wait(&world, 3999);
	assert_int_equal(world.log_count, 1);
	world_wait(&world, 1);
	assert_int_equal(world.log_count, 2);
}

static void limits_out_of_range_are_put_on_the_safe_side(void **state)
{
	(void)state;
	struct haptics_limits limits = {
		.master_ceiling = 7, .lease_ms = 60000, .min_gap_ms = 99999, .global_per_second = 500};
	world_open(&world, "lush", NULL);
	haptics_set_limits(world.core, &limits, world.time);
	assert_float_equal(haptics_ceiling(world.core), 1, 0);
	world_level_request(&world, 0.4, 60000);
	assert_int_equal(world_last(&world)->duration_ms, 10000);
	limits = (struct haptics_limits){.master_ceiling = -7, .lease_ms = 1};
	haptics_set_limits(world.core, &limits, world.time);
	assert_float_equal(haptics_ceiling(world.core), 0, 0);
	limits.master_ceiling = NAN;
	haptics_set_limits(world.core, &limits, world.time);
	assert_float_equal(haptics_ceiling(world.core), 0, 0);
	limits.master_ceiling = 1;
	haptics_set_limits(world.core, &limits, world.time);
	world_wait(&world, 20000);
	assert_int_equal(world_last(&world)->duration_ms, 2000);
}

static void a_change_waits_for_the_gap_and_the_latest_wins(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .functions = 1u << VIBRATE};
	for (int i = 1; i <= 20; i++) {
		key.value = 0.02 * i;
		world_do(&world, &key);
		world_wait(&world, 10);
	}
	assert_int_equal(world.log_count, 1);
	world_wait(&world, 100);
	assert_int_equal(world.log_count, 2);
	assert_int_equal(world.log[1].time_ms - world.log[0].time_ms, 250);
	assert_int_equal(world_last(&world)->level[VIBRATE], 8);
}

static void less_than_a_step_is_not_worth_a_command(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .functions = 1u << VIBRATE, .value = 0.4};
	world_do(&world, &key);
	world_wait(&world, 300);
	key.value = 0.44;
	world_do(&world, &key);
	world_wait(&world, 300);
	assert_int_equal(world.log_count, 1);
	key.value = 0.45;
	world_do(&world, &key);
	assert_int_equal(world.log_count, 2);
}

static void to_zero_waits_for_no_gap(void **state)
{
	(void)state;
	world_open(&world, "nora", NULL);
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .functions = 1u << VIBRATE, .value = 0.4};
	world_do(&world, &key);
	struct haptics_intent other = {
		.kind = HAPTICS_INTENT_START_KEY, .key = "r", .functions = 1u << ROTATE, .value = 0.4};
	world_do(&world, &other);
	world_wait(&world, 250);
	assert_level(&world, 0, ROTATE, 0.4);
	other.value = 0;
	world_do(&world, &other);
	assert_level(&world, 0, ROTATE, 0);
	assert_level(&world, 0, VIBRATE, 0.4);
	key.value = 0;
	world_do(&world, &key);
	assert_true(world_is_still(&world));
}

static void a_lower_ceiling_waits_for_no_gap(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.5, 10000);
	world_value(&world, HAPTICS_INTENT_STEP_CEILING, -0.8);
	assert_level(&world, 0, VIBRATE, 0.2);
	world_value(&world, HAPTICS_INTENT_STEP_CEILING, -0.8);
	assert_true(world_is_still(&world));
	world_value(&world, HAPTICS_INTENT_STEP_CEILING, 5);
	assert_float_equal(haptics_ceiling(world.core), 1, 0);
	world_wait(&world, 1000); /* and comes back slowly */
	assert_true(world_level(&world, 0, VIBRATE) <= 0.2);
	world_wait(&world, 3000);
	assert_level(&world, 0, VIBRATE, 0.5);
}

static void a_raised_ceiling_ramps_however_long_nobody_was_asked(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.master_ceiling = 0.2;
	world_open_with(&world, &config, "lush", NULL);
	world_level_request(&world, 1, 20000);
	world_wait(&world, 4400); /* just before a renewal: the last look was long ago */
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 1);
	for (int ms = 0; ms < 4000; ms += 50) {
		double expected = 0.2 + 0.0002 * ms;
		assert_true(world_level(&world, 0, VIBRATE) <= expected + 1e-6);
		assert_true(world_level(&world, 0, VIBRATE) > expected - 0.11); /* a step and a gap */
		world_wait(&world, 50);
	}
	world_wait(&world, 500);
	assert_level(&world, 0, VIBRATE, 1);
}

static void the_same_for_every_toy_is_one_command_that_names_them(void **state)
{
	(void)state;
	world_open(&world, "lush", "lush", "lush", NULL);
	world_level_request(&world, 0.4, 10000);
	assert_int_equal(world.log_count, 1);
	assert_int_equal(world_last(&world)->toys, 7); /* one that nobody knows of yet must not take it for its own */
	world_wait(&world, 5000);
	assert_int_equal(world.log_count, 4);
	for (size_t i = 0; i < world.log_count; i++)
		assert_int_equal(world.log[i].command.toys, 7);
	world_wait(&world, 5000);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	assert_int_equal(world_last(&world)->toys, 7);
}

static void a_single_toy_is_named(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.4, 10000);
	assert_int_equal(world_last(&world)->toys, 1); /* one that joins later must not take it for its own */
}

static void different_toys_get_their_own_commands(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", "lush", NULL);
	world_level_request(&world, 0.4, 10000);
	assert_int_equal(world.log_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(world.log[i].command.toys, 1 << i);
}

static void toys_with_other_ceilings_get_their_own_commands(void **state)
{
	(void)state;
	world_open(&world, "lush", "lush", NULL);
	world.toys[1].function_ceiling[VIBRATE] = 0.2;
	world_set_toys(&world);
	world_level_request(&world, 0.4, 10000);
	assert_int_equal(world.log_count, 2);
	assert_int_not_equal(world.log[0].command.toys, world.log[1].command.toys);
	assert_level(&world, 0, VIBRATE, 0.4);
	assert_level(&world, 1, VIBRATE, 0.2);
}

static void toys_fall_into_step_again(void **state)
{
	(void)state;
	world_open(&world, "lush", "lush", NULL);
	struct haptics_intent first = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.4, .toys = 1, .duration_ms = 20000};
	struct haptics_intent second = {
		.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.4, .toys = 2, .duration_ms = 20000};
	world_do(&world, &first);
	world_wait(&world, 700);
	world_do(&world, &second);
	world_wait(&world, 5000);
	assert_int_equal(world_last(&world)->toys, 3);
}

static void eight_commands_a_second_at_most_and_no_lease_runs_out(void **state)
{
	(void)state;
	world_open(&world, "lush", "nora", "max", "lush", "nora", "max", "lush", "nora", "max", NULL);
	struct haptics_intent key = {.kind = HAPTICS_INTENT_START_KEY, .functions = 1u << VIBRATE};
	for (int i = 0; i < 1000; i++) {
		snprintf(key.key, sizeof(key.key), "%d", i % 9);
		key.toys = 1u << (i % 9);
		key.value = 0.2 + 0.05 * (i * 7 % 13);
		world_do(&world, &key);
		world_wait(&world, 20);
		for (size_t toy = 0; i > 200 && toy < 9; toy++)
			assert_true(world_level(&world, toy, VIBRATE) > 0);
	}
	assert_in_range(world_count(&world, HAPTICS_COMMAND_LEVELS), 8 * 19, 8 * 20 + 8);
	for (size_t i = 20; i < world.log_count; i++) /* the bucket was full at first */
		assert_true(world.log[i].time_ms - world.log[i - 8].time_ms >= 900);
}

static void with_the_budget_spent_a_lower_ceiling_stops_first(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.global_per_second = 1;
	world_open_with(&world, &config, "lush", NULL);
	world_level_request(&world, 0.5, 10000);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.2);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	assert_true(world_is_still(&world));
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 0.2);
}

static void stop_needs_no_budget(void **state)
{
	(void)state;
	struct haptics_config config = world_config();
	config.limits.global_per_second = 1;
	world_open_with(&world, &config, "lush", NULL);
	world_level_request(&world, 0.5, 10000);
	world_kind(&world, HAPTICS_INTENT_STOP_ALL);
	assert_int_equal(world_last(&world)->kind, HAPTICS_COMMAND_STOP);
	world_wait(&world, 500);
	assert_int_equal(world_count(&world, HAPTICS_COMMAND_STOP), 1);
}

static void a_toy_whose_lease_ran_out_does_not_jump_back(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 1, 30000);
	world_wait(&world, 1000);
	assert_level(&world, 0, VIBRATE, 1);
	world_sleep(&world, 4000); /* the worker was held up */
	world_poll(&world);
	assert_level(&world, 0, VIBRATE, 0.5);
	world_wait(&world, 250);
	assert_level(&world, 0, VIBRATE, 1);
}

static void with_nothing_to_do_nobody_is_woken(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	level_rule(LEVEL("0.4"), "{}");
	world_wait(&world, 1000);
	assert_int_equal(haptics_next_ms(world.core), INT64_MAX);
	world_press(&world, "r");
	world_press(&world, "r");
	world_wait(&world, 10);
	assert_int_equal(haptics_next_ms(world.core), INT64_MAX);
}

static void commands_that_do_not_fit_come_with_the_next_poll(void **state)
{
	(void)state;
	struct haptics_command command;
	world_open(&world, "lush", "nora", "max", NULL);
	struct haptics_intent level = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.4, .duration_ms = 5000};
	haptics_apply(world.core, &level, world.time);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(haptics_poll(world.core, world.time, &command, 1), 1);
		assert_int_equal(command.kind, HAPTICS_COMMAND_LEVELS);
		assert_true(i == 2 || haptics_next_ms(world.core) <= world.time.now_ms);
	}
	assert_int_equal(haptics_poll(world.core, world.time, &command, 1), 0);
	assert_int_equal(haptics_poll(world.core, world.time, NULL, 0), 0);
	struct haptics_intent stop = {.kind = HAPTICS_INTENT_STOP_TOY};
	haptics_apply(world.core, &stop, world.time);
	assert_int_equal(haptics_poll(world.core, world.time, NULL, 0), 0);
	assert_true(haptics_next_ms(world.core) <= world.time.now_ms);
	assert_int_equal(haptics_poll(world.core, world.time, &command, 1), 1);
	assert_int_equal(command.kind, HAPTICS_COMMAND_STOP);
	struct haptics_intent panic = {.kind = HAPTICS_INTENT_STOP_ALL};
	haptics_apply(world.core, &panic, world.time);
	assert_int_equal(haptics_poll(world.core, world.time, NULL, 0), 0);
	assert_true(haptics_next_ms(world.core) <= world.time.now_ms);
	assert_int_equal(haptics_poll(world.core, world.time, &command, 1), 1);
}

static void a_pattern_is_renewed_on_the_edge_of_a_step_in_phase(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	level_rule("{\"kind\":\"pattern\",\"steps\":[0.2,0.4,0.6,0.8,1.0],\"step_ms\":200}", "{}");
	int64_t start_ms = world.time.now_ms;
	world_press(&world, "r");
	for (int ms = 0; ms < 12000; ms += 50) {
		assert_level(&world, 0, VIBRATE, 0.2 * (ms / 200 % 5 + 1));
		world_wait(&world, 50);
	}
	assert_in_range(world.log_count, 8, 10);
	for (size_t i = 0; i < world.log_count; i++)
		assert_int_equal((world.log[i].time_ms - start_ms) % 200, 0);
}

static void long_steps_keep_their_length(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	level_rule("{\"kind\":\"pattern\",\"steps\":[0.2,0.6],\"step_ms\":5000}", "{\"max_run_ms\":60000}");
	world_press(&world, "r");
	for (int ms = 0; ms < 30000; ms += 100) {
		assert_level(&world, 0, VIBRATE, ms / 5000 % 2 ? 0.6 : 0.2);
		world_wait(&world, 100);
	}
}

static void a_preset_begins_anew_as_rarely_as_is_safe(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	level_rule("{\"kind\":\"preset\",\"preset\":\"wave\"}", "{}");
	world_press(&world, "r");
	for (int ms = 0; ms < 10000; ms += 100) {
		assert_false(world_is_still(&world));
		world_wait(&world, 100);
	}
	assert_int_equal(world.log_count, 5); /* each 2.5 s of 3 s */
}

static void a_position_is_said_again_until_the_machine_is_there(void **state)
{
	(void)state;
	world_open(&world, "solace", NULL);
	level_rule("{\"kind\":\"position\",\"position\":0.66}", "{}");
	world_press(&world, "r");
	world_wait(&world, 1990);
	assert_int_equal(world.log_count, 8); /* the app moves for 300 ms at each */
	for (size_t i = 0; i < world.log_count; i++) {
		assert_int_equal(world.log[i].command.position, 66);
		assert_int_equal(world.log[i].time_ms, world.log[0].time_ms + 250 * (int64_t)i);
	}
	world_wait(&world, 260);
	world_mark(&world);
	world_wait(&world, 6000); /* there: only the lease goes on */
	assert_in_range(world.log_count, 3, 4);
	world_value(&world, HAPTICS_INTENT_SET_CEILING, 0.5);
	world_mark(&world);
	world_wait(&world, 1990); /* another way to go */
	assert_int_equal(world.log_count, 7);
	world_press(&world, "r");
	world_wait(&world, 260);
	world_mark(&world);
	level_rule("{\"kind\":\"position\",\"position\":0.3}", "{\"max_run_ms\":1000}");
	world_press(&world, "r"); /* shorter than a lease: on its way all the same */
	world_wait(&world, 990);
	assert_int_equal(world.log_count, 4);
}

static void every_preset_has_a_shape_for_lower_ceilings(void **state)
{
	(void)state;
	static const char *const presets[] = {"pulse", "wave", "fireworks", "earthquake"};
	struct haptics_config config = world_config();
	config.limits.master_ceiling = 0.5;
	world_open_with(&world, &config, "nora", NULL);
	for (size_t i = 0; i < 4; i++) {
		char action[64];
		snprintf(action, sizeof(action), "{\"kind\":\"preset\",\"preset\":\"%s\"}", presets[i]);
		level_rule(action, "{}");
		world_press(&world, "r");
		const struct haptics_command *command = world_last(&world);
		assert_int_equal(command->kind, HAPTICS_COMMAND_PATTERN);
		assert_int_equal(command->functions, BIT(VIBRATE) | BIT(ROTATE));
		int peak = 0;
		for (size_t step = 0; step < command->step_count; step++)
			peak = command->steps[step] > peak ? command->steps[step] : peak;
		assert_int_equal(peak, 10);
		assert_true(command->step_ms >= 100);
		world_press(&world, "r");
		world_wait(&world, 1000);
	}
}

static void a_short_run_above_does_not_let_the_lease_below_run_out(void **state)
{
	(void)state;
	world_open(&world, "lush", NULL);
	world_level_request(&world, 0.3, 20000);
	for (int i = 0; i < 20; i++) {
		world_wait(&world, 700);
		if (i % 4 == 0)
			world_level_request(&world, 0.4, 900);
		assert_false(world_is_still(&world));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_level_is_renewed_at_half_lease_and_not_before),
		CASE(the_lease_is_a_setting),
		CASE(limits_out_of_range_are_put_on_the_safe_side),
		CASE(a_change_waits_for_the_gap_and_the_latest_wins),
		CASE(less_than_a_step_is_not_worth_a_command),
		CASE(to_zero_waits_for_no_gap),
		CASE(a_lower_ceiling_waits_for_no_gap),
		CASE(a_raised_ceiling_ramps_however_long_nobody_was_asked),
		CASE(the_same_for_every_toy_is_one_command_that_names_them),
		CASE(a_single_toy_is_named),
		CASE(different_toys_get_their_own_commands),
		CASE(toys_with_other_ceilings_get_their_own_commands),
		CASE(toys_fall_into_step_again),
		CASE(eight_commands_a_second_at_most_and_no_lease_runs_out),
		CASE(with_the_budget_spent_a_lower_ceiling_stops_first),
		CASE(stop_needs_no_budget),
		CASE(a_toy_whose_lease_ran_out_does_not_jump_back),
		CASE(with_nothing_to_do_nobody_is_woken),
		CASE(commands_that_do_not_fit_come_with_the_next_poll),
		CASE(a_pattern_is_renewed_on_the_edge_of_a_step_in_phase),
		CASE(long_steps_keep_their_length),
		CASE(a_preset_begins_anew_as_rarely_as_is_safe),
		CASE(a_position_is_said_again_until_the_machine_is_there),
		CASE(every_preset_has_a_shape_for_lower_ceilings),
		CASE(a_short_run_above_does_not_let_the_lease_below_run_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
