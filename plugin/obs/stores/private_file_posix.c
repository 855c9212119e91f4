/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/private_file.h"

#include <stdio.h>
#include <stdlib.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <util/bmem.h>
#include <util/dstr.h>

/* Where a symbolic link leads, made when nothing is there yet; NULL: path is none. free() it. */
static char *linked_file(const char *path)
{
	struct stat info;
	if (lstat(path, &info) != 0 || !S_ISLNK(info.st_mode))
		return NULL;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
	return realpath(path, NULL);
}

static bool replace(const char *path, const char *text)
{
	struct dstr temporary = {0};
	/* A name of its own, so that two OBS running at once never write into one file; mkstemp() gives mode 0600. */
	dstr_printf(&temporary, "%s.XXXXXX", path);
	int fd = mkstemp(temporary.array);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	bool did_write = file && fputs(text, file) >= 0;
	if (file)
		did_write = fclose(file) == 0 && did_write;
	else if (fd >= 0)
		close(fd);
	did_write = did_write && rename(temporary.array, path) == 0;
	if (!did_write && fd >= 0)
		unlink(temporary.array);
	dstr_free(&temporary);
	return did_write;
}

bool private_file_write(const char *path, const char *text)
{
	private_file_make_folder(path, "/");
	char *linked = linked_file(path);
	bool did_write = replace(linked ? linked : path, text);
	free(linked);
	return did_write;
}

struct private_lock {
	int fd;
};

struct private_lock *private_lock_take(const char *path, enum private_lock_result *result)
{
	*result = PRIVATE_LOCK_FAILED;
	/* Programs that OBS starts must not hold it on. */
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return NULL;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		*result = errno == EWOULDBLOCK ? PRIVATE_LOCK_HELD : PRIVATE_LOCK_FAILED;
		close(fd);
		return NULL;
	}
	*result = PRIVATE_LOCK_TAKEN;
	struct private_lock *lock = bzalloc(sizeof(*lock));
	lock->fd = fd;
	return lock;
}

void private_lock_release(struct private_lock *lock)
{
	if (!lock)
		return;
	close(lock->fd);
	bfree(lock);
}
