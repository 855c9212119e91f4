/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Service keys: made, read back, recognised, revoked. */
#include "cmocka_all.h"

#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "temporary.h"
#include "token-service/keys/keys_file.h"

/* Counted by the linker's --wrap: the work of one authentication must not depend on what is wrong with a key. */
static int comparisons;
static int digests;
static size_t compared_bytes;

int __real_CRYPTO_memcmp(const void *a, const void *b, size_t size);
int __wrap_CRYPTO_memcmp(const void *a, const void *b, size_t size);
int __wrap_CRYPTO_memcmp(const void *a, const void *b, size_t size)
{
	comparisons++;
	compared_bytes += size;
	return __real_CRYPTO_memcmp(a, b, size);
}

int __real_EVP_Digest(const void *data, size_t count, unsigned char *digest, unsigned int *size, const EVP_MD *type,
		      ENGINE *engine);
int __wrap_EVP_Digest(const void *data, size_t count, unsigned char *digest, unsigned int *size, const EVP_MD *type,
		      ENGINE *engine);
int __wrap_EVP_Digest(const void *data, size_t count, unsigned char *digest, unsigned int *size, const EVP_MD *type,
		      ENGINE *engine)
{
	digests++;
	return __real_EVP_Digest(data, count, digest, size, type, engine);
}

static struct complaint error;

static void add(const char *path, const char *name, const char *prefix, const char *regex, char text[KEY_TEXT_SIZE])
{
	struct new_key request = {name, prefix, regex};
	if (!keys_file_add(path, &request, text, &error))
		fail_msg("%s", error.text);
}

static enum problem try_key(struct keys *keys, const char *text, struct key **key)
{
	char authorization[256];
	snprintf(authorization, sizeof(authorization), "Bearer %s", text);
	return keys_authenticate(keys, authorization, strlen(authorization), key);
}

static void makes_keys_that_are_recognised(void **state)
{
	char a[KEY_TEXT_SIZE];
	char b[KEY_TEXT_SIZE];
	struct key *key = NULL;
	char *path = temporary_path(*state, "keys.json");
	add(path, "alice", NULL, NULL, a);
	add(path,
	    "b\xc3\xb6"
	    "b",
	    NULL, NULL, b);
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), KEY_TEXT_SIZE - 1);
	struct keys *keys = keys_load(path, &error);
	assert_non_null(keys);
	assert_int_equal(keys_count(keys), 2);
	assert_int_equal(try_key(keys, a, &key), PROBLEM_NONE);
	assert_string_equal(key->name, "alice");
	assert_int_equal(try_key(keys, b, &key), PROBLEM_NONE);
	assert_string_equal(key->name, "b\xc3\xb6"
				       "b");
	keys_destroy(keys);
	free(path);
}

static void the_file_holds_no_key_and_is_private(void **state)
{
	char text[KEY_TEXT_SIZE];
	char content[4096] = "";
	struct stat file;
	char *path = temporary_path(*state, "keys.json");
	add(path, "alice", NULL, NULL, text);
	FILE *in = fopen(path, "re");
	assert_true(fread(content, 1, sizeof(content) - 1, in) > 0);
	fclose(in);
	assert_null(strstr(content, text + strlen(text) - 64));
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	free(path);
}

