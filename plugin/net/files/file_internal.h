/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the systems' files of this folder share. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { FILE_SUFFIX_SIZE = sizeof(".0123456789abcdef.tmp") };

/* The end of a new temporary file's name: random, so that two processes never write into one file. false: no random
 * source. */
bool file_make_suffix(char suffix[FILE_SUFFIX_SIZE]);
/* Whether a name is base and such an end. */
bool file_is_leftover(const char *name, const char *base);
