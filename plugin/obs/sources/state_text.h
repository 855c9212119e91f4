/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connection state in one line for a person. Contains no secret and no name. */
#pragma once

#include <stddef.h>

struct engine_snapshot;

/* Any thread. Cut to size at a character. */
void state_text(const struct engine_snapshot *snapshot, char *text, size_t size);
