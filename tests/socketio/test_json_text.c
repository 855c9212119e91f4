/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON writer: numbers, escapes and UTF-8, whatever the locale of the host application. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "socketio/json_text.h"

static const char *write(json_t *value)
{
	static char bytes[512];
	struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes) - 1};
	assert_int_equal(json_text_write(&text, value), PACKET_OK);
	bytes[text.size] = '\0';
	json_decref(value);
	return bytes;
}

static void numbers_are_written_as_javascript_writes_them(void **state)
{
	(void)state;
	assert_string_equal(write(json_real(16.0)), "16");
	assert_string_equal(write(json_real(-0.0)), "0");
	assert_string_equal(write(json_real(0.1)), "0.1");
	assert_string_equal(write(json_real(0.1 + 0.2)), "0.30000000000000004");
	assert_string_equal(write(json_real(1e21)), "1e+21");
	assert_string_equal(write(json_real(1e-7)), "1e-7");
	assert_string_equal(write(json_real(-2.5e-300)), "-2.5e-300");
	assert_string_equal(write(json_real(123456789012345.0)), "123456789012345");
	assert_string_equal(write(json_integer(INT64_MIN)), "-9223372036854775808");
	assert_string_equal(write(json_integer(INT64_MAX)), "9223372036854775807");
}

static void a_decimal_comma_of_the_host_does_not_matter(void **state)
{
	(void)state;
	/* Whatever of these the machine has; C is always there. */
	static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "C"};
	for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++) {
		if (!setlocale(LC_NUMERIC, locales[i]))
			continue;
		assert_string_equal(write(json_real(0.5)), "0.5");
		assert_string_equal(write(json_real(1.25e-9)), "1.25e-9");
	}
	setlocale(LC_NUMERIC, "C");
}

static void strings_are_escaped_where_they_must(void **state)
{
	(void)state;
	assert_string_equal(write(json_string("\"\\\b\t\n\f\r\x01\x1f\x7f/")),
			    "\"\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f\x7f/\"");
	assert_string_equal(write(json_stringn("a\0b", 3)), "\"a\\u0000b\"");
	assert_string_equal(write(json_string("\xe2\x80\xa8\xf0\x9f\x98\x80")), "\"\xe2\x80\xa8\xf0\x9f\x98\x80\"");
	assert_string_equal(write(json_string("")), "\"\"");
}

static void containers_are_compact(void **state)
{
	(void)state;
	assert_string_equal(write(json_pack("{s:[], s:{}, s:[n,b,b]}", "a", "b", "c", 1, 0)),
			    "{\"a\":[],\"b\":{},\"c\":[null,true,false]}");
}

static void depth_has_a_limit(void **state)
{
	(void)state;
	char bytes[1024];
	for (int levels = PACKET_MAX_ENCODE_DEPTH; levels <= PACKET_MAX_ENCODE_DEPTH + 1; levels++) {
		json_t *value = json_array();
		for (int i = 0; i < levels; i++) {
			json_t *outer = json_array();
			json_array_append_new(outer, value);
			value = outer;
		}
		struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes)};
		assert_int_equal(json_text_write(&text, value),
				 levels == PACKET_MAX_ENCODE_DEPTH ? PACKET_OK : PACKET_ERROR_TOO_DEEP);
		json_decref(value);
	}
}

static void only_valid_utf8_passes(void **state)
{
	(void)state;
	static const char *const good[] = {"",
					   "a",
					   "\xc2\x80",
					   "\xdf\xbf",
					   "\xe0\xa0\x80",
					   "\xed\x9f\xbf",
					   "\xee\x80\x80",
					   "\xf0\x90\x80\x80",
					   "\xf4\x8f\xbf\xbf"};
	static const char *const bad[] = {"\x80",
					  "\xc0\x80",
					  "\xc1\xbf",
					  "\xc2",
					  "\xc2\x41",
					  "\xe0\x9f\xbf",
					  "\xed\xa0\x80",
					  "\xe2\x82",
					  "\xe2\x82\x41",
					  "\xf0\x8f\xbf\xbf",
					  "\xf4\x90\x80\x80",
					  "\xf5\x80\x80\x80",
					  "\xff",
					  "a\xfe",
					  "\xf0\x90\x80"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(json_text_is_utf8(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(json_text_is_utf8(bad[i], strlen(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_as_javascript_writes_them),
		cmocka_unit_test(a_decimal_comma_of_the_host_does_not_matter),
		cmocka_unit_test(strings_are_escaped_where_they_must),
		cmocka_unit_test(containers_are_compact),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(only_valid_utf8_passes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
