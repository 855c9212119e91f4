/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/metrics.h"

#include <inttypes.h>
#include <string.h>

#include "token-service/upstream/upstream.h"

#define PREFIX "lovense_token_service_"

/* The last bucket of the text, +Inf, is the count. */
static const int64_t bounds_us[METRICS_BUCKETS] = {1000,   2500,   5000,    10000,   25000,   50000,
						   100000, 250000, 1000000, 2500000, 10000000};

const char *route_name(enum route route)
{
	static const char *const names[ROUTE_COUNT] = {
		[ROUTE_INVALID] = "other",   [ROUTE_TOKEN] = "token", [ROUTE_HEALTH] = "health",
		[ROUTE_METRICS] = "metrics", [ROUTE_OTHER] = "other",
	};
	return names[route < ROUTE_COUNT ? route : ROUTE_OTHER];
}

void metrics_observe(struct metrics_histogram *histogram, int64_t duration_us)
{
	histogram->count++;
	histogram->sum_us += duration_us;
	for (int i = 0; i < METRICS_BUCKETS; i++)
		if (duration_us <= bounds_us[i]) {
			histogram->buckets[i]++;
			return;
		}
}

static void write_header(FILE *out, const char *name, const char *help)
{
	const char *type = strstr(name, "_total") ? "counter" : strstr(name, "_seconds") ? "histogram" : "gauge";
	fprintf(out, "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name, help, name, type);
}

static void write_value(FILE *out, const char *name, const char *help, uint64_t value)
{
	write_header(out, name, help);
	fprintf(out, PREFIX "%s %" PRIu64 "\n", name, value);
}

static void write_answers(FILE *out, const struct metrics *metrics)
{
	write_header(out, "requests_total", "Answered requests.");
	for (int route = ROUTE_TOKEN; route < ROUTE_COUNT; route++)
		for (int problem = PROBLEM_NONE; problem < PROBLEM_COUNT; problem++) {
			uint64_t count = metrics->answers[route][problem];
			const struct problem_info *info = problem_info((enum problem)problem);
			if (count)
				fprintf(out,
					PREFIX "requests_total{route=\"%s\",status=\"%d\",code=\"%s\"} %" PRIu64 "\n",
					route_name((enum route)route), info->status, info->code, count);
		}
}

static void write_histogram(FILE *out, const char *name, const char *help, const struct metrics_histogram *histogram)
{
	uint64_t below = 0;
	write_header(out, name, help);
	for (int i = 0; i < METRICS_BUCKETS; i++) {
		below += histogram->buckets[i];
		fprintf(out, PREFIX "%s_bucket{le=\"%g\"} %" PRIu64 "\n", name, (double)bounds_us[i] / 1e6, below);
	}
	fprintf(out, PREFIX "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, histogram->count);
	fprintf(out, PREFIX "%s_sum %.6f\n", name, (double)histogram->sum_us / 1e6);
	fprintf(out, PREFIX "%s_count %" PRIu64 "\n", name, histogram->count);
}

static void write_upstream(FILE *out, const struct upstream_stats *upstream)
{
	write_value(out, "upstream_attempts_total", "Requests sent to the Lovense API.", upstream->attempts);
	write_value(out, "upstream_retries_total", "Requests sent a second time.", upstream->retries);
	write_value(out, "upstream_connections_total", "Connections opened to the Lovense API.", upstream->connections);
	write_value(out, "upstream_requests", "Requests to the Lovense API under way or waiting.", upstream->requests);
	write_value(out, "upstream_breaker_open", "1 while failures keep requests from the Lovense API.",
		    upstream->breaker != BREAKER_CLOSED);
}

void metrics_write(FILE *out, const struct metrics *metrics, const struct upstream_stats *upstream)
{
	write_header(out, "build_info", "The version.");
	fprintf(out, PREFIX "build_info{version=\"%s\"} 1\n", SERVICE_VERSION);
	write_answers(out, metrics);
	write_histogram(out, "token_duration_seconds", "Time from a complete token request to its answer.",
			&metrics->token_duration);
	write_histogram(out, "upstream_duration_seconds", "Time for an answer of the Lovense API, retry included.",
			&metrics->upstream_duration);
	write_upstream(out, upstream);
	write_value(out, "connections_total", "Accepted connections.", metrics->connections.accepted);
	write_value(out, "connections_evicted_total", "Connections closed to make room for others.",
		    metrics->connections.evicted);
	write_value(out, "connections", "Open connections.", metrics->connections.open);
	write_value(out, "keys", "Service keys in the file, revoked ones included.", metrics->keys);
	write_value(out, "reload_failures_total", "Changed files that could not be used.", metrics->reload_failures);
	write_value(out, "log_lines_dropped_total", "Access log lines lost because nobody read them.",
		    metrics->log_lines_dropped);
}
