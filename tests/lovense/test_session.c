/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session's normal life on the cloud route: signing in, pairing, commands, reconnecting. */
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

static void pairs_and_drives_a_toy(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	const struct lovense_snapshot *now = rig_now(rig);
	assert_int_equal(now->toy_count, 2);
	assert_string_equal(now->toys[0].alias, "t1");
	assert_string_equal(now->toys[0].type, "lush");
	assert_true(now->toys[0].is_connected);
	assert_int_equal(now->toys[0].battery, 80);
	assert_string_equal(now->toys[1].alias, "t2");
	assert_int_equal(now->toys[1].functions, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE));
	assert_string_equal(now->app_platform, "ios");
	assert_string_equal(now->app_version, "7.76.0");
	assert_true(now->is_app_online);
	assert_int_equal(now->route, LOVENSE_ROUTE_SERVER);
	assert_true(rig->changes > 0);
	struct lovense_command command = rig_vibrate(rig, 7, LONG_S);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 7);
	lovense_link_stop_all(rig->link);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	rig_stop(rig);
}

static void the_code_is_shown_only_while_it_is_needed(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.pairing.reply_ms = 20000;
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	rig_await_code(rig);
	json_t *codes = rig_log(rig, "qr", 0);
	json_t *code = json_array_get(codes, 0);
	assert_string_equal(rig_now(rig)->qr_payload, json_string_value(json_object_get(code, "qrcode")));
	assert_string_equal(rig_now(rig)->qr_code, json_string_value(json_object_get(code, "code")));
	json_decref(codes);
	rig_post(rig, "/pair", "{s:s}", "code", rig_now(rig)->qr_code);
	rig_await(rig, LOVENSE_READY);
	assert_string_equal(rig_now(rig)->qr_payload, "");
	assert_string_equal(rig_now(rig)->qr_code, "");
	rig_stop(rig);
}

struct serial {
	uint32_t before;
};

static bool has_newer_code(struct rig *rig, void *ctx)
{
	return rig_now(rig)->qr_serial > ((struct serial *)ctx)->before;
}

static void the_code_is_refreshed_by_itself_and_on_request(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	rig_await_code(rig);
	/* The first request lies further back than the least gap between two. */
	rig_run_ms(rig, rig->timing.pairing.min_gap_ms);
	struct serial serial = {rig_now(rig)->qr_serial};
	lovense_link_new_qr(rig->link);
	rig_await_true(rig, has_newer_code, &serial, "the code that was asked for");
	rig->timing.pairing.refresh_ms = 100;
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	serial.before = 3;
	rig_await_true(rig, has_newer_code, &serial, "the third refreshed code");
	rig_stop(rig);
}

static void a_known_user_needs_no_scan_and_sees_no_code(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.known_uid_ms = 10000;
	rig->config.listener.changed = NULL;
	rig_open(rig);
	rig_await(rig, LOVENSE_CONNECTING);
	rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
	rig_await(rig, LOVENSE_READY);
	int serial = rig_serial(rig);
	rig_open(rig);
	rig_await(rig, LOVENSE_READY);
	json_t *codes = rig_log(rig, "qr", 0);
	assert_int_equal(json_array_size(codes), 0);
	json_decref(codes);
	assert_true(rig_serial(rig) > serial);
	rig_stop(rig);
}

/* Of the newest connection's first entry in the journal. */
static int connected_serial(struct rig *rig)
{
	json_t *connections = rig_log(rig, "socket", 0);
	json_t *newest = json_array_get(connections, json_array_size(connections) - 1);
	int serial = (int)json_integer_value(json_object_get(newest, "serial"));
	json_decref(connections);
	assert_true(serial > 0);
	return serial;
}

static void a_lost_connection_comes_back_and_begins_with_stop(void **state)
{
	(void)state;
	static const char *const ways[] = {"drop", "close", "close_empty", "reset", "engine_close", "disconnect"};
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct lovense_command command = rig_vibrate(rig, 5, 2000);
		lovense_link_send(rig->link, &command);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 5);
		rig_post(rig, "/kill", "{s:s}", "how", ways[i]);
		rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_SOCKET_LOST);
		assert_false(rig_now(rig)->toys[0].is_connected);
		assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_NOT_CONNECTED);
		rig_await(rig, LOVENSE_READY);
		rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
		int serial = connected_serial(rig);
		json_t *commands = rig_log(rig, "command", serial);
		/* Nothing that was asked for meanwhile is replayed. */
		assert_int_equal(rig_movements(rig, NULL, serial), 0);
		assert_string_equal(json_string_value(json_object_get(json_array_get(commands, 0), "means")), "stop");
		assert_string_equal(json_string_value(json_object_get(json_array_get(commands, 1), "means")), "v2Stop");
		json_decref(commands);
	}
	rig_stop(rig);
}

