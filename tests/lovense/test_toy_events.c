/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Listening to what toys tell, against the simulator's app. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/commands/function.h"
#include "rig.h"

static bool is_in_events_state(struct rig *rig, void *ctx)
{
	return rig_now(rig)->events == *(const enum lovense_events_state *)ctx;
}

static void await_events(struct rig *rig, enum lovense_events_state state)
{
	rig_await_true(rig, is_in_events_state, &state, lovense_events_name(state));
}

/* Paired, with one toy, and wanting to listen. name: a switch of the simulator, or NULL. */
static struct rig *rig_that_listens(const char *name, const char *value)
{
	struct rig *rig = rig_start(NULL);
	if (name)
		rig_post(rig, "/faults", "{s:s}", name, value);
	rig_pair(rig);
	lovense_link_listen(rig->link, true);
	return rig;
}

struct wanted_event {
	enum lovense_toy_event_kind kind;
	double value;
};

static bool has_told(struct rig *rig, void *ctx)
{
	const struct wanted_event *wanted = ctx;
	const struct rig_told *told = &rig->told[wanted->kind];
	return told->count > 0 && told->event.value > wanted->value - 1e-6 && told->event.value < wanted->value + 1e-6;
}

static void await_told(struct rig *rig, enum lovense_toy_event_kind kind, double value)
{
	struct wanted_event wanted = {kind, value};
	rig_await_true(rig, has_told, &wanted, "what a toy tells");
}

static void tell(struct rig *rig, const char *event, int value)
{
	rig_post(rig, "/toy-events", "{s:s,s:s,s:{s:i,s:i}}", "event", event, "toy", rig_first_toy(rig), "data",
		 "value", value, "index", 1);
}

static void nobody_listens_unless_somebody_wants_it(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	rig_run_ms(rig, 300);
	assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_OFF);
	json_t *log = rig_log(rig, "toy_events", 0);
	assert_int_equal(json_array_size(log), 0);
	json_decref(log);
	lovense_link_listen(rig->link, true);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	lovense_link_listen(rig->link, false);
	assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_OFF);
	rig_stop(rig);
}

static void what_toys_do_is_told(void **state)
{
	(void)state;
	struct rig *rig = rig_that_listens(NULL, NULL);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	struct lovense_command command = rig_vibrate(rig, 10, 2000);
	assert_int_equal(lovense_link_send(rig->link, &command), LOVENSE_SENT);
	await_told(rig, LOVENSE_TOY_STRENGTH, 0.5);
	assert_int_equal(rig->told[LOVENSE_TOY_STRENGTH].event.function, LOVENSE_VIBRATE);
	assert_string_equal(rig->told[LOVENSE_TOY_STRENGTH].toy_id, rig_first_toy(rig));
	tell(rig, "button-down", 0);
	await_told(rig, LOVENSE_TOY_BUTTON_DOWN, 0);
	assert_int_equal(rig->told[LOVENSE_TOY_BUTTON_DOWN].event.index, 1);
	tell(rig, "button-up", 0);
	await_told(rig, LOVENSE_TOY_BUTTON_UP, 0);
	tell(rig, "button-pressed", 0);
	await_told(rig, LOVENSE_TOY_BUTTON_PRESSED, 0);
	tell(rig, "shake", 0);
	await_told(rig, LOVENSE_TOY_SHAKE, 0);
	tell(rig, "depth-changed", 15);
	await_told(rig, LOVENSE_TOY_DEPTH, 0.75);
	rig_post(rig, "/toy-events", "{s:s,s:s,s:{s:[{s:i}]}}", "event", "motion-changed", "toy", rig_first_toy(rig),
		 "data", "motionData", "speed", 60);
	await_told(rig, LOVENSE_TOY_MOTION, 0.6);
	rig_stop(rig);
}

static bool has_battery(struct rig *rig, void *ctx)
{
	return rig_now(rig)->toys[0].battery == *(const int *)ctx;
}

static bool is_toy_off(struct rig *rig, void *ctx)
{
	(void)ctx;
	return !rig_now(rig)->toys[0].is_connected;
}

