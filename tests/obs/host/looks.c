/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Captions, states and the status source in a bare libobs. One scenario a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>

#include "fake_engine.h"
#include "host.h"
#include "overlay_session.h"

/* OBS's own text source, which captions are drawn with; false: not installed here. */
static bool load_text_source(void)
{
	obs_module_t *module = NULL;
	const char *path = getenv("TEXT_MODULE");
	const char *data = getenv("TEXT_MODULE_DATA");
	return path && data && os_file_exists(path) && obs_open_module(&module, path, data) == MODULE_SUCCESS &&
	       obs_init_module(module);
}

static bool has_two_colours(const struct host_picture *picture, int from_y, int to_y)
{
	const uint32_t *pixels = (const uint32_t *)picture->bgra;
	uint32_t first = pixels[(size_t)from_y * (size_t)picture->width_px];
	for (int y = from_y; y < to_y; y++)
		for (int x = 0; x < picture->width_px; x++)
			if (pixels[(size_t)y * (size_t)picture->width_px + (size_t)x] != first)
				return true;
	return false;
}

static void a_caption_lies_below_the_code(void)
{
	overlay_start();
	bool has_text = load_text_source();
	overlay_offer_code(overlay_pairing);
	obs_source_t *source = overlay_make("{\"caption\": \"Scan me\"}");
	host_run_frames(4);
	overlay_expect_code(source, overlay_pairing);
	if (has_text) {
		struct host_picture picture = host_draw(source);
		HOST_CHECK(picture.height_px > 424 && picture.width_px == 424);
		HOST_CHECK(has_two_colours(&picture, 424, picture.height_px));
		bfree(picture.bgra);
	}
	overlay_show_state(ENGINE_READY);
	host_run_frames(2);
	overlay_expect_empty(source);
	obs_source_release(source);
	host_finish();
}

static void says_how_things_stand_when_asked(void)
{
	overlay_start();
	bool has_text = load_text_source();
	overlay_show_state(ENGINE_READY);
	obs_source_t *source = overlay_make("{\"when_not_pairing\": \"status\"}");
	host_run_frames(4);
	struct host_picture picture = host_draw(source);
	HOST_CHECK(host_is_empty(&picture) == !has_text);
	bfree(picture.bgra);
	overlay_offer_code(overlay_pairing);
	host_run_frames(2);
	overlay_expect_code(source, overlay_pairing);
	obs_source_release(source);
	host_finish();
}

static int column_height(const struct host_picture *picture, int x, uint32_t colour)
{
	int count = 0;
	for (int y = 0; y < picture->height_px; y++)
		count += ((const uint32_t *)picture->bgra)[(size_t)y * (size_t)picture->width_px + (size_t)x] == colour;
	return count;
}

static void the_status_source_shows_the_level(void)
{
	struct engine_snapshot snapshot;
	overlay_start();
	obs_data_t *settings = obs_data_create_from_json("{\"width_px\": 400, \"text_px\": 32}");
	obs_source_t *source = obs_source_create("lovense_status", "status", settings, NULL);
	obs_data_release(settings);
	fake_engine_blank(&snapshot);
	snapshot.state = ENGINE_READY;
	snapshot.toy_count = 1;
	snapshot.toys[0].level[0] = 0.5;
	fake_engine_publish(fake_engine_current(), &snapshot);
	host_run_frames(3);
	struct host_picture picture = host_draw(source);
	HOST_CHECK(picture.width_px == 400 && !host_is_empty(&picture));
	HOST_CHECK(column_height(&picture, 100, 0xFFFFFFFF) >= 16); /* filled up to the middle */
	HOST_CHECK(column_height(&picture, 300, 0xFFFFFFFF) <= 4);  /* the outline only */
	bfree(picture.bgra);
	obs_source_release(source);
	host_finish();
}

static bool count_text_sources(void *data, obs_source_t *source)
{
	*(int *)data += strcmp(obs_source_get_unversioned_id(source), "text_ft2_source") == 0;
	return true;
}

static void expect_text_sources(int expected)
{
	int count = 0;
	obs_enum_all_sources(count_text_sources, &count);
	if (count != expected)
		fprintf(stderr, "%d text sources\n", count);
	HOST_CHECK(count == expected);
}

/* Each text source of OBS holds 8.5 MB. */
static void all_sources_share_a_text_source(void)
{
	enum { COPIES = 4 };
	obs_source_t *sources[COPIES + 1];
	overlay_start();
	bool has_text = load_text_source();
	overlay_show_state(ENGINE_READY);
	obs_data_t *settings = obs_data_create_from_json("{\"text_px\": 32}");
	for (int i = 0; i < COPIES; i++)
		sources[i] = obs_source_create("lovense_status", "status", settings, NULL);
	obs_data_release(settings);
	sources[COPIES] = overlay_make("{\"when_not_pairing\": \"status\", \"caption_px\": 32}");
	host_run_frames(12);
	expect_text_sources(has_text ? 1 : 0);
	for (int i = 0; i <= COPIES; i++)
		obs_source_release(sources[i]);
	obs_wait_for_destroy_queue();
	obs_wait_for_destroy_queue(); /* the text source goes after the last that used it */
	expect_text_sources(0);
	host_finish();
}

static const struct host_scenario scenarios[] = {
	{"a_caption_lies_below_the_code", a_caption_lies_below_the_code},
	{"says_how_things_stand_when_asked", says_how_things_stand_when_asked},
	{"the_status_source_shows_the_level", the_status_source_shows_the_level},
	{"all_sources_share_a_text_source", all_sources_share_a_text_source},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
