/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/private_file.h"

#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>
#include <util/platform.h>

#include "net/files/file.h"
#include "net/utf8.h"

static enum private_file_result result_of(enum file_result result)
{
	switch (result) {
	case FILE_OK:
		return PRIVATE_FILE_OK;
	case FILE_MISSING:
		return PRIVATE_FILE_MISSING;
	case FILE_TOO_LARGE:
		return PRIVATE_FILE_TOO_LARGE;
	default:
		return PRIVATE_FILE_UNREADABLE;
	}
}

char *private_file_read(const char *path, enum private_file_result *result)
{
	enum file_result read = FILE_UNREADABLE;
	size_t size = 0;
	char *text = file_read(path, PRIVATE_FILE_MAX_BYTES, &size, &read);
	*result = result_of(read);
	if (!text)
		return NULL;
	if (memchr(text, 0, size))
		*result = PRIVATE_FILE_NO_TEXT;
	size_t mark = utf8_mark_size(text, size);
	char *copy = bmemdup(text + mark, size - mark + 1);
	file_free(text, size);
	return copy;
}

static void make_folder(const char *path)
{
	size_t length = file_folder_length(path);
	if (!length)
		return;
	char *folder = bstrdup_n(path, length);
	os_mkdirs(folder);
	bfree(folder);
}

bool private_file_write(const char *path, const char *text)
{
	make_folder(path);
	return file_replace(path, text, strlen(text), FILE_OWNER_ONLY);
}

bool private_file_keep_aside(const char *path)
{
	return file_keep_aside(path);
}
