/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libobs builds on its allocator, for the allocators that replace it: bmem_exact.c and bmem_reuse.c. */
#include <string.h>

#include <util/bmem.h>

void *bmemdup(const void *memory, size_t size)
{
	void *copy = bmalloc(size);
	if (size)
		memcpy(copy, memory, size);
	return copy;
}
