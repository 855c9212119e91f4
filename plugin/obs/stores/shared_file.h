/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A JSON object in a private file that several running OBS share: each writes its own changes and keeps those of the
 * others. UI thread; opening and saving may block on the disk. */
#pragma once

#include <stdbool.h>

#include <jansson.h>

#include "net/files/file.h"

enum shared_file_state {
	SHARED_FILE_READ = 1,
	SHARED_FILE_MISSING,
	SHARED_FILE_DAMAGED,    /* read, but no JSON object: kept aside as *.corrupt */
	SHARED_FILE_UNREADABLE, /* there is one, but its content is unknown: it is not changed */
};

struct shared_file;

/* folder NULL: in memory only, state missing. version: the newest schema this program knows, compared with the file's
 * key "version". Never NULL. */
struct shared_file *shared_file_open(const char *folder, const char *name, int version, enum shared_file_state *state);
void shared_file_close(struct shared_file *file);
/* New reference: what it held when it was last read or written, {} when there is none. shared_file_forget() it. */
json_t *shared_file_json(const struct shared_file *file);
/* Releases a reference to JSON that nobody else has, and wipes its strings: they may be secrets. NULL is fine. */
void shared_file_forget(json_t *json);
/* For a file with secrets: takes the access of other users away. The log says so. */
enum file_privacy shared_file_make_private(const struct shared_file *file);
/* It could not be read when it was opened: it will not be changed. */
bool shared_file_is_unreadable(const struct shared_file *file);
/* Written by a newer program: it will not be changed. */
bool shared_file_is_newer(const struct shared_file *file);
/* Takes json (ownership too) as the known content, so that defaults and normalised values do not count as changes of
 * ours. */
void shared_file_adopt(struct shared_file *file, json_t *json);
/* Writes wanted (taken over): each key that differs from what was known; every other as the file has it now. When none
 * differs the disk is not touched. false: not written, the file is as it was. */
bool shared_file_save(struct shared_file *file, json_t *wanted);
