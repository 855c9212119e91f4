// SPDX-License-Identifier: GPL-2.0-or-later
/* Between Qt's key events and OBS's keys. Needs a running libobs and frontend. UI thread. */
#pragma once

#include <obs.h>

#include <Qt>

class QKeyEvent;

/* As OBS writes them into a combination. Pure. */
uint32_t obsModifiersOf(Qt::KeyboardModifiers modifiers);

/* As OBS reads the event for its hotkeys. key is OBS_KEY_NONE for a modifier alone, and for a key that OBS does not
 * know. */
obs_key_combination_t combinationOf(const QKeyEvent &event);

/* While they are held back no key starts anything in OBS; let go, they work again where OBS's settings say. */
void holdHotkeysBack(bool areHeldBack);
