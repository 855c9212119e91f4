/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/ascii.h"

#include <string.h>

#include <curl/curl.h>

bool ascii_equals(const char *text, const char *other)
{
	return curl_strequal(text, other) != 0;
}

bool ascii_starts_with(const char *text, const char *start)
{
	return curl_strnequal(text, start, strlen(start)) != 0;
}
