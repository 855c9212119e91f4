/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/choices.h"

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/darray.h>

#include "obs/source_ref.h"

struct listing {
	DARRAY(struct choice) items;
	uint32_t wanted_flags;
};

static void add(struct listing *listing, obs_source_t *source)
{
	const char *name = obs_source_get_name(source);
	struct haptics_ref ref;
	source_ref_of(source, &ref);
	if (!name || !name[0])
		return;
	struct choice choice = {.name = bstrdup(name), .uuid = bstrdup(ref.uuid)};
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

void choices_list(struct choices *choices, enum choice_kind kind)
{
	static const uint32_t flags[] = {
		[CHOICE_SCENE] = OBS_SOURCE_VIDEO,
		[CHOICE_VIDEO_SOURCE] = OBS_SOURCE_VIDEO,
		[CHOICE_AUDIO_SOURCE] = OBS_SOURCE_AUDIO,
		[CHOICE_MEDIA_SOURCE] = OBS_SOURCE_CONTROLLABLE_MEDIA,
	};
	struct listing listing = {.wanted_flags = flags[kind]};
	if (kind == CHOICE_SCENE)
		add_scenes(&listing);
	else
		obs_enum_sources(add_input, &listing);
	*choices = (struct choices){.items = listing.items.array, .count = listing.items.num};
}

void choices_free(struct choices *choices)
{
	for (size_t i = 0; i < choices->count; i++) {
		bfree(choices->items[i].name);
		bfree(choices->items[i].uuid);
	}
	bfree(choices->items);
	*choices = (struct choices){0};
}
