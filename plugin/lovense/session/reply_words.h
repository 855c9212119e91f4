/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a server of any kind says in a reply that is not the one we hoped for, in a line for a person. Pure. */
#pragma once

#include <stddef.h>

struct http_reply;

/* Writes the HTTP status and the reply's own words: the "message", or "error", of a JSON object, the title of a page,
 * where a redirect leads, or the first line of plain text; the status alone when there are none. Printable, valid
 * UTF-8, cut to size; not redacted. */
void reply_words(const struct http_reply *reply, char *words, size_t size);
