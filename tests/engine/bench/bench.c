/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long engine_ask() takes: threads ask an engine in simulator mode with 100 rules for a level, evenly spread.
 * usage: engine_bench [ASKERS [PER_SECOND_IN_SUM [SECONDS]]]        (20 500 10) */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/engine.h"
#include "haptics/preview/verdict.h"
#include "haptics/rules/rule.h"

enum { MAX_ASKERS = 64, RULES = 100, NS_PER_S = 1000000000, TIMEOUT_MS = 1000, RUN_MS = 1000 };

struct asker {
	pthread_t thread;
	struct engine *engine;
	int64_t first_ns, interval_ns; /* when it asks */
	int count, fired;
	double *took_us;
};

static int64_t clock_ns(clockid_t clock)
{
	struct timespec time;
	clock_gettime(clock, &time);
	return (int64_t)time.tv_sec * NS_PER_S + time.tv_nsec;
}

static void sleep_until(int64_t at_ns)
{
	struct timespec at = {.tv_sec = at_ns / NS_PER_S, .tv_nsec = at_ns % NS_PER_S};
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) != 0)
		;
}

static void *ask(void *ctx)
{
	struct asker *asker = ctx;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_LEVEL, .value = 0.1, .duration_ms = RUN_MS};
	for (int i = 0; i < asker->count; i++) {
		struct haptics_verdict verdict;
		sleep_until(asker->first_ns + i * asker->interval_ns);
		int64_t begin_ns = clock_ns(CLOCK_MONOTONIC);
		enum engine_answer answer = engine_ask(asker->engine, &intent, TIMEOUT_MS, &verdict);
		asker->took_us[i] = (double)(clock_ns(CLOCK_MONOTONIC) - begin_ns) / 1000;
		asker->fired += answer == ENGINE_ANSWERED && haptics_verdict_is_good(&verdict);
	}
	return NULL;
}

static void set_rules(struct engine *engine)
{
	char text[RULES * 200] = "{\"version\":1,\"rules\":[";
	for (int i = 0; i < RULES; i++) {
		size_t used = strlen(text);
		snprintf(text + used, sizeof(text) - used,
			 "%s{\"id\":\"r%d\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"Scene %d\"}},"
			 "\"do\":{\"kind\":\"level\",\"level\":0.2}}",
			 i > 0 ? "," : "", i, i);
	}
	strcat(text, "]}");
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	engine_set_rules(engine, rules, false);
	haptics_rules_release(rules);
}

static struct engine *open_engine(void)
{
	static const struct engine_config config = {0};
	static struct engine_settings settings;
	struct engine *engine = engine_create(&config);
	engine_settings_default(&settings);
	settings.mode = ENGINE_MODE_SIMULATOR;
	settings.arm_on_start = true;
	if (!engine || !engine_start(engine, &settings))
		return NULL;
	set_rules(engine);
	bool is_ready = false;
	while (!is_ready) {
		const struct engine_snapshot *snapshot = engine_snapshot_get(engine);
		is_ready = snapshot->state == ENGINE_READY && snapshot->rule_count == RULES;
		engine_snapshot_release(snapshot);
	}
	return engine;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

static int run(struct engine *engine, int askers, int per_second, int seconds)
{
	static struct asker all[MAX_ASKERS];
	int each = per_second * seconds / askers, fired = 0;
	double *took_us = calloc((size_t)askers * (size_t)each, sizeof(*took_us));
	if (!took_us)
		return EXIT_FAILURE;
	int64_t begin_ns = clock_ns(CLOCK_MONOTONIC), cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < askers; i++) {
		all[i] = (struct asker){.engine = engine,
					.first_ns = begin_ns + (int64_t)i * NS_PER_S / per_second,
					.interval_ns = (int64_t)askers * NS_PER_S / per_second,
					.count = each,
					.took_us = took_us + (size_t)i * (size_t)each};
		if (pthread_create(&all[i].thread, NULL, ask, &all[i]) != 0)
			return EXIT_FAILURE;
	}
	for (int i = 0; i < askers; i++) {
		pthread_join(all[i].thread, NULL);
		fired += all[i].fired;
	}
	cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns;
	size_t count = (size_t)askers * (size_t)each;
	qsort(took_us, count, sizeof(*took_us), compare);
	printf("%d askers, %d questions a second, %zu asked, %d fired: median %.0f us, p99 %.0f us, longest %.0f us, "
	       "%.0f us of CPU each\n",
	       askers, per_second, count, fired, took_us[count / 2], took_us[count * 99 / 100], took_us[count - 1],
	       (double)cpu_ns / 1000 / (double)count);
	free(took_us);
	return EXIT_SUCCESS;
}

static int number(char **arguments, int count, int index, int otherwise)
{
	int value = index < count ? atoi(arguments[index]) : otherwise;
	return value > 0 ? value : otherwise;
}

int main(int argc, char **argv)
{
	int askers = number(argv, argc, 1, 20);
	int per_second = number(argv, argc, 2, 500);
	int seconds = number(argv, argc, 3, 10);
	struct engine *engine = open_engine();
	if (!engine || askers > MAX_ASKERS || per_second * seconds < askers)
		return EXIT_FAILURE;
	int status = run(engine, askers, per_second, seconds);
	engine_request_stop(engine);
	if (engine_join(engine, TIMEOUT_MS))
		engine_destroy(engine);
	return status;
}
