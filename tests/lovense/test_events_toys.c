/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The toys that an app lists, in every known form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "event_args.h"
#include "lovense/commands/function.h"
#include "lovense/events.h"
#include "lovense/json_read.h"

#define ONE_TOY "\"id\":\"a1\",\"name\":\"Hush 2\",\"toyType\":\"hush\",\"battery\":77,\"connected\":true"

struct info_case {
	const char *json;
	int battery;
	bool is_connected;
};

/* All of them describe the same toy in other words. */
static const struct info_case info_cases[] = {
	{"{\"toyList\":[{" ONE_TOY ",\"fVersion\":331}]}", 77, true},
	{"{\"toys\":[{" ONE_TOY ",\"fVersion\":\"331\"}]}", 77, true},
	{"{\"data\":{\"toyList\":[{" ONE_TOY "}]}}", 77, true},
	{"{\"data\":\"{\\\"toyList\\\":[{\\\"id\\\":\\\"a1\\\",\\\"name\\\":\\\"Hush 2\\\",\\\"toyType\\\":"
	 "\\\"hush\\\"}]}\"}",
	 -1, false},
	{"{\"toyList\":{\"a1\":{" ONE_TOY "}}}", 77, true},
	{"{\"toyList\":{\"a1\":{\"name\":\"Hush 2\",\"toyType\":\"Hush\",\"status\":1,\"battery\":\"77\"}}}", 77, true},
	{"{\"toyList\":\"[{\\\"id\\\":\\\"a1\\\",\\\"name\\\":\\\"Hush "
	 "2\\\",\\\"toyType\\\":\\\"hush\\\",\\\"status\\\":"
	 "\\\"1\\\"}]\"}",
	 -1, true},
	{"{\"toyList\":[{\"id\":\"a1\",\"name\":\"Hush 2\",\"toyType\":\"hush\",\"status\":0,\"battery\":null}]}", -1,
	 false},
	{"{\"toyList\":[{\"id\":\"a1\",\"name\":\"Hush "
	 "2\",\"toyType\":\"hush\",\"connected\":\"true\",\"battery\":0}]}",
	 -1, true},
	{"{\"toyList\":[{\"id\":\"a1\",\"name\":\"Hush 2\",\"toyType\":\"hush\",\"connected\":{},\"battery\":101}]}",
	 -1, false},
	{"{\"toyList\":[{" ONE_TOY "},{" ONE_TOY "},7,null,{},{\"id\":\"\"}]}", 77, true},
	/* A null, or what is no answer, hides no other spelling. */
	{"{\"toyList\":null,\"toys\":[{" ONE_TOY "}]}", 77, true},
	{"{\"toyList\":null,\"data\":{\"toyList\":[{" ONE_TOY "}]}}", 77, true},
	{"{\"toyList\":[{\"id\":\"a1\",\"name\":\"Hush 2\",\"toyType\":\"hush\",\"connected\":null,"
	 "\"status\":1}]}",
	 -1, true},
	{"{\"toyList\":[{\"id\":\"a1\",\"name\":\"Hush 2\",\"toyType\":\"hush\",\"connected\":\"\",\"status\":1}]}", -1,
	 true},
	/* The same toy twice is on when one of the two is. */
	{"{\"toyList\":[{\"id\":\"a1\",\"name\":\"Hush 2\",\"toyType\":\"hush\",\"connected\":false},{" ONE_TOY "}]}",
	 77, true},
	{"{\"toyList\":[{" ONE_TOY "},{\"id\":\"A1\",\"name\":\"Hush\",\"connected\":false}]}", 77, true},
};

static void toy_lists_are_read_in_every_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(info_cases) / sizeof(info_cases[0]) * 2; i++) {
		const struct info_case *c = &info_cases[i / 2];
		struct event_device_info info;
		json_t *args = args_of(c->json, i % 2);
		assert_true(event_read_device_info(args, &info));
		assert_true(info.is_online && info.has_toys);
		assert_int_equal(info.toy_count, 1);
		assert_string_equal(info.toys[0].id, "a1");
		assert_string_equal(info.toys[0].name, "Hush 2");
		assert_string_equal(info.toys[0].type, "hush");
		assert_int_equal(info.toys[0].battery, c->battery);
		assert_int_equal(info.toys[0].is_connected, c->is_connected);
		json_decref(args);
	}
}

/* Text that jansson refuses as a whole: a name that was cut inside an emoji, a number that fits nothing. The toy list
 * is once text inside text. */
