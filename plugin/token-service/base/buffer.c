/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/buffer.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 2048 };

/* Wipes the bytes it leaves behind. */
static bool grow(struct buffer *buffer, size_t needed)
{
	size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
	while (capacity < needed)
		capacity *= 2;
	if (capacity == buffer->capacity)
		return true;
	char *grown = OPENSSL_clear_realloc(buffer->data, buffer->capacity, capacity);
	if (!grown)
		return false;
	buffer->data = grown;
	buffer->capacity = capacity;
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
	OPENSSL_clear_free(buffer->data, buffer->capacity);
	*buffer = (struct buffer){0};
}

void wipe_text(char **text)
{
	if (*text)
		OPENSSL_cleanse(*text, strlen(*text));
	free(*text);
	*text = NULL;
}
