/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The buffers and the effect that a picture is drawn with. Inside the graphics context, for everything. */
#pragma once

#include "obs/sources/activity/shapes/history.h"
#include "obs/sources/activity/picture.h"

struct canvas;
struct gs_texture;

/* Never NULL. */
struct canvas *canvas_create(void);
void canvas_destroy(struct canvas *canvas); /* NULL is fine */
/* Whether the effect file is there and compiles; else canvas_draw() draws nothing. */
bool canvas_has_effect(const struct canvas *canvas);
/* Borrowed: built into by picture_build(), then canvas_upload(). */
struct mesh *canvas_mesh(struct canvas *canvas);
void canvas_upload(struct canvas *canvas);
void canvas_set_history(struct canvas *canvas, const uint8_t texels[HISTORY_BYTES]);
/* Blends the newest mesh into the target. mask: NULL while there is no text. */
void canvas_draw(struct canvas *canvas, const struct picture_inks *inks, struct gs_texture *mask);
/* What the target takes. */
struct ink_space canvas_space(void);
