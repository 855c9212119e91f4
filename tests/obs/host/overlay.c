/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pairing code, as its source in a bare libobs draws it. One scenario a run. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <util/bmem.h>

#include "fake_engine.h"
#include "host.h"
#include "overlay_session.h"

static void draws_the_code_until_it_is_scanned(void)
{
	overlay_start();
	obs_source_t *source = overlay_make("{}");
	overlay_expect_empty(source);
	HOST_CHECK(obs_source_get_width(source) == 424); /* room for the usual code */
	overlay_offer_code(overlay_pairing);
	host_run_frames(2);
	overlay_expect_code(source, overlay_pairing);
	HOST_CHECK(obs_source_get_width(source) == 424 && obs_source_get_height(source) == 424);
	overlay_offer_code("another code");
	host_run_frames(2);
	overlay_expect_code(source, "another code");
	overlay_show_state(ENGINE_READY);
	host_run_frames(2);
	overlay_expect_empty(source);
	overlay_offer_code(overlay_pairing);
	host_run_frames(2);
	overlay_expect_code(source, overlay_pairing);
	obs_source_release(source);
	obs_wait_for_destroy_queue();
	HOST_CHECK(fake_engine_held_snapshots() == 0);
	host_finish();
}

static void follows_its_settings(void)
{
	overlay_start();
	overlay_offer_code(overlay_pairing);
	obs_source_t *source = overlay_make("{\"module_px\": 5, \"quiet_zone\": 2}");
	HOST_CHECK(obs_source_get_width(source) == (45 + 4) * 5);
	overlay_expect_code(source, overlay_pairing);
	obs_data_t *settings = obs_data_create_from_json("{\"module_px\": 10, \"quiet_zone\": 4}");
	obs_source_update(source, settings);
	obs_data_release(settings);
	host_run_frames(3);
	HOST_CHECK(obs_source_get_width(source) == 530);
	overlay_expect_code(source, overlay_pairing);
	obs_source_release(source);
	host_finish();
}

static void several_instances_draw_the_same_code(void)
{
	overlay_start();
	obs_source_t *small = overlay_make("{\"module_px\": 5}");
	obs_source_t *large =
		overlay_make("{\"module_px\": 10, \"foreground\": 4286578688, \"background\": 4290838527}");
	overlay_offer_code(overlay_pairing);
	host_run_frames(2);
	overlay_expect_code(small, overlay_pairing);
	overlay_expect_code(large, overlay_pairing);
	obs_source_release(small);
	obs_source_release(large);
	host_finish();
}

static void bad_styles_and_codes_draw_nothing(void)
{
	static const char *const settings[] = {
		"{\"foreground\": 4294967295, \"background\": 4278190080}", /* inverted */
		"{\"foreground\": 4278255615}",                             /* yellow on white */
	};
	char *too_long = bmalloc(2954);
	overlay_start();
	overlay_offer_code(overlay_pairing);
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		obs_source_t *source = overlay_make(settings[i]);
		overlay_expect_empty(source);
		obs_source_release(source);
	}
	obs_source_t *source = overlay_make("{\"module_px\": 1000, \"quiet_zone\": -7}"); /* brought into range */
	overlay_expect_code(source, overlay_pairing);
	memset(too_long, 0xC3, 2953);
	too_long[2953] = '\0';
	overlay_offer_code(too_long);
	host_run_frames(2);
	overlay_offer_code(overlay_pairing);
	host_run_frames(2);
	overlay_expect_code(source, overlay_pairing);
	obs_source_release(source);
	bfree(too_long);
	host_finish();
}

static void waits_for_no_lock(void)
{
	overlay_start();
	obs_source_t *source = overlay_make("{}");
	fake_engine_block_try(fake_engine_current(), true);
	overlay_offer_code(overlay_pairing);
	host_run_frames(5);
	overlay_expect_empty(source);
	fake_engine_block_try(fake_engine_current(), false);
	host_run_frames(2);
	overlay_expect_code(source, overlay_pairing);
	obs_source_release(source);
	host_finish();
}

static void is_not_recorded_by_default(void)
{
	obs_scene_t *scene = NULL;
	overlay_start();
	overlay_offer_code(overlay_pairing);
	obs_source_t *source = overlay_make("{}");
	overlay_put_on_air(source, &scene);
	overlay_expect_code(source, overlay_pairing);
	overlay_expect_recorded(5, "");
	host_run_frames(2);
	overlay_expect_code(source, overlay_pairing);
	overlay_take_off_air(source, scene);
	host_finish();
}

/* The consent is the streamer's, and no property of a source: any program can set those, and any collection bring them.
 */
