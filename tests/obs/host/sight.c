/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the properties of a pairing code say of it: by its look, and by what scenes do to it. One scenario a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>

#include "fake_engine.h"
#include "host.h"
#include "overlay_session.h"

/* A module of OBS itself; false: not installed here. */
static bool load(const char *module_variable, const char *data_variable)
{
	obs_module_t *module = NULL;
	const char *path = getenv(module_variable);
	const char *data = getenv(data_variable);
	return path && data && os_file_exists(path) && obs_open_module(&module, path, data) == MODULE_SUCCESS &&
	       obs_init_module(module);
}

static void update(obs_source_t *source, const char *settings_json)
{
	obs_data_t *settings = obs_data_create_from_json(settings_json);
	obs_source_update(source, settings);
	obs_data_release(settings);
	host_run_frames(2);
}

/* bfree() it; NULL: the line is not shown. */
static char *line(obs_source_t *source, const char *name)
{
	obs_properties_t *properties = obs_source_properties(source);
	obs_property_t *property = obs_properties_get(properties, name);
	char *text = obs_property_visible(property) ? bstrdup(obs_property_description(property)) : NULL;
	obs_properties_destroy(properties);
	return text;
}

static void expect(obs_source_t *source, const char *verdict, const char *where)
{
	char *text = line(source, "verdict");
	if (!strstr(text, verdict))
		fprintf(stderr, "%s: \"%s\", not \"%s\"\n", where, text, verdict);
	HOST_CHECK(strstr(text, verdict));
	bfree(text);
}

/* The program shows scenes 1:1: obs_scene_release() it. */
static obs_scene_t *scene_on_air(const char *name)
{
	obs_scene_t *scene = obs_scene_create(name);
	obs_set_output_source(0, obs_scene_get_source(scene));
	return scene;
}

static void end_scene(obs_scene_t *scene)
{
	obs_set_output_source(0, NULL);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	obs_wait_for_destroy_queue();
}

static void start(void)
{
	overlay_start();
	overlay_offer_code(overlay_pairing);
}

static void the_properties_give_size_and_verdict(void)
{
	start();
	obs_source_t *source = overlay_make("{}");
	obs_scene_t *scene = scene_on_air("scene");
	obs_scene_add(scene, source);
	host_run_frames(2);
	/* The canvas is 720 high: 8 px are 12 at 1080. */
	expect(source, "Modules: 53 x 8 px = 424 px (59 %", "8 px");
	expect(source, "Good anywhere", "8 px");
	update(source, "{\"module_px\": 4}");
	expect(source, "Good at a desk", "4 px");
	update(source, "{\"module_px\": 3}");
	expect(source, "Just about", "3 px");
	update(source, "{\"module_px\": 2}");
	expect(source, "Too small", "2 px");
	update(source, "{\"module_px\": 8, \"quiet_zone\": 2}");
	expect(source, "quiet", "quiet zone");
	update(source, "{\"quiet_zone\": 4, \"foreground\": 4294967295}");
	expect(source, "not drawn", "contrast");
	end_scene(scene);
	obs_source_release(source);
	host_finish();
}

static bool take_item(obs_scene_t *group, obs_sceneitem_t *item, void *data)
{
	UNUSED_PARAMETER(group);
	*(obs_sceneitem_t **)data = item;
	return false;
}

/* A scene with the source in it; in_group: inside a group that is twice as large. */
static obs_sceneitem_t *place(obs_scene_t *scene, obs_source_t *source, bool in_group)
{
	struct vec2 twice = {.x = 2.0f, .y = 2.0f};
	obs_sceneitem_t *item = obs_scene_add(scene, source);
	if (in_group) {
		obs_sceneitem_t *group = obs_scene_insert_group(scene, "group", &item, 1);
		obs_sceneitem_set_scale(group, &twice);
		obs_sceneitem_group_enum_items(group, take_item, &item);
	}
	return item;
}

