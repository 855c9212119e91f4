/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of its own for a test, and small files in it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Makes a new folder; its path lies in path. */
void scratch_make(char path[64]);
void scratch_remove(const char *folder);
/* With mode 0600. */
void scratch_write(const char *folder, const char *name, const char *text);
/* The file's text; false: there is none. */
bool scratch_read(const char *folder, const char *name, char *text, size_t size);
/* Permission bits, -1: there is no such file. */
int scratch_mode(const char *folder, const char *name);
/* Files in it, but for those whose names begin with a dot. */
int scratch_count(const char *folder);
