/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stop gets through: with the link down, behind a jam, and when the session ends. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/delivery/delivery.h"
#include "rig.h"
#include "support/child.h"

/* Simulated seconds pass twenty times as fast: this is long enough to look at it on any machine. */
enum { LONG_S = 2000 };

static void an_emergency_stop_with_the_link_down_is_sent_first_when_it_is_up(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	struct lovense_command command = rig_vibrate(rig, 5, 2000);
	lovense_link_send(rig->link, &command);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 5);
	rig_post(rig, "/faults", "{s:b}", "api_listening", 0);
	rig_post(rig, "/kill", "{s:s}", "how", "reset");
	rig_await(rig, LOVENSE_RETRYING);
	int serial = rig_serial(rig);
	assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_NOT_CONNECTED);
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_UNREACHABLE);
	assert_int_equal(rig_commands(rig, NULL, NULL, serial), 0);
	rig_post(rig, "/faults", "{s:b}", "api_listening", 1);
	rig_await(rig, LOVENSE_READY);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	assert_true(rig_commands(rig, "socket", "stop", serial) >= 1);
	assert_int_equal(rig_movements(rig, NULL, serial), 0);
	rig_stop(rig);
}

/* The caller tells the user when a Stop went nowhere. */
static void an_emergency_stop_is_only_sent_when_it_can_reach_an_app(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_NOT_CONNECTED);
	rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
	rig_await(rig, LOVENSE_READY);
	assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_SENT);
	rig_post(rig, "/phone", "{s:b}", "online", 0);
	rig_await(rig, LOVENSE_APP_OFFLINE);
	assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_NOT_CONNECTED);
	rig_stop(rig);
}

/* With both routes dead; that an address in the LAN is known says nothing. */
static void the_end_of_a_run_is_only_sent_when_a_route_takes_it(void **state)
{
	(void)state;
	static const struct lovense_command stop = {.kind = LOVENSE_COMMAND_STOP};
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/faults", "{s:b,s:b}", "lan_listening", 0, "api_listening", 0);
	rig_post(rig, "/kill", "{s:s}", "how", "reset");
	rig_await(rig, LOVENSE_RETRYING);
	assert_int_equal(lovense_link_send(rig->link, &stop), LOVENSE_NOT_CONNECTED);
	rig_stop(rig);
}

static void shutting_sends_stop_and_says_goodbye(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	char toy[LOVENSE_TOY_ID_SIZE];
	snprintf(toy, sizeof(toy), "%s", rig_first_toy(rig));
	struct lovense_command command = rig_vibrate(rig, 5, 2000);
	lovense_link_send(rig->link, &command);
	rig_await_level(rig, toy, "Vibrate", 5);
	lovense_link_shut(rig->link, 2000);
	assert_int_not_equal(rig_now(rig)->state, LOVENSE_OFF);
	rig_await(rig, LOVENSE_OFF);
	rig_await_level(rig, toy, "Vibrate", 0);
	json_t *closed = rig_log(rig, "socket_closed", 0);
	assert_int_equal(json_array_size(closed), 1);
	json_decref(closed);
	rig_stop(rig);
}

static void shutting_never_hangs(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	/* At once when nothing is connected. */
	rig->link = session_create_timed(rig->loop, &rig->config, &rig->timing);
	lovense_link_shut(rig->link, 10000);
	assert_int_equal(rig_now(rig)->state, LOVENSE_OFF);
	lovense_link_start(rig->link);
	assert_int_equal(rig_now(rig)->state, LOVENSE_OFF);
	/* In the middle of a request. */
	rig_post(rig, "/faults", "{s:s}", "token_answer", "never");
	rig_open(rig);
	rig_run_ms(rig, 100);
	lovense_link_shut(rig->link, 10000);
	assert_int_equal(rig_now(rig)->state, LOVENSE_OFF);
	/* With a server that no longer answers. */
	rig_post(rig, "/reset", NULL);
	rig_pair(rig);
	rig_post(rig, "/kill", "{s:s}", "how", "freeze");
	lovense_link_shut(rig->link, 200);
	lovense_link_shut(rig->link, 200);
	rig_await(rig, LOVENSE_OFF);
	rig_stop(rig);
}

/* The loop does not turn meanwhile: what it wrote would make room, and of more commands than its table holds delivery
 * takes none. */
static int send_until_jammed(struct rig *rig)
{
	struct lovense_command command = rig_vibrate(rig, 9, LONG_S);
	int sent = 0;
	while (sent < 1000000 && lovense_link_send(rig->link, &command) == LOVENSE_SENT)
		sent++;
	return sent;
}

/* The system may find room for a little more, and more than once, until both of its buffers are as large as they get.
 */
