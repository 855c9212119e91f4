/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/secrets/pages.h"

#include <sys/mman.h>

void *pages_map(size_t size)
{
	void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		return NULL;
#if defined(MADV_DONTDUMP)
	(void)madvise(pages, size, MADV_DONTDUMP);
#elif defined(MADV_NOCORE)
	(void)madvise(pages, size, MADV_NOCORE);
#endif
	return pages;
}

void pages_unmap(void *pages, size_t size)
{
	munmap(pages, size);
}
