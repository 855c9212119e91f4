/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every time constant of a session as data, so that tests can run it faster. The service documents none of them but
 * the life of a pairing code (4 hours, for the code of its server API); the others are our choices. */
#pragma once

#include "lovense/lan/lan.h"
#include "lovense/session/pairing.h"
#include "lovense/session/session.h"
#include "lovense/toy_events/toy_events.h"
#include "socketio/backoff.h"

struct session_timing {
	int http_ms;      /* limit of one sign-in request */
	int open_ms;      /* from connecting to the open packet */
	int join_ms;      /* from there to being let in */
	int known_uid_ms; /* a paired user's device info comes within this; only then a code is asked for */
	int goodbye_ms;   /* least pause after the server said goodbye by itself */
	int turns_ms;     /* a phone that comes back within this takes turns with another one */
	int limited_ms;   /* least pause after "too many requests" that names no time: sooner keeps the door shut */
	int tokens_per_failures; /* so many failures in a row: a new auth token, in case the old one is the cause */
	struct backoff_policy retry;
	struct pairing_timing pairing;
	struct lan_timing lan;
	struct delivery_timing delivery;
	struct toy_events_timing toy_events;
};
extern const struct session_timing session_timing_default;

/* As lovense_session_create(); timing is borrowed for the life of the link. */
struct lovense_link *session_create_timed(struct loop *loop, const struct lovense_session_config *config,
					  const struct session_timing *timing);
