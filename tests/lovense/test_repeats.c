/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Repeated Stops share a rate of so many a second and route, and every toy gets its part of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/delivery/delivery.h"

enum {
	HANDED_MAX = 4096,
	WAITING_MAX = 64,
	REPEAT_MS = 500,
	SECOND_MS = 1000,
	ALL_TOYS = -1,
};

struct handed {
	int64_t at_ms;
	enum delivery_route route;
	uint32_t where;
	uint32_t toys; /* 0: all */
	bool is_stop;
};

/* An app that answers each Stop within a millisecond, and lets the client wait for the answer to a movement. */
struct phone {
	struct delivery delivery;
	struct delivery_ways ways;
	int64_t now_ms;
	struct handed handed[HANDED_MAX];
	int handed_count;
	uint32_t unanswered[WAITING_MAX];
	int unanswered_count;
};

/* --- the phone --- */

static void note_handed(struct phone *phone, enum delivery_route route, uint32_t where,
			const struct lovense_command *command)
{
	struct handed handed = {.at_ms = phone->now_ms, .route = route, .where = where};
	assert_true(phone->handed_count < HANDED_MAX);
	handed.is_stop = command->kind != LOVENSE_COMMAND_FUNCTION;
	for (size_t i = 0; i < command->toy_count; i++)
		handed.toys |= UINT32_C(1) << (command->toys[i][0] - 'a');
	phone->handed[phone->handed_count++] = handed;
}

static bool send_lan(void *ctx, uint32_t request, uint32_t address, const struct lovense_command *command)
{
	struct phone *phone = ctx;
	note_handed(phone, DELIVERY_LAN, address, command);
	if (command->kind == LOVENSE_COMMAND_FUNCTION)
		return true;
	assert_true(phone->unanswered_count < WAITING_MAX);
	phone->unanswered[phone->unanswered_count++] = request;
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
	struct phone *phone = ctx;
	(void)with_ping;
	note_handed(phone, DELIVERY_SERVER, phone->ways.connection, command);
	return LOVENSE_SENT;
}

static void set_up(struct phone *phone, bool takes_toy_lists)
{
	*phone = (struct phone){.now_ms = 1000};
	struct delivery_config config = {.timing = &delivery_timing_default,
					 .send_lan = send_lan,
					 .cut_lan = cut_lan,
					 .emit = emit,
					 .ctx = phone};
	delivery_init(&phone->delivery, &config, phone->now_ms);
	phone->ways = (struct delivery_ways){.route = DELIVERY_LAN,
					     .address = 1,
					     .connection = 1,
					     .may_stop_by_lan = true,
					     .may_move_by_server = true,
					     .takes_toy_lists = takes_toy_lists};
	delivery_set_ways(&phone->delivery, &phone->ways, phone->now_ms);
}

static void turn(struct phone *phone, int ms)
{
	for (int64_t end_ms = phone->now_ms + ms; phone->now_ms < end_ms;) {
		phone->now_ms++;
		int count = phone->unanswered_count;
		phone->unanswered_count = 0;
		for (int i = 0; i < count; i++)
			delivery_ended(&phone->delivery, phone->unanswered[i], DELIVERY_ANSWERED, phone->now_ms);
		if (delivery_next_ms(&phone->delivery) <= phone->now_ms)
			delivery_tick(&phone->delivery, phone->now_ms);
	}
}

static void want(struct phone *phone, int toy, int level)
{
	struct lovense_command command = {.kind = level ? LOVENSE_COMMAND_FUNCTION : LOVENSE_COMMAND_STOP};
	if (toy != ALL_TOYS)
		command.toys[command.toy_count++][0] = (char)('a' + toy);
	command.time_s = 3;
	command.has_level[LOVENSE_VIBRATE] = level > 0;
	command.level[LOVENSE_VIBRATE] = level;
	delivery_want(&phone->delivery, &command, phone->now_ms);
}

/* Movements that the app may carry out for seconds to come, and then so many Stops. */
static void move_and_stop(struct phone *phone, int toys, int apart_ms)
{
	for (int toy = 0; toy < toys; toy++)
		want(phone, toy, 9);
	for (int toy = 0; toy < toys; toy++) {
		turn(phone, apart_ms);
		want(phone, toy, 0);
	}
}

