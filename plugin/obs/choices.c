/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/choices.h"

#include <stdio.h>
#include <string.h>

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/dstr.h>

#include "obs/source_ref.h"

/* --- lists --- */

struct listing {
	DARRAY(struct obs_choice) items;
	uint32_t wanted_flags;
};

static void add(struct listing *listing, obs_source_t *source)
{
	const char *name = obs_source_get_name(source);
	struct haptics_ref ref;
	source_ref_of(source, &ref);
	if (!name || !name[0])
		return;
	struct obs_choice choice = {.name = bstrdup(name), .uuid = bstrdup(ref.uuid)};
	da_push_back(listing->items, &choice);
}

static bool add_input(void *data, obs_source_t *source)
{
	struct listing *listing = data;
	if ((obs_source_get_output_flags(source) & listing->wanted_flags) == listing->wanted_flags)
		add(listing, source);
	return true;
}

static void add_scenes(struct listing *listing)
{
	struct obs_frontend_source_list scenes = {0};
	obs_frontend_get_scenes(&scenes);
	for (size_t i = 0; i < scenes.sources.num; i++)
		add(listing, scenes.sources.array[i]);
	obs_frontend_source_list_free(&scenes);
}

static uint32_t flags_of(enum obs_choice_kind kind)
{
	switch (kind) {
	case OBS_CHOICE_AUDIO_SOURCE:
		return OBS_SOURCE_AUDIO;
	case OBS_CHOICE_MEDIA_SOURCE:
		return OBS_SOURCE_CONTROLLABLE_MEDIA;
	case OBS_CHOICE_VIDEO_SOURCE:
	case OBS_CHOICE_SCENE:
	default:
		return OBS_SOURCE_VIDEO;
	}
}

void obs_choices_list(struct obs_choices *choices, enum obs_choice_kind kind)
{
	struct listing listing = {.wanted_flags = flags_of(kind)};
	if (kind == OBS_CHOICE_SCENE)
		add_scenes(&listing);
	else
		obs_enum_sources(add_input, &listing);
	*choices = (struct obs_choices){.items = listing.items.array, .count = listing.items.num};
}

void obs_choices_free(struct obs_choices *choices)
{
	for (size_t i = 0; i < choices->count; i++) {
		bfree(choices->items[i].name);
		bfree(choices->items[i].uuid);
	}
	bfree(choices->items);
	*choices = (struct obs_choices){0};
}

/* --- hotkeys --- */

struct hotkey_search {
	const char *name;
	obs_hotkey_id id;
	struct dstr text;
};

static bool match_hotkey(void *data, obs_hotkey_id id, obs_hotkey_t *key)
{
	struct hotkey_search *search = data;
	if (strcmp(obs_hotkey_get_name(key), search->name) != 0)
		return true;
	search->id = id;
	return false;
}

static bool match_binding(void *data, size_t index, obs_hotkey_binding_t *binding)
{
	struct hotkey_search *search = data;
	UNUSED_PARAMETER(index);
	if (obs_hotkey_binding_get_hotkey_id(binding) != search->id)
		return true;
	obs_key_combination_to_str(obs_hotkey_binding_get_key_combination(binding), &search->text);
	return false;
}

void obs_hotkey_text(const char *hotkey_name, char *text, size_t size)
{
	struct hotkey_search search = {.name = hotkey_name, .id = OBS_INVALID_HOTKEY_ID};
	obs_enum_hotkeys(match_hotkey, &search);
	if (search.id != OBS_INVALID_HOTKEY_ID)
		obs_enum_hotkey_bindings(match_binding, &search);
	snprintf(text, size, "%s", search.text.array ? search.text.array : "");
	dstr_free(&search.text);
}

/* --- the overlay --- */

static void place_bottom_right(obs_sceneitem_t *item, obs_source_t *source)
{
	struct obs_video_info video;
	if (!obs_get_video_info(&video))
		return;
	struct vec2 position = {.x = (float)video.base_width - (float)obs_source_get_width(source),
				.y = (float)video.base_height - (float)obs_source_get_height(source)};
	obs_sceneitem_set_pos(item, &position);
	/* Should somebody resize it: sharp modules scan, smoothed ones do not. */
	obs_sceneitem_set_scale_filter(item, OBS_SCALE_POINT);
}

/* A name that no source has yet: "Pairing code", "Pairing code 2", ... */
static void free_name(struct dstr *name)
{
	const char *base = obs_module_text("Overlay.Name");
	obs_source_t *taken = obs_get_source_by_name(base);
	dstr_copy(name, base);
	for (int i = 2; taken; i++) {
		obs_source_release(taken);
		dstr_printf(name, "%s %d", base, i);
		taken = obs_get_source_by_name(name->array);
	}
}

bool obs_add_overlay_to_current_scene(void)
{
	obs_source_t *scene_source = obs_frontend_get_current_scene();
	obs_scene_t *scene = obs_scene_from_source(scene_source);
	if (scene) {
		struct dstr name = {0};
		free_name(&name);
		obs_source_t *overlay = obs_source_create("lovense_pairing_qr", name.array, NULL, NULL);
		place_bottom_right(obs_scene_add(scene, overlay), overlay);
		obs_source_release(overlay);
		dstr_free(&name);
	}
	obs_source_release(scene_source);
	return scene != NULL;
}
