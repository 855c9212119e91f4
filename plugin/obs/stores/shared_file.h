/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A JSON object in a private file that several running OBS share: each writes what it changed itself and keeps what the
 * others changed meanwhile. UI thread; opening and saving may block on the disk. */
#pragma once

#include <stdbool.h>

#include <jansson.h>

enum shared_file_state {
	SHARED_FILE_READ = 1,
	SHARED_FILE_MISSING,
	SHARED_FILE_DAMAGED,    /* read, but no JSON object: kept aside as *.corrupt */
	SHARED_FILE_UNREADABLE, /* there is one, but nobody knows what is in it: it stays as it is */
};

struct shared_file;

/* folder NULL: in memory only, and missing. version: of the newest layout this program knows, for files that say
 * theirs under "version". Never NULL. */
struct shared_file *shared_file_open(const char *folder, const char *name, int version, enum shared_file_state *state);
void shared_file_close(struct shared_file *file);
/* What it held when it was last read or written, {} when there is none; borrowed until the next save. */
const json_t *shared_file_json(const struct shared_file *file);
/* It could not be read when it was opened: it will not be changed. */
bool shared_file_is_unreadable(const struct shared_file *file);
/* Written by a newer program: it will not be changed. */
bool shared_file_is_newer(const struct shared_file *file);
/* Says which values are held without being a change of ours: defaults, and whatever the file's text was read as. Takes
 * ownership of json. */
void shared_file_adopt(struct shared_file *file, json_t *json);
/* Writes wanted (taken over): each key that differs from what was known; every other as the file has it now. When none
 * differs the disk is not touched. false: not written, the file is as it was. */
bool shared_file_save(struct shared_file *file, json_t *wanted);
