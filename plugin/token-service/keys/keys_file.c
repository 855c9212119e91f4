/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/keys/keys_file.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "net/files/file.h"
#include "net/text.h"
#include "token-service/base/json_file.h"

/* The path that is read and replaced: where symbolic links lead. NULL: with a sentence in error; else free() it. */
static char *follow_links(const char *path, struct complaint *error)
{
	char *real = file_follow_links(path);
	if (!real && errno == EACCES)
		complain(error,
			 "%s is a symbolic link of another user, or leads to one: root does not follow it. Name the "
			 "file itself, or run this as its owner.",
			 path);
	else if (!real)
		complain(error, "Cannot follow the symbolic links of %s", path);
	return real;
}

/* The lock is a file of its own, since the key file itself is replaced. NULL: failed. */
static struct file_lock *lock_file(const char *path, struct complaint *error)
{
	enum file_lock_result result;
	char lock_path[PATH_MAX];
	snprintf(lock_path, sizeof(lock_path), "%s.lock", path);
	struct file_lock *lock = file_lock_take(lock_path, FILE_LOCK_WAITS, &result);
	if (!lock)
		complain(error, "Cannot lock %s: %s", lock_path,
			 errno == ELOOP ? "it is a symbolic link, which is not followed. Remove it" : strerror(errno));
	return lock;
}

/* New reference to the file's content; an empty set when there is no file and one may be made. */
static json_t *read_file(const char *path, bool may_be_missing, struct complaint *error)
{
	if (may_be_missing && access(path, F_OK) != 0 && errno == ENOENT)
		return json_pack("{s:i, s:[]}", "version", 1, "keys");
	/* The strict reader names what is wrong; what it accepts can be changed without loss. */
	struct keys *keys = keys_load(path, error);
	if (!keys)
		return NULL;
	keys_destroy(keys);
	return json_file_read(path, error);
}

static bool others_may_write(mode_t mode)
{
	return mode & (S_IWGRP | S_IWOTH);
}

bool keys_file_is_exposed(const char *path)
{
	struct stat file;
	return stat(path, &file) == 0 && others_may_write(file.st_mode);
}

/* A file that others could write keys of their own into becomes private. */
static enum file_access access_like(const char *path)
{
	if (!keys_file_is_exposed(path))
		return FILE_AS_BEFORE;
	note("others could change the key file %s: its mode is 0600 now. See list-keys for keys that are not yours.",
	     path);
	return FILE_OWNER_ONLY;
}

static bool write_file(const char *path, json_t *root, struct complaint *error)
{
	char *text = json_dumps(root, JSON_INDENT(2));
	bool is_written = text && file_replace(path, text, strlen(text), access_like(path));
	if (!is_written)
		complain(error, "Cannot write %s: %s", path, strerror(errno));
	free(text);
	return is_written;
}

static void now_text(char *text, size_t size)
{
	time_t now = time(NULL);
	struct tm utc;
	strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
}

