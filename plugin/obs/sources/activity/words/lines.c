/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-module.h>

#include "obs/sources/activity/words/lines_private.h"
#include "obs/sources/activity/words/words.h"

/* --- making --- */

bool lines_is_number(enum plan_slot slot)
{
	return slot == PLAN_NUMBER || slot == PLAN_ROW_NUMBER || slot == PLAN_TIME;
}

static struct text_slot slot_for(const struct plan_text *text, enum plan_slot slot,
				 const struct activity_options *options)
{
	bool is_bold = text->is_bold || options->look.is_second_bold || (options->font.flags & OBS_FONT_BOLD);
	struct text_slot wanted = {.font = {.size_px = text->size_px, .is_bold = is_bold},
				   .width_px = (int)text->width,
				   .least_scale = 0.72f,
				   .is_digits = lines_is_number(slot)};
	const char *face = options->font.face[0] ? options->font.face : options->look.face;
	if (slot == PLAN_SECOND && options->layout != ACTIVITY_GOAL)
		wanted.width_px = (int)fmaxf(text->width - words_time_em() * (float)text->size_px, text->width * 0.4f);
	snprintf(wanted.font.face, sizeof(wanted.font.face), "%s", face);
	snprintf(wanted.face2, sizeof(wanted.face2), "%s", options->second_font.face);
	return wanted;
}

static struct text_surround surround_for(const struct look *look)
{
	float shadow = fminf(look->surround_px, 12.0f);
	return (struct text_surround){.outline_px = look->outline_px,
				      .shadow_px = shadow,
				      .shadow_down_px = look->glow_px > 0.0f ? 0.0f : shadow * 0.35f,
				      .shadow_strength = shadow > 0.0f ? 1.6f : 0.0f};
}

struct lines *lines_create(struct text_pool *pool, const struct plan *plan, const struct activity_options *options)
{
	struct lines *lines = bzalloc(sizeof(*lines));
	struct text_surround surround = surround_for(&options->look);
	struct text_slot slots[PLAN_SLOTS];
	size_t count = 0;
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++) {
		bool is_there = plan->texts[slot].width > 0.0f && (slot != PLAN_IDLE || options->is_idle_text_shown);
		lines->slot_of[slot] = is_there ? (int)count : -1;
		if (is_there)
			slots[count++] = slot_for(&plan->texts[slot], slot, options);
	}
	lines->sheet = text_sheet_create(pool, slots, count, &surround);
	return lines;
}

void lines_destroy(struct lines *lines)
{
	if (!lines)
		return;
	text_sheet_destroy(lines->sheet);
	bfree(lines);
}

/* --- what is said --- */

static void take_number(struct lines *lines, char *kept, const char *words)
{
	if (strcmp(kept, words) == 0)
		return;
	snprintf(kept, NUMBER_BYTES, "%.*s", NUMBER_BYTES - 1, words);
	lines->changes++;
}

/* Spaces beside the time are left to those who place it. */
static void take_words(struct lines *lines, enum plan_slot slot, char *words)
{
	size_t length = strlen(words);
	const char *begin = words;
	if (slot == PLAN_TIME_BEFORE) {
		lines->has_gap_before_time = length > 0 && words[length - 1] == ' ';
		words[length - lines->has_gap_before_time] = '\0';
	} else if (slot == PLAN_TIME_AFTER) {
		lines->has_gap_after_time = words[0] == ' ';
		begin += lines->has_gap_after_time;
	}
	text_sheet_set(lines->sheet, (size_t)lines->slot_of[slot], begin);
}

static void set_slot(struct lines *lines, enum plan_slot slot, const struct activity_options *options,
		     const struct lines_content *content)
{
	char words[WORDS_SIZE];
	words_of_slot(words, slot, options, content->view, content->motion, content->now_ms);
	if (slot == PLAN_NUMBER)
		take_number(lines, lines->number, words);
	else if (slot == PLAN_TIME)
		take_number(lines, lines->time, words);
	else
		take_words(lines, slot, words);
}

static void set_row_numbers(struct lines *lines, const struct lines_content *content)
{
	char words[WORDS_SIZE];
	lines->row_count = content->view->toy_count;
	for (int row = 0; row < lines->row_count; row++) {
		words_of_row(words, row, content->motion);
		take_number(lines, lines->row_numbers[row], words);
	}
}

void lines_set(struct lines *lines, const struct activity_options *options, const struct lines_content *content)
{
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++) {
		if (lines->slot_of[slot] < 0)
			continue;
		if (slot == PLAN_ROW_NUMBER)
			set_row_numbers(lines, content);
		else
			set_slot(lines, slot, options, content);
	}
	if (lines->content != content->motion->content) {
		lines->content = content->motion->content;
		lines->changes++;
	}
}

bool lines_are_settled(const struct lines *lines)
{
	return text_sheet_is_settled(lines->sheet);
}

bool lines_are_begun(const struct lines *lines)
{
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++)
		if ((slot < PLAN_TIME_BEFORE || slot > PLAN_TIME_AFTER) && lines->slot_of[slot] >= 0 &&
		    text_sheet_is_blank(lines->sheet, (size_t)lines->slot_of[slot]))
			return false;
	return true;
}

uint64_t lines_serial(const struct lines *lines)
{
	uint64_t serial = lines->changes;
	for (enum plan_slot slot = 0; slot < PLAN_SLOTS; slot++)
		if (lines->slot_of[slot] >= 0)
			serial += text_sheet_line(lines->sheet, (size_t)lines->slot_of[slot])->serial;
	return serial;
}

struct text_sheet *lines_sheet(const struct lines *lines)
{
	return lines->sheet;
}
