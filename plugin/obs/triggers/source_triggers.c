/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/source_triggers.h"

#include <string.h>

#include <obs-module.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "haptics/rules/rule.h"
#include "obs/triggers/audio_meter.h"
#include "obs/source_ref.h"
#include "obs/triggers/source_signals.h"
#include "obs/ui_link.h"

enum { NEW_SOURCE_TRIES = 100 }; /* one a frame */

struct watched_source {
	struct haptics_rule_ref wanted;
	obs_weak_source_t *source; /* NULL: not found so far */
	struct audio_meter *audio;
	/* What the engine knows. Its mailbox may be full: the rest is reported at the next check. */
	bool is_existence_reported;
	bool does_exist;
	bool is_state_reported; /* active, shown, playing */
	bool is_end_pending; /* the source is gone, and the engine still has to learn that it does nothing any more */
};

struct source_triggers {
	struct engine *engine;
	struct source_calls calls;
	struct source_signals signals; /* lives as long as the module: a source may die at any time */
	struct ui_link *link;
	DARRAY(struct watched_source) watched; /* UI thread */
	bool is_suspended;                     /* UI thread */
	volatile bool is_check_pending;
	volatile bool has_lost_report; /* the engine had no room for what a source did */
};

struct check_result {
	bool is_incomplete;
	bool has_replacement;
};

/* --- one watched source --- */

static void report_existence(struct source_triggers *triggers, struct watched_source *watched, bool does_exist)
{
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_REF_EXISTS, .on = does_exist, .ref = watched->wanted.ref};
	if (watched->is_existence_reported && watched->does_exist == does_exist)
		return;
	watched->is_existence_reported = engine_post(triggers->engine, &intent);
	watched->does_exist = does_exist;
}

static void connect(struct source_triggers *triggers, struct watched_source *watched, obs_source_t *source)
{
	source_signals_connect(&triggers->signals, source, watched->wanted.needs);
	watched->source = obs_source_get_weak_source(source);
	watched->is_state_reported = false;
	watched->is_end_pending = false;
	if (watched->wanted.needs & HAPTICS_NEEDS_LEVEL)
		watched->audio = audio_meter_create(triggers->engine, source, &watched->wanted.ref);
}

/* libobs compares addresses alone, and a new source may lie where one that is gone was. */
static bool is_connected_to(const struct watched_source *watched, obs_source_t *source)
{
	return !obs_weak_source_expired(watched->source) && obs_weak_source_references_source(watched->source, source);
}

/* Rules may name one source by its name and by its uuid too. libobs keeps one connection for all of them, as they
 * share callback and context. */
static unsigned needs_of_others(const struct source_triggers *triggers, const struct watched_source *watched,
				obs_source_t *source)
{
	unsigned needs = 0;
	for (size_t i = 0; i < triggers->watched.num; i++) {
		const struct watched_source *other = &triggers->watched.array[i];
		if (other != watched && is_connected_to(other, source))
			needs |= other->wanted.needs;
	}
	return needs;
}

static void disconnect(struct source_triggers *triggers, struct watched_source *watched)
{
	obs_source_t *source = watched->source ? obs_weak_source_get_source(watched->source) : NULL;
	if (source)
		source_signals_disconnect(&triggers->signals, source,
					  watched->wanted.needs & ~needs_of_others(triggers, watched, source));
	audio_meter_destroy(watched->audio);
	obs_weak_source_release(watched->source);
	obs_source_release(source);
	watched->audio = NULL;
	watched->source = NULL;
}

/* A source that is gone sends no signals any more, so that its states are ended here. */
static void report_end(struct source_triggers *triggers, struct watched_source *watched)
{
	static const enum haptics_intent_kind kinds[] = {HAPTICS_INTENT_SOURCE_ACTIVE, HAPTICS_INTENT_SOURCE_SHOWN,
							 HAPTICS_INTENT_MEDIA};
	static const unsigned needs[] = {HAPTICS_NEEDS_STATE, HAPTICS_NEEDS_STATE, HAPTICS_NEEDS_MEDIA};
	watched->is_end_pending = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct haptics_intent intent = {.kind = kinds[i], .ref = watched->wanted.ref};
		if (watched->wanted.needs & needs[i])
			watched->is_end_pending |= !engine_post(triggers->engine, &intent);
	}
}

