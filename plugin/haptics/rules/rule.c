/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/rules/rule_model.h"

#include <stdlib.h>
#include <string.h>

void haptics_rules_destroy(struct haptics_rules *rules)
{
	if (!rules)
		return;
	json_decref(rules->json);
	free(rules->rules);
	free(rules->refs);
	free(rules);
}

size_t haptics_rules_count(const struct haptics_rules *rules)
{
	return rules->count;
}

int haptics_rules_find(const struct haptics_rules *rules, const char *id)
{
	for (size_t i = 0; i < rules->count; i++)
		if (strcmp(rules->rules[i].id, id) == 0)
			return (int)i;
	return -1;
}

static const struct haptics_ref *ref_of(const struct haptics_rules *rules, int index)
{
	return index >= 0 ? &rules->refs[index] : NULL;
}

void haptics_rules_view(const struct haptics_rules *rules, size_t index, struct haptics_rule_view *view)
{
	static const char *const kinds[] = {
		[RULE_ACTION_INVALID] = "",      [RULE_ACTION_LEVEL] = "level",       [RULE_ACTION_PATTERN] = "pattern",
		[RULE_ACTION_PRESET] = "preset", [RULE_ACTION_POSITION] = "position", [RULE_ACTION_AUDIO] = "audio",
		[RULE_ACTION_STOP] = "stop",
	};
	const struct rule *rule = &rules->rules[index];
	*view = (struct haptics_rule_view){
		.id = rule->id,
		.name = rule->name,
		.is_enabled = rule->is_enabled,
		.is_pinned = rule->is_pinned,
		.trigger = rule->when.type,
		.mode = rule->mode,
		.ref = ref_of(rules, rule->when.ref),
		.audio_ref = ref_of(rules, rule->action.follow.ref),
		.sentence_kind = kinds[rule->action.kind],
		.level = rule->action.level_max,
	};
}

static bool is_enabled_in(const json_t *rule)
{
	return !json_is_false(json_object_get(rule, "enabled"));
}

static void write_ref(const struct haptics_rules *rules, json_t *object, const char *key, int ref)
{
	json_t *value = json_object_get(object, key);
	if (ref < 0 || !value)
		return;
	const char *name = json_string_value(json_object_get(value, "name"));
	char cut[HAPTICS_NAME_SIZE];
	rule_copy_text(cut, sizeof(cut), name ? name : "");
	if (strcmp(cut, rules->refs[ref].name) != 0)
		json_object_set_new(value, "name", json_string(rules->refs[ref].name));
}

static void write_conditions(const struct haptics_rules *rules, json_t *object, const struct rule_trigger *watches,
			     size_t count)
{
	json_t *list = json_object_get(object, "only_if");
	for (size_t i = 0; i < count; i++)
		write_ref(rules, json_array_get(list, i), "ref", watches[i].ref);
}

json_t *haptics_rules_json(const struct haptics_rules *rules)
{
	json_t *json = json_deep_copy(rules->json);
	json_t *list = json_object_get(json, "rules");
	write_conditions(rules, json, rules->only_if, rules->condition_count);
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->rules[i];
		json_t *object = json_array_get(list, i);
		if (rule->is_enabled != is_enabled_in(object))
			json_object_set_new(object, "enabled", json_boolean(rule->is_enabled));
		write_ref(rules, json_object_get(object, "when"), "ref", rule->when.ref);
		write_conditions(rules, object, rule->only_if, rule->condition_count);
		write_ref(rules, json_object_get(object, "do"), "source", rule->action.follow.ref);
	}
	return json;
}
