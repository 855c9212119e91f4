// SPDX-License-Identifier: GPL-2.0-or-later
/* What OBS's main window does with a key: its menus, and shortcuts of its lists. UI thread. */
#pragma once

#include <QString>

#include <obs.h>

/* Qt's key as OBS calls it; OBS_KEY_NONE: one that OBS has no name for. Pure. */
obs_key_t obsKeyOf(int key);

/* The warning for a key that the window uses; "" when it does not. Looks at every action of the window: not for each
 * refresh. */
QString windowUseText(obs_key_combination_t key);
