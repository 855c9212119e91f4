/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/rules_json.h"

#include <string.h>

#include "haptics/rules/rule.h"
#include "net/random_uuid.h"

json_t *rules_json_empty(void)
{
	json_t *set = json_object();
	json_object_set_new(set, "version", json_integer(HAPTICS_RULES_VERSION));
	json_object_set_new(set, "rules", json_array());
	return set;
}

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
	char id[RANDOM_UUID_SIZE];
	for (size_t i = 0; i < json_array_size(more); i++) {
		json_t *rule = json_deep_copy(json_array_get(more, i));
		random_uuid(id);
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

static struct haptics_ref ref_of(const json_t *json)
{
	struct haptics_ref ref = {0};
	haptics_copy_text(ref.uuid, sizeof(ref.uuid), json_string_value(json_object_get(json, "uuid")));
	haptics_copy_text(ref.name, sizeof(ref.name), json_string_value(json_object_get(json, "name")));
	return ref;
}

static bool is_ref_to(const json_t *json, const struct haptics_ref *wanted)
{
	struct haptics_ref ref = ref_of(json);
	return haptics_ref_is_same_source(&ref, wanted);
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

static bool rebind(json_t *json, rules_json_resolver resolve)
{
	struct haptics_ref ref = ref_of(json);
	struct haptics_ref live;
	if (!ref.uuid[0] || !resolve(&ref, &live) || haptics_ref_is_same_source(&ref, &live))
		return false;
	json_object_set_new(json, "uuid", json_string(live.uuid));
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
