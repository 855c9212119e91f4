/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of the Toy Events websocket, in the usual shape and in odd ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/commands/function.h"
#include "lovense/toy_events/toy_event.h"

struct expected {
	const char *text;
	enum toy_event_kind kind;
	const char *toy_id;
	int index;
	int function;
	double value;
};

static const struct expected readable[] = {
	{"{\"type\":\"access-granted\"}", TOY_EVENT_GRANTED, "", 0, -1, 0},
	{"{\"type\":\"pong\"}", TOY_EVENT_PONG, "", 0, -1, 0},
	{"Pong", TOY_EVENT_PONG, "", 0, -1, 0},
	{"ping", TOY_EVENT_PING, "", 0, -1, 0},
	{"{\"type\":\"event-closed\"}", TOY_EVENT_CLOSED, "", 0, -1, 0},
	{"{\"type\":\"button-down\",\"toyId\":\"a1\",\"data\":{\"index\":1}}", TOY_EVENT_BUTTON_DOWN, "a1", 1, -1, 0},
	{"{\"type\":\"Button_Down\",\"toyId\":\"a1\"}", TOY_EVENT_BUTTON_DOWN, "a1", 0, -1, 0},
	{"{\"type\":\"buttonUp\",\"data\":{\"toyId\":\"a1\",\"index\":\"2\"}}", TOY_EVENT_BUTTON_UP, "a1", 2, -1, 0},
	{"{\"type\":\"button-pressed\",\"toyId\":12,\"data\":{\"index\":400}}", TOY_EVENT_BUTTON_PRESSED, "12", 31, -1,
	 0},
	{"{\"type\":\"button-pressed\",\"data\":{\"index\":-4}}", TOY_EVENT_BUTTON_PRESSED, "", 0, -1, 0},
	{"{\"type\":\"function-strength-changed\",\"toyId\":\"a1\",\"data\":{\"function\":\"vibration\",\"index\":1,"
	 "\"value\":10}}",
	 TOY_EVENT_STRENGTH, "a1", 1, LOVENSE_VIBRATE, 0.5},
	{"{\"type\":\"function-strength-changed\",\"toyId\":\"a1\",\"data\":{\"function\":\"rotitaion\",\"value\":"
	 "\"20\"}}",
	 TOY_EVENT_STRENGTH, "a1", 0, LOVENSE_ROTATE, 1},
	{"{\"type\":\"function-strength-changed\",\"toyId\":\"a1\",\"data\":{\"function\":\"rotation\",\"value\":20}}",
	 TOY_EVENT_STRENGTH, "a1", 0, LOVENSE_ROTATE, 1},
	{"{\"type\":\"function-strength-changed\",\"toyId\":\"a1\",\"data\":{\"function\":\"inflation\",\"value\":3}}",
	 TOY_EVENT_STRENGTH, "a1", 0, LOVENSE_PUMP, 1},
	{"{\"type\":\"function-strength-changed\",\"toyId\":\"a1\",\"data\":{\"function\":\"levitation\",\"value\":900}"
	 "}",
	 TOY_EVENT_STRENGTH, "a1", 0, -1, 1},
	{"{\"type\":\"shake\",\"toyId\":\"a1\",\"data\":{\"value\":0}}", TOY_EVENT_SHAKE, "a1", 0, -1, 0},
	{"{\"type\":\"shake\",\"toyId\":\"a1\"}", TOY_EVENT_SHAKE, "a1", 0, -1, 0},
	{"{\"type\":\"shake-frequency-changed\",\"toyId\":\"a1\",\"data\":{\"value\":3}}", TOY_EVENT_SHAKE, "a1", 0, -1,
	 0},
	{"{\"type\":\"depth-changed\",\"toyId\":\"a1\",\"data\":{\"data\":{\"value\":5}}}", TOY_EVENT_DEPTH, "a1", 0,
	 -1, 0.25},
	{"{\"type\":\"depth-changed\",\"toyId\":\"a1\",\"data\":\"{\\\"value\\\":5}\"}", TOY_EVENT_DEPTH, "a1", 0, -1,
	 0.25},
	{"{\"type\":\"depth-changed\",\"toyId\":\"a1\",\"value\":-3}", TOY_EVENT_DEPTH, "a1", 0, -1, 0},
	{"{\"type\":\"motion-changed\",\"toyId\":\"a1\",\"data\":{\"motionData\":[{\"direction\":1,\"speed\":10},"
	 "{\"speed\":\"40\"},null,7,{}]}}",
	 TOY_EVENT_MOTION, "a1", 0, -1, 0.4},
	{"{\"type\":\"motion-changed\",\"toyId\":\"a1\",\"data\":{\"motionData\":{\"speed\":1000}}}", TOY_EVENT_MOTION,
	 "a1", 0, -1, 1},
	{"{\"type\":\"weather-changed\",\"toyId\":\"a1\"}", TOY_EVENT_UNKNOWN, "a1", 0, -1, 0},
};