static void damaged_text_costs_no_event(void **state)
{
	(void)state;
	static const char *const forms[] = {
		"{\"toyList\":[{" ONE_TOY ",\"nickname\":\"Pinky \\ud83d\"}]}",
		"{\"toyList\":[{" ONE_TOY ",\"nickname\":\"Pinky \\udc00\"}]}",
		"{\"toyList\":\"[{\\\"id\\\":\\\"a1\\\",\\\"name\\\":\\\"Hush 2\\\",\\\"battery\\\":77,"
		"\\\"connected\\\":1,\\\"nickname\\\":\\\"\\\\ud83d\\\"}]\"}",
		"{\"toyList\":[{" ONE_TOY ",\"nickname\":\"tab\there\"}]}",
		"{\"toyList\":[{" ONE_TOY ",\"fVersion\":123456789012345678901234567890}]}",
		"{\"toyList\":[{" ONE_TOY ",\"fVersion\":1e400,\"rssi\":NaN,\"x\":-Infinity}]}",
		"\xEF\xBB\xBF{\"toyList\":[{" ONE_TOY "}]}",
	};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct event_device_info info;
		json_t *args = args_of(forms[i], true);
		print_message("%s\n", forms[i]);
		assert_true(event_read_device_info(args, &info));
		assert_int_equal(info.toy_count, 1);
		assert_string_equal(info.toys[0].id, "a1");
		assert_int_equal(info.toys[0].battery, 77);
		assert_true(info.toys[0].is_connected);
		json_decref(args);
	}
	bool is_on = false;
	json_t *args = args_of("{\"status\":1,\"name\":\"\\ud83d\"}", true);
	assert_true(event_read_status(args, &is_on) && is_on);
	json_decref(args);
}

static void an_id_of_many_digits_stays_whole(void **state)
{
	(void)state;
	struct event_device_info info;
	json_t *args = args_of("{\"toyList\":[{\"id\":123456789012345678901234567890}]}", true);
	assert_true(event_read_device_info(args, &info));
	assert_int_equal(info.toy_count, 1);
	assert_string_equal(info.toys[0].id, "123456789012345678901234567890");
	json_decref(args);
}

/* An app whose list is null or "" has no toy to list: the toys of before are not there any more. */
static void a_list_of_nothing_is_an_empty_list(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		bool has_toys, has_unread_toys;
	} cases[] = {
		{"{\"online\":true,\"toyList\":null}", true, false},
		{"{\"online\":true,\"toyList\":\"\"}", true, false},
		{"{\"online\":true,\"toyList\":\" \"}", true, false},
		{"{\"online\":true,\"toyList\":\"null\"}", true, false},
		{"{\"toyList\":null}", true, false},
		{"{\"online\":true,\"toys\":null}", true, false},
		{"{\"online\":true}", false, false},
		{"{\"online\":true,\"toyList\":5}", false, true},
		{"{\"online\":true,\"toyList\":\"[{\"}", false, true},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]) * 2; i++) {
		struct event_device_info info;
		json_t *args = args_of(cases[i / 2].json, i % 2);
		print_message("%s\n", cases[i / 2].json);
		assert_true(event_read_device_info(args, &info));
		assert_int_equal(info.has_toys, cases[i / 2].has_toys);
		assert_int_equal(info.has_unread_toys, cases[i / 2].has_unread_toys);
		assert_int_equal(info.toy_count, 0);
		json_decref(args);
	}
}

static void no_more_toys_than_fit_are_taken(void **state)
{
	(void)state;
	struct event_device_info info;
	json_t *list = json_array();
	for (int i = 0; i < LOVENSE_MAX_TOYS + 5; i++)
		json_array_append_new(list, json_pack("{s:i,s:s}", "id", i, "name", "Lush"));
	json_t *args = json_pack("[{s:o}]", "toyList", list);
	assert_true(event_read_device_info(args, &info));
	assert_int_equal(info.toy_count, LOVENSE_MAX_TOYS);
	assert_string_equal(info.toys[3].id, "3");
	assert_string_equal(info.toys[3].type, "lush");
	json_decref(args);
}

static void an_id_that_does_not_fit_is_not_shortened(void **state)
{
	(void)state;
	struct event_device_info info;
	char id[LOVENSE_TOY_ID_SIZE + 1] = "";
	memset(id, 'x', sizeof(id) - 1);
	json_t *args = json_pack("[{s:[{s:s}]}]", "toyList", "id", id);
	assert_true(event_read_device_info(args, &info));
	assert_int_equal(info.toy_count, 0);
	json_decref(args);
}

