/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copying text of a peer into a fixed buffer, so that it is always printable, valid UTF-8 and ended. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Copies text into out, cut at a character; control characters become spaces, bytes that are not UTF-8 become '?'.
 * NULL counts as "". Returns false when something was cut. */
bool text_copy(char *out, size_t size, const char *text);
/* The same for text that may hold NULs, which are control characters. */
bool text_copy_sized(char *out, size_t size, const char *text, size_t length);
/* The same, in lower case (ASCII). */
bool text_copy_lower(char *out, size_t size, const char *text);
/* Whether there is a control character of ASCII, a line break for instance: none may be in a field of HTTP. */
bool text_has_control(const char *text);
/* Case-insensitive (ASCII) search. */
bool text_contains(const char *text, const char *word);
