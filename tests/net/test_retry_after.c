/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "net/http/retry_after.h"

/* Sun, 06 Nov 1994 08:49:37 GMT */
static const int64_t NOW_S = 784111777;

static int read_field(const char *value)
{
	return retry_after_s(value, strlen(value), NOW_S);
}

static void seconds_are_read(void **state)
{
	(void)state;
	assert_int_equal(read_field("7"), 7);
	assert_int_equal(read_field(" \t120 \r\n"), 120);
	assert_int_equal(read_field("0"), 0);
}

static void dates_are_read(void **state)
{
	(void)state;
	assert_int_equal(read_field(" Sun, 06 Nov 1994 08:50:37 GMT\r\n"), 60);
	assert_int_equal(read_field("Sun, 06 Nov 1994 08:49:37 GMT"), 0);
	assert_int_equal(read_field("Sun, 06 Nov 1994 08:49:36 GMT"), 0);
}

static void nobody_waits_for_days(void **state)
{
	(void)state;
	assert_int_equal(read_field("3600"), RETRY_AFTER_MAX_S);
	assert_int_equal(read_field("3601"), RETRY_AFTER_MAX_S);
	assert_int_equal(read_field("99999999999999999999999999"), RETRY_AFTER_MAX_S);
	assert_int_equal(read_field("Mon, 07 Nov 1994 08:49:37 GMT"), RETRY_AFTER_MAX_S);
}

static void anything_else_is_not_said(void **state)
{
	static const char *const values[] = {"", " ", "soon", "-1", "1.5", "7 seconds", "0x10"};
	char huge[200];
	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_int_equal(read_field(values[i]), RETRY_AFTER_NONE);
	memset(huge, '1', sizeof(huge));
	assert_int_equal(retry_after_s(huge, sizeof(huge), NOW_S), RETRY_AFTER_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seconds_are_read),
		cmocka_unit_test(dates_are_read),
		cmocka_unit_test(nobody_waits_for_days),
		cmocka_unit_test(anything_else_is_not_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
