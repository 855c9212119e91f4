/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bindings of the module's hotkeys, in OBS and in the current profile. UI thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif

/* New reference: { name: [ binding, ... ] } of those that have one. */
json_t *transfer_keys_save(void);
/* Binds these, in OBS and in the profile's file; an empty list takes the binding away. A hotkey that is not there yet
 * finds its binding in the profile when it comes. false: the profile's file could not be written. */
bool transfer_keys_load(const json_t *keys);
/* "Ctrl + F9, F10"; cut to size. */
void transfer_keys_text(const json_t *bindings, char *text, size_t size);

#ifdef __cplusplus
}
#endif
