/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything in OBS that can trigger a rule, except hotkeys and requests. UI thread; needs a frontend. */
#pragma once

#include <obs-frontend-api.h>

#include "obs/triggers/source_triggers.h"

struct engine;
struct haptics_rules;
struct pairing_permission;
struct triggers;

/* All borrowed. Suspended until triggers_resume(). */
struct triggers *triggers_create(struct engine *engine, struct pairing_permission *permission,
				 const struct source_calls *calls);
/* Watches what these rules refer to from now on; borrowed during the call, NULL: none. */
void triggers_set_rules(struct triggers *triggers, const struct haptics_rules *rules);
/* Posts what the event means. What does not fit into the engine's mailbox is reported again with the next frame. */
void triggers_event(struct triggers *triggers, enum obs_frontend_event event);
/* Reports every state (which fires nothing), then listens. */
void triggers_resume(struct triggers *triggers);
/* Releases every scene, source and transition; no reference is kept. */
void triggers_suspend(struct triggers *triggers);
/* Needs the frontend still. NULL is fine. */
void triggers_destroy(struct triggers *triggers);
