/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The LAN route: chosen while it works, left when it does not; which Stop goes by which route. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

enum { LONG_S = 2000 };

static struct rig *lan_rig(enum lovense_route_choice choice)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = choice;
	return rig;
}

static struct lovense_command to_first(struct rig *rig, int level)
{
	struct lovense_command command = rig_vibrate(rig, level, LONG_S);
	command.toy_count = 1;
	memcpy(command.toys[0], rig_first_toy(rig), LOVENSE_TOY_ID_SIZE);
	return command;
}

static void send_level(struct rig *rig, int level)
{
	struct lovense_command command = to_first(rig, level);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
}

static void commands_go_by_lan_when_it_is_healthy(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	assert_string_equal(rig_now(rig)->lan_note, "");
	assert_true(rig_now(rig)->round_trip_ms >= 0);
	int serial = rig_serial(rig);
	send_level(rig, 6);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 6);
	assert_true(rig_commands(rig, "lan", "function", serial) >= 1);
	assert_int_equal(rig_commands(rig, "socket", NULL, serial), 0);
	json_t *requests = rig_log(rig, "lan", serial);
	json_t *request = json_array_get(requests, 0);
	assert_string_equal(json_string_value(json_object_get(request, "platform")), "Lovense for OBS");
	assert_string_equal(json_string_value(json_object_get(request, "scheme")), "https");
	json_decref(requests);
	rig_stop(rig);
}

static void an_emergency_stop_goes_out_on_both_routes(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	send_level(rig, 6);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 6);
	int serial = rig_serial(rig);
	lovense_link_stop_all(rig->link);
	rig_await_commands(rig, "lan", "stop", serial, 1);
	rig_await_commands(rig, "lan", "v2Stop", serial, 1);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	rig_await_commands(rig, "socket", "v2Stop", serial, 1);
	assert_int_equal(rig_toy_level(rig, rig_first_toy(rig), "Vibrate"), 0);
	rig_stop(rig);
}

static void end_run(struct rig *rig)
{
	struct lovense_command stop = to_first(rig, 0);
	stop.kind = LOVENSE_COMMAND_STOP;
	assert_int_equal(lovense_link_send(rig->link, &stop), LOVENSE_SENT);
}

/* A key is released and pressed again at once, and the way by the server takes a second. */
static void the_end_of_a_run_by_lan_cuts_no_later_run_off(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_post(rig, "/faults", "{s:i}", "ping_interval_ms", 1000);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:i}", "socket_uplink_delay_ms", 20000);
	send_level(rig, 6);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 6);
	int serial = rig_serial(rig);
	end_run(rig);
	send_level(rig, 8);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 8);
	/* Heartbeats go the slow way too: behind so many nothing from before is under way any more. */
	rig_await_log(rig, "ping", serial, 30);
	assert_int_equal(rig_commands(rig, "socket", NULL, serial), 0);
	assert_int_equal(rig_toy_level(rig, rig_first_toy(rig), "Vibrate"), 8);
	rig_stop(rig);
}

static void the_end_of_a_run_goes_by_the_server_when_lan_does_not_take_it(void **state)
{
	(void)state;
	static const char *const faults[][2] = {{"lan_answer", "\"reset\""}, {"lan_error_code", "400"}};
	for (size_t i = 0; i < 2; i++) {
		struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
		rig->timing.lan.check_ms = 600000;
		rig_pair(rig);
		rig_await_route(rig, LOVENSE_ROUTE_LAN);
		send_level(rig, 6);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 6);
		json_t *value = json_loads(faults[i][1], JSON_DECODE_ANY, NULL);
		rig_post(rig, "/faults", "{s:o}", faults[i][0], value);
		int serial = rig_serial(rig);
		end_run(rig);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
		assert_true(rig_commands(rig, "socket", "stop", serial) >= 1);
		rig_stop(rig);
	}
}

static void a_run_by_the_server_ends_there_even_if_lan_is_well_by_then(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_post(rig, "/faults", "{s:b,s:i}", "lan_listening", 0, "ping_interval_ms", 1000);
	rig_pair(rig);
	send_level(rig, 6);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 6);
	rig_post(rig, "/faults", "{s:b}", "lan_listening", 1);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	for (int is_over = 0; is_over < 2; is_over++) {
		int serial = rig_serial(rig);
		end_run(rig);
		rig_await_commands(rig, "lan", "stop", serial, 1);
		/* What was sent before the last of these has arrived. */
		rig_await_log(rig, "ping", serial, 3);
		assert_int_equal(rig_commands(rig, "socket", "stop", serial) > 0, !is_over);
	}
	rig_stop(rig);
}

