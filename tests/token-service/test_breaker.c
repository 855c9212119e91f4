/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The circuit breaker, with its time given. */
#include "cmocka_all.h"

#include "token-service/upstream/breaker.h"

static const struct breaker_config config = {.failures_to_open = 3, .open_ms = 100, .max_open_ms = 350};

static void opens_after_failures_in_a_row(void **state)
{
	(void)state;
	struct breaker breaker;
	breaker_init(&breaker, &config);
	for (int round = 0; round < 5; round++) {
		breaker_failed(&breaker, 0);
		breaker_failed(&breaker, 0);
		assert_int_equal(breaker_admit(&breaker, 0), 0);
		breaker_succeeded(&breaker); /* no longer in a row */
	}
	for (int i = 0; i < 3; i++)
		breaker_failed(&breaker, 1000);
	assert_int_equal(breaker.state, BREAKER_OPEN);
	assert_int_equal(breaker_admit(&breaker, 1000), 100);
	assert_int_equal(breaker_admit(&breaker, 1099), 1);
}

static void lets_one_probe_through(void **state)
{
	(void)state;
	struct breaker breaker;
	breaker_init(&breaker, &config);
	for (int i = 0; i < 3; i++)
		breaker_failed(&breaker, 0);
	assert_int_equal(breaker_admit(&breaker, 100), 0);
	assert_int_equal(breaker.state, BREAKER_HALF_OPEN);
	assert_true(breaker_admit(&breaker, 100) > 0);
	breaker_succeeded(&breaker);
	assert_int_equal(breaker.state, BREAKER_CLOSED);
	assert_int_equal(breaker_admit(&breaker, 100), 0);
}

static void pauses_longer_each_time_up_to_a_limit(void **state)
{
	(void)state;
	static const int64_t pauses[] = {100, 200, 350, 350};
	struct breaker breaker;
	int64_t now_ms = 0;
	breaker_init(&breaker, &config);
	breaker_failed(&breaker, now_ms);
	breaker_failed(&breaker, now_ms);
	for (int i = 0; i < 4; i++) {
		breaker_failed(&breaker, now_ms);
		assert_int_equal(breaker_admit(&breaker, now_ms), pauses[i]);
		now_ms += pauses[i];
		assert_int_equal(breaker_admit(&breaker, now_ms), 0);
	}
	breaker_succeeded(&breaker);
	for (int i = 0; i < 3; i++)
		breaker_failed(&breaker, now_ms);
	assert_int_equal(breaker_admit(&breaker, now_ms), 100); /* from the start again */
}

static void late_failures_do_not_lengthen_the_pause(void **state)
{
	(void)state;
	struct breaker breaker;
	breaker_init(&breaker, &config);
	for (int i = 0; i < 50; i++)
		breaker_failed(&breaker, i);
	assert_int_equal(breaker_admit(&breaker, 102), 0); /* opened at 2, not at 49 */
}

static void an_abandoned_probe_frees_its_place(void **state)
{
	(void)state;
	struct breaker breaker;
	breaker_init(&breaker, &config);
	breaker_abandoned(&breaker, 0);
	assert_int_equal(breaker.state, BREAKER_CLOSED);
	for (int i = 0; i < 3; i++)
		breaker_failed(&breaker, 0);
	assert_int_equal(breaker_admit(&breaker, 100), 0);
	breaker_abandoned(&breaker, 110);
	assert_int_equal(breaker_admit(&breaker, 110), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_after_failures_in_a_row),
		cmocka_unit_test(lets_one_probe_through),
		cmocka_unit_test(pauses_longer_each_time_up_to_a_limit),
		cmocka_unit_test(late_failures_do_not_lengthen_the_pause),
		cmocka_unit_test(an_abandoned_probe_frees_its_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
