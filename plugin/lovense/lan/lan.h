/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The LAN route: commands straight to the app by HTTPS, and a health check that says when the route can be used.
 *
 * Commands to the app go out one after the other, so that none overtakes another. While one is under way the newest
 * command per toy waits, for half a second at most. Stop waits for nothing: it drops what waits, ends what is under way
 * and goes out at once. Certificates are always verified; a failure of any kind takes the route out of use, and the
 * longer it flaps the longer it stays out. So does an app that names no toy of ours: the certificate is the same in
 * every app, so an address and a good handshake do not say whose phone it is.
 *
 * Source: Standard API, "By local". Thread: the loop's; callbacks come from loop_run_once(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "lovense/events.h"
#include "lovense/lan/lan_address.h"
#include "lovense/link.h"
#include "net/loop.h"
#include "socketio/backoff.h"

struct http_request;
struct lan_answer;

/* Codes in the app's JSON answers. Source: Standard API, "By local", error codes. */
enum lan_code {
	LAN_OK = 200,
	LAN_INVALID_COMMAND = 400,
	LAN_TOY_NOT_FOUND = 401,
	LAN_TOY_NOT_CONNECTED = 402,
	LAN_UNSUPPORTED = 403,
	LAN_INVALID_PARAMETER = 404,
	LAN_SERVER_OFF = 500,
	LAN_SERVER_BROKEN = 506,
};

struct lan_timing {
	int connect_ms;
	int total_ms;
	int check_ms;                /* health check while nothing else is sent */
	int recheck_ms;              /* to the second good check that is wanted after a failure */
	int freshness_ms;            /* a command that waited longer is dropped */
	struct backoff_policy retry; /* checks while the route is out of use */
};

struct lan_config {
	struct loop *loop;
	const struct lan_timing *timing; /* borrowed */
	/* The app answered a command: code as in its JSON. command is borrowed. */
	void (*answered)(void *ctx, const json_t *command, int code);
	/* A command did not reach the app, soon enough to go another way; or a Stop that went out here alone. Borrowed.
	 */
	void (*undelivered)(void *ctx, const json_t *command);
	/* The app's toys. Returns whether one of them is known; the route is used only then. */
	bool (*learned)(void *ctx, const struct lovense_toy *toys, size_t count);
	/* lan_is_usable(), lan_note() or lan_is_stopping() is different now. Never from inside a call to this header.
	 */
	void (*changed)(void *ctx);
	void *ctx;
};

enum { LAN_QUEUE_MAX = 16, LAN_STOPS_MAX = 6 };

/* Whether a Stop goes out here alone, or on the other route at the same time. */
enum lan_stop_copies { LAN_STOP_ALONE = 1, LAN_STOP_ON_EVERY_ROUTE };

struct lan_request {
	struct lan *lan;
	struct http_request *http;  /* NULL: free */
	struct lan_address address; /* where it goes: that of lan may be another by the time it is answered */
	json_t *command;            /* owned */
	void (*done)(struct lan_request *request, const struct lan_answer *answer);
	bool is_repeat_due;          /* stops: once more, because a command was cut off that may still be on its way */
	enum lan_stop_copies copies; /* stops */
};

struct lan_waiting {
	json_t *command; /* owned */
	int64_t since_ms;
};

/* Private to lan*.c; lies in its owner's struct. */
struct lan {
	struct lan_config config;
	struct lan_address address; /* port 0: none */
	bool is_active;
	bool is_usable;
	bool has_failed; /* on this address: two good checks are wanted then */
	int good_checks; /* in a row, while not usable */
	struct backoff failures;
	const char *note;  /* static */
	int round_trip_ms; /* -1: unknown */
	int64_t last_good_ms;
	struct loop_timer timer;
	struct lan_request check;
	struct lan_request current;
	int64_t current_since_ms;
	struct lan_request stops[LAN_STOPS_MAX];
	size_t waiting_count;
	struct lan_waiting waiting[LAN_QUEUE_MAX];
};

void lan_init(struct lan *lan, const struct lan_config *config);
/* Ends everything without a callback. */
void lan_clear(struct lan *lan);
/* Where the app says it listens. Without a domain or port, what it said before stays. */
void lan_set_device(struct lan *lan, const char *domain, int https_port);
/* Another phone, or none: its address is not used any more, also not for Stop. A Stop under way is not cut off. */
void lan_forget(struct lan *lan);
/* The toys are others now, so a route out of use may be one of ours after all: checks it at once. */
void lan_check_again(struct lan *lan);
/* Health checks run and commands are taken only while active: the app is known to be online. */
void lan_set_active(struct lan *lan, bool is_active);

bool lan_is_usable(const struct lan *lan);
/* A static sentence why the route is not used, "" when it is or was not tried. */
const char *lan_note(const struct lan *lan);
bool lan_is_stopping(const struct lan *lan);

/* command is borrowed. LOVENSE_NOT_CONNECTED when not usable, LOVENSE_CONGESTED when too much waits. */
enum lovense_send_result lan_send(struct lan *lan, json_t *command);
/* Sends a Stop at once whenever an address is known, usable or not. Commands to the same toys that wait or are under
 * way are dropped. When the app answers so slowly that there is no room for one more, all toys are stopped. With
 * LAN_STOP_ALONE undelivered() tells when the app did not take it. */
void lan_stop(struct lan *lan, json_t *command, enum lan_stop_copies copies);
