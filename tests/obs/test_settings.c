/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What settings may hold, and whom they reach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <util/bmem.h>

#include "fake_engine.h"
#include "scratch.h"
#include "settings_fixture.h"

static void every_setting_is_read(void **state)
{
	struct settings_fixture *fixture = *state;
	scratch_write(
		fixture->folder, "settings.json",
		"{\"version\": 1, \"mode\": \"cloud\", \"auth\": \"token_service\", \"platform\": \"My Site\","
		" \"uid\": \"u-1\", \"uname\": \"n\", \"token_service_url\": \"https://t.example/x\","
		" \"api_url\": \"http://127.0.0.1:8080\", \"ca_file\": \"/ca.pem\", \"route\": \"lan\","
		" \"arm_on_start\": true, \"allow_remote_arm\": true, \"code_on_air\": true, \"session_record\": true,"
		" \"toy_events\": true,"
		" \"toy_button_stops\": true, \"master_ceiling\": "
		"0.5, \"lease_ms\": 4000,"
		" \"stop_when_stream_ends\": false, \"min_gap_ms\": 300,"
		" \"ceilings\": {\"toy-a\": {\"*\": 0.8, \"Vibrate\": 0.5}},"
		" \"known_toys\": [\"toy-a\", \"toy-b\"], \"simulator_toys\": [\"nora\"],"
		" \"simulator_latency_ms\": 1500}");
	settings_fixture_load(fixture);
	const struct engine_settings *settings = &fixture->settings;
	assert_int_equal(settings->mode, ENGINE_MODE_CLOUD);
	assert_int_equal(settings->auth, ENGINE_AUTH_TOKEN_SERVICE);
	assert_int_equal(settings->route, ENGINE_ROUTE_LAN);
	assert_string_equal(settings->platform, "My Site");
	assert_string_equal(settings->uid, "u-1");
	assert_string_equal(settings->uname, "n");
	assert_string_equal(settings->token_service_url, "https://t.example/x");
	assert_string_equal(settings->api_url, "http://127.0.0.1:8080");
	assert_string_equal(settings->ca_file, "/ca.pem");
	assert_true(settings->arm_on_start);
	assert_false(settings->stop_when_stream_ends);
	assert_float_equal(settings->master_ceiling, 0.5, 1e-9);
	assert_int_equal(settings->lease_ms, 4000);
	assert_int_equal(settings->min_gap_ms, 300);
	assert_int_equal(settings->ceiling_count, 1);
	assert_string_equal(settings->ceilings[0].toy_id, "toy-a");
	assert_float_equal(settings->ceilings[0].all, 0.8, 1e-9);
	assert_float_equal(settings->ceilings[0].function[engine_function_index("Vibrate")], 0.5, 1e-9);
	assert_float_equal(settings->ceilings[0].function[engine_function_index("Rotate")], 1.0, 1e-9);
	assert_int_equal(settings->known_toy_count, 2);
	assert_string_equal(settings->known_toys[1], "toy-b");
	assert_string_equal(settings->simulator_toys[0], "nora");
	assert_string_equal(settings->simulator_toys[1], "");
	assert_int_equal(settings->simulator_latency_ms, 1500);
	assert_true(settings_store_allows_remote_arm(fixture->store));
	assert_true(settings->code_on_air);
	assert_true(settings->session_record);
	assert_true(settings->toy_events);
	assert_true(settings->toy_button_stops);
}

static void note_consent(void *ctx, const struct engine_settings *settings)
{
	*(int *)ctx = settings->code_on_air;
}

/* What the dock switches is what requests and sources ask for and what is kept. */
static void permissions_are_switched_with_the_other_settings(void **state)
{
	struct settings_fixture *fixture = *state;
	char error[256];
	settings_fixture_load(fixture);
	assert_false(fixture->settings.code_on_air);
	assert_false(fixture->settings.toy_events);
	assert_false(fixture->settings.toy_button_stops);
	for (int round = 0; round < 2; round++) {
		bool is_wanted = round == 0;
		int consent = -1;
		settings_store_follow(fixture->store, note_consent, &consent);
		assert_int_equal(consent, !is_wanted);
		fixture->settings.allow_remote_arm = is_wanted;
		fixture->settings.code_on_air = is_wanted;
		assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
		assert_int_equal(settings_store_allows_remote_arm(fixture->store), is_wanted);
		assert_int_equal(consent, is_wanted);
		settings_fixture_load(fixture);
		assert_int_equal(fixture->settings.allow_remote_arm, is_wanted);
		assert_int_equal(settings_store_allows_remote_arm(fixture->store), is_wanted);
		assert_int_equal(fixture->settings.code_on_air, is_wanted);
	}
}

