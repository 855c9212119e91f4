/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pool of text, its sheets and their masks, on OBS's own text source in a bare libobs. One scenario a run. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/threading.h>

#include "allocations.h"
#include "host.h"
#include "text_session.h"

#define ELLIPSIS "\xE2\x80\xA6"

/* Every scenario begins here; OBS's text source is part of the packages that the tests need. */
static struct text_pool *begin(void)
{
	if (!text_start())
		exit(77);
	return text_pool_create();
}

static bool has_no_source(void *pool)
{
	return text_pool_sources(pool) == 0;
}

static void end(struct text_pool *pool)
{
	/* The last sheet takes the last source with it: at once, or when the frame that is at it has ended. */
	host_wait(has_no_source, pool, "the last source to go");
	text_pool_close(pool);
	text_finish();
}

static void expect_same(const struct text_sheet *sheet, const struct text_mask *before)
{
	struct text_mask now = text_read(sheet, 0);
	HOST_CHECK(memcmp(before->red, now.red, (size_t)now.width * (size_t)now.height) == 0);
	bfree(now.red);
}

static void a_line_becomes_a_mask(void)
{
	struct text_pool *pool = begin();
	HOST_CHECK(text_pool_has_text(pool));
	struct text_sheet *sheet = text_make_line(pool, NULL, 32, "A wide one to begin with");
	text_set(sheet, 0, "Hill");
	text_settle(sheet);
	const struct text_line *line = text_sheet_line(sheet, 0);
	struct text_mask mask = text_read(sheet, 0);
	HOST_CHECK(line->width > 32.0f && line->width < 100.0f && line->scale == 1.0f);
	HOST_CHECK(text_left(&mask) >= line->margin && text_left(&mask) < line->margin + 8);
	HOST_CHECK(text_right(&mask) < line->margin + (int)line->width);
	HOST_CHECK(text_bottom(&mask) == (int)line->baseline - 1); /* letters stand on the baseline */
	text_set(sheet, 0, "");
	text_settle(sheet);
	HOST_CHECK(line->width == 0.0f);
	text_set(sheet, 0, "gy");
	text_settle(sheet);
	bfree(mask.red);
	mask = text_read(sheet, 0);
	HOST_CHECK(text_bottom(&mask) > (int)line->baseline);
	HOST_CHECK(text_right(&mask) < line->margin + (int)line->width); /* nothing of the old one is left */
	bfree(mask.red);
	text_sheet_destroy(sheet);
	end(pool);
}

static void what_surrounds_letters_lies_in_green(void)
{
	struct text_slot slot = {.font = {.size_px = 32, .is_bold = true}, .width_px = 200};
	struct text_surround outline = {.outline_px = 3.0f};
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_sheet_create(pool, &slot, 1, &outline);
	text_set(sheet, 0, "H");
	text_settle(sheet);
	struct text_mask mask = text_read(sheet, 0);
	int left = text_left(&mask);
	size_t row = (size_t)(text_bottom(&mask) - 4) * (size_t)mask.width;
	HOST_CHECK(left >= 5 && text_sheet_line(sheet, 0)->margin == 4);
	HOST_CHECK(mask.green[row + (size_t)left - 2] > 200 && mask.red[row + (size_t)left - 2] == 0);
	HOST_CHECK(mask.green[row + (size_t)left - 5] == 0);
	for (int i = 0; i < mask.width * mask.height; i++)
		HOST_CHECK(mask.green[i] >= mask.red[i]);
	bfree(mask.red);
	text_sheet_destroy(sheet);
	end(pool);
}

/* --- digits --- */

static struct text_sheet *make_digits(struct text_pool *pool, const struct text_surround *surround)
{
	struct text_slot slots[2] = {{.font = {.size_px = 30}, .is_digits = true},
				     {.font = {.size_px = 30}, .width_px = 400}};
	struct text_sheet *sheet = text_sheet_create(pool, slots, 2, surround);
	HOST_CHECK(text_sheet_digits(sheet, 0) == NULL);
	text_settle(sheet);
	HOST_CHECK(text_sheet_digits(sheet, 0) != NULL);
	return sheet;
}