static void a_silent_server_is_noticed(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_post(rig, "/faults", "{s:i,s:i}", "ping_interval_ms", 5000, "ping_timeout_ms", 5000);
	rig_pair(rig);
	rig_post(rig, "/kill", "{s:s}", "how", "freeze");
	rig_await_reason(rig, LOVENSE_RETRYING, LOVENSE_REASON_SOCKET_LOST);
	rig_await(rig, LOVENSE_READY);
	rig_stop(rig);
}

/* The program was held up for too long (a suspended machine, a stalled OBS): the server closed the connection. */
static void a_server_that_gave_up_on_us_is_joined_again(void **state)
{
	(void)state;
	static const char *const ways[] = {"close", "engine_close", "disconnect", "drop"};
	struct rig *rig = rig_start(NULL);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		rig_post(rig, "/reset", NULL);
		rig_post(rig, "/faults", "{s:i,s:i,s:s}", "ping_interval_ms", 5000, "ping_timeout_ms", 5000,
			 "silence_end", ways[i]);
		rig_pair(rig);
		/* The loop does not turn while the simulator is waited for. */
		json_t *silence = rig_get(rig, "/wait?what=silence&timeout_ms=30000");
		json_decref(silence);
		rig_await(rig, LOVENSE_RETRYING);
		assert_int_equal(rig_now(rig)->reason, LOVENSE_REASON_SOCKET_LOST);
		rig_await(rig, LOVENSE_READY);
	}
	rig_stop(rig);
}

static void the_phone_goes_away_and_comes_back(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	struct lovense_command command = rig_vibrate(rig, 5, LONG_S);
	for (int with_info = 0; with_info < 2; with_info++) {
		rig_post(rig, "/faults", "{s:b}", "device_info_when_offline", with_info);
		rig_post(rig, "/phone", "{s:b}", "online", 0);
		rig_await(rig, LOVENSE_APP_OFFLINE);
		assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_NOT_CONNECTED);
		assert_int_equal(rig_now(rig)->route, LOVENSE_ROUTE_NONE);
		rig_post(rig, "/phone", "{s:b}", "online", 1);
		rig_await(rig, LOVENSE_READY);
	}
	rig_stop(rig);
}

/* Nothing can reach the phone any more: what it was last told ends by its own clock. */
static void a_run_ends_by_itself_when_the_phone_goes_offline(void **state)
{
	(void)state;
	enum { LEASE_S = 20 };
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	int serial = rig_serial(rig);
	struct lovense_command command = rig_vibrate(rig, 5, LEASE_S);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	/* Not the level itself: on a busy machine its second may be over before anybody looks. */
	rig_await_log(rig, "level", serial, 1);
	rig_post(rig, "/phone", "{s:b}", "online", 0);
	rig_await(rig, LOVENSE_APP_OFFLINE);
	serial = rig_serial(rig);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	assert_int_equal(rig_movements(rig, NULL, serial), 0);
	json_t *asserts = rig_get(rig, "/asserts");
	assert_true(json_number_value(json_object_get(asserts, "longest_command_ms")) == LEASE_S * 1000.0);
	json_decref(asserts);
	rig_stop(rig);
}

static void a_toy_goes_away_and_comes_back(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	char lush[LOVENSE_TOY_ID_SIZE];
	char nora[LOVENSE_TOY_ID_SIZE];
	snprintf(lush, sizeof(lush), "%s", rig_now(rig)->toys[0].id);
	snprintf(nora, sizeof(nora), "%s", rig_now(rig)->toys[1].id);
	rig_post(rig, "/toys", "{s:s,s:b}", "id", lush, "connected", 0);
	rig_post(rig, "/toys", "{s:s,s:b,s:i}", "id", nora, "connected", 0, "battery", 12);
	rig_await(rig, LOVENSE_NO_TOY);
	assert_int_equal(rig_now(rig)->toy_count, 2);
	rig_post(rig, "/toys", "{s:s,s:b}", "id", nora, "connected", 1);
	rig_await(rig, LOVENSE_READY);
	assert_false(rig_now(rig)->toys[0].is_connected);
	assert_true(rig_now(rig)->toys[1].is_connected);
	assert_int_equal(rig_now(rig)->toys[1].battery, 12);
	rig_stop(rig);
}