static void makes_its_folder_and_follows_its_owner(void **state)
{
	char text[KEY_TEXT_SIZE];
	struct stat file;
	char *folder = temporary_path(*state, "folder");
	char *path = temporary_path(folder, "keys.json");
	char *lock = temporary_path(folder, "keys.json.lock");
	add(path, "alice", NULL, NULL, text);
	assert_int_equal(stat(folder, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0700);
	/* Only root can give files away. */
	uid_t owner = getuid() == 0 ? 12345 : getuid();
	assert_int_equal(unlink(path), 0);
	assert_int_equal(chown(folder, owner, (gid_t)-1), 0);
	for (int i = 0; i < 2; i++) {
		add(path, "alice", NULL, NULL, text);
		assert_int_equal(stat(path, &file), 0);
		assert_int_equal(file.st_uid, owner);
		assert_int_equal(file.st_mode & 0777, 0600);
		assert_int_equal(chown(folder, getuid(), (gid_t)-1), 0); /* now the file itself is the model */
	}
	unlink(path);
	unlink(lock);
	rmdir(folder);
	free(lock);
	free(path);
	free(folder);
}

static void a_file_that_others_may_change_becomes_private(void **state)
{
	static const struct {
		mode_t before;
		mode_t after;
	} cases[] = {{0666, 0600}, {0660, 0600}, {0602, 0600}, {0640, 0640}, {0644, 0644}, {0600, 0600}, {0400, 0400}};
	char text[KEY_TEXT_SIZE];
	struct stat file;
	char *path = temporary_path(*state, "keys.json");
	add(path, "alice", NULL, NULL, text);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(chmod(path, cases[i].before), 0);
		add(path, "alice", NULL, NULL, text);
		assert_int_equal(stat(path, &file), 0);
		assert_int_equal(file.st_mode & 07777, cases[i].after);
	}
	free(path);
}

static size_t count_keys(const char *path)
{
	struct keys *keys = keys_load(path, &error);
	size_t count = keys ? keys_count(keys) : 0;
	keys_destroy(keys);
	return count;
}

static void follows_symbolic_links(void **state)
{
	char text[KEY_TEXT_SIZE];
	struct stat file;
	size_t count = 0;
	char *path = temporary_path(*state, "keys.json");
	char *middle = temporary_path(*state, "middle.json");
	char *real = temporary_path(*state, "real.json");
	char *lock = temporary_path(*state, "real.json.lock");
	assert_int_equal(symlink("middle.json", path), 0); /* relative to the folder of the link */
	assert_int_equal(symlink(real, middle), 0);
	for (size_t i = 1; i <= 2; i++) { /* the first makes the file */
		add(path, "alice", NULL, NULL, text);
		assert_int_equal(lstat(path, &file), 0);
		assert_true(S_ISLNK(file.st_mode));
		assert_int_equal(lstat(middle, &file), 0);
		assert_true(S_ISLNK(file.st_mode));
		assert_int_equal(lstat(real, &file), 0);
		assert_true(S_ISREG(file.st_mode));
		assert_int_equal(count_keys(real), i);
	}
	assert_int_equal(access(lock, F_OK), 0); /* one lock, whatever the name */
	assert_true(keys_file_revoke(path, "alice", &count, &error));
	assert_int_equal(lstat(path, &file), 0);
	assert_true(S_ISLNK(file.st_mode));
	free(lock);
	free(real);
	free(middle);
	free(path);
}

static void refuses_links_in_a_circle(void **state)
{
	char text[KEY_TEXT_SIZE];
	struct new_key request = {"alice", NULL, NULL};
	char *path = temporary_path(*state, "keys.json");
	assert_int_equal(symlink("keys.json", path), 0);
	assert_false(keys_file_add(path, &request, text, &error));
	assert_non_null(strstr(error.text, "symbolic links"));
	free(path);
}

/* The folder belongs to the service's user, and root adds keys: what that user plants there must not be followed. */
static void follows_no_planted_link(void **state)
{
	char text[KEY_TEXT_SIZE];
	struct new_key request = {"alice", NULL, NULL};
	size_t count = 0;
	char *path = temporary_path(*state, "keys.json");
	char *lock = temporary_path(*state, "keys.json.lock");
	char *planted = temporary_path(*state, "planted");
	assert_int_equal(symlink(planted, lock), 0);
	assert_false(keys_file_add(path, &request, text, &error));
	assert_non_null(strstr(error.text, "symbolic link"));
	assert_false(keys_file_revoke(path, "alice", &count, &error));
	assert_int_not_equal(access(planted, F_OK), 0);
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(symlink(planted, path), 0);
	if (getuid() == 0 && lchown(path, 12345, (gid_t)-1) == 0) {
		assert_false(keys_file_add(path, &request, text, &error));
		assert_non_null(strstr(error.text, "another user"));
		assert_int_not_equal(access(planted, F_OK), 0);
	}
	free(planted);
	free(lock);
	free(path);
}

