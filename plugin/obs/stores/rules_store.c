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
#include "obs/stores/rules_problem.h"
#include "obs/source_ref.h"

#define COLLECTION_KEY "lovense-for-obs"

struct rules_store {
	struct engine *engine;
	rules_changed_cb changed;
	void *ctx;
	const struct haptics_rules *rules; /* a reference; with unknown keys, and the rules that cannot be used */
	char *text;                        /* rules as JSON; NULL: made when somebody asks for it */
	char problem[512];
	bool is_in_force;
	bool is_attached;
	const struct haptics_rules *handed; /* a reference to what the engine got last; NULL: nothing */
};

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
	rules_problem_text(haptics_rules_problem(rules, 0), store->problem, sizeof(store->problem));
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
	bfree(store->text);
	bfree(store);
}

static void on_collection(obs_data_t *collection, bool is_saving, void *data)
{
	struct rules_store *store = data;
	if (is_saving) {
		obs_data_t *ours = collection_json_encode(haptics_rules_json(store->rules));
		obs_data_set_obj(collection, COLLECTION_KEY, ours);
		obs_data_release(ours);
		return;
	}
	obs_data_t *ours = collection ? obs_data_get_obj(collection, COLLECTION_KEY) : NULL;
	json_t *set = collection_json_decode(ours);
	obs_data_release(ours);
	follow(store, set ? set : rules_json_empty());
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

static const json_t *rule_of(const struct haptics_rules *rules, const struct haptics_problem *problem)
{
	return json_array_get(json_object_get(haptics_rules_json(rules), "rules"), (size_t)problem->rule);
}

static bool is_known(const struct rules_store *store, const struct haptics_rules *rules,
		     const struct haptics_problem *problem)
{
	const struct haptics_problem *known = NULL;
	for (size_t i = 0; (known = haptics_rules_problem(store->rules, i)); i++)
		if (problem->rule < 0
			    ? known->code == problem->code && strcmp(known->path, problem->path) == 0
			    : known->rule >= 0 && json_equal(rule_of(store->rules, known), rule_of(rules, problem)))
			return true;
	return false;
}

/* A rule that cannot be used and was in the set before must not keep the user from changing the others. */
static const struct haptics_problem *new_problem(const struct rules_store *store, const struct haptics_rules *rules)
{
	const struct haptics_problem *problem = NULL;
	for (size_t i = 0; (problem = haptics_rules_problem(rules, i)); i++)
		if (!is_known(store, rules, problem))
			return problem;
	return NULL;
}

/* Takes ownership of the reference. */
static bool try_replace(struct rules_store *store, const struct haptics_rules *rules, const char *text, char *error,
			size_t error_size)
{
	bool is_newer = is_newer_version(store);
	const struct haptics_problem *problem = haptics_rules_problem(is_newer ? store->rules : rules, 0);
	if (!is_newer)
		problem = new_problem(store, rules);
	if (!rules || problem) {
		rules_problem_text(problem, error, error_size);
		haptics_rules_release(rules);
		return false;
	}
	replace(store, rules, text);
	hand_to_engine(store, false);
	report_change(store);
	if (store->is_attached)
		obs_frontend_save();
	return true;
}

bool rules_store_set_json(struct rules_store *store, const char *json, char *error, size_t error_size)
{
	return try_replace(store, haptics_rules_parse_text(json), json, error, error_size);
}

/* --- import and export --- */

bool rules_store_import(struct rules_store *store, const char *path, char *error, size_t error_size)
{
	enum private_file_result result;
	char *text = private_file_read(path, &result);
	const struct haptics_rules *more = text ? haptics_rules_parse_text(text) : NULL;
	bool did_import = false;
	bfree(text);
	if (!more) {
		snprintf(error, error_size, "%s", obs_module_text("Rules.Error.Unreadable"));
		return false;
	}
	rules_problem_text(haptics_rules_problem(more, 0), error, error_size);
	if (!haptics_rules_problem(more, 0)) {
		json_t *set = copy_of(store);
		if (!json_is_array(json_object_get(set, "rules")))
			json_object_set_new(set, "rules", json_array());
		rules_json_append_under_fresh_ids(json_object_get(set, "rules"),
						  json_object_get(haptics_rules_json(more), "rules"));
		did_import = try_replace(store, haptics_rules_parse(set), NULL, error, error_size);
	}
	haptics_rules_release(more);
	return did_import;
}

bool rules_store_export(struct rules_store *store, const char *path, char *error, size_t error_size)
{
	json_t *set = copy_of(store);
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
	json_t *set = copy_of(store);
	if (!is_newer_version(store) && rules_json_rename_refs(set, old, new_name))
		follow(store, set);
	else
		json_decref(set);
}

void rules_store_rebind(struct rules_store *store)
{
	json_t *set = copy_of(store);
	if (is_newer_version(store) || !rules_json_rebind_refs(set, source_ref_resolve)) {
		json_decref(set);
		return;
	}
	replace(store, haptics_rules_parse(set), NULL);
	hand_to_engine(store, false);
	report_change(store);
}

static bool believes_enabled(const struct rules_store *store, size_t index)
{
	struct haptics_rule_view view;
	haptics_rules_view(store->rules, index, &view);
	return view.is_enabled;
}

void rules_store_sync(struct rules_store *store, const struct engine_snapshot *snapshot)
{
	json_t *set = NULL;
	/* What was switched in an older set is not there any more: the engine took the newer one as it is. */
	bool is_newest = store->handed && snapshot->rule_set == store->handed;
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
}