static void batteries_and_connections_come_at_once(void **state)
{
	(void)state;
	struct rig *rig = rig_that_listens(NULL, NULL);
	int battery = 9;
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_post(rig, "/faults", "{s:b}", "device_info_paused", 1);
	rig_post(rig, "/toys", "{s:s,s:i}", "id", rig_first_toy(rig), "battery", battery);
	rig_await_true(rig, has_battery, &battery, "the battery");
	rig_post(rig, "/toys", "{s:s,s:b}", "id", rig_first_toy(rig), "connected", 0);
	rig_await_true(rig, is_toy_off, NULL, "the toy to be off");
	rig_stop(rig);
}

static void odd_shapes_are_understood(void **state)
{
	static const char *const shapes[] = {"wrapped", "twice_wrapped", "text_numbers", "text_data"};
	(void)state;
	struct rig *rig = rig_that_listens(NULL, NULL);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	for (int i = 0; i < (int)(sizeof(shapes) / sizeof(shapes[0])); i++) {
		rig_post(rig, "/faults", "{s:s}", "toy_events_shape", shapes[i]);
		tell(rig, "depth-changed", i + 1);
		await_told(rig, LOVENSE_TOY_DEPTH, (i + 1) / 20.0);
	}
	rig_post(rig, "/faults", "{s:s}", "toy_events_shape", "no_toy_id");
	tell(rig, "depth-changed", 20); /* of which of the two? */
	tell(rig, "button-down", 0);
	await_told(rig, LOVENSE_TOY_BUTTON_DOWN, 0);
	assert_string_equal(rig->told[LOVENSE_TOY_BUTTON_DOWN].toy_id, "");
	assert_true(rig->told[LOVENSE_TOY_DEPTH].event.value < 1);
	rig_stop(rig);
}

static bool has_entry(const json_t *log, const char *name)
{
	bool has = false;
	for (size_t i = 0; i < json_array_size(log); i++)
		has |= strcmp(json_string_value(json_object_get(json_array_get(log, i), "name")), name) == 0;
	return has;
}

static bool has_answered(struct rig *rig, void *ctx)
{
	(void)ctx;
	json_t *log = rig_log(rig, "toy_events", 0);
	bool has = has_entry(log, "pong");
	json_decref(log);
	return has;
}

static void noise_is_left_out(void **state)
{
	static const char *const noises[] = {"unknown_type", "unknown_toy", "broken_json", "deep_json", "array",
					     "number",       "empty",       "binary",      "app_ping"};
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_pair(rig);
	for (int i = 0; i < (int)(sizeof(noises) / sizeof(noises[0])); i++) {
		rig_post(rig, "/faults", "{s:s}", "toy_events_noise", noises[i]);
		lovense_link_listen(rig->link, true);
		await_events(rig, LOVENSE_EVENTS_OPEN);
		tell(rig, "depth-changed", i + 1);
		await_told(rig, LOVENSE_TOY_DEPTH, (i + 1) / 20.0);
		if (strcmp(noises[i], "app_ping") == 0)
			rig_await_true(rig, has_answered, NULL, "an answer to the app's ping");
		lovense_link_listen(rig->link, false);
	}
	rig_stop(rig);
}

static void a_message_that_is_too_large_ends_the_connection_and_nothing_else(void **state)
{
	(void)state;
	struct rig *rig = rig_that_listens("toy_events_noise", "big_message");
	await_events(rig, LOVENSE_EVENTS_UNREACHABLE);
	assert_int_equal(rig_now(rig)->state, LOVENSE_READY);
	rig_post(rig, "/faults", "{s:s}", "toy_events_noise", "none");
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_stop(rig);
}

static void the_user_of_the_app_decides(void **state)
{
	(void)state;
	struct rig *rig = rig_that_listens("toy_events_access", "silent");
	await_events(rig, LOVENSE_EVENTS_ASKING);
	rig_post(rig, "/toy-events", "{s:b}", "allow", 1);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_stop(rig);
}

static int upgrades(struct rig *rig)
{
	json_t *log = rig_log(rig, "toy_events", 0);
	size_t index = 0;
	json_t *entry = NULL;
	int count = 0;
	json_array_foreach(log, index, entry) count +=
		strcmp(json_string_value(json_object_get(entry, "name")), "upgrade") == 0;
	json_decref(log);
	return count;
}

