/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports what the sources do that rules refer to: active, shown, media, level, created, removed, renamed. UI thread;
 * callbacks of libobs only post. */
#pragma once

struct engine;
struct haptics_ref;
struct haptics_rules;
struct source_triggers;

/* UI thread. Both may change what is watched. */
struct source_calls {
	void *ctx;
	/* A source has a new name. */
	void (*renamed)(void *ctx, const struct haptics_ref *old, const char *new_name);
	/* A rule refers to a uuid that no source has, and a source has the name: bind the rule to that source. */
	void (*replaced)(void *ctx);
};

/* calls is copied, engine and ctx are borrowed; never NULL. Needs a frontend. */
struct source_triggers *source_triggers_create(struct engine *engine, const struct source_calls *calls);
/* Watches what these rules refer to from now on (borrowed during the call; NULL: nothing), and reports the states. */
void source_triggers_watch(struct source_triggers *triggers, const struct haptics_rules *rules);
/* Releases every source, because the collection is unloaded or OBS exits. Watching goes on after
 * source_triggers_resume(). */
void source_triggers_suspend(struct source_triggers *triggers);
void source_triggers_resume(struct source_triggers *triggers);
/* No callback comes after this. NULL is fine. */
void source_triggers_destroy(struct source_triggers *triggers);