static void usual_and_odd_shapes_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(readable) / sizeof(readable[0]); i++) {
		const struct expected *expected = &readable[i];
		struct toy_event event;
		if (!toy_event_read(expected->text, strlen(expected->text), &event))
			fail_msg("not read: %s", expected->text);
		if (event.kind != expected->kind || strcmp(event.toy_id, expected->toy_id) != 0 ||
		    event.index != expected->index || event.function != expected->function ||
		    event.value < expected->value - 1e-9 || event.value > expected->value + 1e-9)
			fail_msg("%s: kind %d, toy %s, index %d, function %d, value %g", expected->text,
				 (int)event.kind, event.toy_id, event.index, event.function, event.value);
	}
}

static void what_says_nothing_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"null",
		"42",
		"[]",
		"\"button-down\"",
		"{}",
		"{\"type\":7}",
		"{\"type\":\"button-down\",\"toyId\":",
		"{\"type\":\"depth-changed\",\"toyId\":\"a1\"}",
		"{\"type\":\"battery-changed\",\"toyId\":\"a1\",\"data\":{\"value\":300}}",
		"{\"type\":\"motion-changed\",\"toyId\":\"a1\",\"data\":{\"motionData\":[{\"direction\":1}]}}",
		"{\"type\":\"function-strength-changed\",\"toyId\":\"a1\",\"data\":{\"function\":\"vibration\"}}",
		"{\"type\":\"shake-frequency-changed\",\"toyId\":\"a1\",\"data\":{\"value\":0}}",
		"{\"type\":\"toy-status\",\"toyId\":\"a1\",\"data\":{}}",
		"{\"type\":\"toy-list\"}",
	};
	struct toy_event event;
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (toy_event_read(texts[i], strlen(texts[i]), &event))
			fail_msg("read: %s", texts[i]);
}

static void lists_and_connections_are_read(void **state)
{
	static const char *const lists[] = {
		"{\"type\":\"toy-list\",\"toyList\":[{\"id\":\"a1\",\"name\":\"Nora\",\"battery\":77,\"connected\":"
		"true}]}",
		"{\"type\":\"toy-list\",\"data\":{\"toyList\":[{\"id\":\"a1\",\"battery\":\"77\",\"connected\":"
		"\"true\"}]}}",
		"{\"type\":\"toy-list\",\"data\":{\"toyList\":\"[{\\\"id\\\":\\\"a1\\\",\\\"battery\\\":77,"
		"\\\"status\\\":1}]\"}}",
	};
	static const char off[] = "{\"type\":\"toy-status\",\"toyId\":\"a1\",\"data\":{\"connected\":false}}";
	static const char battery[] = "{\"type\":\"battery-changed\",\"toyId\":\"a1\",\"data\":{\"value\":\"15\"}}";
	struct toy_event event;
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		assert_true(toy_event_read(lists[i], strlen(lists[i]), &event));
		assert_int_equal(event.kind, TOY_EVENT_LIST);
		assert_int_equal(event.list.toy_count, 1);
		assert_string_equal(event.list.toys[0].id, "a1");
		assert_int_equal(event.list.toys[0].battery, 77);
		assert_true(event.list.toys[0].is_connected);
	}
	assert_true(toy_event_read(off, strlen(off), &event));
	assert_int_equal(event.kind, TOY_EVENT_STATUS);
	assert_false(event.is_connected);
	assert_true(toy_event_read(battery, strlen(battery), &event));
	assert_int_equal(event.battery, 15);
}

static void an_id_that_is_too_long_is_nobodys(void **state)
{
	char text[512];
	char id[200];
	struct toy_event event;
	(void)state;
	memset(id, 'a', sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	snprintf(text, sizeof(text), "{\"type\":\"shake\",\"toyId\":\"%s\"}", id);
	assert_true(toy_event_read(text, strlen(text), &event));
	assert_string_equal(event.toy_id, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_and_odd_shapes_are_read),
		cmocka_unit_test(what_says_nothing_is_refused),
		cmocka_unit_test(lists_and_connections_are_read),
		cmocka_unit_test(an_id_that_is_too_long_is_nobodys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
