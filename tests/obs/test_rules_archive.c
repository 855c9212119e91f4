/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "obs/stores/copies/rules_archive.h"
#include "scratch.h"

#define RULE(id) "{\"id\": \"" id "\", \"enabled\": true}"
#define SET(rules) "{\"version\": 1, \"rules\": [" rules "]}"

static const char *const both[] = {"Show", "Other", NULL};
static const char *const show_alone[] = {"Show", NULL};

struct fixture {
	char scratch[64];
	char folder[128];
	struct rules_archive *archive;
};

/* A start of OBS with these collections. */
static void start(struct fixture *fixture, const char *const *names)
{
	rules_archive_destroy(fixture->archive);
	fixture->archive = rules_archive_create(fixture->folder);
	rules_archive_begin(fixture->archive, names);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	scratch_make(fixture->scratch);
	snprintf(fixture->folder, sizeof(fixture->folder), "%s/rules", fixture->scratch);
	start(fixture, both);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	rules_archive_destroy(fixture->archive);
	scratch_remove(fixture->scratch);
	free(fixture);
	return 0;
}

static json_t *json_of(const char *text)
{
	json_t *json = json_loads(text, 0, NULL);
	assert_non_null(json);
	return json;
}

static enum rules_origin open_as(struct fixture *fixture, const char *name, const char *file, const char *text)
{
	json_t *rules = json_of(text);
	enum rules_origin origin = rules_archive_open(fixture->archive, &(struct collection_id){file, name}, rules);
	json_decref(rules);
	return origin;
}

/* Its file has the same name. */
static enum rules_origin open(struct fixture *fixture, const char *name, const char *text)
{
	return open_as(fixture, name, name, text);
}

typedef bool (*keeper)(struct rules_archive *archive, const json_t *rules);

static void put(struct fixture *fixture, keeper keep, const char *text)
{
	json_t *rules = json_of(text);
	assert_true(keep(fixture->archive, rules));
	json_decref(rules);
}

static void open_and_save(struct fixture *fixture, const char *name, const char *text)
{
	open(fixture, name, text);
	put(fixture, rules_archive_save, text);
}

/* text NULL: there is no such copy. */
static void assert_copy(const struct fixture *fixture, const char *file, const char *text)
{
	char copy[8192];
	bool is_there = scratch_read(fixture->folder, file, copy, sizeof(copy));
	assert_int_equal(is_there, text != NULL);
	if (!text)
		return;
	json_t *kept = json_of(copy);
	json_t *wanted = json_of(text);
	json_object_del(kept, "_copy");
	assert_true(json_equal(kept, wanted));
	json_decref(kept);
	json_decref(wanted);
}

/* --- known or not --- */

static void collections_of_the_first_run_are_known_once(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(open(fixture, "Show", SET(RULE("a"))), RULES_KNOWN);
	start(fixture, both);
	assert_int_equal(open(fixture, "Other", SET(RULE("b"))), RULES_KNOWN);
	put(fixture, rules_archive_save, SET(RULE("b")));
	assert_int_equal(open(fixture, "Other", SET(RULE("c"))), RULES_FOREIGN);
}

static void a_collection_that_appears_later_is_foreign(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Show", SET(RULE("a")));
	assert_int_equal(open(fixture, "Gift", SET(RULE("x"))), RULES_FOREIGN);
	start(fixture, both);
	assert_int_equal(open(fixture, "Gift", SET(RULE("x"))), RULES_FOREIGN);
	put(fixture, rules_archive_save, SET(RULE("x")));
	start(fixture, both);
	assert_int_equal(open(fixture, "Gift", SET(RULE("x"))), RULES_KNOWN);
}

static void a_collection_without_rules_has_nothing_to_accept(void **state)
{
	struct fixture *fixture = *state;
	assert_int_equal(open(fixture, "Gift", SET("")), RULES_KNOWN);
	put(fixture, rules_archive_save, SET(""));
	assert_copy(fixture, "Gift.json", NULL);
}

static void another_name_does_not_make_rules_foreign(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Show", SET(RULE("a")));
	open_and_save(fixture, "Show", SET(RULE("b")));
	assert_int_equal(open(fixture, "Copy of it", SET(RULE("b"))), RULES_KNOWN);
}

/* Whoever replaces a collection's file brings rules that nobody here has seen. */
static void a_known_name_does_not_make_rules_known(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Show", SET(RULE("a")));
	assert_int_equal(open(fixture, "Show", SET(RULE("x"))), RULES_FOREIGN);
	put(fixture, rules_archive_save, SET(RULE("x")));
	assert_copy(fixture, "replaced/Show.json", SET(RULE("a")));
}

