/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/draw.h"

#include <graphics/vec4.h>
#include <obs-module.h>

void draw_texture(struct gs_texture *texture, struct gs_sampler_state *sampler, int x, int y, uint32_t side)
{
	gs_effect_t *effect = obs_get_base_effect(OBS_EFFECT_OPAQUE);
	gs_effect_set_next_sampler(gs_effect_get_param_by_name(effect, "image"), sampler);
	while (gs_effect_loop(effect, "Draw"))
		obs_source_draw(texture, x, y, side, side, false);
}

void draw_rectangle(uint32_t colour, float x, float y, uint32_t width, uint32_t height)
{
	gs_effect_t *effect = obs_get_base_effect(OBS_EFFECT_SOLID);
	bool is_linear = gs_get_linear_srgb();
	bool was_srgb = gs_framebuffer_srgb_enabled();
	struct vec4 value;
	if (is_linear)
		vec4_from_rgba_srgb(&value, colour | 0xFF000000);
	else
		vec4_from_rgba(&value, colour | 0xFF000000);
	gs_enable_framebuffer_srgb(is_linear);
	gs_effect_set_vec4(gs_effect_get_param_by_name(effect, "color"), &value);
	gs_matrix_push();
	gs_matrix_translate3f(x, y, 0.0f);
	while (gs_effect_loop(effect, "Solid"))
		gs_draw_sprite(NULL, 0, width, height);
	gs_matrix_pop();
	gs_enable_framebuffer_srgb(was_srgb);
}
