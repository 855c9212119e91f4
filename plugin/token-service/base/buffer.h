/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes that grow up to a limit and are wiped when they go: keys and tokens pass through here. Zeroed before first use.
 * Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buffer {
	char *data; /* NULL while there is nothing */
	size_t size;
	size_t capacity;
};

/* false: out of memory, or more than limit bytes in all; nothing was added then. */
bool buffer_append(struct buffer *buffer, const char *data, size_t size, size_t limit);
/* Removes bytes from the front. */
void buffer_consume(struct buffer *buffer, size_t size);
/* Wipes and frees. */
void buffer_clear(struct buffer *buffer);
/* Wipes and frees a text that holds a secret, and sets it to NULL. NULL is fine. */
void wipe_text(char **text);