/* A Stop for one toy is none for the other, whose command waits behind a hanging one. */
static void a_stop_for_one_toy_leaves_what_waits_for_another(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig->timing.lan.check_ms = 600000;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:{s:s,s:i}}", "lan_answer", "value", "never", "times", 1);
	int serial = rig_serial(rig);
	send_level(rig, 9);
	rig_await_log(rig, "lan_arrived", serial, 1);
	struct lovense_command other = rig_vibrate(rig, 5, LONG_S);
	other.toy_count = 1;
	memcpy(other.toys[0], rig_now(rig)->toys[1].id, LOVENSE_TOY_ID_SIZE);
	assert_int_equal(lovense_link_send(rig->link, &other), LOVENSE_SENT);
	struct lovense_command stop = to_first(rig, 0);
	stop.kind = LOVENSE_COMMAND_STOP;
	assert_int_equal(lovense_link_send(rig->link, &stop), LOVENSE_SENT);
	rig_await_level(rig, rig_now(rig)->toys[1].id, "Vibrate", 5);
	assert_int_equal(rig_toy_level(rig, rig_first_toy(rig), "Vibrate"), 0);
	rig_stop(rig);
}

static void the_newest_command_wins_and_none_overtakes(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	int serial = rig_serial(rig);
	for (int level = 1; level <= 20; level++)
		send_level(rig, level);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 20);
	rig_run_ms(rig, 300);
	assert_int_equal(rig_toy_level(rig, rig_first_toy(rig), "Vibrate"), 20);
	/* The first one was under way; of those that waited only the last was left. */
	assert_true(rig_was_at(rig, 1, serial));
	for (int level = 2; level < 20; level++)
		assert_false(rig_was_at(rig, level, serial));
	rig_stop(rig);
}

static void a_stop_overtakes_commands_that_wait_for_a_slow_phone(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:s}", "lan_answer", "never");
	for (int level = 1; level <= 5; level++)
		send_level(rig, level);
	int serial = rig_serial(rig);
	lovense_link_stop_all(rig->link);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	rig_post(rig, "/faults", "{s:s}", "lan_answer", "normal");
	rig_run_ms(rig, 1000);
	assert_int_equal(rig_toy_level(rig, rig_first_toy(rig), "Vibrate"), 0);
	rig_stop(rig);
}

static void a_stop_that_cuts_a_command_off_is_sent_twice(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	/* One command reaches the phone and waits there. */
	rig_post(rig, "/faults", "{s:{s:i,s:i}}", "lan_delay_ms", "value", 20000, "times", 1);
	int serial = rig_serial(rig);
	send_level(rig, 9);
	rig_await_log(rig, "lan_arrived", serial, 1);
	lovense_link_stop_all(rig->link);
	rig_await_commands(rig, "lan", "stop", serial, 2);
	rig_stop(rig);
}

static void a_lan_that_fails_under_way_hands_fresh_commands_over(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	/* An idle connection would still be good; the reset takes the next request with it. */
	rig_post(rig, "/faults", "{s:s}", "lan_answer", "reset");
	int serial = rig_serial(rig);
	send_level(rig, 8);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 8);
	assert_int_equal(rig_now(rig)->route, LOVENSE_ROUTE_SERVER);
	rig_await_commands(rig, "socket", NULL, serial, 1);
	rig_stop(rig);
}

static void a_lan_that_flaps_needs_two_good_checks(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	/* No check but those that the failure asks for. */
	rig->timing.lan.check_ms = 600000;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:{s:i,s:i}}", "lan_http", "value", 503, "times", 1);
	int serial = rig_serial(rig);
	send_level(rig, 8);
	rig_await_route(rig, LOVENSE_ROUTE_SERVER);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	json_t *requests = rig_log(rig, "lan", serial);
	/* The one that failed, and two checks. */
	assert_int_equal(json_array_size(requests), 3);
	json_decref(requests);
	rig_stop(rig);
}

/* Stops go on knocking at a route that is out of use: their number says nothing about how long it will be. */
static void the_stops_of_one_outage_are_one_failure(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig->timing.lan.check_ms = 600000;
	rig->timing.lan.retry = (struct backoff_policy){.first_ms = 200, .max_ms = 600000, .factor = 10};
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:{s:i,s:i}}", "lan_http", "value", 503, "times", 7);
	int serial = rig_serial(rig);
	send_level(rig, 8);
	rig_await_route(rig, LOVENSE_ROUTE_SERVER);
	for (int i = 2; i <= 4; i++) {
		lovense_link_stop_all(rig->link);
		rig_await_log(rig, "lan", serial, 2 * i - 1);
	}
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_stop(rig);
}

struct wanted_note {
	enum lovense_toy_note note;
};

static bool has_note(struct rig *rig, void *ctx)
{
	return rig_now(rig)->toys[0].note == ((struct wanted_note *)ctx)->note;
}

