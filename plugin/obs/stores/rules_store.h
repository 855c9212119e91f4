/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules of the current scene collection: parsed once, then shared with the engine, the triggers and the hotkeys,
 * and written back with the collection. A copy of them is kept in the plugin's own folder. Thread: UI, for everything.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct haptics_rules;
struct rules_store;

/* The rule set as JSON text, {"version": 1, "rules": [...]}. Borrowed until the next change; never NULL. */
const char *rules_store_json(struct rules_store *store);
/* Replaces the rule set. false with a sentence in error that names the bad key; the old rules stay. */
bool rules_store_set_json(struct rules_store *store, const char *json, char *error, size_t error_size);
/* A new reference to a set that is not used by it; NULL with a sentence in error: it has a problem. */
const struct haptics_rules *rules_store_parse(const char *json, char *error, size_t error_size);
/* Which rules are kept but not used, and why (too many, written by a newer version, damaged); "" when all is well.
 * Borrowed until the next change. */
const char *rules_store_problem(const struct rules_store *store);

enum rules_question {
	RULES_QUESTION_NONE = 1,
	RULES_QUESTION_FOREIGN, /* not made in this OBS: they are switched off. Yes: those that were on are on again */
	RULES_QUESTION_LOST,    /* the collection has none, the copy has some. Yes: they are put back */
};
enum rules_question rules_store_question(const struct rules_store *store);
/* No: they stay off for good; lost ones are offered again when the collection is opened the next time. Does nothing
 * when there is no question. */
void rules_store_answer(struct rules_store *store, bool is_yes);

/* --- life, for module.c --- */

struct engine;
struct engine_snapshot;
struct haptics_ref;

/* Called after every change with the rules (borrowed until the next change; NULL: none). */
typedef void (*rules_changed_cb)(void *ctx, const struct haptics_rules *rules);

/* engine and ctx are borrowed. Empty at first. */
struct rules_store *rules_store_create(struct engine *engine, rules_changed_cb changed, void *ctx);
void rules_store_destroy(struct rules_store *store);
/* From now on the rules come and go with the scene collection. copies: the folder of their copies; NULL: none are kept.
 * Needs a frontend. */
void rules_store_attach(struct rules_store *store, const char *copies);
void rules_store_detach(struct rules_store *store);
/* Loaded rules are not used before this: the states of OBS must be reported first, or what is true already would fire.
 * The collection is open now: rules that are not known here are switched off first. Does nothing, and ends nothing that
 * runs, when they are in force already. */
void rules_store_put_in_force(struct rules_store *store);
/* The engine gets no rules; the set stays for the collection to be saved. */
void rules_store_take_out_of_force(struct rules_store *store);
/* Forgets the set: the collection it belongs to is gone. */
void rules_store_clear(struct rules_store *store);
/* Follows a new name of a scene or source. */
void rules_store_rename(struct rules_store *store, const struct haptics_ref *old, const char *new_name);
/* Binds references whose uuid no source has to the source of their name, in the engine's rules too. Saved with the
 * collection. */
void rules_store_rebind(struct rules_store *store);
/* Takes over what was switched on or off in the engine, and what its goal is; half a second later it is saved, in the
 * collection and in the copy. now_ns: monotonic. true: something is still to be saved, so call again soon. */
bool rules_store_sync(struct rules_store *store, const struct engine_snapshot *snapshot, uint64_t now_ns);
/* OBS's list of scene collections has changed, or one has another name. */
void rules_store_follow_collections(struct rules_store *store);

#ifdef __cplusplus
}
#endif
