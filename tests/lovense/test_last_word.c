/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wanted last is what the toy does in the end, whatever the phone does with what it got before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

/* Simulated seconds pass twenty times as fast: this is long enough to look at it on any machine. */
enum { LONG_S = 2000 };

static struct rig *start(void)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig->timing.lan.check_ms = 600000;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	return rig;
}

static struct lovense_command command_for(const struct rig *rig, size_t toy, int level)
{
	struct lovense_command command = rig_vibrate(rig, level, LONG_S);
	memcpy(command.toys[0], rig_now(rig)->toys[toy].id, LOVENSE_TOY_ID_SIZE);
	if (level == 0)
		command.kind = LOVENSE_COMMAND_STOP;
	return command;
}

static void send(struct rig *rig, size_t toy, int level)
{
	struct lovense_command command = command_for(rig, toy, level);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
}

/* Sends a movement that the phone has and works on for so long. */
static int send_slow(struct rig *rig, size_t toy, int level, int work_ms)
{
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:i,s:b}", "lan_move_ms", work_ms, "lan_goes_on", 1);
	send(rig, toy, level);
	rig_await_log(rig, "lan_arrived", serial, 1);
	return serial;
}

/* The movement was done, after the Stop; and the toy is still in the end. Without a correction it would run for longer
 * than this waits. */
static void expect_still_after_it(struct rig *rig, size_t toy, int serial)
{
	rig_await_commands(rig, "lan", "function", serial, 1);
	rig_await_level(rig, rig_now(rig)->toys[toy].id, "Vibrate", 0);
}

/* No fault is needed for that: a movement is under way, and the Stop is done before it. */
static void a_stop_that_overtakes_a_movement(void **state)
{
	(void)state;
	struct rig *rig = start();
	send(rig, 0, 15);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 15);
	int serial = send_slow(rig, 0, 16, 2000);
	send(rig, 0, 0);
	expect_still_after_it(rig, 0, serial);
	rig_stop(rig);
}

static void a_lower_level_that_overtakes_a_higher_one(void **state)
{
	(void)state;
	struct rig *rig = start();
	int serial = send_slow(rig, 0, 18, 2000);
	rig_post(rig, "/faults", "{s:i}", "lan_move_ms", 0);
	send(rig, 0, 2);
	rig_await_commands(rig, "lan", "function", serial, 2);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 2);
	rig_stop(rig);
}

/* The route is given up while the phone still works on what came by it. */
static void a_stop_by_the_server_with_a_movement_left_in_the_lan(void **state)
{
	(void)state;
	struct rig *rig = start();
	int serial = send_slow(rig, 0, 9, 20000);
	rig_post(rig, "/faults", "{s:b}", "lan_listening", 0);
	send(rig, 1, 0);
	rig_await_route(rig, LOVENSE_ROUTE_SERVER);
	send(rig, 0, 0);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	expect_still_after_it(rig, 0, serial);
	rig_stop(rig);
}

static void stop_all_with_a_movement_that_outlives_its_connection(void **state)
{
	(void)state;
	struct rig *rig = start();
	int serial = send_slow(rig, 0, 9, 20000);
	lovense_link_stop_all(rig->link);
	rig_await_commands(rig, "lan", "stop", serial, 1);
	expect_still_after_it(rig, 0, serial);
	rig_stop(rig);
}

static void an_app_that_answers_before_it_acts(void **state)
{
	(void)state;
	struct rig *rig = start();
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:i}", "lan_acts_late_ms", 200);
	send(rig, 0, 9);
	rig_await_log(rig, "lan", serial, 1);
	rig_post(rig, "/faults", "{s:i}", "lan_acts_late_ms", 0);
	send(rig, 0, 0);
	expect_still_after_it(rig, 0, serial);
	rig_stop(rig);
}

static void an_app_that_swaps_a_movement_and_the_stop(void **state)
{
	(void)state;
	struct rig *rig = start();
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:{s:s,s:i},s:i}", "lan_order", "value", "swapped", "times", 1, "lan_stop_ms", 200);
	send(rig, 0, 9);
	rig_await_log(rig, "lan_arrived", serial, 1);
	send(rig, 0, 0);
	expect_still_after_it(rig, 0, serial);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stop_that_overtakes_a_movement),
		cmocka_unit_test(a_lower_level_that_overtakes_a_higher_one),
		cmocka_unit_test(a_stop_by_the_server_with_a_movement_left_in_the_lan),
		cmocka_unit_test(stop_all_with_a_movement_that_outlives_its_connection),
		cmocka_unit_test(an_app_that_answers_before_it_acts),
		cmocka_unit_test(an_app_that_swaps_a_movement_and_the_stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
