/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Preloaded into OBS, or linked into a host, under a checker: libobs's allocator without its padding of 32 bytes, which
 * hides small overruns from AddressSanitizer. Built with frame pointers, it also puts the caller of bmalloc into leak
 * stacks. Counts what was ever allocated, too. */
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>

#include "allocations.h"

enum { ALIGNMENT = 32 };

static atomic_long allocations;
static atomic_long made;

void *bmalloc(size_t size)
{
	void *memory = NULL;
	if (posix_memalign(&memory, ALIGNMENT, size ? size : 1) != 0)
		abort();
	atomic_fetch_add(&allocations, 1);
	atomic_fetch_add(&made, 1);
	return memory;
}

void bfree(void *memory)
{
	if (!memory)
		return;
	atomic_fetch_sub(&allocations, 1);
	free(memory);
}

void *brealloc(void *memory, size_t size)
{
	if (!memory)
		return bmalloc(size);
	void *moved = bmalloc(size);
	size_t old_size = malloc_usable_size(memory); /* exact under the checkers this file is for */
	memcpy(moved, memory, old_size < size ? old_size : size);
	bfree(memory);
	return moved;
}

long bnum_allocs(void)
{
	return atomic_load(&allocations);
}

long allocations_made(void)
{
	return atomic_load(&made);
}

int base_get_alignment(void)
{
	return ALIGNMENT;
}
