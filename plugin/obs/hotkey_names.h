/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of the module's hotkeys, which OBS's profiles keep. Pure; any thread. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { HOTKEY_NAME_SIZE = 128 };

/* With a rule's id behind it: the hotkey that starts the rule. */
#define RULE_HOTKEY_PREFIX "lovense-for-obs.rule."
#define STOP_ALL_HOTKEY "lovense-for-obs.stop_all"

/* The name of the hotkey that starts a rule. Cut to size. */
void rule_hotkey_name(const char *rule_id, char *name, size_t size);

/* Locale key of what a hotkey of that name does; NULL: none that is always there. */
const char *hotkey_title(const char *name);
/* The rule that a hotkey of that name belongs to: its id, a part of name. NULL: none. */
const char *hotkey_rule_id(const char *name);

#ifdef __cplusplus
}
#endif
