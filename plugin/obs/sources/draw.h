/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drawing with OBS's own effects, right for sRGB and linear targets. Graphics thread, inside video_render of a source
 * that draws by itself (OBS_SOURCE_CUSTOM_DRAW). */
#pragma once

#include <stdint.h>

struct gs_texture;
struct gs_sampler_state;

/* Both are borrowed. The texture is drawn opaque, as a square of that side; x, y: its top left corner; all in pixels of
 * the source. sampler: how the texture is made larger. */
void draw_texture(struct gs_texture *texture, struct gs_sampler_state *sampler, int x, int y, uint32_t side);
/* colour: 0xAABBGGRR, drawn opaque; the rest in pixels of the source. */
void draw_rectangle(uint32_t colour, float x, float y, uint32_t width, uint32_t height);
