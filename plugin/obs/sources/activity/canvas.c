/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/canvas.h"

#include <obs-module.h>

#include "obs/plugin_log.h"

enum canvas_param {
	PARAM_IMAGE,
	PARAM_PANEL_TOP,
	PARAM_PANEL_FOOT,
	PARAM_BORDER,
	PARAM_SURROUND,
	PARAM_LINE,
	PARAM_AREA,
	PARAM_TEXT_WEIGHT,
	PARAM_GRAPH_SIZE,
	PARAM_COUNT
};

static const char *const param_names[PARAM_COUNT] = {"image",      "panel_top",  "panel_foot",  "border",    "surround",
						     "line_color", "area_color", "text_weight", "graph_size"};

struct canvas {
	gs_effect_t *effect; /* libobs keeps one for all that load the same file */
	gs_eparam_t *params[PARAM_COUNT];
	gs_vertbuffer_t *vertices;
	struct gs_vb_data *data; /* of vertices */
	gs_indexbuffer_t *indices;
	gs_texture_t *history;
	struct mesh mesh;
};

/* --- making --- */

static gs_effect_t *load_effect(void)
{
	char *path = obs_module_file("lovense-activity.effect");
	char *problem = NULL;
	gs_effect_t *effect = path ? gs_effect_create_from_file(path, &problem) : NULL;
	if (!effect)
		plugin_warning("the activity source draws text only: lovense-activity.effect %s",
			       path ? "cannot be used" : "is missing");
	bfree(problem);
	bfree(path);
	return effect;
}

/* All of it, always: D3D11 copies as many vertices as the buffer was made for. */
static struct gs_vb_data *make_data(void)
{
	struct gs_vb_data *data = gs_vbdata_create();
	data->num = MESH_VERTICES;
	data->points = bzalloc(sizeof(struct vec3) * MESH_VERTICES);
	data->num_tex = 2;
	data->tvarray = bzalloc(sizeof(struct gs_tvertarray) * 2);
	for (int i = 0; i < 2; i++) {
		data->tvarray[i].width = 4;
		data->tvarray[i].array = bzalloc(sizeof(struct vec4) * MESH_VERTICES);
	}
	return data;
}

static void make_buffers(struct canvas *canvas)
{
	_Static_assert(sizeof(struct vec3) == 4 * sizeof(float) && sizeof(struct vec4) == 4 * sizeof(float),
		       "the arrays of a mesh are those of libobs");
	canvas->data = make_data();
	canvas->mesh = (struct mesh){.position = (float(*)[4])canvas->data->points,
				     .color = canvas->data->tvarray[0].array,
				     .edge = canvas->data->tvarray[1].array,
				     .index = bzalloc(sizeof(uint16_t) * MESH_INDICES),
				     .soft = bzalloc(sizeof(uint16_t) * MESH_INDICES),
				     .rim = bzalloc(sizeof(uint16_t) * MESH_INDICES)};
	canvas->vertices = gs_vertexbuffer_create(canvas->data, GS_DYNAMIC);
	canvas->indices = gs_indexbuffer_create(GS_UNSIGNED_SHORT, canvas->mesh.index, MESH_INDICES, GS_DYNAMIC);
	canvas->history = gs_texture_create(HISTORY_TEXELS, 1, GS_RGBA_UNORM, 1, NULL, GS_DYNAMIC);
}

struct canvas *canvas_create(void)
{
	struct canvas *canvas = bzalloc(sizeof(*canvas));
	canvas->effect = load_effect();
	for (int i = 0; canvas->effect && i < PARAM_COUNT; i++)
		canvas->params[i] = gs_effect_get_param_by_name(canvas->effect, param_names[i]);
	if (canvas->effect)
		make_buffers(canvas);
	return canvas;
}

void canvas_destroy(struct canvas *canvas)
{
	if (!canvas)
		return;
	gs_vertexbuffer_destroy(canvas->vertices); /* and its data */
	gs_indexbuffer_destroy(canvas->indices);   /* and its indices */
	gs_texture_destroy(canvas->history);
	gs_effect_destroy(canvas->effect);
	bfree(canvas->mesh.soft);
	bfree(canvas->mesh.rim);
	bfree(canvas);
}

