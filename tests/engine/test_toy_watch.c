/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What toys really do, beside what was sent. Time is an argument here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/watch/toy_watch.h"

enum { MS = 1000000, LEASE_MS = 3000 };

static struct toy_watch watch;
static int64_t now_ms;

static int open_watch(void **state)
{
	(void)state;
	now_ms = 10000;
	toy_watch_init(&watch);
	watch.lease_ms = LEASE_MS;
	toy_watch_set_toy(&watch, 0, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE));
	toy_watch_set_open(&watch, true);
	return 0;
}

static void move(int function, int level)
{
	struct haptics_command command = {.kind = HAPTICS_COMMAND_LEVELS, .toys = 1, .duration_ms = LEASE_MS};
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		command.level[f] = f == function ? level : -1;
	toy_watch_moved(&watch, &command, now_ms, now_ms * MS);
}

static bool report(int function, int index, double value)
{
	return toy_watch_report(&watch, 0, function, index, value, now_ms, now_ms * MS);
}

/* Lets time pass as a worker does; the number of Stops that were due again. */
static int wait(int64_t ms)
{
	int64_t until_ms = now_ms + ms;
	int stops = 0;
	uint32_t again = 0;
	for (int turns = 0; turns < 1000 && toy_watch_next_ms(&watch) <= until_ms; turns++) {
		now_ms = toy_watch_next_ms(&watch) > now_ms ? toy_watch_next_ms(&watch) : now_ms;
		toy_watch_advance(&watch, now_ms, &again);
		stops += (again & 1) != 0;
		assert_true(turns < 100); /* it must not spin */
	}
	now_ms = until_ms;
	toy_watch_advance(&watch, now_ms, &again);
	return stops + ((again & 1) != 0);
}

static void the_strongest_function_is_shown(void **state)
{
	(void)state;
	assert_float_equal(toy_watch_actual(&watch, 0), -1, 0);
	assert_false(report(LOVENSE_VIBRATE, 0, 0.3));
	report(LOVENSE_ROTATE, 0, 0.5);
	assert_float_equal(toy_watch_actual(&watch, 0), 0.5, 0);
	report(LOVENSE_ROTATE, 0, 0);
	assert_float_equal(toy_watch_actual(&watch, 0), 0.3, 0);
	assert_true(report(LOVENSE_VIBRATE, 0, 0));
	toy_watch_set_open(&watch, false);
	assert_float_equal(toy_watch_actual(&watch, 0), -1, 0);
}

static void what_we_sent_is_nobody_elses(void **state)
{
	(void)state;
	move(LOVENSE_VIBRATE, 10);
	report(LOVENSE_VIBRATE, 0, 0.5);
	wait(2900);
	assert_false(watch.toys[0].is_moved_by_other);
	move(LOVENSE_VIBRATE, 4); /* the stronger one may still be alive */
	wait(500);
	assert_false(watch.toys[0].is_moved_by_other);
	report(LOVENSE_VIBRATE, 0, 0.2);
	wait(2900);
	assert_false(watch.toys[0].is_moved_by_other);
}

static void more_than_anything_of_ours_is_somebody_elses(void **state)
{
	(void)state;
	move(LOVENSE_VIBRATE, 10);
	report(LOVENSE_VIBRATE, 0, 0.8);
	wait(290);
	assert_false(watch.toys[0].is_moved_by_other);
	wait(10);
	assert_true(watch.toys[0].is_moved_by_other);
	report(LOVENSE_VIBRATE, 0, 0.5);
	assert_false(watch.toys[0].is_moved_by_other);
	report(LOVENSE_ROTATE, 0, 0.1);
	wait(300);
	assert_true(watch.toys[0].is_moved_by_other);
}

static void what_goes_on_after_our_lease_is_somebody_elses(void **state)
{
	(void)state;
	move(LOVENSE_VIBRATE, 10);
	report(LOVENSE_VIBRATE, 0, 0.5);
	wait(LEASE_MS);
	assert_false(watch.toys[0].is_moved_by_other);
	wait(WATCH_TRAVEL_MS + WATCH_OTHER_MS);
	assert_true(watch.toys[0].is_moved_by_other);
}