static void the_verdict_counts_how_a_scene_scales(void)
{
	static const struct {
		float across, down, turn;
		enum obs_scale_type filter;
		bool in_group;
		const char *verdict;
	} cases[] = {
		/* 6 px of a canvas of 720 are 9 of one of 1080. */
		{1.0f, 1.0f, 0.0f, OBS_SCALE_DISABLE, false, "Good anywhere"},
		{2.0f, 2.0f, 90.0f, OBS_SCALE_DISABLE, false, "Good anywhere"},
		{0.75f, 0.75f, 0.0f, OBS_SCALE_POINT, false, "Good at a desk"},
		{0.75f, 0.75f, 0.0f, OBS_SCALE_BILINEAR, false, "scales, rotates"},
		{0.5f, 0.5f, 0.0f, OBS_SCALE_DISABLE, true, "Good anywhere"},
		{0.25f, 0.25f, 0.0f, OBS_SCALE_POINT, true, "Just about"},
		{0.25f, 0.25f, 0.0f, OBS_SCALE_POINT, false, "Too small"},
		{1.0f, 1.0f, 20.0f, OBS_SCALE_POINT, false, "scales, rotates"},
		{-1.0f, 1.0f, 0.0f, OBS_SCALE_POINT, false, "scales, rotates"},
		{2.0f, 1.0f, 0.0f, OBS_SCALE_POINT, false, "scales, rotates"},
	};
	start();
	obs_source_t *source = overlay_make("{\"module_px\": 6}");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char where[16];
		obs_scene_t *scene = scene_on_air("scene");
		obs_sceneitem_t *item = place(scene, source, cases[i].in_group);
		obs_sceneitem_set_alignment(item, OBS_ALIGN_CENTER);
		obs_sceneitem_set_pos(item, cases[i].in_group ? &(struct vec2){.x = 160.0f, .y = 160.0f}
							      : &(struct vec2){.x = 640.0f, .y = 360.0f});
		obs_sceneitem_set_scale(item, &(struct vec2){.x = cases[i].across, .y = cases[i].down});
		obs_sceneitem_set_rot(item, cases[i].turn);
		obs_sceneitem_set_scale_filter(item, cases[i].filter);
		host_run_frames(2); /* libobs moves items of groups as it draws */
		snprintf(where, sizeof(where), "case %zu", i);
		expect(source, cases[i].verdict, where);
		end_scene(scene);
	}
	obs_source_release(source);
	host_finish();
}

/* --- what a scene leaves of it --- */

static void what_is_cut_off_counts(void)
{
	static const struct obs_sceneitem_crop none = {0};
	start();
	obs_source_t *source = overlay_make("{\"module_px\": 6}"); /* 318 pixels */
	obs_scene_t *scene = scene_on_air("scene");
	obs_sceneitem_t *item = obs_scene_add(scene, source);
	host_run_frames(2);
	expect(source, "Good anywhere", "whole");
	obs_sceneitem_set_crop(item, &(struct obs_sceneitem_crop){.right = 40});
	expect(source, "cropped or outside", "cropped");
	obs_sceneitem_set_crop(item, &none);
	obs_sceneitem_set_pos(item, &(struct vec2){.x = -150.0f, .y = 10.0f});
	expect(source, "cropped or outside", "half off to the left");
	obs_sceneitem_set_pos(item, &(struct vec2){.x = 10.0f, .y = 500.0f});
	expect(source, "cropped or outside", "half off at the bottom");
	obs_sceneitem_set_pos(item, &(struct vec2){.x = 1280.0f - 318.0f, .y = 720.0f - 318.0f});
	expect(source, "Good anywhere", "in the corner");
	obs_sceneitem_set_visible(item, false);
	expect(source, "No scene shows", "hidden");
	obs_scene_t *other = obs_scene_create("other");
	obs_scene_add(other, source);
	expect(source, "the program does not show", "in another scene than the program");
	obs_source_remove(obs_scene_get_source(other));
	obs_scene_release(other);
	end_scene(scene);
	expect(source, "No scene shows", "in no scene");
	obs_source_release(source);
	host_finish();
}

static void bounds_count(void)
{
	start();
	obs_source_t *source = overlay_make("{\"module_px\": 6}");
	obs_scene_t *scene = scene_on_air("scene");
	obs_sceneitem_t *item = obs_scene_add(scene, source);
	obs_sceneitem_set_scale_filter(item, OBS_SCALE_POINT);
	obs_sceneitem_set_bounds(item, &(struct vec2){.x = 100.0f, .y = 200.0f});
	obs_sceneitem_set_bounds_type(item, OBS_BOUNDS_SCALE_INNER);
	host_run_frames(2);
	expect(source, "Too small", "inside");
	obs_sceneitem_set_bounds_type(item, OBS_BOUNDS_STRETCH);
	obs_sceneitem_set_bounds(item, &(struct vec2){.x = 636.0f, .y = 318.0f});
	host_run_frames(2);
	expect(source, "scales, rotates", "stretched");
	end_scene(scene);
	obs_source_release(source);
	host_finish();
}

