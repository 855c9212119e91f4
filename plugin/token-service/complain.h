/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a function says in a sentence why it failed. Pure. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Formats the sentence into error, cut to its size, and returns false, for the caller to return. */
bool complain(char *error, size_t error_size, const char *format, ...) __attribute__((format(printf, 3, 4)));
