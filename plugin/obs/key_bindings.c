/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/key_bindings.h"

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

static bool is_same_key(obs_key_combination_t a, obs_key_combination_t b)
{
	return a.key == b.key && a.modifiers == b.modifiers;
}

static bool is_of(obs_hotkey_binding_t *binding, const char *hotkey_name)
{
	return strcmp(obs_hotkey_get_name(obs_hotkey_binding_get_hotkey(binding)), hotkey_name) == 0;
}

struct key_owner {
	struct key_search search;
	bool is_found;
};

static bool match_owner(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	struct key_owner *owner = data;
	UNUSED_PARAMETER(index);
	owner->is_found = is_of(binding, owner->search.name) &&
			  is_same_key(obs_hotkey_binding_get_key_combination(binding), owner->search.key);
	return !owner->is_found;
}

bool hotkey_has_key(const char *hotkey_name, obs_key_combination_t key)
{
	struct key_owner owner = {.search = {.name = hotkey_name, .key = key}};
	obs_enum_hotkey_bindings(match_owner, &owner);
	return owner.is_found;
}

/* --- one look at all of it --- */

struct look {
	const char *name;
	struct hotkey_view *view;
	obs_key_combination_t key; /* whose other use is looked for */
	bool is_key_known;
	bool has_first;
	bool is_used;
	struct dstr further, use;
	/* Those of others that came before the key was known, borrowed for as long as the look lasts. */
	DARRAY(obs_hotkey_binding_t *) earlier;
};

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

static void take_other(struct look *look, obs_hotkey_binding_t *binding)
{
	bool is_use = !look->is_used && look->key.key != OBS_KEY_NONE &&
		      is_same_key(obs_hotkey_binding_get_key_combination(binding), look->key);
	if (!is_use)
		return;
	look->is_used = true;
	describe(obs_hotkey_binding_get_hotkey(binding), &look->use);
}

static void know_key(struct look *look, obs_key_combination_t key)
{
	if (look->is_key_known)
		return;
	look->key = key;
	look->is_key_known = true;
	for (size_t i = 0; i < look->earlier.num; i++)
		take_other(look, look->earlier.array[i]);
}

static void take_own(struct look *look, obs_key_combination_t key)
{
	char text[KEY_TEXT_SIZE] = "";
	if (!look->has_first) {
		look->has_first = true;
		look->view->key = key;
		know_key(look, key);
		return;
	}
	key_combination_text(key, text, sizeof(text));
	dstr_catf(&look->further, "%s%s", look->further.len ? ", " : "", text);
}

static bool look_at(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	struct look *look = data;
	UNUSED_PARAMETER(index);
	if (is_of(binding, look->name))
		take_own(look, obs_hotkey_binding_get_key_combination(binding));
	else if (look->is_key_known)
		take_other(look, binding);
	else
		da_push_back(look->earlier, &binding);
	return true;
}

void hotkey_look(const char *hotkey_name, const obs_key_combination_t *wanted, struct hotkey_view *view)
{
	struct look look = {.name = hotkey_name, .view = view};
	*view = (struct hotkey_view){0};
	view->key.key = OBS_KEY_NONE;
	if (wanted)
		know_key(&look, *wanted);
	obs_enum_hotkey_bindings(look_at, &look);
	take_text(&look.further, view->further, sizeof(view->further));
	take_text(&look.use, view->other_use, sizeof(view->other_use));
	da_free(look.earlier);
}

/* --- lists of bindings --- */

static const struct {
	uint32_t flag;
	const char *name;
} modifiers[] = {
	{INTERACT_SHIFT_KEY, "shift"},
	{INTERACT_CONTROL_KEY, "control"},
	{INTERACT_ALT_KEY, "alt"},
	{INTERACT_COMMAND_KEY, "command"},
};
enum { MODIFIER_COUNT = sizeof(modifiers) / sizeof(modifiers[0]) };

obs_key_combination_t binding_key(obs_data_t *binding)
{
	obs_key_combination_t key = {0};
	key.key = obs_key_from_name(obs_data_get_string(binding, "key"));
	for (size_t i = 0; i < MODIFIER_COUNT; i++)
		if (obs_data_get_bool(binding, modifiers[i].name))
			key.modifiers |= modifiers[i].flag;
	return key;
}

static void add_binding(obs_data_array_t *bindings, obs_key_combination_t key)
{
	obs_data_t *binding = obs_data_create();
	for (size_t i = 0; i < MODIFIER_COUNT; i++)
		if (key.modifiers & modifiers[i].flag)
			obs_data_set_bool(binding, modifiers[i].name, true);
	obs_data_set_string(binding, "key", obs_key_to_name(key.key));
	obs_data_array_push_back(bindings, binding);
	obs_data_release(binding);
}

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

static obs_hotkey_id id_of(const char *hotkey_name)
{
	struct id_search search = {.name = hotkey_name, .id = OBS_INVALID_HOTKEY_ID};
	obs_enum_hotkeys(match_name, &search);
	return search.id;
}

obs_data_array_t *hotkey_bindings(const char *hotkey_name)
{
	obs_hotkey_id id = id_of(hotkey_name);
	obs_data_array_t *bindings = id == OBS_INVALID_HOTKEY_ID ? NULL : obs_hotkey_save(id);
	return bindings ? bindings : obs_data_array_create();
}

/* --- binding --- */

/* As OBS's settings page writes it. */
static void put_into_profile(const char *hotkey_name, obs_data_array_t *bindings)
{
	config_t *profile = obs_frontend_get_profile_config();
	obs_data_t *data = obs_data_create();
	obs_data_set_array(data, "bindings", bindings);
	if (profile)
		config_set_string(profile, "Hotkeys", hotkey_name, obs_data_get_json(data));
	obs_data_release(data);
}

void hotkey_rebind(const char *hotkey_name, obs_data_array_t *bindings)
{
	obs_hotkey_id id = id_of(hotkey_name);
	if (id != OBS_INVALID_HOTKEY_ID)
		obs_hotkey_load(id, bindings);
	put_into_profile(hotkey_name, bindings);
}

bool hotkeys_keep(void)
{
	config_t *profile = obs_frontend_get_profile_config();
	return profile && config_save_safe(profile, "tmp", NULL) == CONFIG_SUCCESS;
}

/* All but the first, and but the key itself. */
static void add_further(obs_data_array_t *bindings, obs_data_array_t *present, obs_key_combination_t key)
{
	for (size_t i = 1; i < obs_data_array_count(present); i++) {
		obs_data_t *binding = obs_data_array_item(present, i);
		if (!is_same_key(binding_key(binding), key))
			obs_data_array_push_back(bindings, binding);
		obs_data_release(binding);
	}
}

bool hotkey_bind(const char *hotkey_name, obs_key_combination_t key)
{
	obs_data_array_t *present = hotkey_bindings(hotkey_name);
	obs_data_array_t *bindings = obs_data_array_create();
	if (key.key != OBS_KEY_NONE)
		add_binding(bindings, key);
	add_further(bindings, present, key);
	hotkey_rebind(hotkey_name, bindings);
	obs_data_array_release(bindings);
	obs_data_array_release(present);
	return hotkeys_keep();
}
