/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other programs may request: the requests of the obs-websocket vendor "lovense-for-obs", also reachable through
 * OBS's proc handler. Documented for users in data/vendor-api.md.
 *
 * Any thread; never blocks: the reply is made from the newest snapshot, and actions are posted to the engine. */
#pragma once

#include <stdbool.h>

struct engine;
struct obs_data;
struct pairing_permission;
struct settings_store;

enum { REQUESTS_COUNT = 12 };

/* One request by name, for callbacks that bring a pointer only. */
struct requests_entry {
	struct requests *requests;
	const char *name;
};

/* In static memory: callers may hold its address for as long as the program runs. Closed when zeroed. */
struct requests {
	struct engine *engine; /* these three are borrowed from open to close */
	struct settings_store *settings;
	struct pairing_permission *permission;
	volatile bool is_open;
	struct requests_entry entries[REQUESTS_COUNT]; /* filled by open */
	volatile long users;                           /* requests being answered; atomic */
};

/* From now on requests are answered. UI thread, like closing. */
void requests_open(struct requests *requests, struct engine *engine, struct settings_store *settings,
		   struct pairing_permission *permission);
/* Refuses new requests and waits for those being answered, which takes no time. */
void requests_close(struct requests *requests);

/* Fills reply: "ok", and when false "error" and "message". Both are borrowed; request may be NULL (no parameters). A
 * name that is no request is answered with an error too. */
void requests_answer(struct requests *requests, const char *name, struct obs_data *request, struct obs_data *reply);
