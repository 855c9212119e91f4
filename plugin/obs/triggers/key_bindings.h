/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which keys are bound to hotkeys, and binding them from the dock: in libobs, where OBS's settings page reads them, and
 * in the profile, where OBS keeps them. Thread: UI, for every function; each takes libobs's hotkey mutex. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <obs.h>

#include "obs/hotkey_names.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KEY_TEXT_SIZE = 64 };

/* The key bound to a hotkey name, the first of several; OBS_KEY_NONE when none. */
obs_key_combination_t hotkey_key(const char *hotkey_name);
/* "Ctrl + F9"; "" for OBS_KEY_NONE. Cut to size. */
void key_combination_text(obs_key_combination_t key, char *text, size_t size);

/* Calls each() for every key that is bound to a hotkey whose name begins with the prefix; the rest of the name and the
 * key's text are borrowed for the call. each() calls nothing of libobs. */
typedef void (*hotkey_each)(void *data, const char *rest_of_name, const char *key);
void hotkey_each_binding(const char *prefix, hotkey_each each, void *data);

/* Binds this key alone to the hotkey; OBS_KEY_NONE: no key. A hotkey that is not registered yet takes it from the
 * profile when it is. Writes the profile's file. false: it could not be written, or there is no frontend; the key
 * works all the same until OBS ends. */
bool hotkey_bind(const char *hotkey_name, obs_key_combination_t key);
/* What else this key does, as OBS's settings call it: "" for nothing, one of several. Cut to size. */
void hotkey_other_use(const char *hotkey_name, obs_key_combination_t key, char *text, size_t size);
/* Whether the key is bound to that hotkey. */
bool hotkey_has_key(const char *hotkey_name, obs_key_combination_t key);

#ifdef __cplusplus
}
#endif