static void wrong_values_fall_back_to_the_default_one_by_one(void **state)
{
	static const char *const wrong[] = {
		"\"mode\": \"fast\"",
		"\"mode\": 3",
		"\"auth\": null",
		"\"route\": []",
		"\"platform\": {}",
		"\"arm_on_start\": \"yes\"",
		"\"arm_on_start\": 1",
		"\"allow_remote_arm\": \"true\"",
		"\"code_on_air\": 1",
		"\"allow_tips\": \"true\"",
		"\"toy_events\": \"on\"",
		"\"toy_button_stops\": 1",
		"\"master_ceiling\": 1.5",
		"\"master_ceiling\": -0.1",
		"\"master_ceiling\": \"0.9\"",
		"\"lease_ms\": 0",
		"\"lease_ms\": 1999",
		"\"lease_ms\": 10001",
		"\"lease_ms\": 1e300",
		"\"min_gap_ms\": -1",
		"\"simulator_latency_ms\": -1",
		"\"stop_when_stream_ends\": 0",
		"\"ceilings\": 4",
		"\"known_toys\": \"toy\"",
		"\"known_toys\": [1, null, \"\"]",
	};
	struct settings_fixture *fixture = *state;
	struct engine_settings defaults;
	engine_settings_default(&defaults);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char text[512];
		snprintf(text, sizeof(text), "{\"version\": 1, \"uid\": \"u\", \"uname\": \"kept\", %s}", wrong[i]);
		scratch_write(fixture->folder, "settings.json", text);
		settings_fixture_load(fixture);
		assert_string_equal(settings_store_problem(fixture->store), "");
		assert_string_equal(fixture->settings.uname, "kept");
		snprintf(fixture->settings.uname, sizeof(fixture->settings.uname), "%s", "");
		snprintf(fixture->settings.uid, sizeof(fixture->settings.uid), "%s", "");
		snprintf(fixture->settings.utoken, sizeof(fixture->settings.utoken), "%s", "");
		memset(fixture->settings.uname, 0, sizeof(fixture->settings.uname));
		memset(fixture->settings.uid, 0, sizeof(fixture->settings.uid));
		memset(fixture->settings.utoken, 0, sizeof(fixture->settings.utoken));
		assert_memory_equal(&fixture->settings, &defaults, sizeof(defaults));
	}
}

/* The saved token is for the service that was meant: it must not go to the public one because of a slip of the pen. */
static void an_address_that_cannot_be_used_is_not_replaced(void **state)
{
	static const char *const wrong[] = {
		"\"http://example.com\"",
		"\"http://localhost@example.com\"",
		"\"http://localhost.example.com\"",
		"\"ftp://example.com\"",
		"\"https://\"",
		"\"https://a b\"",
		"\"api.example.com\"",
		"7",
		"null",
	};
	static const char *const keys[] = {"api_url", "token_service_url"};
	struct settings_fixture *fixture = *state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]) * 2; i++) {
		char text[512];
		char error[256];
		snprintf(text, sizeof(text), "{\"version\": 1, \"uid\": \"u\", \"%s\": %s}", keys[i % 2], wrong[i / 2]);
		scratch_write(fixture->folder, "settings.json", text);
		settings_fixture_load(fixture);
		const struct engine_settings *read = &fixture->settings;
		assert_string_equal(i % 2 ? read->token_service_url : read->api_url, "");
		/* Everything else can be changed meanwhile, and what was written there can still be corrected. */
		fixture->settings.master_ceiling = 0.5;
		assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
		assert_string_equal(error, "");
		json_t *saved = settings_fixture_saved(fixture, "settings.json");
		json_t *expected = json_loads(wrong[i / 2], JSON_DECODE_ANY, NULL);
		assert_true(json_equal(json_object_get(saved, keys[i % 2]), expected));
		json_decref(expected);
		json_decref(saved);
	}
}

