/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of the session record. One thread at a time; all of it blocks on the disk. */
#pragma once

/* A file's name is that, the time when its session began, and that. */
#define RECORD_FILE_BEGIN "record-"
#define RECORD_FILE_END ".csv"

/* Replaces the file (owner-only), making its folder when it is missing; of the folder's files of the record only the
 * newest SESSION_RECORD_FILES stay. */
void record_files_write(const char *folder, const char *path, const char *text);
/* Removes the folder's files of the record, and the folder if nothing else is in it. */
void record_files_delete(const char *folder);
