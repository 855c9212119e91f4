/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haptics/rules/rule.h"
#include "net/ascii.h"
#include "obs/stores/rules_json.h"

/* --- content --- */

/* New reference: numbers in one form, and references by name alone where they have one. */
static json_t *plain(json_t *json)
{
	if (json_is_number(json))
		return json_real(json_number_value(json));
	if (!json_is_array(json) && !json_is_object(json))
		return json_incref(json);
	json_t *result = json_is_array(json) ? json_array() : json_object();
	const char *key = NULL;
	json_t *value = NULL;
	for (size_t i = 0; i < json_array_size(json); i++)
		json_array_append_new(result, plain(json_array_get(json, i)));
	json_object_foreach(json, key, value)
	{
		json_object_set_new(result, key, plain(value));
	}
	const char *name = json_string_value(json_object_get(result, "name"));
	if (name && name[0])
		json_object_del(result, "uuid");
	return result;
}

/* Takes ownership of rule. */
static char *text_of(json_t *rule)
{
	static const char *const others[] = {"id", "enabled", "pinned", "bindings"};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		json_object_del(rule, others[i]);
	char *text = json_is_object(rule) ? json_dumps(rule, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
	json_decref(rule);
	return text;
}

char *transfer_rule_content(const json_t *rule)
{
	return text_of(plain((json_t *)rule));
}

char *transfer_rule_content_for_all(const json_t *rule)
{
	json_t *copy = plain((json_t *)rule);
	rules_json_forget_toys(copy);
	return text_of(copy);
}

/* --- toys --- */

size_t transfer_alias_number(const char *text)
{
	enum { DIGITS_MAX = 4 };
	size_t digits = strspn(text + (text[0] == 't'), "0123456789");
	bool is_alias = text[0] == 't' && digits > 0 && digits <= DIGITS_MAX && !text[1 + digits] && text[1] != '0';
	return is_alias ? (size_t)atoi(text + 1) : 0;
}

const char *transfer_toy_id(const struct transfer_here *here, const char *alias)
{
	size_t number = transfer_alias_number(alias);
	bool is_known = number > 0 && number <= ENGINE_MAX_KNOWN_TOYS && here->toys[number - 1][0];
	return is_known ? here->toys[number - 1] : NULL;
}

/* Types are words; ids have digits in them, or are known. */
static bool is_type(const char *text)
{
	enum { LONGEST_TYPE = 24 };
	size_t letters = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return letters > 0 && letters <= LONGEST_TYPE && !text[letters];
}

/* New reference; NULL: nothing of it may be told. */
static json_t *shown_toy(const json_t *toy, const struct transfer_here *here)
{
	const char *text = json_string_value(toy);
	char alias[16];
	for (size_t i = 0; text && i < ENGINE_MAX_KNOWN_TOYS; i++) {
		if (!here->toys[i][0] || !ascii_equals(here->toys[i], text))
			continue;
		snprintf(alias, sizeof(alias), "t%zu", i + 1);
		return json_string(alias);
	}
	return text && (transfer_alias_number(text) || is_type(text)) ? json_string(text) : NULL;
}

/* A rule for one toy must not become one for all: where nothing is left, it is for a toy that there never is. */
static json_t *shown_toys(const json_t *toys, const struct transfer_here *here)
{
	json_t *shown = json_array();
	size_t count = json_is_array(toys) ? json_array_size(toys) : 1;
	for (size_t i = 0; i < count; i++) {
		json_t *toy = shown_toy(json_is_array(toys) ? json_array_get(toys, i) : toys, here);
		if (toy)
			json_array_append_new(shown, toy);
	}
	if (json_array_size(shown) == 0)
		json_array_append_new(shown, json_string("t0"));
	json_t *single = json_is_array(toys) ? NULL : json_incref(json_array_get(shown, 0));
	if (single)
		json_decref(shown);
	return single ? single : shown;
}

void transfer_rules_hide_toys(json_t *json, const struct transfer_here *here)
{
	const char *key = NULL;
	json_t *value = NULL;
	void *next = NULL;
	for (size_t i = 0; i < json_array_size(json); i++)
		transfer_rules_hide_toys(json_array_get(json, i), here);
	json_object_foreach_safe(json, next, key, value)
	{
		bool is_toys = strcmp(key, "toys") == 0 || strcmp(key, "toy") == 0;
		if (is_toys && !json_is_object(value))
			json_object_set_new(json, key, shown_toys(value, here));
		else if (strcmp(key, "bindings") == 0)
			json_object_del(json, key);
		else
			transfer_rules_hide_toys(value, here);
	}
}

/* --- what is not here --- */

static void add_missing(struct transfer_change *change, enum transfer_absence what, const char *name)
{
	for (size_t i = 0; i < change->missing_count; i++)
		if (change->missing[i].what == what && strcmp(change->missing[i].name, name) == 0)
			return;
	if (change->missing_count == TRANSFER_MISSING_MAX)
		return;
	struct transfer_missing *missing = &change->missing[change->missing_count++];
	missing->what = what;
	haptics_copy_name(missing->name, name);
}

static void check_ref(const json_t *json, const struct transfer_here *here, bool is_scene,
		      struct transfer_change *change)
{
	struct haptics_ref ref = rules_json_ref(json);
	if (!ref.name[0] && !ref.uuid[0])
		add_missing(change, TRANSFER_NOTHING_CHOSEN, "");
	else if (here->has_source && !here->has_source(here->ctx, &ref))
		add_missing(change, is_scene ? TRANSFER_NO_SCENE : TRANSFER_NO_SOURCE, ref.name);
}

static void check_toy(const json_t *toy, const struct transfer_here *here, struct transfer_change *change)
{
	const char *text = json_string_value(toy);
	bool is_alias = text && (transfer_alias_number(text) || strcmp(text, "t0") == 0);
	if (is_alias && !transfer_toy_id(here, text))
		add_missing(change, TRANSFER_NO_SUCH_TOY, text);
}

static void check_toys(const json_t *toys, const struct transfer_here *here, struct transfer_change *change)
{
	check_toy(toys, here, change);
	for (size_t i = 0; i < json_array_size(toys); i++)
		check_toy(json_array_get(toys, i), here, change);
}

void transfer_rule_find_missing(const json_t *json, const struct transfer_here *here, struct transfer_change *change)
{
	const char *type = json_string_value(json_object_get(json, "type"));
	bool is_scene = type && strcmp(type, "scene") == 0;
	const char *key = NULL;
	json_t *value = NULL;
	for (size_t i = 0; i < json_array_size(json); i++)
		transfer_rule_find_missing(json_array_get(json, i), here, change);
	json_object_foreach((json_t *)json, key, value)
	{
		if (strcmp(key, "ref") == 0 || strcmp(key, "source") == 0)
			check_ref(value, here, is_scene, change);
		else if (strcmp(key, "toys") == 0)
			check_toys(value, here, change);
		else
			transfer_rule_find_missing(value, here, change);
	}
}