static void expect_ink(const struct text_sheet *sheet)
{
	const struct text_digits *digits = text_sheet_digits(sheet, 0);
	const struct text_line *line = text_sheet_line(sheet, 0);
	struct text_mask mask = text_read(sheet, 0);
	for (int i = 0; i < TEXT_DIGIT_COUNT; i++) {
		int ink = 0;
		int from = digits->cells[i].x - line->box_x;
		HOST_CHECK(digits->cells[i].advance > 2.0f && from + digits->cells[i].width <= mask.width);
		for (int y = 0; y < mask.height; y++)
			for (int x = from; x < from + digits->cells[i].width; x++)
				ink += mask.red[y * mask.width + x];
		HOST_CHECK(ink > 255);
	}
	bfree(mask.red);
}

/* A number from the strip is as wide as OBS draws it as a text. */
static void numbers_are_as_wide_as_their_text(void)
{
	static const char *const numbers[] = {"0", "62 %", "1,250 / 2.000", "12:59", "100 %"};
	struct text_surround glow = {.shadow_px = 5.0f, .shadow_strength = 1.6f};
	struct text_digit places[16];
	struct text_pool *pool = begin();
	struct text_sheet *sheet = make_digits(pool, &glow);
	expect_ink(sheet);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		float width = 0.0f;
		text_digits_place(text_sheet_digits(sheet, 0), numbers[i], TEXT_DIGITS_PROPORTIONAL, places, 16,
				  &width);
		text_set(sheet, 1, numbers[i]);
		text_settle(sheet);
		HOST_CHECK(fabsf(width - text_sheet_line(sheet, 1)->width) < 0.01f);
	}
	text_sheet_destroy(sheet);
	end(pool);
}

static void digits_are_measured_once_for_all_copies(void)
{
	struct text_surround nothing = {0};
	struct text_surround outline = {.outline_px = 2.0f};
	struct text_pool *pool = begin();
	struct text_sheet *first = make_digits(pool, &nothing);
	struct text_sheet *second = make_digits(pool, &outline);
	HOST_CHECK(text_pool_sources(pool) == 1);
	expect_ink(second);
	for (int i = 0; i < TEXT_DIGIT_COUNT; i++)
		HOST_CHECK(text_sheet_digits(first, 0)->cells[i].advance ==
			   text_sheet_digits(second, 0)->cells[i].advance);
	text_sheet_destroy(first);
	HOST_CHECK(text_pool_sources(pool) == 1);
	text_sheet_destroy(second);
	end(pool);
}

/* --- changes --- */

static void an_old_picture_stays_until_the_new_one_is_there(void)
{
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_make_line(pool, NULL, 24, "one");
	float old_width = text_sheet_line(sheet, 0)->width;
	text_set(sheet, 0, "another one");
	struct text_mask mask = text_read(sheet, 0); /* at once, or after a frame: one or the other, never nothing */
	HOST_CHECK(text_right(&mask) > 10);
	bfree(mask.red);
	text_settle(sheet);
	HOST_CHECK(text_sheet_line(sheet, 0)->width > old_width + 20.0f);
	mask = text_read(sheet, 0);
	HOST_CHECK(text_right(&mask) > (int)old_width + 20);
	bfree(mask.red);
	text_sheet_destroy(sheet);
	end(pool);
}

struct rush {
	struct text_sheet *sheet;
	int number;
	float seconds;
};

static void change_every_frame(void *data, float seconds)
{
	struct rush *rush = data;
	char text[32];
	snprintf(text, sizeof(text), "changes %d", rush->number++);
	rush->seconds += seconds;
	text_sheet_set(rush->sheet, 0, text);
}

