/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks the Lovense API for auth tokens: pooled connections, bounded requests, one retry, a circuit breaker.
 *
 * HTTP/1.1 on purpose: the number of connections then is the number of requests under way, and one stuck connection
 * delays one request. TLS is always verified.
 *
 * Nothing of an auth token is left in the memory of the process after the callback, if memory_wipe_freed() was called:
 * not in the buffers of libcurl and OpenSSL, not in what jansson freed (tests/token-service/memory.test.mjs looks for
 * them). What the kernel buffered or swapped out is not ours to wipe. Thread: the loop's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "token-service/base/events.h"
#include "token-service/base/problem.h"
#include "token-service/upstream/attempt.h"
#include "token-service/upstream/breaker.h"

struct upstream;
struct upstream_request;

struct upstream_config {
	char *url;     /* base, e.g. "https://api.lovense-api.com" */
	char *ca_file; /* "" : the system's authorities */
	int64_t connect_timeout_ms;
	int64_t timeout_ms; /* from start to done, retry included */
	int64_t max_connections;
	int64_t max_requests;
	struct breaker_config breaker;
};

struct upstream_stats {
	uint64_t attempts;
	uint64_t retries;
	uint64_t connections; /* opened */
	size_t requests;      /* under way */
	enum breaker_state breaker;
};

/* result is valid during the call. */
typedef void upstream_done(void *ctx, const struct upstream_result *result);

/* config (borrowed) outlives it; the developer token is copied. NULL: out of memory, or libcurl could not start. */
struct upstream *upstream_create(struct events *events, const struct upstream_config *config,
				 const char *developer_token);
/* Drops what is under way without calling back. Before events_destroy(). */
void upstream_destroy(struct upstream *upstream);
/* Uses another developer token from the next attempt on. false: out of memory, the old one stays. */
bool upstream_set_developer_token(struct upstream *upstream, const char *developer_token);

/* Starts a request; strings are copied. done is called once, never from inside. NULL: refused at once with *problem
 * (PROBLEM_BUSY, _UPSTREAM_AWAY, _INTERNAL) and *retry_after_s, and done is not called. */
struct upstream_request *upstream_start(struct upstream *upstream, const char *uid, const char *uname,
					upstream_done *done, void *ctx, enum problem *problem, int *retry_after_s);
/* Ends it without calling its done(). The place it had goes to those who wait. */
void upstream_cancel(struct upstream_request *request);
void upstream_read_stats(const struct upstream *upstream, struct upstream_stats *stats);
