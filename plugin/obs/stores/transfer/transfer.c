/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <obs-module.h>

#include "engine/snapshot.h"
#include "net/secrets/secret.h"
#include "obs/source_ref.h"
#include "obs/stores/private_file.h"
#include "obs/stores/rules_json.h"
#include "obs/stores/rules_store.h"
#include "obs/stores/settings.h"
#include "obs/stores/transfer/transfer_keys.h"
#include "obs/stores/transfer/transfer_patch.h"
#include "obs/stores/transfer/transfer_rules.h"

/* --- what is here --- */

struct present {
	struct transfer_here here;
	struct engine_settings settings;
	json_t *set;
	json_t *keys;
};

static bool is_there(void *ctx, const struct haptics_ref *ref)
{
	struct haptics_ref live;
	(void)ctx;
	return source_ref_resolve(ref, &live);
}

/* Virtual toys are in no settings. */
static void take_toys(struct present *present, struct engine *engine)
{
	const struct engine_snapshot *snapshot = engine_snapshot_get(engine);
	bool is_virtual = present->settings.mode == ENGINE_MODE_SIMULATOR;
	for (size_t i = 0; !is_virtual && i < present->settings.known_toy_count; i++)
		snprintf(present->here.toys[i], sizeof(present->here.toys[i]), "%s", present->settings.known_toys[i]);
	for (size_t i = 0; i < snapshot->toy_count; i++) {
		size_t number = transfer_alias_number(snapshot->toys[i].alias);
		if (number > 0 && number <= ENGINE_MAX_KNOWN_TOYS)
			snprintf(present->here.toys[number - 1], sizeof(present->here.toys[0]), "%s",
				 snapshot->toys[i].toy_id);
	}
	engine_snapshot_release(snapshot);
}

/* drop() it: it holds secrets. */
static struct present *look(const struct transfer_parts *parts)
{
	struct present *present = secret_alloc(sizeof(*present));
	if (!present)
		bcrash("Out of memory"); /* as bmalloc() does */
	settings_store_get(parts->settings, &present->settings);
	present->set = json_loads(rules_store_json(parts->rules), 0, NULL);
	present->keys = transfer_keys_save();
	present->here.set = present->set;
	present->here.settings = &present->settings;
	present->here.keys = present->keys;
	present->here.has_source = is_there;
	present->here.is_discreet = parts->is_discreet;
	take_toys(present, parts->engine);
	return present;
}

static void drop(struct present *present)
{
	json_decref(present->set);
	json_decref(present->keys);
	secret_free(present);
}

/* --- files --- */

bool transfer_write(const struct transfer_parts *parts, enum transfer_extent extent, const char *path, char *error,
		    size_t error_size)
{
	struct present *present = look(parts);
	json_t *file = transfer_file_make(&present->here, extent);
	char *text = json_dumps(file, JSON_INDENT(2));
	bool did_write = text && private_file_write(path, text);
	if (!did_write)
		snprintf(error, error_size, "%s", obs_module_text("Rules.Error.NotWritten"));
	free(text);
	json_decref(file);
	drop(present);
	return did_write;
}

static const char *refusal_of(enum private_file_result result)
{
	if (result == PRIVATE_FILE_NO_TEXT)
		return "Rules.Problem.NotRules";
	return result == PRIVATE_FILE_TOO_LARGE ? "Transfer.Problem.TooLarge" : "Rules.Error.Unreadable";
}

struct transfer_plan *transfer_read(const struct transfer_parts *parts, const char *path, char *error,
				    size_t error_size)
{
	enum private_file_result result;
	char *text = private_file_read(path, &result);
	if (result != PRIVATE_FILE_OK) {
		snprintf(error, error_size, "%s", obs_module_text(refusal_of(result)));
		bfree(text);
		return NULL;
	}
	struct present *present = look(parts);
	struct transfer_plan *plan = transfer_plan_create(text, &present->here, error, error_size);
	drop(present);
	bfree(text);
	return plan;
}

/* --- changes --- */

static bool put_rules(const struct transfer_parts *parts, const json_t *set, char *error, size_t error_size)
{
	char *text = json_dumps(set, JSON_COMPACT);
	bool is_done = text && rules_store_set_json(parts->rules, text, error, error_size);
	free(text);
	return is_done;
}

static bool change_rules(const struct transfer_parts *parts, const json_t *patch, const json_t *before, char *error,
			 size_t error_size)
{
	json_t *set = transfer_patch_set(patch, before);
	bool is_done = json_equal(set, before);
	if (!is_done) {
		rules_json_rebind_refs(json_object_get(set, "rules"), source_ref_resolve);
		is_done = put_rules(parts, set, error, error_size);
	}
	json_decref(set);
	return is_done;
}

static bool change_settings(const struct transfer_parts *parts, const json_t *patch, const struct present *before,
			    char *error, size_t error_size)
{
	struct engine_settings settings = before->settings;
	transfer_patch_settings(patch, &before->here, &settings);
	bool is_same = memcmp(&settings, &before->settings, sizeof(settings)) == 0;
	bool is_done = is_same || settings_store_set(parts->settings, &settings, error, error_size);
	engine_settings_wipe(&settings);
	return is_done;
}

bool transfer_carry_out(const struct transfer_parts *parts, const json_t *patch, char *error, size_t error_size)
{
	struct present *before = look(parts);
	char ignored[256];
	error[0] = '\0';
	bool is_done = change_rules(parts, patch, before->set, error, error_size);
	if (is_done && !change_settings(parts, patch, before, error, error_size)) {
		is_done = false;
		put_rules(parts, before->set, ignored, sizeof(ignored));
	}
	if (is_done && !transfer_keys_load(json_object_get(patch, "keys")) && !error[0])
		snprintf(error, error_size, "%s", obs_module_text("Transfer.Problem.KeysNotSaved"));
	drop(before);
	return is_done;
}

json_t *transfer_way_back(const struct transfer_parts *parts, const json_t *patch)
{
	struct present *present = look(parts);
	json_t *back = transfer_patch_inverse(patch, &present->here);
	drop(present);
	return back;
}

void transfer_repeat(const struct transfer_parts *parts, const json_t *patch)
{
	struct present *present = look(parts);
	json_t *tame = transfer_patch_tame(patch, &present->here);
	char error[512];
	drop(present);
	transfer_carry_out(parts, tame, error, sizeof(error));
	json_decref(tame);
}
