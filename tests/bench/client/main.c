/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage: bench_client_NAME PORT latency COUNT PERIOD_US | rate COUNT | connect | idle
 * Prints one line of JSON once the first reply came, and one at the end; "idle" sits there until its stdin ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "subject.h"

static void post_steadily(struct subject *subject, int count, long period_us)
{
	struct timespec next;
	clock_gettime(CLOCK_MONOTONIC, &next);
	for (int seq = 0; seq < count; seq++) {
		next.tv_nsec += period_us * 1000;
		while (next.tv_nsec >= 1000000000) {
			next.tv_nsec -= 1000000000;
			next.tv_sec++;
		}
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
		subject_post(subject, seq);
	}
}

static void wait_for_end_of_input(void)
{
	char byte = 0;
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
}

static double cpu_us(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		fail("usage: PORT latency COUNT PERIOD_US | rate COUNT | connect | idle");
	const char *scenario = argv[2];
	int count = argc > 3 ? atoi(argv[3]) : 0;
	struct subject *subject = subject_start(atoi(argv[1]));
	printf("{\"connect_us\":%.1f}\n", (double)subject_connect_ns(subject) / 1000);
	fflush(stdout);
	double before_us = cpu_us();
	if (strcmp(scenario, "latency") == 0 && argc > 4)
		post_steadily(subject, count, atol(argv[4]));
	else if (strcmp(scenario, "rate") == 0)
		subject_flood(subject, count);
	else if (strcmp(scenario, "idle") == 0)
		wait_for_end_of_input();
	else if (strcmp(scenario, "connect") != 0)
		fail("no such scenario");
	subject_stop(subject);
	printf("{\"cpu_us\":%.1f}\n", cpu_us() - before_us);
	return 0;
}