static void a_line_is_drawn_anew_ten_times_a_second_at_most(void)
{
	struct text_pool *pool = begin();
	struct rush rush = {.sheet = text_make_line(pool, NULL, 24, "still")};
	uint32_t before = text_sheet_line(rush.sheet, 0)->serial;
	obs_add_tick_callback(change_every_frame, &rush);
	host_run_frames(90);
	obs_remove_tick_callback(change_every_frame, &rush);
	uint32_t pictures = text_sheet_line(rush.sheet, 0)->serial - before;
	HOST_CHECK(pictures >= 2 && (float)pictures <= rush.seconds * 10.0f + 2.0f);
	text_settle(rush.sheet); /* the last one is not lost */
	text_sheet_destroy(rush.sheet);
	end(pool);
}

enum { COUNTDOWNS = 10 };

static void change_countdowns(void *data)
{
	static int seconds = 90;
	char text[16];
	snprintf(text, sizeof(text), "%d s left", seconds--);
	for (size_t i = 0; i < COUNTDOWNS; i++)
		text_sheet_set(data, i, text);
}

static void change_all(void *data)
{
	change_countdowns(data);
	text_sheet_set(data, COUNTDOWNS, "Earthquake");
}

static uint32_t pictures_of_countdowns(const struct text_sheet *sheet)
{
	uint32_t pictures = 0;
	for (size_t i = 0; i < COUNTDOWNS; i++)
		pictures += text_sheet_line(sheet, i)->serial;
	return pictures;
}

struct turn {
	struct text_sheet *sheet;
	uint32_t before;
	volatile long pictures; /* of countdowns, when the title came; below 0 until then */
};

static void look_for_the_title(void *data, float seconds)
{
	struct turn *turn = data;
	UNUSED_PARAMETER(seconds);
	if (os_atomic_load_long(&turn->pictures) < 0 && text_sheet_line(turn->sheet, COUNTDOWNS)->serial > 1)
		os_atomic_set_long(&turn->pictures, (long)(pictures_of_countdowns(turn->sheet) - turn->before));
}

static bool has_come(void *data)
{
	struct turn *turn = data;
	return os_atomic_load_long(&turn->pictures) >= 0;
}

/* With many copies on air there is more to draw anew than there is time for: the countdowns wait, not the title. */
static void what_has_stayed_for_long_goes_first(void)
{
	struct text_slot slots[COUNTDOWNS + 1];
	struct text_surround nothing = {0};
	struct text_pool *pool = begin();
	for (int i = 0; i <= COUNTDOWNS; i++)
		slots[i] = (struct text_slot){.font = {.size_px = 20}, .width_px = 300};
	struct text_sheet *sheet = text_sheet_create(pool, slots, COUNTDOWNS + 1, &nothing);
	text_set(sheet, COUNTDOWNS, "Wave");
	text_settle(sheet);
	obs_queue_task(OBS_TASK_GRAPHICS, change_countdowns, sheet, true);
	text_settle(sheet);
	struct turn turn = {.sheet = sheet, .before = pictures_of_countdowns(sheet), .pictures = -1};
	obs_add_tick_callback(look_for_the_title, &turn);
	obs_queue_task(OBS_TASK_GRAPHICS, change_all, sheet, true);
	host_wait(has_come, &turn, "the title");
	obs_remove_tick_callback(look_for_the_title, &turn);
	HOST_CHECK(turn.pictures <= 2);
	text_settle(sheet);
	text_sheet_destroy(sheet);
	end(pool);
}

struct quiet {
	struct text_sheet *sheet;
	int number;
	long blocks[2]; /* before the first frame that counts, and before the last */
	int frames;
};

enum { QUIET_FRAMES = 60 };

