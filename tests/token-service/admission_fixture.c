/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "admission_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SECRET "_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

const char fixture_alice[] = "lts_00000000000a" SECRET;
const char fixture_mallory[] = "lts_00000000000b" SECRET;
const char fixture_bob[] = "lts_00000000000c" SECRET;

static void write_key(FILE *file, const char *text, const char *name, const char *more)
{
	uint8_t digest[KEY_DIGEST_SIZE];
	key_digest(text, KEY_TEXT_SIZE - 1, digest);
	fprintf(file, "{\"id\": \"%.12s\", \"name\": \"%s\"%s, \"sha256\": \"", text + 4, name, more);
	for (int i = 0; i < KEY_DIGEST_SIZE; i++)
		fprintf(file, "%02x", digest[i]);
	fprintf(file, "\"}");
}

static struct keys *make_keys(void)
{
	char path[] = "/tmp/admission-fixture.XXXXXX";
	struct complaint error;
	int descriptor = mkstemp(path);
	FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
	if (!file)
		return NULL;
	fprintf(file, "{\"version\": 1, \"keys\": [");
	write_key(file, fixture_alice, "alice", "");
	fprintf(file, ",");
	write_key(file, fixture_mallory, "mallory", ", \"revoked\": \"2025-01-01T00:00:00Z\"");
	fprintf(file, ",");
	write_key(file, fixture_bob, "bob", ", \"uid_prefix\": \"bob-\"");
	fprintf(file, "]}");
	fclose(file);
	struct keys *keys = keys_load(path, &error);
	unlink(path);
	return keys;
}

bool admission_fixture_open(struct admission_fixture *fixture, char *const *settings)
{
	static char *const nothing[] = {NULL};
	struct complaint error;
	struct keys *keys = make_keys();
	return config_load(&fixture->config, NULL, settings ? settings : nothing, &error) && keys &&
	       admission_open(&fixture->admission, &fixture->config, keys);
}

void admission_fixture_close(struct admission_fixture *fixture)
{
	admission_close(&fixture->admission);
	config_destroy(&fixture->config);
}
