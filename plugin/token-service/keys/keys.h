/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Service keys: what a streamer's plugin shows to be given an auth token.
 *
 * A key reads "lts_" ID "_" SECRET: 12 hexadecimal digits that name it and 64 that prove it (256 random bits). The file
 * holds only the SHA-256 of the whole. No slow hash (bcrypt, argon2) is needed: those make guessing a person's password
 * costly, while 256 random bits cannot be guessed at any speed; a slow hash would only hand every stranger a way to
 * burn the server's time. The id is no secret: it finds the entry, is logged, and names the key for revoke-key. The
 * digests are compared in constant time, and an unknown id costs the same as a wrong secret.
 *
 * Thread: the server's, except keys_load(), which any thread may call. */
#pragma once

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "token-service/base/complain.h"
#include "token-service/base/problem.h"

enum {
	KEY_ID_SIZE = 13,   /* 12 digits and NUL */
	KEY_TEXT_SIZE = 82, /* "lts_" 12 "_" 64 and NUL */
	KEY_DIGEST_SIZE = 32,
	KEY_NAME_MAX = 128,
	KEYS_MAX = 100000,
};

struct key {
	char id[KEY_ID_SIZE];
	uint8_t digest[KEY_DIGEST_SIZE];
	char *name;       /* the streamer; sent upstream as uname */
	char *uid_prefix; /* NULL: any */
	regex_t uid_regex;
	bool has_uid_regex;
	bool is_revoked;
	int64_t full_at_us; /* of the key's rate limit */
};

struct keys;

/* New set from a file (format: keys_file.h), or NULL with a sentence in error that names the entry. */
struct keys *keys_load(const char *path, struct complaint *error);
void keys_destroy(struct keys *keys);
size_t keys_count(const struct keys *keys);
/* Takes over the rate states of keys that stay, so that a reload gives nobody a fresh burst. */
void keys_inherit(struct keys *keys, const struct keys *old);

/* Looks at the value of an Authorization field (NULL: missing). PROBLEM_NONE and *key (borrowed, until keys_destroy),
 * or PROBLEM_KEY_MISSING, _UNKNOWN, _REVOKED and *key NULL. */
enum problem keys_authenticate(struct keys *keys, const char *authorization, size_t size, struct key **key);
/* uid is NUL-terminated. */
bool key_allows_uid(const struct key *key, const char *uid);

/* SHA-256 of a key's text. false: no such digest in libcrypto. */
bool key_digest(const char *text, size_t size, uint8_t digest[KEY_DIGEST_SIZE]);
/* Compiles a rule for whole user ids: POSIX extended, anchored at both ends. false with the reason in error. */
bool uid_regex_compile(const char *pattern, regex_t *regex, struct complaint *error);
/* Whether it would be compiled. */
bool uid_regex_check(const char *pattern, struct complaint *error);
