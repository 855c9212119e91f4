/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wiped buffer. */
#include "cmocka_all.h"

#include "token-service/base/buffer.h"

static void grows_to_its_limit(void **state)
{
	(void)state;
	struct buffer buffer = {0};
	char expected[10000];
	for (size_t i = 0; i < sizeof(expected); i++) {
		expected[i] = (char)i;
		assert_true(buffer_append(&buffer, &expected[i], 1, sizeof(expected)));
	}
	assert_false(buffer_append(&buffer, "x", 1, sizeof(expected)));
	assert_false(buffer_append(&buffer, "x", SIZE_MAX, sizeof(expected)));
	assert_int_equal(buffer.size, sizeof(expected));
	assert_memory_equal(buffer.data, expected, sizeof(expected));
	buffer_clear(&buffer);
	assert_null(buffer.data);
}

static void gives_off_its_front_and_wipes_behind(void **state)
{
	(void)state;
	struct buffer buffer = {0};
	assert_true(buffer_append(&buffer, "secret+rest", 11, 100));
	buffer_consume(&buffer, 7);
	assert_int_equal(buffer.size, 4);
	assert_memory_equal(buffer.data, "rest\0\0\0\0\0\0\0", 11);
	buffer_consume(&buffer, 4);
	assert_null(buffer.data);
	assert_int_equal(buffer.capacity, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_to_its_limit),
		cmocka_unit_test(gives_off_its_front_and_wipes_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
