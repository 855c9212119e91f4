/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The OBS frontend, as far as the module sees it, played by a test. Linked into a program that exports its symbols, it
 * wins over the frontend library. Main thread unless said otherwise. */
#pragma once

#include <stdbool.h>

#include <obs-frontend-api.h>
#include <obs.h>

void frontend_send(enum obs_frontend_event event);
/* What OBS does with the save callbacks. */
obs_data_t *frontend_save_collection(void);
void frontend_load_collection(obs_data_t *modules);
/* The text of the profile's configuration file, "[Hotkeys]\nname=...". */
void frontend_set_profile(const char *text);
void frontend_set_scene(obs_source_t *scene); /* a reference is kept until the next */
void frontend_set_transition(obs_source_t *transition);
void frontend_set_outputs(bool is_streaming, bool is_recording);
void frontend_set_virtual_camera(bool is_on);
int frontend_callback_count(void);
/* How often the properties of a source were opened. */
int frontend_opened_properties(void);
/* From now on calls to the frontend are counted as mistakes. */
void frontend_close(void);
int frontend_calls_after_close(void);

/* obs-websocket, as far as its vendor API goes. Call before the module is loaded. */
void websocket_start(void);
/* After the module is gone. */
void websocket_stop(void);
bool websocket_has_request(const char *name);
/* The reply to a request as JSON data: obs_data_release() it; NULL: not registered. It is answered on a thread of its
 * own, as obs-websocket does it. */
obs_data_t *websocket_call(const char *name, const char *request_json);
/* The same on the calling thread. request is borrowed. */
obs_data_t *websocket_call_here(const char *name, obs_data_t *request);
/* The newest event of that type as JSON text, "" when there was none; count: how many there were. */
void websocket_last_event(const char *type, char *text, size_t size, int *count);
