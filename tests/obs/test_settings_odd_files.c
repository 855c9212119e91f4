/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings files that are links or pipes, that others may read, or that a killed OBS left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "scratch.h"
#include "settings_fixture.h"

static void link_to(const char *folder, const char *name, const char *target)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(symlink(target, path), 0);
}

/* A folder of dotfiles, a synchronised one. */
static void a_symbolic_link_is_followed(void **state)
{
	struct settings_fixture *fixture = *state;
	struct stat info;
	char error[256];
	char path[128];
	scratch_write(fixture->folder, "mine.json", "{\"version\": 1, \"uid\": \"u-1\"}");
	link_to(fixture->folder, "settings.json", "mine.json");
	link_to(fixture->folder, "credentials.json", "secrets.json"); /* not there yet */
	settings_fixture_load(fixture);
	assert_string_equal(fixture->settings.uid, "u-1");
	fixture->settings.master_ceiling = 0.4;
	snprintf(fixture->settings.developer_token, sizeof(fixture->settings.developer_token), "mine");
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	snprintf(path, sizeof(path), "%s/settings.json", fixture->folder);
	assert_int_equal(lstat(path, &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	json_t *json = settings_fixture_saved(fixture, "mine.json");
	assert_float_equal(json_real_value(json_object_get(json, "master_ceiling")), 0.4, 1e-9);
	json_decref(json);
	json = settings_fixture_saved(fixture, "secrets.json");
	assert_string_equal(json_string_value(json_object_get(json, "developer_token")), "mine");
	json_decref(json);
	assert_int_equal(scratch_mode(fixture->folder, "secrets.json"), 0600);
}

static bool is_link(const char *folder, const char *name)
{
	struct stat info;
	char path[128];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

static void a_link_that_leads_nowhere_is_no_first_run_and_stays(void **state)
{
	static const char *const targets[] = {"settings.json", "no-drive/settings.json"};
	struct settings_fixture *fixture = *state;
	char path[128];
	char error[256];
	snprintf(path, sizeof(path), "%s/settings.json", fixture->folder);
	for (size_t i = 0; i < 2; i++) {
		link_to(fixture->folder, "settings.json", targets[i]);
		settings_fixture_load(fixture);
		assert_false(settings_store_is_first_run(fixture->store));
		assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.Unreadable");
		fixture->settings.master_ceiling = 0.4;
		assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
		assert_string_equal(error, "Settings.Error.Unreadable");
		assert_true(is_link(fixture->folder, "settings.json"));
		assert_int_equal(remove(path), 0);
	}
}

static void a_damaged_file_behind_a_link_is_kept_beside_it(void **state)
{
	struct settings_fixture *fixture = *state;
	char text[64];
	scratch_write(fixture->folder, "mine.json", "{");
	link_to(fixture->folder, "settings.json", "mine.json");
	settings_fixture_load(fixture);
	assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.Damaged");
	assert_true(scratch_read(fixture->folder, "mine.json.corrupt", text, sizeof(text)));
	assert_string_equal(text, "{");
	assert_true(is_link(fixture->folder, "settings.json"));
	json_decref(settings_fixture_saved(fixture, "mine.json"));
}

/* Without a look at it first, OBS waits at its start until somebody writes into the pipe. */
static void a_pipe_in_the_place_of_a_file_holds_nothing_up(void **state)
{
	static const char *const names[] = {"settings.json", "credentials.json"};
	struct settings_fixture *fixture = *state;
	struct stat info;
	char path[128];
	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s", fixture->folder, names[i]);
		remove(path);
		assert_int_equal(mkfifo(path, 0600), 0);
		settings_fixture_load(fixture);
		assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.Unreadable");
		assert_int_equal(lstat(path, &info), 0);
		assert_true(S_ISFIFO(info.st_mode));
		assert_int_equal(remove(path), 0);
	}
}

static void credentials_that_others_can_read_are_closed_and_told(void **state)
{
	struct settings_fixture *fixture = *state;
	char error[256];
	char path[128];
	scratch_write(fixture->folder, "settings.json", "{\"version\": 1, \"uid\": \"u-1\"}");
	scratch_write(fixture->folder, "secrets.json", "{\"version\": 1, \"utoken\": \"u\"}");
	link_to(fixture->folder, "credentials.json", "secrets.json");
	snprintf(path, sizeof(path), "%s/secrets.json", fixture->folder);
	assert_int_equal(chmod(path, 0644), 0);
	settings_fixture_load(fixture);
	assert_string_equal(settings_store_problem(fixture->store), "Settings.Error.Exposed");
	assert_int_equal(scratch_mode(fixture->folder, "secrets.json"), 0600);
	assert_true(settings_store_set(fixture->store, &fixture->settings, error, sizeof(error)));
	assert_string_equal(settings_store_problem(fixture->store), "");
	settings_fixture_load(fixture);
	assert_string_equal(settings_store_problem(fixture->store), "");
}

static void what_a_killed_obs_left_is_removed_at_the_next_start(void **state)
{
	static const char left[] = "credentials.json.0123456789abcdef.tmp";
	struct settings_fixture *fixture = *state;
	char text[64];
	settings_fixture_load(fixture);
	scratch_write(fixture->folder, left, "{\"developer_token\": \"secret\"}");
	settings_fixture_load(fixture);
	assert_false(scratch_read(fixture->folder, left, text, sizeof(text)));
	assert_int_equal(scratch_count(fixture->folder), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, settings_fixture_set_up, settings_fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_symbolic_link_is_followed),
		TEST(a_link_that_leads_nowhere_is_no_first_run_and_stays),
		TEST(a_damaged_file_behind_a_link_is_kept_beside_it),
		TEST(a_pipe_in_the_place_of_a_file_holds_nothing_up),
		TEST(credentials_that_others_can_read_are_closed_and_told),
		TEST(what_a_killed_obs_left_is_removed_at_the_next_start),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