/* Whatever else the service says of the phone that has gone, and in which order. */
static void removing_the_pairing_asks_for_a_new_scan(void **state)
{
	(void)state;
	static const char *const orders[] = {"status", "status,online,info", "status,info,online", "online,info,status",
					     "info,online,status"};
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		rig_post(rig, "/faults", "{s:s}", "unpair_order", orders[i]);
		rig_post(rig, "/unpair", "{s:s}", "uid", RIG_UID);
		rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
		assert_int_equal(rig_now(rig)->toy_count, 0);
		rig_await_code(rig);
		rig_post(rig, "/pair", "{s:s}", "qrcode", rig_now(rig)->qr_payload);
		rig_await(rig, LOVENSE_READY);
	}
	rig_stop(rig);
}

/* A lost connection is made again at once; a server that sent us away is not asked again so soon. */
static void a_server_that_says_goodbye_is_left_alone_for_a_while(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.goodbye_ms = 600000;
	rig_pair(rig);
	rig_post(rig, "/kill", "{s:s}", "how", "drop");
	rig_await(rig, LOVENSE_RETRYING);
	assert_true(rig_pause_ms(rig) < 60000);
	rig_await(rig, LOVENSE_READY);
	rig_post(rig, "/kill", "{s:s}", "how", "disconnect");
	rig_await(rig, LOVENSE_RETRYING);
	assert_true(rig_pause_ms(rig) > 60000);
	rig_stop(rig);
}

/* What the service does when the phone of a user who is known is off; nobody needs a code then. */
static void a_known_user_whose_phone_is_off_sees_no_code(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.known_uid_ms = 10000;
	rig_open(rig);
	rig_post(rig, "/phone", "{s:b}", "online", 0);
	rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
	rig_open(rig);
	rig_await(rig, LOVENSE_APP_OFFLINE);
	json_t *codes = rig_log(rig, "qr", 0);
	assert_int_equal(json_array_size(codes), 0);
	json_decref(codes);
	rig_post(rig, "/phone", "{s:b}", "online", 1);
	rig_await(rig, LOVENSE_READY);
	rig_stop(rig);
}

static void bad_commands_are_refused_and_named_in_the_log(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	int serial = rig_serial(rig);
	struct lovense_command command = rig_vibrate(rig, 21, 3);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_BAD_COMMAND);
	command = rig_vibrate(rig, 20, 0);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_BAD_COMMAND);
	rig_run_ms(rig, 200);
	assert_int_equal(rig_commands(rig, NULL, NULL, serial), 0);
	assert_non_null(strstr(rig->log, "Vibrate is 21"));
	assert_non_null(strstr(rig->log, "timeSec is 0"));
	rig_stop(rig);
}

static void aliases_stay_with_their_toys(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	char nora[LOVENSE_TOY_ID_SIZE];
	snprintf(nora, sizeof(nora), "%s", rig_now(rig)->toys[1].id);
	const char *known[] = {nora, NULL};
	rig->config.known_toys = known;
	rig_open(rig);
	rig_await(rig, LOVENSE_READY);
	assert_string_equal(rig_now(rig)->toys[0].id, nora);
	assert_string_equal(rig_now(rig)->toys[0].alias, "t1");
	assert_string_equal(rig_now(rig)->toys[1].type, "lush");
	assert_string_equal(rig_now(rig)->toys[1].alias, "t2");
	rig_stop(rig);
}

static void two_sessions_in_one_loop_do_not_mix(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	struct lovense_link *first = rig->link;
	rig->link = NULL;
	rig->config.uid = "canary-uid-other";
	rig_open(rig);
	rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	assert_int_equal(lovense_link_snapshot(first)->state, LOVENSE_READY);
	lovense_link_destroy(first);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_and_drives_a_toy),
		cmocka_unit_test(the_code_is_shown_only_while_it_is_needed),
		cmocka_unit_test(the_code_is_refreshed_by_itself_and_on_request),
		cmocka_unit_test(a_known_user_needs_no_scan_and_sees_no_code),
		cmocka_unit_test(a_lost_connection_comes_back_and_begins_with_stop),
		cmocka_unit_test(a_silent_server_is_noticed),
		cmocka_unit_test(a_server_that_gave_up_on_us_is_joined_again),
		cmocka_unit_test(the_phone_goes_away_and_comes_back),
		cmocka_unit_test(a_run_ends_by_itself_when_the_phone_goes_offline),
		cmocka_unit_test(a_toy_goes_away_and_comes_back),
		cmocka_unit_test(removing_the_pairing_asks_for_a_new_scan),
		cmocka_unit_test(a_server_that_says_goodbye_is_left_alone_for_a_while),
		cmocka_unit_test(a_known_user_whose_phone_is_off_sees_no_code),
		cmocka_unit_test(bad_commands_are_refused_and_named_in_the_log),
		cmocka_unit_test(aliases_stay_with_their_toys),
		cmocka_unit_test(two_sessions_in_one_loop_do_not_mix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
