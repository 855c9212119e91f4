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

#include "event_args.h"
#include "lovense/commands/function.h"
#include "lovense/events.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_known_with_and_without_suffix),
		cmocka_unit_test(qr_replies_are_read_in_every_form),
		cmocka_unit_test(a_payload_that_fits_no_qr_code_is_refused),
		cmocka_unit_test(a_damaged_pairing_code_is_not_drawn),
		cmocka_unit_test(device_info_names_the_app),
		cmocka_unit_test(an_app_that_went_offline_says_so),
		cmocka_unit_test(unreadable_device_info_is_refused),
		cmocka_unit_test(statuses_are_read_in_every_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
