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
#include "obs/stores/private_file.h"
#include "obs/stores/rules_json.h"
#include "obs/source_ref.h"

#define COLLECTION_KEY "lovense-for-obs"

struct rules_store {
	struct engine *engine;
	rules_changed_cb changed;
	void *ctx;
	json_t *json;                /* the whole object, unknown keys and unusable rules included */
	struct haptics_rules *rules; /* the usable part of json; NULL: none */
	char problem[256];
	bool is_newer_version; /* json is kept as it came and may not be replaced */
	bool is_in_force;
	bool is_attached;
	/* Enabled flags as last seen in the engine, by the order of its snapshot's rules. */
	uint64_t seen_rules_serial;
	size_t seen_count;
	bool seen_enabled[HAPTICS_MAX_RULES];
};

/* Takes ownership of set. */
static void replace_set(struct rules_store *store, json_t *set)
{
	haptics_rules_destroy(store->rules);
	json_decref(store->json);
	store->json = set;
	store->problem[0] = '\0';
	store->is_newer_version = rules_json_is_newer(set);
	store->rules = haptics_rules_parse(set, store->problem, sizeof(store->problem));
	if (store->rules)
		store->problem[0] = '\0';
	else if (!store->is_newer_version)
		store->rules = rules_json_parse_usable(set);
	if (store->problem[0])
		plugin_warning("rules: %s. They are kept in the scene collection but not used.", store->problem);
}

static void hand_to_engine(struct rules_store *store, bool restart)
{
	char error[256];
	json_t *json = store->rules && store->is_in_force ? haptics_rules_json(store->rules) : NULL;
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	if (!engine_set_rules(store->engine, text, restart, error, sizeof(error)))
		plugin_warning("rules: %s", error);
	free(text);
	json_decref(json);
}

static void tell_changed(struct rules_store *store)
{
	if (store->changed)
		store->changed(store->ctx, store->rules);
}

/* --- life --- */

struct rules_store *rules_store_create(struct engine *engine, rules_changed_cb changed, void *ctx)
{
	struct rules_store *store = bzalloc(sizeof(*store));
	store->engine = engine;
	store->changed = changed;
	store->ctx = ctx;
	store->json = rules_json_empty();
	return store;
}

void rules_store_destroy(struct rules_store *store)
{
	if (!store)
		return;
	haptics_rules_destroy(store->rules);
	json_decref(store->json);
	bfree(store);
}

static void on_collection(obs_data_t *collection, bool is_saving, void *data)
{
	struct rules_store *store = data;
	if (is_saving) {
		obs_data_t *ours = collection_json_encode(store->json);
		obs_data_set_obj(collection, COLLECTION_KEY, ours);
		obs_data_release(ours);
		return;
	}
	obs_data_t *ours = collection ? obs_data_get_obj(collection, COLLECTION_KEY) : NULL;
	json_t *set = collection_json_decode(ours);
	obs_data_release(ours);
	replace_set(store, set ? set : rules_json_empty());
	tell_changed(store);
}

void rules_store_attach(struct rules_store *store)
{
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
	store->is_in_force = true;
	hand_to_engine(store, true);
}

void rules_store_take_out_of_force(struct rules_store *store)
{
	store->is_in_force = false;
	hand_to_engine(store, true);
}

void rules_store_clear(struct rules_store *store)
{
	replace_set(store, rules_json_empty());
	tell_changed(store);
}

/* --- reading and changing --- */

char *rules_store_json(struct rules_store *store)
{
	char *text = json_dumps(store->json, JSON_INDENT(2));
	char *copy = bstrdup(text ? text : "{\"version\": 1, \"rules\": []}");
	free(text);
	return copy;
}

const char *rules_store_problem(const struct rules_store *store)
{
	return store->problem;
}

bool rules_store_check(const char *json, char *error, size_t error_size)
{
	struct haptics_rules *rules = haptics_rules_parse_text(json, error, error_size);
	haptics_rules_destroy(rules);
	return rules != NULL;
}

static bool contains(const json_t *array, const json_t *item)
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (json_equal(json_array_get(array, i), item))
			return true;
	return false;
}

/* An unusable rule that the set holds already must not keep the user from changing the others. */
static bool is_acceptable(const struct rules_store *store, const json_t *set, char *error, size_t error_size)
{
	struct haptics_rules *rules = haptics_rules_parse(set, error, error_size);
	bool is_whole = rules != NULL;
	haptics_rules_destroy(rules);
	if (is_whole || !store->problem[0])
		return is_whole;
	const json_t *old = json_object_get(store->json, "rules");
	const json_t *all = json_object_get(set, "rules");
	char unused[256];
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *rule = json_array_get(all, i);
		if (!rules_json_is_usable(rule, unused, sizeof(unused)) && !contains(old, rule))
			return false;
	}
	return json_is_array(all);
}