static void change_address(struct phone *phone)
{
	phone->ways.address++;
	delivery_set_ways(&phone->delivery, &phone->ways, phone->now_ms);
}

/* --- what it got --- */

/* The most Stops in any second since then by that route to that address or connection (0: any). */
static int most_in_a_second(const struct phone *phone, enum delivery_route route, uint32_t where, int64_t since_ms)
{
	int most = 0;
	for (int first = 0; first < phone->handed_count; first++) {
		int64_t end_ms = phone->handed[first].at_ms + SECOND_MS;
		int count = 0;
		for (int i = first; i < phone->handed_count && phone->handed[i].at_ms < end_ms; i++) {
			const struct handed *handed = &phone->handed[i];
			count += handed->is_stop && handed->route == route && (!where || handed->where == where) &&
				 handed->at_ms >= since_ms;
		}
		most = count > most ? count : most;
	}
	return most;
}

/* The longest time from one Stop of that toy to the next in the LAN, where the phone is now. */
static int64_t longest_gap_ms(const struct phone *phone, int toy, int64_t since_ms)
{
	int64_t last_ms = since_ms;
	int64_t longest_ms = 0;
	for (int i = 0; i < phone->handed_count; i++) {
		const struct handed *handed = &phone->handed[i];
		bool is_for_it = !handed->toys || (toy != ALL_TOYS && (handed->toys >> toy & 1));
		if (!handed->is_stop || handed->route != DELIVERY_LAN || handed->where != phone->ways.address ||
		    !is_for_it || handed->at_ms < since_ms)
			continue;
		longest_ms = handed->at_ms - last_ms > longest_ms ? handed->at_ms - last_ms : longest_ms;
		last_ms = handed->at_ms;
	}
	return phone->now_ms - last_ms > longest_ms ? phone->now_ms - last_ms : longest_ms;
}

static int count_stops(const struct phone *phone, enum delivery_route route, int64_t since_ms)
{
	int count = 0;
	for (int i = 0; i < phone->handed_count; i++)
		count += phone->handed[i].is_stop && phone->handed[i].route == route &&
			 phone->handed[i].at_ms >= since_ms;
	return count;
}

/* --- Stop for all --- */

static void thousands_at_once_are_one(void **state)
{
	(void)state;
	struct phone phone;
	set_up(&phone, true);
	turn(&phone, 5000);
	int64_t since_ms = phone.now_ms;
	for (int i = 0; i < 5000; i++)
		want(&phone, ALL_TOYS, 0);
	assert_int_equal(count_stops(&phone, DELIVERY_LAN, since_ms), 2);
	assert_int_equal(count_stops(&phone, DELIVERY_SERVER, since_ms), 2);
	turn(&phone, 5000);
	assert_int_equal(count_stops(&phone, DELIVERY_LAN, since_ms), 6);
	assert_int_equal(count_stops(&phone, DELIVERY_SERVER, since_ms), 6);
}

static void pressed_again_and_again_it_is_repeated_evenly(void **state)
{
	(void)state;
	struct phone phone;
	set_up(&phone, true);
	turn(&phone, 5000);
	int64_t since_ms = phone.now_ms;
	for (int i = 0; i < 1000; i++) {
		want(&phone, ALL_TOYS, 0);
		turn(&phone, 10);
	}
	for (int route = 0; route < DELIVERY_ROUTE_COUNT; route++)
		assert_in_range(most_in_a_second(&phone, (enum delivery_route)route, 0, since_ms + 1), 6,
				DELIVERY_STOP_RATE);
	assert_in_range(longest_gap_ms(&phone, ALL_TOYS, since_ms), 1, SECOND_MS / 4);
}

/* --- Stops of some toys --- */

static void toys_of_a_new_app_share_one_command(void **state)
{
	(void)state;
	struct phone phone;
	set_up(&phone, true);
	move_and_stop(&phone, 6, 80);
	int64_t since_ms = phone.now_ms + 1;
	turn(&phone, 2500);
	assert_in_range(most_in_a_second(&phone, DELIVERY_LAN, 0, since_ms), 1, 3);
	for (int toy = 0; toy < 6; toy++)
		assert_in_range(longest_gap_ms(&phone, toy, since_ms), 1, REPEAT_MS);
}

