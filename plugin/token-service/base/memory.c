/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/memory.h"

#include <curl/curl.h>
#include <jansson.h>
#include <libwebsockets.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum { DEAD_STACK_BYTES = 64 * 1024 };

static void wipe_and_free(void *memory)
{
	if (memory)
		OPENSSL_cleanse(memory, malloc_usable_size(memory));
	free(memory);
}

/* Never realloc(), which may move the bytes and leave a copy. */
static void *grow(void *memory, size_t size)
{
	void *moved = malloc(size);
	if (!moved)
		return NULL;
	if (memory) {
		size_t old_size = malloc_usable_size(memory);
		memcpy(moved, memory, old_size < size ? old_size : size);
	}
	wipe_and_free(memory);
	return moved;
}

/* As libwebsockets wants it: a size of 0 frees. */
static void *resize(void *memory, size_t size, const char *reason)
{
	(void)reason;
	if (size)
		return grow(memory, size);
	wipe_and_free(memory);
	return NULL;
}

void memory_keep_out_of_dumps(void)
{
	struct rlimit none = {0};
	/* The limit alone does not count for a core pattern that is a program. */
	(void)!prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
	(void)!setrlimit(RLIMIT_CORE, &none);
}

bool memory_wipe_freed(void)
{
	json_set_alloc_funcs(malloc, wipe_and_free);
	lws_set_allocator(resize);
	return curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_and_free, grow, strdup, calloc) == CURLE_OK;
}

__attribute__((noinline)) void memory_wipe_dead_stack(void)
{
	char dead[DEAD_STACK_BYTES];
	explicit_bzero(dead, sizeof(dead));
}