/* Takes ownership of set. */
static bool try_replace(struct rules_store *store, json_t *set, char *error, size_t error_size)
{
	if (store->is_newer_version) {
		snprintf(error, error_size, "%s", obs_module_text("Rules.Error.Newer"));
		json_decref(set);
		return false;
	}
	if (!is_acceptable(store, set, error, error_size)) {
		json_decref(set);
		return false;
	}
	replace_set(store, set);
	hand_to_engine(store, false);
	tell_changed(store);
	if (store->is_attached)
		obs_frontend_save();
	return true;
}

bool rules_store_set_json(struct rules_store *store, const char *json, char *error, size_t error_size)
{
	json_t *set = rules_json_parse(json, error, error_size);
	return set && try_replace(store, set, error, error_size);
}

/* --- import and export --- */

bool rules_store_import(struct rules_store *store, const char *path, char *error, size_t error_size)
{
	enum private_file_result result;
	char *text = private_file_read(path, &result);
	json_t *more = text ? rules_json_parse(text, error, error_size) : NULL;
	bfree(text);
	if (result != PRIVATE_FILE_OK)
		snprintf(error, error_size, "%s", obs_module_text("Rules.Error.Unreadable"));
	struct haptics_rules *check = more ? haptics_rules_parse(more, error, error_size) : NULL;
	haptics_rules_destroy(check);
	bool did_import = false;
	if (check) {
		json_t *set = json_deep_copy(store->json);
		if (!json_is_array(json_object_get(set, "rules")))
			json_object_set_new(set, "rules", json_array());
		rules_json_append_under_fresh_ids(json_object_get(set, "rules"), json_object_get(more, "rules"));
		did_import = try_replace(store, set, error, error_size);
	}
	json_decref(more);
	return did_import;
}

bool rules_store_export(struct rules_store *store, const char *path, char *error, size_t error_size)
{
	json_t *set = json_deep_copy(store->json);
	rules_json_forget_toys(set);
	char *text = json_dumps(set, JSON_INDENT(2));
	bool did_write = text && private_file_write(path, text);
	if (!did_write)
		snprintf(error, error_size, "%s", obs_module_text("Rules.Error.NotWritten"));
	free(text);
	json_decref(set);
	return did_write;
}

/* --- following OBS and the engine --- */

void rules_store_rename(struct rules_store *store, const struct haptics_ref *old, const char *new_name)
{
	json_t *set = json_deep_copy(store->json);
	if (!store->is_newer_version && rules_json_rename_refs(set, old, new_name)) {
		replace_set(store, set);
		tell_changed(store);
	} else {
		json_decref(set);
	}
}

void rules_store_rebind(struct rules_store *store)
{
	json_t *set = json_deep_copy(store->json);
	if (store->is_newer_version || !rules_json_rebind_refs(set, source_ref_resolve)) {
		json_decref(set);
		return;
	}
	replace_set(store, set);
	hand_to_engine(store, false);
	tell_changed(store);
}

/* Only a flag that changed while one and the same rule set was in force says what a person did. */
static bool take_enabled(struct rules_store *store, const struct engine_snapshot *snapshot)
{
	bool did_change = false;
	size_t count = snapshot->rule_count < HAPTICS_MAX_RULES ? snapshot->rule_count : HAPTICS_MAX_RULES;
	bool is_comparable = snapshot->rules_serial == store->seen_rules_serial && count == store->seen_count;
	for (size_t i = 0; i < count; i++) {
		const struct engine_rule *rule = &snapshot->rules[i];
		json_t *json = is_comparable && rule->is_enabled != store->seen_enabled[i]
				       ? rules_json_find(store->json, rule->id)
				       : NULL;
		if (json)
			json_object_set_new(json, "enabled", json_boolean(rule->is_enabled));
		did_change = did_change || json;
		store->seen_enabled[i] = rule->is_enabled;
	}
	store->seen_rules_serial = snapshot->rules_serial;
	store->seen_count = count;
	return did_change;
}

void rules_store_sync(struct rules_store *store, const struct engine_snapshot *snapshot)
{
	if (!take_enabled(store, snapshot))
		return;
	replace_set(store, json_deep_copy(store->json));
	tell_changed(store);
}