static void same_text_other_number(void *data, float seconds)
{
	struct quiet *quiet = data;
	struct text_digit places[8];
	float width = 0.0f;
	char number[16];
	UNUSED_PARAMETER(seconds);
	snprintf(number, sizeof(number), "%d %%", quiet->number++ % 100);
	text_sheet_set(quiet->sheet, 1, "Pulse");
	HOST_CHECK(text_digits_place(text_sheet_digits(quiet->sheet, 0), number, TEXT_DIGITS_PROPORTIONAL, places, 8,
				     &width) >= 2);
	if (quiet->frames == 0 || quiet->frames == QUIET_FRAMES)
		quiet->blocks[quiet->frames > 0] = allocations_made();
	quiet->frames += quiet->number > 10; /* the first ones may be on their way from the last change */
}

static void nothing_is_allocated_while_only_numbers_change(void)
{
	struct text_surround nothing = {0};
	struct text_pool *pool = begin();
	struct quiet quiet = {.sheet = make_digits(pool, &nothing)};
	text_set(quiet.sheet, 1, "Pulse");
	text_settle(quiet.sheet);
	uint32_t serial = text_sheet_line(quiet.sheet, 1)->serial;
	obs_add_tick_callback(same_text_other_number, &quiet);
	host_run_frames(QUIET_FRAMES + 20);
	obs_remove_tick_callback(same_text_other_number, &quiet);
	HOST_CHECK(quiet.frames > QUIET_FRAMES);
	if (quiet.blocks[1] != quiet.blocks[0])
		fprintf(stderr, "%ld blocks\n", quiet.blocks[1] - quiet.blocks[0]);
	HOST_CHECK(quiet.blocks[1] == quiet.blocks[0]);
	HOST_CHECK(text_sheet_line(quiet.sheet, 1)->serial == serial);
	text_sheet_destroy(quiet.sheet);
	end(pool);
}

/* --- fonts --- */

static void copies_share_the_source_of_a_font(void)
{
	struct text_pool *pool = begin();
	struct text_sheet *sheets[4];
	for (int i = 0; i < 3; i++)
		sheets[i] = text_make_line(pool, "DejaVu Sans", 28, i == 1 ? "two" : "one");
	HOST_CHECK(text_pool_sources(pool) == 1);
	sheets[3] = text_make_line(pool, "DejaVu Sans", 20, "small");
	HOST_CHECK(text_pool_sources(pool) == 2);
	text_sheet_destroy(sheets[3]);
	HOST_CHECK(text_pool_sources(pool) == 1);
	struct text_mask first = text_read(sheets[0], 0);
	expect_same(sheets[2], &first);
	bfree(first.red);
	for (int i = 0; i < 3; i++)
		text_sheet_destroy(sheets[i]);
	end(pool);
}

static void a_font_that_is_not_there_is_replaced(void)
{
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_make_line(pool, "No such font at all", 24, "still here");
	HOST_CHECK(text_sheet_line(sheet, 0)->width > 50.0f);
	text_sheet_destroy(sheet);
	end(pool);
}

/* Writes the character and returns where it ends. */
static char *write_code(char *out, unsigned code)
{
	*out++ = (char)(0xC0 | code >> 6);
	*out++ = (char)(0x80 | (code & 0x3F));
	*out = '\0';
	return out;
}

/* The atlas of the text source has room for about 500 letters of this size, and never shrinks. */
static void names_of_a_thousand_letters_do_not_fill_the_atlas(void)
{
	enum { LETTERS = 1000, A_NAME = 25, SIZE_PX = 112, MARKS = 0x300, MARK_COUNT = 0x70 };
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_make_line(pool, "DejaVu Sans", SIZE_PX, "plain");
	struct text_mask before = text_read(sheet, 0);
	for (unsigned first = 0; first < LETTERS; first += A_NAME) {
		char name[A_NAME * 2 + 1];
		char *at = name;
		for (unsigned code = 0xC0 + first; code < 0xC0 + first + A_NAME; code++)
			at = write_code(at, code < MARKS ? code : code + MARK_COUNT);
		text_set(sheet, 0, name);
		text_settle(sheet);
		HOST_CHECK(text_sheet_line(sheet, 0)->width > 100.0f);
	}
	HOST_CHECK(text_pool_sources(pool) == 1);
	text_set(sheet, 0, "plain");
	text_settle(sheet);
	expect_same(sheet, &before);
	bfree(before.red);
	text_sheet_destroy(sheet);
	end(pool);
}

