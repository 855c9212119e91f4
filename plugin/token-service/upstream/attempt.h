/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One attempt to get an auth token: what is sent to the Lovense API, over which options of libcurl, and what its end
 * means. When to try, wait and try again is upstream.c's matter. Thread: the loop's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "token-service/base/buffer.h"
#include "token-service/base/problem.h"
#include "token-service/upstream/transfers.h"

struct upstream_config; /* upstream.h */

/* Where every attempt goes. Zeroed before first use. */
struct endpoint {
	const struct upstream_config *config; /* borrowed */
	char *url;
	char *developer_token;
	struct curl_slist *headers;
};

/* config (borrowed) outlives the endpoint; the developer token is copied. false: out of memory; endpoint_close() it
 * either way. */
bool endpoint_open(struct endpoint *endpoint, const struct upstream_config *config, const char *developer_token);
/* Safe on a zeroed endpoint. */
void endpoint_close(struct endpoint *endpoint);
/* false: out of memory, the old one stays. */
bool endpoint_set_developer_token(struct endpoint *endpoint, const char *developer_token);

/* Zeroed before first use. */
struct attempt {
	CURL *easy;          /* NULL: none is under way */
	char *body;          /* holds the developer token */
	struct buffer reply; /* holds an auth token */
	char error[CURL_ERROR_SIZE];
};

/* What came of an attempt, and of a request by its last attempt. */
struct upstream_result {
	enum problem problem;
	char *auth_token;  /* secret; with PROBLEM_NONE; wipe_text() it */
	int retry_after_s; /* what the API asked for; 0: nothing */
	int connections;   /* opened for this attempt */
	CURLcode code;     /* how the transfer ended */
	/* What the problem does not say, in words for the operator; may be "". Of libcurl or a status, never of the
	 * reply: no secret. */
	char detail[CURL_ERROR_SIZE];
	/* of the request (upstream.h) */
	int attempts;
	int64_t duration_us;
};

/* Sends the request; it must be over in left_us, and ends at once when nothing is left. ctx comes back from
 * attempt_owner(). The endpoint outlives the attempt. false: no place in transfers, or out of memory; attempt_forget()
 * it either way. */
bool attempt_start(struct attempt *attempt, struct transfers *transfers, const struct endpoint *endpoint,
		   const char *uid, const char *uname, int64_t left_us, void *ctx);
/* The ctx of the attempt behind a transfer that has ended. */
void *attempt_owner(CURL *easy);
/* What the end of the transfer means. endpoint: the one that it was started with. */
void attempt_read(const struct attempt *attempt, const struct endpoint *endpoint, CURLcode code,
		  struct upstream_result *result);
/* Ends it if it still runs, gives its place back and wipes what it held. Safe on a zeroed attempt. */
void attempt_forget(struct attempt *attempt, struct transfers *transfers);
