/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/source_triggers.h"

#include <string.h>

#include <obs-module.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/triggers/audio_watch.h"
#include "obs/source_ref.h"
#include "obs/triggers/source_signals.h"
#include "obs/ui_link.h"
#include "obs/triggers/watch_list.h"

enum { NEWCOMER_LOOKS = 100 }; /* one a frame */

struct watch {
	struct watch_entry entry;
	obs_weak_source_t *source; /* NULL: there is none, as far as we know */
	struct audio_watch *audio;
	/* What the engine knows. It has no room for everything at once: the rest is told at the next look. */
	bool was_told; /* whether the source exists */
	bool did_exist;
	bool was_described; /* how the source is */
	bool owes_end;      /* that its source, which is gone, does nothing any more */
};

struct source_triggers {
	struct engine *engine;
	struct source_calls calls;
	struct source_signals signals; /* lives as long as the module: a source may die at any time */
	struct ui_link *link;
	DARRAY(struct watch) watches; /* UI thread */
	bool is_suspended;            /* UI thread */
	volatile bool is_look_pending;
	volatile bool has_missed; /* the engine had no room for what a source did */
};

/* What a look at all of them found. */
struct look {
	bool is_incomplete;
	bool has_stand_in;
};

/* --- one watched source --- */

static void tell_existence(struct source_triggers *triggers, struct watch *watch, bool does_exist)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_REF_EXISTS, .on = does_exist, .ref = watch->entry.ref};
	if (watch->was_told && watch->did_exist == does_exist)
		return;
	watch->was_told = engine_post(triggers->engine, &intent);
	watch->did_exist = does_exist;
}

static void connect(struct source_triggers *triggers, struct watch *watch, obs_source_t *source)
{
	source_signals_connect(&triggers->signals, source, watch->entry.wants);
	watch->source = obs_source_get_weak_source(source);
	watch->was_described = false;
	watch->owes_end = false;
	if (watch->entry.wants & WATCH_AUDIO)
		watch->audio = audio_watch_create(triggers->engine, source, &watch->entry.ref);
}

/* libobs compares addresses alone, and a new source may lie where one that is gone was. */
static bool is_connected_to(const struct watch *watch, obs_source_t *source)
{
	return !obs_weak_source_expired(watch->source) && obs_weak_source_references_source(watch->source, source);
}

/* Rules may name one source by its name and by its uuid too. libobs keeps one connection for all such watches, as they
 * share callback and context. */
static unsigned wants_of_others(const struct source_triggers *triggers, const struct watch *watch, obs_source_t *source)
{
	unsigned wants = 0;
	for (size_t i = 0; i < triggers->watches.num; i++) {
		const struct watch *other = &triggers->watches.array[i];
		if (other != watch && is_connected_to(other, source))
			wants |= other->entry.wants;
	}
	return wants;
}

static void disconnect(struct source_triggers *triggers, struct watch *watch)
{
	obs_source_t *source = watch->source ? obs_weak_source_get_source(watch->source) : NULL;
	if (source)
		source_signals_disconnect(&triggers->signals, source,
					  watch->entry.wants & ~wants_of_others(triggers, watch, source));
	audio_watch_destroy(watch->audio);
	obs_weak_source_release(watch->source);
	obs_source_release(source);
	watch->audio = NULL;
	watch->source = NULL;
}

/* A source that is gone ends its facts: no more signals will say so. */
static void tell_end(struct source_triggers *triggers, struct watch *watch)
{
	static const enum haptics_intent_kind kinds[] = {HAPTICS_INTENT_SOURCE_ACTIVE, HAPTICS_INTENT_SOURCE_SHOWN,
							 HAPTICS_INTENT_MEDIA};
	static const unsigned wants[] = {WATCH_SOURCE, WATCH_SOURCE, WATCH_MEDIA};
	watch->owes_end = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct haptics_intent intent = {.kind = kinds[i], .ref = watch->entry.ref};
		if (watch->entry.wants & wants[i])
			watch->owes_end |= !engine_post(triggers->engine, &intent);
	}
}

/* The source goes by the name of the one that the rule speaks of, but is another: one of a copied collection, or made
 * anew. The engine takes nothing about it for the rule. */
static bool is_stand_in(const struct watch *watch, obs_source_t *source)
{
	struct haptics_ref live;
	source_ref_of(source, &live);
	return watch->entry.ref.uuid[0] && live.uuid[0] && strcmp(watch->entry.ref.uuid, live.uuid) != 0;
}