static void a_key_with_a_line_break_is_refused(void **state)
{
	static const char *const bad[] = {"a\r\nX-Lines: 1", "a\n", "\x01", "a\x7f"};
	struct settings_fixture *fixture = *state;
	settings_fixture_load(fixture);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char error[256] = "";
		snprintf(fixture->settings.token_service_key, sizeof(fixture->settings.token_service_key), "%s",
			 bad[i]);
		assert_false(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
		assert_non_null(strstr(error, "token_service_key"));
		assert_null(strstr(error, bad[i]));
	}
	scratch_write(fixture->folder, "credentials.json", "{\"token_service_key\": \"a\\nb\"}");
	settings_fixture_load(fixture);
	assert_string_equal(fixture->settings.token_service_key, "");
}

static void an_unreadable_ceiling_is_not_no_ceiling(void **state)
{
	struct settings_fixture *fixture = *state;
	scratch_write(fixture->folder, "settings.json",
		      "{\"version\": 1, \"ceilings\": {\"toy-a\": {\"*\": \"half\", \"Vibrate\": 7}}}");
	settings_fixture_load(fixture);
	assert_float_equal(fixture->settings.ceilings[0].all, 0.0, 1e-9);
	assert_float_equal(fixture->settings.ceilings[0].function[engine_function_index("Vibrate")], 0.0, 1e-9);
}

/* Apps write the same id in upper or lower case. Of two entries the lower ceiling counts, until it is set anew. */
static void a_toy_of_two_spellings_has_one_ceiling(void **state)
{
	struct settings_fixture *fixture = *state;
	char error[256];
	scratch_write(
		fixture->folder, "settings.json",
		"{\"version\": 1, \"ceilings\": {\"AB12\": {\"*\": 0.8, \"Vibrate\": 0.2}, \"ab12\": {\"*\": 0.5}}}");
	settings_fixture_load(fixture);
	assert_int_equal(fixture->settings.ceiling_count, 1);
	assert_float_equal(fixture->settings.ceilings[0].all, 0.5, 1e-9);
	assert_float_equal(fixture->settings.ceilings[0].function[engine_function_index("Vibrate")], 0.2, 1e-9);
	fixture->settings.ceilings[0].all = 0.9;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	settings_fixture_load(fixture);
	assert_int_equal(fixture->settings.ceiling_count, 1);
	assert_float_equal(fixture->settings.ceilings[0].all, 0.9, 1e-9);
}

