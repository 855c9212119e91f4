/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other programs may request: the requests of the obs-websocket vendor "lovense-for-obs", also reachable through
 * OBS's proc handler. Documented for users in data/vendor-api.md.
 *
 * Any thread. What acts asks the core (request_call.h), whose verdict is the reply; the rest is read from the newest
 * snapshot. */
#pragma once

#include <stdbool.h>

#include "obs/requests/admission.h"

struct engine;
struct obs_data;
struct pairing_permission;
struct request_events;
struct settings_store;

enum { REQUESTS_COUNT = 24 };

/* Whether the calling thread may wait for the core: a millisecond as a rule, at most a quarter of a second. Threads of
 * OBS and of scripts may not. */
enum requests_wait { REQUESTS_MAY_WAIT = 1, REQUESTS_MAY_NOT_WAIT };

/* One request by name, for callbacks that bring a pointer only. */
struct requests_entry {
	struct requests *requests;
	const char *name;
};

/* All borrowed from open to close. */
struct requests_parts {
	struct engine *engine;
	struct settings_store *settings;
	struct pairing_permission *permission;
	struct request_events *events;
};

/* In static memory: callers may hold its address for as long as the program runs. Closed when zeroed. */
struct requests {
	struct requests_parts parts;
	struct requests_entry entries[REQUESTS_COUNT]; /* filled by open */
	struct admission admission;                    /* inside: requests being answered */
};

/* From now on requests are answered. UI thread, like closing. */
void requests_open(struct requests *requests, const struct requests_parts *parts);
/* Refuses new requests and waits for those being answered; call engine_request_stop() first, so that it takes no time.
 */
void requests_close(struct requests *requests);

struct requests_question {
	const char *name; /* of what is no request: answered with an error */
	enum requests_wait wait;
	struct obs_data *data; /* borrowed; NULL: no parameters */
	bool is_unreadable;    /* there were parameters, but they were no JSON object */
};

/* Fills reply (borrowed): "ok", and when false "error" and "message"; "posted" when it did not wait for the verdict. */
void requests_answer(struct requests *requests, const struct requests_question *question, struct obs_data *reply);
