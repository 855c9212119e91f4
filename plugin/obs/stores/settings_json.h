/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings as JSON: which keys settings.json and credentials.json have and what each may hold. UI thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "engine/engine.h"

enum { SETTINGS_VERSION = 1 };
enum settings_file { SETTINGS_FILE_PUBLIC = 1, SETTINGS_FILE_CREDENTIALS };

/* Takes over what root (borrowed) holds. A key of a wrong type or value leaves its setting as it was, but an address is
 * empty then; the key is named in the log, its value is not. */
void settings_json_read(const json_t *root, enum settings_file file, struct engine_settings *settings);
/* Writes every key of that file into root, leaving other keys alone. */
void settings_json_write(json_t *root, enum settings_file file, const struct engine_settings *settings);
/* false with a sentence in error that names the first bad setting. */
bool settings_json_check(const struct engine_settings *settings, char *error, size_t error_size);