static void single_motors_belong_to_vibrate(void **state)
{
	(void)state;
	toy_watch_set_toy(&watch, 0, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_MOTORS);
	move(LOVENSE_VIBRATE, 10);
	report(LOVENSE_VIBRATE, 0, 0.5);
	report(LOVENSE_VIBRATE, 1, 0.5);
	wait(1000);
	assert_false(watch.toys[0].is_moved_by_other);
	assert_false(report(LOVENSE_VIBRATE, 0, 0));
	assert_true(report(LOVENSE_VIBRATE, 1, 0));
}

static void patterns_and_presets_explain_what_they_can_do(void **state)
{
	(void)state;
	struct haptics_command command = {.kind = HAPTICS_COMMAND_PATTERN,
					  .toys = 1,
					  .duration_ms = LEASE_MS,
					  .step_ms = 200,
					  .step_count = 2,
					  .steps = {4, 12}};
	toy_watch_moved(&watch, &command, now_ms, 0);
	report(LOVENSE_VIBRATE, 0, 0.6);
	wait(1000);
	assert_false(watch.toys[0].is_moved_by_other);
	report(LOVENSE_VIBRATE, 0, 0.9);
	wait(1000);
	assert_true(watch.toys[0].is_moved_by_other);
	command.kind = HAPTICS_COMMAND_PRESET;
	toy_watch_moved(&watch, &command, now_ms, 0);
	wait(1);
	assert_false(watch.toys[0].is_moved_by_other);
}

static void many_commands_are_remembered_by_their_strongest(void **state)
{
	(void)state;
	move(LOVENSE_VIBRATE, 20);
	for (int level = 19; level > 0; level--) {
		now_ms += 50;
		move(LOVENSE_VIBRATE, level);
	}
	report(LOVENSE_VIBRATE, 0, 1);
	wait(1500);
	assert_false(watch.toys[0].is_moved_by_other);
}

static void a_stop_that_is_obeyed_is_confirmed(void **state)
{
	(void)state;
	move(LOVENSE_VIBRATE, 10);
	report(LOVENSE_VIBRATE, 0, 0.5);
	toy_watch_stopped(&watch, 0, now_ms, now_ms * MS);
	now_ms += 40;
	assert_true(report(LOVENSE_VIBRATE, 0, 0));
	assert_int_equal(wait(5000), 0);
	assert_false(watch.toys[0].is_stop_unconfirmed);
}

static void a_stop_that_is_not_obeyed_is_told_and_sent_again_for_a_lease(void **state)
{
	(void)state;
	move(LOVENSE_VIBRATE, 10);
	report(LOVENSE_VIBRATE, 0, 0.5);
	toy_watch_stopped(&watch, 1, now_ms, now_ms * MS);
	assert_int_equal(wait(690), 0);
	assert_false(watch.toys[0].is_stop_unconfirmed);
	assert_int_equal(wait(10), 1);
	assert_true(watch.toys[0].is_stop_unconfirmed);
	assert_int_equal(wait(LEASE_MS), 5);
	assert_int_equal(wait(60000), 0);
	assert_true(watch.toys[0].is_stop_unconfirmed);    /* it still moves */
	toy_watch_stopped(&watch, 0, now_ms, now_ms * MS); /* pressed again */
	assert_true(wait(2000) > 1);
	assert_true(report(LOVENSE_VIBRATE, 0, 0));
	assert_false(watch.toys[0].is_stop_unconfirmed);
	assert_int_equal(wait(60000), 0);
}

static void who_moves_a_toy_again_does_not_wait_for_its_stop(void **state)
{
	(void)state;
	report(LOVENSE_VIBRATE, 0, 0.5);
	toy_watch_stopped(&watch, 1, now_ms, now_ms * MS);
	wait(100);
	move(LOVENSE_VIBRATE, 10);
	assert_int_equal(wait(2000), 0);
	assert_false(watch.toys[0].is_stop_unconfirmed);
}

static void a_toy_that_rested_and_moves_later_has_obeyed(void **state)
{
	(void)state;
	toy_watch_stopped(&watch, 0, now_ms, now_ms * MS);
	wait(5000);
	report(LOVENSE_VIBRATE, 0, 0.5);
	assert_int_equal(wait(2000), 0);
	assert_false(watch.toys[0].is_stop_unconfirmed);
}

