/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of toy and route when the phone app misbehaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

enum { LONG_S = 2000, HOLD_MS = 20000 };

static struct rig *rig_by_lan(void)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	return rig;
}

static void send_level(struct rig *rig, int level)
{
	struct lovense_command command = rig_vibrate(rig, level, LONG_S);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
}

/* When the first toy stood still first after a serial, in the time of the simulator. */
static double still_at_ms(struct rig *rig, int after)
{
	json_t *levels = rig_log(rig, "level", after);
	size_t index = 0;
	json_t *entry = NULL;
	double at_ms = -1;
	json_array_foreach(levels, index, entry)
	{
		bool is_first = strcmp(json_string_value(json_object_get(entry, "toy")), rig_first_toy(rig)) == 0;
		if (is_first && at_ms < 0 && json_integer_value(json_object_get(entry, "level")) == 0)
			at_ms = json_number_value(json_object_get(entry, "changed_at_ms"));
	}
	json_decref(levels);
	return at_ms;
}

static double killed_at_ms(struct rig *rig, int after)
{
	json_t *calls = rig_log(rig, "control", after);
	double at_ms = json_number_value(json_object_get(json_array_get(calls, 0), "at_ms"));
	json_decref(calls);
	return at_ms;
}

/* The toys hold what they were told for a while: no Stop can reach them, by neither route. LAN is given up, and taken
 * up again with the app. */
static void an_app_that_is_killed_is_left_by_lan_and_found_again(void **state)
{
	(void)state;
	struct rig *rig = rig_by_lan();
	rig_post(rig, "/faults", "{s:i}", "app_kill_hold_ms", HOLD_MS);
	send_level(rig, 6);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 6);
	int serial = rig_serial(rig);
	rig_post(rig, "/phone", "{s:s}", "app", "killed");
	rig_await_route(rig, LOVENSE_ROUTE_SERVER);
	assert_true(rig_now(rig)->lan_note[0] != '\0');
	lovense_link_stop_all(rig->link);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	assert_true(still_at_ms(rig, serial) - killed_at_ms(rig, serial) >= HOLD_MS);
	rig_post(rig, "/phone", "{s:s}", "app", "running");
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	send_level(rig, 4);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 4);
	rig_stop(rig);
}

/* Nothing of the server reaches the app, and nobody says so: LAN alone drives and stops the toys, and without it "sent"
 * is all that is known. */
static void a_deaf_app_is_driven_and_stopped_by_lan(void **state)
{
	(void)state;
	struct rig *rig = rig_by_lan();
	rig_post(rig, "/faults", "{s:b}", "app_deaf", 1);
	send_level(rig, 6);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 6);
	int serial = rig_serial(rig);
	assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_SENT);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	rig_post(rig, "/faults", "{s:b}", "lan_listening", 0);
	rig_await_route(rig, LOVENSE_ROUTE_SERVER);
	serial = rig_serial(rig);
	send_level(rig, 8);
	rig_await_commands(rig, "socket", "function", serial, 1);
	assert_int_equal(rig_toy_level(rig, rig_first_toy(rig), "Vibrate"), 0);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_app_that_is_killed_is_left_by_lan_and_found_again),
		cmocka_unit_test(a_deaf_app_is_driven_and_stopped_by_lan),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
