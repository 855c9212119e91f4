/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worker's own state: loop, link, haptics core. Everything here belongs to the worker thread. */
#pragma once

#include <stdbool.h>

#include "engine/engine.h"
#include "engine/mailbox/mailbox.h"
#include "net/log.h"

struct haptics_notice;
struct loop;
struct worker;

/* How the worker reaches the engine. All callbacks run on the worker thread. */
struct worker_config {
	struct mailbox *mailbox; /* borrowed */
	struct log_sink log;
	/* Takes the reference to snapshot over and shows it to readers. */
	void (*publish)(void *ctx, struct engine_snapshot *snapshot);
	void (*notice)(void *ctx, const struct haptics_notice *notice); /* borrowed */
	/* The loop to wake from now on; NULL: none, and nobody may use the old one once this returns. */
	void (*use_loop)(void *ctx, struct loop *loop);
	bool (*is_stopping)(void *ctx);
	/* No intent is taken any more. */
	void (*ended)(void *ctx);
	void *ctx;
};

/* Runs until is_stopping(): then sends Stop, says goodbye within half a second, and returns. When the loop breaks down
 * it does the same by itself, and a last snapshot says so. false: it could not even start (out of memory). */
bool worker_run(const struct worker_config *config);

/* An empty snapshot for readers that come before the worker: mode off, disarmed. NULL: out of memory. */
struct engine_snapshot *worker_empty_snapshot(void);
