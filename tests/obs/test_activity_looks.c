/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The looks of the activity source: readable on any scene, in any accent. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "obs/sources/activity/shapes/look.h"

static const float readable = 4.5f;
static const struct colour white = {1.0f, 1.0f, 1.0f, 1.0f};
static const struct colour black = {0.0f, 0.0f, 0.0f, 1.0f};

static void expect_readable(const struct look *look, const char *name, struct colour scene)
{
	const struct colour grounds[] = {look->panel_top, look->panel_bottom};
	for (int i = 0; i < 2; i++) {
		float title = colour_contrast(look->title, grounds[i], scene);
		float second = colour_contrast(look->second, grounds[i], scene);
		if (title < readable || second < readable)
			print_error("%s: title %.2f, second line %.2f\n", name, (double)title, (double)second);
		assert_true(title >= readable && second >= readable);
	}
}

static void both_lines_can_be_read_on_white_and_on_black(void **state)
{
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++) {
		struct look look = look_get(id);
		expect_readable(&look, look_word(id), white);
		expect_readable(&look, look_word(id), black);
	}
}

/* A bright scene must not lie on the letters as haze: half as much again as what can just be read. */
static void a_bright_scene_hardly_shows_through(void **state)
{
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++) {
		struct look look = look_get(id);
		assert_true(colour_contrast(look.title, look.panel_top, white) >= 1.5f * readable);
	}
}

static void an_accent_leaves_them_readable(void **state)
{
	static const uint32_t accents[] = {0xFF0000FF, 0x00FF00FF, 0x0000FFFF, 0xFFFF00FF, 0x00FFFFFF, 0xFF00FFFF,
					   0x000000FF, 0xFFFFFFFF, 0x808080FF, 0x7A3E12FF, 0x3CB371FF, 0x1E90FFFF};
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++)
		for (size_t i = 0; i < sizeof(accents) / sizeof(accents[0]); i++) {
			struct look look = look_get(id);
			look_recolour(&look, id, colour_of_rgba(accents[i]));
			expect_readable(&look, look_word(id), white);
			expect_readable(&look, look_word(id), black);
		}
}

static void an_accent_recolours_the_whole_look(void **state)
{
	(void)state;
	struct look pink = look_get(LOOK_NEON);
	struct look green = look_get(LOOK_NEON);
	look_recolour(&green, LOOK_NEON, colour_of_rgba(0x20E060FF));
	assert_true(pink.border.r > pink.border.g && green.border.g > green.border.r);
	assert_true(pink.glow.r > pink.glow.g && green.glow.g > green.glow.r);
	assert_true(green.surround.g > green.surround.r && green.groove.g > green.groove.r);
	assert_true(fabsf(green.fill_a.g - 0xE0 / 255.0f) < 0.001f); /* the accent itself */
	assert_true(green.fill_b.r != green.fill_a.r);               /* still a gradient */
}

static void glass_and_mono_fill_with_the_accent(void **state)
{
	const enum look_id ids[] = {LOOK_GLASS, LOOK_MONO};
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct look look = look_get(ids[i]);
		look_recolour(&look, ids[i], colour_of_rgba(0xFF8800FF));
		assert_true(look.fill_a.b == 0.0f && look.fill_b.b == 0.0f && look.title.b == 1.0f);
	}
}

static void its_own_accent_changes_nothing(void **state)
{
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++) {
		struct look own = look_get(id);
		struct look again = look_get(id);
		look_recolour(&again, id, look_accent_colour(id));
		assert_true(fabsf(own.panel_top.r - again.panel_top.r) < 0.01f);
		assert_true(fabsf(own.title.g - again.title.g) < 0.01f);
		assert_true(fabsf(own.fill_b.b - again.fill_b.b) < 0.03f);
	}
}

static void words_name_looks(void **state)
{
	(void)state;
	for (enum look_id id = LOOK_GLASS; id < LOOK_COUNT; id++)
		assert_int_equal(look_of_word(look_word(id)), id);
	assert_int_equal(look_of_word("plaid"), LOOK_GLASS);
}

static void an_answer_changes_what_the_look_says(void **state)
{
	(void)state;
	struct look glass = look_get(LOOK_GLASS);
	look_answer(&glass, 1.0f);
	assert_true(fabsf(glass.border.a - 0.7f) < 0.001f);
	struct look mono = look_get(LOOK_MONO);
	look_answer(&mono, 1.0f);
	assert_true(mono.panel_top.r == 1.0f && mono.title.r == 0.0f);
	struct look still = look_get(LOOK_NEON);
	struct look neon = still;
	look_answer(&neon, 0.0f);
	assert_true(neon.glow.a == still.glow.a);
	look_answer(&neon, 1.0f);
	assert_true(neon.glow.a > still.glow.a * 1.5f);
}

/* Alpha in linear light, as OBS blends. */
static void inks_are_premultiplied_in_the_space_of_the_target(void **state)
{
	const struct colour half_grey = {0.5f, 0.5f, 0.5f, 0.5f};
	const struct ink_space linear = {.is_linear = 1, .white = 1.0f};
	const struct ink_space bright = {.is_linear = 1, .white = 3.75f};
	const struct ink_space srgb = {.is_linear = 0, .white = 1.0f};
	(void)state;
	assert_true(fabsf(colour_ink(half_grey, &linear).v[0] - 0.214f * 0.5f) < 0.001f);
	assert_true(fabsf(colour_ink(half_grey, &bright).v[0] - 0.214f * 0.5f * 3.75f) < 0.003f);
	assert_true(fabsf(colour_ink(half_grey, &srgb).v[0] - 0.25f) < 0.001f);
	assert_true(colour_ink(half_grey, &bright).v[3] == 0.5f);
	struct ink over = ink_over(colour_ink(half_grey, &srgb), colour_ink(white, &srgb));
	assert_true(fabsf(over.v[0] - 0.75f) < 0.001f && over.v[3] == 1.0f);
}

static void settings_keep_colours_as_obs_does(void **state)
{
	(void)state;
	struct colour colour = colour_of_setting(0xFF2040C0);
	assert_true(fabsf(colour.r - 0xC0 / 255.0f) < 0.001f && fabsf(colour.b - 0x20 / 255.0f) < 0.001f);
	assert_int_equal(colour_to_setting(colour), 0xFF2040C0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_lines_can_be_read_on_white_and_on_black),
		cmocka_unit_test(a_bright_scene_hardly_shows_through),
		cmocka_unit_test(an_accent_leaves_them_readable),
		cmocka_unit_test(an_accent_recolours_the_whole_look),
		cmocka_unit_test(glass_and_mono_fill_with_the_accent),
		cmocka_unit_test(its_own_accent_changes_nothing),
		cmocka_unit_test(words_name_looks),
		cmocka_unit_test(an_answer_changes_what_the_look_says),
		cmocka_unit_test(inks_are_premultiplied_in_the_space_of_the_target),
		cmocka_unit_test(settings_keep_colours_as_obs_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
