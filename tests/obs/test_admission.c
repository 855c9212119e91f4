/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who closes waits for those inside, and for nobody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "obs/requests/admission.h"

enum { GUESTS = 4, VISITS = 20000 };

static struct admission admission;
static volatile long is_closed, guests_ready;

static int set_up(void **state)
{
	(void)state;
	memset(&admission, 0, sizeof(admission));
	is_closed = guests_ready = 0;
	return 0;
}

static void a_closed_one_lets_nobody_in(void **state)
{
	(void)state;
	assert_false(admission_enter(&admission));
	admission_close(&admission);
	assert_true(admission_open(&admission));
	assert_true(admission_enter(&admission));
	admission_leave(&admission);
	admission_close(&admission);
	assert_false(admission_enter(&admission));
	admission_close(&admission);
}

static void *close_it(void *ctx)
{
	(void)ctx;
	admission_close(&admission);
	os_atomic_set_long(&is_closed, 1);
	return NULL;
}

static void who_closes_waits_for_the_last_one_inside(void **state)
{
	(void)state;
	pthread_t closer;
	assert_true(admission_open(&admission));
	assert_true(admission_enter(&admission));
	assert_true(admission_enter(&admission));
	assert_int_equal(pthread_create(&closer, NULL, close_it, NULL), 0);
	while (admission_enter(&admission)) /* until it is being closed */
		admission_leave(&admission);
	admission_leave(&admission);
	assert_false(admission_enter(&admission));
	assert_int_equal(os_atomic_load_long(&is_closed), 0);
	admission_leave(&admission);
	pthread_join(closer, NULL);
	assert_int_equal(is_closed, 1);
}

/* Comes again and again, also when it is closed. */
static void *visit(void *ctx)
{
	volatile bool *was_inside_late = ctx;
	os_atomic_inc_long(&guests_ready);
	for (int i = 0; i < VISITS; i++) {
		if (!admission_enter(&admission))
			continue;
		*was_inside_late = *was_inside_late || os_atomic_load_long(&is_closed);
		admission_leave(&admission);
	}
	return NULL;
}

static void nobody_is_inside_when_it_is_closed(void **state)
{
	(void)state;
	pthread_t guests[GUESTS];
	bool was_inside_late[GUESTS] = {false};
	assert_true(admission_open(&admission));
	for (int i = 0; i < GUESTS; i++)
		assert_int_equal(pthread_create(&guests[i], NULL, visit, &was_inside_late[i]), 0);
	while (os_atomic_load_long(&guests_ready) == 0)
		;
	close_it(NULL);
	for (int i = 0; i < GUESTS; i++) {
		pthread_join(guests[i], NULL);
		assert_false(was_inside_late[i]);
	}
}

#define CASE(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_closed_one_lets_nobody_in),
		CASE(who_closes_waits_for_the_last_one_inside),
		CASE(nobody_is_inside_when_it_is_closed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
