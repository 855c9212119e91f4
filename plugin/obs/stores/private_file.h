/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files that only their owner may read, replaced atomically. Paths are UTF-8. Any thread; may block
 * on the disk. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum private_file_result {
	PRIVATE_FILE_OK = 1,
	PRIVATE_FILE_MISSING,
	PRIVATE_FILE_UNREADABLE,
	PRIVATE_FILE_TOO_LARGE, /* over PRIVATE_FILE_MAX_BYTES: not one of ours */
};
enum { PRIVATE_FILE_MAX_BYTES = 4 * 1024 * 1024 };

/* The file's text, NUL-terminated: bfree() it. NULL unless the result is PRIVATE_FILE_OK. A UTF-8 byte order mark, which
 * some editors put in front, is left out. */
char *private_file_read(const char *path, enum private_file_result *result);
/* Replaces the file, making its folder when it is missing; through a symbolic link, the one that it leads to. false: the
 * old file is as it was. */
bool private_file_write(const char *path, const char *text);
/* Makes the folder that a path lies in; for private_file_write(). separators: the characters between folders. */
void private_file_make_folder(const char *path, const char *separators);
/* A lock file: one holder at a time, in this process or another. The system releases it when the process ends. */
struct private_lock;
enum private_lock_result {
	PRIVATE_LOCK_TAKEN = 1,
	PRIVATE_LOCK_HELD, /* by somebody else */
	PRIVATE_LOCK_FAILED,
};
/* Makes the file when it is missing. NULL unless the result is PRIVATE_LOCK_TAKEN. Never waits. */
struct private_lock *private_lock_take(const char *path, enum private_lock_result *result);
/* NULL is fine. The file stays: removing it could break the lock of the next holder. */
void private_lock_release(struct private_lock *lock);
/* Moves the file to PATH.corrupt, over an older one. false: it is still there. */
bool private_file_keep_aside(const char *path);
