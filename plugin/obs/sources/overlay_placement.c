/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/overlay_placement.h"

#include <stdio.h>
#include <string.h>

#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/dstr.h>

#include "obs/sources/overlay_sight.h"
#include "obs/sources/text/display_text.h"

static const char ACTIVITY_ID[] = "lovense_activity";

static void tell_of_another(obs_source_t *source)
{
	struct overlay_sight sight;
	overlay_sight_find(&sight, source, OVERLAY_CODE_ON_TOP);
	if (sight.another[0])
		obs_frontend_open_source_properties(source);
}

static void place_bottom_right(obs_sceneitem_t *item, obs_source_t *source)
{
	struct obs_video_info video;
	tell_of_another(source);
	if (!obs_get_video_info(&video))
		return;
	struct vec2 position = {.x = (float)video.base_width - (float)obs_source_get_width(source),
				.y = (float)video.base_height - (float)obs_source_get_height(source)};
	obs_sceneitem_set_pos(item, &position);
	/* Should somebody resize it: sharp modules scan, smoothed ones do not. */
	obs_sceneitem_set_scale_filter(item, OBS_SCALE_POINT);
}

/* Near the bottom left, as far from both edges as alerts are. */
static void place_bottom_left(obs_sceneitem_t *item, obs_source_t *source)
{
	struct obs_video_info video;
	if (!obs_get_video_info(&video))
		return;
	float edge = (float)video.base_height / 27.0f;
	struct vec2 position = {.x = edge, .y = (float)video.base_height - edge - (float)obs_source_get_height(source)};
	obs_sceneitem_set_pos(item, &position);
}

/* As large on any canvas as 600 pixels are on one 1080 high: by its own width, because text that is scaled blurs. */
static obs_data_t *activity_settings(void)
{
	struct obs_video_info video;
	obs_data_t *settings = obs_data_create();
	int height = obs_get_video_info(&video) ? (int)video.base_height : 1080;
	if (height == 1080)
		return settings;
	obs_data_t *font = obs_data_create();
	obs_data_set_int(font, "size", 36 * height / 1080);
	obs_data_set_obj(settings, "font", font);
	obs_data_set_int(settings, "width", 600 * height / 1080);
	obs_data_release(font);
	return settings;
}

/* A name that no source has yet: "Pairing code", "Pairing code 2", ... */
static void free_name(struct dstr *name, const char *base)
{
	obs_source_t *taken = obs_get_source_by_name(base);
	dstr_copy(name, base);
	for (int i = 2; taken; i++) {
		obs_source_release(taken);
		dstr_printf(name, "%s %d", base, i);
		taken = obs_get_source_by_name(name->array);
	}
}

static bool add_to_current_scene(const char *id, const char *name_key, obs_data_t *settings,
				 void (*place)(obs_sceneitem_t *item, obs_source_t *source),
				 struct placed_source *placed)
{
	obs_source_t *scene_source = obs_frontend_get_current_scene();
	obs_scene_t *scene = obs_scene_from_source(scene_source);
	if (scene) {
		struct dstr name = {0};
		free_name(&name, obs_module_text(name_key));
		obs_source_t *source = obs_source_create(id, name.array, settings, NULL);
		place(obs_scene_add(scene, source), source);
		display_text_clean(placed->scene, sizeof(placed->scene), obs_source_get_name(scene_source));
		snprintf(placed->source, sizeof(placed->source), "%s", name.array);
		obs_source_release(source);
		dstr_free(&name);
	}
	obs_source_release(scene_source);
	return scene != NULL;
}

bool overlay_add_to_current_scene(void)
{
	struct placed_source placed;
	return add_to_current_scene("lovense_pairing_qr", "Overlay.Name", NULL, place_bottom_right, &placed);
}

bool activity_add_to_current_scene(struct placed_source *placed)
{
	obs_data_t *settings = activity_settings();
	bool is_added = add_to_current_scene(ACTIVITY_ID, "Viewers.Name", settings, place_bottom_left, placed);
	obs_data_release(settings);
	return is_added;
}

bool activity_try(const char *source_name)
{
	obs_source_t *source = obs_get_source_by_name(source_name);
	bool is_there = source && strcmp(obs_source_get_id(source), ACTIVITY_ID) == 0;
	if (is_there) {
		obs_properties_t *properties = obs_source_properties(source);
		obs_property_button_clicked(obs_properties_get(properties, "try"), source);
		obs_properties_destroy(properties);
	}
	obs_source_release(source);
	return is_there;
}
