/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/keys/keys.h"

#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/utf8.h"
#include "token-service/base/json_file.h"

struct keys {
	struct key *items; /* sorted by id */
	size_t count;
};

bool key_digest(const char *text, size_t size, uint8_t digest[KEY_DIGEST_SIZE])
{
	return EVP_Digest(text, size, digest, NULL, EVP_sha256(), NULL) == 1;
}

bool uid_regex_compile(const char *pattern, regex_t *regex, struct complaint *error)
{
	char anchored[512];
	if ((size_t)snprintf(anchored, sizeof(anchored), "^(%s)$", pattern) >= sizeof(anchored))
		return complain(error, "longer than 500 bytes");
	/* A back reference makes matching take time exponential in the uid, which a stranger chooses. */
	for (const char *at = strchr(pattern, '\\'); at && at[1]; at = strchr(at + 2, '\\'))
		if (at[1] >= '1' && at[1] <= '9')
			return complain(error, "back references are not allowed");
	int result = regcomp(regex, anchored, REG_EXTENDED | REG_NOSUB);
	if (result)
		regerror(result, regex, error->text, sizeof(error->text));
	return result == 0;
}

bool uid_regex_check(const char *pattern, struct complaint *error)
{
	regex_t regex;
	bool is_good = uid_regex_compile(pattern, &regex, error);
	if (is_good)
		regfree(&regex);
	return is_good;
}

static bool read_hex(const char *text, uint8_t *bytes, size_t count)
{
	size_t length = 0;
	return text && strlen(text) == 2 * count && strspn(text, "0123456789abcdef") == 2 * count &&
	       OPENSSL_hexstr2buf_ex(bytes, count, &length, text, '\0') == 1 && length == count;
}

static bool read_uid_rule(struct key *key, const char *prefix, const char *pattern, struct complaint *error)
{
	struct complaint reason;
	if (prefix && !(key->uid_prefix = strdup(prefix)))
		return complain(error, "out of memory");
	if (!pattern)
		return true;
	if (!uid_regex_compile(pattern, &key->uid_regex, &reason))
		return complain(error, "key %s: uid_regex: %s", key->id, reason.text);
	key->has_uid_regex = true;
	return true;
}

static bool read_key(json_t *entry, struct key *key, struct complaint *error)
{
	const char *id = NULL;
	const char *name = NULL;
	const char *digest = NULL;
	const char *prefix = NULL;
	const char *pattern = NULL;
	const char *revoked = NULL;
	json_error_t problem;
	if (json_unpack_ex(entry, &problem, 0, "{s:s, s:s, s:s, s?s, s?s, s?s}", "id", &id, "name", &name, "sha256",
			   &digest, "uid_prefix", &prefix, "uid_regex", &pattern, "revoked", &revoked))
		return complain(error, "%s", problem.text);
	if (strlen(id) != KEY_ID_SIZE - 1 || strspn(id, "0123456789abcdef") != KEY_ID_SIZE - 1)
		return complain(error, "an id is not 12 hexadecimal digits");
	memcpy(key->id, id, KEY_ID_SIZE);
	if (!read_hex(digest, key->digest, KEY_DIGEST_SIZE))
		return complain(error, "key %s: sha256 is not 64 hexadecimal digits", id);
	if (!*name || strlen(name) > KEY_NAME_MAX)
		return complain(error, "key %s: name must have 1 to 128 bytes", id);
	key->is_revoked = revoked != NULL;
	key->name = strdup(name);
	if (!key->name)
		return complain(error, "out of memory");
	return read_uid_rule(key, prefix, pattern, error);
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(((const struct key *)a)->id, ((const struct key *)b)->id);
}

