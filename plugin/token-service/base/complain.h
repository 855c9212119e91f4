/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences for the operator. Any thread. */
#pragma once

#include <stdbool.h>

#include "net/files/file.h"

/* Why something failed. The callee fills it in when it returns failure, and only then. */
struct complaint {
	char text[4352]; /* a path, and the sentence around it */
};

/* Formats the sentence, cut to its size, and returns false, for the caller to return. */
bool complain(struct complaint *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Why a file could not be opened or read; called at once, since errno may say more. */
const char *file_reason(enum file_result result);
/* Writes one line to standard error, after the name of the program. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
