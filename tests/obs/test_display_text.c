/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "net/utf8.h"
#include "obs/sources/text/display_text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ALEF "\xD7\x90"
#define BET "\xD7\x91"
#define GIMEL "\xD7\x92"
#define POINT "\xD6\xB0"
#define NI "\xE4\xBD\xA0"
#define HAO "\xE5\xA5\xBD"
#define ZHE "\xD0\x96"
#define FIRE "\xF0\x9F\x94\xA5"
#define JOINER "\xE2\x80\x8D"
#define SKIN "\xF0\x9F\x8F\xBD"
#define ACUTE "\xCC\x81"
#define ELLIPSIS "\xE2\x80\xA6"

static void names_are_made_fit_to_be_drawn(void **state)
{
	static const struct {
		const char *text, *expect;
	} cases[] = {
		{"Anna", "Anna"},
		{"  Anna \t B \n", "Anna B"},
		{"An" FIRE "na" FIRE, "Anna"},
		{FIRE " Anna " FIRE FIRE " B", "Anna B"},
		{FIRE JOINER SKIN, ""},
		{"", ""},
		{" \xE2\x80\x8B ", ""},
		{"\xE2\x9D\xA4\xEF\xB8\x8F"
		 "Heart",
		 "Heart"},
		{"\xE2\x80\xAE"
		 "abc",
		 "abc"}, /* right to left override */
		{"a\x01"
		 "b\x7F",
		 "ab"},
		{"\xFF"
		 "a",
		 "?a"},
		{"\xF0\x9D\x93\x9B\xF0\x9D\x93\xBE", "Lu"}, /* mathematical script */
		{"\xEF\xBC\xA1\xEF\xBC\x91", "A1"},         /* full width */
		{"e" ACUTE ACUTE ACUTE ACUTE ACUTE, "e" ACUTE ACUTE},
		{ACUTE "e", "e"},
		{ALEF NI ZHE, ALEF NI ZHE},
		{"\xEE\x80\x80"
		 "private",
		 "private"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char out[128];
		assert_int_equal(display_text_clean(out, sizeof(out), cases[i].text), cases[i].expect[0] != '\0');
		assert_string_equal(out, cases[i].expect);
	}
}

static void a_name_of_32_emoji_is_nothing(void **state)
{
	char name[32 * 4 + 1] = "";
	char out[64];
	(void)state;
	for (int i = 0; i < 32; i++)
		strcat(name, FIRE);
	assert_false(display_text_clean(out, sizeof(out), name));
	assert_string_equal(out, "");
}

static void what_is_too_long_is_cut_at_a_character(void **state)
{
	char out[6];
	(void)state;
	assert_true(display_text_clean(out, sizeof(out), ZHE ZHE ZHE ZHE));
	assert_string_equal(out, ZHE ZHE);
	assert_true(display_text_clean(out, sizeof(out), "abcd fgh"));
	assert_true(utf8_is_valid(out));
}

static void emoji_are_dropped_and_spaces_kept(void **state)
{
	char text[] = " " FIRE " Pulse ";
	(void)state;
	display_text_drop(text);
	assert_string_equal(text, "  Pulse ");
}

static void hebrew_is_turned_round(void **state)
{
	static const struct {
		const char *text, *expect;
	} cases[] = {
		{"abc", "abc"},
		{"", ""},
		{ALEF BET GIMEL, GIMEL BET ALEF},
		{ALEF POINT BET, BET ALEF POINT},
		{ALEF " " BET "!", "!" BET " " ALEF},
		{"Hi " ALEF BET ", you", "Hi " BET ALEF ", you"},
		{"Hi " ALEF " " BET, "Hi " BET " " ALEF},
		{ALEF " 12.5 " BET, BET " 12.5 " ALEF},
		{ALEF " (" BET ")", "(" BET ") " ALEF},
		{ALEF BET " abc " BET GIMEL, BET ALEF " abc " GIMEL BET},
		{ALEF BET ELLIPSIS, ELLIPSIS BET ALEF},
		{ALEF "5", "5" ALEF},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[64];
		strcpy(text, cases[i].text);
		display_text_reorder(text);
		assert_string_equal(text, cases[i].expect);
	}
}

static void texts_are_split_by_script(void **state)
{
	struct display_run runs[DISPLAY_RUNS_MAX];
	(void)state;
	assert_int_equal(display_text_runs("", runs, DISPLAY_RUNS_MAX), 0);
	assert_int_equal(display_text_runs("Anna 62 % " ZHE "\xCE\xB1", runs, DISPLAY_RUNS_MAX), 1);
	assert_false(runs[0].is_other);
	assert_int_equal(display_text_runs("Hi " NI HAO "! 5 abc", runs, DISPLAY_RUNS_MAX), 3);
	assert_int_equal(runs[0].from, 0);
	assert_int_equal(runs[0].size, 3);
	assert_false(runs[0].is_other);
	assert_int_equal(runs[1].from, 3);
	assert_int_equal(runs[1].size, 6 + 4);
	assert_true(runs[1].is_other);
	assert_int_equal(runs[2].size, 3);
	assert_false(runs[2].is_other);
	assert_int_equal(display_text_runs("5 " NI, runs, DISPLAY_RUNS_MAX), 2); /* digits belong to the first face */
	assert_int_equal(display_text_runs(NI "a" NI "a" NI, runs, 3), 3);
	assert_int_equal(runs[2].from + runs[2].size, 3 * 3 + 2);
}

static void texts_are_shortened_at_what_a_person_sees(void **state)
{
	static const struct {
		const char *text;
		size_t keep;
		const char *expect;
	} cases[] = {
		{"abc", 3, "abc"},
		{"abc", 9, "abc"},
		{"abc", SIZE_MAX, "abc"},
		{"abcd", 3, "abc" ELLIPSIS},
		{"ab cd", 3, "ab" ELLIPSIS},
		{"abc", 0, ELLIPSIS},
		{"", 0, ""},
		{"e" ACUTE "e" ACUTE "e", 2, "e" ACUTE "e" ACUTE ELLIPSIS},
		{"a" FIRE SKIN JOINER FIRE "b", 2, "a" FIRE SKIN JOINER FIRE ELLIPSIS},
		{"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"
		 "ab",
		 1, "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA" ELLIPSIS}, /* a flag */
		{"\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\x95x", 1, "\xE0\xA4\x95\xE0\xA5\x8D" ELLIPSIS},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[64];
		strcpy(text, cases[i].text);
		display_text_shorten(text, sizeof(text), cases[i].keep);
		assert_string_equal(text, cases[i].expect);
	}
}

static void an_ellipsis_never_leaves_the_buffer(void **state)
{
	char text[8] = "abcdefg";
	char small[2] = "a";
	(void)state;
	display_text_shorten(text, sizeof(text), 6);
	assert_string_equal(text, "abcd" ELLIPSIS);
	display_text_shorten(small, sizeof(small), 0);
	assert_string_equal(small, "a");
}

static void characters_are_counted_as_seen(void **state)
{
	(void)state;
	assert_int_equal(display_text_length(""), 0);
	assert_int_equal(display_text_length("ab"), 2);
	assert_int_equal(display_text_length("e" ACUTE FIRE SKIN NI), 3);
}

static void text_gets_smaller_and_then_shorter(void **state)
{
	float scale = 0.0f;
	size_t keep = 0;
	(void)state;
	assert_int_equal(display_text_fit(10, 100.0f, 100.0f, 0.7f, &scale, &keep), DISPLAY_FITS);
	assert_float_equal(scale, 1.0f, 0.0f);
	assert_int_equal(display_text_fit(10, 100.0f, 80.0f, 0.7f, &scale, &keep), DISPLAY_SMALLER);
	assert_float_equal(scale, 0.8f, 0.001f);
	assert_int_equal(display_text_fit(10, 100.0f, 35.0f, 0.7f, &scale, &keep), DISPLAY_SHORTER);
	assert_int_equal(keep, 4);
	assert_int_equal(display_text_fit(10, 100.0f, 1.0f, 0.0f, &scale, &keep), DISPLAY_SMALLER);
	assert_int_equal(display_text_fit(10, 100.0f, 1.0f, 1.0f, &scale, &keep), DISPLAY_SHORTER);
	assert_int_equal(keep, 0);
	assert_int_equal(display_text_fit(0, 100.0f, 1.0f, 1.0f, &scale, &keep), DISPLAY_SMALLER); /* the ellipsis */
}

static void shortening_ends(void **state)
{
	(void)state;
	for (size_t length = 1; length < 200; length++) {
		float scale = 0.0f;
		size_t keep = 0;
		/* Whatever the rest measures: it gets shorter each time. */
		for (size_t left = length; display_text_fit(left, 1e6f, 10.0f, 0.9f, &scale, &keep) == DISPLAY_SHORTER;
		     left = keep)
			assert_true(keep < left);
		if (display_text_fit(length, 101.0f, 100.0f, 1.0f, &scale, &keep) == DISPLAY_SHORTER)
			assert_true(keep < length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_made_fit_to_be_drawn),
		cmocka_unit_test(a_name_of_32_emoji_is_nothing),
		cmocka_unit_test(what_is_too_long_is_cut_at_a_character),
		cmocka_unit_test(emoji_are_dropped_and_spaces_kept),
		cmocka_unit_test(hebrew_is_turned_round),
		cmocka_unit_test(texts_are_split_by_script),
		cmocka_unit_test(texts_are_shortened_at_what_a_person_sees),
		cmocka_unit_test(an_ellipsis_never_leaves_the_buffer),
		cmocka_unit_test(characters_are_counted_as_seen),
		cmocka_unit_test(text_gets_smaller_and_then_shorter),
		cmocka_unit_test(shortening_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
