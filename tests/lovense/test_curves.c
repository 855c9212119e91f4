/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns go on as curves (PatternV2) where the app can, and only there. The simulator's toys say what was done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

/* Simulated time passes twenty times as fast: this is long enough to look at it on any machine. */
enum { LONG_S = 1200, STEP_MS = 10000, HIGHEST = 16 };

static struct lovense_command pattern_of(struct rig *rig, int highest)
{
	struct lovense_command command = rig_vibrate(rig, 0, LONG_S);
	command.kind = LOVENSE_COMMAND_PATTERN;
	command.may_be_curve = true;
	command.pattern_interval_ms = STEP_MS;
	command.pattern_count = 2;
	command.pattern[0] = command.pattern[1] = highest;
	return command;
}

static struct rig *start(const char *version, enum lovense_route_choice choice, enum lovense_route route)
{
	struct rig *rig = rig_start(NULL);
	/* What a Stop that came with the connection could still end. */
	rig->timing.delivery.emit_ms = 100;
	rig->config.route = choice;
	rig_post(rig, "/faults", "{s:s}", "app_version", version);
	rig_pair(rig);
	rig_await_route(rig, route);
	return rig;
}

static void want(struct rig *rig, const struct lovense_command *command)
{
	assert_int_equal(lovense_link_send(rig->link, command), LOVENSE_SENT);
}

/* Returns the serial before it. */
static int begin_curve(struct rig *rig)
{
	int serial = rig_serial(rig);
	struct lovense_command pattern = pattern_of(rig, HIGHEST);
	want(rig, &pattern);
	rig_await_commands(rig, "lan", "v2Play", serial, 1);
	rig_await_commands(rig, "lan", "stop", serial, 1);
	return serial;
}

static void a_pattern_goes_on_as_a_curve(void **state)
{
	(void)state;
	struct rig *rig = start("7.71.0", LOVENSE_CHOOSE_AUTO, LOVENSE_ROUTE_LAN);
	int serial = begin_curve(rig);
	assert_int_equal(rig_commands(rig, "lan", "v2Setup", serial), 1);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", HIGHEST);
	json_t *entries = rig_log(rig, "command", serial);
	size_t index = 0;
	json_t *entry = NULL;
	json_array_foreach(entries, index, entry)
	{
		const json_t *time = json_object_get(json_object_get(entry, "command"), "timeMs");
		if (strcmp(json_string_value(json_object_get(entry, "means")), "v2Play") == 0)
			assert_in_range(json_integer_value(time), 101, LONG_S * 1000);
	}
	json_decref(entries);
	rig_stop(rig);
}

static void a_stop_ends_the_curve_at_once(void **state)
{
	(void)state;
	struct rig *rig = start("7.76.0", LOVENSE_CHOOSE_AUTO, LOVENSE_ROUTE_LAN);
	static const bool are_for_all[] = {false, true};
	for (size_t i = 0; i < sizeof(are_for_all) / sizeof(are_for_all[0]); i++) {
		int serial = begin_curve(rig);
		struct lovense_command stop = pattern_of(rig, 0);
		stop.kind = LOVENSE_COMMAND_STOP;
		if (are_for_all[i])
			assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_SENT);
		else
			want(rig, &stop);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
		assert_true(rig_commands(rig, "lan", "v2Stop", serial) >= 1);
		/* The next one begins when nothing of that can end it any more. */
		rig_run_ms(rig, 0);
	}
	rig_stop(rig);
}

static void a_level_takes_the_place_of_the_curve(void **state)
{
	(void)state;
	struct rig *rig = start("7.76.0", LOVENSE_CHOOSE_AUTO, LOVENSE_ROUTE_LAN);
	begin_curve(rig);
	struct lovense_command level = rig_vibrate(rig, 3, LONG_S);
	want(rig, &level);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 3);
	rig_stop(rig);
}

static void a_weaker_pattern_does_not_wait(void **state)
{
	(void)state;
	struct rig *rig = start("7.76.0", LOVENSE_CHOOSE_AUTO, LOVENSE_ROUTE_LAN);
	begin_curve(rig);
	int serial = rig_serial(rig);
	struct lovense_command weaker = pattern_of(rig, 4);
	want(rig, &weaker);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 4);
	assert_true(rig_commands(rig, "lan", "pattern", serial) >= 1);
	rig_await_commands(rig, "lan", "v2Play", serial, 1);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 4);
	rig_stop(rig);
}

static void an_old_app_and_the_server_get_patterns(void **state)
{
	(void)state;
	static const struct {
		const char *version;
		enum lovense_route_choice choice;
		enum lovense_route route;
	} others[] = {
		{"7.70.9", LOVENSE_CHOOSE_AUTO, LOVENSE_ROUTE_LAN},
		{"1.9.9", LOVENSE_CHOOSE_AUTO, LOVENSE_ROUTE_LAN},
		{"7.76.0", LOVENSE_CHOOSE_SERVER, LOVENSE_ROUTE_SERVER},
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct rig *rig = start(others[i].version, others[i].choice, others[i].route);
		int serial = rig_serial(rig);
		struct lovense_command pattern = pattern_of(rig, HIGHEST);
		want(rig, &pattern);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", HIGHEST);
		rig_run_ms(rig, 400);
		assert_int_equal(rig_commands(rig, NULL, "v2Setup", serial), 0);
		assert_int_equal(rig_commands(rig, NULL, "v2Play", serial), 0);
		rig_stop(rig);
	}
}

static void a_curve_becomes_a_pattern_when_the_route_is_another(void **state)
{
	(void)state;
	struct rig *rig = start("7.76.0", LOVENSE_CHOOSE_AUTO, LOVENSE_ROUTE_LAN);
	int serial = begin_curve(rig);
	rig_post(rig, "/faults", "{s:i}", "lan_error_code", 500);
	rig_await_route(rig, LOVENSE_ROUTE_SERVER);
	rig_await_commands(rig, "socket", "pattern", serial, 1);
	assert_int_equal(rig_commands(rig, "socket", "v2Play", serial), 0);
	assert_int_equal(rig_commands(rig, "socket", "v2Setup", serial), 0);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_goes_on_as_a_curve),
		cmocka_unit_test(a_stop_ends_the_curve_at_once),
		cmocka_unit_test(a_level_takes_the_place_of_the_curve),
		cmocka_unit_test(a_weaker_pattern_does_not_wait),
		cmocka_unit_test(an_old_app_and_the_server_get_patterns),
		cmocka_unit_test(a_curve_becomes_a_pattern_when_the_route_is_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
