/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The activity source on canvases, in scenes, and with files and settings that are not as they should be. One scenario
 * a run. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <graphics/graphics.h>
#include <util/bmem.h>
#include <util/platform.h>

#include "activity_session.h"
#include "fake_engine.h"

static const struct activity_run half = {.level = 0.5, .ceiling = 1.0, .rule = "Pulse", .run = 1};
static const struct activity_run whole = {.level = 1.0, .ceiling = 1.0, .rule = "Pulse", .run = 1};

static int darkest(const struct host_picture *picture)
{
	int least = 255;
	for (int i = 0; i < picture->width_px * picture->height_px * 4; i++)
		if (i % 4 != 3 && picture->bgra[i] < least)
			least = picture->bgra[i];
	return least;
}

/* White on white: whatever is darker is a fringe. */
static void no_edge_has_a_dark_fringe(void)
{
	static const char *const settings[] = {
		"{\"layout\": \"bar\", \"look\": \"glass\", \"opacity\": 0, \"shadow\": 0}",
		"{\"layout\": \"ring\", \"look\": \"glass\", \"opacity\": 0, \"shadow\": 0}",
		"{\"layout\": \"graph\", \"look\": \"glass\", \"opacity\": 0, \"shadow\": 0}",
		("{\"layout\": \"menu\", \"look\": \"mono\", \"background\": 4294967295, \"radius\": 40, "
		 "\"when_idle\": \"text\", \"idle_text\": \"White\"}"),
	};
	const float scales[] = {1.0f, 0.5f, 1.7f};
	activity_start(false);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		obs_source_t *source = activity_make(settings[i]);
		activity_show(&whole);
		host_run_frames(60);
		for (int scale = 0; scale < 3; scale++) {
			const struct activity_ground white = {
				.rgb = 0xFFFFFF, .scale = scales[scale], .x = 3.37f, .y = 5.71f};
			struct host_picture picture = activity_draw_on(source, &white, 1100, 400);
			if (darkest(&picture) < 254)
				fprintf(stderr, "%s at %f: %d\n", settings[i], (double)scales[scale],
					darkest(&picture));
			HOST_CHECK(darkest(&picture) >= 254);
			bfree(picture.bgra);
		}
		obs_source_release(source);
	}
	activity_finish();
}

/* Something is there at all, and is as sharp at any scale: from the panel to the ground in about a pixel. */
static void edges_are_sharp_at_any_scale(void)
{
	const float scales[] = {1.0f, 0.5f, 1.7f};
	activity_start(false);
	obs_source_t *source = activity_make("{\"layout\": \"bar\", \"look\": \"mono\", \"text_color\": 4278190080}");
	activity_show(&half);
	host_run_frames(60);
	for (int scale = 0; scale < 3; scale++) {
		const struct activity_ground grey = {.rgb = 0x808080, .scale = scales[scale], .x = 10.3f, .y = 10.3f};
		struct host_picture picture = activity_draw_on(source, &grey, 1100, 400);
		int between = 0;
		int y = (int)(10.3f + 60.0f * scales[scale]);
		for (int x = 0; x < (int)(10.3f + 6.0f * scales[scale]); x++) {
			uint32_t rgb = activity_pixel(&picture, x, y);
			between += rgb != 0x808080 && rgb != 0xFFFFFF && rgb != 0;
		}
		HOST_CHECK(between <= 3);
		bfree(picture.bgra);
	}
	obs_source_release(source);
	activity_finish();
}

static void its_light_is_right_on_every_canvas(void)
{
	static const enum gs_color_space spaces[] = {GS_CS_SRGB, GS_CS_SRGB_16F, GS_CS_709_EXTENDED, GS_CS_709_SCRGB};
	activity_start(false);
	obs_source_t *source = activity_make("{\"layout\": \"bar\", \"look\": \"mono\", \"background\": 4278222848}");
	activity_show(&whole);
	obs_set_video_levels(300.0f, 1000.0f);
	host_run_frames(60);
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		float white = spaces[i] == GS_CS_709_SCRGB ? obs_get_video_sdr_white_level() / 80.0f : 1.0f;
		float rgb[3];
		host_light(source, spaces[i], 300, 135, rgb); /* the fill */
		for (int k = 0; k < 3; k++)
			HOST_CHECK(fabsf(rgb[k] - white) < 0.01f * white);
		host_light(source, spaces[i], 12, 100, rgb); /* the panel: 0, 128, 0 of 255 */
		HOST_CHECK(rgb[0] < 0.01f && fabsf(rgb[1] - 0.2159f * white) < 0.01f * white && rgb[2] < 0.01f);
	}
	obs_source_release(source);
	activity_finish();
}