static void waits_for_no_pipe(void **state)
{
	char text[KEY_TEXT_SIZE];
	struct new_key request = {"alice", NULL, NULL};
	char *path = temporary_path(*state, "keys.json");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_null(keys_load(path, &error));
	assert_non_null(strstr(error.text, "no regular file"));
	assert_false(keys_file_add(path, &request, text, &error));
	free(path);
}

static void refuses_wrong_keys_at_equal_cost(void **state)
{
	char text[KEY_TEXT_SIZE];
	char wrong[3][KEY_TEXT_SIZE];
	struct key *key = NULL;
	char *path = temporary_path(*state, "keys.json");
	add(path, "alice", NULL, NULL, text);
	struct keys *keys = keys_load(path, &error);
	for (int i = 0; i < 3; i++)
		memcpy(wrong[i], text, sizeof(text));
	wrong[0][4] = wrong[0][4] == '0' ? '1' : '0';                                 /* unknown id */
	wrong[1][17] = wrong[1][17] == '0' ? '1' : '0';                               /* first digit */
	wrong[2][KEY_TEXT_SIZE - 2] = wrong[2][KEY_TEXT_SIZE - 2] == '0' ? '1' : '0'; /* last digit */
	for (int i = 0; i < 4; i++) {
		comparisons = digests = 0;
		compared_bytes = 0;
		assert_int_equal(try_key(keys, i == 3 ? text : wrong[i], &key),
				 i == 3 ? PROBLEM_NONE : PROBLEM_KEY_UNKNOWN);
		assert_int_equal(key != NULL, i == 3);
		assert_int_equal(comparisons, 1);
		assert_int_equal(compared_bytes, KEY_DIGEST_SIZE);
		assert_int_equal(digests, 1);
	}
	keys_destroy(keys);
	free(path);
}

static void refuses_what_is_no_bearer_key(void **state)
{
	static const char *const missing[] = {"", "Bearer", "Bearer ", "Basic abc", "bearer", "Bearer  "};
	static const char *const unknown[] = {
		"Bearer x", "Bearer lts_",
		"Bearer lts_0123456789ab-0123456789012345678901234567890123456789012345678901234567890123",
		"Bearer lts_0123456789ab_0123456789012345678901234567890123456789012345678901234567890123x"};
	struct key *key = NULL;
	char *path = temporary_file(*state, "keys.json", "{\"version\": 1, \"keys\": []}");
	struct keys *keys = keys_load(path, &error);
	assert_int_equal(keys_authenticate(keys, NULL, 0, &key), PROBLEM_KEY_MISSING);
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++)
		assert_int_equal(keys_authenticate(keys, missing[i], strlen(missing[i]), &key), PROBLEM_KEY_MISSING);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		assert_int_equal(keys_authenticate(keys, unknown[i], strlen(unknown[i]), &key), PROBLEM_KEY_UNKNOWN);
	keys_destroy(keys);
	free(path);
}

static void revokes_by_id_and_by_name(void **state)
{
	char texts[3][KEY_TEXT_SIZE];
	char id[KEY_ID_SIZE] = "";
	size_t count = 0;
	struct key *key = NULL;
	char *path = temporary_path(*state, "keys.json");
	add(path, "alice", NULL, NULL, texts[0]);
	add(path, "alice", NULL, NULL, texts[1]);
	add(path, "bob", NULL, NULL, texts[2]);
	memcpy(id, texts[2] + 4, KEY_ID_SIZE - 1);
	assert_true(keys_file_revoke(path, "alice", &count, &error));
	assert_int_equal(count, 2);
	struct keys *keys = keys_load(path, &error);
	assert_int_equal(try_key(keys, texts[0], &key), PROBLEM_KEY_REVOKED);
	assert_null(key);
	assert_int_equal(try_key(keys, texts[1], &key), PROBLEM_KEY_REVOKED);
	assert_int_equal(try_key(keys, texts[2], &key), PROBLEM_NONE);
	keys_destroy(keys);
	assert_true(keys_file_revoke(path, id, &count, &error));
	assert_false(keys_file_revoke(path, id, &count, &error));
	assert_false(keys_file_revoke(path, "nobody", &count, &error));
	assert_non_null(strstr(error.text, "No key"));
	free(path);
}

