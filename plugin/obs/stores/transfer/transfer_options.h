/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings that a file for another computer may hold. Pure; any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

enum transfer_option_kind {
	TRANSFER_PLAIN = 1,
	TRANSFER_PERMISSION, /* a person gives it, and no file */
	TRANSFER_PROTECTION, /* true, or a lower number, is the safer one */
};

/* Not of the settings: kept by the dock. */
#define TRANSFER_DISCREET "discreet"

/* 0: no option that a file may hold. */
enum transfer_option_kind transfer_option_kind(const char *key);
/* Whether it is a key beside the rules of a set. */
bool transfer_is_beside(const char *key);

/* New reference: the options as they are. */
json_t *transfer_options_of(const struct engine_settings *settings, bool is_discreet);
/* Whether the option takes that value; if so, settings have it, unless it is none of them. */
bool transfer_option_take(const char *key, const json_t *value, struct engine_settings *settings);
/* Whether wanted gives or weakens more than present. */
bool transfer_option_is_looser(const char *key, const json_t *present, const json_t *wanted);

#ifdef __cplusplus
}
#endif