static void answers_about_a_toy_become_its_note(void **state)
{
	(void)state;
	static const struct {
		int code;
		enum lovense_toy_note note;
	} cases[] = {{401, LOVENSE_TOY_NOT_FOUND}, {402, LOVENSE_TOY_NOT_CONNECTED}, {403, LOVENSE_TOY_UNSUPPORTED}};
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	/* A health check would hear the same, which tells of the app. */
	rig->timing.lan.check_ms = 600000;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wanted_note wanted = {cases[i].note};
		struct wanted_note good = {LOVENSE_TOY_OK};
		rig_post(rig, "/faults", "{s:i}", "lan_error_code", cases[i].code);
		send_level(rig, 3);
		rig_await_true(rig, has_note, &wanted, "a note");
		assert_int_equal(rig_now(rig)->toys[1].note, LOVENSE_TOY_OK);
		assert_int_equal(rig_now(rig)->route, LOVENSE_ROUTE_LAN);
		rig_post(rig, "/faults", "{s:i}", "lan_error_code", 200);
		send_level(rig, 3);
		rig_await_true(rig, has_note, &good, "the note to go");
	}
	rig_stop(rig);
}

static bool have_all_note(struct rig *rig, void *ctx)
{
	enum lovense_toy_note note = ((struct wanted_note *)ctx)->note;
	return rig_now(rig)->toys[0].note == note && rig_now(rig)->toys[1].note == note;
}

static void an_answer_about_two_toys_becomes_the_note_of_each(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig->timing.lan.check_ms = 600000;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	struct wanted_note missing = {LOVENSE_TOY_NOT_CONNECTED};
	struct wanted_note good = {LOVENSE_TOY_OK};
	struct lovense_command command = rig_vibrate(rig, 4, LONG_S);
	command.toy_count = 2;
	memcpy(command.toys[1], rig_now(rig)->toys[1].id, LOVENSE_TOY_ID_SIZE);
	rig_post(rig, "/faults", "{s:i}", "lan_error_code", 402);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_true(rig, have_all_note, &missing, "a note for each toy");
	rig_post(rig, "/faults", "{s:i}", "lan_error_code", 200);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_true(rig, have_all_note, &good, "the notes to go");
	rig_stop(rig);
}

static void the_server_route_never_touches_the_lan(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_SERVER);
	rig_pair(rig);
	send_level(rig, 8);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 8);
	lovense_link_stop_all(rig->link);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	rig_run_ms(rig, 300);
	json_t *requests = rig_log(rig, "lan", 0);
	assert_int_equal(json_array_size(requests), 0);
	json_decref(requests);
	rig_stop(rig);
}

static void the_lan_route_sends_only_stop_by_the_server(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_LAN);
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:b}", "lan_listening", 0);
	struct lovense_command command = to_first(rig, 5);
	lovense_link_send(rig->link, &command);
	rig_await_route(rig, LOVENSE_ROUTE_NONE);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_NOT_CONNECTED);
	lovense_link_stop_all(rig->link);
	rig_await_commands(rig, "socket", "stop", serial, 1);
	rig_run_ms(rig, 200);
	assert_int_equal(rig_movements(rig, "socket", serial), 0);
	rig_stop(rig);
}

static void functions_the_app_lists_win_over_the_table(void **state)
{
	(void)state;
	struct rig *rig = lan_rig(LOVENSE_CHOOSE_AUTO);
	rig_post(rig, "/toys/remove", "{s:b}", "all", 1);
	rig_post(rig, "/toys/add", "{s:s,s:s}", "type", "solace", "name", "Something New");
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	assert_true(rig_now(rig)->toys[0].functions & LOVENSE_BIT(LOVENSE_THRUSTING));
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_go_by_lan_when_it_is_healthy),
		cmocka_unit_test(an_emergency_stop_goes_out_on_both_routes),
		cmocka_unit_test(the_end_of_a_run_by_lan_cuts_no_later_run_off),
		cmocka_unit_test(the_end_of_a_run_goes_by_the_server_when_lan_does_not_take_it),
		cmocka_unit_test(a_run_by_the_server_ends_there_even_if_lan_is_well_by_then),
		cmocka_unit_test(a_stop_for_one_toy_leaves_what_waits_for_another),
		cmocka_unit_test(the_newest_command_wins_and_none_overtakes),
		cmocka_unit_test(a_stop_overtakes_commands_that_wait_for_a_slow_phone),
		cmocka_unit_test(a_stop_that_cuts_a_command_off_is_sent_twice),
		cmocka_unit_test(a_lan_that_fails_under_way_hands_fresh_commands_over),
		cmocka_unit_test(a_lan_that_flaps_needs_two_good_checks),
		cmocka_unit_test(the_stops_of_one_outage_are_one_failure),
		cmocka_unit_test(answers_about_a_toy_become_its_note),
		cmocka_unit_test(an_answer_about_two_toys_becomes_the_note_of_each),
		cmocka_unit_test(the_server_route_never_touches_the_lan),
		cmocka_unit_test(the_lan_route_sends_only_stop_by_the_server),
		cmocka_unit_test(functions_the_app_lists_win_over_the_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
