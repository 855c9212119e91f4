/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/text/text_sheet.h"

#include <math.h>
#include <string.h>

#include <obs-module.h>

#include "net/text.h"
#include "obs/sources/text/text_effect.h"
#include "obs/sources/text/text_pool.h"
#include "obs/sources/text/text_private.h"

enum { HEIGHT_MAX = 8192 }; /* that every graphics card has */

static int between(int value, int min, int max)
{
	return value < min ? min : value > max ? max : value;
}

int text_box_baseline(int size_px, int margin)
{
	return (size_px * 6 + 4) / 5 + margin;
}

int text_box_height(int size_px, int margin)
{
	return text_box_baseline(size_px, margin) + (size_px * 2 + 4) / 5 + margin;
}

/* What such a surround needs on each side of the letters. */
static int text_surround_margin(const struct text_surround *surround)
{
	float shadow = surround->shadow_px > 0.0f ? surround->shadow_px + fabsf(surround->shadow_down_px) : 0.0f;
	float most = surround->outline_px > shadow ? surround->outline_px : shadow;
	return between((int)ceilf(most) + 1, 1, TEXT_MARGIN_MAX);
}

/* --- where the slots lie --- */

/* Digits are about six tenths of a font's size wide; where a font has wider ones, they are drawn smaller. */
static int letters_width(const struct text_slot *slot, int margin)
{
	return slot->is_digits ? slot->font.size_px * 10 + TEXT_DIGIT_COUNT * (2 * margin + 1) : slot->width_px;
}

/* Rows, as wide as the widest slot, each as high as the highest in it. */
static void place_slots(struct text_sheet *sheet)
{
	int x = 0;
	int y = 0;
	int row = 0;
	for (size_t i = 0; i < sheet->count; i++) {
		struct text_line *line = &sheet->slots[i].line;
		sheet->width_px = line->box_width > sheet->width_px ? line->box_width : sheet->width_px;
	}
	for (size_t i = 0; i < sheet->count; i++) {
		struct text_line *line = &sheet->slots[i].line;
		if (x + line->box_width > sheet->width_px)
			x = 0, y += row, row = 0;
		line->box_x = x;
		line->box_y = y;
		x += line->box_width;
		row = line->box_height > row ? line->box_height : row;
	}
	sheet->height_px = between(y + row, 1, HEIGHT_MAX);
}

static void set_wish(struct text_sheet *sheet, struct text_sheet_slot *slot, const struct text_slot *wish)
{
	slot->wish = *wish;
	slot->wish.font.size_px = between(wish->font.size_px, TEXT_SIZE_MIN, TEXT_SIZE_MAX);
	slot->wish.width_px = between(wish->width_px, 1, TEXT_WIDTH_MAX);
	slot->line.box_width = letters_width(&slot->wish, sheet->margin) + 2 * sheet->margin;
	slot->line.box_height = text_box_height(slot->wish.font.size_px, sheet->margin);
	slot->line.margin = sheet->margin;
	slot->line.baseline = (float)text_box_baseline(slot->wish.font.size_px, sheet->margin);
	slot->line.scale = 1.0f;
}

/* --- faces: with the lock held --- */

static bool is_same_font(const struct text_font *a, const struct text_font *b)
{
	return a->size_px == b->size_px && a->is_bold == b->is_bold && strcmp(a->face, b->face) == 0;
}

static struct text_face *hold_face(struct text_pool *pool, const struct text_font *font)
{
	struct text_face *face = pool->faces;
	while (face && !is_same_font(&face->font, font))
		face = face->next;
	if (!face) {
		face = text_face_create(font);
		face->next = pool->faces;
		pool->faces = face;
	}
	face->users++;
	return face;
}

/* Puts those that nobody uses any more before *unused, to be destroyed without the lock. */
static void let_go_of_face(struct text_pool *pool, struct text_face *face, struct text_face **unused)
{
	struct text_face **at = &pool->faces;
	if (!face || --face->users > 0)
		return;
	while (*at != face)
		at = &(*at)->next;
	*at = face->next;
	face->next = *unused;
	*unused = face;
}

static void hold_faces(struct text_pool *pool, struct text_sheet_slot *slot)
{
	struct text_font other = slot->wish.font;
	slot->face = hold_face(pool, &slot->wish.font);
	memcpy(other.face, slot->wish.face2, sizeof(other.face));
	if (other.face[0] && !slot->wish.is_digits && !is_same_font(&other, &slot->wish.font))
		slot->face2 = hold_face(pool, &other);
}

/* --- a sheet --- */

