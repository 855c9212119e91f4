/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "net/utf8.h"

static void test_the_edges_of_each_length(void **state)
{
	static const struct {
		const char *text;
		size_t size;
	} cases[] = {
		{"a", 1},
		{"\x7f", 1},
		{"\xc2\x80", 2},
		{"\xdf\xbf", 2},
		{"\xe0\xa0\x80", 3},
		{"\xed\x9f\xbf", 3},
		{"\xee\x80\x80", 3},
		{"\xef\xbf\xbf", 3},
		{"\xf0\x90\x80\x80", 4},
		{"\xf4\x8f\xbf\xbf", 4},
		{"\x80", 0},             /* a continuation alone */
		{"\xc1\xbf", 0},         /* overlong */
		{"\xe0\x9f\xbf", 0},     /* overlong */
		{"\xed\xa0\x80", 0},     /* surrogate */
		{"\xf0\x8f\xbf\xbf", 0}, /* overlong */
		{"\xf4\x90\x80\x80", 0}, /* above U+10FFFF */
		{"\xf5\x80\x80\x80", 0},
		{"\xc2z", 0},
		{"\xe1\x80z", 0},
		{"\xf1\x80\x80z", 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(utf8_character_size(cases[i].text, strlen(cases[i].text)), cases[i].size);
}

static void test_a_cut_character_is_none(void **state)
{
	static const char text[] = "\xf0\x9f\x99\x82";
	(void)state;
	for (size_t size = 0; size < 4; size++)
		assert_int_equal(utf8_character_size(text, size), 0);
	assert_int_equal(utf8_character_size(text, 4), 4);
}

static void test_a_byte_order_mark_has_three_bytes(void **state)
{
	(void)state;
	assert_int_equal(utf8_mark_size("\xef\xbb\xbf{}", 5), 3);
	assert_int_equal(utf8_mark_size("\xef\xbb\xbf", 3), 3);
	assert_int_equal(utf8_mark_size("\xef\xbb\xbf", 2), 0);
	assert_int_equal(utf8_mark_size("\xef\xbb{}", 4), 0);
	assert_int_equal(utf8_mark_size("{}", 2), 0);
	assert_int_equal(utf8_mark_size("", 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_edges_of_each_length),
		cmocka_unit_test(test_a_cut_character_is_none),
		cmocka_unit_test(test_a_byte_order_mark_has_three_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
