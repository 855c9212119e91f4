/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An engine of the tests: does nothing, remembers what it is told, and shows the snapshots a test gives it. It stands
 * in for engine/engine.h at link time. Any thread. */
#pragma once

#include "engine/engine.h"
#include "haptics/preview/verdict.h"
#include "haptics/tips/viewers.h"

#ifdef __GNUC__
#define FAKE_ENGINE_EXPORT __attribute__((visibility("default")))
#endif

/* The word that its rules block. */
#define FAKE_ENGINE_BLOCKED "rude"

/* The engine made last; NULL: none is alive. For tests that cannot see the code that made it. */
FAKE_ENGINE_EXPORT struct engine *fake_engine_current(void);

/* Shows a copy of what is in snapshot from now on; revision and rules are taken care of. */
FAKE_ENGINE_EXPORT void fake_engine_publish(struct engine *engine, const struct engine_snapshot *snapshot);
/* A snapshot to start from: mode off, nothing there. */
FAKE_ENGINE_EXPORT void fake_engine_blank(struct engine_snapshot *snapshot);
/* While blocked, try_get gives NULL as if the worker were swapping. */
FAKE_ENGINE_EXPORT void fake_engine_block_try(struct engine *engine, bool is_blocked);
/* While full, engine_post() takes nothing, and engine_ask() is busy. */
FAKE_ENGINE_EXPORT void fake_engine_fill(struct engine *engine, bool is_full);
/* While hanging, engine_join() fails. */
FAKE_ENGINE_EXPORT void fake_engine_hang(struct engine *engine, bool is_hanging);

/* What engine_ask() answers from now on, and with a verdict engine_preview() too. verdict NULL: a good one, whatever is
 * asked. The intent is kept as a posted one is, but for ENGINE_BUSY and ENGINE_ENDED. */
FAKE_ENGINE_EXPORT void fake_engine_answer(struct engine *engine, enum engine_answer answer,
					   const struct haptics_verdict *verdict);

/* What engine_next_notice() tells after what it has to tell already. Publish a snapshot after it. */
FAKE_ENGINE_EXPORT void fake_engine_notify(struct engine *engine, const struct haptics_notice *notice);

/* What came in, oldest first; gone once taken. false: nothing is left. */
FAKE_ENGINE_EXPORT bool fake_engine_take_intent(struct engine *engine, struct haptics_intent *intent);
/* The next of that kind, dropping what came before it. */
FAKE_ENGINE_EXPORT bool fake_engine_take_kind(struct engine *engine, enum haptics_intent_kind kind,
					      struct haptics_intent *intent);
FAKE_ENGINE_EXPORT void fake_engine_forget_intents(struct engine *engine);

struct fake_engine_calls {
	int starts, configures, rule_sets, new_qrs, stop_requests, joins, destroys;
	int posts;                 /* intents ever posted or asked */
	int asks;                  /* of these by engine_ask() */
	int posts_when_last_rules; /* intents posted before the newest rule set came */
	bool had_null_rules;       /* the newest rule set was none */
	bool was_restart;
};
FAKE_ENGINE_EXPORT struct fake_engine_calls fake_engine_calls(struct engine *engine);
/* The newest rules as text, "" for none; cut to size. */
FAKE_ENGINE_EXPORT void fake_engine_rules(struct engine *engine, char *text, size_t size);
FAKE_ENGINE_EXPORT void fake_engine_settings(struct engine *engine, struct engine_settings *settings);
/* Snapshots that somebody still holds beside the engine. */
FAKE_ENGINE_EXPORT int fake_engine_held_snapshots(void);
