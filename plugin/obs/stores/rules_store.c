/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/rules_store.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <obs-frontend-api.h>
#include <obs-module.h>

#include "engine/engine.h"
#include "haptics/rules/rule.h"
#include "obs/stores/collection_json.h"
#include "obs/plugin_log.h"
#include "obs/stores/rules_json.h"
#include "obs/stores/rules_problem.h"
#include "obs/source_ref.h"
#include "obs/stores/copies/rules_keeper.h"

#define COLLECTION_KEY "lovense-for-obs"

struct rules_store {
	struct engine *engine;
	rules_changed_cb changed;
	void *ctx;
	const struct haptics_rules *rules; /* a reference; with unknown keys, and the rules that cannot be used */
	char *text;                        /* rules as JSON; NULL: made when somebody asks for it */
	char problem[1024];
	bool is_in_force;
	bool is_received; /* the rules of this collection were opened; false: others came since */
	bool is_attached;
	const struct haptics_rules *handed; /* a reference to what the engine got last; NULL: nothing */
	struct rules_keeper *keeper;        /* NULL: not attached yet */
	bool is_lost_declined;              /* for this time */
	bool is_save_due;
	uint64_t changed_ns; /* when that began; only while is_save_due */
};

static const uint64_t save_after_ns = UINT64_C(500000000); /* a storm of changes is not written one by one */

/* New reference to what may be changed. */
static json_t *copy_of(const struct rules_store *store)
{
	return json_deep_copy(haptics_rules_json(store->rules));
}

/* Takes ownership of the reference. text: the same as JSON; NULL: unknown. */
static void replace(struct rules_store *store, const struct haptics_rules *rules, const char *text)
{
	haptics_rules_release(store->rules);
	store->rules = rules;
	bfree(store->text);
	store->text = text ? bstrdup(text) : NULL;
	rules_problem_summary(rules, store->problem, sizeof(store->problem));
	if (store->problem[0])
		plugin_warning("rules: %s Rules that cannot be used are kept in the scene collection.", store->problem);
}

static void hand_to_engine(struct rules_store *store, bool restart)
{
	haptics_rules_release(store->handed);
	store->handed = store->is_in_force ? haptics_rules_retain(store->rules) : NULL;
	engine_set_rules(store->engine, store->handed, restart);
}

static void report_change(struct rules_store *store)
{
	if (store->changed)
		store->changed(store->ctx, store->rules);
}

/* Takes ownership of the reference; text as above. For the engine too: what runs and did not change goes on. */
static void put_in_place(struct rules_store *store, const struct haptics_rules *rules, const char *text)
{
	replace(store, rules, text);
	hand_to_engine(store, false);
	report_change(store);
}

/* Takes ownership of set. */
static void follow(struct rules_store *store, json_t *set)
{
	replace(store, haptics_rules_parse(set), NULL);
	report_change(store);
}

/* They are kept as they came. */
static bool is_newer_version(const struct rules_store *store)
{
	const struct haptics_problem *problem = haptics_rules_problem(store->rules, 0);
	return problem && problem->code == HAPTICS_PROBLEM_NEWER;
}

/* --- the copy --- */

static void save_now(struct rules_store *store)
{
	store->is_save_due = false;
	rules_keeper_keep(store->keeper, store->rules);
	if (store->is_attached)
		obs_frontend_save();
}

/* What cannot be changed here is not used either; it stays foreign until a version comes that knows it. */
static void switch_off(struct rules_store *store)
{
	plugin_info("the rules of this scene collection are new to this OBS: off until accepted in the dock");
	if (is_newer_version(store)) {
		rules_keeper_close(store->keeper);
		return;
	}
	json_t *set = copy_of(store);
	rules_json_switch_off(set);
	follow(store, set);
	store->is_save_due = true;
}

/* A collection is open, and its rules are not used yet. */
static void receive(struct rules_store *store)
{
	enum rules_origin origin = rules_keeper_open(store->keeper, store->rules);
	store->is_received = true;
	store->is_lost_declined = false;
	if (origin == RULES_FOREIGN)
		switch_off(store);
	else if (origin == RULES_LOST)
		plugin_warning("this scene collection has lost its rules; the dock offers to restore them");
	rules_keeper_keep(store->keeper, store->rules);
}

