/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/overlay_placement.h"

#include <math.h>

#include <graphics/matrix4.h>
#include <obs-frontend-api.h>
#include <obs-module.h>
#include <util/dstr.h>

static const double tolerance = 0.01;

struct search {
	obs_source_t *source;
	struct matrix4 around; /* of the group it lies in */
	struct overlay_placement *found;
};

static bool is_whole(double scale)
{
	return scale >= 1.0 - tolerance && fabs(scale - round(scale)) <= tolerance;
}

static void measure(const struct search *search, obs_sceneitem_t *item, const struct matrix4 *transform)
{
	struct overlay_placement *found = search->found;
	double across = hypot((double)transform->x.x, (double)transform->x.y);
	double down = hypot((double)transform->y.x, (double)transform->y.y);
	double area = (double)transform->x.x * transform->y.y - (double)transform->x.y * transform->y.x;
	double scale = fmin(across, down);
	if (scale <= 0.0)
		return;
	/* Quarter turns do a code no harm. */
	bool is_turned = fmin(fabs((double)transform->x.x), fabs((double)transform->x.y)) > tolerance * across;
	bool is_smoothed = !is_whole(scale) && obs_sceneitem_get_scale_filter(item) != OBS_SCALE_POINT;
	found->smallest_scale = found->smallest_scale > 0.0 ? fmin(found->smallest_scale, scale) : scale;
	found->is_distorted = found->is_distorted || is_turned || area < 0.0 || is_smoothed ||
			      fabs(across - down) > tolerance * across;
}

static bool look_at_item(obs_scene_t *scene, obs_sceneitem_t *item, void *data)
{
	const struct search *search = data;
	struct matrix4 own;
	struct search inside = *search;
	UNUSED_PARAMETER(scene);
	obs_sceneitem_get_draw_transform(item, &own);
	matrix4_mul(&inside.around, &own, &search->around);
	if (obs_sceneitem_is_group(item))
		obs_sceneitem_group_enum_items(item, look_at_item, &inside);
	else if (obs_sceneitem_get_source(item) == search->source)
		measure(search, item, &inside.around);
	return true;
}

static bool look_at_scene(void *data, obs_source_t *source)
{
	obs_scene_t *scene = obs_scene_from_source(source);
	if (scene)
		obs_scene_enum_items(scene, look_at_item, data);
	return true;
}

void overlay_placement_find(struct overlay_placement *placement, struct obs_source *source)
{
	struct search search = {.source = source, .found = placement};
	*placement = (struct overlay_placement){0};
	matrix4_identity(&search.around);
	if (source) {
		placement->is_distorted = obs_source_filter_count(source) > 0;
		obs_enum_scenes(look_at_scene, &search);
	}
	if (placement->smallest_scale <= 0.0)
		placement->smallest_scale = 1.0;
}

/* --- placing --- */

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
				 void (*place)(obs_sceneitem_t *item, obs_source_t *source))
{
	obs_source_t *scene_source = obs_frontend_get_current_scene();
	obs_scene_t *scene = obs_scene_from_source(scene_source);
	if (scene) {
		struct dstr name = {0};
		free_name(&name, obs_module_text(name_key));
		obs_source_t *source = obs_source_create(id, name.array, settings, NULL);
		place(obs_scene_add(scene, source), source);
		obs_source_release(source);
		dstr_free(&name);
	}
	obs_source_release(scene_source);
	return scene != NULL;
}

bool overlay_add_to_current_scene(void)
{
	return add_to_current_scene("lovense_pairing_qr", "Overlay.Name", NULL, place_bottom_right);
}

bool activity_add_to_current_scene(void)
{
	obs_data_t *settings = activity_settings();
	bool is_added = add_to_current_scene("lovense_activity", "Viewers.Name", settings, place_bottom_left);
	obs_data_release(settings);
	return is_added;
}
