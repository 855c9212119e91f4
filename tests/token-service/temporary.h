/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a test, in a directory of their own that goes with the test. */
#pragma once

/* Makes the directory; a cmocka setup function: *state is the path. */
int temporary_setup(void **state);
/* Removes it with the files in it. */
int temporary_teardown(void **state);
/* Path of a file in it; new text (free). */
char *temporary_path(const char *directory, const char *name);
/* Writes text to a file in it; returns its path; new text (free). */
char *temporary_file(const char *directory, const char *name, const char *text);
