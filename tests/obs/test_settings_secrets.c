/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The secrets of the settings are in no core file of OBS while they are held. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/random.h"
#include "net/secrets/secret.h"
#include "scratch.h"
#include "settings_fixture.h"
#include "support/dumped_memory.h"

/* The end of it is enough to find it: the allocator writes over the beginning of what is freed. */
enum { END_SIZE = 20 };

/* Through the kernel: the buffer of a stream would keep the secret. */
static void save_credentials(const char *folder, const char *secret)
{
	char text[256];
	char path[128];
	int size = snprintf(text, sizeof(text), "{\"version\": 1, \"developer_token\": \"%s\", \"utoken\": \"u\"}",
			    secret);
	scratch_write(folder, "credentials.json", "");
	snprintf(path, sizeof(path), "%s/credentials.json", folder);
	assert_int_equal(truncate(path, 0), 0);
	FILE *file = fopen(path, "w");
	setvbuf(file, NULL, _IONBF, 0);
	fwrite(text, 1, (size_t)size, file);
	fclose(file);
	secret_wipe(text, sizeof(text));
}

static void no_core_file_holds_the_developer_token(void **state)
{
	struct settings_fixture *fixture = *state;
	struct engine_settings *settings = secret_alloc(sizeof(*settings));
	char *secret = secret_alloc(RANDOM_UUID_SIZE);
	char error[256];
	random_uuid(secret);
	const char *end = secret + strlen(secret) - END_SIZE;
	save_credentials(fixture->folder, secret);
	int before = dumped_memory_count(end, END_SIZE);
	if (before < 0)
		skip();
	struct settings_store *store = settings_store_create_in(fixture->folder, fixture->engine);
	settings_store_get(store, settings);
	assert_string_equal(settings->developer_token, secret);
	assert_int_equal(dumped_memory_count(end, END_SIZE), before);
	/* And when it is written again. */
	settings->lease_ms = 4000;
	snprintf(settings->token_service_key, sizeof(settings->token_service_key), "another");
	assert_true(settings_store_set(store, settings, error, sizeof(error)));
	assert_int_equal(dumped_memory_count(end, END_SIZE), before);
	settings_store_destroy(store);
	secret_free(secret);
	secret_free(settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_core_file_holds_the_developer_token, settings_fixture_set_up,
						settings_fixture_tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
