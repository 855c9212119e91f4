/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The access log: one JSON object for each answered request, on one line. Never a key, a token, a uid, a query or a
 * path that the service does not know; the client's address only when the configuration says so.
 *
 * Lines are gathered and written a moment later. A reader that stalls costs lines (they are counted), never time.
 * Thread: the server's. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "token-service/metrics.h"
#include "token-service/base/problem.h"

struct access_log {
	int descriptor; /* borrowed; -1: nothing is written */
	char *pending;
	size_t pending_size;
	uint64_t *dropped; /* counted here; borrowed */
};

struct access_entry {
	const char *request_id;
	enum route route;
	const char *method; /* a known method or "other" */
	enum problem problem;
	const char *key_id;  /* "" : none was recognised */
	const char *address; /* "" : not to be logged */
	int64_t duration_us;
	int64_t upstream_us; /* -1: the upstream was not asked */
	int attempts;
};

/* false: out of memory. */
bool access_log_open(struct access_log *log, int descriptor, uint64_t *dropped);
/* Writes what can be written and forgets the rest. Safe on a zeroed log. */
void access_log_close(struct access_log *log);
/* wall_us: microseconds since 1970. Does not touch the descriptor unless much is pending. */
void access_log_add(struct access_log *log, const struct access_entry *entry, int64_t wall_us);
/* Writes what the reader takes without waiting. */
void access_log_flush(struct access_log *log);