static void nested_scenes_count(void)
{
	start();
	obs_source_t *source = overlay_make("{\"module_px\": 6}");
	obs_scene_t *inner = obs_scene_create("inner");
	obs_scene_add(inner, source);
	obs_scene_t *middle = obs_scene_create("middle");
	obs_sceneitem_t *in_middle = obs_scene_add(middle, obs_scene_get_source(inner));
	obs_scene_t *scene = scene_on_air("scene");
	obs_sceneitem_t *in_scene = obs_scene_add(scene, obs_scene_get_source(middle));
	host_run_frames(2);
	expect(source, "Good anywhere", "1:1");
	obs_sceneitem_set_scale_filter(in_middle, OBS_SCALE_POINT);
	obs_sceneitem_set_scale_filter(in_scene, OBS_SCALE_POINT);
	obs_sceneitem_set_scale(in_middle, &(struct vec2){.x = 0.5f, .y = 0.5f});
	obs_sceneitem_set_scale(in_scene, &(struct vec2){.x = 0.5f, .y = 0.5f});
	host_run_frames(2);
	expect(source, "Too small", "a quarter");
	obs_sceneitem_set_scale(in_scene, &(struct vec2){.x = 1.0f, .y = 1.0f});
	obs_sceneitem_set_crop(in_middle, &(struct obs_sceneitem_crop){.left = 100});
	host_run_frames(2);
	expect(source, "cropped or outside", "the nested scene is cropped");
	/* Of two places in the program the better one counts, and scenes that are not in it do not. */
	obs_scene_add(scene, source);
	host_run_frames(2);
	expect(source, "Good anywhere", "beside it, too");
	obs_source_remove(obs_scene_get_source(middle));
	obs_source_remove(obs_scene_get_source(inner));
	obs_scene_release(middle);
	obs_scene_release(inner);
	end_scene(scene);
	obs_source_release(source);
	host_finish();
}

static obs_source_t *add_filter(obs_source_t *source, const char *id, const char *settings_json)
{
	obs_data_t *settings = obs_data_create_from_json(settings_json);
	obs_source_t *filter = obs_source_create_private(id, id, settings);
	obs_source_filter_add(source, filter);
	obs_data_release(settings);
	host_run_frames(3); /* filters know their size a frame later */
	return filter;
}

static void remove_filter(obs_source_t *source, obs_source_t *filter)
{
	obs_source_filter_remove(source, filter);
	obs_source_release(filter);
	host_run_frames(2);
}

static void filters_count(void)
{
	start();
	if (!load("FILTERS_MODULE", "FILTERS_MODULE_DATA"))
		exit(77);
	obs_source_t *source = overlay_make("{\"module_px\": 6}");
	obs_scene_t *scene = scene_on_air("scene");
	obs_scene_add(scene, source);
	obs_source_t *filter = add_filter(source, "crop_filter", "{\"left\": 50}");
	expect(source, "cropped or outside", "cropped");
	obs_source_set_enabled(filter, false);
	expect(source, "Good anywhere", "switched off");
	remove_filter(source, filter);
	filter = add_filter(source, "crop_filter", "{\"left\": -20, \"right\": -20}");
	expect(source, "Good anywhere", "padded");
	remove_filter(source, filter);
	filter = add_filter(source, "scale_filter", "{\"resolution\": \"100x100\", \"sampling\": \"point\"}");
	expect(source, "Too small", "scaled");
	remove_filter(source, filter);
	filter = add_filter(source, "color_filter", "{}");
	expect(source, "A filter changes", "coloured");
	remove_filter(source, filter);
	filter = add_filter(obs_scene_get_source(scene), "color_filter", "{}");
	expect(source, "A filter changes", "its scene is coloured");
	remove_filter(obs_scene_get_source(scene), filter);
	expect(source, "Good anywhere", "no filter");
	end_scene(scene);
	obs_source_release(source);
	host_finish();
}

static void what_is_not_drawn_is_not_called_good(void)
{
	overlay_start();
	overlay_show_state(ENGINE_READY);
	obs_source_t *source = overlay_make("{}");
	obs_scene_t *scene = scene_on_air("scene");
	obs_scene_add(scene, source);
	host_run_frames(2);
	expect(source, "there is no pairing code", "no code");
	overlay_offer_code(overlay_pairing);
	host_run_frames(2);
	expect(source, "Good anywhere", "a code");
	update(source, "{\"show_when\": \"preview_only\"}");
	expect(source, "hides the code", "never in the program");
	end_scene(scene);
	obs_source_release(source);
	host_finish();
}

static void on_new_properties(void *data, calldata_t *params)
{
	UNUSED_PARAMETER(params);
	*(bool *)data = true;
}

