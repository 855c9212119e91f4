/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_LATENCIES = 10000, MAX_MESSAGE = 1024 };

struct record {
	uint64_t received;
	uint64_t gaps; /* commands that did not follow the one before */
	uint64_t first_sent_ns;
	uint64_t last_received_ns;
	int last_seq;
	uint64_t latency_ns[MAX_LATENCIES];
};

uint64_t record_now_ns(void)
{
	struct timespec now = {0};
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

struct record *record_start(void)
{
	struct record *record = calloc(1, sizeof(*record));
	if (!record)
		abort();
	record->last_seq = -1;
	return record;
}

void record_message(struct record *record, uint64_t received_ns, const char *text, size_t size)
{
	char copy[MAX_MESSAGE];
	size_t length = size < sizeof(copy) ? size : sizeof(copy) - 1;
	memcpy(copy, text, length);
	copy[length] = '\0';
	const char *seq = strstr(copy, "\"seq\":");
	const char *ns = strstr(copy, "\"ns\":\"");
	if (!seq || !ns)
		return;
	int number = atoi(seq + strlen("\"seq\":"));
	uint64_t sent_ns = strtoull(ns + strlen("\"ns\":\""), NULL, 10);
	if (record->received == 0)
		record->first_sent_ns = sent_ns;
	if (record->received < MAX_LATENCIES)
		record->latency_ns[record->received] = received_ns - sent_ns;
	if (number != record->last_seq + 1)
		record->gaps++;
	record->last_seq = number;
	record->last_received_ns = received_ns;
	record->received++;
}

void record_finish(struct record *record)
{
	uint64_t kept = record->received < MAX_LATENCIES ? record->received : MAX_LATENCIES;
	double span_us = (double)(record->last_received_ns - record->first_sent_ns) / 1000;
	printf("{\"received\":%" PRIu64 ",\"gaps\":%" PRIu64 ",\"span_us\":%.1f,\"latency_us\":[", record->received,
	       record->gaps, span_us);
	for (uint64_t i = 0; i < kept; i++)
		printf("%s%.1f", i ? "," : "", (double)record->latency_ns[i] / 1000);
	printf("]}\n");
	fflush(stdout);
	free(record);
}
