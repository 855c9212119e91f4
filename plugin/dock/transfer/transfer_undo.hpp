// SPDX-License-Identifier: GPL-2.0-or-later
/* OBS's undo for what came in from a file, in one step. It gives no permission, raises no ceiling and weakens no
 * protection, neither back nor forth. UI thread. */
#pragma once

#include <jansson.h>

/* Patches, borrowed. Does nothing where OBS has no undo for plugins (before 29.1). */
void rememberTransfer(const json_t *back, const json_t *forth);