static bool is_told(void *ctx)
{
	return *(bool *)ctx;
}

static void open_properties_follow_what_happens(void)
{
	bool is_new = false;
	start();
	obs_source_t *source = overlay_make("{\"module_px\": 6}");
	obs_scene_t *scene = scene_on_air("scene");
	obs_sceneitem_t *item = obs_scene_add(scene, source);
	obs_properties_t *properties = obs_source_properties(source);
	signal_handler_connect(obs_source_get_signal_handler(source), "update_properties", on_new_properties, &is_new);
	host_run_frames(40);
	HOST_CHECK(!is_new);
	obs_sceneitem_set_scale(item, &(struct vec2){.x = 0.25f, .y = 0.25f});
	host_wait(is_told, &is_new, "new properties");
	is_new = false;
	overlay_show_state(ENGINE_READY);
	host_wait(is_told, &is_new, "new properties");
	obs_properties_destroy(properties);
	is_new = false;
	obs_sceneitem_set_scale(item, &(struct vec2){.x = 1.0f, .y = 1.0f});
	host_run_frames(40);
	HOST_CHECK(!is_new);
	signal_handler_disconnect(obs_source_get_signal_handler(source), "update_properties", on_new_properties,
				  &is_new);
	end_scene(scene);
	obs_source_release(source);
	host_finish();
}

static void looking_writes_nothing(void)
{
	start();
	obs_source_t *source = overlay_make("{\"module_px\": 6, \"caption\": \"Scan me\"}");
	obs_data_t *settings = obs_source_get_settings(source);
	char *before = bstrdup(obs_data_get_json(settings));
	obs_properties_t *properties = obs_source_properties(source);
	obs_properties_apply_settings(properties, settings);
	HOST_CHECK(strcmp(before, obs_data_get_json(settings)) == 0);
	obs_properties_destroy(properties);
	obs_data_release(settings);
	bfree(before);
	obs_source_release(source);
	host_finish();
}

/* --- captions, and more than one code --- */

static void a_caption_that_is_too_long_says_so(void)
{
	char settings[512];
	char words[200];
	start();
	if (!load("TEXT_MODULE", "TEXT_MODULE_DATA"))
		exit(77);
	memset(words, 'm', sizeof(words));
	words[sizeof(words) - 1] = '\0';
	obs_source_t *source = overlay_make("{\"module_px\": 6, \"caption\": \"Scan me\", \"caption_px\": 40}");
	host_run_frames(20);
	HOST_CHECK(!line(source, "caption_cut"));
	uint32_t height = obs_source_get_height(source);
	snprintf(settings, sizeof(settings), "{\"caption\": \"%s\"}", words);
	update(source, settings);
	host_run_frames(60); /* it is shortened in several steps */
	char *text = line(source, "caption_cut");
	HOST_CHECK(text && strstr(text, "too long"));
	HOST_CHECK(obs_source_get_height(source) == height);
	bfree(text);
	obs_source_release(source);
	host_finish();
}

static void a_second_code_says_that_there_is_one(void)
{
	start();
	obs_source_t *first = obs_source_create("lovense_pairing_qr", "Mine", NULL, NULL);
	obs_scene_t *scene = scene_on_air("scene");
	obs_scene_add(scene, first);
	host_run_frames(2);
	HOST_CHECK(!line(first, "another"));
	obs_source_t *second = obs_source_create("lovense_pairing_qr", "Its twin", NULL, NULL);
	obs_scene_add(scene, second);
	char *text = line(second, "another");
	HOST_CHECK(text && strstr(text, "Mine"));
	bfree(text);
	obs_source_remove(second);
	obs_source_release(second);
	end_scene(scene);
	obs_source_release(first);
	host_finish();
}

static const struct host_scenario scenarios[] = {
	{"the_properties_give_size_and_verdict", the_properties_give_size_and_verdict},
	{"the_verdict_counts_how_a_scene_scales", the_verdict_counts_how_a_scene_scales},
	{"what_is_cut_off_counts", what_is_cut_off_counts},
	{"bounds_count", bounds_count},
	{"nested_scenes_count", nested_scenes_count},
	{"filters_count", filters_count},
	{"what_is_not_drawn_is_not_called_good", what_is_not_drawn_is_not_called_good},
	{"open_properties_follow_what_happens", open_properties_follow_what_happens},
	{"looking_writes_nothing", looking_writes_nothing},
	{"a_caption_that_is_too_long_says_so", a_caption_that_is_too_long_says_so},
	{"a_second_code_says_that_there_is_one", a_second_code_says_that_there_is_one},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