static void look_at(struct source_triggers *triggers, struct watch *watch, struct look *look)
{
	obs_source_t *source = source_ref_find(&watch->entry.ref);
	if (source && obs_source_removed(source)) {
		obs_source_release(source);
		source = NULL;
	}
	bool is_connected = is_connected_to(watch, source);
	if (watch->source && !is_connected) {
		disconnect(triggers, watch);
		watch->owes_end = true;
	}
	if (watch->owes_end)
		tell_end(triggers, watch);
	tell_existence(triggers, watch, source != NULL);
	if (source && !is_connected)
		connect(triggers, watch, source);
	if (source && !watch->was_described)
		watch->was_described = source_signals_describe(&triggers->signals, source, watch->entry.wants);
	look->has_stand_in |= source && is_stand_in(watch, source);
	look->is_incomplete |= !watch->was_told || watch->owes_end || (source && !watch->was_described);
	obs_source_release(source);
}

static void look_at_all(void *ctx, void *payload);

/* A collection load makes hundreds of sources: one look is enough. Never at once: locks of libobs may be held. */
static void look_later(struct source_triggers *triggers)
{
	if (!os_atomic_exchange_bool(&triggers->is_look_pending, true))
		ui_link_post_later(triggers->link, look_at_all, NULL);
}

static void look_at_all(void *ctx, void *payload)
{
	struct source_triggers *triggers = ctx;
	struct look look = {0};
	UNUSED_PARAMETER(payload);
	os_atomic_set_bool(&triggers->is_look_pending, false);
	bool has_missed = os_atomic_exchange_bool(&triggers->has_missed, false);
	for (size_t i = 0; has_missed && i < triggers->watches.num; i++)
		triggers->watches.array[i].was_described = false;
	for (size_t i = 0; !triggers->is_suspended && i < triggers->watches.num; i++)
		look_at(triggers, &triggers->watches.array[i], &look);
	if (look.is_incomplete)
		look_later(triggers);
	/* Last, because it comes back here with other references to watch. */
	if (look.has_stand_in)
		triggers->calls.stand_in_found(triggers->calls.ctx);
}

static void on_missed(void *ctx)
{
	struct source_triggers *triggers = ctx;
	os_atomic_set_bool(&triggers->has_missed, true);
	look_later(triggers);
}

/* --- signals of OBS as a whole --- */

static void on_sources_changed(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(params);
	look_later(data);
}

struct newcomer {
	struct haptics_ref ref;
	int looks_left;
};

static void look_for_newcomer(void *ctx, void *payload)
{
	struct source_triggers *triggers = ctx;
	struct newcomer *newcomer = payload;
	struct haptics_ref live;
	if (source_ref_resolve(&newcomer->ref, &live))
		look_at_all(triggers, NULL);
	else if (--newcomer->looks_left > 0)
		ui_link_post_later(triggers->link, look_for_newcomer, bmemdup(newcomer, sizeof(*newcomer)));
}

static void on_create(void *data, calldata_t *params)
{
	struct source_triggers *triggers = data;
	obs_source_t *source = calldata_ptr(params, "source");
	look_later(triggers);
	/* Before 29.1 libobs tells of a source that nobody can find yet (obsproject/obs-studio#8769). */
	if (!source || obs_get_version() >= MAKE_SEMANTIC_VERSION(29, 1, 0))
		return;
	struct newcomer *newcomer = bzalloc(sizeof(*newcomer));
	newcomer->looks_left = NEWCOMER_LOOKS;
	source_ref_of(source, &newcomer->ref);
	ui_link_post_later(triggers->link, look_for_newcomer, newcomer);
}

struct renaming {
	struct haptics_ref old;
	char new_name[HAPTICS_NAME_SIZE];
};

static void rename_watches(struct source_triggers *triggers, const struct renaming *renaming)
{
	for (size_t i = 0; i < triggers->watches.num; i++) {
		struct watch *watch = &triggers->watches.array[i];
		if (strcmp(watch->entry.ref.name, renaming->old.name) != 0)
			continue;
		source_ref_copy_name(watch->entry.ref.name, renaming->new_name);
		audio_watch_rename(watch->audio, &watch->entry.ref);
	}
}