static void get_toys_replies_carry_functions(void **state)
{
	(void)state;
	struct lovense_toy toys[LOVENSE_MAX_TOYS];
	size_t count = 0;
	json_t *reply = json_loads(
		"{\"code\":200,\"data\":{\"toys\":\"{  \\\"a1b2c3d4e5f6\\\" : {    \\\"id\\\" : \\\"a1b2c3d4e5f6\\\",  "
		"  "
		"\\\"status\\\" : \\\"1\\\",    \\\"version\\\" : \\\"\\\",    \\\"name\\\" : \\\"nora\\\",    "
		"\\\"battery\\\" : 60,    \\\"nickName\\\" : \\\"Nn\\\",    \\\"shortFunctionNames\\\" : [ \\\"v\\\", "
		"\\\"r\\\" ],    \\\"fullFunctionNames\\\" : [ \\\"Vibrate\\\", \\\"Rotate\\\", \\\"Teleport\\\" ]  "
		"}}\","
		"\"platform\":\"ios\",\"appType\":\"remote\"},\"type\":\"OK\"}",
		0, NULL);
	assert_true(event_read_get_toys(reply, toys, &count));
	assert_int_equal(count, 1);
	assert_string_equal(toys[0].id, "a1b2c3d4e5f6");
	assert_string_equal(toys[0].nickname, "Nn");
	assert_int_equal(toys[0].battery, 60);
	assert_int_equal(toys[0].functions, LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE));
	json_decref(reply);
	json_t *plain = json_loads("{\"code\":200,\"type\":\"ok\"}", 0, NULL);
	assert_false(event_read_get_toys(plain, toys, &count));
	json_decref(plain);
}

/* As an answer in the local network comes: as bytes, with the toys as text inside, or data as a whole. */
static void damaged_get_toys_replies_are_read(void **state)
{
	(void)state;
	static const char *const replies[] = {
		"\xEF\xBB\xBF{\"code\":200,\"data\":{\"toys\":{\"a1\":{\"name\":\"\\ud83d\",\"status\":1e400}}}}",
		"{\"code\":200,\"data\":{\"toys\":\"{\\\"a1\\\":{\\\"nickName\\\":\\\"\\\\ud83d\\\"}}\"}}",
		"{\"code\":200,\"data\":\"{\\\"toys\\\":[{\\\"id\\\":\\\"a1\\\",\\\"battery\\\":NaN}]}\"}",
		"{\"code\":200,\"data\":{\"toys\":[{\"id\":\"a1\",\"battery\":99999999999999999999}]}}",
	};
	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
		struct lovense_toy toys[LOVENSE_MAX_TOYS];
		size_t count = 0;
		json_t *reply = json_read_text_container(replies[i], strlen(replies[i]));
		print_message("%s\n", replies[i]);
		assert_true(event_read_get_toys(reply, toys, &count));
		assert_int_equal(count, 1);
		assert_string_equal(toys[0].id, "a1");
		assert_int_equal(toys[0].battery, -1);
		json_decref(reply);
	}
}

static void function_names_are_read_in_every_spelling(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		uint32_t functions;
	} cases[] = {
		{"\"fullFunctionsNames\":[\"Vibrate\",\"Rotate\"]",
		 LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_BIT(LOVENSE_ROTATE)},
		{"\"fullFunctionNames\":null,\"shortFunctionsNames\":[\"p\"]", LOVENSE_BIT(LOVENSE_PUMP)},
		{"\"shortFunctionNames\":[\"t\",\"pos\"]",
		 LOVENSE_BIT(LOVENSE_THRUSTING) | LOVENSE_BIT(LOVENSE_STROKE)},
		{"\"fullFunctionNames\":[\"Position\"]", LOVENSE_BIT(LOVENSE_STROKE)},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct event_device_info info;
		char json[256];
		snprintf(json, sizeof(json), "{\"toyList\":[{\"id\":\"a\",%s}]}", cases[i].json);
		json_t *args = args_of(json, true);
		assert_true(event_read_device_info(args, &info));
		assert_int_equal(info.toys[0].functions, cases[i].functions);
		json_decref(args);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(toy_lists_are_read_in_every_form),
		cmocka_unit_test(damaged_text_costs_no_event),
		cmocka_unit_test(an_id_of_many_digits_stays_whole),
		cmocka_unit_test(a_list_of_nothing_is_an_empty_list),
		cmocka_unit_test(no_more_toys_than_fit_are_taken),
		cmocka_unit_test(an_id_that_does_not_fit_is_not_shortened),
		cmocka_unit_test(get_toys_replies_carry_functions),
		cmocka_unit_test(damaged_get_toys_replies_are_read),
		cmocka_unit_test(function_names_are_read_in_every_spelling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
