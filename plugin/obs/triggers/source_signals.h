/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libobs says of one source, posted to the engine: active, shown, media. */
#pragma once

#include <stdbool.h>

#include <obs.h>

struct engine;

/* Where it goes. Borrowed while anything is connected; libobs keeps one connection for all that asks for the same. */
struct source_signals {
	struct engine *engine;
	/* The engine had no room: how the source is has to be told again, by source_signals_describe(). Comes on any
	 * thread, with locks of libobs held: it may only enqueue. */
	void (*missed)(void *ctx);
	void *ctx;
};

/* wants: WATCH_SOURCE, WATCH_MEDIA of watch_list.h. Any thread. */
void source_signals_connect(struct source_signals *signals, obs_source_t *source, unsigned wants);
void source_signals_disconnect(struct source_signals *signals, obs_source_t *source, unsigned wants);
/* Posts how it is now, as something that was so before. false: the engine had no room for all of it. Any thread. */
bool source_signals_describe(struct source_signals *signals, obs_source_t *source, unsigned wants);
