/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON as JSON.stringify() writes it, into a fixed buffer and without allocating: jansson's own dump allocates for each
 * array and object, and writes 16.0 where JavaScript sends 16. */
#pragma once

#include "socketio/packet.h"

/* PACKET_OK, PACKET_ERROR_TOO_LARGE, PACKET_ERROR_TOO_DEEP (circular values too), PACKET_ERROR_UTF8. After an error the
 * text is cut somewhere. */
enum packet_result json_text_write(struct packet_text *text, const json_t *value);
enum packet_result json_text_write_string(struct packet_text *text, const char *string, size_t size);

/* Plain bytes. */
enum packet_result json_text_append(struct packet_text *text, const char *bytes, size_t size);

/* Strict: no surrogates, no overlong forms, nothing above U+10FFFF. */
bool json_text_is_utf8(const char *string, size_t size);
