/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The newest durations of one kind, and what is usual among them. Pure; bounded. One thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { LATENCY_SAMPLES = 256 };

/* Zeroed before first use. */
struct latency {
	size_t count, next;
	uint32_t samples_us[LATENCY_SAMPLES];
	int median_us, p99_us; /* with count > 0 */
};

void latency_add(struct latency *latency, int64_t ns);