static void asking_for_always_is_no_consent(void)
{
	obs_scene_t *scene = NULL;
	overlay_start();
	overlay_offer_code(overlay_pairing);
	obs_source_t *source = overlay_make("{\"show_when\": \"always\", \"live_consent\": true}");
	overlay_put_on_air(source, &scene);
	overlay_expect_code(source, overlay_pairing);
	overlay_expect_recorded(5, "");
	overlay_take_off_air(source, scene);
	host_finish();
}

static void preview_only_never_reaches_the_program(void)
{
	obs_scene_t *scene = NULL;
	overlay_start();
	overlay_offer_code(overlay_pairing);
	obs_source_t *source = overlay_make("{\"show_when\": \"preview_only\"}");
	overlay_expect_code(source, overlay_pairing);
	overlay_put_on_air(source, &scene);
	overlay_expect_empty(source);
	obs_set_output_source(0, NULL);
	host_run_frames(2);
	overlay_expect_code(source, overlay_pairing);
	overlay_take_off_air(source, scene);
	host_finish();
}

/* --- colours --- */

static float light_of(uint32_t channel)
{
	float value = (float)(channel & 0xFF) / 255.0f;
	return value <= 0.04045f ? value / 12.92f : powf((value + 0.055f) / 1.055f, 2.4f);
}

static void expect_colour(obs_source_t *source, enum gs_color_space space, int x, int y, uint32_t abgr)
{
	/* Windows' HDR counts in steps of 80 nits. */
	float white = space == GS_CS_709_SCRGB ? obs_get_video_sdr_white_level() / 80.0f : 1.0f;
	float rgb[3];
	host_light(source, space, x, y, rgb);
	for (int i = 0; i < 3; i++) {
		float expected = light_of(abgr >> (8 * i)) * white;
		if (fabsf(rgb[i] - expected) > 0.01f * white)
			fprintf(stderr, "space %d, channel %d: %f, not %f\n", (int)space, i, (double)rgb[i],
				(double)expected);
		HOST_CHECK(fabsf(rgb[i] - expected) <= 0.01f * white);
	}
}

static void its_colours_are_right_on_every_canvas(void)
{
	static const enum gs_color_space spaces[] = {GS_CS_SRGB, GS_CS_SRGB_16F, GS_CS_709_EXTENDED, GS_CS_709_SCRGB};
	overlay_start();
	overlay_offer_code(overlay_pairing);
	obs_source_t *code = overlay_make("{\"foreground\": 4278198352, \"background\": 4292927712}");
	obs_data_t *settings = obs_data_create_from_json("{\"background\": 4286595104}");
	obs_source_t *status = obs_source_create("lovense_status", "status", settings, NULL);
	host_run_frames(2);
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		expect_colour(code, spaces[i], 2, 2, 0xFFE0E0E0);          /* the quiet zone */
		expect_colour(code, spaces[i], 4 * 8 + 2, 34, 0xFF002050); /* a corner of the code */
		expect_colour(status, spaces[i], 1, 1, 0xFF804020);
	}
	obs_source_release(status);
	obs_source_release(code);
	obs_data_release(settings);
	host_finish();
}

static void lies_on_a_canvas_of_high_dynamic_range_as_it_should(void)
{
	struct host_options options = {.is_hdr = true};
	obs_scene_t *scene = NULL;
	float white[3];
	float black[3];
	host_start(&options);
	HOST_CHECK(host_load_module());
	overlay_offer_code(overlay_pairing);
	obs_source_t *source = overlay_make("{}");
	overlay_put_on_air(source, &scene);
	host_canvas_light(300 + 2, 100 + 2, white);
	host_canvas_light(300 + 4 * 8 + 2, 100 + 4 * 8 + 2, black);
	for (int i = 0; i < 3; i++)
		HOST_CHECK(fabsf(white[i] - 1.0f) < 0.01f && fabsf(black[i]) < 0.01f);
	overlay_take_off_air(source, scene);
	host_finish();
}

static const struct host_scenario scenarios[] = {
	{"draws_the_code_until_it_is_scanned", draws_the_code_until_it_is_scanned},
	{"follows_its_settings", follows_its_settings},
	{"several_instances_draw_the_same_code", several_instances_draw_the_same_code},
	{"bad_styles_and_codes_draw_nothing", bad_styles_and_codes_draw_nothing},
	{"waits_for_no_lock", waits_for_no_lock},
	{"is_not_recorded_by_default", is_not_recorded_by_default},
	{"asking_for_always_is_no_consent", asking_for_always_is_no_consent},
	{"its_colours_are_right_on_every_canvas", its_colours_are_right_on_every_canvas},
	{"lies_on_a_canvas_of_high_dynamic_range_as_it_should", lies_on_a_canvas_of_high_dynamic_range_as_it_should},
	{"preview_only_never_reaches_the_program", preview_only_never_reaches_the_program},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