static void write_hex(const uint8_t *bytes, size_t count, char *text)
{
	for (size_t i = 0; i < count; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

static bool make_key(char text[KEY_TEXT_SIZE], char id[KEY_ID_SIZE], char digest_hex[2 * KEY_DIGEST_SIZE + 1])
{
	uint8_t bytes[6 + 32];
	uint8_t digest[KEY_DIGEST_SIZE];
	char secret[65];
	if (RAND_bytes(bytes, 6) != 1 || RAND_priv_bytes(bytes + 6, 32) != 1)
		return false;
	write_hex(bytes, 6, id);
	write_hex(bytes + 6, 32, secret);
	snprintf(text, KEY_TEXT_SIZE, "lts_%s_%s", id, secret);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(secret, sizeof(secret));
	if (!key_digest(text, KEY_TEXT_SIZE - 1, digest))
		return false;
	write_hex(digest, KEY_DIGEST_SIZE, digest_hex);
	return true;
}

static json_t *make_entry(const struct new_key *request, const char *id, const char *digest_hex)
{
	char created[32];
	now_text(created, sizeof(created));
	return json_pack("{s:s, s:s, s:s, s:s, s:s*, s:s*}", "id", id, "name", request->name, "sha256", digest_hex,
			 "created", created, "uid_prefix", request->uid_prefix, "uid_regex", request->uid_regex);
}

static bool check_request(const struct new_key *request, struct complaint *error)
{
	struct complaint reason;
	if (!*request->name || strlen(request->name) > KEY_NAME_MAX || text_has_control(request->name))
		return complain(error,
				"The name must have 1 to 128 bytes, without line breaks and other control characters.");
	if ((request->uid_prefix && text_has_control(request->uid_prefix)) ||
	    (request->uid_regex && text_has_control(request->uid_regex)))
		return complain(error,
				"A uid rule must not have line breaks or other control characters: no uid has them.");
	if (request->uid_regex && !uid_regex_check(request->uid_regex, &reason))
		return complain(error, "The uid regex cannot be used: %s", reason.text);
	return true;
}

/* Failure shows when the folder is used. */
static void make_folder(const char *path)
{
	char folder[PATH_MAX];
	size_t length = file_folder_length(path);
	if (length && length < sizeof(folder)) {
		snprintf(folder, sizeof(folder), "%.*s", (int)length, path);
		(void)mkdir(folder, 0700);
	}
}

bool keys_file_add(const char *path, const struct new_key *request, char text[KEY_TEXT_SIZE], struct complaint *error)
{
	char id[KEY_ID_SIZE];
	char digest_hex[2 * KEY_DIGEST_SIZE + 1];
	char *real = check_request(request, error) ? follow_links(path, error) : NULL;
	if (!real)
		return false;
	make_folder(real);
	struct file_lock *lock = lock_file(real, error);
	json_t *root = lock ? read_file(real, true, error) : NULL;
	bool is_made = root && make_key(text, id, digest_hex) &&
		       json_array_append_new(json_object_get(root, "keys"), make_entry(request, id, digest_hex)) == 0;
	if (root && !is_made)
		complain(error, "No random bytes, or out of memory; or the name is not UTF-8.");
	bool is_added = is_made && write_file(real, root, error);
	json_decref(root);
	file_lock_release(lock);
	free(real);
	return is_added;
}

static size_t revoke_entries(json_t *root, const char *which)
{
	char now[32];
	size_t index = 0;
	size_t count = 0;
	json_t *entry = NULL;
	now_text(now, sizeof(now));
	json_array_foreach(json_object_get(root, "keys"), index, entry)
	{
		bool is_meant = !strcmp(json_string_value(json_object_get(entry, "id")), which) ||
				!strcmp(json_string_value(json_object_get(entry, "name")), which);
		if (is_meant && !json_is_string(json_object_get(entry, "revoked")))
			count += json_object_set_new(entry, "revoked", json_string(now)) == 0;
	}
	return count;
}

bool keys_file_revoke(const char *path, const char *which, size_t *count, struct complaint *error)
{
	char *real = follow_links(path, error);
	struct file_lock *lock = real ? lock_file(real, error) : NULL;
	json_t *root = lock ? read_file(real, false, error) : NULL;
	*count = revoke_entries(root, which);
	if (root && !*count)
		complain(error, "No key that is not revoked yet has this id or name.");
	bool is_done = *count && write_file(real, root, error);
	json_decref(root);
	file_lock_release(lock);
	free(real);
	return is_done;
}

bool keys_file_list(const char *path, FILE *out, struct complaint *error)
{
	json_t *root = read_file(path, false, error);
	size_t index = 0;
	json_t *entry = NULL;
	if (!root)
		return false;
	json_array_foreach(json_object_get(root, "keys"), index, entry)
	{
		const char *created = json_string_value(json_object_get(entry, "created"));
		fprintf(out, "%s  %-7s  %-20s  %s\n", json_string_value(json_object_get(entry, "id")),
			json_is_string(json_object_get(entry, "revoked")) ? "revoked" : "good", created ? created : "-",
			json_string_value(json_object_get(entry, "name")));
	}
	json_decref(root);
	return true;
}
