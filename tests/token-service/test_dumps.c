/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process leaves no core file. memory.test.mjs shows that the program asks for it. */
#include "cmocka_all.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "token-service/base/memory.h"

static void the_process_leaves_no_core_file(void **state)
{
	struct rlimit limit = {1, 1};
	(void)state;
	assert_int_equal(prctl(PR_GET_DUMPABLE), 1);
	memory_keep_out_of_dumps();
	assert_int_equal(prctl(PR_GET_DUMPABLE), 0);
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	assert_int_equal(limit.rlim_cur, 0);
	assert_int_equal(limit.rlim_max, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_process_leaves_no_core_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
