/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/faults/alloc_faults.h"

#include <limits.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <jansson.h>

static atomic_int left = INT_MAX; /* successful allocations still to come */
static atomic_bool fails_for_good;
static atomic_bool has_failed;
static atomic_int live_blocks;

static bool must_fail(void)
{
	int before = atomic_load(&left);
	if (before == INT_MAX)
		return false;
	before = atomic_fetch_sub(&left, 1);
	bool fails = before == 1 || (before < 1 && atomic_load(&fails_for_good));
	if (fails)
		atomic_store(&has_failed, true);
	return fails;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);
char *__wrap_strdup(const char *text);

static void *count_block(void *block)
{
	if (block)
		atomic_fetch_add(&live_blocks, 1);
	return block;
}

void *__wrap_malloc(size_t size)
{
	return must_fail() ? NULL : count_block(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
	return must_fail() ? NULL : count_block(__real_calloc(count, size));
}

void *__wrap_realloc(void *block, size_t size)
{
	if (must_fail())
		return NULL;
	void *moved = __real_realloc(block, size);
	return block ? moved : count_block(moved);
}

void __wrap_free(void *block)
{
	if (block)
		atomic_fetch_sub(&live_blocks, 1);
	__real_free(block);
}

char *__wrap_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = __wrap_malloc(size);
	return copy ? memcpy(copy, text, size) : NULL;
}

/* Memory for secrets is pages. */
void *__real_pages_map(size_t size);
void __real_pages_unmap(void *pages, size_t size);
void *__wrap_pages_map(size_t size);
void __wrap_pages_unmap(void *pages, size_t size);

void *__wrap_pages_map(size_t size)
{
	return must_fail() ? NULL : count_block(__real_pages_map(size));
}

void __wrap_pages_unmap(void *pages, size_t size)
{
	atomic_fetch_sub(&live_blocks, 1);
	__real_pages_unmap(pages, size);
}

void alloc_faults_install(void)
{
	json_set_alloc_funcs(__wrap_malloc, __wrap_free);
	curl_global_init_mem(CURL_GLOBAL_DEFAULT, __wrap_malloc, __wrap_free, __wrap_realloc, __wrap_strdup,
			     __wrap_calloc);
}

void alloc_faults_start(int n, bool all_following)
{
	atomic_store(&fails_for_good, all_following);
	atomic_store(&has_failed, false);
	atomic_store(&left, n);
}

bool alloc_faults_stop(void)
{
	atomic_store(&left, INT_MAX);
	return atomic_load(&has_failed);
}

int alloc_faults_live_blocks(void)
{
	return atomic_load(&live_blocks);
}
