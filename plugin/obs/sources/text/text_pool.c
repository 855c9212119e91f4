/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_pool.h"

#include <obs-module.h>

#include "obs/sources/text/text_effect.h"
#include "obs/sources/text/text_private.h"

/* A line that shows something is drawn anew at most so often, all lines counted together. */
#define REDRAW_S 0.1f

/* --- which line is next --- */

struct choice {
	struct text_sheet *sheet; /* NULL: none */
	size_t slot;
	bool must_wait; /* there are more, for later */
};

static void consider(const struct text_pool *pool, struct choice *choice, struct text_sheet *sheet, size_t index)
{
	const struct text_sheet_slot *slot = &sheet->slots[index];
	if (slot->wanted_serial == slot->shown_serial)
		return;
	bool is_allowed = slot->line.serial == 0 || pool->wait_s <= 0.0f;
	bool is_older = !choice->sheet || slot->turn - choice->sheet->slots[choice->slot].turn < 0;
	if (!is_allowed) {
		choice->must_wait = true;
	} else if (is_older) {
		choice->sheet = sheet;
		choice->slot = index;
	}
}

/* With the lock held. Begins the line that has stayed as it is for longest, so that a countdown does not keep a title
 * from changing; false: there is none to be drawn now. */
static bool begin_next(struct text_pool *pool)
{
	struct choice choice = {0};
	for (struct text_sheet *sheet = pool->sheets; sheet; sheet = sheet->next)
		for (size_t i = 0; i < sheet->count; i++)
			consider(pool, &choice, sheet, i);
	if (choice.sheet || choice.must_wait)
		os_atomic_set_long(&pool->is_awake, 1);
	pool->job.sheet = choice.sheet;
	if (!choice.sheet)
		return false;
	if (choice.sheet->slots[choice.slot].line.serial > 0)
		pool->wait_s = REDRAW_S;
	text_job_begin(&pool->job, choice.slot);
	return true;
}

/* The sheet to work on, held; NULL: nothing to do. */
static struct text_sheet *take_work(struct text_pool *pool)
{
	struct text_sheet *sheet = NULL;
	if (pthread_mutex_trylock(&pool->lock) != 0)
		return NULL; /* a source is made or goes: the next frame will do */
	os_atomic_set_long(&pool->is_awake, 0);
	bool has_job = pool->job.sheet && !pool->job.is_done;
	if (!pool->is_closed && (has_job || begin_next(pool))) {
		os_atomic_set_long(&pool->is_awake, 1);
		sheet = pool->job.sheet;
		os_atomic_inc_long(&sheet->refs);
	}
	pthread_mutex_unlock(&pool->lock);
	return sheet;
}

static void work(struct text_pool *pool, struct text_sheet *sheet)
{
	if (!pool->effect && !pool->has_no_effect)
		pool->effect = text_effect_create();
	pool->has_no_effect = !pool->effect;
	if (pool->effect)
		text_job_step(&pool->job, sheet);
	else
		pool->job.is_done = true;
	text_sheet_unref(sheet);
}

/* Comes before the ticks of the sources in every frame. What was fed in the one before has been drawn by now. */
static void on_tick(void *data, float seconds)
{
	struct text_pool *pool = data;
	pool->wait_s = pool->wait_s > seconds ? pool->wait_s - seconds : 0.0f;
	/* A line that gets ready makes room for the next, which is only fed. */
	for (int i = 0; i < 2 && !pool->has_no_effect && os_atomic_load_long(&pool->is_awake); i++) {
		struct text_sheet *sheet = take_work(pool);
		if (sheet)
			work(pool, sheet);
		if (!pool->job.is_done)
			break;
	}
}

/* --- the pool --- */

struct text_pool *text_pool_create(void)
{
	struct text_pool *pool = bzalloc(sizeof(*pool));
	pool->refs = 1;
	pthread_mutex_init(&pool->lock, NULL);
	obs_add_tick_callback(on_tick, pool);
	return pool;
}

void text_pool_unref(struct text_pool *pool)
{
	if (os_atomic_dec_long(&pool->refs) > 0)
		return;
	if (pool->effect || pool->scratch) {
		obs_enter_graphics();
		gs_effect_destroy(pool->effect);
		gs_texrender_destroy(pool->scratch);
		obs_leave_graphics();
	}
	pthread_mutex_destroy(&pool->lock);
	bfree(pool);
}

void text_pool_close(struct text_pool *pool)
{
	if (!pool)
		return;
	obs_remove_tick_callback(on_tick, pool); /* none is on its way after that */
	pthread_mutex_lock(&pool->lock);
	pool->is_closed = true;
	pool->job.sheet = NULL;
	struct text_face *face = pool->faces;
	pthread_mutex_unlock(&pool->lock);
	/* Sheets of sources that somebody leaked may be left; no other thread makes or frees them by now. */
	for (; face; face = face->next)
		text_face_forget_source(face);
	text_pool_unref(pool);
}

bool text_pool_has_text(const struct text_pool *pool)
{
	return pool && text_face_source_id();
}

int text_pool_sources(struct text_pool *pool)
{
	int count = 0;
	pthread_mutex_lock(&pool->lock);
	for (const struct text_face *face = pool->faces; face; face = face->next)
		count += face->source != NULL;
	pthread_mutex_unlock(&pool->lock);
	return count;
}
