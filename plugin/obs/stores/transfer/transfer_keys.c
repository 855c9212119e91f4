/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <obs.h>
#include <util/darray.h>
#include <util/dstr.h>

#include "obs/hotkey_names.h"
#include "obs/key_bindings.h"
#include "obs/stores/transfer/bindings.h"

enum { NAMES_MAX = 1024 };

static bool is_ours(const char *name)
{
	return hotkey_title(name) || hotkey_rule_id(name);
}

struct name_list {
	DARRAY(char *) names;
};

/* Only noted while libobs holds its lock. */
static bool note(void *data, obs_hotkey_id id, obs_hotkey_t *hotkey)
{
	struct name_list *list = data;
	const char *name = obs_hotkey_get_name(hotkey);
	UNUSED_PARAMETER(id);
	if (name && is_ours(name)) {
		char *copy = bstrdup(name);
		da_push_back(list->names, &copy);
	}
	return list->names.num < NAMES_MAX;
}

/* New reference; NULL: it has none that can be told. */
static json_t *bindings_of(const char *name)
{
	obs_data_array_t *saved = hotkey_bindings(name);
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
	struct name_list list = {0};
	obs_enum_hotkeys(note, &list);
	for (size_t i = 0; i < list.names.num; i++) {
		json_t *bindings = bindings_of(list.names.array[i]);
		if (bindings)
			json_object_set_new(keys, list.names.array[i], bindings);
		bfree(list.names.array[i]);
	}
	da_free(list.names);
	return keys;
}

/* As libobs has them: a new reference. */
static obs_data_array_t *as_data(const json_t *bindings)
{
	json_t *wrapped = json_pack("{s:O}", "bindings", bindings);
	char *text = json_dumps(wrapped, JSON_COMPACT);
	obs_data_t *data = text ? obs_data_create_from_json(text) : NULL;
	obs_data_array_t *list = data ? obs_data_get_array(data, "bindings") : NULL;
	obs_data_release(data);
	free(text);
	json_decref(wrapped);
	return list ? list : obs_data_array_create();
}

bool transfer_keys_load(const json_t *keys)
{
	const char *name = NULL;
	json_t *bindings = NULL;
	json_object_foreach((json_t *)keys, name, bindings)
	{
		obs_data_array_t *list = as_data(bindings);
		if (is_ours(name))
			hotkey_rebind(name, list);
		obs_data_array_release(list);
	}
	return json_object_size(keys) == 0 || hotkeys_keep();
}

static void add_key(struct dstr *all, obs_data_t *binding)
{
	char text[KEY_TEXT_SIZE] = "";
	key_combination_text(binding_key(binding), text, sizeof(text));
	if (all->len > 0)
		dstr_cat(all, ", ");
	dstr_cat(all, text[0] ? text : obs_data_get_string(binding, "key"));
}

void transfer_keys_text(const json_t *bindings, char *text, size_t size)
{
	obs_data_array_t *list = as_data(bindings);
	struct dstr all = {0};
	for (size_t i = 0; i < obs_data_array_count(list); i++) {
		obs_data_t *binding = obs_data_array_item(list, i);
		add_key(&all, binding);
		obs_data_release(binding);
	}
	obs_data_array_release(list);
	snprintf(text, size, "%s", all.array ? all.array : "");
	dstr_free(&all);
}
