/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing protocol words without regard to case: ASCII letters only, whatever the locale (in a Turkish one "i" and
 * "I" are no pair for the C library). Pure; any thread. */
#pragma once

#include <stdbool.h>

bool ascii_equals(const char *text, const char *other);
bool ascii_starts_with(const char *text, const char *start);
