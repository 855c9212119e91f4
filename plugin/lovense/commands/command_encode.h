/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces shared by the command encoders. Private to command*.c. */
#pragma once

#include <jansson.h>

#include "lovense/commands/command.h"
#include "net/log.h"

struct encoding {
	const struct lovense_command *command;
	json_t *object; /* owned by lovense_command_encode() */
	char *error;
	size_t error_size;
};

/* Writes the sentence and returns false. */
PRINTF_LIKE(2, 3) bool encode_fail(struct encoding *encoding, const char *format, ...);
bool encode_set(struct encoding *encoding, const char *key, json_t *value);
bool encode_toy(struct encoding *encoding);
/* value must lie in low..high; field is its name in the API. */
bool encode_check(struct encoding *encoding, const char *field, double value, double low, double high);

/* Adds type and the fields of one PatternV2 call. */
bool encode_pattern_v2(struct encoding *encoding);