struct text_sheet *text_sheet_create(struct text_pool *pool, const struct text_slot *slots, size_t count,
				     const struct text_surround *surround)
{
	count = count > TEXT_SLOTS_MAX ? TEXT_SLOTS_MAX : count;
	struct text_sheet *sheet = bzalloc(sizeof(*sheet) + count * sizeof(sheet->slots[0]));
	sheet->pool = pool;
	sheet->refs = 1;
	sheet->surround = *surround;
	sheet->margin = text_surround_margin(surround);
	sheet->count = count;
	for (size_t i = 0; i < count; i++)
		set_wish(sheet, &sheet->slots[i], &slots[i]);
	place_slots(sheet);
	os_atomic_inc_long(&pool->refs);
	bool has_text = text_pool_has_text(pool);
	pthread_mutex_lock(&pool->lock);
	for (size_t i = 0; i < count; i++) {
		sheet->slots[i].wanted_serial = sheet->slots[i].wish.is_digits && has_text;
		sheet->slots[i].turn = os_atomic_inc_long(&pool->turns);
		hold_faces(pool, &sheet->slots[i]);
	}
	sheet->next = pool->sheets;
	pool->sheets = sheet;
	pthread_mutex_unlock(&pool->lock);
	os_atomic_set_long(&pool->is_awake, 1);
	return sheet;
}

void text_sheet_unref(struct text_sheet *sheet)
{
	struct text_pool *pool = sheet->pool;
	struct text_face *unused = NULL;
	if (os_atomic_dec_long(&sheet->refs) > 0)
		return;
	pthread_mutex_lock(&pool->lock);
	for (size_t i = 0; i < sheet->count; i++) {
		let_go_of_face(pool, sheet->slots[i].face, &unused);
		let_go_of_face(pool, sheet->slots[i].face2, &unused);
	}
	pthread_mutex_unlock(&pool->lock);
	for (struct text_face *face = unused; face; face = unused) {
		unused = face->next;
		text_face_destroy(face);
	}
	if (sheet->mask) {
		obs_enter_graphics();
		gs_texrender_destroy(sheet->mask);
		obs_leave_graphics();
	}
	bfree(sheet);
	text_pool_unref(pool);
}

void text_sheet_destroy(struct text_sheet *sheet)
{
	if (!sheet)
		return;
	struct text_pool *pool = sheet->pool;
	pthread_mutex_lock(&pool->lock);
	struct text_sheet **at = &pool->sheets;
	while (*at != sheet)
		at = &(*at)->next;
	*at = sheet->next;
	if (pool->job.sheet == sheet)
		pool->job.sheet = NULL; /* a frame that is at it holds on to the sheet */
	pthread_mutex_unlock(&pool->lock);
	text_sheet_unref(sheet);
}

void text_sheet_set(struct text_sheet *sheet, size_t index, const char *text)
{
	struct text_sheet_slot *slot = &sheet->slots[index];
	char wanted[TEXT_BYTES_MAX];
	text_copy(wanted, sizeof(wanted), text);
	if (slot->wish.is_digits || strcmp(slot->wanted, wanted) == 0 || !text_pool_has_text(sheet->pool))
		return;
	memcpy(slot->wanted, wanted, sizeof(wanted));
	slot->wanted_serial++;
	os_atomic_set_long(&sheet->pool->is_awake, 1);
}

bool text_sheet_is_settled(const struct text_sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++)
		if (sheet->slots[i].wanted_serial != sheet->slots[i].shown_serial)
			return false;
	return true;
}

bool text_sheet_is_blank(const struct text_sheet *sheet, size_t slot)
{
	const struct text_sheet_slot *is = &sheet->slots[slot];
	return is->wanted_serial != is->shown_serial && is->line.serial == 0;
}

const struct text_line *text_sheet_line(const struct text_sheet *sheet, size_t slot)
{
	return &sheet->slots[slot].line;
}

const struct text_digits *text_sheet_digits(const struct text_sheet *sheet, size_t slot)
{
	bool is_drawn = sheet->slots[slot].wish.is_digits && sheet->slots[slot].line.serial > 0;
	return is_drawn ? &sheet->slots[slot].digits : NULL;
}

gs_texture_t *text_sheet_texture(const struct text_sheet *sheet)
{
	return sheet->has_mask ? gs_texrender_get_texture(sheet->mask) : NULL;
}

void text_sheet_size(const struct text_sheet *sheet, int *width_px, int *height_px)
{
	*width_px = sheet->width_px;
	*height_px = sheet->height_px;
}

void text_sheet_draw(const struct text_sheet *sheet, size_t slot, float x, float y, uint32_t colour, uint32_t surround)
{
	const struct text_line *line = &sheet->slots[slot].line;
	float margin = (float)sheet->margin;
	float above = line->top < margin ? line->top : margin; /* what a box has no room for is not there */
	struct text_part part = {.x = (float)line->box_x,
				 .y = (float)line->box_y + line->top - above,
				 .width = line->width + 2.0f * margin,
				 .height = line->height + above + margin};
	if (line->width > 0.0f && sheet->has_mask)
		text_effect_draw(sheet->pool->effect, text_sheet_texture(sheet), &part, x - margin, y - above, colour,
				 surround);
}
