/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "activity_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <graphics/graphics.h>
#include <util/bmem.h>
#include <util/platform.h>

#include "fake_engine.h"

static bool load_text_source(void)
{
	obs_module_t *module = NULL;
	const char *path = getenv("TEXT_MODULE");
	const char *data = getenv("TEXT_MODULE_DATA");
	return path && data && os_file_exists(path) && obs_open_module(&module, path, data) == MODULE_SUCCESS &&
	       obs_init_module(module);
}

void activity_start(bool is_hdr)
{
	struct host_options options = {.config = getenv("CONFIG"), .is_hdr = is_hdr};
	host_start(&options);
	load_text_source();
	HOST_CHECK(host_load_module());
}

bool activity_has_text(void)
{
	return obs_source_get_display_name("text_ft2_source_v2") != NULL;
}

void activity_finish(void)
{
	host_finish();
	HOST_CHECK(!host_has_logged("device_draw (GL) failed"));
	HOST_CHECK(!host_has_logged("Could not find attribute"));
	HOST_CHECK(!host_has_logged("invalid size"));
}

obs_source_t *activity_make(const char *settings_json)
{
	obs_data_t *settings = obs_data_create_from_json(settings_json);
	HOST_CHECK(settings != NULL);
	obs_source_t *source = obs_source_create("lovense_activity", "activity", settings, NULL);
	obs_data_release(settings);
	HOST_CHECK(source != NULL);
	return source;
}

/* --- what the engine shows --- */

void activity_fill(struct engine_snapshot *snapshot, const struct activity_run *run)
{
	static struct engine_run moving;
	fake_engine_blank(snapshot);
	moving = (struct engine_run){.run = run->run, .level = run->level};
	snprintf(moving.rule_name, sizeof(moving.rule_name), "%s", run->rule ? run->rule : "");
	moving.ends_ms = run->seconds > 0 ? (int64_t)(os_gettime_ns() / 1000000) + run->seconds * INT64_C(1000) : 0;
	snapshot->state = ENGINE_READY;
	snapshot->is_armed = true;
	snapshot->ceiling = run->ceiling;
	snapshot->runs = &moving;
	snapshot->run_count = run->rule ? 1 : 0;
	snapshot->toy_count = 1;
	struct engine_toy *toy = &snapshot->toys[0];
	snprintf(toy->name, sizeof(toy->name), "Lush 3");
	snprintf(toy->nickname, sizeof(toy->nickname), "SECRET");
	toy->is_online = true;
	toy->battery = 80;
	toy->actual = -1.0;
	toy->functions = 1;
	toy->ceiling = toy->function_ceiling[0] = 1.0;
	toy->level[0] = run->level;
}

void activity_publish(struct engine_snapshot *snapshot)
{
	fake_engine_publish(fake_engine_current(), snapshot);
}

void activity_show(const struct activity_run *run)
{
	struct engine_snapshot snapshot;
	activity_fill(&snapshot, run);
	activity_publish(&snapshot);
}

/* --- pictures --- */

struct request {
	obs_source_t *source;
	const struct activity_ground *ground;
	struct host_picture picture;
};

static void read_back(struct host_picture *picture, gs_texture_t *texture)
{
	gs_stagesurf_t *stage =
		gs_stagesurface_create((uint32_t)picture->width_px, (uint32_t)picture->height_px, GS_BGRA);
	size_t row = (size_t)picture->width_px * 4;
	uint8_t *data = NULL;
	uint32_t linesize = 0;
	gs_stage_texture(stage, texture);
	HOST_CHECK(gs_stagesurface_map(stage, &data, &linesize));
	picture->bgra = bmalloc(row * (size_t)picture->height_px);
	for (int y = 0; y < picture->height_px; y++)
		memcpy(picture->bgra + (size_t)y * row, data + (size_t)y * linesize, row);
	gs_stagesurface_unmap(stage);
	gs_stagesurface_destroy(stage);
}

static void draw_photo(const char *photo, uint32_t width, uint32_t height)
{
	const uint8_t *pixels = (const uint8_t *)photo;
	gs_texture_t *texture = gs_texture_create(width, height, GS_BGRA, 1, &pixels, 0);
	gs_effect_t *effect = obs_get_base_effect(OBS_EFFECT_OPAQUE);
	gs_effect_set_texture_srgb(gs_effect_get_param_by_name(effect, "image"), texture);
	while (gs_effect_loop(effect, "Draw"))
		gs_draw_sprite(texture, 0, width, height);
	gs_texture_destroy(texture);
}

