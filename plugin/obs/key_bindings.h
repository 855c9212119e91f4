/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which keys are bound to hotkeys, and binding them: in libobs, where OBS's settings page reads them, and in the
 * profile, where OBS keeps them. Thread: UI, for every function; each takes libobs's hotkey mutex. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <obs.h>

#include "obs/hotkey_names.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KEY_TEXT_SIZE = 64 };

/* What there is to show of one hotkey's keys. */
struct hotkey_view {
	obs_key_combination_t key;       /* the first of several; OBS_KEY_NONE: none */
	char further[KEY_TEXT_SIZE * 4]; /* "F10, Ctrl + F11": those beside it; "": none. Cut to size. */
	char other_use[256];             /* what else the key does, as OBS's settings call it; "": nothing. Cut. */
};
/* All of it in one look at libobs. wanted: the key whose other use is looked for, one of several is told; NULL: that
 * which is bound. */
void hotkey_look(const char *hotkey_name, const obs_key_combination_t *wanted, struct hotkey_view *view);

/* The key bound to a hotkey name, the first of several; OBS_KEY_NONE when none. */
obs_key_combination_t hotkey_key(const char *hotkey_name);
/* "Ctrl + F9"; "" for OBS_KEY_NONE. Cut to size. */
void key_combination_text(obs_key_combination_t key, char *text, size_t size);

/* Calls each() for every key that is bound to a hotkey whose name begins with the prefix; the rest of the name and the
 * key's text are borrowed for the call. each() calls nothing of libobs. */
typedef void (*hotkey_each)(void *data, const char *rest_of_name, const char *key);
void hotkey_each_binding(const char *prefix, hotkey_each each, void *data);

/* Puts this key in the place of the first of those that are bound to the hotkey; the others stay. OBS_KEY_NONE takes
 * the first away. Writes the profile's file. false: it could not be written, or there is no frontend; the key works all
 * the same until OBS ends. */
bool hotkey_bind(const char *hotkey_name, obs_key_combination_t key);
/* Whether the key is bound to that hotkey. */
bool hotkey_has_key(const char *hotkey_name, obs_key_combination_t key);

/* Lists of bindings in the form of obs_hotkey_save(). New reference: those of the hotkey; empty when it has none, or is
 * not registered. */
obs_data_array_t *hotkey_bindings(const char *hotkey_name);
/* Binds these and no others; a hotkey that is not registered yet finds them in the profile when it is. bindings is
 * borrowed. */
void hotkey_rebind(const char *hotkey_name, obs_data_array_t *bindings);
/* Writes the profile's file. false: it could not be written, or there is no frontend. */
bool hotkeys_keep(void);
/* OBS_KEY_NONE: a key that this OBS does not know. */
obs_key_combination_t binding_key(obs_data_t *binding);

#ifdef __cplusplus
}
#endif
