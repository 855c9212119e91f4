/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files that others can put anything in place of: read without waiting for a pipe or a device, and replaced in
 * one step. Paths are UTF-8 on every system. Any thread; all of it may block on the disk. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum file_result {
	FILE_OK = 1,
	FILE_MISSING, /* nothing is there, and one could be made */
	/* Something is there, or a link that leads into a folder that is not there, in a circle or to what this user
	 * may not read. */
	FILE_UNREADABLE,
	FILE_NOT_REGULAR, /* a folder, pipe, device or socket */
	FILE_TOO_LARGE,
};
/* What is wrong, to stand behind the file's name and a colon; static text. */
const char *file_result_text(enum file_result result);

/* Opens a regular file for reading, behind links too; nothing else is opened, so it never waits for a writer. Programs
 * that this process starts do not get it. NULL unless the result is FILE_OK; on POSIX errno tells more of FILE_MISSING and
 * FILE_UNREADABLE. */
FILE *file_open(const char *path, enum file_result *result);
/* Whether file_open() would open it. */
bool file_is_readable(const char *path);
/* Its bytes and a NUL; file_free() it. At most limit bytes are read, FILE_TOO_LARGE when there are more. NULL unless
 * the result is FILE_OK. */
char *file_read(const char *path, size_t limit, size_t *size, enum file_result *result);
/* Wipes it first: it may hold a secret. NULL is fine. */
void file_free(char *text, size_t size);

/* Length of the folder's path in a file's path, without the separator; 0: the path names none, or the root. */
size_t file_folder_length(const char *path);
/* Where symbolic links lead, also to a file that is still to be made; free() it. NULL: in a circle, too far, or, for
 * root, by a link of another user: that one would choose what root writes to. */
char *file_follow_links(const char *path);

enum file_access {
	FILE_OWNER_ONLY = 1, /* mode 0600; on Windows an access list of its owner alone */
	FILE_AS_BEFORE,      /* the mode of the file before; FILE_OWNER_ONLY for a new one, and on Windows */
};
/* Replaces the file, through symbolic links the one that they lead to: after a crash or a power cut it is the old or
 * the new one, whole. A file that root replaces still belongs to who it belonged to, a new one to the owner of its
 * folder. Its folder must be there. false: the old file is as it was, see errno (POSIX). Also removes what a process
 * left that was killed while it replaced this file. */
bool file_replace(const char *path, const char *text, size_t size, enum file_access access);
/* Removes what a process left that was killed while it replaced this file; it may hold secrets. */
void file_remove_leftovers(const char *path);
/* Moves the file to PATH.corrupt, over an older one; through symbolic links the one that they lead to. false: it is
 * still there. */
bool file_keep_aside(const char *path);

enum file_privacy {
	FILE_WAS_PRIVATE = 1, /* or there is none */
	FILE_MADE_PRIVATE,    /* others had access and have none now */
	FILE_STAYS_EXPOSED,   /* others have access: it cannot be changed */
};
/* Takes all access away from everybody but the owner. On Windows the system and administrators, who can read everything
 * anyway, are no others; what counts is the access list of the file. */
enum file_privacy file_make_private(const char *path);

/* A lock file: one holder at a time, in this process or another. The system releases it when the process ends. */
struct file_lock;
enum file_lock_result {
	FILE_LOCK_TAKEN = 1,
	FILE_LOCK_HELD, /* by somebody else */
	FILE_LOCK_FAILED,
};
enum file_lock_wait { FILE_LOCK_TRIES = 1, FILE_LOCK_WAITS /* not on Windows */ };
/* Makes the file when it is missing; never follows a link in its place. NULL unless the result is FILE_LOCK_TAKEN. */
struct file_lock *file_lock_take(const char *path, enum file_lock_wait wait, enum file_lock_result *result);
/* NULL is fine. The file stays: removing it could break the lock of the next holder. */
void file_lock_release(struct file_lock *lock);