static void refused_settings_change_nothing(void **state)
{
	struct settings_fixture *fixture = *state;
	struct engine_settings before;
	char error[256] = "";
	settings_fixture_load(fixture);
	before = fixture->settings;
	snprintf(fixture->settings.api_url, sizeof(fixture->settings.api_url), "http://example.com");
	fixture->settings.master_ceiling = 0.9;
	assert_false(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_non_null(strstr(error, "api_url"));
	settings_store_get(fixture->store, &fixture->settings);
	assert_memory_equal(&fixture->settings, &before, sizeof(before));
	assert_int_equal(fake_engine_calls(fixture->engine).configures, 0);
}

static void accepted_settings_go_to_the_engine(void **state)
{
	struct settings_fixture *fixture = *state;
	struct engine_settings seen;
	char error[256];
	settings_fixture_load(fixture);
	fixture->settings.mode = ENGINE_MODE_SIMULATOR;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	fake_engine_settings(fixture->engine, &seen);
	assert_int_equal(seen.mode, ENGINE_MODE_SIMULATOR);
}

static void a_new_identity_is_new(void **state)
{
	struct settings_fixture *fixture = *state;
	struct engine_settings before;
	char error[256];
	settings_fixture_load(fixture);
	before = fixture->settings;
	assert_true(settings_store_new_identity(fixture->store, error, sizeof(error)));
	settings_store_get(fixture->store, &fixture->settings);
	assert_string_not_equal(fixture->settings.uid, before.uid);
	assert_string_not_equal(fixture->settings.utoken, before.utoken);
}

static void ceiling_and_toys_of_the_engine_are_remembered(void **state)
{
	struct settings_fixture *fixture = *state;
	struct engine_snapshot snapshot;
	char error[256];
	settings_fixture_load(fixture);
	fixture->settings.mode = ENGINE_MODE_CLOUD;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	int configures = fake_engine_calls(fixture->engine).configures;
	fake_engine_blank(&snapshot);
	snapshot.ceiling = 0.15;
	snapshot.toy_count = 1;
	snprintf(snapshot.toys[0].alias, sizeof(snapshot.toys[0].alias), "t1");
	snprintf(snapshot.toys[0].toy_id, sizeof(snapshot.toys[0].toy_id), "id-1");
	settings_store_remember(fixture->store, &snapshot, 0); /* the engine has not run yet */
	settings_store_get(fixture->store, &fixture->settings);
	assert_float_equal(fixture->settings.master_ceiling, 0.30, 1e-9);
	snapshot.published_ms = 1;
	assert_false(fixture->settings.allow_tips);
	snapshot.are_tips_allowed = true;
	settings_store_remember(fixture->store, &snapshot, 0);
	settings_fixture_load(fixture); /* the one before writes at its end */
	assert_float_equal(fixture->settings.master_ceiling, 0.15, 1e-9);
	assert_true(fixture->settings.allow_tips);
	assert_int_equal(fixture->settings.known_toy_count, 1);
	assert_string_equal(fixture->settings.known_toys[0], "id-1");
	/* The engine knows already, and may be further on. */
	assert_int_equal(fake_engine_calls(fixture->engine).configures, configures);
}

static double saved_ceiling(struct settings_fixture *fixture)
{
	json_t *json = settings_fixture_saved(fixture, "settings.json");
	double ceiling = json_real_value(json_object_get(json, "master_ceiling"));
	json_decref(json);
	return ceiling;
}

static void a_ceiling_that_moves_is_written_when_it_rests(void **state)
{
	const uint64_t tenth_ns = UINT64_C(100000000);
	struct settings_fixture *fixture = *state;
	struct engine_snapshot snapshot;
	uint64_t now_ns = 5 * tenth_ns;
	settings_fixture_load(fixture);
	fake_engine_blank(&snapshot);
	snapshot.published_ms = 1;
	for (int step = 0; step < 20; step++, now_ns += tenth_ns) {
		snapshot.ceiling = 0.5 - step / 100.0;
		assert_true(settings_store_remember(fixture->store, &snapshot, now_ns));
		assert_float_equal(saved_ceiling(fixture), 0.30, 1e-9);
	}
	assert_true(settings_store_remember(fixture->store, &snapshot, now_ns + 8 * tenth_ns));
	assert_float_equal(saved_ceiling(fixture), 0.30, 1e-9);
	assert_false(settings_store_remember(fixture->store, &snapshot, now_ns + 9 * tenth_ns));
	assert_float_equal(saved_ceiling(fixture), 0.31, 1e-9);
	snapshot.ceiling = 0.2;
	assert_true(settings_store_remember(fixture->store, &snapshot, now_ns + 10 * tenth_ns));
	settings_store_flush(fixture->store);
	assert_float_equal(saved_ceiling(fixture), 0.2, 1e-9);
	assert_false(settings_store_remember(fixture->store, &snapshot, now_ns + 10 * tenth_ns));
}

static void nothing_stays_allocated(void **state)
{
	struct settings_fixture *fixture = *state;
	long before = bnum_allocs();
	settings_fixture_load(fixture);
	settings_store_destroy(fixture->store);
	fixture->store = NULL;
	assert_int_equal(bnum_allocs(), before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, settings_fixture_set_up, settings_fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_setting_is_read),
		TEST(permissions_are_switched_with_the_other_settings),
		TEST(wrong_values_fall_back_to_the_default_one_by_one),
		TEST(an_address_that_cannot_be_used_is_not_replaced),
		TEST(a_key_with_a_line_break_is_refused),
		TEST(an_unreadable_ceiling_is_not_no_ceiling),
		TEST(a_toy_of_two_spellings_has_one_ceiling),
		TEST(refused_settings_change_nothing),
		TEST(accepted_settings_go_to_the_engine),
		TEST(a_new_identity_is_new),
		TEST(ceiling_and_toys_of_the_engine_are_remembered),
		TEST(a_ceiling_that_moves_is_written_when_it_rests),
		TEST(nothing_stays_allocated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
