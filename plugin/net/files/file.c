/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/files/file.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/files/file_internal.h"
#include "net/platform.h"
#include "net/random.h"

static const char hex_digits[] = "0123456789abcdef";
static const char temporary_end[] = ".tmp";
enum { RANDOM_DIGITS = 16 };

const char *file_result_text(enum file_result result)
{
	switch (result) {
	case FILE_OK:
		return "readable";
	case FILE_MISSING:
		return "not there";
	case FILE_NOT_REGULAR:
		return "no regular file, but a folder, pipe, device or socket";
	case FILE_TOO_LARGE:
		return "too large";
	default:
		return "not readable";
	}
}

bool file_is_readable(const char *path)
{
	enum file_result result;
	FILE *file = file_open(path, &result);
	if (file)
		fclose(file);
	return file != NULL;
}

void file_free(char *text, size_t size)
{
	if (text)
		platform_wipe(text, size);
	free(text);
}

/* In steps: a file may be longer than it was a moment ago. Never realloc(), which may leave a copy of a secret. */
static char *grow(char *text, size_t size, size_t capacity)
{
	char *grown = malloc(capacity);
	if (grown && text)
		memcpy(grown, text, size);
	file_free(text, size);
	return grown;
}

static char *read_all(FILE *file, size_t limit, size_t *size, enum file_result *result)
{
	enum { FIRST = 16 * 1024 };
	size_t capacity = FIRST;
	char *text = grow(NULL, 0, capacity);
	*size = 0;
	*result = FILE_UNREADABLE;
	while (text && (*size += fread(text + *size, 1, capacity - *size - 1, file)) == capacity - 1) {
		if (*size > limit)
			break;
		text = grow(text, *size, capacity *= 2);
	}
	if (!text)
		return NULL;
	text[*size] = '\0';
	*result = ferror(file) ? FILE_UNREADABLE : *size > limit ? FILE_TOO_LARGE : FILE_OK;
	if (*result == FILE_OK)
		return text;
	file_free(text, *size);
	return NULL;
}

char *file_read(const char *path, size_t limit, size_t *size, enum file_result *result)
{
	FILE *file = file_open(path, result);
	if (!file)
		return NULL;
	/* No copy of a secret in a buffer that is never wiped. */
	setvbuf(file, NULL, _IONBF, 0);
	char *text = read_all(file, limit, size, result);
	fclose(file);
	return text;
}

bool file_make_suffix(char suffix[FILE_SUFFIX_SIZE])
{
	uint64_t random = 0;
	if (!random_bytes(&random, sizeof(random)))
		return false;
	snprintf(suffix, FILE_SUFFIX_SIZE, ".%016" PRIx64 "%s", random, temporary_end);
	return true;
}

bool file_is_leftover(const char *name, const char *base)
{
	size_t length = strlen(base);
	if (strncmp(name, base, length) != 0 || name[length] != '.')
		return false;
	const char *digits = name + length + 1;
	return strspn(digits, hex_digits) == RANDOM_DIGITS && strcmp(digits + RANDOM_DIGITS, temporary_end) == 0;
}