/* OBS's text source moves every text down by the highest letter it has drawn so far. */
static void a_high_letter_moves_no_other_text(void)
{
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_make_line(pool, "DejaVu Sans", 40, "plain");
	struct text_mask before = text_read(sheet, 0);
	text_set(sheet, 0, "high \xE2\x94\x82"); /* a line of a box */
	text_settle(sheet);
	text_set(sheet, 0, "plain");
	text_settle(sheet);
	expect_same(sheet, &before);
	bfree(before.red);
	text_sheet_destroy(sheet);
	end(pool);
}

static void other_scripts_have_their_own_font(void)
{
	struct text_slot slot = {
		.font = {.face = "DejaVu Sans", .size_px = 32}, .face2 = "DejaVu Serif", .width_px = 600};
	struct text_surround nothing = {0};
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_sheet_create(pool, &slot, 1, &nothing);
	struct text_sheet *western = text_make_line(pool, "DejaVu Sans", 32, "Hi  you");
	struct text_sheet *other = text_make_line(pool, "DejaVu Serif", 32, "\xD4\xB1\xD4\xB2"); /* Armenian */
	text_set(sheet, 0, "Hi \xD4\xB1\xD4\xB2 you");
	text_settle(sheet);
	float expected = text_sheet_line(western, 0)->width + text_sheet_line(other, 0)->width;
	HOST_CHECK(fabsf(text_sheet_line(sheet, 0)->width - expected) < 0.01f);
	HOST_CHECK(text_pool_sources(pool) == 2);
	text_sheet_destroy(sheet);
	text_sheet_destroy(western);
	text_sheet_destroy(other);
	end(pool);
}

/* --- width --- */

static void too_wide_text_shrinks_and_then_ends_in_an_ellipsis(void)
{
	static const char *const long_text = "A rule with a name that nobody would ever give to a rule of theirs";
	struct text_slot slots[3] = {{.font = {.size_px = 30}, .width_px = 300, .least_scale = 0.7f},
				     {.font = {.size_px = 30}, .width_px = 300, .least_scale = 0.0f},
				     {.font = {.size_px = 30}, .width_px = 300, .least_scale = 0.7f}};
	struct text_surround nothing = {0};
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_sheet_create(pool, slots, 3, &nothing);
	text_set(sheet, 0, long_text);
	text_set(sheet, 1, long_text);
	text_set(sheet, 2, "Only a bit too wide it is");
	text_settle(sheet);
	const struct text_line *line = text_sheet_line(sheet, 0);
	HOST_CHECK(line->is_shortened && line->width <= 300.01f && line->width > 150.0f && line->scale >= 0.7f);
	line = text_sheet_line(sheet, 1);
	HOST_CHECK(!line->is_shortened && fabsf(line->width - 300.0f) < 0.5f && line->scale < 0.7f);
	line = text_sheet_line(sheet, 2);
	HOST_CHECK(!line->is_shortened && line->width <= 300.01f && line->scale < 1.0f && line->scale >= 0.7f);
	struct text_mask mask = text_read(sheet, 0);
	HOST_CHECK(text_right(&mask) <= 300 + line->margin);
	bfree(mask.red);
	text_sheet_destroy(sheet);
	end(pool);
}