static void who_refused_is_not_asked_again_before_the_app_comes_back(void **state)
{
	(void)state;
	struct rig *rig = rig_that_listens("toy_events_access", "refused");
	await_events(rig, LOVENSE_EVENTS_REFUSED);
	int before = upgrades(rig);
	rig_run_ms(rig, 1000); /* several times the longest pause */
	assert_int_equal(upgrades(rig), before);
	rig_post(rig, "/faults", "{s:s}", "toy_events_access", "granted");
	rig_post(rig, "/phone", "{s:b}", "online", 0);
	await_events(rig, LOVENSE_EVENTS_UNREACHABLE);
	rig_post(rig, "/phone", "{s:b}", "online", 1);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_stop(rig);
}

static void without_game_mode_it_is_closed_and_opens_later(void **state)
{
	(void)state;
	struct rig *rig = rig_that_listens(NULL, NULL);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_post(rig, "/faults", "{s:b}", "toy_events_game_mode", 0);
	await_events(rig, LOVENSE_EVENTS_CLOSED);
	rig_run_ms(rig, 300); /* tries meanwhile show nothing else */
	assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_CLOSED);
	assert_int_equal(rig_now(rig)->state, LOVENSE_READY);
	rig_post(rig, "/faults", "{s:b}", "toy_events_game_mode", 1);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_stop(rig);
}

static void a_mere_connection_does_not_shorten_the_pauses(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.toy_events.retry =
		(struct backoff_policy){.first_ms = 20, .max_ms = 3600000, .factor = 60, .jitter = 0, .stable_ms = 1};
	rig_post(rig, "/faults", "{s:b}", "toy_events_game_mode", 0);
	rig_pair(rig);
	lovense_link_listen(rig->link, true);
	rig_await_log(rig, "toy_events", 0, 3);
	rig_run_ms(rig, 1000); /* the third pause is 72 s, and would be 20 ms again */
	assert_in_range(upgrades(rig), 2, 3);
	rig_stop(rig);
}

static void an_old_app_is_not_asked_again_before_it_has_another_version(void **state)
{
	static const int statuses[] = {400, 404, 501};
	(void)state;
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		struct rig *rig = rig_start(NULL);
		rig_post(rig, "/faults", "{s:i}", "toy_events_status", statuses[i]);
		rig_pair(rig);
		lovense_link_listen(rig->link, true);
		await_events(rig, LOVENSE_EVENTS_UNSUPPORTED);
		rig_post(rig, "/faults", "{s:i}", "toy_events_status", 101);
		rig_post(rig, "/phone", "{s:b}", "online", 0);
		rig_await(rig, LOVENSE_APP_OFFLINE);
		rig_post(rig, "/phone", "{s:b}", "online", 1);
		rig_await(rig, LOVENSE_READY);
		rig_run_ms(rig, 600);
		assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_UNSUPPORTED);
		assert_int_equal(upgrades(rig), 1);
		rig_post(rig, "/faults", "{s:s}", "app_version", "7.99.0");
		rig_post(rig, "/announce", NULL);
		await_events(rig, LOVENSE_EVENTS_OPEN);
		rig_stop(rig);
	}
}

static void a_server_that_is_in_trouble_is_asked_again(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig_post(rig, "/faults", "{s:i}", "toy_events_status", 503);
	rig_pair(rig);
	lovense_link_listen(rig->link, true);
	rig_await_log(rig, "toy_events", 0, 1);
	assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_UNREACHABLE);
	rig_post(rig, "/faults", "{s:i}", "toy_events_status", 101);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_stop(rig);
}

static void known_ports_are_tried_when_the_app_names_none_or_a_wrong_one(void **state)
{
	static const char *const forms[] = {"missing", "closed", "string"};
	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct rig *rig = rig_start(NULL);
		json_t *lan = json_object_get(rig->ready, "lan");
		rig_post(rig, "/faults", "{s:s}", "wss_port_form", forms[i]);
		rig->timing.toy_events.ports[1] =
			i < 2 ? (int)json_integer_value(json_object_get(lan, "https_port")) : 0;
		rig_pair(rig);
		lovense_link_listen(rig->link, true);
		await_events(rig, LOVENSE_EVENTS_OPEN);
		rig_stop(rig);
	}
}

static void only_a_private_address_of_the_right_zone_is_asked(void **state)
{
	static const char *const forms[] = {"public", "foreign"};
	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct rig *rig = rig_that_listens("domain_form", forms[i]);
		rig_run_ms(rig, 300);
		assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_UNREACHABLE);
		assert_int_equal(upgrades(rig), 0);
		rig_stop(rig);
	}
}

