/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the settings files hold, and what becomes of them when they are not as expected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "scratch.h"
#include "settings_fixture.h"

static void first_load_makes_an_identity_and_keeps_it(void **state)
{
	struct settings_fixture *fixture = *state;
	char uid[64];
	settings_fixture_load(fixture);
	assert_true(settings_store_is_first_run(fixture->store));
	assert_string_equal(settings_store_problem(fixture->store), "");
	assert_int_equal(strlen(fixture->settings.uid), 36);
	assert_int_equal(strlen(fixture->settings.utoken), 36);
	assert_string_not_equal(fixture->settings.uid, fixture->settings.utoken);
	assert_int_equal(fixture->settings.mode, ENGINE_MODE_OFF);
	assert_float_equal(fixture->settings.master_ceiling, 0.30, 1e-9);
	assert_false(fixture->settings.arm_on_start);
	snprintf(uid, sizeof(uid), "%s", fixture->settings.uid);
	settings_fixture_load(fixture);
	assert_false(settings_store_is_first_run(fixture->store));
	assert_string_equal(fixture->settings.uid, uid);
}

static void files_are_for_their_owner_only(void **state)
{
	struct settings_fixture *fixture = *state;
	mode_t old = umask(0);
	settings_fixture_load(fixture);
	umask(old);
	assert_int_equal(scratch_mode(fixture->folder, "settings.json"), 0600);
	assert_int_equal(scratch_mode(fixture->folder, "credentials.json"), 0600);
	assert_int_equal(scratch_count(fixture->folder), 2); /* no temporary file stays */
}

static void secrets_are_in_the_credentials_only(void **state)
{
	struct settings_fixture *fixture = *state;
	char error[256];
	char text[16384];
	settings_fixture_load(fixture);
	snprintf(fixture->settings.developer_token, sizeof(fixture->settings.developer_token), "CANARY-TOKEN");
	snprintf(fixture->settings.token_service_key, sizeof(fixture->settings.token_service_key), "CANARY-KEY");
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_true(scratch_read(fixture->folder, "settings.json", text, sizeof(text)));
	assert_null(strstr(text, "CANARY"));
	assert_null(strstr(text, fixture->settings.utoken));
	assert_true(scratch_read(fixture->folder, "credentials.json", text, sizeof(text)));
	assert_non_null(strstr(text, "CANARY-TOKEN"));
	assert_non_null(strstr(text, "CANARY-KEY"));
	assert_int_equal(scratch_mode(fixture->folder, "credentials.json"), 0600);
	settings_fixture_load(fixture);
	assert_string_equal(fixture->settings.developer_token, "CANARY-TOKEN");
}

/* Some editors put one in front. */
static void a_byte_order_mark_is_no_damage(void **state)
{
	struct settings_fixture *fixture = *state;
	char text[64];
	scratch_write(fixture->folder, "settings.json", "\xEF\xBB\xBF{\"version\": 1, \"uid\": \"u-1\"}");
	scratch_write(fixture->folder, "credentials.json",
		      "\xEF\xBB\xBF{\"version\": 1, \"developer_token\": \"mine\", \"utoken\": \"u\"}");
	settings_fixture_load(fixture);
	assert_string_equal(settings_store_problem(fixture->store), "");
	assert_string_equal(fixture->settings.uid, "u-1");
	assert_string_equal(fixture->settings.developer_token, "mine");
	assert_false(scratch_read(fixture->folder, "settings.json.corrupt", text, sizeof(text)));
}

static void damaged_files_are_kept_aside(void **state)
{
	static const char *const damaged[] = {"", "{", "[1, 2]", "null", "{\"a\": 1, \"a\": 2}", "\xFF\xFE", "{} {}"};
	struct settings_fixture *fixture = *state;
	char text[256];
	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		scratch_write(fixture->folder, "settings.json", damaged[i]);
		scratch_write(fixture->folder, "credentials.json", damaged[i]);
		settings_fixture_load(fixture);
		assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.Damaged");
		assert_int_equal(fixture->settings.mode, ENGINE_MODE_OFF);
		assert_true(scratch_read(fixture->folder, "settings.json.corrupt", text, sizeof(text)));
		assert_string_equal(text, damaged[i]);
		assert_true(scratch_read(fixture->folder, "credentials.json.corrupt", text, sizeof(text)));
		assert_string_equal(text, damaged[i]);
		json_decref(settings_fixture_saved(fixture, "settings.json")); /* and a sound one is in its place */
	}
}

static void unknown_keys_come_back(void **state)
{
	struct settings_fixture *fixture = *state;
	char error[256];
	scratch_write(fixture->folder, "settings.json",
		      "{\"version\": 1, \"later\": {\"x\": [1]}, \"ceilings\": {\"toy-z\": {\"Sing\": 0.5}}}");
	settings_fixture_load(fixture);
	fixture->settings.master_ceiling = 0.4;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_string_equal(error, "");
	json_t *json = settings_fixture_saved(fixture, "settings.json");
	assert_int_equal(json_integer_value(json_array_get(json_object_get(json_object_get(json, "later"), "x"), 0)),
			 1);
	json_t *toy = json_object_get(json_object_get(json, "ceilings"), "toy-z");
	assert_float_equal(json_real_value(json_object_get(toy, "Sing")), 0.5, 1e-9);
	json_decref(json);
}

