/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module with one fault, chosen by the environment variable PLANT. It proves that each checker still finds what it is
 * there for: a checker that has never failed proves nothing. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <obs-module.h>

OBS_DECLARE_MODULE()

/* Several, for a stale pointer left on a stack can hide one from LeakSanitizer. */
enum { LEAKED_BLOCKS = 8 };

static int racy;

static void *race(void *unused)
{
	for (int i = 0; i < 100000; i++)
		racy++;
	return unused;
}

static void run_race(void)
{
	pthread_t first;
	pthread_t second;
	pthread_create(&first, NULL, race, NULL);
	pthread_create(&second, NULL, race, NULL);
	pthread_join(first, NULL);
	pthread_join(second, NULL);
}

/* Written through, so that no compiler drops the allocation. */
static volatile char *touch(void *memory, size_t offset)
{
	volatile char *bytes = memory;
	bytes[offset] = 1;
	return bytes;
}

static void leak(void *(*allocate)(size_t), size_t size)
{
	for (int i = 0; i < LEAKED_BLOCKS; i++)
		touch(allocate(size), 0);
}

static void run_fault(const char *fault)
{
	volatile int large = 0x7fffffff;
	if (strcmp(fault, "bmalloc-overrun") == 0)
		bfree((void *)touch(bmalloc(16), 16));
	else if (strcmp(fault, "malloc-overrun") == 0)
		free((void *)touch(malloc(16), 16));
	else if (strcmp(fault, "bmalloc-leak") == 0)
		leak(bmalloc, 123);
	else if (strcmp(fault, "malloc-leak") == 0)
		leak(malloc, 321);
	else if (strcmp(fault, "undefined") == 0)
		large++;
	else if (strcmp(fault, "crash") == 0)
		abort();
	else if (strcmp(fault, "race") == 0)
		run_race();
}

bool obs_module_load(void)
{
	const char *fault = getenv("PLANT");
	if (fault)
		run_fault(fault);
	return true;
}
