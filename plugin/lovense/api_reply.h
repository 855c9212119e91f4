/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reply of the basicApi endpoints means. Pure.
 *
 * Source: Standard Socket API, "Return" tables: code 0 is success, message the reason of a refusal. The codes of
 * refusals are not documented there; taken are those of its server API: 501 invalid token, 502 no permission, 503
 * invalid user id. 200, codes in strings and "result": true are what working clients accept as success. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "lovense/link.h"

/* 0 or 200, as a number or a numeric string. */
bool api_code_is_success(const json_t *code);

enum api_verdict {
	API_SUCCESS = 1,
	API_REFUSED,    /* code and message say no */
	API_UNREADABLE, /* not JSON, or the wanted data is missing */
};

struct api_reply {
	enum api_verdict verdict;
	int code;          /* -1 when missing */
	char message[160]; /* the service's words, not redacted */
	json_t *data;      /* owned; the object that has the wanted key, NULL otherwise */
};

/* Success only when the wanted string is there and not empty. Release with api_reply_clear(). */
void api_reply_read(struct api_reply *reply, const char *body, size_t size, const char *wanted);
/* Takes {"wanted": "..."} without a code as success too, for token services. */
void api_reply_read_plain(struct api_reply *reply, const char *body, size_t size, const char *wanted);
void api_reply_clear(struct api_reply *reply);

enum api_endpoint { API_GET_TOKEN = 1, API_GET_SOCKET_URL };

/* Why the service refused, for a person. LOVENSE_REASON_SERVICE_ERROR when the reply says nothing a person can mend;
 * every other reason is final. */
enum lovense_reason api_refusal_reason(enum api_endpoint endpoint, const struct api_reply *reply);
