/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/watch/latency.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_US = 10 * 1000 * 1000 };

static int by_size(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a;
	uint32_t right = *(const uint32_t *)b;
	return (left > right) - (left < right);
}

void latency_add(struct latency *latency, int64_t ns)
{
	uint32_t sorted[LATENCY_SAMPLES];
	int64_t us = ns / 1000;
	latency->samples_us[latency->next] = (uint32_t)(us < 0 ? 0 : us > MOST_US ? MOST_US : us);
	latency->next = (latency->next + 1) % LATENCY_SAMPLES;
	if (latency->count < LATENCY_SAMPLES)
		latency->count++;
	memcpy(sorted, latency->samples_us, latency->count * sizeof(sorted[0]));
	qsort(sorted, latency->count, sizeof(sorted[0]), by_size);
	latency->median_us = (int)sorted[(latency->count - 1) / 2];
	latency->p99_us = (int)sorted[(latency->count * 99 + 99) / 100 - 1];
}