static void jam_and_stop(struct rig *rig, bool only_one_toy)
{
	struct lovense_command stop = {.kind = LOVENSE_COMMAND_STOP, .toy_count = 1};
	enum lovense_send_result result = LOVENSE_SENT;
	memcpy(stop.toys[0], rig_first_toy(rig), LOVENSE_TOY_ID_SIZE);
	for (int tries = 0; tries < 100 && result == LOVENSE_SENT; tries++) {
		assert_true(send_until_jammed(rig) > 0 || tries > 0);
		result = only_one_toy ? lovense_link_send(rig->link, &stop) : lovense_link_stop_all(rig->link);
	}
	assert_int_equal(result, LOVENSE_CONGESTED);
}

static bool is_last_a_stop(struct rig *rig, void *ctx)
{
	(void)ctx;
	json_t *commands = rig_log(rig, "command", 0);
	json_t *last = json_array_get(commands, json_array_size(commands) - 1);
	const char *means = json_string_value(json_object_get(last, "means"));
	bool is_stop = means && (strcmp(means, "stop") == 0 || strcmp(means, "v2Stop") == 0);
	json_decref(commands);
	return is_stop;
}

static void a_stop_gets_through_as_soon_as_a_jammed_socket_takes_bytes(void **state)
{
	(void)state;
	for (int only_one_toy = 0; only_one_toy < 2; only_one_toy++) {
		struct rig *rig = rig_start(NULL);
		rig->timing.delivery.repeat_ms = 600000; /* nothing is held back while a ping stays unanswered, */
		rig->timing.delivery.pong_ms = 600000;   /* however long a slow machine takes to fill the socket */
		rig_pair(rig);
		child_signal(rig->service, SIGSTOP);
		jam_and_stop(rig, only_one_toy);
		child_signal(rig->service, SIGCONT);
		rig_await_true(rig, is_last_a_stop, NULL, "the stop behind everything else");
		assert_int_equal(rig_now(rig)->state, LOVENSE_READY);
		rig_stop(rig);
	}
}

/* A key that is held, or a program that does not stop asking. The first STOP ALL is two commands a route; from then on
 * the rate counts, and it starts with a full second. */
static void expect_few_commands(struct rig *rig, bool is_by_lan, int serial, int64_t since_ms)
{
	enum { FIRST = 2, SECOND_MS = 1000 };
	int64_t seconds = 1 + (rig_loop_ms(rig) - since_ms) / SECOND_MS;
	int most = FIRST + DELIVERY_STOP_RATE * (int)seconds;
	assert_in_range(rig_commands(rig, "lan", NULL, serial), is_by_lan ? FIRST : 0, most);
	assert_in_range(rig_commands(rig, "socket", NULL, serial), FIRST, most);
	assert_int_equal(rig_movements(rig, NULL, serial), 0);
}

static void stops_in_a_row_do_not_multiply(void **state)
{
	enum { PRESSES = 300, APART_MS = 10, AT_ONCE = 5000, BURST_MS = 500 };
	(void)state;
	for (int is_by_lan = 0; is_by_lan < 2; is_by_lan++) {
		struct rig *rig = rig_start(NULL);
		rig->config.route = is_by_lan ? LOVENSE_CHOOSE_AUTO : LOVENSE_CHOOSE_SERVER;
		rig_pair(rig);
		rig_await_route(rig, is_by_lan ? LOVENSE_ROUTE_LAN : LOVENSE_ROUTE_SERVER);
		struct lovense_command command = rig_vibrate(rig, 5, LONG_S);
		lovense_link_send(rig->link, &command);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 5);
		int serial = rig_serial(rig);
		int64_t since_ms = rig_loop_ms(rig);
		for (int i = 0; i < PRESSES; i++) {
			assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_SENT);
			rig_run_ms(rig, APART_MS);
		}
		for (int i = 0; i < AT_ONCE; i++)
			assert_int_equal(lovense_link_stop_all(rig->link), LOVENSE_SENT);
		rig_run_ms(rig, BURST_MS);
		expect_few_commands(rig, is_by_lan, serial, since_ms);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
		rig_stop(rig);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_emergency_stop_with_the_link_down_is_sent_first_when_it_is_up),
		cmocka_unit_test(an_emergency_stop_is_only_sent_when_it_can_reach_an_app),
		cmocka_unit_test(the_end_of_a_run_is_only_sent_when_a_route_takes_it),
		cmocka_unit_test(shutting_sends_stop_and_says_goodbye),
		cmocka_unit_test(shutting_never_hangs),
		cmocka_unit_test(stops_in_a_row_do_not_multiply),
		cmocka_unit_test(a_stop_gets_through_as_soon_as_a_jammed_socket_takes_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
