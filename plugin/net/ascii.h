/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing protocol words without regard to case: ASCII letters only, whatever the locale (in a Turkish one "i" and
 * "I" are no pair for the C library). Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <string.h>

#include <curl/curl.h>

static inline bool ascii_equals(const char *text, const char *other)
{
	return curl_strequal(text, other) != 0;
}

static inline bool ascii_starts_with(const char *text, const char *start)
{
	return curl_strnequal(text, start, strlen(start)) != 0;
}
