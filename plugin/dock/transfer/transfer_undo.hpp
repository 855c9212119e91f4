// SPDX-License-Identifier: GPL-2.0-or-later
/* OBS's undo for what came in from a file, in one step. It gives no permission, raises no ceiling and weakens no
 * protection, neither back nor forth. UI thread. */
#pragma once

#include "dock/bridge.hpp"

/* Patches. Does nothing where OBS has no undo for plugins (before 29.1). */
void rememberTransfer(const JsonRef &back, const JsonRef &forth);