/* OBS died between the copy and the collection, or wrote the one and not the other. */
/* Four megabytes of rules are somebody's own rules, too. */
static void rules_of_any_sensible_size_are_known(void **state)
{
	enum { RULES = 5000, NOTE_SIZE = 900 };
	struct fixture *fixture = *state;
	char note[NOTE_SIZE] = {0};
	memset(note, 'n', sizeof(note) - 1);
	json_t *array = json_array();
	for (int i = 0; i < RULES; i++)
		json_array_append_new(array, json_pack("{s:i, s:s}", "id", i, "note", note));
	json_t *rules = json_pack("{s:i, s:o}", "version", 1, "rules", array);
	char *text = json_dumps(rules, JSON_COMPACT);
	open_and_save(fixture, "Show", text);
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", text), RULES_KNOWN);
	free(text);
	json_decref(rules);
}

static void what_the_disk_may_have_after_a_crash_is_known(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Show", SET(RULE("a")));
	put(fixture, rules_archive_keep, SET(RULE("b")));
	put(fixture, rules_archive_keep, SET(RULE("c")));
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", SET(RULE("a"))), RULES_KNOWN);
	put(fixture, rules_archive_save, SET(RULE("d")));
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", SET(RULE("a"))), RULES_KNOWN);
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", SET(RULE("b"))), RULES_FOREIGN);
}

/* OBS keeps no null: what comes back must still be the same. */
static void a_copy_is_what_a_collection_gives_back(void **state)
{
	struct fixture *fixture = *state;
	static const char set[] = "{\"version\": 1, \"rules\": [{\"id\": \"a\", \"later\": null, \"x\": [1, 0.1]}]}";
	open(fixture, "Show", SET(""));
	put(fixture, rules_archive_save, set);
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", "{\"version\": 1, \"rules\": [{\"id\": \"a\", \"x\": [1, 0.1]}]}"),
			 RULES_KNOWN);
}

/* --- lost and restored --- */

static void lost_rules_are_offered_until_others_take_their_place(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Show", SET(RULE("a")));
	for (int starts = 0; starts < 2; starts++) {
		start(fixture, both);
		assert_int_equal(open(fixture, "Show", SET("")), RULES_LOST);
		assert_int_equal(json_array_size(json_object_get(rules_archive_lost(fixture->archive), "rules")), 1);
		put(fixture, rules_archive_save, SET(""));
		assert_copy(fixture, "Show.json", SET(RULE("a")));
	}
	put(fixture, rules_archive_save, SET(RULE("b")));
	assert_copy(fixture, "Show.json", SET(RULE("b")));
	assert_copy(fixture, "replaced/Show.json", SET(RULE("a")));
	assert_non_null(rules_archive_lost(fixture->archive)); /* still, for this time */
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", SET(RULE("b"))), RULES_KNOWN);
	assert_null(rules_archive_lost(fixture->archive));
}

static void what_is_put_back_is_not_lost_any_more(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Show", SET(RULE("a")));
	open(fixture, "Show", SET(""));
	json_t *lost = rules_archive_take_lost(fixture->archive);
	assert_true(rules_archive_save(fixture->archive, lost));
	json_decref(lost);
	assert_null(rules_archive_lost(fixture->archive));
	assert_copy(fixture, "Show.json", SET(RULE("a")));
	put(fixture, rules_archive_save, SET("")); /* the user deletes them */
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", SET("")), RULES_KNOWN);
}

/* --- collections come and go --- */

static void a_rename_takes_the_copy_along(void **state)
{
	struct fixture *fixture = *state;
	static const char *const renamed[] = {"Evening", "Other", NULL};
	open_and_save(fixture, "Show", SET(RULE("a")));
	rules_archive_follow(fixture->archive, &(struct collection_id){"Evening", "Evening"}, renamed);
	assert_copy(fixture, "Show.json", NULL);
	assert_copy(fixture, "Evening.json", SET(RULE("a")));
	put(fixture, rules_archive_save, SET(RULE("b")));
	assert_copy(fixture, "Evening.json", SET(RULE("b")));
}

static void a_deleted_collection_is_forgotten(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Other", SET(RULE("b")));
	open_and_save(fixture, "Show", SET(RULE("a")));
	rules_archive_follow(fixture->archive, &(struct collection_id){"Show", "Show"}, show_alone);
	assert_copy(fixture, "Other.json", NULL);
	assert_copy(fixture, "Show.json", SET(RULE("a")));
	assert_int_equal(open(fixture, "Other", SET(RULE("b"))), RULES_FOREIGN);
}

