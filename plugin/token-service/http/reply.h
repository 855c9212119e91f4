/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of an answer. Pure. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "token-service/base/problem.h"

enum { REPLY_MAX = 64 * 1024 };

/* The first bytes of every answer. */
#define REPLY_BEGINNING "HTTP/1.1 "

struct reply {
	enum problem problem; /* gives the status, and the body unless there is one */
	const char *body;     /* NULL: the problem as JSON */
	size_t body_size;
	const char *content_type; /* NULL: application/json */
	int retry_after_s;        /* 0: the problem's own */
	const char *allow;        /* with METHOD_NOT_ALLOWED */
	const char *request_id;
	bool is_head;    /* the answer to HEAD: no body */
	bool keeps_open; /* the connection takes another request */
};

/* Writes the answer; returns its size, 0 when it does not fit. Every answer says no-store: an auth token must not lie
 * in a cache, and a refusal must not outlive its cause. */
size_t reply_write(const struct reply *reply, char *text, size_t size);
/* New text {"authToken", "platform"} (free; wipe it first) or NULL: out of memory. platform may be "". */
char *reply_token_body(const char *auth_token, const char *platform);