static void keeps_uid_rules(void **state)
{
	char texts[2][KEY_TEXT_SIZE];
	struct key *key = NULL;
	char *path = temporary_path(*state, "keys.json");
	add(path, "alice", "alice-", NULL, texts[0]);
	add(path, "bob", NULL, "bob[0-9]|bobby", texts[1]);
	struct keys *keys = keys_load(path, &error);
	assert_int_equal(try_key(keys, texts[0], &key), PROBLEM_NONE);
	assert_true(key_allows_uid(key, "alice-1"));
	assert_false(key_allows_uid(key, "alic"));
	assert_false(key_allows_uid(key, "xalice-1"));
	assert_int_equal(try_key(keys, texts[1], &key), PROBLEM_NONE);
	assert_true(key_allows_uid(key, "bob7"));
	assert_true(key_allows_uid(key, "bobby"));
	assert_false(key_allows_uid(key, "bob7x")); /* the whole uid, also beside an alternative */
	assert_false(key_allows_uid(key, "xbobby"));
	keys_destroy(keys);
	free(path);
}

static void refuses_bad_requests_for_keys(void **state)
{
	char text[KEY_TEXT_SIZE];
	char name[KEY_NAME_MAX + 2];
	char *path = temporary_path(*state, "keys.json");
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	const struct new_key cases[] = {
		{"", NULL, NULL},      {name, NULL, NULL},       {"a\nb", NULL, NULL},      {"a\x1b[2J", NULL, NULL},
		{"a\x7f", NULL, NULL}, {"a", "b\r\n", NULL},     {"a", NULL, "b\n"},        {"\xff", NULL, NULL},
		{"alice", NULL, "("},  {"alice", NULL, "[z-a]"}, {"alice", NULL, "(a)\\1"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		error.text[0] = '\0';
		assert_false(keys_file_add(path, &cases[i], text, &error));
		assert_true(strlen(error.text) > 10);
		assert_int_not_equal(access(path, F_OK), 0);
	}
	free(path);
}

#define ID "\"id\": \"0123456789ab\", "
#define DIGEST "\"sha256\": \"0123456789012345678901234567890123456789012345678901234567890123\""
#define KEYS(entry) "{\"version\": 1, \"keys\": [" entry "]}"

static void names_what_is_wrong_with_a_file(void **state)
{
	static const char *const cases[][2] = {
		{"", "line"},
		{"[]", "not a key file"},
		{"{\"version\": 2, \"keys\": []}", "version"},
		{"{\"version\": 1, \"keys\": {}}", "array"},
		{KEYS("7"), "Expected object"},
		{KEYS("{}"), "id"},
		{KEYS("{\"id\": \"xyz\", \"name\": \"a\", " DIGEST "}"), "12 hexadecimal"},
		{KEYS("{" ID "\"name\": \"a\", \"sha256\": \"ab\"}"), "key 0123456789ab: sha256"},
		{KEYS("{" ID "\"name\": \"\", " DIGEST "}"), "key 0123456789ab: name"},
		{KEYS("{" ID "\"name\": \"a\", \"uid_regex\": \"(\", " DIGEST "}"), "key 0123456789ab: uid_regex"},
		{KEYS("{" ID "\"name\": \"a\", \"revoked\": true, " DIGEST "}"), "Expected string"},
		{KEYS("{" ID "\"name\": \"a\", " DIGEST "}, {" ID "\"name\": \"b\", " DIGEST "}"), "twice"},
		{"{\"version\": 1, \"version\": 1, \"keys\": []}", "duplicate"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *path = temporary_file(*state, "keys.json", cases[i][0]);
		assert_null(keys_load(path, &error));
		if (!strstr(error.text, cases[i][1]))
			fail_msg("%s: %s", cases[i][0], error.text);
		free(path);
	}
	assert_null(keys_load("/nonexistent/keys.json", &error));
}

/* Some editors put one in front of what they save. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static void a_byte_order_mark_is_skipped(void **state)
{
	char text[KEY_TEXT_SIZE];
	char marked[KEY_TEXT_SIZE + 3];
	struct key *key = NULL;
	char *path = temporary_file(*state, "keys.json", BYTE_ORDER_MARK "{\"version\": 1, \"keys\": []}");
	add(path, "alice", NULL, NULL, text);
	assert_int_equal(count_keys(path), 1);
	struct keys *keys = keys_load(path, &error);
	snprintf(marked, sizeof(marked), BYTE_ORDER_MARK "%s", text); /* read from a file into the header */
	assert_int_equal(try_key(keys, marked, &key), PROBLEM_NONE);
	keys_destroy(keys);
	free(path);
}

static void half_a_byte_order_mark_is_damage(void **state)
{
	static const char *const cases[] = {"\xEF",
					    "\xEF\xBB",
					    "\xEF\xBB{\"version\": 1, \"keys\": []}",
					    "\xEF{\"version\": 1, \"keys\": []}",
					    BYTE_ORDER_MARK,
					    BYTE_ORDER_MARK BYTE_ORDER_MARK "{\"version\": 1, \"keys\": []}"};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *path = temporary_file(*state, "keys.json", cases[i]);
		assert_null(keys_load(path, &error));
		assert_true(strlen(error.text) > 10);
		free(path);
	}
}

