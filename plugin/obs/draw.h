/* Drawing with OBS's own effects, right for sRGB and linear targets. Graphics thread, inside video_render of a source
 * that draws by itself (OBS_SOURCE_CUSTOM_DRAW). */
#pragma once

#include <stdint.h>

struct gs_texture;

/* texture is borrowed and drawn pixel for pixel, opaque; x, y: its top left corner, in pixels of the source. */
void draw_texture(struct gs_texture *texture, int x, int y);
/* colour: 0xAABBGGRR, drawn opaque; the rest in pixels of the source. */
void draw_rectangle(uint32_t colour, float x, float y, uint32_t width, uint32_t height);
