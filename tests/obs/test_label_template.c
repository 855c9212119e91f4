/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/utf8.h"
#include "obs/sources/text/label_template.h"
#include "obs/sources/text/text_digits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The parts are the text, without gaps, and none is empty. */
static void expect_parts(const struct label_text *label)
{
	size_t at = 0;
	for (size_t i = 0; i < label->part_count; i++) {
		assert_int_equal(label->parts[i].from, at);
		assert_true(label->parts[i].size > 0);
		at += label->parts[i].size;
	}
	assert_int_equal(at, strlen(label->text));
	assert_true(utf8_is_valid(label->text));
}

static const struct label_values all = {.of = {[LABEL_LEVEL] = "62 %",
					       [LABEL_RULE] = "Pulse",
					       [LABEL_BY] = "Anna",
					       [LABEL_SECONDS] = "12",
					       [LABEL_TOY] = "Lush",
					       [LABEL_BATTERY] = "80 %",
					       [LABEL_AMOUNT] = "100",
					       [LABEL_UNIT] = "bits",
					       [LABEL_MESSAGE] = "go!",
					       [LABEL_ACTUAL] = "60 %"}};

static void places_are_filled(void **state)
{
	static const struct {
		const char *template, *expect;
	} cases[] = {
		{"", ""},
		{"plain", "plain"},
		{"{rule} {level}", "Pulse 62 %"},
		{"{level}{rule}{by}{seconds}{toy}{battery}{amount}{unit}{message}{actual}",
		 "62 %PulseAnna12Lush80 %100bitsgo!60 %"},
		{"{amount} {unit} from {by}: {message}", "100 bits from Anna: go!"},
		{"{what} {RULE} {rule", "{what} {RULE} {rule"},
		{"{{rule}}", "{Pulse}"},
		{"{", "{"},
		{"{}", "{}"},
		{"  {rule}  ", "Pulse"},
		{"a\n{rule}\x7F", "a Pulse"},
		{"\xFF{rule}", "?Pulse"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct label_text label;
		label_template_fill(&label, cases[i].template, &all);
		assert_string_equal(label.text, cases[i].expect);
		expect_parts(&label);
	}
}

static void a_place_with_nothing_to_say_goes_with_a_space(void **state)
{
	static const struct label_values some = {.of = {[LABEL_RULE] = "Pulse", [LABEL_BY] = ""}};
	static const struct {
		const char *template, *expect;
	} cases[] = {
		{"{rule} {level}", "Pulse"},
		{"{level} {rule}", "Pulse"},
		{"from {by} now", "from now"},
		{"from {by}, now", "from, now"},
		{"{by}{level} {rule} {toy} {unit}", "Pulse"},
		{"{by} {level} {toy}", ""},
		{"x {by}{rule}", "x Pulse"},
		{"{rule}{by}, {seconds}", "Pulse,"},
		{"{by}  {level}  a", "a"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct label_text label;
		label_template_fill(&label, cases[i].template, &some);
		assert_string_equal(label.text, cases[i].expect);
		expect_parts(&label);
	}
}

static void numbers_are_told(void **state)
{
	struct label_text label;
	(void)state;
	label_template_fill(&label, "{rule} {level} for {seconds} s, {amount}", &all);
	assert_string_equal(label.text, "Pulse 62 % for 12 s, 100");
	assert_int_equal(label.part_count, 5);
	assert_false(label.parts[0].is_number);
	assert_int_equal(label.parts[0].size, 6);
	assert_true(label.parts[1].is_number);
	assert_int_equal(label.parts[1].size, 4);
	assert_true(label.parts[3].is_number);
	assert_int_equal(label.parts[3].size, 2);
	assert_false(label.parts[4].is_number);
	expect_parts(&label);
}

static void only_what_the_digits_can_show_is_a_number(void **state)
{
	struct label_values values = {.of = {[LABEL_LEVEL] = "full", [LABEL_SECONDS] = "12 "}};
	struct label_text label;
	(void)state;
	label_template_fill(&label, "{level} {seconds}x", &values);
	assert_int_equal(label.part_count, 1);
	assert_false(label.parts[0].is_number);
	expect_parts(&label);
}

static void many_places_and_long_texts_are_bounded(void **state)
{
	char template[16 * 1024] = "";
	char huge[2048];
	struct label_text label;
	(void)state;
	for (int i = 0; i < 300; i++)
		strcat(template, i % 2 ? "{level} " : "{rule}");
	label_template_fill(&label, template, &all);
	expect_parts(&label);
	assert_int_equal(label.part_count, LABEL_PARTS_MAX);
	assert_true(strlen(label.text) < LABEL_BYTES_MAX);
	for (size_t i = 0; i + 2 < sizeof(huge); i += 2)
		memcpy(huge + i, "\xC3\x84", 3);
	struct label_values values = {.of = {[LABEL_RULE] = huge}};
	label_template_fill(&label, "x{rule}{rule}", &values);
	assert_int_equal(strlen(label.text), LABEL_BYTES_MAX - 1);
	expect_parts(&label);
}

static void after_a_hundred_places_the_rest_stays_as_typed(void **state)
{
	static const struct label_values nothing;
	char template[16 * 1024] = "";
	struct label_text label;
	(void)state;
	for (int i = 0; i < LABEL_PLACES_MAX; i++)
		strcat(template, "{by}");
	strcat(template, "{by}");
	label_template_fill(&label, template, &nothing);
	assert_string_equal(label.text, "{by}");
}

static void digits_are_laid_out_from_their_widths(void **state)
{
	struct text_digits digits = {.space = 3.0f};
	struct text_digit places[8];
	float width = 0.0f;
	(void)state;
	for (int i = 0; i < TEXT_DIGIT_COUNT; i++)
		digits.cells[i].advance = 10.0f + (float)i;
	assert_int_equal(text_digits_place(&digits, "61 %", TEXT_DIGITS_PROPORTIONAL, places, 8, &width), 3);
	assert_int_equal(places[0].cell, 6);
	assert_float_equal(places[1].x, 16.0f, 0.001f);
	assert_int_equal(places[2].cell, 10);
	assert_float_equal(places[2].x, 16.0f + 11.0f + 3.0f, 0.001f);
	assert_float_equal(width, 16.0f + 11.0f + 3.0f + 20.0f, 0.001f);
	assert_int_equal(text_digits_place(&digits, "61 %", TEXT_DIGITS_EVEN, places, 8, &width), 3);
	assert_float_equal(width, 61.0f, 0.001f);
	assert_int_equal(text_digits_place(&digits, "11 %", TEXT_DIGITS_EVEN, places, 8, &width), 3);
	assert_float_equal(width, 61.0f, 0.001f);
	assert_int_equal(text_digits_place(&digits, "11111", TEXT_DIGITS_PROPORTIONAL, places, 3, &width), 3);
	assert_float_equal(width, 55.0f, 0.001f);
	assert_int_equal(text_digits_place(&digits, "a1", TEXT_DIGITS_PROPORTIONAL, places, 8, &width), 1);
	assert_int_equal(text_digits_place(&digits, "", TEXT_DIGITS_PROPORTIONAL, places, 8, &width), 0);
	assert_true(text_digits_can_show("1,250 / 2.000 %:"));
	assert_false(text_digits_can_show("12 s"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_filled),
		cmocka_unit_test(a_place_with_nothing_to_say_goes_with_a_space),
		cmocka_unit_test(numbers_are_told),
		cmocka_unit_test(only_what_the_digits_can_show_is_a_number),
		cmocka_unit_test(many_places_and_long_texts_are_bounded),
		cmocka_unit_test(after_a_hundred_places_the_rest_stays_as_typed),
		cmocka_unit_test(digits_are_laid_out_from_their_widths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
