/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files on every system: read whole or not at all, replaced in one step, locked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/files/file.h"
#include "net/random.h"

/* A name of its own in the working folder. */
static void make_name(char name[64])
{
	char uuid[RANDOM_UUID_SIZE];
	random_uuid(uuid);
	snprintf(name, 64, "test-%s.json", uuid);
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(name, "wb");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void expect_text(const char *path, const char *expected)
{
	enum file_result result;
	size_t size = 0;
	char *text = file_read(path, 1024, &size, &result);
	assert_int_equal(result, FILE_OK);
	assert_string_equal(text, expected);
	assert_int_equal(size, strlen(expected));
	file_free(text, size);
}

static void expect_no_file(const char *path)
{
	enum file_result result;
	assert_null(file_open(path, &result));
	assert_int_equal(result, FILE_MISSING);
}

static void paths_are_utf8(void **state)
{
	enum file_result result;
	char name[64];
	char path[80];
	(void)state;
	assert_true(file_is_readable(TESTS_DIR "/net/test_file.c"));
	assert_null(file_open("/nowhere/\xc3\xa9", &result));
	assert_int_equal(result, FILE_MISSING);
	make_name(name);
	snprintf(path, sizeof(path), "\xc3\xa9-%s", name);
	assert_true(file_replace(path, "a", 1, FILE_OWNER_ONLY));
	expect_text(path, "a");
	char *real = file_follow_links(path);
	assert_string_equal(real, path);
	free(real);
	/* remove() of Windows does not read UTF-8. */
	assert_true(file_keep_aside(path));
	expect_no_file(path);
}

static void a_file_is_read_up_to_its_limit(void **state)
{
	static const size_t sizes[] = {1, 16382, 16383, 16384, 16385, 100000};
	enum file_result result;
	char name[64];
	(void)state;
	make_name(name);
	char *text = malloc(100000);
	memset(text, 'x', 100000);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t size = 0;
		assert_true(file_replace(name, text, sizes[i], FILE_OWNER_ONLY));
		char *read = file_read(name, sizes[i], &size, &result);
		assert_int_equal(result, FILE_OK);
		assert_int_equal(size, sizes[i]);
		assert_int_equal(strlen(read), sizes[i]);
		file_free(read, size);
		assert_null(file_read(name, sizes[i] - 1, &size, &result));
		assert_int_equal(result, FILE_TOO_LARGE);
	}
	free(text);
	remove(name);
}

static void a_damaged_file_is_kept_over_an_older_one(void **state)
{
	char name[64];
	char aside[80];
	(void)state;
	make_name(name);
	snprintf(aside, sizeof(aside), "%s.corrupt", name);
	put(name, "new");
	put(aside, "old");
	assert_true(file_keep_aside(name));
	expect_text(aside, "new");
	expect_no_file(name);
	assert_false(file_keep_aside(name));
	expect_text(aside, "new");
	remove(aside);
}

static void only_what_a_killed_writer_left_is_removed(void **state)
{
	static const struct {
		const char *end;
		bool is_left;
	} cases[] = {{".0123456789abcdef.tmp", true},   {".backup", false},
		     {".0123456789abcdeg.tmp", false},  {".0123456789abcdef.tmp.bak", false},
		     {".0123456789abcde.tmp", false},   {".0123456789abcdef0.tmp", false},
		     {"0.0123456789abcdef.tmp", false}, {".corrupt", false}};
	enum { COUNT = sizeof(cases) / sizeof(cases[0]) };
	char name[64];
	char others[COUNT][96];
	(void)state;
	make_name(name);
	put(name, "kept");
	for (int writes = 0; writes < 2; writes++) {
		for (size_t i = 0; i < COUNT; i++) {
			snprintf(others[i], sizeof(others[i]), "%s%s", name, cases[i].end);
			put(others[i], "secret");
		}
		if (writes)
			assert_true(file_replace(name, "kept", 4, FILE_OWNER_ONLY));
		else
			file_remove_leftovers(name);
		for (size_t i = 0; i < COUNT; i++)
			assert_int_equal(file_is_readable(others[i]), !cases[i].is_left);
		expect_text(name, "kept");
	}
	for (size_t i = 0; i < COUNT; i++)
		remove(others[i]);
	remove(name);
}

static void a_lock_has_one_holder(void **state)
{
	enum file_lock_result result;
	char name[64];
	(void)state;
	make_name(name);
	struct file_lock *first = file_lock_take(name, FILE_LOCK_TRIES, &result);
	assert_int_equal(result, FILE_LOCK_TAKEN);
	assert_null(file_lock_take(name, FILE_LOCK_TRIES, &result));
	assert_int_equal(result, FILE_LOCK_HELD);
	file_lock_release(first);
	struct file_lock *second = file_lock_take(name, FILE_LOCK_TRIES, &result);
	assert_int_equal(result, FILE_LOCK_TAKEN);
	file_lock_release(second);
	assert_null(file_lock_take("no-such-folder/lock", FILE_LOCK_TRIES, &result));
	assert_int_equal(result, FILE_LOCK_FAILED);
	remove(name);
}

static void what_is_wrong_has_words(void **state)
{
	(void)state;
	for (int i = FILE_OK; i <= FILE_TOO_LARGE; i++)
		for (int other = FILE_OK; other < i; other++)
			assert_string_not_equal(file_result_text(i), file_result_text(other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_utf8),
		cmocka_unit_test(a_file_is_read_up_to_its_limit),
		cmocka_unit_test(a_damaged_file_is_kept_over_an_older_one),
		cmocka_unit_test(only_what_a_killed_writer_left_is_removed),
		cmocka_unit_test(a_lock_has_one_holder),
		cmocka_unit_test(what_is_wrong_has_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
