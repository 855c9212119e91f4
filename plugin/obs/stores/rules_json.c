/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/rules_json.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>

#include "haptics/rules/rule.h"
#include "obs/stores/random_id.h"
#include "obs/source_ref.h"

json_t *rules_json_empty(void)
{
	json_t *set = json_object();
	json_object_set_new(set, "version", json_integer(HAPTICS_RULES_VERSION));
	json_object_set_new(set, "rules", json_array());
	return set;
}

json_t *rules_json_parse(const char *text, char *error, size_t error_size)
{
	json_error_t json_error;
	json_t *set = json_loads(text, JSON_REJECT_DUPLICATES, &json_error);
	if (!json_is_object(set)) {
		snprintf(error, error_size, "%s (%d:%d)", obs_module_text("Rules.Error.NotJson"), json_error.line,
			 json_error.column);
		json_decref(set);
		return NULL;
	}
	return set;
}

/* --- what of a set can be used --- */

bool rules_json_is_newer(const json_t *set)
{
	return json_integer_value(json_object_get(set, "version")) > HAPTICS_RULES_VERSION;
}

bool rules_json_is_usable(const json_t *rule, char *error, size_t error_size)
{
	json_t *set = rules_json_empty();
	json_array_append(json_object_get(set, "rules"), (json_t *)rule);
	struct haptics_rules *rules = haptics_rules_parse(set, error, error_size);
	haptics_rules_destroy(rules);
	json_decref(set);
	return rules != NULL;
}

struct haptics_rules *rules_json_parse_usable(const json_t *set)
{
	char error[256];
	json_t *usable = json_copy((json_t *)set);
	json_t *rules = json_array();
	const json_t *all = json_object_get(set, "rules");
	for (size_t i = 0; i < json_array_size(all); i++)
		if (rules_json_is_usable(json_array_get(all, i), error, sizeof(error)))
			json_array_append(rules, json_array_get(all, i));
	json_object_set_new(usable, "rules", rules);
	struct haptics_rules *parsed = haptics_rules_parse(usable, error, sizeof(error));
	json_decref(usable);
	return parsed;
}

/* --- changing --- */

json_t *rules_json_find(const json_t *set, const char *id)
{
	const json_t *rules = json_object_get(set, "rules");
	for (size_t i = 0; i < json_array_size(rules); i++) {
		json_t *rule = json_array_get(rules, i);
		const char *rule_id = json_string_value(json_object_get(rule, "id"));
		if (rule_id && strcmp(rule_id, id) == 0)
			return rule;
	}
	return NULL;
}

void rules_json_append_under_fresh_ids(json_t *rules, const json_t *more)
{
	char id[RANDOM_ID_SIZE];
	for (size_t i = 0; i < json_array_size(more); i++) {
		json_t *rule = json_deep_copy(json_array_get(more, i));
		random_id_make(id);
		json_object_set_new(rule, "id", json_string(id));
		json_array_append_new(rules, rule);
	}
}

/* Toys are named by what only this computer knows. */
void rules_json_forget_toys(json_t *json)
{
	const char *key = NULL;
	json_t *value = NULL;
	void *next = NULL;
	for (size_t i = 0; i < json_array_size(json); i++)
		rules_json_forget_toys(json_array_get(json, i));
	json_object_foreach_safe(json, next, key, value)
	{
		if (strcmp(key, "toys") == 0 || strcmp(key, "toy") == 0)
			json_object_set_new(json, key, json_string("all"));
		else if (strcmp(key, "bindings") == 0)
			json_object_del(json, key);
		else
			rules_json_forget_toys(value);
	}
}

static bool is_ref_to(const json_t *json, const struct haptics_ref *ref)
{
	const char *uuid = json_string_value(json_object_get(json, "uuid"));
	const char *name = json_string_value(json_object_get(json, "name"));
	if (uuid && uuid[0] && ref->uuid[0])
		return strcmp(uuid, ref->uuid) == 0;
	return name && strcmp(name, ref->name) == 0;
}

/* References are members ("ref", "source"); rules, which have names of their own, are items of an array. */
bool rules_json_rename_refs(json_t *json, const struct haptics_ref *old, const char *new_name)
{
	bool did_rename = false;
	const char *key = NULL;
	json_t *value = NULL;
	for (size_t i = 0; i < json_array_size(json); i++)
		did_rename = rules_json_rename_refs(json_array_get(json, i), old, new_name) || did_rename;
	json_object_foreach(json, key, value)
	{
		if (json_is_object(value) && is_ref_to(value, old)) {
			json_object_set_new(value, "name", json_string(new_name));
			did_rename = true;
		}
		did_rename = rules_json_rename_refs(value, old, new_name) || did_rename;
	}
	return did_rename;
}

static bool rebind(json_t *ref_json, rules_json_resolver resolve)
{
	struct haptics_ref ref = {0};
	struct haptics_ref live;
	const char *uuid = json_string_value(json_object_get(ref_json, "uuid"));
	if (!uuid || !uuid[0])
		return false;
	snprintf(ref.uuid, sizeof(ref.uuid), "%s", uuid);
	source_ref_copy_name(ref.name, json_string_value(json_object_get(ref_json, "name")));
	if (!resolve(&ref, &live) || !live.uuid[0] || strcmp(live.uuid, uuid) == 0)
		return false;
	json_object_set_new(ref_json, "uuid", json_string(live.uuid));
	return true;
}

bool rules_json_rebind_refs(json_t *json, rules_json_resolver resolve)
{
	bool did_rebind = false;
	const char *key = NULL;
	json_t *value = NULL;
	for (size_t i = 0; i < json_array_size(json); i++)
		did_rebind = rules_json_rebind_refs(json_array_get(json, i), resolve) || did_rebind;
	json_object_foreach(json, key, value)
	{
		did_rebind = (json_is_object(value) && rebind(value, resolve)) || did_rebind;
		did_rebind = rules_json_rebind_refs(value, resolve) || did_rebind;
	}
	return did_rebind;
}