bool canvas_has_effect(const struct canvas *canvas)
{
	return canvas->effect && canvas->vertices && canvas->indices && canvas->history;
}

struct mesh *canvas_mesh(struct canvas *canvas)
{
	return &canvas->mesh;
}

/* --- drawing --- */

void canvas_upload(struct canvas *canvas)
{
	struct gs_vb_data part = *canvas->data;
	part.num = canvas->mesh.vertex_count;
	if (part.num == 0)
		return;
	gs_vertexbuffer_flush_direct(canvas->vertices, &part);
	gs_indexbuffer_flush(canvas->indices);
}

void canvas_set_history(struct canvas *canvas, const uint8_t texels[HISTORY_BYTES])
{
	gs_texture_set_image(canvas->history, texels, HISTORY_BYTES, false);
}

struct ink_space canvas_space(void)
{
	float white = gs_get_color_space() == GS_CS_709_SCRGB ? obs_get_video_sdr_white_level() / 80.0f : 1.0f;
	return (struct ink_space){.is_linear = gs_get_linear_srgb(), .white = white};
}

static void set_ink(struct canvas *canvas, enum canvas_param param, const struct ink *ink)
{
	struct vec4 value;
	vec4_set(&value, ink->v[0], ink->v[1], ink->v[2], ink->v[3]);
	gs_effect_set_vec4(canvas->params[param], &value);
}

static void draw_list(struct canvas *canvas, enum mesh_list list, const char *technique)
{
	uint32_t count = canvas->mesh.count[list];
	if (count == 0)
		return;
	while (gs_effect_loop(canvas->effect, technique))
		gs_draw(GS_TRIS, canvas->mesh.begin[list], count);
}

static void draw_graph(struct canvas *canvas, const struct picture_inks *inks)
{
	struct vec4 size;
	if (canvas->mesh.count[MESH_GRAPH] == 0)
		return;
	vec4_set(&size, inks->graph_size[0], inks->graph_size[1], inks->graph_size[2], inks->graph_size[3]);
	gs_effect_set_texture(canvas->params[PARAM_IMAGE], canvas->history);
	gs_effect_set_vec4(canvas->params[PARAM_GRAPH_SIZE], &size);
	set_ink(canvas, PARAM_LINE, &inks->line);
	set_ink(canvas, PARAM_AREA, &inks->area);
	draw_list(canvas, MESH_GRAPH, "Graph");
}

static void draw_text(struct canvas *canvas, const struct picture_inks *inks, gs_texture_t *mask)
{
	if (!mask)
		return;
	gs_effect_set_texture(canvas->params[PARAM_IMAGE], mask);
	set_ink(canvas, PARAM_PANEL_TOP, &inks->panel_top);
	set_ink(canvas, PARAM_PANEL_FOOT, &inks->panel_foot);
	set_ink(canvas, PARAM_SURROUND, &inks->surround);
	gs_effect_set_float(canvas->params[PARAM_TEXT_WEIGHT], inks->text_weight);
	draw_list(canvas, MESH_TEXT, "Text");
}

void canvas_draw(struct canvas *canvas, const struct picture_inks *inks, gs_texture_t *mask)
{
	if (!canvas_has_effect(canvas) || canvas->mesh.index_count == 0)
		return;
	bool was_srgb = gs_framebuffer_srgb_enabled();
	gs_enable_framebuffer_srgb(gs_get_linear_srgb());
	gs_blend_state_push();
	gs_reset_blend_state();
	gs_blend_function(GS_BLEND_ONE, GS_BLEND_INVSRCALPHA);
	gs_load_vertexbuffer(canvas->vertices);
	gs_load_indexbuffer(canvas->indices);
	draw_graph(canvas, inks);
	draw_list(canvas, MESH_PLAIN, "Plain");
	draw_list(canvas, MESH_SOFT, "Soft");
	set_ink(canvas, PARAM_BORDER, &inks->border);
	draw_list(canvas, MESH_RIM, "Rim");
	draw_text(canvas, inks, mask);
	gs_load_indexbuffer(NULL);
	gs_load_vertexbuffer(NULL);
	gs_blend_state_pop();
	gs_enable_framebuffer_srgb(was_srgb);
}
