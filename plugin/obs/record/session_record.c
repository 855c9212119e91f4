/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/record/session_record.h"

#include <string.h>

#include <util/bmem.h>
#include <util/dstr.h>
#include <util/task.h>

#include "engine/engine.h"
#include "engine/snapshot.h"
#include "haptics/tips/viewers.h"
#include "obs/record/record_csv.h"
#include "obs/record/record_files.h"

static const uint64_t write_gap_ns = 5 * UINT64_C(1000000000);

struct session_record {
	char *folder;
	bool is_on;
	struct record_csv *csv; /* NULL: nothing ran yet */
	char *path;             /* of its file */
	bool is_unsaved;
	uint64_t unsaved_ns;          /* since when; 0: not known yet */
	uint32_t skipped;             /* run that was skipped last */
	struct os_task_queue *writer; /* NULL: nothing was written yet */
};

struct session_record *session_record_create(const char *folder)
{
	struct session_record *record = bzalloc(sizeof(*record));
	record->folder = bstrdup(folder ? folder : "");
	return record;
}

const char *session_record_folder(const struct session_record *record)
{
	return record->folder;
}

static void forget_session(struct session_record *record)
{
	record_csv_destroy(record->csv);
	record->csv = NULL;
	bfree(record->path);
	record->path = NULL;
	record->is_unsaved = false;
}

/* --- the writer: a thread that does one thing after the other --- */

struct write_task {
	char *folder;
	char *path; /* NULL: the files go */
	char *text;
};

static void run_task(void *param)
{
	struct write_task *task = param;
	if (task->path)
		record_files_write(task->folder, task->path, task->text);
	else
		record_files_delete(task->folder);
	bfree(task->folder);
	bfree(task->path);
	bfree(task->text);
	bfree(task);
}

/* Takes ownership of path and text (bfree). */
static void hand_over(struct session_record *record, char *path, char *text)
{
	struct write_task *task = bzalloc(sizeof(*task));
	*task = (struct write_task){.folder = bstrdup(record->folder), .path = path, .text = text};
	if (!record->writer)
		record->writer = os_task_queue_create();
	if (!record->writer || !os_task_queue_queue_task(record->writer, run_task, task))
		run_task(task);
}

static void write_now(struct session_record *record)
{
	if (!record->is_unsaved)
		return;
	record->is_unsaved = false;
	hand_over(record, bstrdup(record->path), record_csv_text(record->csv));
}

bool session_record_write(struct session_record *record, uint64_t now_ns)
{
	if (record->is_unsaved && !record->unsaved_ns)
		record->unsaved_ns = now_ns;
	if (record->is_unsaved && now_ns - record->unsaved_ns >= write_gap_ns)
		write_now(record);
	return record->is_unsaved;
}

void session_record_delete(struct session_record *record)
{
	forget_session(record);
	if (record->folder[0])
		hand_over(record, NULL, NULL);
}

void session_record_set_on(struct session_record *record, bool is_on)
{
	bool ends = record->is_on && !is_on;
	record->is_on = is_on && record->folder[0];
	if (!ends)
		return;
	write_now(record);
	forget_session(record); /* what comes when it is on again has a file of its own */
}

void session_record_finish(struct session_record *record)
{
	write_now(record);
	if (record->writer)
		os_task_queue_destroy(record->writer); /* all tasks are done then */
	record->writer = NULL;
}

void session_record_destroy(struct session_record *record)
{
	if (!record)
		return;
	session_record_finish(record);
	forget_session(record);
	bfree(record->folder);
	bfree(record);
}

/* --- what ran --- */

static const char *word_of(const struct session_record *record, const struct haptics_notice *notice)
{
	if (notice->run && notice->run == record->skipped)
		return "skipped";
	switch (notice->outcome) {
	case HAPTICS_ENDED:
		return "done";
	case HAPTICS_ENDED_LONGEST:
		return "longest_run";
	case HAPTICS_EXTENDED:
		return "began_anew";
	default:
		return "stopped";
	}
}

/* The file is named after when it began; two sessions of one second would be one. */
static void begin_session(struct session_record *record, int64_t now_s)
{
	struct dstr path = {0};
	char time[RECORD_TIME_SIZE];
	record->csv = record_csv_create();
	record_time_text(time, now_s);
	time[10] = '-';
	dstr_copy(&path, time);
	dstr_replace(&path, ":", "");
	dstr_insert(&path, 0, "/" RECORD_FILE_BEGIN);
	dstr_insert(&path, 0, record->folder);
	dstr_cat(&path, RECORD_FILE_END);
	record->path = path.array;
}

static void add(struct session_record *record, const struct engine_snapshot *snapshot,
		const struct haptics_notice *notice, int64_t now_s)
{
	char name[4 * 128 + 1];
	const struct engine_rule *rule = notice->rule_id[0] ? engine_find_rule(snapshot, notice->rule_id) : NULL;
	const char *title = rule ? rule->name : "";
	haptics_clean_text(name, 128, title, strlen(title));
	struct record_run run = {
		.began_s = now_s - notice->length_ms / 1000,
		.rule = name,
		.by = notice->credit.by,
		.unit = notice->credit.unit,
		.amount = notice->credit.amount,
		.level = notice->level,
		.length_ms = notice->length_ms,
		.ended = word_of(record, notice),
	};
	record_csv_add(record->csv, &run);
}

void session_record_note(struct session_record *record, const struct engine_snapshot *snapshot,
			 const struct haptics_notice *notice, int64_t now_s)
{
	if (!record->is_on)
		return;
	if (notice->kind == HAPTICS_NOTICE_REJECTED && notice->outcome == HAPTICS_IGNORED_SKIPPED)
		record->skipped = notice->run;
	if (notice->kind != HAPTICS_NOTICE_ENDED)
		return;
	if (!record->csv)
		begin_session(record, now_s);
	add(record, snapshot, notice, now_s);
	if (!record->is_unsaved)
		record->unsaved_ns = 0;
	record->is_unsaved = true;
}

void session_record_note_rest(struct session_record *record, struct engine *engine, int64_t now_s)
{
	const struct engine_snapshot *snapshot = engine_snapshot_get(engine);
	struct haptics_notice notice;
	while (engine_next_notice(engine, &notice))
		session_record_note(record, snapshot, &notice, now_s);
	engine_snapshot_release(snapshot);
}