static void follow_renaming(void *ctx, void *payload)
{
	struct source_triggers *triggers = ctx;
	const struct renaming *renaming = payload;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_REF_RENAMED, .ref = renaming->old};
	source_ref_copy_name(intent.new_name, renaming->new_name);
	if (!engine_post(triggers->engine, &intent)) {
		ui_link_post_later(triggers->link, follow_renaming, bmemdup(renaming, sizeof(*renaming)));
		return;
	}
	rename_watches(triggers, renaming);
	triggers->calls.renamed(triggers->calls.ctx, &renaming->old, renaming->new_name);
	look_at_all(triggers, NULL);
}

static void on_rename(void *data, calldata_t *params)
{
	struct source_triggers *triggers = data;
	struct renaming *renaming = bzalloc(sizeof(*renaming));
	obs_source_t *source = calldata_ptr(params, "source");
	if (source)
		source_ref_of(source, &renaming->old);
	source_ref_copy_name(renaming->old.name, calldata_string(params, "prev_name"));
	source_ref_copy_name(renaming->new_name, calldata_string(params, "new_name"));
	ui_link_post_later(triggers->link, follow_renaming, renaming);
}

static const struct {
	const char *name;
	signal_callback_t call;
} global_signals[] = {
	{"source_create", on_create},
	{"source_remove", on_sources_changed},
	{"source_destroy", on_sources_changed},
	{"source_rename", on_rename},
};
enum { GLOBAL_SIGNAL_COUNT = sizeof(global_signals) / sizeof(global_signals[0]) };

/* --- life --- */

struct source_triggers *source_triggers_create(struct engine *engine, const struct source_calls *calls)
{
	struct source_triggers *triggers = bzalloc(sizeof(*triggers));
	triggers->engine = engine;
	triggers->calls = *calls;
	triggers->signals = (struct source_signals){.engine = engine, .missed = on_missed, .ctx = triggers};
	triggers->is_suspended = true;
	triggers->link = ui_link_create(triggers);
	for (size_t i = 0; i < GLOBAL_SIGNAL_COUNT; i++)
		signal_handler_connect(obs_get_signal_handler(), global_signals[i].name, global_signals[i].call,
				       triggers);
	return triggers;
}

static bool is_same_watch(const struct watch_entry *a, const struct watch_entry *b)
{
	return a->wants == b->wants && strcmp(a->ref.uuid, b->ref.uuid) == 0 && strcmp(a->ref.name, b->ref.name) == 0;
}

static bool is_wanted(const struct watch_list *list, const struct watch_entry *entry)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_same_watch(&list->entries[i], entry))
			return true;
	return false;
}

static bool is_watched(const struct source_triggers *triggers, const struct watch_entry *entry)
{
	for (size_t i = 0; i < triggers->watches.num; i++)
		if (is_same_watch(&triggers->watches.array[i].entry, entry))
			return true;
	return false;
}

void source_triggers_watch(struct source_triggers *triggers, const struct watch_list *list)
{
	for (size_t i = triggers->watches.num; i-- > 0;) {
		if (is_wanted(list, &triggers->watches.array[i].entry))
			continue;
		disconnect(triggers, &triggers->watches.array[i]);
		da_erase(triggers->watches, i);
	}
	for (size_t i = 0; i < list->count; i++) {
		struct watch watch = {.entry = list->entries[i]};
		if (!is_watched(triggers, &watch.entry))
			da_push_back(triggers->watches, &watch);
	}
	look_at_all(triggers, NULL);
}

void source_triggers_suspend(struct source_triggers *triggers)
{
	triggers->is_suspended = true;
	for (size_t i = 0; i < triggers->watches.num; i++) {
		disconnect(triggers, &triggers->watches.array[i]);
		triggers->watches.array[i].was_told = false;
	}
}

void source_triggers_resume(struct source_triggers *triggers)
{
	triggers->is_suspended = false;
	look_at_all(triggers, NULL);
}

void source_triggers_destroy(struct source_triggers *triggers)
{
	if (!triggers)
		return;
	for (size_t i = 0; i < GLOBAL_SIGNAL_COUNT; i++)
		signal_handler_disconnect(obs_get_signal_handler(), global_signals[i].name, global_signals[i].call,
					  triggers);
	source_triggers_suspend(triggers);
	ui_link_cut(triggers->link);
	da_free(triggers->watches);
	bfree(triggers);
}
