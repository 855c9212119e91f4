/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text sources of OBS that all sources of the plugin share. One of them holds about 8.5 MB, whatever it shows; so
 * there is one for each font (face, weight, size), made when a line first asks for it, fed one line at a time and given
 * up with the last sheet that uses it. What it draws is kept by the sheets (text_sheet.h) as a small mask.
 *
 * Once a frame, before any source is drawn: at most one line is worked on. A picture needs two frames at least, because
 * OBS changes a text source in a tick of its own. When nothing changes, a frame costs one atomic read. */
#pragma once

#include <stdbool.h>

struct text_pool;

/* Any thread, as the rest. Never NULL; text_pool_close() it. */
struct text_pool *text_pool_create(void);
/* Gives up all text sources and draws no more; sheets that outlive it keep what they show. May wait for the frame that
 * is being drawn. Call it once, while the module of the text source is still loaded; NULL is fine. */
void text_pool_close(struct text_pool *pool);
/* Whether this OBS has a text source; bare libobs hosts have none. Sheets are then empty for ever. */
bool text_pool_has_text(const struct text_pool *pool);
/* How many text sources there are now. For tests and diagnostics. */
int text_pool_sources(struct text_pool *pool);
