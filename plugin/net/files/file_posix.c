/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/files/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/files/file_internal.h"

/* --- where it is --- */

size_t file_folder_length(const char *path)
{
	const char *last = strrchr(path, '/');
	return last ? (size_t)(last - path) : 0;
}

/* "." and "/" where file_folder_length() is 0. */
static void folder_of(const char *path, char folder[PATH_MAX])
{
	size_t length = file_folder_length(path);
	if (length)
		snprintf(folder, PATH_MAX, "%.*s", (int)length, path);
	else
		snprintf(folder, PATH_MAX, "%s", *path == '/' ? "/" : ".");
}

static const char *name_of(const char *path)
{
	const char *last = strrchr(path, '/');
	return last ? last + 1 : path;
}

/* The path that path, a link, leads to; false: it is none of ours to follow, or too long. */
static bool follow_link(char path[PATH_MAX], const struct stat *link)
{
	char target[PATH_MAX];
	char folder[PATH_MAX];
	ssize_t size = readlink(path, target, sizeof(target) - 1);
	if (size < 0 || (geteuid() == 0 && link->st_uid != 0)) {
		errno = EACCES;
		return false;
	}
	target[size] = '\0';
	folder_of(path, folder);
	int length = *target == '/' ? snprintf(path, PATH_MAX, "%s", target)
				    : snprintf(path, PATH_MAX, "%s/%s", folder, target);
	errno = ENAMETOOLONG;
	return length < PATH_MAX;
}

/* realpath() would refuse a link to a file that is still to be made. */
char *file_follow_links(const char *path)
{
	enum { MAX_LINKS = 40 }; /* as the kernel */
	char real[PATH_MAX];
	struct stat info;
	if (snprintf(real, sizeof(real), "%s", path) >= (int)sizeof(real)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	for (int i = 0; i <= MAX_LINKS; i++) {
		/* What else is wrong shows when it is opened. */
		if (lstat(real, &info) != 0 || !S_ISLNK(info.st_mode))
			return strdup(real);
		if (!follow_link(real, &info))
			return NULL;
	}
	errno = ELOOP;
	return NULL;
}

/* --- reading --- */

/* Nothing is there, but a link may lead into a folder that is not there either: a drive that is not mounted. */
static enum file_result result_of_missing(const char *path)
{
	char folder[PATH_MAX];
	int reason = errno;
	char *real = file_follow_links(path);
	enum file_result result = real ? FILE_MISSING : FILE_UNREADABLE;
	if (real && strcmp(real, path) != 0) {
		folder_of(real, folder);
		result = access(folder, F_OK) == 0 ? FILE_MISSING : FILE_UNREADABLE;
	}
	free(real);
	errno = reason;
	return result;
}

/* Opening a device may already do something, and opening a pipe waits for its writer: so look first, and look again at
 * what was opened. -1 unless the result is FILE_OK. */
static int open_regular(const char *path, struct stat *info, enum file_result *result)
{
	*result = FILE_UNREADABLE;
	if (stat(path, info) != 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			*result = result_of_missing(path);
		return -1;
	}
	*result = FILE_NOT_REGULAR;
	if (!S_ISREG(info->st_mode))
		return -1;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	*result = fd < 0 ? FILE_UNREADABLE : FILE_OK;
	if (fd >= 0 && fstat(fd, info) == 0 && S_ISREG(info->st_mode))
		return fd;
	if (fd >= 0) {
		*result = FILE_NOT_REGULAR;
		close(fd);
	}
	return -1;
}

FILE *file_open(const char *path, enum file_result *result)
{
	struct stat info;
	int fd = open_regular(path, &info, result);
	FILE *file = fd >= 0 ? fdopen(fd, "rb") : NULL;
	if (file || fd < 0)
		return file;
	close(fd);
	*result = FILE_UNREADABLE;
	return NULL;
}

/* --- replacing --- */

/* Its lock says that its writer is alive. */
static int create_temporary(const char *path, char temporary[PATH_MAX])
{
	char suffix[FILE_SUFFIX_SIZE];
	if (!file_make_suffix(suffix) || snprintf(temporary, PATH_MAX, "%s%s", path, suffix) >= PATH_MAX)
		return -1;
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd >= 0)
		flock(fd, LOCK_EX | LOCK_NB);
	return fd;
}

static bool write_all(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t written = write(fd, text, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		text += written;
		size -= (size_t)written;
	}
	return true;
}

/* Only root can give a file away; for anyone else it is theirs already. */
static void set_owner_and_mode(int fd, const char *path, enum file_access access)
{
	char folder[PATH_MAX];
	struct stat model;
	bool is_file = stat(path, &model) == 0;
	folder_of(path, folder);
	bool is_owned = (is_file || stat(folder, &model) == 0) && fchown(fd, model.st_uid, model.st_gid) == 0;
	/* Modes of a file that belongs to somebody else now would mean other people. */
	if (is_owned && is_file && access == FILE_AS_BEFORE)
		(void)!fchmod(fd, model.st_mode & 0777);
}

