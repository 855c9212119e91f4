/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files that only their owner may read, replaced atomically, in the memory of libobs. Paths are UTF-8. Any
 * thread; may block on the disk, but not on a pipe or a device. See net/files/file.h for what else is promised. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum private_file_result {
	PRIVATE_FILE_OK = 1,
	PRIVATE_FILE_MISSING,
	PRIVATE_FILE_UNREADABLE, /* also what is no file: a folder, a pipe */
	PRIVATE_FILE_TOO_LARGE,  /* over PRIVATE_FILE_MAX_BYTES: not one of ours */
	PRIVATE_FILE_NO_TEXT,    /* a zero byte is in it, where the text ends */
};
enum { PRIVATE_FILE_MAX_BYTES = 32 * 1024 * 1024 };

/* The file's text, NUL-terminated: bfree() it. NULL unless the result is PRIVATE_FILE_OK or PRIVATE_FILE_NO_TEXT. A
 * UTF-8 byte order mark, which some editors put in front, is left out. */
char *private_file_read(const char *path, enum private_file_result *result);
/* Replaces the file, making its folder when it is missing; through a symbolic link, the one that it leads to. false:
 * the old file is as it was. */
bool private_file_write(const char *path, const char *text);
/* Moves the file to PATH.corrupt, over an older one; see file_keep_aside(). false: it is still there. */
bool private_file_keep_aside(const char *path);

#ifdef __cplusplus
}
#endif