static void lies_on_a_canvas_of_high_dynamic_range_as_it_should(void)
{
	struct vec2 position = {.x = 300.0f, .y = 100.0f};
	float light[3];
	activity_start(true);
	obs_source_t *source = activity_make("{\"layout\": \"bar\", \"look\": \"mono\"}");
	obs_scene_t *scene = obs_scene_create("scene");
	obs_sceneitem_set_pos(obs_scene_add(scene, source), &position);
	obs_set_output_source(0, obs_scene_get_source(scene));
	activity_show(&whole);
	host_run_frames(60);
	host_canvas_light(300 + 300, 100 + 135, light);
	for (int i = 0; i < 3; i++)
		HOST_CHECK(fabsf(light[i] - 1.0f) < 0.01f);
	obs_set_output_source(0, NULL);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	obs_source_release(source);
	activity_finish();
}

/* --- in scenes --- */

static void copies_differ_and_go_their_own_ways(void)
{
	activity_start(false);
	obs_source_t *bar = activity_make("{\"layout\": \"bar\", \"look\": \"glass\", \"width\": 500}");
	obs_source_t *ring = activity_make("{\"layout\": \"ring\", \"look\": \"neon\", \"width\": 400}");
	obs_source_t *copy = obs_source_duplicate(bar, "copy", true);
	obs_data_t *settings = obs_data_create_from_json("{\"width\": 700, \"look\": \"soft\"}");
	obs_source_update(copy, settings);
	obs_data_release(settings);
	activity_show(&half);
	host_run_frames(80);
	HOST_CHECK(obs_source_get_width(bar) == 500 && obs_source_get_width(ring) == 400);
	HOST_CHECK(obs_source_get_width(copy) == 700);
	obs_source_release(bar);
	struct host_picture picture = activity_draw(copy);
	HOST_CHECK(darkest(&picture) < 128);
	bfree(picture.bgra);
	obs_source_release(ring);
	obs_source_release(copy);
	activity_finish();
}

static bool take_item(obs_scene_t *group, obs_sceneitem_t *item, void *data)
{
	UNUSED_PARAMETER(group);
	*(obs_sceneitem_t **)data = item;
	return false;
}

/* In a group, in a scene within a scene, and with a filter of scales, all at a time. */
static void it_lies_in_groups_and_nested_scenes(void)
{
	activity_start(false);
	obs_source_t *source = activity_make("{\"layout\": \"bar\", \"look\": \"mono\"}");
	obs_scene_t *inner = obs_scene_create("inner");
	obs_scene_t *outer = obs_scene_create("outer");
	obs_sceneitem_t *item = obs_scene_add(inner, source);
	obs_sceneitem_t *group = obs_scene_insert_group(inner, "group", &item, 1);
	obs_sceneitem_group_enum_items(group, take_item, &item);
	obs_sceneitem_set_scale_filter(item, OBS_SCALE_BICUBIC);
	obs_scene_add(outer, obs_scene_get_source(inner));
	obs_set_output_source(0, obs_scene_get_source(outer));
	activity_show(&half);
	host_run_frames(80);
	struct host_picture picture = host_record(2);
	HOST_CHECK(activity_pixel(&picture, 100, 135) > 0xF0F0F0); /* the fill */
	HOST_CHECK(activity_pixel(&picture, 500, 135) < 0x505050); /* the groove */
	bfree(picture.bgra);
	obs_set_output_source(0, NULL);
	obs_source_remove(obs_scene_get_source(outer));
	obs_source_remove(obs_scene_get_source(inner));
	obs_scene_release(outer);
	obs_scene_release(inner);
	obs_source_release(source);
	activity_finish();
}

/* The old picture stays until the new one has its text. */
static void new_settings_leave_no_gap(void)
{
	static const char *const changes[] = {"{\"look\": \"neon\"}", "{\"width\": 480}", "{\"font\": {\"size\": 48}}",
					      "{\"layout\": \"ring\"}"};
	activity_start(false);
	obs_source_t *source = activity_make("{\"layout\": \"bar\", \"look\": \"mono\"}");
	activity_show(&half);
	host_run_frames(60);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		obs_data_t *settings = obs_data_create_from_json(changes[i]);
		obs_source_update(source, settings);
		obs_data_release(settings);
		for (int frame = 0; frame < 30; frame++) {
			host_run_frames(0);
			struct host_picture picture = activity_draw(source);
			HOST_CHECK(darkest(&picture) < 128);
			bfree(picture.bgra);
		}
	}
	obs_source_release(source);
	activity_finish();
}

