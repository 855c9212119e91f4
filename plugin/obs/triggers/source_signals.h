/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Posts the signals of one source to the engine: active, shown, media. */
#pragma once

#include <stdbool.h>

#include <obs.h>

struct engine;

/* Borrowed while anything is connected. libobs keeps one connection for equal callbacks and contexts. */
struct source_signals {
	struct engine *engine;
	/* The mailbox was full: call source_signals_report() later. Any thread, with locks of libobs held: it may only
	 * enqueue. */
	void (*report_lost)(void *ctx);
	void *ctx;
};

/* needs: HAPTICS_NEEDS_STATE, HAPTICS_NEEDS_MEDIA. Any thread. */
void source_signals_connect(struct source_signals *signals, obs_source_t *source, unsigned needs);
void source_signals_disconnect(struct source_signals *signals, obs_source_t *source, unsigned needs);
/* Posts the state of the source as initial, which fires nothing. false: the mailbox was full. Any thread. */
bool source_signals_report(struct source_signals *signals, obs_source_t *source, unsigned needs);
