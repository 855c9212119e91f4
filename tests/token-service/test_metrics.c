/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Prometheus text. */
#include "cmocka_all.h"

#include <stdlib.h>

#include "token-service/metrics.h"
#include "token-service/upstream/upstream.h"

static char *written(const struct metrics *metrics, const struct upstream_stats *stats)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	assert_non_null(out);
	metrics_write(out, metrics, stats);
	fclose(out);
	return text;
}

static void assert_line(const char *text, const char *line)
{
	char whole[256];
	snprintf(whole, sizeof(whole), "\n%s\n", line);
	if (!strstr(text, whole))
		fail_msg("no line %s in %s", line, text);
}

static void counts_by_route_status_and_code(void **state)
{
	(void)state;
	struct metrics metrics = {.connections.open = 7};
	struct upstream_stats stats = {.attempts = 4, .breaker = BREAKER_OPEN};
	metrics.answers[ROUTE_TOKEN][PROBLEM_NONE] = 3;
	metrics.answers[ROUTE_TOKEN][PROBLEM_KEY_UNKNOWN] = 2;
	char *text = written(&metrics, &stats);
	assert_line(text, "lovense_token_service_requests_total{route=\"token\",status=\"200\",code=\"ok\"} 3");
	assert_line(text,
		    "lovense_token_service_requests_total{route=\"token\",status=\"401\",code=\"key_unknown\"} 2");
	assert_line(text, "lovense_token_service_connections 7");
	assert_line(text, "lovense_token_service_upstream_attempts_total 4");
	assert_line(text, "lovense_token_service_upstream_breaker_open 1");
	assert_null(strstr(text, "route=\"health\""));
	free(text);
}

static void buckets_are_cumulative(void **state)
{
	(void)state;
	struct metrics metrics = {0};
	struct upstream_stats stats = {.breaker = BREAKER_CLOSED};
	metrics_observe(&metrics.token_duration, 1000);
	metrics_observe(&metrics.token_duration, 1001);
	metrics_observe(&metrics.token_duration, 60000000);
	char *text = written(&metrics, &stats);
	assert_line(text, "lovense_token_service_token_duration_seconds_bucket{le=\"0.001\"} 1");
	assert_line(text, "lovense_token_service_token_duration_seconds_bucket{le=\"0.0025\"} 2");
	assert_line(text, "lovense_token_service_token_duration_seconds_bucket{le=\"10\"} 2");
	assert_line(text, "lovense_token_service_token_duration_seconds_bucket{le=\"+Inf\"} 3");
	assert_line(text, "lovense_token_service_token_duration_seconds_sum 60.002001");
	assert_line(text, "lovense_token_service_token_duration_seconds_count 3");
	free(text);
}

/* Each series has its HELP and TYPE, once, before its first sample. */
static void every_series_is_declared_once(void **state)
{
	(void)state;
	struct metrics metrics = {0};
	struct upstream_stats stats = {.breaker = BREAKER_CLOSED};
	char *rest = NULL;
	char *text = written(&metrics, &stats);
	char *copy = strdup(text);
	for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char name[128];
		char type[160];
		if (*line == '#')
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(line, "{ "), line);
		static const char *const suffixes[] = {"_bucket", "_sum", "_count"};
		for (size_t i = 0; i < 3; i++) {
			char *suffix = strstr(name, suffixes[i]);
			if (suffix && strstr(name, "_seconds") && !suffix[strlen(suffixes[i])])
				*suffix = '\0';
		}
		snprintf(type, sizeof(type), "# TYPE %s ", name);
		const char *first = strstr(text, type);
		assert_non_null(first);
		assert_null(strstr(first + 1, type));
	}
	free(copy);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_by_route_status_and_code),
		cmocka_unit_test(buckets_are_cumulative),
		cmocka_unit_test(every_series_is_declared_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
