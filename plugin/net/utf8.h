/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading text character by character. Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the character at text, of which size bytes may be read; 0 when there is none that is valid: no surrogates,
 * no overlong forms, nothing above U+10FFFF (RFC 3629, table of section 4). */
size_t utf8_character_size(const char *text, size_t size);
/* The code point of the character at text, whose size utf8_character_size() has told. */
uint32_t utf8_code_point(const char *text, size_t size);
/* Whether the whole text is valid. */
bool utf8_is_valid(const char *text);
/* Bytes of the byte order mark that text begins with, which some editors put in front of what they save: 3, or 0. */
size_t utf8_mark_size(const char *text, size_t size);
