/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Streaming, recording, replay buffer, virtual camera, studio mode. UI thread; needs a frontend. */
#pragma once

#include <obs-frontend-api.h>

struct engine;
struct pairing_permission;

/* Posts the output change of an event, and tells permission of it: a pairing code is withheld from "starting" on, and
 * while the virtual camera runs. false: the mailbox
 * was full. A saved replay is a moment, and not reported later. */
bool output_triggers_event(struct engine *engine, struct pairing_permission *permission, enum obs_frontend_event event);
/* Posts the state of every output as initial, which fires nothing. false: the mailbox was full. */
bool output_triggers_report_all(struct engine *engine, struct pairing_permission *permission);
