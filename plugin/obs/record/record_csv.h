/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ran, as text of a CSV file: a row for each run, then totals by name, by rule and of all. Other people's words in
 * it harm no spreadsheet. Pure but for memory of libobs; any thread, one at a time. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
	RECORD_MAX_BYTES = 1024 * 1024, /* of rows; what comes later is in the totals only */
	RECORD_MAX_TOTALS = 256,        /* names, and rules, with a line of their own; the others share one */
};

/* Texts are valid UTF-8, borrowed for the call, and cut where they are too long to be one of ours; "": none. */
struct record_run {
	int64_t began_s; /* seconds since 1970 */
	const char *rule, *by, *unit;
	double amount; /* 0: no tip */
	double level;  /* 0..1 */
	int64_t length_ms;
	const char *ended; /* one word */
};

/* "2026-09-21 14:13:20", in UTC. */
enum { RECORD_TIME_SIZE = sizeof("2026-09-21 14:13:20") };
void record_time_text(char text[RECORD_TIME_SIZE], int64_t time_s);

struct record_csv;

/* Never NULL. */
struct record_csv *record_csv_create(void);
/* NULL is fine. */
void record_csv_destroy(struct record_csv *csv);
void record_csv_add(struct record_csv *csv, const struct record_run *run);
/* The file, bfree() it. */
char *record_csv_text(const struct record_csv *csv);
