/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module's hotkeys: the fixed ones and one for every rule that a hotkey triggers, named after the rule.
 *
 * OBS writes the bindings of a plugin's frontend hotkeys into the profile but never reads them back; this does.
 * A press that comes from a program (obs-websocket, another plugin) counts as let go at once: obs-websocket before 5.5
 * (OBS 29.0 to 30.1) presses and never lets go in TriggerHotkeyByName (RequestHandler_General.cpp).
 * Thread: UI, for every function. The callbacks only post intents: OBS calls them with its hotkey mutex held. */
#pragma once

struct engine;
struct haptics_rules;
struct hotkeys;

/* Registers the fixed hotkeys. engine is borrowed; never NULL. */
struct hotkeys *hotkeys_create(struct engine *engine);
/* Registers, renames and unregisters so that there is one hotkey for each hotkey rule. NULL: no rules. A new one takes
 * its binding from the profile, once those of the others were loaded; keys that are held stay held. */
void hotkeys_set_rules(struct hotkeys *hotkeys, const struct haptics_rules *rules);
/* Takes over the bindings of the current profile; a hotkey that has none there loses its binding, and a key that is
 * held counts as let go. Needs a frontend. */
void hotkeys_load_bindings(struct hotkeys *hotkeys);
/* Unregisters all and waits for a callback that runs. NULL is fine. */
void hotkeys_destroy(struct hotkeys *hotkeys);