static void many_toys_of_an_old_app_take_turns(void **state)
{
	enum { MANY = 12 };
	(void)state;
	struct phone phone;
	set_up(&phone, false);
	move_and_stop(&phone, MANY, 0);
	int64_t since_ms = phone.now_ms + 1;
	turn(&phone, 3500);
	assert_in_range(most_in_a_second(&phone, DELIVERY_LAN, 0, since_ms), 1, DELIVERY_STOP_RATE);
	for (int toy = 0; toy < MANY; toy++)
		assert_in_range(longest_gap_ms(&phone, toy, since_ms), 1, 2 * SECOND_MS);
}

static void a_stop_asked_again_and_again_leaves_room_for_other_toys(void **state)
{
	(void)state;
	struct phone phone;
	set_up(&phone, false);
	move_and_stop(&phone, 3, 0);
	int64_t since_ms = phone.now_ms + 1;
	for (int i = 0; i < 300; i++) {
		turn(&phone, 10);
		want(&phone, 0, 0);
	}
	assert_in_range(most_in_a_second(&phone, DELIVERY_LAN, 0, since_ms), 1, DELIVERY_STOP_RATE);
	for (int toy = 0; toy < 3; toy++)
		assert_in_range(longest_gap_ms(&phone, toy, since_ms), 1, REPEAT_MS);
}

static void a_sign_of_life_takes_nothing_from_the_repeats(void **state)
{
	(void)state;
	struct phone phone;
	set_up(&phone, false);
	move_and_stop(&phone, 3, 0);
	int64_t since_ms = phone.now_ms + 1;
	turn(&phone, REPEAT_MS + 5);
	delivery_sign_of_life(&phone.delivery, phone.now_ms);
	turn(&phone, 2500);
	for (int toy = 0; toy < 3; toy++)
		assert_in_range(longest_gap_ms(&phone, toy, since_ms), 1, REPEAT_MS);
}

/* --- an address that the phone has left --- */

static void what_goes_to_an_old_address_leaves_room_for_the_new_one(void **state)
{
	(void)state;
	struct phone phone;
	set_up(&phone, false);
	for (int toy = 0; toy < 4; toy++)
		want(&phone, toy, 9);
	change_address(&phone);
	for (int toy = 0; toy < 4; toy++)
		want(&phone, toy, 0);
	int64_t since_ms = phone.now_ms + 1;
	turn(&phone, 3500);
	for (int toy = 0; toy < 4; toy++)
		assert_in_range(longest_gap_ms(&phone, toy, since_ms), 1, REPEAT_MS);
}

static void the_first_stop_goes_to_both_though_the_rate_is_used_up(void **state)
{
	(void)state;
	struct phone phone;
	set_up(&phone, true);
	for (int i = 0; i < 150; i++) {
		want(&phone, ALL_TOYS, 0);
		turn(&phone, 10);
	}
	want(&phone, 0, 9);
	change_address(&phone);
	turn(&phone, 10);
	int64_t since_ms = phone.now_ms;
	want(&phone, 0, 0);
	assert_int_equal(most_in_a_second(&phone, DELIVERY_LAN, 1, since_ms), 1);
	assert_int_equal(most_in_a_second(&phone, DELIVERY_LAN, 2, since_ms), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thousands_at_once_are_one),
		cmocka_unit_test(pressed_again_and_again_it_is_repeated_evenly),
		cmocka_unit_test(toys_of_a_new_app_share_one_command),
		cmocka_unit_test(many_toys_of_an_old_app_take_turns),
		cmocka_unit_test(a_stop_asked_again_and_again_leaves_room_for_other_toys),
		cmocka_unit_test(a_sign_of_life_takes_nothing_from_the_repeats),
		cmocka_unit_test(what_goes_to_an_old_address_leaves_room_for_the_new_one),
		cmocka_unit_test(the_first_stop_goes_to_both_though_the_rate_is_used_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
