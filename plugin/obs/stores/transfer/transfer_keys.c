/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/config-file.h>
#include <util/dstr.h>

#include "obs/stores/transfer/bindings.h"
#include "obs/hotkey_names.h"

struct found {
	obs_hotkey_id id;
	char *name;
};
struct found_list {
	DARRAY(struct found) items;
};

static bool is_ours(const char *name)
{
	return hotkey_title(name) || hotkey_rule_id(name);
}

static bool note(void *data, obs_hotkey_id id, obs_hotkey_t *key)
{
	struct found_list *list = data;
	const char *name = obs_hotkey_get_name(key);
	struct found found = {.id = id};
	if (!name || !is_ours(name))
		return true;
	found.name = bstrdup(name);
	da_push_back(list->items, &found);
	return true;
}

/* Only noted while libobs holds its lock; drop_list() it. */
static void find_ours(struct found_list *list)
{
	da_init(list->items);
	obs_enum_hotkeys(note, list);
}

static void drop_list(struct found_list *list)
{
	for (size_t i = 0; i < list->items.num; i++)
		bfree(list->items.array[i].name);
	da_free(list->items);
}

/* New reference; NULL: it has none that can be told. */
static json_t *bindings_of(obs_hotkey_id id)
{
	obs_data_array_t *saved = obs_hotkey_save(id);
	obs_data_t *wrapped = obs_data_create();
	obs_data_set_array(wrapped, "bindings", saved);
	json_t *json = json_loads(obs_data_get_json(wrapped), 0, NULL);
	json_t *bindings = bindings_read(json_object_get(json, "bindings"));
	json_decref(json);
	obs_data_release(wrapped);
	obs_data_array_release(saved);
	if (json_array_size(bindings) > 0)
		return bindings;
	json_decref(bindings);
	return NULL;
}

json_t *transfer_keys_save(void)
{
	json_t *keys = json_object();
	struct found_list list;
	find_ours(&list);
	for (size_t i = 0; i < list.items.num; i++) {
		json_t *bindings = bindings_of(list.items.array[i].id);
		if (bindings)
			json_object_set_new(keys, list.items.array[i].name, bindings);
	}
	drop_list(&list);
	return keys;
}

static void load(const struct found_list *list, const char *name, obs_data_t *data)
{
	obs_data_array_t *bindings = obs_data_get_array(data, "bindings");
	for (size_t i = 0; i < list->items.num; i++)
		if (strcmp(list->items.array[i].name, name) == 0)
			obs_hotkey_load(list->items.array[i].id, bindings);
	obs_data_array_release(bindings);
}

/* As OBS's own settings write it. */
static void load_one(const struct found_list *list, config_t *profile, const char *name, json_t *bindings)
{
	json_t *wrapped = json_pack("{s:O}", "bindings", bindings);
	char *text = json_dumps(wrapped, JSON_COMPACT);
	obs_data_t *data = text ? obs_data_create_from_json(text) : NULL;
	if (data && profile)
		config_set_string(profile, "Hotkeys", name, obs_data_get_json(data));
	if (data)
		load(list, name, data);
	obs_data_release(data);
	free(text);
	json_decref(wrapped);
}

void transfer_keys_load(const json_t *keys)
{
	config_t *profile = json_object_size(keys) > 0 ? obs_frontend_get_profile_config() : NULL;
	const char *name = NULL;
	json_t *bindings = NULL;
	struct found_list list;
	find_ours(&list);
	json_object_foreach((json_t *)keys, name, bindings)
	{
		if (is_ours(name))
			load_one(&list, profile, name, bindings);
	}
	drop_list(&list);
	if (profile)
		config_save_safe(profile, "tmp", NULL);
}

static void add_combination(struct dstr *all, const json_t *binding)
{
	static const struct {
		const char *key;
		uint32_t flag;
	} modifiers[] = {{"shift", INTERACT_SHIFT_KEY},
			 {"control", INTERACT_CONTROL_KEY},
			 {"alt", INTERACT_ALT_KEY},
			 {"command", INTERACT_COMMAND_KEY}};
	const char *key = json_string_value(json_object_get(binding, "key"));
	obs_key_combination_t combination = {.key = key ? obs_key_from_name(key) : OBS_KEY_NONE};
	struct dstr text = {0};
	for (size_t i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++)
		if (json_is_true(json_object_get(binding, modifiers[i].key)))
			combination.modifiers |= modifiers[i].flag;
	obs_key_combination_to_str(combination, &text);
	if (all->len > 0)
		dstr_cat(all, ", ");
	dstr_cat(all, text.len > 0 ? text.array : key);
	dstr_free(&text);
}

void transfer_keys_text(const json_t *bindings, char *text, size_t size)
{
	struct dstr all = {0};
	for (size_t i = 0; i < json_array_size(bindings); i++)
		add_combination(&all, json_array_get(bindings, i));
	snprintf(text, size, "%s", all.array ? all.array : "");
	dstr_free(&all);
}
