/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_effect.h"

#include <graphics/vec2.h>
#include <graphics/vec4.h>
#include <obs-module.h>

#include "obs/plugin_log.h"
#include "obs/sources/text/text_sheet.h"

/* Mask: red is the coverage (alpha of what the text source drew), green the larger of it, the outline (the most of 24
 * places around) and the shadow (the mean of as many, moved down). Shade: the same without an outline, in half the
 * time. */
static const char source[] = "uniform float4x4 ViewProj;\n"
			     "uniform texture2d image;\n"
			     "uniform float4 part;\n"
			     "uniform float4 reach;\n"
			     "uniform float2 texel;\n"
			     "uniform float4 colour;\n"
			     "uniform float4 around;\n"
			     "sampler_state def_sampler { Filter = Linear; AddressU = Clamp; AddressV = Clamp; };\n"
			     "struct Vertex { float4 pos : POSITION; float2 uv : TEXCOORD0; };\n"
			     "Vertex VSPart(Vertex v)\n"
			     "{\n"
			     "	Vertex o;\n"
			     "	o.pos = mul(float4(v.pos.xyz, 1.0), ViewProj);\n"
			     "	o.uv = part.xy + v.uv * part.zw;\n"
			     "	return o;\n"
			     "}\n"
			     "float4 PSCopy(Vertex v) : TARGET\n"
			     "{\n"
			     "	return float4(image.Sample(def_sampler, v.uv).a, 0.0, 0.0, 1.0);\n"
			     "}\n"
			     "float shadow(float2 uv)\n"
			     "{\n"
			     "	float blur = 0.0;\n"
			     "	float2 down = uv - float2(0.0, reach.z) * texel;\n"
			     "	for (int i = 0; i < 12; i++) {\n"
			     "		float angle = float(i) * 0.5235988;\n"
			     "		float2 way = float2(cos(angle), sin(angle)) * texel;\n"
			     "		blur += image.Sample(def_sampler, down + way * reach.y).a;\n"
			     "		blur += image.Sample(def_sampler, down + way * reach.y * 0.5).a;\n"
			     "	}\n"
			     "	return saturate(blur / 24.0 * reach.w);\n"
			     "}\n"
			     "float4 PSMask(Vertex v) : TARGET\n"
			     "{\n"
			     "	float letters = image.Sample(def_sampler, v.uv).a;\n"
			     "	float edge = 0.0;\n"
			     "	for (int i = 0; i < 12; i++) {\n"
			     "		float angle = float(i) * 0.5235988;\n"
			     "		float2 way = float2(cos(angle), sin(angle)) * texel;\n"
			     "		edge = max(edge, image.Sample(def_sampler, v.uv + way * reach.x).a);\n"
			     "		edge = max(edge, image.Sample(def_sampler, v.uv + way * reach.x * 0.5).a);\n"
			     "	}\n"
			     "	return float4(letters, max(max(letters, edge), shadow(v.uv)), 0.0, 1.0);\n"
			     "}\n"
			     "float4 PSShade(Vertex v) : TARGET\n"
			     "{\n"
			     "	float letters = image.Sample(def_sampler, v.uv).a;\n"
			     "	return float4(letters, max(letters, shadow(v.uv)), 0.0, 1.0);\n"
			     "}\n"
			     "float4 PSDraw(Vertex v) : TARGET\n"
			     "{\n"
			     "	float4 mask = image.Sample(def_sampler, v.uv);\n"
			     "	float letters = mask.r * colour.a;\n"
			     "	float rest = mask.g * around.a * (1.0 - letters);\n"
			     "	float all = max(letters + rest, 0.0001);\n"
			     "	return float4((colour.rgb * letters + around.rgb * rest) / all, letters + rest);\n"
			     "}\n"
			     "technique Copy { pass { vertex_shader = VSPart(v); pixel_shader = PSCopy(v); } }\n"
			     "technique Mask { pass { vertex_shader = VSPart(v); pixel_shader = PSMask(v); } }\n"
			     "technique Shade { pass { vertex_shader = VSPart(v); pixel_shader = PSShade(v); } }\n"
			     "technique Draw { pass { vertex_shader = VSPart(v); pixel_shader = PSDraw(v); } }\n";

