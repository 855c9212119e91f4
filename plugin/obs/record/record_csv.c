/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/record/record_csv.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <util/bmem.h>
#include <util/dstr.h>

#include "net/text.h"

enum { NAME_SIZE = 192, UNIT_SIZE = 72 };
#define LATEST_S INT64_C(253402300799) /* of the year 9999 */

/* Spreadsheets know the encoding by the mark. */
static const char head[] = "\xef\xbb\xbftime_utc,rule,who,amount,unit,level_percent,seconds,ended\r\n";
static const char totals_head[] = "\r\ntotal_by,name,unit,runs,amount,seconds\r\n";

struct total {
	char name[NAME_SIZE], unit[UNIT_SIZE];
	uint64_t runs;
	double amount;
	int64_t length_ms;
};

struct totals {
	size_t count;
	struct total of[RECORD_MAX_TOTALS];
	struct total others;
};

struct record_csv {
	struct dstr rows;
	uint64_t not_listed;
	struct totals by_name, by_rule;
	struct total all;
};

struct record_csv *record_csv_create(void)
{
	return bzalloc(sizeof(struct record_csv));
}

void record_csv_destroy(struct record_csv *csv)
{
	if (!csv)
		return;
	dstr_free(&csv->rows);
	bfree(csv);
}

/* --- cells --- */

/* What spreadsheets take for the begin of a formula, in full width too. */
static bool begins_formula(const char *text)
{
	static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
	if (text[0] && strchr("=+-@|%", text[0]))
		return true;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

/* Semicolons begin a new cell where the comma is the decimal point, quoted or not. */
static void put_text(struct dstr *line, const char *text)
{
	char clean[NAME_SIZE];
	struct dstr cell = {0};
	text_copy(clean, sizeof(clean), text);
	if (!clean[0])
		return;
	dstr_copy(&cell, clean);
	dstr_replace(&cell, "\"", "\"\"");
	dstr_replace(&cell, ";", ",");
	dstr_cat(line, begins_formula(clean) ? "\"'" : "\"");
	dstr_cat_dstr(line, &cell);
	dstr_cat(line, "\"");
	dstr_free(&cell);
}

/* With a point, whatever the locale; no decimals where there are none. */
static void put_number(struct dstr *line, double value, int decimals)
{
	int64_t scale = decimals == 1 ? 10 : 100;
	int64_t parts = llround(value * (double)scale);
	dstr_catf(line, "%" PRId64, parts / scale);
	if (parts % scale)
		dstr_catf(line, ".%0*d", decimals, (int)(parts % scale));
}

struct date {
	int64_t year, month, day;
};

/* Of a day since 1970, in the Gregorian calendar. */
static struct date date_of(int64_t day)
{
	/* Years begin in March, so that leap days come last; eras have 400 years. */
	int64_t from_march = day + 719468;
	int64_t era = from_march / 146097;
	int64_t of_era = from_march % 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	return (struct date){
		.year = year + era * 400 + (month >= 10),
		.month = month < 10 ? month + 3 : month - 9,
		.day = of_year - (153 * month + 2) / 5 + 1,
	};
}

void record_time_text(char text[RECORD_TIME_SIZE], int64_t time_s)
{
	int64_t known_s = time_s < 0 || time_s > LATEST_S ? 0 : time_s; /* a clock that is not set */
	struct date date = date_of(known_s / 86400);
	int of_day = (int)(known_s % 86400);
	snprintf(text, RECORD_TIME_SIZE, "%04d-%02d-%02d %02d:%02d:%02d", (int)date.year, (int)date.month,
		 (int)date.day, of_day / 3600, of_day / 60 % 60, of_day % 60);
}

/* --- totals --- */

static struct total *find(struct totals *totals, const char *name, const char *unit)
{
	for (size_t i = 0; i < totals->count; i++)
		if (strcmp(totals->of[i].name, name) == 0 && strcmp(totals->of[i].unit, unit) == 0)
			return &totals->of[i];
	if (totals->count == RECORD_MAX_TOTALS)
		return &totals->others;
	struct total *total = &totals->of[totals->count++];
	text_copy(total->name, sizeof(total->name), name);
	text_copy(total->unit, sizeof(total->unit), unit);
	return total;
}

static void add_to(struct total *total, const struct record_run *run)
{
	total->runs++;
	total->amount += run->amount;
	total->length_ms += run->length_ms;
}

static void add_by(struct totals *totals, const char *name, const struct record_run *run)
{
	char cut[NAME_SIZE];
	char unit[UNIT_SIZE];
	text_copy(cut, sizeof(cut), name);
	text_copy(unit, sizeof(unit), run->unit);
	add_to(find(totals, cut, unit), run);
}

static void put_total(struct dstr *text, const char *by, const struct total *total)
{
	dstr_catf(text, "%s,", by);
	put_text(text, total->name);
	dstr_cat(text, ",");
	put_text(text, total->unit);
	dstr_catf(text, ",%" PRIu64 ",", total->runs);
	put_number(text, total->amount, 2);
	dstr_cat(text, ",");
	put_number(text, (double)total->length_ms / 1000.0, 1);
	dstr_cat(text, "\r\n");
}

static void put_totals(struct dstr *text, const char *by, const struct totals *totals)
{
	for (size_t i = 0; i < totals->count; i++)
		put_total(text, by, &totals->of[i]);
	if (totals->others.runs)
		put_total(text, "others", &totals->others);
}

/* --- the file --- */

static void put_run(struct dstr *line, const struct record_run *run)
{
	char began[RECORD_TIME_SIZE];
	record_time_text(began, run->began_s);
	dstr_catf(line, "%s,", began);
	put_text(line, run->rule);
	dstr_cat(line, ",");
	put_text(line, run->by);
	dstr_cat(line, ",");
	if (run->amount > 0)
		put_number(line, run->amount, 2);
	dstr_cat(line, ",");
	put_text(line, run->unit);
	dstr_catf(line, ",%d,", (int)lround(run->level * 100));
	put_number(line, (double)run->length_ms / 1000.0, 1);
	dstr_catf(line, ",%s\r\n", run->ended);
}

void record_csv_add(struct record_csv *csv, const struct record_run *run)
{
	struct dstr line = {0};
	put_run(&line, run);
	if (csv->rows.len + line.len <= RECORD_MAX_BYTES)
		dstr_cat_dstr(&csv->rows, &line);
	else
		csv->not_listed++;
	dstr_free(&line);
	add_by(&csv->by_name, run->by, run);
	add_by(&csv->by_rule, run->rule, run);
	add_to(&csv->all, run);
}

char *record_csv_text(const struct record_csv *csv)
{
	struct dstr text = {0};
	dstr_copy(&text, head);
	dstr_cat_dstr(&text, &csv->rows);
	dstr_cat(&text, totals_head);
	put_totals(&text, "name", &csv->by_name);
	put_totals(&text, "rule", &csv->by_rule);
	dstr_catf(&text, "all,,,%" PRIu64 ",,", csv->all.runs);
	put_number(&text, (double)csv->all.length_ms / 1000.0, 1);
	dstr_cat(&text, "\r\n");
	if (csv->not_listed)
		dstr_catf(&text, "not_listed,,,%" PRIu64 ",,\r\n", csv->not_listed);
	return text.array;
}
