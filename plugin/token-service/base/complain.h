/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences for the operator. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* How a function says why it failed: formats the sentence into error, cut to its size, and returns false, for the
 * caller to return. */
bool complain(char *error, size_t error_size, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Writes one line to standard error, after the name of the program. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
