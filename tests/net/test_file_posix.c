/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may lie in the place of a file: links, pipes, devices, folders; and what a killed process leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/files/file.h"

/* Each test has a folder of its own, and is in it. */
struct place {
	char folder[64];
	int before;
};

static int enter(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	snprintf(place->folder, sizeof(place->folder), "/tmp/lovense-for-obs-file-XXXXXX");
	place->before = open(".", O_RDONLY | O_DIRECTORY);
	*state = place;
	return mkdtemp(place->folder) && chdir(place->folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	struct place *place = *state;
	DIR *entries = opendir(".");
	for (struct dirent *entry = entries ? readdir(entries) : NULL; entry; entry = readdir(entries))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove(entry->d_name);
	if (entries)
		closedir(entries);
	int result = fchdir(place->before);
	close(place->before);
	rmdir(place->folder);
	free(place);
	return result;
}

static int count_files(void)
{
	int count = 0;
	DIR *entries = opendir(".");
	for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
		count += entry->d_name[0] != '.';
	closedir(entries);
	return count;
}

static void put(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(name, mode), 0);
}

static bool holds(const char *name, const char *expected)
{
	char text[64] = "";
	FILE *file = fopen(name, "r");
	if (!file)
		return false;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return strcmp(text, expected) == 0;
}

static mode_t type_of(const char *name)
{
	struct stat info;
	return lstat(name, &info) == 0 ? info.st_mode & S_IFMT : 0;
}

static mode_t mode_of(const char *name)
{
	struct stat info;
	assert_int_equal(stat(name, &info), 0);
	return info.st_mode & 07777;
}

static bool replace(const char *name, const char *text)
{
	return file_replace(name, text, strlen(text), FILE_OWNER_ONLY);
}

static enum file_result try_to_read(const char *name)
{
	enum file_result result;
	size_t size = 0;
	char *text = file_read(name, 1024, &size, &result);
	assert_int_equal(text != NULL, result == FILE_OK);
	file_free(text, size);
	return result;
}

/* --- watched calls --- */

static int syncs;
static int syncs_before_rename;
static bool is_killed_before_rename;

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	syncs++;
	return __real_fsync(fd);
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
	syncs_before_rename = syncs;
	if (is_killed_before_rename)
		raise(SIGKILL);
	return __real_rename(from, to);
}

/* --- reading --- */

