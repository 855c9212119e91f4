/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/private_file.h"

#include <stdio.h>
#include <string.h>

#include <util/bmem.h>
#include <util/dstr.h>
#include <util/platform.h>

#include "net/utf8.h"

static char *read_all(FILE *file, enum private_file_result *result)
{
	int64_t size = fseek(file, 0, SEEK_END) == 0 ? (int64_t)ftell(file) : -1;
	*result = size > PRIVATE_FILE_MAX_BYTES ? PRIVATE_FILE_TOO_LARGE : PRIVATE_FILE_UNREADABLE;
	if (size < 0 || size > PRIVATE_FILE_MAX_BYTES || fseek(file, 0, SEEK_SET) != 0)
		return NULL;
	char *text = bmalloc((size_t)size + 1);
	size_t length = fread(text, 1, (size_t)size, file);
	text[length] = '\0';
	if (ferror(file)) {
		bfree(text);
		return NULL;
	}
	*result = PRIVATE_FILE_OK;
	return text;
}

static void drop_byte_order_mark(char *text)
{
	size_t length = strlen(text);
	size_t size = utf8_mark_size(text, length);
	memmove(text, text + size, length - size + 1);
}

char *private_file_read(const char *path, enum private_file_result *result)
{
	*result = PRIVATE_FILE_MISSING;
	if (!os_file_exists(path))
		return NULL;
	*result = PRIVATE_FILE_UNREADABLE;
	FILE *file = os_fopen(path, "rb");
	if (!file)
		return NULL;
	char *text = read_all(file, result);
	fclose(file);
	if (text)
		drop_byte_order_mark(text);
	return text;
}

void private_file_make_folder(const char *path, const char *separators)
{
	char *folder = bstrdup(path);
	char *last = NULL;
	for (char *at = strpbrk(folder, separators); at; at = strpbrk(at + 1, separators))
		last = at;
	if (last && last != folder) {
		*last = '\0';
		os_mkdirs(folder);
	}
	bfree(folder);
}

bool private_file_keep_aside(const char *path)
{
	struct dstr aside = {0};
	dstr_printf(&aside, "%s.corrupt", path);
	os_unlink(aside.array);
	bool did_move = os_rename(path, aside.array) == 0;
	dstr_free(&aside);
	return did_move;
}
