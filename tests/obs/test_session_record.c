/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of what ran: nothing of it harms a spreadsheet, it has its bounds, and it goes with one call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <util/bmem.h>

#include "engine/snapshot.h"
#include "haptics/tips/viewers.h"
#include "net/utf8.h"
#include "obs/record/record_csv.h"
#include "obs/record/session_record.h"
#include "scratch.h"

#define SECOND_NS UINT64_C(1000000000)

/* --- the text --- */

static const struct record_run plain = {
	.began_s = 1790000000, /* 2026-09-21 14:13:20 */
	.rule = "Boost",
	.by = "anna",
	.unit = "Bits",
	.amount = 500,
	.level = 0.4,
	.length_ms = 12500,
	.ended = "done",
};

static char *text_of(const struct record_run *runs, size_t count)
{
	struct record_csv *csv = record_csv_create();
	for (size_t i = 0; i < count; i++)
		record_csv_add(csv, &runs[i]);
	char *text = record_csv_text(csv);
	record_csv_destroy(csv);
	return text;
}

static void rows_and_totals_stand_in_the_file(void **state)
{
	(void)state;
	struct record_run runs[] = {plain, plain, plain};
	runs[1].by = "ben";
	runs[1].amount = 0.5;
	runs[2].amount = 0;
	runs[2].unit = "";
	runs[2].ended = "stopped";
	char *text = text_of(runs, 3);
	assert_string_equal(text, "\xef\xbb\xbftime_utc,rule,who,amount,unit,level_percent,seconds,ended\r\n"
				  "2026-09-21 14:13:20,\"Boost\",\"anna\",500,\"Bits\",40,12.5,done\r\n"
				  "2026-09-21 14:13:20,\"Boost\",\"ben\",0.50,\"Bits\",40,12.5,done\r\n"
				  "2026-09-21 14:13:20,\"Boost\",\"anna\",,,40,12.5,stopped\r\n"
				  "\r\ntotal_by,name,unit,runs,amount,seconds\r\n"
				  "name,\"anna\",\"Bits\",1,500,12.5\r\n"
				  "name,\"ben\",\"Bits\",1,0.50,12.5\r\n"
				  "name,\"anna\",,1,0,12.5\r\n"
				  "rule,\"Boost\",\"Bits\",2,500.50,25\r\n"
				  "rule,\"Boost\",,1,0,12.5\r\n"
				  "all,,,3,,37.5\r\n");
	bfree(text);
}

static void other_peoples_words_are_no_formulas_and_no_cells(void **state)
{
	(void)state;
	static const struct {
		const char *word, *cell;
	} cases[] = {
		{"=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""},
		{"+1", "\"'+1\""},
		{"-1", "\"'-1\""},
		{"@SUM(A1)", "\"'@SUM(A1)\""},
		{"\xef\xbc\x9d"
		 "1",
		 "\"'\xef\xbc\x9d"
		 "1\""}, /* full width */
		{"a,b", "\"a,b\""},
		{"a;=1", "\"a,=1\""},
		{"a\r\n=1", "\"a  =1\""},
		{"a\"b", "\"a\"\"b\""},
		{"ok", "\"ok\""},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record_run run = plain;
		char row[160];
		char total[160];
		run.by = cases[i].word;
		snprintf(row, sizeof(row), ",\"Boost\",%s,500,", cases[i].cell);
		snprintf(total, sizeof(total), "name,%s,\"Bits\",1,", cases[i].cell);
		char *text = text_of(&run, 1);
		assert_non_null(strstr(text, row));
		assert_non_null(strstr(text, total));
		bfree(text);
	}
}

static void dates_are_those_of_the_calendar(void **state)
{
	(void)state;
	static const struct {
		int64_t time_s;
		const char *text;
	} cases[] = {
		{0, "1970-01-01 00:00:00"},          {951782399, "2000-02-28 23:59:59"},
		{951782400, "2000-02-29 00:00:00"},  {951868800, "2000-03-01 00:00:00"},
		{4107542400, "2100-03-01 00:00:00"}, {253402300799, "9999-12-31 23:59:59"},
		{-1, "1970-01-01 00:00:00"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct record_run run = plain;
		run.began_s = cases[i].time_s;
		char *text = text_of(&run, 1);
		assert_non_null(strstr(text, cases[i].text));
		bfree(text);
	}
}

static void a_flood_keeps_its_bounds_and_every_run_counts(void **state)
{
	(void)state;
	enum { RUNS = 30000 };
	char name[32];
	struct record_csv *csv = record_csv_create();
	for (int i = 0; i < RUNS; i++) {
		struct record_run run = plain;
		snprintf(name, sizeof(name), "viewer %d", i);
		run.by = name;
		record_csv_add(csv, &run);
	}
	char *text = record_csv_text(csv);
	assert_true(strlen(text) < RECORD_MAX_BYTES + 64 * 1024);
	assert_non_null(strstr(text, "\r\nall,,,30000,,375000\r\n"));
	assert_non_null(strstr(text, "\r\nothers,,,29744,"));
	assert_non_null(strstr(text, "\r\nnot_listed,,,"));
	assert_true(utf8_is_valid(text));
	bfree(text);
	record_csv_destroy(csv);
}

/* --- the files --- */

struct fixture {
	char home[64], folder[80];
	struct session_record *record;
	struct engine_snapshot snapshot;
	struct engine_rule rule;
};

static int open_fixture(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	scratch_make(fixture->home);
	snprintf(fixture->folder, sizeof(fixture->folder), "%s/records", fixture->home);
	snprintf(fixture->rule.id, sizeof(fixture->rule.id), "r");
	snprintf(fixture->rule.name, sizeof(fixture->rule.name), "Tip\nfrom 1");
	fixture->snapshot.rules = &fixture->rule;
	fixture->snapshot.rule_count = 1;
	fixture->record = session_record_create(fixture->folder);
	*state = fixture;
	return 0;
}

static int close_fixture(void **state)
{
	struct fixture *fixture = *state;
	session_record_destroy(fixture->record);
	scratch_remove(fixture->folder);
	scratch_remove(fixture->home);
	free(fixture);
	return 0;
}

static void note(struct fixture *fixture, enum haptics_notice_kind kind, enum haptics_outcome outcome, int64_t now_s)
{
	struct haptics_notice notice = {.kind = kind, .outcome = outcome, .run = 7, .level = 0.3, .length_ms = 4000};
	snprintf(notice.rule_id, sizeof(notice.rule_id), "r");
	snprintf(notice.credit.by, sizeof(notice.credit.by), "anna");
	notice.credit.amount = 5;
	session_record_note(fixture->record, &fixture->snapshot, &notice, now_s);
}

/* All that was handed over is on the disk then. */
static void restart(struct fixture *fixture)
{
	session_record_destroy(fixture->record);
	fixture->record = session_record_create(fixture->folder);
}

static void nothing_is_kept_unless_it_is_on(void **state)
{
	struct fixture *fixture = *state;
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 100);
	assert_false(session_record_write(fixture->record, 100 * SECOND_NS));
	session_record_set_on(fixture->record, true);
	note(fixture, HAPTICS_NOTICE_REACTED, HAPTICS_FIRED, 100);
	assert_false(session_record_write(fixture->record, 200 * SECOND_NS));
	restart(fixture);
	assert_int_equal(scratch_count(fixture->home), 0);
}

static void what_ran_is_written_for_its_owner_alone(void **state)
{
	struct fixture *fixture = *state;
	char text[4096];
	session_record_set_on(fixture->record, true);
	note(fixture, HAPTICS_NOTICE_REJECTED, HAPTICS_IGNORED_SKIPPED, 100);
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_STOPPED, 100);
	assert_true(session_record_write(fixture->record, 100 * SECOND_NS));
	assert_true(session_record_write(fixture->record, 104 * SECOND_NS)); /* others may come */
	assert_false(session_record_write(fixture->record, 105 * SECOND_NS));
	restart(fixture);
	assert_int_equal(scratch_mode(fixture->folder, "record-1970-01-01-000140.csv"), 0600);
	assert_true(scratch_read(fixture->folder, "record-1970-01-01-000140.csv", text, sizeof(text)));
	assert_non_null(strstr(text, "1970-01-01 00:01:36,"));
	assert_non_null(strstr(text, ",\"Tipfrom 1\",\"anna\",5,,30,4,skipped\r\n"));
	assert_int_equal(scratch_count(fixture->folder), 1); /* no temporary file stays */
}

