/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pattern becomes a curve in steps that wait for each other; what fails leaves it a pattern. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/delivery/delivery.h"

enum { HANDED_MAX = 256, ANSWER_MS = 20, EARLY_MS = 250, LEASE_MS = 3000, FIRST_STOP_MS = 5000 };

struct handed {
	enum lovense_command_kind kind;
	uint32_t request;
	char toy;
	int start_ms, total_ms;
	int first, highest; /* SETUP: points */
	int last_ms;
};

static struct delivery delivery;
static struct handed handed[HANDED_MAX];
static int handed_count, emit_count;
static int64_t now_ms;

static bool send_lan(void *ctx, uint32_t request, uint32_t address, const struct lovense_command *command)
{
	(void)ctx;
	(void)address;
	assert_true(handed_count < HANDED_MAX);
	struct handed *one = &handed[handed_count++];
	*one = (struct handed){.kind = command->kind,
			       .request = request,
			       .toy = command->toys[0][0],
			       .start_ms = command->start_ms,
			       .total_ms = command->total_ms};
	for (size_t i = 0; i < command->point_count; i++) {
		one->highest = command->points[i].position > one->highest ? command->points[i].position : one->highest;
		one->last_ms = command->points[i].ts_ms;
	}
	one->first = command->point_count ? command->points[0].position : 0;
	return true;
}

static enum delivery_cut cut_lan(void *ctx, uint32_t request)
{
	(void)ctx;
	(void)request;
	return DELIVERY_NOT_CUT;
}

static enum lovense_send_result emit(void *ctx, const struct lovense_command *command, bool with_ping)
{
	(void)ctx;
	(void)with_ping;
	emit_count +=
		command->kind == LOVENSE_COMMAND_PATTERN_V2_PLAY || command->kind == LOVENSE_COMMAND_PATTERN_V2_SETUP;
	return LOVENSE_SENT;
}

static void turn(int ms)
{
	for (int64_t end_ms = now_ms + ms; now_ms < end_ms;) {
		now_ms++;
		if (delivery_next_ms(&delivery) <= now_ms)
			delivery_tick(&delivery, now_ms);
	}
}

/* The last one of that kind; NULL: none. */
static const struct handed *last(enum lovense_command_kind kind)
{
	for (int i = handed_count; i > 0; i--)
		if (handed[i - 1].kind == kind)
			return &handed[i - 1];
	return NULL;
}

static int count(enum lovense_command_kind kind)
{
	int found = 0;
	for (int i = 0; i < handed_count; i++)
		found += handed[i].kind == kind;
	return found;
}

static void answer(enum lovense_command_kind kind, enum delivery_outcome outcome)
{
	assert_non_null(last(kind));
	delivery_ended(&delivery, last(kind)->request, outcome, now_ms);
}

static int set_up(void **state)
{
	(void)state;
	static const struct delivery_config config = {
		.timing = &delivery_timing_default, .send_lan = send_lan, .cut_lan = cut_lan, .emit = emit};
	static const struct delivery_ways ways = {.route = DELIVERY_LAN,
						  .address = 1,
						  .connection = 1,
						  .may_stop_by_lan = true,
						  .may_move_by_server = true,
						  .takes_toy_lists = true,
						  .takes_curves = true};
	now_ms = 1000;
	handed_count = emit_count = 0;
	delivery_init(&delivery, &config, now_ms);
	delivery_set_ways(&delivery, &ways, now_ms);
	turn(FIRST_STOP_MS);
	handed_count = 0;
	return 0;
}

static enum lovense_send_result want(char toy, int highest)
{
	struct lovense_command command = {.kind = LOVENSE_COMMAND_PATTERN,
					  .toy_count = 1,
					  .time_s = LEASE_MS / 1000.0,
					  .may_be_curve = true,
					  .pattern_interval_ms = 200,
					  .pattern_count = 3,
					  .pattern = {2, highest, 1}};
	command.toys[0][0] = toy;
	return delivery_want(&delivery, &command, now_ms);
}

static void stop(void)
{
	struct lovense_command command = {.kind = LOVENSE_COMMAND_STOP, .toy_count = 1, .toys = {"a"}};
	assert_int_equal(delivery_want(&delivery, &command, now_ms), LOVENSE_SENT);
}

static void begin_curve(int highest)
{
	assert_int_equal(want('a', highest), LOVENSE_SENT);
	turn(ANSWER_MS);
	answer(LOVENSE_COMMAND_PATTERN, DELIVERY_ANSWERED);
	answer(LOVENSE_COMMAND_PATTERN_V2_SETUP, DELIVERY_ANSWERED);
	turn(EARLY_MS);
	answer(LOVENSE_COMMAND_PATTERN_V2_PLAY, DELIVERY_ANSWERED);
	answer(LOVENSE_COMMAND_STOP, DELIVERY_ANSWERED);
}

static void it_begins_as_a_pattern_and_plays_when_its_points_are_there(void **state)
{
	(void)state;
	assert_int_equal(want('a', 12), LOVENSE_SENT);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN), 1);
	const struct handed *setup = last(LOVENSE_COMMAND_PATTERN_V2_SETUP);
	assert_non_null(setup);
	assert_int_equal(setup->first, 10);
	assert_int_equal(setup->highest, 60);
	assert_in_range(setup->last_ms, LEASE_MS, LEASE_MS + 400);
	turn(ANSWER_MS);
	answer(LOVENSE_COMMAND_PATTERN, DELIVERY_ANSWERED);
	answer(LOVENSE_COMMAND_PATTERN_V2_SETUP, DELIVERY_ANSWERED);
	turn(EARLY_MS - 1);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_PLAY), 0);
	turn(1);
	const struct handed *play = last(LOVENSE_COMMAND_PATTERN_V2_PLAY);
	assert_non_null(play);
	assert_int_equal(play->toy, 'a');
	assert_int_equal(play->start_ms, ANSWER_MS + EARLY_MS);
	assert_int_equal(play->total_ms, LEASE_MS - ANSWER_MS - EARLY_MS);
	assert_int_equal(count(LOVENSE_COMMAND_STOP), 0);
	answer(LOVENSE_COMMAND_PATTERN_V2_PLAY, DELIVERY_ANSWERED);
	assert_int_equal(count(LOVENSE_COMMAND_STOP), 1); /* of its functions */
	assert_int_equal(emit_count, 0);
}