void rules_store_follow_collections(struct rules_store *store)
{
	rules_keeper_follow_collections(store->keeper);
}

/* --- the engine's switches --- */

static bool believes_enabled(const struct rules_store *store, size_t index)
{
	struct haptics_rule_view view;
	haptics_rules_view(store->rules, index, &view);
	return view.is_enabled;
}

/* Takes over what was switched on or off in the engine, and its goal. true: something has changed. */
static bool take_changes(struct rules_store *store, const struct engine_snapshot *snapshot)
{
	/* What was switched in an older set is not there any more: the engine took the newer one as it is. */
	bool is_newest = store->handed && snapshot->rule_set == store->handed;
	json_t *set = is_newest ? rules_json_with_goal(store->rules, &snapshot->goal) : NULL;
	for (size_t i = 0; is_newest && i < snapshot->rule_count; i++) {
		const struct engine_rule *rule = &snapshot->rules[i];
		int index = haptics_rules_find(store->rules, rule->id);
		if (index < 0 || believes_enabled(store, (size_t)index) == rule->is_enabled)
			continue;
		set = set ? set : copy_of(store);
		json_object_set_new(rules_json_find(set, rule->id), "enabled", json_boolean(rule->is_enabled));
	}
	if (set)
		follow(store, set);
	return set != NULL;
}

static void follow_engine(struct rules_store *store)
{
	const struct engine_snapshot *snapshot = engine_snapshot_get(store->engine);
	take_changes(store, snapshot);
	engine_snapshot_release(snapshot);
}

/* --- life --- */

struct rules_store *rules_store_create(struct engine *engine, rules_changed_cb changed, void *ctx)
{
	struct rules_store *store = bzalloc(sizeof(*store));
	*store = (struct rules_store){.engine = engine, .changed = changed, .ctx = ctx};
	store->rules = haptics_rules_parse(rules_json_empty());
	return store;
}

void rules_store_destroy(struct rules_store *store)
{
	if (!store)
		return;
	haptics_rules_release(store->rules);
	haptics_rules_release(store->handed);
	rules_keeper_destroy(store->keeper);
	bfree(store->text);
	bfree(store);
}

static void on_collection(obs_data_t *collection, bool is_saving, void *data)
{
	struct rules_store *store = data;
	if (is_saving) {
		follow_engine(store);
		rules_keeper_save(store->keeper, store->rules);
		obs_data_t *ours = collection_json_encode(haptics_rules_json(store->rules));
		obs_data_set_obj(collection, COLLECTION_KEY, ours);
		obs_data_release(ours);
		return;
	}
	obs_data_t *ours = collection ? obs_data_get_obj(collection, COLLECTION_KEY) : NULL;
	json_t *set = collection_json_decode(ours);
	obs_data_release(ours);
	store->is_received = false;
	follow(store, set ? set : rules_json_empty());
}

void rules_store_attach(struct rules_store *store, const char *copies)
{
	store->keeper = rules_keeper_create(copies);
	obs_frontend_add_save_callback(on_collection, store);
	store->is_attached = true;
}

void rules_store_detach(struct rules_store *store)
{
	if (store->is_attached)
		obs_frontend_remove_save_callback(on_collection, store);
	store->is_attached = false;
}

void rules_store_put_in_force(struct rules_store *store)
{
	/* OBS 31 and later say CHANGED before FINISHED_LOADING: what began in between goes on. */
	if (store->is_in_force && store->is_received)
		return;
	receive(store);
	store->is_in_force = true;
	hand_to_engine(store, true);
}

void rules_store_take_out_of_force(struct rules_store *store)
{
	follow_engine(store);
	rules_keeper_keep(store->keeper, store->rules);
	store->is_in_force = false;
	hand_to_engine(store, true);
}

