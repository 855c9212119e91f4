/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The conformance vectors, see vectors/generate.mjs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

/* One set by its name, new reference; fails the test when the file cannot be read. */
json_t *vectors_load(const char *set);

struct frame {
	unsigned char *bytes; /* NUL-terminated too */
	size_t size;
	bool is_binary;
};
/* {"t": text} or {"b": hex}. */
struct frame frame_of(const json_t *value);
void frame_free(struct frame *frame);

/* The value that a tagged one stands for ($num, $undefined); NULL when jansson cannot hold it ($utf16, $bin, $deep).
 * New reference. */
json_t *untag(const json_t *value);

/* Equal as JavaScript sees it: 1 and 1.0 are the same number. */
bool is_same_value(const json_t *a, const json_t *b);
