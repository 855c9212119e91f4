/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connection state in one line for a person. Contains no secret and no name. */
#pragma once

#include <stddef.h>

#include "engine/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Locale key of a state's text; static. */
const char *state_text_key(enum engine_state state);
/* Stopped, paused or the state. Cut to size at a character. */
void state_text(const struct engine_snapshot *snapshot, char *text, size_t size);

#ifdef __cplusplus
}
#endif
