/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings that are one plain value each: their keys, what they may hold, and how they are read and written. For
 * settings_json.c. Any thread; nothing waits. */
#pragma once

#include "obs/stores/settings_json.h"

/* false with a sentence in error that names the first bad one. */
bool settings_fields_check(const struct engine_settings *settings, char *error, size_t error_size);
/* The contracts of settings_json_read() and settings_json_write(). */
void settings_fields_read(const json_t *root, enum settings_file file, struct engine_settings *settings);
void settings_fields_write(json_t *root, enum settings_file file, const struct engine_settings *settings);

/* What the value of a key must be, as a sentence. */
void settings_demand(const char *locale_key, const char *key, char *sentence, size_t size);
/* Says so in the log, and that the default is used. */
void settings_complain(const char *locale_key, const char *key);
