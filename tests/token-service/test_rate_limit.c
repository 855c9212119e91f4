/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rate limit: burst, steady rate, and a table that stays small. */
#include "cmocka_all.h"

#include "token-service/rate_limit.h"

static const struct rate rate = {.interval_us = 1000, .burst = 3};

static void allows_a_burst_and_then_the_steady_rate(void **state)
{
	(void)state;
	int64_t full_at_us = 0;
	for (int i = 0; i < 3; i++)
		assert_int_equal(rate_take(&rate, &full_at_us, 5000), 0);
	assert_int_equal(rate_take(&rate, &full_at_us, 5000), 1000);
	assert_int_equal(rate_take(&rate, &full_at_us, 5400), 600);
	assert_int_equal(rate_take(&rate, &full_at_us, 6000), 0);
	assert_int_equal(rate_take(&rate, &full_at_us, 6000), 1000);
	/* after a long pause the burst is back, and no more than the burst */
	for (int i = 0; i < 3; i++)
		assert_int_equal(rate_take(&rate, &full_at_us, 1000000), 0);
	assert_int_not_equal(rate_take(&rate, &full_at_us, 1000000), 0);
}

static void does_not_punish_impatience(void **state)
{
	(void)state;
	int64_t full_at_us = 0;
	for (int i = 0; i < 1000; i++)
		rate_take(&rate, &full_at_us, 1000000);
	assert_int_equal(rate_take(&rate, &full_at_us, 1001000), 0);
}

static void zero_means_no_limit(void **state)
{
	(void)state;
	const struct rate none = {.burst = 1};
	int64_t full_at_us = 0;
	for (int i = 0; i < 100; i++)
		assert_int_equal(rate_take(&none, &full_at_us, 0), 0);
}

static struct address numbered(uint32_t number)
{
	struct address address = {.ip.s6_addr = {[10] = 0xff, [11] = 0xff}};
	for (int i = 0; i < 4; i++)
		address.ip.s6_addr[12 + i] = (uint8_t)(number >> (24 - 8 * i));
	return address;
}

static void addresses_are_counted_apart(void **state)
{
	(void)state;
	struct rate_table *table = rate_table_create(10);
	struct address a = numbered(1);
	struct address b = numbered(2);
	for (int i = 0; i < 3; i++)
		assert_int_equal(rate_table_take(table, &rate, &a, 1000), 0);
	assert_int_not_equal(rate_table_take(table, &rate, &a, 1000), 0);
	assert_int_equal(rate_table_take(table, &rate, &b, 1000), 0);
	assert_int_equal(rate_table_count(table), 2);
	rate_table_destroy(table);
}

static void the_quietest_address_gives_way(void **state)
{
	(void)state;
	struct rate_table *table = rate_table_create(100);
	struct address busy = numbered(UINT32_MAX);
	for (int i = 0; i < 4; i++)
		rate_table_take(table, &rate, &busy, 1000);
	for (uint32_t i = 0; i < 1000; i++) {
		struct address other = numbered(i);
		rate_table_take(table, &rate, &other, 1000);
		assert_true(rate_table_count(table) <= 100);
		/* who keeps coming is not forgotten, however many others come between */
		assert_int_not_equal(rate_table_take(table, &rate, &busy, 1000), 0);
	}
	rate_table_destroy(table);
	rate_table_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allows_a_burst_and_then_the_steady_rate),
		cmocka_unit_test(does_not_punish_impatience),
		cmocka_unit_test(zero_means_no_limit),
		cmocka_unit_test(addresses_are_counted_apart),
		cmocka_unit_test(the_quietest_address_gives_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