static void a_newer_file_is_read_but_not_changed(void **state)
{
	static const char newer[] = "{\"version\": 2, \"uid\": \"u-2\", \"master_ceiling\": 0.2}";
	struct settings_fixture *fixture = *state;
	char error[256];
	char text[256];
	scratch_write(fixture->folder, "settings.json", newer);
	settings_fixture_load(fixture);
	assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.NotSaved");
	assert_float_equal(fixture->settings.master_ceiling, 0.2, 1e-9);
	fixture->settings.master_ceiling = 0.1;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_string_not_equal(error, "");
	settings_store_get(fixture->store, &fixture->settings);
	assert_float_equal(fixture->settings.master_ceiling, 0.1, 1e-9);
	assert_true(scratch_read(fixture->folder, "settings.json", text, sizeof(text)));
	assert_string_equal(text, newer);
}

/* Two OBS at once on one folder: each has a store of its own. */
static void what_another_obs_changed_meanwhile_is_kept(void **state)
{
	struct settings_fixture *fixture = *state;
	struct engine_settings theirs;
	char error[256];
	scratch_write(fixture->folder, "settings.json",
		      "{\"version\": 1, \"master_ceiling\": 1, \"ceilings\": {\"a\": {\"*\": 0.5}}}");
	settings_fixture_load(fixture);
	struct settings_store *other = settings_store_create_in(fixture->folder, fixture->engine);
	settings_store_get(other, &theirs);
	snprintf(theirs.platform, sizeof(theirs.platform), "Theirs");
	snprintf(theirs.developer_token, sizeof(theirs.developer_token), "their token");
	theirs.ceilings[0].all = 0.1;
	theirs.lease_ms = 4000;
	theirs.allow_remote_arm = true;
	assert_true(settings_store_set(other, &theirs, error, sizeof(error)));
	fixture->settings.lease_ms = 5000;
	fixture->settings.ceilings[1] = (struct engine_toy_ceiling){.toy_id = "b", .all = 0.2};
	fixture->settings.ceiling_count = 2;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	settings_store_destroy(other);
	settings_fixture_load(fixture);
	assert_string_equal(fixture->settings.platform, "Theirs");
	assert_string_equal(fixture->settings.developer_token, "their token");
	assert_true(settings_store_allows_remote_arm(fixture->store));
	assert_int_equal(fixture->settings.lease_ms, 5000);
	assert_int_equal(fixture->settings.ceiling_count, 2);
	assert_float_equal(fixture->settings.ceilings[0].all, 0.1, 1e-9);
	assert_float_equal(fixture->settings.ceilings[1].all, 0.2, 1e-9);
	assert_float_equal(fixture->settings.master_ceiling, 1.0, 1e-9);
}

static void a_file_that_a_newer_obs_took_over_meanwhile_is_left_alone(void **state)
{
	static const char newer[] = "{\"version\": 2, \"shape\": \"new\"}";
	struct settings_fixture *fixture = *state;
	char error[256];
	char text[256];
	settings_fixture_load(fixture);
	scratch_write(fixture->folder, "settings.json", newer);
	fixture->settings.master_ceiling = 0.1;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_string_not_equal(error, "");
	assert_string_equal(settings_store_problem(fixture->store), error);
	assert_true(scratch_read(fixture->folder, "settings.json", text, sizeof(text)));
	assert_string_equal(text, newer);
}

/* A folder in the place of the file: nobody can read that, not even root, and it is there all the same. */
static void what_cannot_be_read_is_left_as_it_is(void **state)
{
	static const char *const names[] = {"settings.json", "credentials.json"};
	struct settings_fixture *fixture = *state;
	char path[128];
	char error[256];
	for (size_t i = 0; i < 2; i++) {
		settings_fixture_load(fixture);
		snprintf(path, sizeof(path), "%s/%s", fixture->folder, names[i]);
		assert_int_equal(remove(path), 0);
		assert_int_equal(mkdir(path, 0700), 0);
		int count = scratch_count(fixture->folder);
		settings_fixture_load(fixture);
		assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.Unreadable");
		fixture->settings.master_ceiling = 0.1;
		snprintf(fixture->settings.developer_token, sizeof(fixture->settings.developer_token), "new");
		assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
		assert_string_equal(error, "Settings.Error.Unreadable");
		assert_int_equal(scratch_count(fixture->folder), count); /* nothing was put aside */
		assert_int_equal(rmdir(path), 0);
		/* Readable again, but what this store holds is not what was in it. */
		scratch_write(fixture->folder, names[i], "{\"kept\": 1}");
		fixture->settings.master_ceiling = 0.2;
		assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
		assert_string_equal(error, "Settings.Error.Unreadable");
		json_t *json = settings_fixture_saved(fixture, names[i]);
		assert_int_equal(json_object_size(json), 1);
		json_decref(json);
	}
}

