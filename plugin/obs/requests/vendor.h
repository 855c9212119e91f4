/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The obs-websocket vendor "lovense-for-obs", and the same for scripts: the proc "lovense_for_obs_request" and the
 * signal "lovense_for_obs_event" of OBS's global handlers. */
#pragma once

struct obs_data;
struct requests;
struct vendor;

/* Adds the proc and the signal. The proc cannot be removed: requests must be in static memory. obs_module_load(). */
void vendor_add_script_api(struct requests *requests);
/* Registers with obs-websocket; NULL: it is not there. Call in obs_module_post_load(). */
struct vendor *vendor_create(struct requests *requests);
/* Sends an event to scripts, and to clients of obs-websocket when vendor is not NULL. data is borrowed. Any thread. */
void vendor_emit(struct vendor *vendor, const char *type, struct obs_data *data);
/* Unregisters. At SCRIPTING_SHUTDOWN: later obs-websocket may be unloaded, without notice. NULL is fine. */
void vendor_destroy(struct vendor *vendor);
/* Frees without calling obs-websocket, which may be unloaded already. NULL is fine. */
void vendor_forget(struct vendor *vendor);
