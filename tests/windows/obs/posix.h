/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the programs of tests/obs use of POSIX and MinGW does not have. Included before everything. */
#pragma once

/* As on POSIX, for one thread. */
int setenv(const char *name, const char *value, int does_overwrite);
/* As on POSIX; the folder lies on the drive of the working folder. */
char *mkdtemp(char *path);
