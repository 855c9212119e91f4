/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures of sources and of the program. */
#include <math.h>
#include <string.h>

#include <graphics/graphics.h>
#include <util/bmem.h>
#include <util/threading.h>

#include "../read_code.h"
#include "host.h"

static void draw_source(obs_source_t *source, uint32_t width, uint32_t height)
{
	struct vec4 clear = {0};
	gs_clear(GS_CLEAR_COLOR, &clear, 0, 0);
	gs_ortho(0.0f, (float)width, 0.0f, (float)height, -100.0f, 100.0f);
	gs_blend_state_push();
	gs_blend_function(GS_BLEND_ONE, GS_BLEND_ZERO);
	obs_source_video_render(source);
	gs_blend_state_pop();
}

struct drawing {
	obs_source_t *source;
	struct host_picture picture;
};

static void copy_picture(struct host_picture *picture, gs_texture_t *texture)
{
	uint32_t width = (uint32_t)picture->width_px;
	uint32_t height = (uint32_t)picture->height_px;
	gs_stagesurf_t *stage = gs_stagesurface_create(width, height, GS_BGRA);
	uint8_t *data = NULL;
	uint32_t linesize = 0;
	gs_stage_texture(stage, texture);
	if (gs_stagesurface_map(stage, &data, &linesize)) {
		picture->bgra = bmalloc((size_t)width * height * 4);
		for (uint32_t y = 0; y < height; y++)
			memcpy(picture->bgra + (size_t)y * width * 4, data + (size_t)y * linesize, (size_t)width * 4);
		gs_stagesurface_unmap(stage);
	}
	gs_stagesurface_destroy(stage);
}

static void draw_picture(void *param)
{
	struct drawing *drawing = param;
	uint32_t width = obs_source_get_width(drawing->source);
	uint32_t height = obs_source_get_height(drawing->source);
	drawing->picture = (struct host_picture){.width_px = (int)width, .height_px = (int)height};
	if (!width || !height)
		return;
	obs_enter_graphics();
	gs_texrender_t *render = gs_texrender_create(GS_BGRA, GS_ZS_NONE);
	HOST_CHECK(gs_texrender_begin(render, width, height));
	draw_source(drawing->source, width, height);
	gs_texrender_end(render);
	copy_picture(&drawing->picture, gs_texrender_get_texture(render));
	gs_texrender_destroy(render);
	obs_leave_graphics();
}

/* On the thread that draws in OBS: on another one it may meet a tick, and a source that waits for no lock draws
 * nothing. */
struct host_picture host_draw(obs_source_t *source)
{
	struct drawing drawing = {.source = source};
	obs_queue_task(OBS_TASK_GRAPHICS, draw_picture, &drawing, true);
	return drawing.picture;
}

bool host_is_empty(const struct host_picture *picture)
{
	size_t size = picture->bgra ? (size_t)picture->width_px * (size_t)picture->height_px * 4 : 0;
	for (size_t i = 3; i < size; i += 4)
		if (picture->bgra[i] != 0)
			return false;
	return true;
}

void host_read(const struct host_picture *picture, char *text, size_t size)
{
	text[0] = '\0';
	if (picture->bgra)
		read_code(picture->bgra, picture->width_px, picture->height_px, (size_t)picture->width_px * 4, text,
			  size);
}

/* --- colours --- */

static float float_of_half(uint16_t half)
{
	int exponent = (half >> 10) & 0x1F;
	float fraction = (float)(half & 0x3FF) / 1024.0f;
	float value = exponent ? ldexpf(1.0f + fraction, exponent - 15) : ldexpf(fraction, -14);
	return half & 0x8000 ? -value : value;
}

static void read_pixel(gs_texture_t *texture, int x, int y, float rgb[3])
{
	gs_stagesurf_t *stage =
		gs_stagesurface_create(gs_texture_get_width(texture), gs_texture_get_height(texture), GS_RGBA16F);
	uint8_t *data = NULL;
	uint32_t linesize = 0;
	HOST_CHECK(gs_texture_get_color_format(texture) == GS_RGBA16F);
	gs_stage_texture(stage, texture);
	HOST_CHECK(gs_stagesurface_map(stage, &data, &linesize));
	const uint16_t *pixel = (const uint16_t *)(data + (size_t)y * linesize) + (size_t)x * 4;
	for (int i = 0; i < 3; i++)
		rgb[i] = float_of_half(pixel[i]);
	gs_stagesurface_unmap(stage);
	gs_stagesurface_destroy(stage);
}

struct measurement {
	obs_source_t *source;
	enum gs_color_space space;
	int x, y;
	float *rgb;
};

static void measure_light(void *param)
{
	const struct measurement *wanted = param;
	uint32_t width = obs_source_get_width(wanted->source);
	uint32_t height = obs_source_get_height(wanted->source);
	obs_enter_graphics();
	gs_texrender_t *render = gs_texrender_create(GS_RGBA16F, GS_ZS_NONE);
	HOST_CHECK(gs_texrender_begin_with_color_space(render, width, height, wanted->space));
	/* As OBS draws its canvas: light adds up linearly. */
	bool was_linear = gs_set_linear_srgb(true);
	gs_enable_framebuffer_srgb(true);
	draw_source(wanted->source, width, height);
	gs_enable_framebuffer_srgb(false);
	gs_set_linear_srgb(was_linear);
	gs_texrender_end(render);
	read_pixel(gs_texrender_get_texture(render), wanted->x, wanted->y, wanted->rgb);
	gs_texrender_destroy(render);
	obs_leave_graphics();
}

void host_light(obs_source_t *source, enum gs_color_space space, int x, int y, float rgb[3])
{
	struct measurement wanted = {.source = source, .space = space, .x = x, .y = y, .rgb = rgb};
	obs_queue_task(OBS_TASK_GRAPHICS, measure_light, &wanted, true);
}

void host_canvas_light(int x, int y, float rgb[3])
{
	obs_enter_graphics();
	gs_texture_t *canvas = obs_get_main_texture();
	HOST_CHECK(canvas != NULL);
	read_pixel(canvas, x, y, rgb);
	obs_leave_graphics();
}

/* --- what an output gets --- */

struct recording {
	volatile long frames;
	long wanted;
	uint8_t *bgra; /* written once, by the frame that was wanted */
};

static void on_frame(void *data, struct video_data *frame)
{
	struct recording *recording = data;
	if (os_atomic_inc_long(&recording->frames) != recording->wanted)
		return;
	recording->bgra = bmalloc((size_t)HOST_WIDTH * HOST_HEIGHT * 4);
	for (int y = 0; y < HOST_HEIGHT; y++)
		memcpy(recording->bgra + (size_t)y * HOST_WIDTH * 4, frame->data[0] + (size_t)y * frame->linesize[0],
		       (size_t)HOST_WIDTH * 4);
}

static bool is_recorded(void *data)
{
	struct recording *recording = data;
	return os_atomic_load_long(&recording->frames) >= recording->wanted;
}

struct host_picture host_record(int count)
{
	struct recording recording = {.wanted = count};
	struct video_scale_info bgra = {.format = VIDEO_FORMAT_BGRA,
					.width = HOST_WIDTH,
					.height = HOST_HEIGHT,
					.range = VIDEO_RANGE_FULL,
					.colorspace = VIDEO_CS_709};
	obs_add_raw_video_callback(&bgra, on_frame, &recording);
	host_wait(is_recorded, &recording, "recorded frames");
	obs_remove_raw_video_callback(on_frame, &recording);
	return (struct host_picture){.bgra = recording.bgra, .width_px = HOST_WIDTH, .height_px = HOST_HEIGHT};
}
