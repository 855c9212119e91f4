/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/rules_json.h"

#include <string.h>

#include "haptics/rules/rule.h"

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

void rules_json_switch_off(json_t *set)
{
	const json_t *rules = json_object_get(set, "rules");
	if (!json_is_array(json_object_get(set, "waiting")))
		json_object_set_new(set, "waiting", json_array());
	for (size_t i = 0; i < json_array_size(rules); i++) {
		json_t *rule = json_array_get(rules, i);
		if (!json_is_object(rule) || json_is_false(json_object_get(rule, "enabled")))
			continue;
		json_object_set_new(rule, "enabled", json_false());
		if (json_is_string(json_object_get(rule, "id")))
			json_array_append(json_object_get(set, "waiting"), json_object_get(rule, "id"));
	}
}

void rules_json_end_waiting(json_t *set, enum rules_json_answer answer)
{
	const json_t *waiting = json_object_get(set, "waiting");
	for (size_t i = 0; answer == RULES_JSON_ACCEPT && i < json_array_size(waiting); i++) {
		const char *id = json_string_value(json_array_get(waiting, i));
		json_t *rule = id ? rules_json_find(set, id) : NULL;
		if (rule)
			json_object_set_new(rule, "enabled", json_true());
	}
	json_object_del(set, "waiting");
}

void rules_json_restore(json_t *set, const json_t *other)
{
	json_t *rules = json_object_get(set, "rules");
	const json_t *more = json_object_get(other, "rules");
	if (json_array_size(rules) == 0) {
		json_object_update(set, (json_t *)other);
		return;
	}
	for (size_t i = 0; i < json_array_size(more); i++) {
		const char *id = json_string_value(json_object_get(json_array_get(more, i), "id"));
		if (id && !rules_json_find(set, id))
			json_array_append(rules, json_array_get(more, i));
	}
}

static void set_goal(json_t *set, const struct haptics_goal *goal)
{
	json_t *json = json_object_get(set, "goal");
	if (!json_is_object(json)) {
		json = json_object();
		json_object_set_new(set, "goal", json);
	}
	json_object_set_new(json, "label", json_string(goal->label));
	json_object_set_new(json, "target", json_real(goal->target));
	json_object_set_new(json, "current", json_real(goal->current));
}

json_t *rules_json_with_goal(const struct haptics_rules *rules, const struct haptics_goal *goal)
{
	struct haptics_goal known;
	if (goal->target <= 0 || !haptics_rules_goal(rules, &known) || memcmp(&known, goal, sizeof(known)) == 0)
		return NULL;
	json_t *set = json_deep_copy(haptics_rules_json(rules));
	set_goal(set, goal);
	return set;
}

struct haptics_ref rules_json_ref(const json_t *json)
{
	struct haptics_ref ref = {0};
	haptics_copy_text(ref.uuid, sizeof(ref.uuid), json_string_value(json_object_get(json, "uuid")));
	haptics_copy_name(ref.name, json_string_value(json_object_get(json, "name")));
	return ref;
}

/* Changes a member that may be a reference; true: it did. */
typedef bool (*ref_changer)(json_t *json, const struct haptics_ref *ref, const void *ctx);

/* References are members ("ref", "source"); rules, which have names of their own, are items of an array. */
static bool change_refs(json_t *json, ref_changer change, const void *ctx)
{
	bool did_change = false;
	const char *key = NULL;
	json_t *value = NULL;
	for (size_t i = 0; i < json_array_size(json); i++)
		did_change |= change_refs(json_array_get(json, i), change, ctx);
	json_object_foreach(json, key, value)
	{
		struct haptics_ref ref = rules_json_ref(value);
		did_change |= json_is_object(value) && change(value, &ref, ctx);
		did_change |= change_refs(value, change, ctx);
	}
	return did_change;
}

struct renaming {
	const struct haptics_ref *old;
	const char *new_name;
};

static bool rename_ref(json_t *json, const struct haptics_ref *ref, const void *ctx)
{
	const struct renaming *renaming = ctx;
	return haptics_ref_is_same_source(ref, renaming->old) &&
	       json_object_set_new(json, "name", json_string(renaming->new_name)) == 0;
}

bool rules_json_rename_refs(json_t *json, const struct haptics_ref *old, const char *new_name)
{
	return change_refs(json, rename_ref, &(struct renaming){old, new_name});
}

static bool rebind_ref(json_t *json, const struct haptics_ref *ref, const void *ctx)
{
	const rules_json_resolver *resolve = ctx;
	struct haptics_ref live;
	return ref->uuid[0] && (*resolve)(ref, &live) && !haptics_ref_is_same_source(ref, &live) &&
	       json_object_set_new(json, "uuid", json_string(live.uuid)) == 0;
}

bool rules_json_rebind_refs(json_t *json, rules_json_resolver resolve)
{
	return change_refs(json, rebind_ref, &resolve);
}