static void odd_texts_are_survived(void)
{
	char huge[3000];
	struct text_slot slots[3] = {{.font = {.size_px = 100000}, .width_px = -5, .least_scale = 1.0f},
				     {.font = {.size_px = 0}, .width_px = 1 << 20, .least_scale = 0.0f},
				     {.font = {.size_px = 128}, .width_px = 4096, .least_scale = 0.0f}};
	struct text_surround wild = {.outline_px = 1000.0f, .shadow_px = 1000.0f, .shadow_strength = 9.0f};
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_sheet_create(pool, slots, 3, &wild);
	memset(huge, 'W', sizeof(huge));
	huge[sizeof(huge) - 1] = '\0';
	for (size_t i = 0; i < 3; i++)
		text_set(sheet, i, huge);
	text_settle(sheet);
	for (size_t i = 0; i < 3; i++)
		text_set(sheet, i, i == 1 ? "\xFF\xFE\n\t" : "\xF0\x9F\x94\xA5");
	text_settle(sheet);
	HOST_CHECK(text_sheet_line(sheet, 0)->width == 0.0f); /* a text of emoji alone */
	text_sheet_destroy(sheet);
	end(pool);
}

/* --- the end --- */

static void sheets_come_and_go_at_any_time(void)
{
	struct text_surround glow = {.shadow_px = 4.0f, .shadow_strength = 1.6f};
	struct text_pool *pool = begin();
	for (int i = 0; i < 60; i++) {
		struct text_slot slots[2] = {{.font = {.size_px = 20 + i % 3}, .width_px = 200},
					     {.font = {.size_px = 20}, .is_digits = true}};
		struct text_sheet *sheet = text_sheet_create(pool, slots, 2, &glow);
		text_set(sheet, 0, "here and gone");
		if (i % 3)
			host_run_frames(i % 3);
		text_sheet_destroy(sheet);
	}
	end(pool);
}

static void a_sheet_may_outlive_the_pool(void)
{
	struct text_pool *pool = begin();
	struct text_sheet *sheet = text_make_line(pool, NULL, 24, "left behind");
	text_pool_close(pool);
	text_set(sheet, 0, "never drawn");
	host_run_frames(3);
	struct text_mask mask = text_read(sheet, 0);
	HOST_CHECK(text_right(&mask) > 50);
	bfree(mask.red);
	text_sheet_destroy(sheet);
	text_finish();
}

static const struct host_scenario scenarios[] = {
	{"a_line_becomes_a_mask", a_line_becomes_a_mask},
	{"what_surrounds_letters_lies_in_green", what_surrounds_letters_lies_in_green},
	{"numbers_are_as_wide_as_their_text", numbers_are_as_wide_as_their_text},
	{"digits_are_measured_once_for_all_copies", digits_are_measured_once_for_all_copies},
	{"an_old_picture_stays_until_the_new_one_is_there", an_old_picture_stays_until_the_new_one_is_there},
	{"a_line_is_drawn_anew_ten_times_a_second_at_most", a_line_is_drawn_anew_ten_times_a_second_at_most},
	{"what_has_stayed_for_long_goes_first", what_has_stayed_for_long_goes_first},
	{"nothing_is_allocated_while_only_numbers_change", nothing_is_allocated_while_only_numbers_change},
	{"copies_share_the_source_of_a_font", copies_share_the_source_of_a_font},
	{"a_font_that_is_not_there_is_replaced", a_font_that_is_not_there_is_replaced},
	{"names_of_a_thousand_letters_do_not_fill_the_atlas", names_of_a_thousand_letters_do_not_fill_the_atlas},
	{"a_high_letter_moves_no_other_text", a_high_letter_moves_no_other_text},
	{"other_scripts_have_their_own_font", other_scripts_have_their_own_font},
	{"too_wide_text_shrinks_and_then_ends_in_an_ellipsis", too_wide_text_shrinks_and_then_ends_in_an_ellipsis},
	{"odd_texts_are_survived", odd_texts_are_survived},
	{"sheets_come_and_go_at_any_time", sheets_come_and_go_at_any_time},
	{"a_sheet_may_outlive_the_pool", a_sheet_may_outlive_the_pool},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