static void make_socket(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", name);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

/* Without a look at it first, the pipe is waited for until somebody writes, and the device is read without an end. */
static void what_is_no_regular_file_is_not_read(void **state)
{
	static const char *const names[] = {"pipe",      "folder",    "socket",  "to-pipe",
					    "to-device", "/dev/zero", "/dev/tty"};
	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(mkdir("folder", 0700), 0);
	make_socket("socket");
	assert_int_equal(symlink("pipe", "to-pipe"), 0);
	assert_int_equal(symlink("/dev/zero", "to-device"), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(try_to_read(names[i]), FILE_NOT_REGULAR);
		assert_false(file_is_readable(names[i]));
	}
}

static void a_link_that_leads_to_no_file_is_not_a_missing_file(void **state)
{
	(void)state;
	put("wall", "", 0600);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(symlink("no-drive/file", "unmounted"), 0);
	assert_int_equal(symlink("new", "to-new"), 0);
	assert_int_equal(try_to_read("loop"), FILE_UNREADABLE);
	assert_int_equal(try_to_read("unmounted"), FILE_UNREADABLE);
	assert_int_equal(try_to_read("to-new"), FILE_MISSING);
	assert_int_equal(try_to_read("new"), FILE_MISSING);
	assert_int_equal(try_to_read("wall/file"), FILE_MISSING);
	assert_int_equal(try_to_read("no-drive/file"), FILE_MISSING);
}

/* --- replacing --- */

static void links_stay_links(void **state)
{
	(void)state;
	put("file", "old", 0600);
	assert_int_equal(symlink("file", "first"), 0);
	assert_int_equal(symlink("first", "second"), 0);
	assert_int_equal(symlink("new", "to-new"), 0);
	assert_true(replace("second", "mine"));
	assert_true(replace("to-new", "made"));
	assert_true(holds("file", "mine"));
	assert_true(holds("new", "made"));
	assert_true(file_keep_aside("second"));
	assert_true(holds("file.corrupt", "mine"));
	assert_int_equal(type_of("first"), S_IFLNK);
	assert_int_equal(type_of("second"), S_IFLNK);
	assert_int_equal(type_of("to-new"), S_IFLNK);
}

static void what_is_no_file_is_not_replaced(void **state)
{
	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(symlink("no-drive/file", "unmounted"), 0);
	assert_int_equal(symlink("pipe", "to-pipe"), 0);
	int count = count_files();
	assert_false(replace("pipe", "x"));
	assert_false(replace("folder", "x"));
	assert_false(replace("loop", "x"));
	assert_false(replace("unmounted", "x"));
	assert_false(replace("to-pipe", "x"));
	assert_false(replace("no-folder/file", "x"));
	assert_int_equal(type_of("pipe"), S_IFIFO);
	assert_int_equal(type_of("folder"), S_IFDIR);
	assert_int_equal(type_of("loop"), S_IFLNK);
	assert_int_equal(type_of("unmounted"), S_IFLNK);
	assert_int_equal(count_files(), count);
}

static void modes_are_private_or_as_before(void **state)
{
	(void)state;
	mode_t old = umask(0);
	assert_true(replace("file", "a"));
	assert_int_equal(mode_of("file"), 0600);
	assert_int_equal(chmod("file", 0644), 0);
	assert_true(file_replace("file", "b", 1, FILE_AS_BEFORE));
	assert_int_equal(mode_of("file"), 0644);
	assert_true(replace("file", "c"));
	assert_int_equal(mode_of("file"), 0600);
	assert_int_equal(chmod("file", 04755), 0);
	assert_true(file_replace("file", "d", 1, FILE_AS_BEFORE));
	assert_int_equal(mode_of("file"), 0755);
	assert_true(file_replace("new", "e", 1, FILE_AS_BEFORE));
	assert_int_equal(mode_of("new"), 0600);
	umask(old);
}

static void the_data_is_on_the_disk_before_the_name(void **state)
{
	(void)state;
	syncs = 0;
	syncs_before_rename = 0;
	assert_true(replace("file", "a"));
	assert_int_equal(syncs_before_rename, 1);
	assert_int_equal(syncs, 2); /* and the name after it */
}

static void a_killed_writer_leaves_nothing_for_ever(void **state)
{
	int status = 0;
	(void)state;
	put("file", "old", 0600);
	pid_t child = fork();
	if (child == 0) {
		is_killed_before_rename = true;
		replace("file", "secret");
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_true(holds("file", "old"));
	assert_int_equal(count_files(), 2);
	assert_int_equal(symlink("file", "link"), 0);
	file_remove_leftovers("link");
	assert_int_equal(count_files(), 2);
	assert_true(holds("file", "old"));
}

static void what_another_process_is_writing_stays(void **state)
{
	static const char name[] = "file.0123456789abcdef.tmp";
	(void)state;
	int fd = open(name, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	file_remove_leftovers("file");
	assert_int_equal(type_of(name), S_IFREG);
	close(fd);
	file_remove_leftovers("file");
	assert_int_equal(type_of(name), 0);
}

static void others_lose_their_access(void **state)
{
	(void)state;
	put("file", "secret", 0644);
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(file_make_private("link"), FILE_MADE_PRIVATE);
	assert_int_equal(mode_of("file"), 0600);
	assert_int_equal(file_make_private("file"), FILE_WAS_PRIVATE);
	assert_int_equal(chmod("file", 0420), 0);
	assert_int_equal(file_make_private("file"), FILE_MADE_PRIVATE);
	assert_int_equal(mode_of("file"), 0400);
	assert_int_equal(file_make_private("nothing"), FILE_WAS_PRIVATE);
}

/* --- what somebody else put there --- */

static void a_lock_follows_no_link_and_takes_no_pipe(void **state)
{
	enum file_lock_result result;
	(void)state;
	assert_int_equal(symlink("planted", "link.lock"), 0);
	assert_int_equal(mkfifo("pipe.lock", 0600), 0);
	assert_null(file_lock_take("link.lock", FILE_LOCK_WAITS, &result));
	assert_int_equal(result, FILE_LOCK_FAILED);
	assert_int_equal(type_of("planted"), 0);
	assert_null(file_lock_take("pipe.lock", FILE_LOCK_WAITS, &result));
	assert_int_equal(result, FILE_LOCK_FAILED);
}

static void root_follows_only_its_own_links(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(symlink("planted", "link"), 0);
	assert_int_equal(lchown("link", 12345, 12345), 0);
	assert_false(replace("link", "x"));
	assert_int_equal(errno, EACCES);
	assert_int_equal(type_of("planted"), 0);
	assert_int_equal(type_of("link"), S_IFLNK);
	assert_int_equal(lchown("link", 0, 0), 0);
	assert_true(replace("link", "x"));
	assert_true(holds("planted", "x"));
}

static void what_root_replaces_keeps_its_owner(void **state)
{
	struct stat info;
	(void)state;
	if (geteuid() != 0)
		skip();
	put("file", "a", 0640);
	assert_int_equal(chown("file", 12345, 54321), 0);
	assert_true(replace("file", "b"));
	assert_int_equal(stat("file", &info), 0);
	assert_int_equal(info.st_uid, 12345);
	assert_int_equal(info.st_gid, 54321);
	assert_int_equal(info.st_mode & 0777, 0600);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_no_regular_file_is_not_read),
		TEST(a_link_that_leads_to_no_file_is_not_a_missing_file),
		TEST(links_stay_links),
		TEST(what_is_no_file_is_not_replaced),
		TEST(modes_are_private_or_as_before),
		TEST(the_data_is_on_the_disk_before_the_name),
		TEST(a_killed_writer_leaves_nothing_for_ever),
		TEST(what_another_process_is_writing_stays),
		TEST(others_lose_their_access),
		TEST(a_lock_follows_no_link_and_takes_no_pipe),
		TEST(root_follows_only_its_own_links),
		TEST(what_root_replaces_keeps_its_owner),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