/* The source has the name that the rule refers to, but another uuid: the collection was copied, or the source was
 * removed and created again. The engine does not match its reports to the rule. */
static bool is_replacement(const struct watched_source *watched, obs_source_t *source)
{
	struct haptics_ref live;
	source_ref_of(source, &live);
	return !haptics_ref_is_same_source(&watched->wanted.ref, &live);
}

static void check_source(struct source_triggers *triggers, struct watched_source *watched, struct check_result *result)
{
	obs_source_t *source = source_ref_find(&watched->wanted.ref);
	if (source && obs_source_removed(source)) {
		obs_source_release(source);
		source = NULL;
	}
	bool is_connected = is_connected_to(watched, source);
	if (watched->source && !is_connected) {
		disconnect(triggers, watched);
		watched->is_end_pending = true;
	}
	if (watched->is_end_pending)
		report_end(triggers, watched);
	report_existence(triggers, watched, source != NULL);
	if (source && !is_connected)
		connect(triggers, watched, source);
	if (source && !watched->is_state_reported)
		watched->is_state_reported = source_signals_report(&triggers->signals, source, watched->wanted.needs);
	result->has_replacement |= source && is_replacement(watched, source);
	result->is_incomplete |=
		!watched->is_existence_reported || watched->is_end_pending || (source && !watched->is_state_reported);
	obs_source_release(source);
}

static void check_all(void *ctx, void *payload);

/* Loading a collection creates hundreds of sources: one check is enough. Never at once: locks of libobs may be held. */
static void check_later(struct source_triggers *triggers)
{
	if (!os_atomic_exchange_bool(&triggers->is_check_pending, true))
		ui_link_post_later(triggers->link, check_all, NULL);
}

static void check_all(void *ctx, void *payload)
{
	struct source_triggers *triggers = ctx;
	struct check_result result = {0};
	UNUSED_PARAMETER(payload);
	os_atomic_set_bool(&triggers->is_check_pending, false);
	bool has_lost_report = os_atomic_exchange_bool(&triggers->has_lost_report, false);
	for (size_t i = 0; has_lost_report && i < triggers->watched.num; i++)
		triggers->watched.array[i].is_state_reported = false;
	for (size_t i = 0; !triggers->is_suspended && i < triggers->watched.num; i++)
		check_source(triggers, &triggers->watched.array[i], &result);
	if (result.is_incomplete)
		check_later(triggers);
	/* Last, because it calls source_triggers_watch() with other references. */
	if (result.has_replacement)
		triggers->calls.replaced(triggers->calls.ctx);
}

static void on_report_lost(void *ctx)
{
	struct source_triggers *triggers = ctx;
	os_atomic_set_bool(&triggers->has_lost_report, true);
	check_later(triggers);
}

/* --- signals of OBS as a whole --- */

static void on_sources_changed(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(params);
	check_later(data);
}

struct new_source {
	struct haptics_ref ref;
	int tries_left;
};

static void find_new_source(void *ctx, void *payload)
{
	struct source_triggers *triggers = ctx;
	struct new_source *new_source = payload;
	struct haptics_ref live;
	if (source_ref_resolve(&new_source->ref, &live))
		check_all(triggers, NULL);
	else if (--new_source->tries_left > 0)
		ui_link_post_later(triggers->link, find_new_source, bmemdup(new_source, sizeof(*new_source)));
}

static void on_create(void *data, calldata_t *params)
{
	struct source_triggers *triggers = data;
	obs_source_t *source = calldata_ptr(params, "source");
	check_later(triggers);
	/* Before 29.1 libobs sends this signal before the source can be found (obsproject/obs-studio#8769). */
	if (!source || obs_get_version() >= MAKE_SEMANTIC_VERSION(29, 1, 0))
		return;
	struct new_source *new_source = bzalloc(sizeof(*new_source));
	new_source->tries_left = NEW_SOURCE_TRIES;
	source_ref_of(source, &new_source->ref);
	ui_link_post_later(triggers->link, find_new_source, new_source);
}

struct renaming {
	struct haptics_ref old;
	size_t size; /* of all this */
	char new_name[];
};

