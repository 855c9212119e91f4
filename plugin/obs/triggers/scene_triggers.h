/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which scene is the program, and towards which one a transition has begun. UI thread; needs a frontend. */
#pragma once

#include <obs-frontend-api.h>

struct engine;
struct scene_triggers;

/* engine is borrowed; never NULL. Rests until scene_triggers_resume(). */
struct scene_triggers *scene_triggers_create(struct engine *engine);
/* Posts what the event means for scenes; nothing while it rests. false: the engine had no room for it. */
bool scene_triggers_event(struct scene_triggers *triggers, enum obs_frontend_event event);
/* Says which scene is the program, as something that was so before; nothing while it rests. false: the engine had no
 * room for it. */
bool scene_triggers_tell(struct scene_triggers *triggers);
/* Listens to the transitions, from now on. */
void scene_triggers_resume(struct scene_triggers *triggers);
/* Lets go of the transitions: no reference to anything of the collection is kept. */
void scene_triggers_suspend(struct scene_triggers *triggers);
/* NULL is fine. */
void scene_triggers_destroy(struct scene_triggers *triggers);
