/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for secrets: zeroed, aligned, and in no core file. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/random.h"
#include "net/secrets/secret.h"
#include "support/dumped_memory.h"

static void it_is_zeroed_and_aligned(void **state)
{
	static const size_t sizes[] = {1, 100, 4096, 100000};
	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		unsigned char *memory = secret_alloc(sizes[i]);
		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
		for (size_t at = 0; at < sizes[i]; at++)
			assert_int_equal(memory[at], 0);
		memset(memory, 0xff, sizes[i]);
		secret_free(memory);
	}
	assert_null(secret_alloc(SIZE_MAX));
	secret_free(NULL);
	char *copy = secret_copy("text");
	assert_string_equal(copy, "text");
	secret_free(copy);
}

static void no_core_file_holds_it(void **state)
{
	char uuid[RANDOM_UUID_SIZE];
	(void)state;
	random_uuid(uuid);
	size_t size = strlen(uuid);
	if (dumped_memory_count(uuid, size) < 0)
		skip();
	char *plain = malloc(64);
	memcpy(plain, uuid, size);
	int others = dumped_memory_count(uuid, size);
	assert_true(others >= 1); /* the search finds what is there */
	char *secret = secret_copy(uuid);
	assert_int_equal(dumped_memory_count(uuid, size), others);
	secret_free(secret);
	secret_wipe(plain, size);
	assert_int_equal(dumped_memory_count(uuid, size), others - 1);
	free(plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_zeroed_and_aligned),
		cmocka_unit_test(no_core_file_holds_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
