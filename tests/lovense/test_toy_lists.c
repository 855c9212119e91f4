/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands to several toys: in one list where the app can, one by one where it cannot, and in one without a toy when
 * all are meant; on both routes. */
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

static struct lovense_command to_both(struct rig *rig, int level)
{
	struct lovense_command command = rig_vibrate(rig, level, LONG_S);
	command.toy_count = 2;
	memcpy(command.toys[0], rig_now(rig)->toys[0].id, LOVENSE_TOY_ID_SIZE);
	memcpy(command.toys[1], rig_now(rig)->toys[1].id, LOVENSE_TOY_ID_SIZE);
	return command;
}

/* Lists of toys are documented for apps from 7.71.0 on. */
static const struct {
	const char *version;
	int commands; /* for two toys */
} versions[] = {
	{"7.71.0", 1}, {"7.70.9", 2}, {"7.100.0", 1}, {"8.0.0", 1}, {"6.99.0", 2},
	{"7.8.0", 2},  {"5.1.4", 2},  {"", 2},        {"beta", 2},  {"7", 2},
};

/* What is wanted may be said again, the more often the slower the machine is: what counts is how many toys each names.
 */
static void expect_commands(struct rig *rig, const char *route, const char *means, int serial, int expected)
{
	json_t *entries = rig_log(rig, "command", serial);
	size_t index = 0;
	json_t *entry = NULL;
	json_array_foreach(entries, index, entry)
	{
		const char *way = json_string_value(json_object_get(entry, "route"));
		const char *meaning = json_string_value(json_object_get(entry, "means"));
		if (strcmp(way, route) == 0 && strcmp(meaning, means) == 0)
			assert_int_equal(json_array_size(json_object_get(entry, "toys")) * (size_t)expected, 2);
	}
	json_decref(entries);
	assert_true(rig_commands(rig, route, means, serial) >= expected);
}

static void send_to_both(struct rig *rig, const char *route, int expected)
{
	int serial = rig_serial(rig);
	struct lovense_command command = to_both(rig, 4);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_level(rig, rig_now(rig)->toys[0].id, "Vibrate", 4);
	rig_await_level(rig, rig_now(rig)->toys[1].id, "Vibrate", 4);
	expect_commands(rig, route, "function", serial, expected);
	/* Also what is not a level. */
	serial = rig_serial(rig);
	command.kind = LOVENSE_COMMAND_PATTERN;
	command.pattern_interval_ms = 100;
	command.pattern_count = 2;
	command.pattern[0] = 8;
	command.pattern[1] = 8;
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_level(rig, rig_now(rig)->toys[0].id, "Vibrate", 8);
	rig_await_level(rig, rig_now(rig)->toys[1].id, "Vibrate", 8);
	expect_commands(rig, route, "pattern", serial, expected);
}

static void stop_both(struct rig *rig)
{
	struct lovense_command stop = to_both(rig, 0);
	stop.kind = LOVENSE_COMMAND_STOP;
	assert_int_equal(lovense_link_send(rig->link, &stop), LOVENSE_SENT);
	rig_await_level(rig, rig_now(rig)->toys[0].id, "Vibrate", 0);
	rig_await_level(rig, rig_now(rig)->toys[1].id, "Vibrate", 0);
}

static bool is_third_off(struct rig *rig, void *ctx)
{
	(void)ctx;
	return !rig_now(rig)->toys[2].is_connected;
}

static void run_versions(enum lovense_route_choice choice, enum lovense_route route, const char *name)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = choice;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		print_message("app \"%s\"\n", versions[i].version);
		rig_post(rig, "/reset", NULL);
		/* The simulator compares numbers; what is no version is an old app to it too. */
		rig_post(rig, "/faults", "{s:s}", "app_version", versions[i].version);
		rig_post(rig, "/toys/add", "{s:s,s:s}", "type", "max", "id", "third");
		rig_pair(rig);
		rig_await_route(rig, route);
		send_to_both(rig, name, versions[i].commands);
		stop_both(rig);
		/* All that are connected; but one that is switched on just now is none of them. */
		rig_post(rig, "/toys", "{s:s,s:b}", "id", "third", "connected", 0);
		rig_await_true(rig, is_third_off, NULL, "the third toy to be off");
		send_to_both(rig, name, versions[i].commands);
		stop_both(rig);
	}
	rig_stop(rig);
}

static void by_the_server(void **state)
{
	(void)state;
	run_versions(LOVENSE_CHOOSE_SERVER, LOVENSE_ROUTE_SERVER, "socket");
}

static void by_lan(void **state)
{
	(void)state;
	run_versions(LOVENSE_CHOOSE_LAN, LOVENSE_ROUTE_LAN, "lan");
}

/* A toy that has no place is never moved, not even when all the others are. */
static void the_seventeenth_toy_is_left_out_and_named(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	for (int i = 2; i < LOVENSE_MAX_TOYS; i++)
		rig_post(rig, "/toys/add", "{s:s}", "type", "lush");
	rig_post(rig, "/toys/add", "{s:s,s:s}", "type", "lush", "id", "seventeenth");
	rig_post(rig, "/faults", "{s:s}", "app_version", "7.70.9");
	rig_pair(rig);
	rig_await_reason(rig, LOVENSE_READY, LOVENSE_REASON_TOO_MANY_TOYS);
	struct lovense_command command = rig_vibrate(rig, 4, LONG_S);
	for (size_t i = 0; i < LOVENSE_MAX_TOYS; i++)
		memcpy(command.toys[i], rig_now(rig)->toys[i].id, LOVENSE_TOY_ID_SIZE);
	command.toy_count = LOVENSE_MAX_TOYS;
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	for (size_t i = 0; i < LOVENSE_MAX_TOYS; i++)
		rig_await_level(rig, rig_now(rig)->toys[i].id, "Vibrate", 4);
	assert_int_equal(rig_toy_level(rig, "seventeenth", "Vibrate"), 0);
	rig_post(rig, "/toys/remove", "{s:s}", "id", "seventeenth");
	rig_await_reason(rig, LOVENSE_READY, LOVENSE_REASON_NONE);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_the_server),
		cmocka_unit_test(by_lan),
		cmocka_unit_test(the_seventeenth_toy_is_left_out_and_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
