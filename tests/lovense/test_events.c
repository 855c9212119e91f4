/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every known variant of the service's events, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lovense/events.h"
#include "lovense/commands/function.h"

/* [value], or [text of value] when as_text. New reference. */
static json_t *args_of(const char *json, bool as_text)
{
	json_t *value = as_text ? json_string(json) : json_loads(json, JSON_DECODE_ANY, NULL);
	assert_non_null(value);
	json_t *args = json_array();
	json_array_append_new(args, value);
	return args;
}

static void names_are_known_with_and_without_suffix(void **state)
{
	(void)state;
	assert_int_equal(event_kind("basicapi_get_qrcode_tc"), EVENT_QR_CODE);
	assert_int_equal(event_kind("basicapi_update_device_info_tc"), EVENT_DEVICE_INFO);
	assert_int_equal(event_kind("basicApi_update_device_info"), EVENT_DEVICE_INFO);
	assert_int_equal(event_kind("basicapi_update_app_status_tc"), EVENT_APP_STATUS);
	assert_int_equal(event_kind("basicapi_update_app_online_tc"), EVENT_APP_ONLINE);
	assert_int_equal(event_kind("basicapi_update_app_online_tcx"), EVENT_UNKNOWN);
	assert_int_equal(event_kind("basicapi_send_toy_command_ts"), EVENT_UNKNOWN);
	assert_int_equal(event_kind(""), EVENT_UNKNOWN);
}

#define QR_TEXT "{\\\"type\\\":5,\\\"data\\\":\\\"gENV2Ud4abFxLQ+/8Orw==\\\"}"

struct qr_case {
	const char *json;
	bool is_read;
	enum qr_refusal refusal;
	const char *payload, *code, *ack_id, *message;
};

static const struct qr_case qr_cases[] = {
	{"{\"code\":0,\"data\":{\"ackId\":\"qr-1\",\"code\":\"482913\",\"qrcode\":\"" QR_TEXT
	 "\",\"qrcodeUrl\":\"u\"}}",
	 true, QR_REFUSAL_NONE, "{\"type\":5,\"data\":\"gENV2Ud4abFxLQ+/8Orw==\"}", "482913", "qr-1", ""},
	{"{\"code\":\"200\",\"message\":\"Success\",\"data\":\"{\\\"qrcode\\\":\\\"abc\\\"}\"}", true, QR_REFUSAL_NONE,
	 "abc", "", "", ""},
	{"{\"data\":{\"code\":0,\"data\":{\"qrcode\":\"abc\",\"ackId\":\"x\"}}}", true, QR_REFUSAL_NONE, "abc", "", "x",
	 ""},
	{"{\"code\":0,\"data\":{\"qrcode\":{\"type\": 5,\"data\":\"ab/c\"}}}", true, QR_REFUSAL_NONE,
	 "{\"type\":5,\"data\":\"ab/c\"}", "", "", ""},
	{"{\"qrcode\":\"abc\",\"ackId\":\"x\"}", true, QR_REFUSAL_NONE, "abc", "", "x", ""},
	{"{\"data\":{\"qrcode\":\"abc\"}}", true, QR_REFUSAL_NONE, "abc", "", "", ""},
	{"{\"code\":400,\"message\":\"busy\",\"data\":{\"ackId\":\"qr-1\"}}", true, QR_REFUSAL_BY_SERVICE, "", "",
	 "qr-1", "busy"},
	{"{\"code\":null,\"qrcode\":null,\"data\":{\"qrcode\":\"abc\"}}", true, QR_REFUSAL_NONE, "abc", "", "", ""},
	{"{\"code\":501,\"message\":\"no\"}", true, QR_REFUSAL_BY_SERVICE, "", "", "", "no"},
	{"{\"code\":0,\"data\":null}", true, QR_REFUSAL_UNREADABLE, "", "", "", ""},
	{"{\"code\":0,\"data\":{\"ackId\":\"a\",\"qrcode\":\"\"}}", true, QR_REFUSAL_UNREADABLE, "", "", "a", ""},
	{"{\"code\":0,\"data\":{\"ackId\":\"a\",\"qrcode\":7}}", true, QR_REFUSAL_UNREADABLE, "", "", "a", ""},
	{"[]", false, QR_REFUSAL_UNREADABLE, "", "", "", ""},
	{"7", false, QR_REFUSAL_UNREADABLE, "", "", "", ""},
};

static void qr_replies_are_read_in_every_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(qr_cases) / sizeof(qr_cases[0]) * 2; i++) {
		const struct qr_case *c = &qr_cases[i / 2];
		struct event_qr qr;
		json_t *args = args_of(c->json, i % 2);
		assert_int_equal(event_read_qr(args, &qr), c->is_read);
		assert_int_equal(qr.refusal, c->refusal);
		assert_string_equal(qr.payload, c->payload);
		assert_string_equal(qr.code, c->code);
		assert_string_equal(qr.ack_id, c->ack_id);
		assert_string_equal(qr.message, c->message);
		json_decref(args);
	}
}

static json_t *qr_of_length(size_t length)
{
	char *payload = calloc(1, length + 1);
	memset(payload, 'q', length);
	json_t *args = json_pack("[{s:i,s:{s:s}}]", "code", 0, "data", "qrcode", payload);
	free(payload);
	return args;
}

