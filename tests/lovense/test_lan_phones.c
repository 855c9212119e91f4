/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose phone it is: the LAN route serves the phone that is paired now, and none that only answers at its address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rig.h"

enum { LONG_S = 2000 };

/* The simulator's LAN service belongs to its first phone, whoever is paired. */
static struct rig *rig_with_two_phones(void)
{
	struct rig *rig = rig_start(NULL);
	rig->config.route = LOVENSE_CHOOSE_AUTO;
	rig_post(rig, "/phones/add", "{s:s}", "phone", "other");
	return rig;
}

static void assert_only_the_server_is_used(struct rig *rig, int after)
{
	struct lovense_command command = rig_vibrate(rig, 9, LONG_S);
	assert_int_equal(rig_now(rig)->route, LOVENSE_ROUTE_SERVER);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 9);
	assert_int_equal(rig_commands(rig, "lan", "function", after), 0);
}

static bool has_lan_note(struct rig *rig, void *ctx)
{
	(void)ctx;
	return rig_now(rig)->lan_note[0] != '\0';
}

static void a_phone_without_a_toy_of_ours_is_not_used(void **state)
{
	(void)state;
	struct rig *rig = rig_with_two_phones();
	rig_post(rig, "/pair", "{s:s,s:s}", "uid", RIG_UID, "phone", "other");
	rig_open(rig);
	rig_await(rig, LOVENSE_READY);
	rig_await_true(rig, has_lan_note, NULL, "a note about the LAN");
	assert_non_null(strstr(rig->log, "local network: The phone in the local network does not name your toys"));
	assert_only_the_server_is_used(rig, 0);
	rig_stop(rig);
}

struct wanted_toy {
	char id[LOVENSE_TOY_ID_SIZE];
};

static bool has_another_toy(struct rig *rig, void *ctx)
{
	const struct wanted_toy *old = ctx;
	return rig_now(rig)->state == LOVENSE_READY && strcmp(rig_first_toy(rig), old->id) != 0;
}

static bool has_note(struct rig *rig, void *ctx)
{
	return rig_now(rig)->toys[0].note == *(const enum lovense_toy_note *)ctx;
}

/* Moves it by LAN, and waits until the answer is here: a Stop would have to be repeated for a command under way. */
static void move_and_await_the_answer(struct rig *rig)
{
	static enum lovense_toy_note notes[] = {LOVENSE_TOY_NOT_CONNECTED, LOVENSE_TOY_OK};
	static const int codes[] = {402, 200};
	struct lovense_command command = rig_vibrate(rig, 5, LONG_S);
	for (size_t i = 0; i < 2; i++) {
		rig_post(rig, "/faults", "{s:i}", "lan_error_code", codes[i]);
		assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
		rig_await_true(rig, has_note, &notes[i], "the answer");
	}
	assert_int_equal(rig_toy_level(rig, rig_first_toy(rig), "Vibrate"), 5);
}

/* The new phone does not say where it listens: what the old one said is not for it. The old one hears Stop, and nothing
 * else. */
static void pair_the_other_phone_instead(struct rig *rig, int is_told)
{
	struct wanted_toy old;
	rig->timing.lan.check_ms = 600000;
	rig_pair(rig);
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	memcpy(old.id, rig_first_toy(rig), sizeof(old.id));
	move_and_await_the_answer(rig);
	int serial = rig_serial(rig);
	rig_post(rig, "/faults", "{s:s}", "https_port_form", "missing");
	if (is_told) {
		rig_post(rig, "/unpair", "{s:s}", "uid", RIG_UID);
		rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
	}
	rig_post(rig, "/pair", "{s:s,s:s}", "uid", RIG_UID, "phone", "other");
	rig_await_true(rig, has_another_toy, &old, "the other phone's toys");
	rig_await_commands(rig, "lan", "stop", serial, 1);
	rig_await_commands(rig, "lan", "v2Stop", serial, 1);
	assert_int_equal(rig_toy_level(rig, old.id, "Vibrate"), 0);
	serial = rig_serial(rig);
	assert_only_the_server_is_used(rig, serial);
	lovense_link_stop_all(rig->link);
	rig_await_level(rig, rig_first_toy(rig), "Vibrate", 0);
	assert_int_equal(rig_movements(rig, "lan", serial), 0);
}