gs_effect_t *text_effect_create(void)
{
	char *problem = NULL;
	obs_enter_graphics();
	gs_effect_t *effect = gs_effect_create(source, "lovense-for-obs text", &problem);
	obs_leave_graphics();
	if (!effect)
		plugin_warning("text cannot be drawn: %s", problem ? problem : "its shaders were refused");
	bfree(problem);
	return effect;
}

static void set(gs_effect_t *effect, const char *name, float x, float y, float z, float w)
{
	struct vec4 value;
	vec4_set(&value, x, y, z, w);
	gs_effect_set_vec4(gs_effect_get_param_by_name(effect, name), &value);
}

static void draw_part(gs_effect_t *effect, const char *technique, gs_texture_t *texture, const struct text_part *part,
		      const struct text_part *box)
{
	float width = (float)gs_texture_get_width(texture);
	float height = (float)gs_texture_get_height(texture);
	gs_effect_set_texture(gs_effect_get_param_by_name(effect, "image"), texture);
	set(effect, "part", part->x / width, part->y / height, part->width / width, part->height / height);
	gs_matrix_push();
	gs_matrix_translate3f(box->x, box->y, 0.0f);
	gs_matrix_scale3f(box->width, box->height, 1.0f); /* sprites have whole sizes only */
	while (gs_effect_loop(effect, technique))
		gs_draw_sprite(NULL, 0, 1, 1);
	gs_matrix_pop();
}

static bool is_plain(const struct text_surround *surround)
{
	return surround->outline_px <= 0.0f && surround->shadow_px <= 0.0f;
}

void text_effect_mask(gs_effect_t *effect, gs_texture_t *coverage, const struct text_part *part,
		      const struct text_part *box, const struct text_surround *surround)
{
	float larger = part->width / box->width; /* pixels of the coverage for each of the box */
	struct vec2 texel;
	if (is_plain(surround)) {
		draw_part(effect, "Copy", coverage, part, box);
		return;
	}
	vec2_set(&texel, 1.0f / (float)gs_texture_get_width(coverage), 1.0f / (float)gs_texture_get_height(coverage));
	gs_effect_set_vec2(gs_effect_get_param_by_name(effect, "texel"), &texel);
	set(effect, "reach", surround->outline_px * larger, surround->shadow_px * larger,
	    surround->shadow_down_px * larger, surround->shadow_px > 0.0f ? surround->shadow_strength : 0.0f);
	draw_part(effect, surround->outline_px > 0.0f ? "Mask" : "Shade", coverage, part, box);
}

static void set_colour(gs_effect_t *effect, const char *name, uint32_t colour)
{
	set(effect, name, (float)(colour & 0xFF) / 255.0f, (float)(colour >> 8 & 0xFF) / 255.0f,
	    (float)(colour >> 16 & 0xFF) / 255.0f, (float)(colour >> 24) / 255.0f);
}

void text_effect_draw(gs_effect_t *effect, gs_texture_t *mask, const struct text_part *part, float x, float y,
		      uint32_t colour, uint32_t surround)
{
	struct text_part box = {.x = x, .y = y, .width = part->width, .height = part->height};
	bool was_srgb = gs_framebuffer_srgb_enabled();
	gs_enable_framebuffer_srgb(false); /* as OBS draws its own text source */
	gs_blend_state_push();
	gs_reset_blend_state();
	set_colour(effect, "colour", colour);
	set_colour(effect, "around", surround);
	draw_part(effect, "Draw", mask, part, &box);
	gs_blend_state_pop();
	gs_enable_framebuffer_srgb(was_srgb);
}