static void draw(void *param)
{
	struct request *request = param;
	const struct activity_ground *ground = request->ground;
	uint32_t width = (uint32_t)request->picture.width_px;
	uint32_t height = (uint32_t)request->picture.height_px;
	struct vec4 clear;
	obs_enter_graphics();
	gs_texrender_t *render = gs_texrender_create(GS_BGRA, GS_ZS_NONE);
	vec4_from_rgba_srgb(&clear, 0xFF000000 | (ground->rgb & 0xFF) << 16 | (ground->rgb & 0xFF00) |
					    (ground->rgb >> 16 & 0xFF));
	HOST_CHECK(gs_texrender_begin(render, width, height));
	bool was_linear = gs_set_linear_srgb(true);
	gs_enable_framebuffer_srgb(true);
	gs_clear(GS_CLEAR_COLOR, &clear, 0.0f, 0);
	gs_ortho(0.0f, (float)width, 0.0f, (float)height, -100.0f, 100.0f);
	gs_blend_state_push();
	gs_reset_blend_state();
	if (ground->photo)
		draw_photo(ground->photo, width, height);
	gs_matrix_push();
	gs_matrix_translate3f(ground->x, ground->y, 0.0f);
	gs_matrix_scale3f(ground->scale, ground->scale, 1.0f);
	obs_source_video_render(request->source);
	gs_matrix_pop();
	gs_blend_state_pop();
	gs_enable_framebuffer_srgb(false);
	gs_set_linear_srgb(was_linear);
	gs_texrender_end(render);
	read_back(&request->picture, gs_texrender_get_texture(render));
	gs_texrender_destroy(render);
	obs_leave_graphics();
}

struct host_picture activity_draw_on(obs_source_t *source, const struct activity_ground *ground, int width, int height)
{
	struct request request = {
		.source = source, .ground = ground, .picture = {.width_px = width, .height_px = height}};
	obs_queue_task(OBS_TASK_GRAPHICS, draw, &request, true);
	return request.picture;
}

struct host_picture activity_draw(obs_source_t *source)
{
	static const struct activity_ground white = {.rgb = 0xFFFFFF, .scale = 1.0f};
	return activity_draw_on(source, &white, (int)obs_source_get_width(source), (int)obs_source_get_height(source));
}

uint32_t activity_pixel(const struct host_picture *picture, int x, int y)
{
	HOST_CHECK(x >= 0 && y >= 0 && x < picture->width_px && y < picture->height_px);
	return ((const uint32_t *)picture->bgra)[(size_t)y * (size_t)picture->width_px + (size_t)x] & 0xFFFFFF;
}

/* --- waiting --- */

struct settling {
	obs_source_t *source;
	struct host_picture last;
	int same;
};

static bool is_bare(const struct host_picture *picture)
{
	const uint32_t *pixels = (const uint32_t *)picture->bgra;
	for (size_t i = 0; i < (size_t)picture->width_px * (size_t)picture->height_px; i++)
		if ((pixels[i] & 0xFFFFFF) != 0xFFFFFF)
			return false;
	return true;
}

static bool is_settled(void *ctx)
{
	enum { SAME_PICTURES = 12 };
	struct settling *settling = ctx;
	host_run_frames(1);
	struct host_picture now = activity_draw(settling->source);
	size_t size = (size_t)now.width_px * (size_t)now.height_px * 4;
	bool is_same = settling->last.bgra && now.width_px == settling->last.width_px &&
		       now.height_px == settling->last.height_px && memcmp(now.bgra, settling->last.bgra, size) == 0;
	bfree(settling->last.bgra);
	settling->last = now;
	settling->same = is_same && !is_bare(&now) ? settling->same + 1 : 0;
	return settling->same >= SAME_PICTURES;
}

void activity_settle(obs_source_t *source)
{
	struct settling settling = {.source = source};
	host_wait(is_settled, &settling, "a picture that stays");
	bfree(settling.last.bgra);
}

void activity_keep(const struct host_picture *picture, const char *name)
{
	char path[1024];
	const char *folder = getenv("KEEP_PICTURES");
	if (!folder)
		return;
	snprintf(path, sizeof(path), "%s/%s.pam", folder, name);
	FILE *file = fopen(path, "wb");
	HOST_CHECK(file != NULL);
	fprintf(file, "P7\nWIDTH %d\nHEIGHT %d\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n", picture->width_px,
		picture->height_px);
	size_t count = (size_t)picture->width_px * (size_t)picture->height_px;
	uint8_t *rgb = bmalloc(3 * count);
	for (size_t i = 0; i < count; i++)
		for (size_t channel = 0; channel < 3; channel++)
			rgb[3 * i + channel] = picture->bgra[4 * i + 2 - channel];
	HOST_CHECK(fwrite(rgb, 3, count, file) == count);
	bfree(rgb);
	fclose(file);
}