static void settings_survive_a_load_without_file_handles(void **state)
{
	static const char good[] = "{\"version\": 1, \"uid\": \"u-1\"}";
	struct settings_fixture *fixture = *state;
	struct rlimit usual;
	char text[256];
	scratch_write(fixture->folder, "settings.json", good);
	scratch_write(fixture->folder, "credentials.json", "{}");
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	struct rlimit none = {.rlim_cur = 0, .rlim_max = usual.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	settings_fixture_load(fixture);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
	assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.Unreadable");
	settings_store_destroy(fixture->store);
	fixture->store = NULL;
	assert_int_equal(scratch_count(fixture->folder), 2);
	assert_true(scratch_read(fixture->folder, "settings.json", text, sizeof(text)));
	assert_string_equal(text, good);
	settings_fixture_load(fixture);
	assert_string_equal(fixture->settings.uid, "u-1");
}

static void what_has_not_changed_is_not_written(void **state)
{
	static const char *const names[] = {"settings.json", "credentials.json"};
	static const char untouched[] = "{\"as\": \"it was\"}";
	struct settings_fixture *fixture = *state;
	char error[256];
	char text[256];
	settings_fixture_load(fixture);
	for (size_t i = 0; i < 2; i++)
		scratch_write(fixture->folder, names[i], untouched);
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_string_equal(error, "");
	for (size_t i = 0; i < 2; i++) {
		assert_true(scratch_read(fixture->folder, names[i], text, sizeof(text)));
		assert_string_equal(text, untouched);
	}
	fixture->settings.lease_ms = 4000;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_true(scratch_read(fixture->folder, "credentials.json", text, sizeof(text)));
	assert_string_equal(text, untouched);
	json_t *json = settings_fixture_saved(fixture, "settings.json");
	assert_int_equal(json_integer_value(json_object_get(json, "lease_ms")), 4000);
	json_decref(json);
}

static void a_second_obs_on_the_folder_is_told(void **state)
{
	struct settings_fixture *fixture = *state;
	char error[256];
	settings_fixture_load(fixture);
	assert_string_equal(settings_store_problem(fixture->store), "");
	struct settings_store *second = settings_store_create_in(fixture->folder, fixture->engine);
	assert_string_equal(settings_store_problem(second), "Settings.Error.Shared");
	assert_true(settings_store_set(second, &fixture->settings, error, sizeof(error)));
	assert_string_equal(error, "");
	assert_string_equal(settings_store_problem(second), "Settings.Error.Shared"); /* still */
	settings_store_destroy(second);
	settings_fixture_load(fixture); /* the first left before */
	assert_string_equal(settings_store_problem(fixture->store), "");
}

static void a_folder_that_cannot_be_written_is_reported(void **state)
{
	struct settings_fixture *fixture = *state;
	char folder[128];
	char error[256];
	/* A file where the folder should be: nobody can write there, not even root. */
	scratch_write(fixture->folder, "wall", "");
	snprintf(folder, sizeof(folder), "%s/wall/inside", fixture->folder);
	fixture->store = settings_store_create_in(folder, fixture->engine);
	assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.NotSaved");
	settings_store_get(fixture->store, &fixture->settings);
	assert_int_equal(strlen(fixture->settings.uid), 36);
	fixture->settings.master_ceiling = 0.1;
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_string_not_equal(error, "");
	settings_store_get(fixture->store, &fixture->settings);
	assert_float_equal(fixture->settings.master_ceiling, 0.1, 1e-9);
}

static void without_a_folder_everything_is_in_memory(void **state)
{
	struct settings_fixture *fixture = *state;
	fixture->store = settings_store_create_in(NULL, fixture->engine);
	settings_store_get(fixture->store, &fixture->settings);
	assert_int_equal(strlen(fixture->settings.uid), 36);
	assert_int_equal(scratch_count(fixture->folder), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, settings_fixture_set_up, settings_fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(first_load_makes_an_identity_and_keeps_it),
		TEST(files_are_for_their_owner_only),
		TEST(secrets_are_in_the_credentials_only),
		TEST(a_byte_order_mark_is_no_damage),
		TEST(damaged_files_are_kept_aside),
		TEST(unknown_keys_come_back),
		TEST(a_newer_file_is_read_but_not_changed),
		TEST(what_another_obs_changed_meanwhile_is_kept),
		TEST(a_file_that_a_newer_obs_took_over_meanwhile_is_left_alone),
		TEST(what_cannot_be_read_is_left_as_it_is),
		TEST(settings_survive_a_load_without_file_handles),
		TEST(what_has_not_changed_is_not_written),
		TEST(a_second_obs_on_the_folder_is_told),
		TEST(a_folder_that_cannot_be_written_is_reported),
		TEST(without_a_folder_everything_is_in_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
