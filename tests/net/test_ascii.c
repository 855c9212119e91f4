/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/ascii.h"

static void test_case_of_letters_does_not_count(void **state)
{
	(void)state;
	assert_true(ascii_equals("Basicapi_Get_QRCODE", "basicAPI_get_qrcode"));
	assert_true(ascii_equals("", ""));
	assert_false(ascii_equals("vibrate", "vibrate1"));
	assert_false(ascii_equals("vibrate", ""));
	assert_false(ascii_equals("[", "{")); /* as far apart as two cases of a letter */
}

static void test_start_of_a_text(void **state)
{
	(void)state;
	assert_true(ascii_starts_with("HTTP://127.0.0.1", "http:"));
	assert_true(ascii_starts_with("anything", ""));
	assert_false(ascii_starts_with("http", "http:"));
	assert_false(ascii_starts_with("https:", "http:"));
}

static void test_bytes_beyond_ascii_have_no_case(void **state)
{
	(void)state;
	assert_true(ascii_equals("Zü", "zü"));
	assert_false(ascii_equals("Ü", "ü"));
	assert_false(ascii_equals("\xc4", "\xe4")); /* a pair in Latin-1 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_case_of_letters_does_not_count),
		cmocka_unit_test(test_start_of_a_text),
		cmocka_unit_test(test_bytes_beyond_ascii_have_no_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