static bool read_entries(struct keys *keys, json_t *root, struct complaint *error)
{
	json_t *entries = json_object_get(root, "keys");
	size_t count = json_array_size(entries);
	if (!json_is_array(entries) || json_integer_value(json_object_get(root, "version")) != 1)
		return complain(error, "not a key file: needs \"version\": 1 and an array \"keys\"");
	if (count > KEYS_MAX)
		return complain(error, "more than %d keys", KEYS_MAX);
	keys->items = calloc(count ? count : 1, sizeof(*keys->items));
	if (!keys->items)
		return complain(error, "out of memory");
	for (; keys->count < count; keys->count++)
		if (!read_key(json_array_get(entries, keys->count), &keys->items[keys->count], error)) {
			keys->count++; /* half-read: has something to free */
			return false;
		}
	qsort(keys->items, count, sizeof(*keys->items), compare_keys);
	for (size_t i = 1; i < count; i++)
		if (!compare_keys(&keys->items[i - 1], &keys->items[i]))
			return complain(error, "key %s appears twice", keys->items[i].id);
	return true;
}

struct keys *keys_load(const char *path, struct complaint *error)
{
	json_t *root = json_file_read(path, error);
	if (!root)
		return NULL;
	struct keys *keys = calloc(1, sizeof(*keys));
	bool is_good = keys ? read_entries(keys, root, error) : complain(error, "out of memory");
	json_decref(root);
	if (is_good)
		return keys;
	keys_destroy(keys);
	return NULL;
}

void keys_destroy(struct keys *keys)
{
	if (!keys)
		return;
	for (size_t i = 0; i < keys->count; i++) {
		free(keys->items[i].name);
		free(keys->items[i].uid_prefix);
		if (keys->items[i].has_uid_regex)
			regfree(&keys->items[i].uid_regex);
	}
	free(keys->items);
	free(keys);
}

size_t keys_count(const struct keys *keys)
{
	return keys->count;
}

static struct key *find_key(const struct keys *keys, const char *id)
{
	struct key wanted = {0};
	memcpy(wanted.id, id, KEY_ID_SIZE - 1);
	return bsearch(&wanted, keys->items, keys->count, sizeof(*keys->items), compare_keys);
}

void keys_inherit(struct keys *keys, const struct keys *old)
{
	for (size_t i = 0; i < keys->count; i++) {
		const struct key *before = find_key(old, keys->items[i].id);
		if (before)
			keys->items[i].full_at_us = before->full_at_us;
	}
}

/* The key's text behind "Bearer ", or NULL. */
static const char *bearer_text(const char *authorization, size_t *size)
{
	static const char scheme[] = "Bearer ";
	size_t skip = sizeof(scheme) - 1;
	if (!authorization || *size < skip || strncasecmp(authorization, scheme, skip) != 0)
		return NULL;
	while (skip < *size && authorization[skip] == ' ')
		skip++;
	/* A script may have read the key from a file that an editor marked. */
	skip += utf8_mark_size(authorization + skip, *size - skip);
	*size -= skip;
	return *size ? authorization + skip : NULL;
}

enum problem keys_authenticate(struct keys *keys, const char *authorization, size_t size, struct key **key)
{
	static const struct key nobody = {0};
	uint8_t digest[KEY_DIGEST_SIZE];
	*key = NULL;
	const char *text = bearer_text(authorization, &size);
	if (!text)
		return PROBLEM_KEY_MISSING;
	if (size != KEY_TEXT_SIZE - 1 || memcmp(text, "lts_", 4) != 0 || text[3 + KEY_ID_SIZE] != '_')
		return PROBLEM_KEY_UNKNOWN;
	/* No early way out from here on: an unknown id is hashed and compared like any other. */
	struct key *found = find_key(keys, text + 4);
	const struct key *against = found ? found : &nobody;
	bool is_hashed = key_digest(text, size, digest);
	bool is_equal = !CRYPTO_memcmp(digest, against->digest, KEY_DIGEST_SIZE);
	if (!is_hashed || !is_equal || !found)
		return PROBLEM_KEY_UNKNOWN;
	if (found->is_revoked)
		return PROBLEM_KEY_REVOKED;
	*key = found;
	return PROBLEM_NONE;
}

bool key_allows_uid(const struct key *key, const char *uid)
{
	if (key->uid_prefix && strncmp(uid, key->uid_prefix, strlen(key->uid_prefix)) != 0)
		return false;
	return !key->has_uid_regex || !regexec(&key->uid_regex, uid, 0, NULL, 0);
}
