/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything that can be wrong with a request or with the upstream, and how the client learns of it: one HTTP status,
 * one stable code word and one sentence that says what to do. The one result type of this program.
 *
 * Data, pure. Any thread. */
#pragma once

#include <stddef.h>

enum problem {
	PROBLEM_INVALID, /* never used, so that zeroed memory is no answer by accident */
	PROBLEM_NONE,

	/* the request cannot be read; the connection ends after the answer */
	PROBLEM_NOT_HTTP,
	PROBLEM_BAD_REQUEST_LINE,
	PROBLEM_BAD_HEADER,
	PROBLEM_HTTP_VERSION,
	PROBLEM_URI_TOO_LONG,
	PROBLEM_HEADER_TOO_LARGE,
	PROBLEM_HOST,
	PROBLEM_CONTENT_LENGTH,
	PROBLEM_LENGTH_REQUIRED,
	PROBLEM_BODY_TOO_LARGE,
	PROBLEM_EXPECTATION,
	PROBLEM_REQUEST_TIMEOUT,

	/* the request is understood and refused */
	PROBLEM_NOT_FOUND,
	PROBLEM_METHOD_NOT_ALLOWED,
	PROBLEM_MEDIA_TYPE,
	PROBLEM_BAD_JSON,
	PROBLEM_UID_MISSING,
	PROBLEM_UID_INVALID,
	PROBLEM_UNAME_INVALID,
	PROBLEM_KEY_MISSING,
	PROBLEM_KEY_UNKNOWN,
	PROBLEM_KEY_REVOKED,
	PROBLEM_UID_NOT_ALLOWED,
	PROBLEM_KEY_RATE,
	PROBLEM_ADDRESS_RATE,

	/* the upstream */
	PROBLEM_BUSY,
	PROBLEM_UPSTREAM_AWAY,
	PROBLEM_UPSTREAM_UNREACHABLE,
	PROBLEM_UPSTREAM_TIMEOUT,
	PROBLEM_UPSTREAM_REPLY,
	PROBLEM_UPSTREAM_LIMITED,
	PROBLEM_DEVELOPER_TOKEN_REJECTED,
	PROBLEM_API_NOT_ENABLED,
	PROBLEM_UID_REFUSED,
	PROBLEM_UPSTREAM_REFUSED,

	PROBLEM_STOPPING,
	PROBLEM_INTERNAL,
	PROBLEM_COUNT,
};

struct problem_info {
	int status;          /* HTTP */
	int retry_after_s;   /* sent when nothing better is known; 0: no Retry-After */
	const char *code;    /* stable; in the reply, the access log and the metrics */
	const char *message; /* for a person; plain ASCII without quotes or backslashes */
};

/* Never NULL; PROBLEM_INTERNAL's for a value out of range. */
const struct problem_info *problem_info(enum problem problem);
/* The sentence, with the detail ("" for none) in brackets: for the operator, never for a client. */
void problem_explain(enum problem problem, const char *detail, char *text, size_t size);