static void a_payload_that_fits_no_qr_code_is_refused(void **state)
{
	(void)state;
	struct event_qr qr;
	json_t *fits = qr_of_length(LOVENSE_QR_MAX);
	assert_true(event_read_qr(fits, &qr));
	assert_int_equal(qr.refusal, QR_REFUSAL_NONE);
	assert_int_equal(strlen(qr.payload), LOVENSE_QR_MAX);
	json_decref(fits);
	json_t *too_long = qr_of_length(LOVENSE_QR_MAX + 1);
	assert_true(event_read_qr(too_long, &qr));
	assert_int_equal(qr.refusal, QR_REFUSAL_TOO_LONG);
	assert_string_equal(qr.payload, "");
	json_decref(too_long);
}

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

/* A code is drawn byte for byte: one that had to be repaired would be another one. */
static void a_damaged_pairing_code_is_not_drawn(void **state)
{
	(void)state;
	struct event_qr qr;
	json_t *args = args_of("{\"code\":0,\"data\":{\"ackId\":\"a\",\"qrcode\":\"ab\\ud83d\"}}", true);
	assert_true(event_read_qr(args, &qr));
	assert_int_equal(qr.refusal, QR_REFUSAL_UNREADABLE);
	assert_string_equal(qr.payload, "");
	assert_string_equal(qr.ack_id, "a");
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

static void device_info_names_the_app(void **state)
{
	(void)state;
	struct event_device_info info;
	json_t *args =
		args_of("{\"deviceCode\":\"remote_01\",\"online\":true,\"domain\":\"192-168-1-44.lovense.club\","
			"\"httpsPort\":\"30010\",\"wssPort\":30010,\"platform\":\"ios\",\"appVersion\":\"7.69.0\","
			"\"appType\":\"remote\",\"toyList\":[]}",
			true);
	assert_true(event_read_device_info(args, &info));
	assert_string_equal(info.device_code, "remote_01");
	assert_string_equal(info.domain, "192-168-1-44.lovense.club");
	assert_int_equal(info.https_port, 30010);
	assert_string_equal(info.platform, "ios");
	assert_string_equal(info.app_version, "7.69.0");
	assert_true(info.is_online && info.has_toys);
	assert_int_equal(info.toy_count, 0);
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

static void an_app_that_went_offline_says_so(void **state)
{
	(void)state;
	static const char *const forms[] = {"{\"online\":false}", "{\"online\":0}", "{\"online\":\"0\"}",
					    "{\"data\":{\"online\":\"false\"}}"};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct event_device_info info;
		json_t *args = args_of(forms[i], false);
		assert_true(event_read_device_info(args, &info));
		assert_false(info.is_online);
		assert_false(info.has_toys);
		json_decref(args);
	}
}

static void unreadable_device_info_is_refused(void **state)
{
	(void)state;
	static const char *const forms[] = {"{}", "[]", "null", "\"\"", "\"{broken\"", "{\"data\":{}}", "5"};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct event_device_info info;
		json_t *args = args_of(forms[i], false);
		assert_false(event_read_device_info(args, &info));
		json_decref(args);
	}
	struct event_device_info info;
	json_t *empty = json_array();
	assert_false(event_read_device_info(empty, &info));
	json_decref(empty);
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

static void statuses_are_read_in_every_form(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		bool is_read, is_on;
	} cases[] = {
		{"{\"status\":1}", true, true},
		{"{\"status\":0}", true, false},
		{"{\"status\":\"1\"}", true, true},
		{"{\"status\":\"0\"}", true, false},
		{"{\"status\":true}", true, true},
		{"{\"status\":false}", true, false},
		{"{\"status\":1.0}", true, true},
		{"{\"data\":{\"status\":1}}", true, true},
		{"{\"status\":null,\"data\":{\"status\":1}}", true, true},
		{"{\"status\":{}}", false, false},
		{"{\"status\":2}", false, false},
		{"{\"status\":null}", false, false},
		{"{}", false, false},
		{"[1]", false, false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]) * 2; i++) {
		bool is_on = false;
		json_t *args = args_of(cases[i / 2].json, i % 2);
		assert_int_equal(event_read_status(args, &is_on), cases[i / 2].is_read);
		if (cases[i / 2].is_read)
			assert_int_equal(is_on, cases[i / 2].is_on);
		json_decref(args);
	}
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
		cmocka_unit_test(names_are_known_with_and_without_suffix),
		cmocka_unit_test(qr_replies_are_read_in_every_form),
		cmocka_unit_test(a_payload_that_fits_no_qr_code_is_refused),
		cmocka_unit_test(toy_lists_are_read_in_every_form),
		cmocka_unit_test(damaged_text_costs_no_event),
		cmocka_unit_test(a_damaged_pairing_code_is_not_drawn),
		cmocka_unit_test(an_id_of_many_digits_stays_whole),
		cmocka_unit_test(device_info_names_the_app),
		cmocka_unit_test(a_list_of_nothing_is_an_empty_list),
		cmocka_unit_test(an_app_that_went_offline_says_so),
		cmocka_unit_test(unreadable_device_info_is_refused),
		cmocka_unit_test(no_more_toys_than_fit_are_taken),
		cmocka_unit_test(an_id_that_does_not_fit_is_not_shortened),
		cmocka_unit_test(statuses_are_read_in_every_form),
		cmocka_unit_test(get_toys_replies_carry_functions),
		cmocka_unit_test(function_names_are_read_in_every_spelling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
