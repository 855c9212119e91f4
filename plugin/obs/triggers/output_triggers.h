/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Streaming, recording, replay buffer, virtual camera, studio mode. UI thread; needs a frontend. */
#pragma once

#include <obs-frontend-api.h>

struct engine;
struct pairing_gate;

/* Posts what the event means, if anything; keeps the gate closed from "starting" on, for a while. false: the engine had
 * no room for how an output is now. A saved replay is but a moment, and not told later. */
bool output_triggers_event(struct engine *engine, struct pairing_gate *gate, enum obs_frontend_event event);
/* Says how things are, as something that was so before. false: the engine had no room for some of it. */
bool output_triggers_tell_all(struct engine *engine);