/* --- what it costs when nothing happens --- */

static void frames_without_change_allocate_nothing(void)
{
	activity_start(false);
	obs_source_t *source = activity_make("{\"layout\": \"bar\", \"look\": \"neon\"}");
	activity_show(&half);
	activity_settle(source);
	host_run_frames(30);
	long before = bnum_allocs();
	host_run_frames(120);
	HOST_CHECK(bnum_allocs() == before);
	obs_source_release(source);
	activity_finish();
}

static void the_status_source_is_kept_but_not_offered(void)
{
	activity_start(false);
	HOST_CHECK(obs_get_source_output_flags("lovense_status") & OBS_SOURCE_CAP_DISABLED);
	HOST_CHECK(!(obs_get_source_output_flags("lovense_activity") & OBS_SOURCE_CAP_DISABLED));
	obs_source_t *old = obs_source_create("lovense_status", "old", NULL, NULL);
	HOST_CHECK(obs_obj_get_data(old) != NULL && obs_source_get_width(old) == 480);
	obs_source_release(old);
	activity_finish();
}

/* --- bad input --- */

static void odd_settings_draw_something(void)
{
	static const char *const settings[] = {
		"{\"width\": 0}",
		"{\"width\": 4096, \"layout\": \"toys\"}",
		"{\"font\": {\"face\": \"No such face\", \"size\": 5000}}",
		"{\"label\": \"{a} {b} {rule} {rule} {level} {level} {\"}",
		"{\"padding\": 100, \"width\": 160, \"radius\": 500}",
		("{\"label\": \"A label that is far too long for one line of a source that is six hundred pixels wide "
		 "{level}\"}"),
		"{\"layout\": \"graph\", \"width\": 160, \"font\": {\"size\": 160}}",
	};
	activity_start(false);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		char name[32];
		obs_source_t *source = activity_make(settings[i]);
		activity_show(&half);
		activity_settle(source);
		struct host_picture picture = activity_draw(source);
		HOST_CHECK(darkest(&picture) < 128);
		snprintf(name, sizeof(name), "odd-%zu", i);
		activity_keep(&picture, name);
		bfree(picture.bgra);
		obs_source_release(source);
	}
	activity_finish();
}

static void show_name(const char *by)
{
	struct engine_snapshot snapshot;
	activity_fill(&snapshot, &half);
	struct engine_run named = snapshot.runs[0];
	snprintf(named.by, sizeof(named.by), "%s", by);
	snapshot.runs = &named;
	activity_publish(&snapshot);
}

static int bright_in_second_line(obs_source_t *source)
{
	struct host_picture picture = activity_draw_on(source, &(struct activity_ground){.scale = 1.0f}, 300, 106);
	int count = 0;
	for (int y = 44; y < 62; y++)
		for (int x = 0; x < picture.width_px; x++)
			count += (activity_pixel(&picture, x, y) & 0xFF) > 0x80;
	bfree(picture.bgra);
	return count;
}

/* What surrounds the letters of both lines overlaps in small ones; the letters are whole. */
static void a_name_below_the_number_is_as_whole_as_beside_it(void)
{
	activity_start(false);
	obs_source_t *left = activity_make("{\"width\": 300, \"font\": {\"size\": 18}}");
	obs_source_t *middle = activity_make("{\"width\": 300, \"font\": {\"size\": 18}, \"align\": \"center\"}");
	show_name("Wilhelmina");
	activity_settle(left);
	activity_settle(middle);
	int beside = bright_in_second_line(left);
	int below = bright_in_second_line(middle);
	if (abs(beside - below) * 20 > beside)
		fprintf(stderr, "%d, not %d\n", below, beside);
	HOST_CHECK(!activity_has_text() || (beside > 100 && abs(beside - below) * 20 <= beside));
	obs_source_release(left);
	obs_source_release(middle);
	activity_finish();
}

