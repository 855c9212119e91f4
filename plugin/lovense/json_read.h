/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forgiving readers for JSON of a peer that changes its mind about types: numbers as strings, booleans as numbers,
 * objects as JSON text inside a string. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

/* A new reference to the object or array in value, or in the JSON text that value is a string of; NULL when there is
 * none. Bytes after the first JSON value are ignored. */
json_t *json_read_container(const json_t *value);
/* As above for JSON text, which may be any bytes of a peer; damage is repaired as in socketio/json_lenient.h. */
json_t *json_read_text_container(const char *text, size_t size);
/* Descends through {"data": ...} wrappers until an object has one of the keys (NULL-terminated) or nothing is left to
 * unwrap. Returns a new reference to that object, or NULL. */
json_t *json_read_unwrap(const json_t *value, const char *const *keys);
/* The value of a key, borrowed; NULL when there is none, or null: a null says nothing, and hides no other spelling. */
const json_t *json_read_field(const json_t *object, const char *key);
/* Whether the object has one of the keys (NULL-terminated), with a value that is not null. */
bool json_read_has_any(const json_t *object, const char *const *keys);

/* true with *out set: an integer, a whole real, a numeric string. */
bool json_read_int(const json_t *value, int *out);
/* true with *out set: true/false, 0/1, "0"/"1", "true"/"false". Anything else (an object is not true) gives false. */
bool json_read_bool(const json_t *value, bool *out);
/* The string's text, "" when value is no string. Borrowed. Text with a NUL inside ends there. */
const char *json_read_string(const json_t *value);
