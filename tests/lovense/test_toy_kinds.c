/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What depends on the kind of a toy: positions, and types that nobody knows yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

static struct rig *pair_with(const char *type, enum lovense_route_choice route)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = route;
	rig_post(rig, "/toys/remove", "{s:b}", "all", 1);
	rig_post(rig, "/toys/add", "{s:s}", "type", type);
	rig_pair(rig);
	return rig;
}

static struct lovense_command position_of(const struct rig *rig, int position)
{
	struct lovense_command command = {.kind = LOVENSE_COMMAND_POSITION, .position = position, .toy_count = 1};
	memcpy(command.toys[0], rig_first_toy(rig), LOVENSE_TOY_ID_SIZE);
	return command;
}

/* No page of the API lists positions for the server: they would count as sent, and nothing would move. What the toy did
 * before is not wanted any more, and ends. */
static void a_position_by_the_server_is_a_stop(void **state)
{
	(void)state;
	struct rig *rig = pair_with("solace pro", LOVENSE_CHOOSE_SERVER);
	struct lovense_command thrust = {.kind = LOVENSE_COMMAND_FUNCTION, .time_s = 2000, .toy_count = 1};
	struct lovense_command move = position_of(rig, 30);
	int serial = rig_serial(rig);
	thrust.has_level[LOVENSE_THRUSTING] = true;
	thrust.level[LOVENSE_THRUSTING] = 10;
	memcpy(thrust.toys[0], rig_first_toy(rig), LOVENSE_TOY_ID_SIZE);
	assert_int_equal(lovense_link_send(rig->link, &thrust), LOVENSE_SENT);
	rig_await_level(rig, rig_first_toy(rig), "Thrusting", 10);
	assert_int_equal(lovense_link_send(rig->link, &move), LOVENSE_NEEDS_LAN);
	rig_await_level(rig, rig_first_toy(rig), "Thrusting", 0);
	assert_int_equal(rig_commands(rig, NULL, "position", serial), 0);
	rig_stop(rig);
}

static void a_position_goes_by_lan(void **state)
{
	(void)state;
	struct rig *rig = pair_with("solace pro", LOVENSE_CHOOSE_AUTO);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	struct lovense_command move = position_of(rig, 30);
	int serial = rig_serial(rig);
	assert_int_equal(lovense_link_send(rig->link, &move), LOVENSE_SENT);
	rig_await_commands(rig, "lan", "position", serial, 1);
	rig_stop(rig);
}

/* Another movement would go on by the server. */
static void a_position_that_is_lost_is_not_said_by_the_server(void **state)
{
	(void)state;
	struct rig *rig = pair_with("solace pro", LOVENSE_CHOOSE_AUTO);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	struct lovense_command move = position_of(rig, 30);
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:b}", "lan_listening", 0);
	assert_int_equal(lovense_link_send(rig->link, &move), LOVENSE_SENT);
	rig_await_route(rig, LOVENSE_ROUTE_SERVER);
	assert_int_equal(lovense_link_send(rig->link, &move), LOVENSE_NEEDS_LAN);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	assert_int_equal(rig_commands(rig, "socket", "position", serial), 0);
	rig_stop(rig);
}

static void a_toy_of_an_unknown_type_is_named(void **state)
{
	(void)state;
	struct rig *rig = pair_with("novelty", LOVENSE_CHOOSE_SERVER);
	assert_int_equal(rig_now(rig)->toys[0].note, LOVENSE_TOY_UNKNOWN_TYPE);
	assert_int_equal(rig_now(rig)->toys[0].functions, LOVENSE_BIT(LOVENSE_VIBRATE));
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_position_by_the_server_is_a_stop),
		cmocka_unit_test(a_position_goes_by_lan),
		cmocka_unit_test(a_position_that_is_lost_is_not_said_by_the_server),
		cmocka_unit_test(a_toy_of_an_unknown_type_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
