/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The field "Retry-After" of a reply (RFC 9110, section 10.2.3): a number of seconds, or a date. Pure; any thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
	RETRY_AFTER_NONE = -1,   /* neither a number nor a date */
	RETRY_AFTER_MAX_S = 3600 /* whatever a server asks for: nobody waits longer for a toy */
};

/* How many seconds after now_s (Unix time) the server wants to be asked again: 0 (also for a date that is over) to
 * RETRY_AFTER_MAX_S, or RETRY_AFTER_NONE. value: size bytes without the name of the field; borrowed during the call. */
int retry_after_s(const char *value, size_t size, int64_t now_s);
