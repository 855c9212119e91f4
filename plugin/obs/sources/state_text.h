/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How things stand, in one line for a person, without any secret or name of the user's. */
#pragma once

#include <stddef.h>

struct engine_snapshot;

/* Any thread. Cut to size at a character. */
void state_text(const struct engine_snapshot *snapshot, char *text, size_t size);