static void leaving_writes_what_is_not_written_yet(void **state)
{
	struct fixture *fixture = *state;
	session_record_set_on(fixture->record, true);
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 100);
	restart(fixture);
	assert_int_equal(scratch_count(fixture->folder), 1);
}

static void switching_it_off_ends_the_file(void **state)
{
	struct fixture *fixture = *state;
	session_record_set_on(fixture->record, true);
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 100);
	session_record_set_on(fixture->record, false);
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 200);
	session_record_set_on(fixture->record, true);
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 300);
	restart(fixture);
	assert_int_equal(scratch_count(fixture->folder), 2);
	assert_int_equal(scratch_mode(fixture->folder, "record-1970-01-01-000500.csv"), 0600);
}

static void the_oldest_files_go(void **state)
{
	struct fixture *fixture = *state;
	for (int i = 0; i < SESSION_RECORD_FILES + 3; i++) {
		session_record_set_on(fixture->record, true);
		note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 100 + i);
		session_record_set_on(fixture->record, false);
	}
	restart(fixture);
	assert_int_equal(scratch_count(fixture->folder), SESSION_RECORD_FILES);
	assert_int_equal(scratch_mode(fixture->folder, "record-1970-01-01-000142.csv"), -1);
	assert_int_equal(scratch_mode(fixture->folder, "record-1970-01-01-000143.csv"), 0600);
}

static void one_call_deletes_it_and_no_other_file(void **state)
{
	struct fixture *fixture = *state;
	session_record_set_on(fixture->record, true);
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 100);
	restart(fixture);
	session_record_set_on(fixture->record, true);
	scratch_write(fixture->folder, "mine.txt", "mine");
	note(fixture, HAPTICS_NOTICE_ENDED, HAPTICS_ENDED, 200);
	session_record_delete(fixture->record);
	restart(fixture);
	assert_int_equal(scratch_count(fixture->folder), 1);
	assert_int_equal(scratch_mode(fixture->folder, "mine.txt"), 0600);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_totals_stand_in_the_file),
		cmocka_unit_test(other_peoples_words_are_no_formulas_and_no_cells),
		cmocka_unit_test(dates_are_those_of_the_calendar),
		cmocka_unit_test(a_flood_keeps_its_bounds_and_every_run_counts),
		CASE(nothing_is_kept_unless_it_is_on),
		CASE(what_ran_is_written_for_its_owner_alone),
		CASE(leaving_writes_what_is_not_written_yet),
		CASE(switching_it_off_ends_the_file),
		CASE(the_oldest_files_go),
		CASE(one_call_deletes_it_and_no_other_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
