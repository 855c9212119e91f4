/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE /* memmem */
#include "support/dumped_memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mapping {
	uintptr_t from;
	uintptr_t to;
};

enum { MAX_MAPPINGS = 4096 };

/* The list is read first: what is searched must not change while it is read. Lines of smaps: the range and the rights
 * first, the flags last ("dd": left out of dumps). */
static size_t list(FILE *smaps, struct mapping *mappings)
{
	char line[512];
	size_t count = 0;
	bool is_written = false;
	struct mapping current = {0};
	while (fgets(line, sizeof(line), smaps) && count < MAX_MAPPINGS) {
		char rights[5] = "";
		unsigned long from = 0;
		unsigned long to = 0;
		if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) == 3) {
			current = (struct mapping){from, to};
			is_written = rights[0] == 'r' && rights[1] == 'w';
		} else if (strncmp(line, "VmFlags:", 8) == 0 && is_written && !strstr(line, " dd") &&
			   !strstr(line, " io")) {
			mappings[count++] = current;
		}
	}
	return count;
}

static int count_in(const struct mapping *mapping, const char *bytes, size_t size)
{
	int count = 0;
	const char *at = (const char *)mapping->from;
	const char *end = (const char *)mapping->to;
	while ((at = memmem(at, (size_t)(end - at), bytes, size))) {
		count += at != bytes;
		at++;
	}
	return count;
}

int dumped_memory_count(const char *bytes, size_t size)
{
	static char buffer[4096];
	static struct mapping mappings[MAX_MAPPINGS];
	int count = 0;
	/* A sanitizer maps terabytes, and forbids to read what was freed. */
	FILE *smaps = MEMORY_IS_SHADOWED ? NULL : fopen("/proc/self/smaps", "r");
	if (!smaps)
		return -1;
	setvbuf(smaps, buffer, _IOFBF, sizeof(buffer));
	size_t mapping_count = list(smaps, mappings);
	fclose(smaps);
	for (size_t i = 0; i < mapping_count; i++)
		count += count_in(&mappings[i], bytes, size);
	return mapping_count ? count : -1;
}
