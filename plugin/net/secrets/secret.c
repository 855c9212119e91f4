/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/secrets/secret.h"

#include <stddef.h>
#include <string.h>

#include "net/platform.h"
#include "net/secrets/pages.h"

/* In front of what is handed out, and as large as its strictest alignment. */
union head {
	size_t total;
	max_align_t alignment;
};

void *secret_alloc(size_t size)
{
	size_t total = sizeof(union head) + size;
	union head *head = total > size ? pages_map(total) : NULL;
	if (!head)
		return NULL;
	head->total = total;
	return head + 1;
}

char *secret_copy(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = secret_alloc(size);
	if (copy)
		memcpy(copy, text, size);
	return copy;
}

void secret_free(void *memory)
{
	if (!memory)
		return;
	union head *head = (union head *)memory - 1;
	size_t total = head->total;
	platform_wipe(head, total);
	pages_unmap(head, total);
}

void secret_wipe(void *memory, size_t size)
{
	platform_wipe(memory, size);
}
