/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports the program scene, and the scene that a transition leads to. UI thread; needs a frontend. */
#pragma once

#include <obs-frontend-api.h>

struct engine;
struct scene_triggers;

/* engine is borrowed; never NULL. Suspended until scene_triggers_resume(). */
struct scene_triggers *scene_triggers_create(struct engine *engine);
/* Posts the scene change of an event; nothing while suspended. false: the mailbox was full. */
bool scene_triggers_event(struct scene_triggers *triggers, enum obs_frontend_event event);
/* Posts the program scene as initial, which fires nothing; nothing while suspended. false: the mailbox was full. */
bool scene_triggers_report(struct scene_triggers *triggers);
/* Connects to the transitions. */
void scene_triggers_resume(struct scene_triggers *triggers);
/* Disconnects from the transitions; no reference to anything of the collection is kept. */
void scene_triggers_suspend(struct scene_triggers *triggers);
/* NULL is fine. */
void scene_triggers_destroy(struct scene_triggers *triggers);