/* Emoji, right-to-left, CJK, and bytes that are no text. */
static void odd_names_draw_something(void)
{
	static const char *const names[] = {
		"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
		"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
		"\xe3\x81\x82\xe3\x81\x84\xe3\x81\x86",
		"a\xff\xfe b\x01\xe2\x80\xae c",
	};
	activity_start(false);
	obs_source_t *source = activity_make("{}");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct activity_run run = half;
		run.rule = names[i];
		activity_show(&run);
		activity_settle(source);
		struct host_picture picture = activity_draw(source);
		HOST_CHECK(darkest(&picture) < 128);
		bfree(picture.bgra);
	}
	obs_source_release(source);
	activity_finish();
}

/* Data of the module without it: the words are enough. */
static void remove_effect(char *folder, size_t size)
{
	char from[1024], to[2048];
	snprintf(folder, size, "%s.data", getenv("CONFIG"));
	snprintf(from, sizeof(from), "%s/locale/en-US.ini", getenv("MODULE_DATA"));
	snprintf(to, sizeof(to), "%s/locale", folder);
	HOST_CHECK(os_mkdirs(to) != MKDIR_ERROR);
	snprintf(to, sizeof(to), "%s/locale/en-US.ini", folder);
	os_unlink(to);
	HOST_CHECK(os_copyfile(from, to) == 0);
	HOST_CHECK(setenv("MODULE_DATA", folder, 1) == 0);
}

static int bright_pixels(obs_source_t *source)
{
	const struct activity_ground black = {.rgb = 0, .scale = 1.0f};
	struct host_picture picture = activity_draw_on(source, &black, 600, 200);
	int bright = 0;
	for (int i = 0; i < 600 * 200; i++)
		bright += picture.bgra[4 * i] > 128;
	activity_keep(&picture, "text-only");
	bfree(picture.bgra);
	return bright;
}

static void draws_text_only(void)
{
	activity_start(false);
	obs_source_t *source = activity_make("{}");
	activity_show(&half);
	host_run_frames(60);
	HOST_CHECK(host_has_logged("draws text only"));
	obs_properties_t *properties = obs_source_properties(source);
	HOST_CHECK(obs_properties_get(properties, "no_shapes") != NULL);
	obs_properties_destroy(properties);
	int bright = bright_pixels(source);
	HOST_CHECK(!activity_has_text() || (bright > 100 && bright < 6000));
	obs_source_release(source);
	activity_finish();
}

static void without_its_effect_it_draws_text_and_says_so(void)
{
	char folder[1024];
	remove_effect(folder, sizeof(folder));
	draws_text_only();
}

static void with_a_damaged_effect_it_draws_text_and_says_so(void)
{
	static const char half_a_file[] = "uniform float4x4 ViewProj;\nstruct Place {\n\tfloat4 pos : POS";
	char folder[1024], path[2048];
	remove_effect(folder, sizeof(folder));
	snprintf(path, sizeof(path), "%s/lovense-activity.effect", folder);
	HOST_CHECK(os_quick_write_utf8_file(path, half_a_file, sizeof(half_a_file) - 1, false));
	draws_text_only();
}

static const struct host_scenario scenarios[] = {
	{"no_edge_has_a_dark_fringe", no_edge_has_a_dark_fringe},
	{"edges_are_sharp_at_any_scale", edges_are_sharp_at_any_scale},
	{"its_light_is_right_on_every_canvas", its_light_is_right_on_every_canvas},
	{"lies_on_a_canvas_of_high_dynamic_range_as_it_should", lies_on_a_canvas_of_high_dynamic_range_as_it_should},
	{"copies_differ_and_go_their_own_ways", copies_differ_and_go_their_own_ways},
	{"it_lies_in_groups_and_nested_scenes", it_lies_in_groups_and_nested_scenes},
	{"new_settings_leave_no_gap", new_settings_leave_no_gap},
	{"frames_without_change_allocate_nothing", frames_without_change_allocate_nothing},
	{"the_status_source_is_kept_but_not_offered", the_status_source_is_kept_but_not_offered},
	{"odd_settings_draw_something", odd_settings_draw_something},
	{"a_name_below_the_number_is_as_whole_as_beside_it", a_name_below_the_number_is_as_whole_as_beside_it},
	{"odd_names_draw_something", odd_names_draw_something},
	{"without_its_effect_it_draws_text_and_says_so", without_its_effect_it_draws_text_and_says_so},
	{"with_a_damaged_effect_it_draws_text_and_says_so", with_a_damaged_effect_it_draws_text_and_says_so},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
