/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/http/retry_after.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

static int capped(int64_t seconds)
{
	if (seconds < 0)
		return 0;
	return seconds > RETRY_AFTER_MAX_S ? RETRY_AFTER_MAX_S : (int)seconds;
}

int retry_after_s(const char *value, size_t size, int64_t now_s)
{
	static const char blanks[] = " \t\r\n";
	char text[64];
	if (size >= sizeof(text))
		return RETRY_AFTER_NONE;
	memcpy(text, value, size);
	text[size] = '\0';
	const char *begin = text + strspn(text, blanks);
	size_t digits = strspn(begin, "0123456789");
	if (digits > 0 && begin[digits + strspn(begin + digits, blanks)] == '\0')
		return capped(strtoll(begin, NULL, 10)); /* what is out of its range ends up at its largest value */
	time_t date = curl_getdate(begin, NULL);
	return date < 0 ? RETRY_AFTER_NONE : capped((int64_t)date - now_s);
}
