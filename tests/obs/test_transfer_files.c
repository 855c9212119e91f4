/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files for another computer, out of the stores and back into them. Without hotkeys: those need a running OBS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <jansson.h>

#include "fake_engine.h"
#include "haptics/rules/rule.h"
#include "obs/stores/rules_store.h"
#include "obs/stores/settings.h"
#include "obs/stores/transfer/transfer.h"
#include "rules_fixture.h"
#include "scratch.h"

struct fixture {
	struct rules_fixture *rules;
	struct transfer_parts parts;
	char path[128];
	char error[512];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	void *rules = NULL;
	rules_fixture_set_up(&rules);
	fixture->rules = rules;
	fixture->parts = (struct transfer_parts){
		.engine = fixture->rules->engine,
		.rules = fixture->rules->store,
		.settings = settings_store_create_in(fixture->rules->folder, fixture->rules->engine)};
	snprintf(fixture->path, sizeof(fixture->path), "%s/moved.json", fixture->rules->folder);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	void *rules = fixture->rules;
	settings_store_destroy(fixture->parts.settings);
	rules_fixture_tear_down(&rules);
	free(fixture);
	return 0;
}

static void set_ceiling(struct fixture *fixture, double ceiling)
{
	struct engine_settings settings;
	settings_store_get(fixture->parts.settings, &settings);
	settings.master_ceiling = ceiling;
	assert_true(settings_store_set(fixture->parts.settings, &settings, fixture->error, sizeof(fixture->error)));
}

static double ceiling(struct fixture *fixture)
{
	struct engine_settings settings;
	settings_store_get(fixture->parts.settings, &settings);
	return settings.master_ceiling;
}

static struct transfer_plan *read_back(struct fixture *fixture)
{
	return transfer_read(&fixture->parts, fixture->path, fixture->error, sizeof(fixture->error));
}

static bool write_all(struct fixture *fixture, const char *path)
{
	return transfer_write(&fixture->parts, TRANSFER_EVERYTHING, path, fixture->error, sizeof(fixture->error));
}

/* New reference: the patch of all that may be chosen in the file. */
static json_t *patch_of_all(struct fixture *fixture)
{
	bool is_chosen[64];
	struct transfer_plan *plan = read_back(fixture);
	assert_non_null(plan);
	memset(is_chosen, true, sizeof(is_chosen));
	json_t *patch = transfer_plan_patch(plan, is_chosen);
	transfer_plan_destroy(plan);
	return patch;
}

static bool carry_out(struct fixture *fixture, const json_t *patch)
{
	return transfer_carry_out(&fixture->parts, patch, fixture->error, sizeof(fixture->error));
}

static void what_went_out_comes_back_and_is_undone(void **state)
{
	struct fixture *fixture = *state;
	assert_true(rules_fixture_set(fixture->rules, SET(RULE("a", ""))));
	set_ceiling(fixture, 0.6);
	assert_true(write_all(fixture, fixture->path));
	assert_true(rules_fixture_set(fixture->rules, SET(RULE("mine", ", \"fn\": \"rotate\""))));
	set_ceiling(fixture, 0.2);
	json_t *patch = patch_of_all(fixture);
	json_t *back = transfer_way_back(&fixture->parts, patch);
	assert_true(carry_out(fixture, patch));
	assert_int_equal(haptics_rules_count(fixture->rules->rules), 2);
	assert_true(ceiling(fixture) == 0.6);
	transfer_repeat(&fixture->parts, back);
	assert_int_equal(haptics_rules_count(fixture->rules->rules), 1);
	assert_int_equal(haptics_rules_find(fixture->rules->rules, "mine"), 0);
	assert_true(ceiling(fixture) == 0.2);
	transfer_repeat(&fixture->parts, patch);
	assert_int_equal(haptics_rules_count(fixture->rules->rules), 2);
	assert_true(ceiling(fixture) == 0.2); /* it is not raised again */
	json_decref(back);
	json_decref(patch);
}

static void what_is_refused_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	json_t *patch = json_loads("{\"rules\": [{\"id\": \"bad\"}], \"ceilings\": {\"*\": 0.9}}", 0, NULL);
	assert_true(rules_fixture_set(fixture->rules, SET(RULE("a", ""))));
	assert_false(carry_out(fixture, patch));
	assert_string_not_equal(fixture->error, "");
	assert_int_equal(haptics_rules_count(fixture->rules->rules), 1);
	assert_true(ceiling(fixture) == 0.3);
	json_decref(patch);
}

/* Nothing of these comes from a file; but if one did, the rules must not stay half done. */
static void rules_go_back_where_settings_are_refused(void **state)
{
	struct fixture *fixture = *state;
	json_t *patch = json_loads("{\"ceilings\": {\"*\": 7}}", 0, NULL);
	json_object_set_new(patch, "rules", json_pack("[o]", json_loads(RULE("b", ""), 0, NULL)));
	assert_true(rules_fixture_set(fixture->rules, SET(RULE("a", ""))));
	assert_false(carry_out(fixture, patch));
	assert_int_equal(haptics_rules_count(fixture->rules->rules), 1);
	assert_true(ceiling(fixture) == 0.3);
	json_decref(patch);
}

static void a_file_that_cannot_be_written_stays_as_it_was(void **state)
{
	struct fixture *fixture = *state;
	char text[64];
	scratch_write(fixture->rules->folder, "moved.json", "before");
	assert_int_equal(chmod(fixture->rules->folder, 0500), 0);
	bool did_write = write_all(fixture, fixture->path);
	assert_int_equal(chmod(fixture->rules->folder, 0700), 0);
	assert_true(scratch_read(fixture->rules->folder, "moved.json", text, sizeof(text)) || did_write);
	if (!did_write) /* root may write anywhere */
		assert_string_equal(text, "before");
	fixture->error[0] = '\0';
	assert_false(write_all(fixture, "/dev/null/x"));
	assert_string_not_equal(fixture->error, "");
}

static void what_is_no_file_is_neither_read_nor_replaced(void **state)
{
	struct fixture *fixture = *state;
	assert_null(read_back(fixture));
	assert_string_equal(fixture->error, "Rules.Error.Unreadable");
	assert_int_equal(mkfifo(fixture->path, 0600), 0); /* nobody will ever write into it */
	assert_null(read_back(fixture));
	assert_false(write_all(fixture, fixture->path));
	assert_int_equal(fixture->rules->changes, 0);
}

static void write_bytes(const struct fixture *fixture, const char *bytes, size_t size)
{
	FILE *file = fopen(fixture->path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

/* It was shown as options that a newer version had written. */
static void a_file_of_another_program_is_told(void **state)
{
	static const char text[] = "{\"foo\": [1, 2, 3], \"bar\": \"x\"}";
	struct fixture *fixture = *state;
	write_bytes(fixture, text, strlen(text));
	assert_null(read_back(fixture));
	assert_string_equal(fixture->error, "Transfer.Problem.Nothing");
}

static void a_picture_is_not_called_empty(void **state)
{
	static const char bytes[] = {0, 1, 2, '{', '}'};
	struct fixture *fixture = *state;
	write_bytes(fixture, bytes, sizeof(bytes));
	assert_null(read_back(fixture));
	assert_string_equal(fixture->error, "Rules.Problem.NotRules");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_went_out_comes_back_and_is_undone),
		TEST(what_is_refused_changes_nothing),
		TEST(rules_go_back_where_settings_are_refused),
		TEST(a_file_that_cannot_be_written_stays_as_it_was),
		TEST(what_is_no_file_is_neither_read_nor_replaced),
		TEST(a_picture_is_not_called_empty),
		TEST(a_file_of_another_program_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