static void a_collection_that_was_deleted_unopened_is_forgotten(void **state)
{
	struct fixture *fixture = *state;
	open_and_save(fixture, "Show", SET(RULE("a")));
	rules_archive_follow(fixture->archive, &(struct collection_id){"Show", "Show"}, show_alone);
	start(fixture, both);
	assert_int_equal(open(fixture, "Other", SET(RULE("x"))), RULES_FOREIGN);
}

static void a_list_without_the_open_collection_removes_nothing(void **state)
{
	struct fixture *fixture = *state;
	static const char *const none[] = {NULL};
	open_and_save(fixture, "Other", SET(RULE("b")));
	open_and_save(fixture, "Show", SET(RULE("a")));
	rules_archive_follow(fixture->archive, &(struct collection_id){"Show", "Show"}, none);
	rules_archive_follow(fixture->archive, &(struct collection_id){"Show", "Show"}, NULL);
	assert_copy(fixture, "Other.json", SET(RULE("b")));
	assert_copy(fixture, "Show.json", SET(RULE("a")));
}

/* --- what the disk does --- */

static void a_copy_is_private_and_stays_in_its_folder(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"../Show", "a/b", ".known", "e\\b", "c:d", ""};
	open_and_save(fixture, "Show", SET(RULE("a")));
	assert_int_equal(scratch_mode(fixture->folder, "Show.json"), 0600);
	for (int i = 0; i < 6; i++) {
		assert_int_equal(open_as(fixture, "Gift", names[i], SET(RULE("x"))), RULES_FOREIGN);
		put(fixture, rules_archive_save, SET(RULE("y")));
		assert_copy(fixture, i < 5 ? "_known.json" : "Gift.json", i < 2 ? NULL : SET(RULE("y")));
		assert_int_equal(scratch_count(fixture->folder), 2 + i);
	}
	assert_int_equal(scratch_count(fixture->scratch), 1);
}

static void a_damaged_copy_is_put_aside(void **state)
{
	struct fixture *fixture = *state;
	char text[64];
	open_and_save(fixture, "Show", SET(RULE("a")));
	scratch_write(fixture->folder, "Show.json", "{ no");
	start(fixture, both);
	assert_int_equal(open(fixture, "Show", SET(RULE("a"))), RULES_FOREIGN);
	assert_true(scratch_read(fixture->folder, "Show.json.corrupt", text, sizeof(text)));
	put(fixture, rules_archive_save, SET(RULE("a")));
	assert_copy(fixture, "Show.json", SET(RULE("a")));
}

static void what_could_not_be_written_is_written_later(void **state)
{
	struct fixture *fixture = *state;
	json_t *rules = json_of(SET(RULE("a")));
	open(fixture, "Show", SET(RULE("a")));
	scratch_remove(fixture->folder);
	scratch_write(fixture->scratch, "rules", "no folder");
	assert_false(rules_archive_save(fixture->archive, rules));
	char path[192];
	snprintf(path, sizeof(path), "%s", fixture->folder);
	assert_int_equal(remove(path), 0);
	assert_true(rules_archive_save(fixture->archive, rules));
	assert_copy(fixture, "Show.json", SET(RULE("a")));
	json_decref(rules);
}

static void without_a_folder_all_is_known(void **state)
{
	struct fixture *fixture = *state;
	rules_archive_destroy(fixture->archive);
	fixture->archive = rules_archive_create(NULL);
	rules_archive_begin(fixture->archive, both);
	assert_int_equal(open(fixture, "Gift", SET(RULE("x"))), RULES_KNOWN);
	put(fixture, rules_archive_save, SET(RULE("x")));
	rules_archive_follow(fixture->archive, &(struct collection_id){"Show", "Show"}, both);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(collections_of_the_first_run_are_known_once),
		TEST(a_collection_that_appears_later_is_foreign),
		TEST(a_collection_without_rules_has_nothing_to_accept),
		TEST(another_name_does_not_make_rules_foreign),
		TEST(a_known_name_does_not_make_rules_known),
		TEST(rules_of_any_sensible_size_are_known),
		TEST(what_the_disk_may_have_after_a_crash_is_known),
		TEST(a_copy_is_what_a_collection_gives_back),
		TEST(lost_rules_are_offered_until_others_take_their_place),
		TEST(what_is_put_back_is_not_lost_any_more),
		TEST(a_rename_takes_the_copy_along),
		TEST(a_deleted_collection_is_forgotten),
		TEST(a_collection_that_was_deleted_unopened_is_forgotten),
		TEST(a_list_without_the_open_collection_removes_nothing),
		TEST(a_copy_is_private_and_stays_in_its_folder),
		TEST(a_damaged_copy_is_put_aside),
		TEST(what_could_not_be_written_is_written_later),
		TEST(without_a_folder_all_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
