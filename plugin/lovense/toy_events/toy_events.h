/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The app's Toy Events websocket: what toys and the people at them do. It is asked for by the LAN route's rules (a
 * *.lovense.club name whose label spells a private address, TLS verified), waits for a tap on the phone, and is never
 * needed: without it everything else works as it does without this file.
 *
 * A connection alone proves nothing: with Game Mode off the app ends it at once. So only being let in resets the
 * back-off. An app that knows no such websocket is not asked again before it has another version; a person who refused
 * is not asked again before the app comes back, or somebody switches this off and on.
 *
 * Thread: the loop's; callbacks come from loop_run_once(). Lies in its owner's struct. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lovense/lan/lan_address.h"
#include "lovense/link.h"
#include "lovense/toy_events/toy_event.h"
#include "net/loop.h"
#include "socketio/backoff.h"

struct websocket;

enum { TOY_EVENTS_KNOWN_PORTS = 3 };

struct toy_events_timing {
	int open_ms; /* to the websocket, for each port */
	int ping_ms;
	int silence_ms; /* without a word from an app that answers pings: it is gone */
	struct backoff_policy retry;
	int ports[TOY_EVENTS_KNOWN_PORTS]; /* tried when the one that the app names does not answer; 0: none */
	int most_per_second;               /* messages; beyond that it is no app */
};

struct toy_events_config {
	struct loop *loop;
	const struct toy_events_timing *timing; /* borrowed */
	/* Something a toy did; while the state is LOVENSE_EVENTS_OPEN only. Borrowed. */
	void (*event)(void *ctx, const struct toy_event *event);
	/* toy_events_state() is different now. Never from inside a call to this header. */
	void (*changed)(void *ctx);
	void *ctx;
};

/* Private to toy_events.c. */
struct toy_events {
	struct toy_events_config config;
	enum lovense_events_state state;
	bool is_wanted;
	bool is_active;
	char domain[128];
	int named_port;
	char app_version[16];
	char old_version[16]; /* of an app that knows no such websocket; "": none */
	struct websocket *websocket;
	int ports[TOY_EVENTS_KNOWN_PORTS + 1];
	size_t port_count, port_at; /* of this round */
	bool is_unsupported;        /* one of them said so in this round */
	bool is_asking;             /* the websocket is open */
	bool has_ponged;
	int64_t heard_ms;
	int64_t second_ms; /* when the second began in which messages are counted */
	int messages;
	struct backoff failures;
	struct loop_timer timer; /* the next try, or the next ping */
};

void toy_events_init(struct toy_events *events, const struct toy_events_config *config);
/* Ends everything without a callback. */
void toy_events_clear(struct toy_events *events);
/* Whether anybody wants to listen. */
void toy_events_set_wanted(struct toy_events *events, bool is_wanted);
/* The app is known to be online, or not. */
void toy_events_set_active(struct toy_events *events, bool is_active);
/* Where the app says it is. Without a domain, what it said before stays; port 0: it names none. */
void toy_events_set_device(struct toy_events *events, const char *domain, int port, const char *app_version);
/* Another phone, or none. */
void toy_events_forget(struct toy_events *events);
