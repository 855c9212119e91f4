/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the LAN route uses its connection, and what it must never hold up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/lan/lan.h"
#include "rig.h"

enum { LONG_S = 2000 };

static struct rig *lan_rig(void)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_LAN;
	/* No health check but the first: every request here is one of the test. */
	rig->timing.lan.check_ms = 600000;
	return rig;
}

static void send_level(struct rig *rig, int level)
{
	struct lovense_command command = rig_vibrate(rig, level, LONG_S);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", level);
}

static json_int_t connection_of(json_t *request)
{
	return json_integer_value(json_object_get(request, "connection"));
}

static void commands_share_a_connection_and_a_new_one_resumes_its_tls_session(void **state)
{
	(void)state;
	struct rig *rig = lan_rig();
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	send_level(rig, 1);
	send_level(rig, 2);
	rig_post(rig, "/lan/cut", NULL);
	send_level(rig, 3);
	json_t *requests = rig_log(rig, "lan", 0);
	/* The check, two commands, and one more on a new connection. */
	assert_int_equal(json_array_size(requests), 4);
	json_int_t first = connection_of(json_array_get(requests, 0));
	for (size_t i = 1; i < 3; i++)
		assert_int_equal(connection_of(json_array_get(requests, i)), first);
	json_t *last = json_array_get(requests, 3);
	assert_int_not_equal(connection_of(last), first);
	assert_true(json_is_true(json_object_get(last, "resumed")));
	json_decref(requests);
	rig_stop(rig);
}

static bool has_ten_pings(struct rig *rig, void *ctx)
{
	json_t *pings = rig_log(rig, "ping", *(const int *)ctx);
	size_t count = json_array_size(pings);
	json_decref(pings);
	return count >= 10;
}

static void a_hanging_phone_holds_up_neither_heartbeat_nor_stop(void **state)
{
	(void)state;
	struct rig *rig = lan_rig();
	rig->timing.lan.total_ms = 60000;
	rig_post(rig, "/faults", "{s:i}", "ping_interval_ms", 1000);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	send_level(rig, 5);
	rig_post(rig, "/faults", "{s:s}", "lan_answer", "never");
	struct lovense_command command = rig_vibrate(rig, 9, LONG_S);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	int serial = rig_serial(rig);
	rig_await_true(rig, has_ten_pings, &serial, "ten heartbeats");
	/* The request still hangs. */
	assert_int_equal(rig_now(rig)->route, LOVENSE_ROUTE_LAN);
	lovense_link_stop_all(rig->link);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	rig_stop(rig);
}

/* The phone answers slowly: of what is wanted meanwhile only the last goes out, when it has answered. */
static void the_newest_command_goes_out_behind_a_slow_one(void **state)
{
	(void)state;
	struct rig *rig = lan_rig();
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:{s:i,s:i}}", "lan_delay_ms", "value", 4000, "times", 1);
	for (int level = 1; level <= 3; level++) {
		struct lovense_command command = rig_vibrate(rig, level, LONG_S);
		assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	}
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 3);
	assert_true(rig_was_at(rig, 1, serial));
	assert_false(rig_was_at(rig, 2, serial));
	rig_stop(rig);
}

/* The phone does not answer at all. The server gets what is wanted now, and nothing of what was wanted before. */
static void no_old_command_is_replayed_by_the_server(void **state)
{
	(void)state;
	struct rig *rig = lan_rig();
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig->timing.lan.total_ms = 1000;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:s}", "lan_answer", "never");
	int serial = rig_serial(rig);
	struct lovense_command first = rig_vibrate(rig, 1, LONG_S);
	struct lovense_command second = rig_vibrate(rig, 2, LONG_S);
	assert_int_equal(lovense_link_send(rig->link, &first), LOVENSE_SENT);
	assert_int_equal(lovense_link_send(rig->link, &second), LOVENSE_SENT);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 2);
	assert_true(rig_commands(rig, "socket", "function", serial) >= 1);
	assert_int_equal(rig_commands(rig, "lan", NULL, serial), 0);
	rig_stop(rig);
}

static bool has_line(struct rig *rig, void *ctx)
{
	return strstr(rig->log, ctx) != NULL;
}

/* Codes that speak of the command, not of a toy or of the app: a word in the log, and the route stays. */
static void a_refused_command_is_named_in_the_log(void **state)
{
	(void)state;
	static const struct {
		int code;
		const char *line;
	} cases[] = {{400, "refused a command (400)"}, {404, "refused a command (404)"}};
	struct rig *rig = lan_rig();
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lovense_command command = rig_vibrate(rig, 9, LONG_S);
		rig_post(rig, "/faults", "{s:i}", "lan_error_code", cases[i].code);
		assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
		rig_await_true(rig, has_line, (void *)cases[i].line, cases[i].line);
		assert_int_equal(rig_now(rig)->route, LOVENSE_ROUTE_LAN);
		assert_int_equal(rig_now(rig)->toys[0].note, LOVENSE_TOY_OK);
	}
	rig_stop(rig);
}

static void stop_first(struct rig *rig)
{
	struct lovense_command stop = {.kind = LOVENSE_COMMAND_STOP, .toy_count = 1};
	memcpy(stop.toys[0], rig_first_toy(rig), LOVENSE_TOY_ID_SIZE);
	assert_int_equal(lovense_link_send(rig->link, &stop), LOVENSE_SENT);
}

/* Stops hang at the phone, as many as somebody likes to press. */
static void a_crowd_of_stops_keeps_none_out(void **state)
{
	(void)state;
	for (int is_for_all = 0; is_for_all < 2; is_for_all++) {
		struct rig *rig = lan_rig();
		rig->timing.lan.total_ms = 60000;
		rig_pair(rig);
		rig_await_route(rig, LOVENSE_ROUTE_LAN);
		send_level(rig, 5);
		rig_post(rig, "/faults", "{s:s}", "lan_answer", "never");
		int serial = rig_serial(rig);
		for (int i = 0; i < 100; i++)
			stop_first(rig);
		rig_post(rig, "/faults", "{s:s}", "lan_answer", "normal");
		if (is_for_all)
			lovense_link_stop_all(rig->link);
		rig_await_commands(rig, "lan", "stop", serial, 1);
		rig_stop(rig);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_share_a_connection_and_a_new_one_resumes_its_tls_session),
		cmocka_unit_test(a_hanging_phone_holds_up_neither_heartbeat_nor_stop),
		cmocka_unit_test(the_newest_command_goes_out_behind_a_slow_one),
		cmocka_unit_test(no_old_command_is_replayed_by_the_server),
		cmocka_unit_test(a_refused_command_is_named_in_the_log),
		cmocka_unit_test(a_crowd_of_stops_keeps_none_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