void rules_store_clear(struct rules_store *store)
{
	rules_keeper_close(store->keeper);
	store->is_received = false;
	store->is_save_due = false;
	follow(store, rules_json_empty());
}

/* --- reading and changing --- */

const char *rules_store_json(struct rules_store *store)
{
	if (!store->text) {
		char *text = json_dumps(haptics_rules_json(store->rules), JSON_COMPACT);
		store->text = bstrdup(text ? text : "{}");
		free(text);
	}
	return store->text;
}

const char *rules_store_problem(const struct rules_store *store)
{
	return store->problem;
}

const struct haptics_rules *rules_store_parse(const char *json, char *error, size_t error_size)
{
	const struct haptics_rules *rules = haptics_rules_parse_text(json);
	if (rules && !haptics_rules_problem(rules, 0))
		return rules;
	rules_problem_text(haptics_rules_problem(rules, 0), error, error_size);
	haptics_rules_release(rules);
	return NULL;
}

/* Takes ownership of the reference. */
static bool try_replace(struct rules_store *store, const struct haptics_rules *rules, const char *text, char *error,
			size_t error_size)
{
	bool is_newer = is_newer_version(store);
	const struct haptics_problem *problem = haptics_rules_problem(is_newer ? store->rules : rules, 0);
	if (!is_newer)
		problem = rules_problem_find_new(rules, store->rules);
	if (!rules || problem) {
		rules_problem_in_rule(is_newer ? store->rules : rules, problem, error, error_size);
		haptics_rules_release(rules);
		return false;
	}
	put_in_place(store, rules, text);
	save_now(store);
	return true;
}

bool rules_store_set_json(struct rules_store *store, const char *json, char *error, size_t error_size)
{
	return try_replace(store, haptics_rules_parse_text(json), json, error, error_size);
}

/* --- following OBS and the engine --- */

void rules_store_rename(struct rules_store *store, const struct haptics_ref *old, const char *new_name)
{
	json_t *set = copy_of(store);
	if (is_newer_version(store) || !rules_json_rename_refs(set, old, new_name)) {
		json_decref(set);
		return;
	}
	follow(store, set);
	store->is_save_due = true;
}

void rules_store_rebind(struct rules_store *store)
{
	json_t *set = copy_of(store);
	if (is_newer_version(store) || !rules_json_rebind_refs(set, source_ref_resolve)) {
		json_decref(set);
		return;
	}
	put_in_place(store, haptics_rules_parse(set), NULL);
	store->is_save_due = true;
}

bool rules_store_sync(struct rules_store *store, const struct engine_snapshot *snapshot, uint64_t now_ns)
{
	if (take_changes(store, snapshot) && !store->is_save_due) {
		store->is_save_due = true;
		store->changed_ns = now_ns;
	}
	if (store->is_save_due && now_ns - store->changed_ns >= save_after_ns)
		save_now(store);
	return store->is_save_due;
}

/* --- questions to the user --- */

enum rules_question rules_store_question(const struct rules_store *store)
{
	if (is_newer_version(store))
		return RULES_QUESTION_NONE;
	if (haptics_rules_are_waiting(store->rules))
		return RULES_QUESTION_FOREIGN;
	if (rules_keeper_has_lost(store->keeper) && !store->is_lost_declined)
		return RULES_QUESTION_LOST;
	return RULES_QUESTION_NONE;
}

void rules_store_answer(struct rules_store *store, bool is_yes)
{
	enum rules_question question = rules_store_question(store);
	bool is_declined = question == RULES_QUESTION_LOST && !is_yes;
	store->is_lost_declined |= is_declined;
	if (question == RULES_QUESTION_NONE || is_declined)
		return;
	json_t *set = copy_of(store);
	if (question == RULES_QUESTION_FOREIGN) {
		rules_json_end_waiting(set, is_yes ? RULES_JSON_ACCEPT : RULES_JSON_LEAVE_OFF);
	} else {
		json_t *lost = rules_keeper_take_lost(store->keeper);
		rules_json_restore(set, lost);
		json_decref(lost);
	}
	put_in_place(store, haptics_rules_parse(set), NULL);
	save_now(store);
}