static void the_certificate_is_checked(void **state)
{
	static const char *const certificates[] = {"self_signed", "wrong_name", "expired"};
	(void)state;
	for (size_t i = 0; i < sizeof(certificates) / sizeof(certificates[0]); i++) {
		struct rig *rig = rig_that_listens("lan_certificate", certificates[i]);
		rig_run_ms(rig, 300);
		assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_UNREACHABLE);
		assert_int_equal(upgrades(rig), 0);
		rig_post(rig, "/faults", "{s:s}", "lan_certificate", "valid");
		await_events(rig, LOVENSE_EVENTS_OPEN);
		rig_stop(rig);
	}
}

static bool has_pinged(struct rig *rig, void *ctx)
{
	json_t *log = rig_log(rig, "toy_events", *(const int *)ctx);
	bool has = has_entry(log, "ping");
	json_decref(log);
	return has;
}

/* The app closes whoever is silent; an app that stops answering is given up, one that never answered is not. */
static void both_sides_notice_silence(void **state)
{
	int serial = 0;
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.toy_events.silence_ms = 1000;
	rig_post(rig, "/faults", "{s:s,s:i}", "toy_events_pong", "none", "toy_events_patience_ms", 100000);
	rig_pair(rig);
	lovense_link_listen(rig->link, true);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_run_ms(rig, 1500);
	assert_int_equal(rig_now(rig)->events, LOVENSE_EVENTS_OPEN);
	rig_post(rig, "/faults", "{s:s}", "toy_events_pong", "text");
	serial = rig_serial(rig);
	rig_await_true(rig, has_pinged, &serial, "a ping");
	rig_run_ms(rig, 600);
	rig_post(rig, "/faults", "{s:s}", "toy_events_pong", "none");
	await_events(rig, LOVENSE_EVENTS_UNREACHABLE);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_stop(rig);
}

static void a_flood_that_no_app_makes_ends_the_connection(void **state)
{
	(void)state;
	struct rig *rig = rig_start(NULL);
	rig->timing.toy_events.most_per_second = 50;
	rig_pair(rig);
	lovense_link_listen(rig->link, true);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_post(rig, "/toy-events", "{s:s,s:s,s:i}", "event", "shake", "toy", rig_first_toy(rig), "count", 2000);
	await_events(rig, LOVENSE_EVENTS_UNREACHABLE);
	assert_true(rig->told[LOVENSE_TOY_SHAKE].count <= 50);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	rig_stop(rig);
}

static void no_secret_reaches_the_log(void **state)
{
	(void)state;
	struct rig *rig = rig_that_listens(NULL, NULL);
	await_events(rig, LOVENSE_EVENTS_OPEN);
	tell(rig, "button-down", 0);
	await_told(rig, LOVENSE_TOY_BUTTON_DOWN, 0);
	assert_non_null(strstr(rig->log, "toy events: open"));
	assert_null(strstr(rig->log, rig_first_toy(rig)));
	assert_null(strstr(rig->log, "127-0-0-1"));
	rig_stop(rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_listens_unless_somebody_wants_it),
		cmocka_unit_test(what_toys_do_is_told),
		cmocka_unit_test(batteries_and_connections_come_at_once),
		cmocka_unit_test(odd_shapes_are_understood),
		cmocka_unit_test(noise_is_left_out),
		cmocka_unit_test(a_message_that_is_too_large_ends_the_connection_and_nothing_else),
		cmocka_unit_test(the_user_of_the_app_decides),
		cmocka_unit_test(who_refused_is_not_asked_again_before_the_app_comes_back),
		cmocka_unit_test(without_game_mode_it_is_closed_and_opens_later),
		cmocka_unit_test(a_mere_connection_does_not_shorten_the_pauses),
		cmocka_unit_test(an_old_app_is_not_asked_again_before_it_has_another_version),
		cmocka_unit_test(a_server_that_is_in_trouble_is_asked_again),
		cmocka_unit_test(known_ports_are_tried_when_the_app_names_none_or_a_wrong_one),
		cmocka_unit_test(only_a_private_address_of_the_right_zone_is_asked),
		cmocka_unit_test(the_certificate_is_checked),
		cmocka_unit_test(both_sides_notice_silence),
		cmocka_unit_test(a_flood_that_no_app_makes_ends_the_connection),
		cmocka_unit_test(no_secret_reaches_the_log),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
