/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <graphics/graphics.h>
#include <util/bmem.h>
#include <util/platform.h>

#include "host.h"

bool text_start(void)
{
	struct host_options options = {.config = getenv("CONFIG")};
	obs_module_t *module = NULL;
	const char *path = getenv("TEXT_MODULE");
	const char *data = getenv("TEXT_MODULE_DATA");
	if (!path || !data || !os_file_exists(path)) {
		fprintf(stderr, "skipped: OBS's text source is not installed\n");
		return false;
	}
	host_start(&options);
	HOST_CHECK(obs_open_module(&module, path, data) == MODULE_SUCCESS && obs_init_module(module));
	return true;
}

void text_finish(void)
{
	host_finish();
	HOST_CHECK(!host_has_logged("Out of space trying to render glyphs"));
}

/* --- on the graphics thread --- */

struct setting {
	struct text_sheet *sheet;
	size_t slot;
	const char *text;
	bool is_settled;
};

static void set_text(void *data)
{
	struct setting *setting = data;
	text_sheet_set(setting->sheet, setting->slot, setting->text);
}

void text_set(struct text_sheet *sheet, size_t slot, const char *text)
{
	struct setting setting = {.sheet = sheet, .slot = slot, .text = text};
	obs_queue_task(OBS_TASK_GRAPHICS, set_text, &setting, true);
}

static void ask_settled(void *data)
{
	struct setting *setting = data;
	setting->is_settled = text_sheet_is_settled(setting->sheet);
}

static bool is_settled(void *data)
{
	struct setting setting = {.sheet = data};
	obs_queue_task(OBS_TASK_GRAPHICS, ask_settled, &setting, true);
	return setting.is_settled;
}

void text_settle(struct text_sheet *sheet)
{
	host_wait(is_settled, sheet, "text");
}

struct text_sheet *text_make_line(struct text_pool *pool, const char *face, int size_px, const char *text)
{
	struct text_slot slot = {.font = {.size_px = size_px}, .width_px = 1000};
	struct text_surround nothing = {0};
	if (face)
		snprintf(slot.font.face, sizeof(slot.font.face), "%s", face);
	struct text_sheet *sheet = text_sheet_create(pool, &slot, 1, &nothing);
	text_set(sheet, 0, text);
	text_settle(sheet);
	return sheet;
}

/* --- masks --- */

struct reading {
	const struct text_sheet *sheet;
	size_t slot;
	struct text_mask mask;
};

static void copy_box(struct text_mask *mask, const struct text_line *line, const uint8_t *data, uint32_t linesize)
{
	for (int y = 0; y < line->box_height; y++) {
		const uint8_t *row = data + (size_t)(line->box_y + y) * linesize + (size_t)line->box_x * 4;
		for (int x = 0; x < line->box_width; x++) {
			size_t at = (size_t)y * (size_t)line->box_width + (size_t)x;
			mask->red[at] = row[x * 4];
			mask->green[at] = row[x * 4 + 1];
		}
	}
}

/* By way of RGBA: rows of other formats are not where libobs says they are, when they are no multiple of four bytes. */
static void read_texture(gs_texture_t *texture, const struct text_line *line, struct text_mask *mask)
{
	uint32_t width = gs_texture_get_width(texture);
	uint32_t height = gs_texture_get_height(texture);
	gs_effect_t *effect = obs_get_base_effect(OBS_EFFECT_DEFAULT);
	gs_texrender_t *render = gs_texrender_create(GS_RGBA, GS_ZS_NONE);
	gs_stagesurf_t *stage = gs_stagesurface_create(width, height, GS_RGBA);
	uint8_t *pixels = NULL;
	uint32_t linesize = 0;
	HOST_CHECK(gs_texrender_begin(render, width, height));
	gs_ortho(0.0f, (float)width, 0.0f, (float)height, -100.0f, 100.0f);
	gs_blend_state_push();
	gs_enable_blending(false);
	gs_effect_set_texture(gs_effect_get_param_by_name(effect, "image"), texture);
	while (gs_effect_loop(effect, "Draw"))
		gs_draw_sprite(texture, 0, width, height);
	gs_enable_blending(true);
	gs_blend_state_pop();
	gs_texrender_end(render);
	gs_stage_texture(stage, gs_texrender_get_texture(render));
	HOST_CHECK(gs_stagesurface_map(stage, &pixels, &linesize));
	copy_box(mask, line, pixels, linesize);
	gs_stagesurface_unmap(stage);
	gs_stagesurface_destroy(stage);
	gs_texrender_destroy(render);
}

static void read_box(void *data)
{
	struct reading *reading = data;
	const struct text_line *line = text_sheet_line(reading->sheet, reading->slot);
	struct text_mask *mask = &reading->mask;
	size_t size = (size_t)line->box_width * (size_t)line->box_height;
	*mask = (struct text_mask){.red = bzalloc(size * 2), .width = line->box_width, .height = line->box_height};
	mask->green = mask->red + size;
	obs_enter_graphics();
	gs_texture_t *texture = text_sheet_texture(reading->sheet);
	HOST_CHECK(texture != NULL);
	read_texture(texture, line, mask);
	obs_leave_graphics();
}

struct text_mask text_read(const struct text_sheet *sheet, size_t slot)
{
	struct reading reading = {.sheet = sheet, .slot = slot};
	obs_queue_task(OBS_TASK_GRAPHICS, read_box, &reading, true);
	return reading.mask;
}

static bool has_ink(const struct text_mask *mask, int x, int from_y, int to_y, int least)
{
	for (int y = from_y; y < to_y; y++)
		if (mask->red[(size_t)y * (size_t)mask->width + (size_t)x] >= least)
			return true;
	return false;
}

int text_left(const struct text_mask *mask)
{
	for (int x = 0; x < mask->width; x++)
		if (has_ink(mask, x, 0, mask->height, 32))
			return x;
	return -1;
}

int text_right(const struct text_mask *mask)
{
	for (int x = mask->width - 1; x >= 0; x--)
		if (has_ink(mask, x, 0, mask->height, 32))
			return x;
	return -1;
}

int text_bottom(const struct text_mask *mask)
{
	for (int y = mask->height - 1; y >= 0; y--)
		for (int x = 0; x < mask->width; x++)
			if (has_ink(mask, x, y, y + 1, 128))
				return y;
	return -1;
}