static void the_next_piece_takes_its_place_without_a_pattern(void **state)
{
	(void)state;
	begin_curve(12);
	turn(LEASE_MS / 2);
	handed_count = 0;
	assert_int_equal(want('a', 14), LOVENSE_SENT);
	assert_int_equal(delivery_verdict(&delivery, "a"), DELIVERY_WAITING);
	answer(LOVENSE_COMMAND_PATTERN_V2_SETUP, DELIVERY_ANSWERED);
	turn(EARLY_MS);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_PLAY), 1);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN), 0);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_STOP), 0);
}

static void a_piece_that_is_not_ready_in_time_is_a_pattern(void **state)
{
	(void)state;
	begin_curve(12);
	turn(LEASE_MS / 2);
	handed_count = 0;
	assert_int_equal(want('a', 14), LOVENSE_SENT);
	turn(LEASE_MS / 2);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_PLAY), 0);
	assert_true(count(LOVENSE_COMMAND_PATTERN) >= 1);
	assert_true(count(LOVENSE_COMMAND_PATTERN_V2_STOP) >= 1);
}

static void a_stop_goes_to_the_curve_and_says_so_when_both_are_still(void **state)
{
	(void)state;
	begin_curve(12);
	turn(1000);
	handed_count = 0;
	stop();
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_STOP), 1);
	assert_int_equal(count(LOVENSE_COMMAND_STOP), 1);
	answer(LOVENSE_COMMAND_STOP, DELIVERY_ANSWERED);
	turn(EARLY_MS);
	assert_int_not_equal(delivery_verdict(&delivery, "a"), DELIVERY_CONFIRMED);
	answer(LOVENSE_COMMAND_PATTERN_V2_STOP, DELIVERY_ANSWERED);
	turn(EARLY_MS + 1);
	assert_int_equal(delivery_verdict(&delivery, "a"), DELIVERY_CONFIRMED);
}

static void nothing_is_set_up_while_a_play_may_still_be_done(void **state)
{
	(void)state;
	assert_int_equal(want('a', 12), LOVENSE_SENT);
	answer(LOVENSE_COMMAND_PATTERN_V2_SETUP, DELIVERY_ANSWERED);
	turn(EARLY_MS);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_PLAY), 1);
	assert_int_equal(want('b', 18), LOVENSE_SENT);
	turn(500);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_SETUP), 1);
	answer(LOVENSE_COMMAND_PATTERN_V2_PLAY, DELIVERY_ANSWERED);
	turn(EARLY_MS + 1);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_SETUP), 2);
}

static void a_setup_of_which_nobody_knows_holds_up_the_next(void **state)
{
	(void)state;
	assert_int_equal(want('a', 12), LOVENSE_SENT);
	turn(ANSWER_MS);
	answer(LOVENSE_COMMAND_PATTERN_V2_SETUP, DELIVERY_LOST);
	for (int i = 0; i < 3; i++) {
		turn(LEASE_MS / 3);
		want('a', 12);
		assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_SETUP), 1);
	}
	turn(1000);
	want('a', 12);
	turn(100);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_SETUP), 2);
	assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_PLAY), 0);
}

static void an_app_that_refuses_is_left_alone_for_a_minute(void **state)
{
	(void)state;
	static const enum lovense_command_kind refused[] = {LOVENSE_COMMAND_PATTERN_V2_SETUP,
							    LOVENSE_COMMAND_PATTERN_V2_PLAY};
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		set_up(state);
		want('a', 12);
		answer(LOVENSE_COMMAND_PATTERN, DELIVERY_ANSWERED);
		if (refused[i] == LOVENSE_COMMAND_PATTERN_V2_PLAY) {
			answer(LOVENSE_COMMAND_PATTERN_V2_SETUP, DELIVERY_ANSWERED);
			turn(EARLY_MS);
		}
		answer(refused[i], DELIVERY_REFUSED);
		assert_int_equal(count(LOVENSE_COMMAND_STOP), 0); /* the pattern goes on */
		handed_count = 0;
		for (int s = 0; s < 58; s++) {
			turn(1000);
			want('a', 12);
			answer(LOVENSE_COMMAND_PATTERN, DELIVERY_ANSWERED);
			handed_count = 0;
		}
		turn(3000);
		want('a', 12);
		assert_int_equal(count(LOVENSE_COMMAND_PATTERN_V2_SETUP), 1);
	}
}

#define CASE(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(it_begins_as_a_pattern_and_plays_when_its_points_are_there),
		CASE(the_next_piece_takes_its_place_without_a_pattern),
		CASE(a_piece_that_is_not_ready_in_time_is_a_pattern),
		CASE(a_stop_goes_to_the_curve_and_says_so_when_both_are_still),
		CASE(nothing_is_set_up_while_a_play_may_still_be_done),
		CASE(a_setup_of_which_nobody_knows_holds_up_the_next),
		CASE(an_app_that_refuses_is_left_alone_for_a_minute),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
