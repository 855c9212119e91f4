/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way out of the engine for what has become of single requests: the worker puts, one reader takes. Memory is
 * touched only as far as they pile up. Any thread; each call holds one leaf lock for a copy. */
#pragma once

#include <stdbool.h>

#include "engine/engine.h"
#include "haptics/tips/viewers.h"

struct platform_mutex;

struct notice_queue {
	struct platform_mutex *lock; /* guards the rest */
	size_t first, count;
	struct haptics_notice entries[ENGINE_MAX_NOTICES];
};

/* Zeroed before. false: out of memory. */
bool notice_queue_open(struct notice_queue *queue);
void notice_queue_close(struct notice_queue *queue);
/* In a full one the oldest is lost. */
void notice_queue_put(struct notice_queue *queue, const struct haptics_notice *notice);
bool notice_queue_take(struct notice_queue *queue, struct haptics_notice *notice);
