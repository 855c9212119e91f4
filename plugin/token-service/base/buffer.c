/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/buffer.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 2048 };

/* Not realloc(): it would leave a copy of the old bytes behind. */
static bool grow(struct buffer *buffer, size_t needed)
{
	struct buffer grown = {.size = buffer->size, .capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY};
	while (grown.capacity < needed)
		grown.capacity *= 2;
	if (grown.capacity == buffer->capacity)
		return true;
	grown.data = malloc(grown.capacity);
	if (!grown.data)
		return false;
	if (buffer->size)
		memcpy(grown.data, buffer->data, buffer->size);
	buffer_clear(buffer);
	*buffer = grown;
	return true;
}

bool buffer_append(struct buffer *buffer, const char *data, size_t size, size_t limit)
{
	if (buffer->size > limit || size > limit - buffer->size || !grow(buffer, buffer->size + size))
		return false;
	if (size)
		memcpy(buffer->data + buffer->size, data, size);
	buffer->size += size;
	return true;
}

void buffer_consume(struct buffer *buffer, size_t size)
{
	buffer->size -= size;
	if (!buffer->size) {
		buffer_clear(buffer);
		return;
	}
	memmove(buffer->data, buffer->data + size, buffer->size);
	OPENSSL_cleanse(buffer->data + buffer->size, size);
}

void buffer_clear(struct buffer *buffer)
{
	if (buffer->data)
		OPENSSL_cleanse(buffer->data, buffer->capacity);
	free(buffer->data);
	*buffer = (struct buffer){0};
}

void wipe_text(char **text)
{
	if (*text)
		OPENSSL_cleanse(*text, strlen(*text));
	free(*text);
	*text = NULL;
}