/* The new name outlasts a power cut only once the folder is on the disk. Best effort: some file systems refuse it. */
static void sync_folder(const char *path)
{
	char folder[PATH_MAX];
	folder_of(path, folder);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static bool replace_once(const char *path, const char *text, size_t size, enum file_access access)
{
	char temporary[PATH_MAX];
	int fd = create_temporary(path, temporary);
	if (fd < 0)
		return false;
	set_owner_and_mode(fd, path, access);
	bool did_replace = write_all(fd, text, size) && fsync(fd) == 0 && rename(temporary, path) == 0;
	int reason = errno;
	if (did_replace)
		sync_folder(path);
	else
		unlink(temporary);
	close(fd);
	errno = reason;
	return did_replace;
}

/* A folder, pipe or device is not replaced: root would take /dev/null away from everybody. */
static bool may_replace(const char *path)
{
	struct stat info;
	if (lstat(path, &info) != 0)
		return true;
	errno = EINVAL;
	return S_ISREG(info.st_mode);
}

bool file_replace(const char *path, const char *text, size_t size, enum file_access access)
{
	enum { TRIES = 3 };
	char *real = file_follow_links(path);
	bool did_replace = false;
	if (!real)
		return false;
	file_remove_leftovers(path);
	/* Another process may have taken the temporary file for a leftover before it had its lock. */
	for (int i = 0; i < TRIES && !did_replace && may_replace(real); i++) {
		did_replace = replace_once(real, text, size, access);
		if (!did_replace && errno != ENOENT)
			break;
	}
	free(real);
	return did_replace;
}

static void remove_if_left(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(folder, name, 0);
	close(fd);
}

void file_remove_leftovers(const char *path)
{
	char folder[PATH_MAX];
	char *real = file_follow_links(path);
	if (!real)
		return;
	folder_of(real, folder);
	DIR *entries = opendir(folder);
	for (struct dirent *entry = entries ? readdir(entries) : NULL; entry; entry = readdir(entries))
		if (file_is_leftover(entry->d_name, name_of(real)))
			remove_if_left(dirfd(entries), entry->d_name);
	if (entries)
		closedir(entries);
	free(real);
}

bool file_keep_aside(const char *path)
{
	char aside[PATH_MAX];
	char *real = file_follow_links(path);
	bool did_move = real && snprintf(aside, sizeof(aside), "%s.corrupt", real) < (int)sizeof(aside) &&
			rename(real, aside) == 0;
	free(real);
	return did_move;
}

enum file_privacy file_make_private(const char *path)
{
	enum file_result result;
	struct stat info;
	enum file_privacy privacy = FILE_WAS_PRIVATE;
	int fd = open_regular(path, &info, &result);
	if (fd < 0)
		return privacy;
	if (info.st_mode & (S_IRWXG | S_IRWXO)) {
		/* Some file systems accept any mode and keep their own. */
		bool is_private = fchmod(fd, info.st_mode & S_IRWXU) == 0 && fstat(fd, &info) == 0 &&
				  !(info.st_mode & (S_IRWXG | S_IRWXO));
		privacy = is_private ? FILE_MADE_PRIVATE : FILE_STAYS_EXPOSED;
	}
	close(fd);
	return privacy;
}

/* --- locking --- */

struct file_lock {
	int fd;
};

/* A pipe or a device that somebody put there is neither waited for nor kept open. */
static int open_lock(const char *path)
{
	struct stat info;
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
		return fd;
	if (fd >= 0) {
		close(fd);
		errno = EINVAL;
	}
	return -1;
}

struct file_lock *file_lock_take(const char *path, enum file_lock_wait wait, enum file_lock_result *result)
{
	struct file_lock *lock = calloc(1, sizeof(*lock));
	*result = FILE_LOCK_FAILED;
	if (!lock)
		return NULL;
	lock->fd = open_lock(path);
	if (lock->fd >= 0 && flock(lock->fd, wait == FILE_LOCK_WAITS ? LOCK_EX : LOCK_EX | LOCK_NB) == 0) {
		*result = FILE_LOCK_TAKEN;
		return lock;
	}
	if (lock->fd >= 0 && errno == EWOULDBLOCK)
		*result = FILE_LOCK_HELD;
	int reason = errno;
	file_lock_release(lock);
	errno = reason;
	return NULL;
}

void file_lock_release(struct file_lock *lock)
{
	if (!lock)
		return;
	if (lock->fd >= 0)
		close(lock->fd);
	free(lock);
}