static void rename_watched(struct source_triggers *triggers, const struct renaming *renaming)
{
	for (size_t i = 0; i < triggers->watched.num; i++) {
		struct watched_source *watched = &triggers->watched.array[i];
		if (strcmp(watched->wanted.ref.name, renaming->old.name) != 0)
			continue;
		haptics_copy_name(watched->wanted.ref.name, renaming->new_name);
		audio_meter_rename(watched->audio, &watched->wanted.ref);
	}
}

static void follow_renaming(void *ctx, void *payload)
{
	struct source_triggers *triggers = ctx;
	const struct renaming *renaming = payload;
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_REF_RENAMED, .ref = renaming->old};
	haptics_copy_name(intent.new_name, renaming->new_name);
	if (!engine_post(triggers->engine, &intent)) {
		ui_link_post_later(triggers->link, follow_renaming, bmemdup(renaming, renaming->size));
		return;
	}
	rename_watched(triggers, renaming);
	triggers->calls.renamed(triggers->calls.ctx, &renaming->old, renaming->new_name);
	check_all(triggers, NULL);
}

static void on_rename(void *data, calldata_t *params)
{
	struct source_triggers *triggers = data;
	const char *new_name = calldata_string(params, "new_name");
	size_t name_size = new_name ? strlen(new_name) + 1 : 1;
	struct renaming *renaming = bzalloc(sizeof(*renaming) + name_size);
	obs_source_t *source = calldata_ptr(params, "source");
	if (source)
		source_ref_of(source, &renaming->old);
	haptics_copy_name(renaming->old.name, calldata_string(params, "prev_name"));
	renaming->size = sizeof(*renaming) + name_size;
	haptics_copy_text(renaming->new_name, name_size, new_name);
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
	triggers->signals = (struct source_signals){.engine = engine, .report_lost = on_report_lost, .ctx = triggers};
	triggers->is_suspended = true;
	triggers->link = ui_link_create(triggers);
	for (size_t i = 0; i < GLOBAL_SIGNAL_COUNT; i++)
		signal_handler_connect(obs_get_signal_handler(), global_signals[i].name, global_signals[i].call,
				       triggers);
	return triggers;
}

static bool is_same(const struct haptics_rule_ref *a, const struct haptics_rule_ref *b)
{
	return a->needs == b->needs && haptics_ref_is_equal(&a->ref, &b->ref);
}

static bool is_wanted(const struct haptics_rules *rules, const struct haptics_rule_ref *ref)
{
	const struct haptics_rule_ref *wanted = NULL;
	for (size_t i = 0; (wanted = haptics_rules_ref(rules, i)); i++)
		if (is_same(wanted, ref))
			return true;
	return false;
}

static bool is_watched(const struct source_triggers *triggers, const struct haptics_rule_ref *ref)
{
	for (size_t i = 0; i < triggers->watched.num; i++)
		if (is_same(&triggers->watched.array[i].wanted, ref))
			return true;
	return false;
}

void source_triggers_watch(struct source_triggers *triggers, const struct haptics_rules *rules)
{
	const struct haptics_rule_ref *wanted = NULL;
	for (size_t i = triggers->watched.num; i-- > 0;) {
		if (is_wanted(rules, &triggers->watched.array[i].wanted))
			continue;
		disconnect(triggers, &triggers->watched.array[i]);
		da_erase(triggers->watched, i);
	}
	for (size_t i = 0; (wanted = haptics_rules_ref(rules, i)); i++) {
		struct watched_source watched = {.wanted = *wanted};
		bool is_named = wanted->ref.uuid[0] || wanted->ref.name[0];
		if (is_named && !is_watched(triggers, wanted))
			da_push_back(triggers->watched, &watched);
	}
	check_all(triggers, NULL);
}

void source_triggers_suspend(struct source_triggers *triggers)
{
	triggers->is_suspended = true;
	for (size_t i = 0; i < triggers->watched.num; i++) {
		disconnect(triggers, &triggers->watched.array[i]);
		triggers->watched.array[i].is_existence_reported = false;
	}
}

void source_triggers_resume(struct source_triggers *triggers)
{
	triggers->is_suspended = false;
	check_all(triggers, NULL);
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
	da_free(triggers->watched);
	bfree(triggers);
}
