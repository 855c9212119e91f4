/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Refusals on their way from the threads that answer requests to the one that emits events. Bounded. Any thread; waits
 * for another thread's copy at most. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <util/threading.h>

#include "haptics/intent.h"

enum { REJECTIONS_MAX = 512 };

/* A request that never reached the core. */
struct request_rejection {
	char rule[HAPTICS_ID_SIZE]; /* as the request named it; "": none */
	char by[HAPTICS_BY_SIZE];   /* clean and not blocked; "": nobody */
	double amount;              /* 0: none that can be read */
	const char *reason;         /* static */
};

struct rejections {
	pthread_mutex_t lock; /* guards the rest */
	size_t first, count;
	struct request_rejection kept[REJECTIONS_MAX];
};

void rejections_init(struct rejections *rejections);
void rejections_free(struct rejections *rejections);
/* Copies it. When there is no place it is dropped. */
void rejections_add(struct rejections *rejections, const struct request_rejection *rejection);
/* The oldest one. false: there is none. */
bool rejections_take(struct rejections *rejections, struct request_rejection *rejection);