static void a_damaged_file_is_not_overwritten(void **state)
{
	char text[KEY_TEXT_SIZE];
	struct new_key request = {"alice", NULL, NULL};
	struct stat before;
	struct stat after;
	char *path = temporary_file(*state, "keys.json", "{ damaged");
	stat(path, &before);
	assert_false(keys_file_add(path, &request, text, &error));
	stat(path, &after);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(after.st_size, 9);
	free(path);
}

static void a_reload_keeps_rate_states(void **state)
{
	char texts[2][KEY_TEXT_SIZE];
	struct key *key = NULL;
	char *path = temporary_path(*state, "keys.json");
	add(path, "alice", NULL, NULL, texts[0]);
	struct keys *old = keys_load(path, &error);
	try_key(old, texts[0], &key);
	key->full_at_us = 12345;
	add(path, "bob", NULL, NULL, texts[1]);
	struct keys *keys = keys_load(path, &error);
	keys_inherit(keys, old);
	keys_destroy(old);
	try_key(keys, texts[0], &key);
	assert_int_equal(key->full_at_us, 12345);
	try_key(keys, texts[1], &key);
	assert_int_equal(key->full_at_us, 0);
	keys_destroy(keys);
	free(path);
}

int main(void)
{
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, temporary_setup, temporary_teardown)
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(makes_keys_that_are_recognised),
		IN_DIRECTORY(the_file_holds_no_key_and_is_private),
		IN_DIRECTORY(makes_its_folder_and_follows_its_owner),
		IN_DIRECTORY(a_file_that_others_may_change_becomes_private),
		IN_DIRECTORY(follows_symbolic_links),
		IN_DIRECTORY(refuses_links_in_a_circle),
		IN_DIRECTORY(follows_no_planted_link),
		IN_DIRECTORY(waits_for_no_pipe),
		IN_DIRECTORY(refuses_wrong_keys_at_equal_cost),
		IN_DIRECTORY(refuses_what_is_no_bearer_key),
		IN_DIRECTORY(revokes_by_id_and_by_name),
		IN_DIRECTORY(keeps_uid_rules),
		IN_DIRECTORY(refuses_bad_requests_for_keys),
		IN_DIRECTORY(names_what_is_wrong_with_a_file),
		IN_DIRECTORY(a_byte_order_mark_is_skipped),
		IN_DIRECTORY(half_a_byte_order_mark_is_damage),
		IN_DIRECTORY(a_damaged_file_is_not_overwritten),
		IN_DIRECTORY(a_reload_keeps_rate_states),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
