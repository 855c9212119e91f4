/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What many copies of the activity source ask of the renderer in one frame. One scenario a run. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <string.h>

#include <graphics/graphics.h>
#include <util/threading.h>

#include "activity_session.h"

/* --- what the module hands the renderer passes by here; graphics thread --- */

static bool is_drawing;                      /* the canvas */
static volatile long sent_before, sent_amid; /* atomic: rows of a graph */

void gs_texture_set_image(gs_texture_t *texture, const uint8_t *data, uint32_t linesize, bool invert)
{
	typedef void (*set_image)(gs_texture_t *, const uint8_t *, uint32_t, bool);
	void *found = dlsym(RTLD_NEXT, "gs_texture_set_image");
	set_image next = NULL;
	HOST_CHECK(found != NULL);
	memcpy(&next, &found, sizeof(next));
	if (gs_texture_get_height(texture) == 1)
		os_atomic_inc_long(is_drawing ? &sent_amid : &sent_before);
	next(texture, data, linesize, invert);
}

static void on_tick(void *param, float seconds)
{
	UNUSED_PARAMETER(param);
	UNUSED_PARAMETER(seconds);
	is_drawing = false;
}

static void on_draw(void *param, uint32_t width, uint32_t height)
{
	UNUSED_PARAMETER(param);
	UNUSED_PARAMETER(width);
	UNUSED_PARAMETER(height);
	is_drawing = true;
}

/* --- scenarios --- */

static bool has_sent_many(void *ctx)
{
	UNUSED_PARAMETER(ctx);
	return os_atomic_load_long(&sent_before) + os_atomic_load_long(&sent_amid) >= 90;
}

/* To write to a texture that something was drawn with makes a renderer end all that it is drawing: once for each copy,
 * if that comes in the midst of the canvas. */
static void graphs_are_sent_before_the_canvas_is_drawn(void)
{
	static const struct activity_run half = {.level = 0.5, .ceiling = 1.0, .rule = "Pulse", .run = 1};
	static const char settings[] = "{\"layout\": \"graph\", \"look\": \"glass\", \"graph_seconds\": 10}";
	obs_source_t *copies[3];
	activity_start(false);
	obs_add_tick_callback(on_tick, NULL);
	obs_add_main_render_callback(on_draw, NULL);
	for (uint32_t i = 0; i < 3; i++) {
		copies[i] = activity_make(settings);
		obs_set_output_source(i, copies[i]);
	}
	activity_show(&half);
	host_wait(has_sent_many, NULL, "graphs that move");
	HOST_CHECK(os_atomic_load_long(&sent_amid) == 0);
	obs_remove_main_render_callback(on_draw, NULL);
	obs_remove_tick_callback(on_tick, NULL);
	for (uint32_t i = 0; i < 3; i++) {
		obs_set_output_source(i, NULL);
		obs_source_release(copies[i]);
	}
	activity_finish();
}

static const struct host_scenario scenarios[] = {
	{"graphs_are_sent_before_the_canvas_is_drawn", graphs_are_sent_before_the_canvas_is_drawn},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
