/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_pool.h"

#include <util/bmem.h>

struct text_pool {
	int sources;
};

struct text_pool *text_pool_create(void)
{
	return bzalloc(sizeof(struct text_pool));
}

void text_pool_close(struct text_pool *pool)
{
	bfree(pool);
}

bool text_pool_has_text(const struct text_pool *pool)
{
	return pool->sources > 0;
}

int text_pool_sources(struct text_pool *pool)
{
	return pool->sources;
}
