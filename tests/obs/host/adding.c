/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources that the dock puts into a scene. One scenario a run; the dock's calls are linked in, the types are those of
 * the module. */
#include <string.h>

#include <util/bmem.h>

#include "fake_frontend.h"
#include "host.h"
#include "obs/sources/overlay_placement.h"
#include "session.h"

struct found {
	obs_sceneitem_t *items[8]; /* borrowed */
	int count;
};

static bool take_item(obs_scene_t *scene, obs_sceneitem_t *item, void *data)
{
	struct found *found = data;
	UNUSED_PARAMETER(scene);
	HOST_CHECK(found->count < 8);
	found->items[found->count++] = item;
	return true;
}

static struct found items_of(obs_scene_t *scene)
{
	struct found found = {0};
	obs_scene_enum_items(scene, take_item, &found);
	return found;
}

static obs_scene_t *start(void)
{
	session_start();
	session_finish_loading(NULL);
	obs_scene_t *scene = obs_scene_create("scene");
	frontend_set_scene(obs_scene_get_source(scene));
	obs_set_output_source(0, obs_scene_get_source(scene));
	return scene;
}

static void finish(obs_scene_t *scene)
{
	frontend_set_scene(NULL);
	obs_set_output_source(0, NULL);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	session_leave();
	session_finish();
}

static bool is_unscaled(obs_sceneitem_t *item)
{
	struct vec2 scale;
	obs_sceneitem_get_scale(item, &scale);
	return scale.x > 0.999f && scale.x < 1.001f && scale.y > 0.999f && scale.y < 1.001f;
}

static void what_viewers_see_lies_at_the_bottom_left(void)
{
	obs_scene_t *scene = start();
	struct placed_source placed;
	HOST_CHECK(activity_add_to_current_scene(&placed));
	HOST_CHECK(strcmp(placed.scene, "scene") == 0);
	host_run_frames(2);
	struct found found = items_of(scene);
	HOST_CHECK(found.count == 1 && is_unscaled(found.items[0]));
	obs_source_t *source = obs_sceneitem_get_source(found.items[0]);
	HOST_CHECK(strcmp(obs_source_get_id(source), "lovense_activity") == 0);
	HOST_CHECK(strcmp(placed.source, obs_source_get_name(source)) == 0);
	struct vec2 at;
	obs_sceneitem_get_pos(found.items[0], &at);
	float edge = HOST_HEIGHT / 27.0f;
	/* 600 of a canvas 1080 high are 400 of one 720 high: its own width, so that text stays sharp. */
	HOST_CHECK(obs_source_get_width(source) == 400);
	HOST_CHECK(at.x > edge - 1.0f && at.x < edge + 1.0f);
	float bottom = at.y + (float)obs_source_get_height(source);
	HOST_CHECK(bottom > HOST_HEIGHT - edge - 1.0f && bottom < HOST_HEIGHT - edge + 1.0f);
	finish(scene);
}

static bool is_drawn(obs_source_t *source)
{
	struct host_picture picture = host_draw(source);
	bool is_something = !host_is_empty(&picture);
	bfree(picture.bgra);
	return is_something;
}

/* At rest it draws nothing, so the dock has a button that shows what it will look like. */
static void a_sample_is_played_in_what_was_added(void)
{
	obs_scene_t *scene = start();
	struct placed_source placed;
	HOST_CHECK(activity_add_to_current_scene(&placed));
	host_run_frames(60);
	obs_source_t *source = obs_sceneitem_get_source(items_of(scene).items[0]);
	HOST_CHECK(!is_drawn(source));
	HOST_CHECK(activity_try(placed.source));
	for (int i = 0; i < 300 && !is_drawn(source); i++)
		host_run_frames(1);
	HOST_CHECK(is_drawn(source));
	HOST_CHECK(!activity_try("scene") && !activity_try("nothing"));
	finish(scene);
}

static void each_has_a_name_of_its_own(void)
{
	obs_scene_t *scene = start();
	struct placed_source placed;
	HOST_CHECK(activity_add_to_current_scene(&placed) && activity_add_to_current_scene(&placed));
	struct found found = items_of(scene);
	HOST_CHECK(found.count == 2);
	HOST_CHECK(strcmp(obs_source_get_name(obs_sceneitem_get_source(found.items[0])),
			  obs_source_get_name(obs_sceneitem_get_source(found.items[1]))) != 0);
	HOST_CHECK(frontend_opened_properties() == 0);
	finish(scene);
}

static void without_a_scene_nothing_is_added(void)
{
	obs_scene_t *scene = start();
	struct placed_source placed;
	frontend_set_scene(NULL);
	HOST_CHECK(!activity_add_to_current_scene(&placed) && !overlay_add_to_current_scene());
	HOST_CHECK(items_of(scene).count == 0);
	finish(scene);
}

static void a_code_lies_at_the_bottom_right(void)
{
	obs_scene_t *scene = start();
	HOST_CHECK(overlay_add_to_current_scene());
	struct found found = items_of(scene);
	HOST_CHECK(found.count == 1 && is_unscaled(found.items[0]));
	obs_source_t *source = obs_sceneitem_get_source(found.items[0]);
	struct vec2 at;
	obs_sceneitem_get_pos(found.items[0], &at);
	HOST_CHECK((uint32_t)at.x + obs_source_get_width(source) == HOST_WIDTH);
	HOST_CHECK((uint32_t)at.y + obs_source_get_height(source) == HOST_HEIGHT);
	finish(scene);
}

/* Its properties open, where it is said: see obs.sight. */
static void a_second_code_opens_its_properties(void)
{
	obs_scene_t *scene = start();
	HOST_CHECK(overlay_add_to_current_scene());
	HOST_CHECK(frontend_opened_properties() == 0);
	HOST_CHECK(overlay_add_to_current_scene());
	HOST_CHECK(frontend_opened_properties() == 1);
	finish(scene);
}

static const struct host_scenario scenarios[] = {
	{"what_viewers_see_lies_at_the_bottom_left", what_viewers_see_lies_at_the_bottom_left},
	{"a_sample_is_played_in_what_was_added", a_sample_is_played_in_what_was_added},
	{"each_has_a_name_of_its_own", each_has_a_name_of_its_own},
	{"without_a_scene_nothing_is_added", without_a_scene_nothing_is_added},
	{"a_code_lies_at_the_bottom_right", a_code_lies_at_the_bottom_right},
	{"a_second_code_opens_its_properties", a_second_code_opens_its_properties},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
