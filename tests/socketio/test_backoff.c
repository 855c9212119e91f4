/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Delays between attempts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "socketio/backoff.h"
#include "vectors.h"

static const struct backoff_policy exact = {
	.first_ms = 1000, .max_ms = 60000, .factor = 2, .jitter = 0, .stable_ms = 60000};
static const struct backoff_policy spread = {
	.first_ms = 1000, .max_ms = 60000, .factor = 2, .jitter = 0.25, .stable_ms = 60000};

static void delays_double_up_to_the_cap(void **state)
{
	(void)state;
	static const int expected[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000};
	struct backoff backoff = {0};
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		assert_int_equal(backoff_failed(&backoff, &exact, 0, 0.9), expected[i]);
}

static void a_million_failures_stay_at_the_cap(void **state)
{
	(void)state;
	struct backoff backoff = {0};
	for (int i = 0; i < 1000000; i++)
		backoff_failed(&backoff, &exact, i, 0.5);
	assert_int_equal(backoff_failed(&backoff, &exact, 0, 0.5), 60000);
}

static void jitter_spreads_to_both_sides_also_at_the_cap(void **state)
{
	(void)state;
	struct backoff low = {0};
	struct backoff high = {0};
	assert_int_equal(backoff_failed(&low, &spread, 0, 0.0), 750);
	assert_int_equal(backoff_failed(&high, &spread, 0, 0.9999999), 1249);
	for (int i = 0; i < 20; i++) {
		backoff_failed(&low, &spread, 0, 0.0);
		backoff_failed(&high, &spread, 0, 0.0);
	}
	assert_int_equal(backoff_failed(&low, &spread, 0, 0.0), 45000);
	assert_int_equal(backoff_failed(&high, &spread, 0, 0.9999999), 74999);
}

static void only_a_stable_connection_resets(void **state)
{
	(void)state;
	struct backoff backoff = {0};
	backoff_failed(&backoff, &exact, 0, 0.5);
	backoff_failed(&backoff, &exact, 0, 0.5);
	backoff_connected(&backoff, 1000);
	assert_int_equal(backoff_failed(&backoff, &exact, 60999, 0.5), 4000); /* one ms short */
	backoff_connected(&backoff, 100000);
	assert_int_equal(backoff_failed(&backoff, &exact, 160000, 0.5), 1000);
}

static void a_server_that_accepts_and_drops_is_not_hammered(void **state)
{
	(void)state;
	struct backoff backoff = {0};
	int64_t now_ms = 0;
	int last_ms = 0;
	for (int i = 0; i < 8; i++) {
		backoff_connected(&backoff, now_ms);
		last_ms = backoff_failed(&backoff, &exact, now_ms + 5, 0.5);
		now_ms += last_ms;
	}
	assert_int_equal(last_ms, 60000);
}

static void a_connection_at_time_zero_counts(void **state)
{
	(void)state;
	struct backoff backoff = {.failures = 3};
	backoff_connected(&backoff, 0);
	assert_int_equal(backoff_failed(&backoff, &exact, 60001, 0.5), 1000);
}

/* The same growth as in JavaScript, whose jitter is drawn in another way and is not spread at the cap. */
static void growth_is_that_of_the_javascript_client(void **state)
{
	(void)state;
	json_t *set = vectors_load("backoff");
	assert_int_equal(json_array_size(set), 8);
	const json_t *without_jitter = json_object_get(json_array_get(set, 0), "delays");
	const struct backoff_policy policy = {.first_ms = 1000, .max_ms = 5000, .factor = 2, .stable_ms = 60000};
	struct backoff backoff = {0};
	for (size_t i = 0; i < json_array_size(without_jitter); i++)
		assert_int_equal(backoff_failed(&backoff, &policy, 0, 0.5),
				 json_integer_value(json_array_get(without_jitter, i)));
	json_decref(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delays_double_up_to_the_cap),
		cmocka_unit_test(a_million_failures_stay_at_the_cap),
		cmocka_unit_test(jitter_spreads_to_both_sides_also_at_the_cap),
		cmocka_unit_test(only_a_stable_connection_resets),
		cmocka_unit_test(a_server_that_accepts_and_drops_is_not_hammered),
		cmocka_unit_test(a_connection_at_time_zero_counts),
		cmocka_unit_test(growth_is_that_of_the_javascript_client),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
