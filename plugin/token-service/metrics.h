/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the service counts, and its text for Prometheus. Thread: the server's. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "token-service/base/problem.h"
#include "token-service/http/connection.h"

struct upstream_stats;

enum route { ROUTE_INVALID, ROUTE_TOKEN, ROUTE_HEALTH, ROUTE_METRICS, ROUTE_OTHER, ROUTE_COUNT };

enum { METRICS_BUCKETS = 11 };

struct metrics_histogram {
	uint64_t buckets[METRICS_BUCKETS]; /* not cumulative */
	uint64_t count;
	int64_t sum_us;
};

struct metrics {
	uint64_t answers[ROUTE_COUNT][PROBLEM_COUNT];
	struct metrics_histogram token_duration;    /* request complete to answer */
	struct metrics_histogram upstream_duration; /* of answered and failed requests, retry included */
	struct connection_counts connections;
	uint64_t keys;
	uint64_t reload_failures;
	uint64_t log_lines_dropped;
};

/* "token", "health", "metrics", "other". */
const char *route_name(enum route route);
void metrics_observe(struct metrics_histogram *histogram, int64_t duration_us);
/* Text exposition format 0.0.4. */
void metrics_write(FILE *out, const struct metrics *metrics, const struct upstream_stats *upstream);
