/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/key_bindings.h"

#include <stdio.h>
#include <string.h>

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/config-file.h>
#include <util/dstr.h>

/* --- which keys --- */

static void take_text(struct dstr *from, char *text, size_t size)
{
	snprintf(text, size, "%s", from->array ? from->array : "");
	dstr_free(from);
}

void key_combination_text(obs_key_combination_t key, char *text, size_t size)
{
	struct dstr words = {0};
	if (key.key != OBS_KEY_NONE)
		obs_key_combination_to_str(key, &words);
	take_text(&words, text, size);
}

struct key_search {
	const char *name;
	obs_key_combination_t key;
};

static bool match_binding(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	struct key_search *search = data;
	UNUSED_PARAMETER(index);
	if (strcmp(obs_hotkey_get_name(obs_hotkey_binding_get_hotkey(binding)), search->name) != 0)
		return true;
	search->key = obs_hotkey_binding_get_key_combination(binding);
	return false;
}

obs_key_combination_t hotkey_key(const char *hotkey_name)
{
	struct key_search search = {.name = hotkey_name, .key = {.key = OBS_KEY_NONE}};
	obs_enum_hotkey_bindings(match_binding, &search);
	return search.key;
}

struct listing {
	const char *prefix;
	hotkey_each each;
	void *data;
};

static bool list_binding(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	const struct listing *listing = data;
	const char *name = obs_hotkey_get_name(obs_hotkey_binding_get_hotkey(binding));
	size_t length = strlen(listing->prefix);
	UNUSED_PARAMETER(index);
	if (strncmp(name, listing->prefix, length) == 0) {
		char text[KEY_TEXT_SIZE] = "";
		key_combination_text(obs_hotkey_binding_get_key_combination(binding), text, sizeof(text));
		listing->each(listing->data, name + length, text);
	}
	return true;
}

void hotkey_each_binding(const char *prefix, hotkey_each each, void *data)
{
	struct listing listing = {.prefix = prefix, .each = each, .data = data};
	obs_enum_hotkey_bindings(list_binding, &listing);
}

/* --- who has a key --- */

struct use_search {
	const char *name;
	obs_key_combination_t key;
	bool is_of_name; /* look at this name alone, else at all others */
	bool is_found;
	struct dstr text;
};

static bool is_same_key(obs_key_combination_t a, obs_key_combination_t b)
{
	return a.key == b.key && a.modifiers == b.modifiers;
}

/* OBS's settings page lists the hotkeys of a source under its name. */
static void describe(obs_hotkey_t *hotkey, struct dstr *text)
{
	dstr_copy(text, obs_hotkey_get_description(hotkey));
	if (obs_hotkey_get_registerer_type(hotkey) != OBS_HOTKEY_REGISTERER_SOURCE)
		return;
	obs_source_t *source = obs_weak_source_get_source(obs_hotkey_get_registerer(hotkey));
	if (source)
		dstr_catf(text, " (%s)", obs_source_get_name(source));
	obs_source_release(source);
}

static bool match_use(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	struct use_search *search = data;
	obs_hotkey_t *hotkey = obs_hotkey_binding_get_hotkey(binding);
	bool is_of_name = strcmp(obs_hotkey_get_name(hotkey), search->name) == 0;
	UNUSED_PARAMETER(index);
	if (is_of_name != search->is_of_name ||
	    !is_same_key(obs_hotkey_binding_get_key_combination(binding), search->key))
		return true;
	search->is_found = true;
	describe(hotkey, &search->text);
	return false;
}

void hotkey_other_use(const char *hotkey_name, obs_key_combination_t key, char *text, size_t size)
{
	struct use_search search = {.name = hotkey_name, .key = key};
	if (key.key != OBS_KEY_NONE)
		obs_enum_hotkey_bindings(match_use, &search);
	take_text(&search.text, text, size);
}

bool hotkey_has_key(const char *hotkey_name, obs_key_combination_t key)
{
	struct use_search search = {.name = hotkey_name, .key = key, .is_of_name = true};
	obs_enum_hotkey_bindings(match_use, &search);
	dstr_free(&search.text);
	return search.is_found;
}

/* --- binding --- */

struct id_search {
	const char *name;
	obs_hotkey_id id;
};

static bool match_name(void *data, obs_hotkey_id id, obs_hotkey_t *hotkey)
{
	struct id_search *search = data;
	if (strcmp(obs_hotkey_get_name(hotkey), search->name) != 0)
		return true;
	search->id = id;
	return false;
}

/* In the form of obs_hotkey_save(), which OBS's settings page writes into the profile. */
static obs_data_array_t *bindings_of(obs_key_combination_t key)
{
	const struct {
		uint32_t flag;
		const char *name;
	} modifiers[] = {
		{INTERACT_SHIFT_KEY, "shift"},
		{INTERACT_CONTROL_KEY, "control"},
		{INTERACT_ALT_KEY, "alt"},
		{INTERACT_COMMAND_KEY, "command"},
	};
	obs_data_array_t *bindings = obs_data_array_create();
	if (key.key == OBS_KEY_NONE)
		return bindings;
	obs_data_t *binding = obs_data_create();
	for (size_t i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++)
		if (key.modifiers & modifiers[i].flag)
			obs_data_set_bool(binding, modifiers[i].name, true);
	obs_data_set_string(binding, "key", obs_key_to_name(key.key));
	obs_data_array_push_back(bindings, binding);
	obs_data_release(binding);
	return bindings;
}

static bool write_profile(const char *hotkey_name, obs_data_array_t *bindings)
{
	config_t *profile = obs_frontend_get_profile_config();
	if (!profile)
		return false;
	obs_data_t *data = obs_data_create();
	obs_data_set_array(data, "bindings", bindings);
	config_set_string(profile, "Hotkeys", hotkey_name, obs_data_get_json(data));
	obs_data_release(data);
	return config_save_safe(profile, "tmp", NULL) == CONFIG_SUCCESS;
}

bool hotkey_bind(const char *hotkey_name, obs_key_combination_t key)
{
	struct id_search search = {.name = hotkey_name, .id = OBS_INVALID_HOTKEY_ID};
	obs_data_array_t *bindings = bindings_of(key);
	obs_enum_hotkeys(match_name, &search);
	if (search.id != OBS_INVALID_HOTKEY_ID)
		obs_hotkey_load(search.id, bindings);
	bool is_written = write_profile(hotkey_name, bindings);
	obs_data_array_release(bindings);
	return is_written;
}