static void a_phone_that_is_no_longer_paired_hears_stop_and_nothing_more(void **state)
{
	(void)state;
	struct rig *rig = rig_with_two_phones();
	pair_the_other_phone_instead(rig, 1);
	rig_stop(rig);
}

static void a_phone_in_whose_place_another_comes_hears_stop_and_nothing_more(void **state)
{
	(void)state;
	struct rig *rig = rig_with_two_phones();
	pair_the_other_phone_instead(rig, 0);
	rig_stop(rig);
}

/* The way back: the address is known again with the next device info. */
static void the_phone_that_was_paired_before_can_come_back(void **state)
{
	(void)state;
	struct rig *rig = rig_with_two_phones();
	pair_the_other_phone_instead(rig, 1);
	rig_post(rig, "/faults", "{s:s}", "https_port_form", "integer");
	rig_post(rig, "/pair", "{s:s,s:s}", "uid", RIG_UID, "phone", "phone-1");
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_stop(rig);
}

static void announce_by_turns(struct rig *rig, enum lovense_reason reason)
{
	for (int turn = 0; turn < 50 && rig_now(rig)->reason != reason; turn++) {
		struct wanted_toy old;
		memcpy(old.id, rig_first_toy(rig), sizeof(old.id));
		rig_post(rig, "/pair", "{s:s,s:s}", "uid", RIG_UID, "phone", turn % 2 ? "other" : "phone-1");
		rig_await_true(rig, has_another_toy, &old, "the toys of the phone whose turn it is");
	}
	assert_int_equal(rig_now(rig)->reason, reason);
}

/* Each stops what the other one began: "ready" alone would be a riddle. One change of phones is nothing of the kind. */
static void two_phones_that_take_turns_are_told(void **state)
{
	(void)state;
	struct rig *rig = rig_with_two_phones();
	rig_post(rig, "/faults", "{s:i}", "device_info_interval_ms", 1000);
	rig_pair(rig);
	struct wanted_toy old;
	memcpy(old.id, rig_first_toy(rig), sizeof(old.id));
	rig_post(rig, "/pair", "{s:s,s:s}", "uid", RIG_UID, "phone", "other");
	rig_await_true(rig, has_another_toy, &old, "the other phone's toys");
	assert_int_equal(rig_now(rig)->reason, LOVENSE_REASON_NONE);
	announce_by_turns(rig, LOVENSE_REASON_TWO_PHONES);
	rig->timing.turns_ms = 200; /* borrowed by the link */
	rig_await_reason(rig, LOVENSE_READY, LOVENSE_REASON_NONE);
	rig_stop(rig);
}

static void a_phone_whose_first_toy_is_switched_on_later_is_used_then(void **state)
{
	(void)state;
	struct rig *rig = rig_with_two_phones();
	/* Not by a retry of its own. */
	rig->timing.lan.retry.first_ms = rig->timing.lan.retry.max_ms = 600000;
	rig_post(rig, "/toys/remove", "{s:b}", "all", 1);
	rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
	rig_open(rig);
	rig_await(rig, LOVENSE_NO_TOY);
	rig_await_true(rig, has_lan_note, NULL, "a note about the LAN");
	assert_int_not_equal(rig_now(rig)->route, LOVENSE_ROUTE_LAN);
	rig_post(rig, "/toys/add", "{s:s}", "type", "lush");
	rig_await_route(rig, LOVENSE_ROUTE_LAN);
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_phone_without_a_toy_of_ours_is_not_used),
		cmocka_unit_test(a_phone_that_is_no_longer_paired_hears_stop_and_nothing_more),
		cmocka_unit_test(a_phone_in_whose_place_another_comes_hears_stop_and_nothing_more),
		cmocka_unit_test(the_phone_that_was_paired_before_can_come_back),
		cmocka_unit_test(two_phones_that_take_turns_are_told),
		cmocka_unit_test(a_phone_whose_first_toy_is_switched_on_later_is_used_then),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
