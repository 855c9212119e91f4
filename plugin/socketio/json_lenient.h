/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading JSON of a peer that jansson alone refuses as a whole for one bad character: JavaScript and the phones' own
 * libraries write such text. Pure.
 *
 * Text that jansson takes is read as it is. What it refuses is repaired once and tried again:
 *   lone surrogates (a name cut inside an emoji), escapes that do not exist, \u0000 (jansson takes it in no key) and
 *   bytes that are not UTF-8 become U+FFFD; raw control characters in a string become escapes;
 *   integers beyond 64 bits and reals beyond a double become strings of the same digits: an id stays whole, and no
 *   reader takes them for a small number;
 *   NaN, Infinity and undefined become null; a byte order mark in front is left out.
 * Everything else (text that is cut, other syntax) stays unreadable. The repaired copy is at most six times as long;
 * the caller limits the text. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct json_lenient {
	bool is_out_of_memory; /* with NULL */
	bool has_trailing;     /* text other than white space follows the first JSON value, and was ignored */
};

/* New reference to the first JSON value in text, of any type, or NULL. outcome may be NULL. */
json_t *json_lenient_load(const char *text, size_t size, struct json_lenient *outcome);
