/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linked into a host: libobs's allocator, which gives the memory that was freed last to the next who asks for that
 * size. So a source that is made anew lies where the old one was, as it often does in OBS. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>

enum { HEADER = 32, KEPT = 64, SMALLEST_KEPT = 1024 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char *kept[KEPT]; /* oldest first; what is still kept at the end stays reachable */
static size_t kept_count;
static long allocations;

static size_t *size_of(char *memory)
{
	return (size_t *)(void *)(memory - HEADER);
}

static char *take_kept(size_t size)
{
	for (size_t i = kept_count; i-- > 0;) {
		char *memory = kept[i];
		if (*size_of(memory) != size)
			continue;
		memmove(kept + i, kept + i + 1, (--kept_count - i) * sizeof(kept[0]));
		return memory;
	}
	return NULL;
}

static char *make(size_t size)
{
	void *memory = NULL;
	if (posix_memalign(&memory, HEADER, HEADER + size) != 0)
		abort();
	*size_of((char *)memory + HEADER) = size;
	return (char *)memory + HEADER;
}

void *bmalloc(size_t size)
{
	pthread_mutex_lock(&mutex);
	char *memory = take_kept(size);
	allocations++;
	pthread_mutex_unlock(&mutex);
	return memory ? memory : make(size);
}

void bfree(void *memory)
{
	char *dropped = memory;
	if (!memory)
		return;
	pthread_mutex_lock(&mutex);
	allocations--;
	if (*size_of(memory) >= SMALLEST_KEPT) {
		dropped = kept_count == KEPT ? kept[0] : NULL;
		if (dropped)
			memmove(kept, kept + 1, --kept_count * sizeof(kept[0]));
		kept[kept_count++] = memory;
	}
	pthread_mutex_unlock(&mutex);
	if (dropped)
		free(dropped - HEADER);
}

void *brealloc(void *memory, size_t size)
{
	char *moved = bmalloc(size);
	size_t old_size = memory ? *size_of(memory) : 0;
	memcpy(moved, memory ? memory : moved, old_size < size ? old_size : size);
	bfree(memory);
	return moved;
}

long bnum_allocs(void)
{
	pthread_mutex_lock(&mutex);
	long count = allocations;
	pthread_mutex_unlock(&mutex);
	return count;
}

int base_get_alignment(void)
{
	return HEADER;
}