static void nothing_is_said_of_a_stop_while_the_app_does_not_tell(void **state)
{
	(void)state;
	report(LOVENSE_VIBRATE, 0, 0.5);
	toy_watch_stopped(&watch, 0, now_ms, now_ms * MS);
	wait(1000);
	assert_true(watch.toys[0].is_stop_unconfirmed);
	toy_watch_set_open(&watch, false);
	assert_false(watch.toys[0].is_stop_unconfirmed);
	assert_int_equal(wait(5000), 0);
	toy_watch_stopped(&watch, 0, now_ms, now_ms * MS);
	assert_int_equal(wait(5000), 0);
}

static void other_functions_of_the_same_toy_forget_nothing(void **state)
{
	(void)state;
	move(LOVENSE_VIBRATE, 10);
	report(LOVENSE_VIBRATE, 0, 0.5);
	toy_watch_set_functions(&watch, 0, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_MOTORS);
	wait(1000);
	assert_false(watch.toys[0].is_moved_by_other);
	assert_float_equal(toy_watch_actual(&watch, 0), 0.5, 0);
	toy_watch_stopped(&watch, 1, now_ms, now_ms * MS);
	toy_watch_set_functions(&watch, 0, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE));
	assert_true(wait(1000) > 0);
	assert_true(watch.toys[0].is_stop_unconfirmed);
	assert_true(report(LOVENSE_VIBRATE, 0, 0));
	assert_false(watch.toys[0].is_stop_unconfirmed);
}

static void what_moved_under_another_name_is_still_when_the_app_says_so(void **state)
{
	(void)state;
	report(LOVENSE_VIBRATE, 0, 0.5);
	toy_watch_set_functions(&watch, 0, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_MOTORS);
	assert_true(report(LOVENSE_VIBRATE, 0, 0));
	report(LOVENSE_VIBRATE, 1, 0.3);
	toy_watch_set_functions(&watch, 0, LOVENSE_BIT(LOVENSE_VIBRATE));
	assert_float_equal(toy_watch_actual(&watch, 0), 0.3, 0);
	assert_true(report(LOVENSE_VIBRATE, 0, 0));
}

static void the_time_to_the_report_is_measured(void **state)
{
	(void)state;
	for (int i = 1; i <= 20; i++) {
		move(LOVENSE_VIBRATE, i);
		now_ms += i == 20 ? 50 : 2;
		report(LOVENSE_VIBRATE, 0, i / 20.0);
		report(LOVENSE_VIBRATE, 0, i / 20.0); /* said twice */
	}
	assert_int_equal(watch.latency.count, 20);
	assert_int_equal(watch.latency.median_us, 2000);
	assert_int_equal(watch.latency.p99_us, 50000);
	move(LOVENSE_VIBRATE, 20); /* a renewal shows nothing */
	now_ms += 400;
	report(LOVENSE_VIBRATE, 0, 1);
	assert_int_equal(watch.latency.count, 20);
}

#define CASE(name) cmocka_unit_test_setup(name, open_watch)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_strongest_function_is_shown),
		CASE(what_we_sent_is_nobody_elses),
		CASE(more_than_anything_of_ours_is_somebody_elses),
		CASE(what_goes_on_after_our_lease_is_somebody_elses),
		CASE(single_motors_belong_to_vibrate),
		CASE(patterns_and_presets_explain_what_they_can_do),
		CASE(many_commands_are_remembered_by_their_strongest),
		CASE(a_stop_that_is_obeyed_is_confirmed),
		CASE(a_stop_that_is_not_obeyed_is_told_and_sent_again_for_a_lease),
		CASE(who_moves_a_toy_again_does_not_wait_for_its_stop),
		CASE(a_toy_that_rested_and_moves_later_has_obeyed),
		CASE(nothing_is_said_of_a_stop_while_the_app_does_not_tell),
		CASE(other_functions_of_the_same_toy_forget_nothing),
		CASE(what_moved_under_another_name_is_still_when_the_app_says_so),
		CASE(the_time_to_the_report_is_measured),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
