/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The LAN route: commands straight to the app by HTTPS, and a health check that says when the route can be used.
 *
 * What goes out when is decided in delivery/; here each command is one request. Certificates are always verified; a
 * failure of any kind takes the route out of use, and the longer it flaps the longer it stays out. So does an app that
 * names no toy of ours: the certificate is the same in every app, so an address and a good handshake do not say whose
 * phone it is.
 *
 * Source: Standard API, "By local". Thread: the loop's; callbacks come from loop_run_once(). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "lovense/delivery/delivery.h"
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
	struct backoff_policy retry; /* checks while the route is out of use */
};

/* How a command ended. Borrowed. */
struct lan_end {
	uint32_t number;
	enum delivery_outcome outcome;
	int code; /* in the app's JSON, 0 without one */
	json_t *command;
};

struct lan_config {
	struct loop *loop;
	const struct lan_timing *timing; /* borrowed */
	/* Once for each lan_send() that was not cut. */
	void (*ended)(void *ctx, const struct lan_end *end);
	/* The app's toys. Returns whether one of them is known; the route is used only then. */
	bool (*learned)(void *ctx, const struct lovense_toy *toys, size_t count);
	/* lan_is_usable(), lan_note() or lan_is_busy() is different now. Never from inside a call to this header.
	 */
	void (*changed)(void *ctx);
	void *ctx;
};

enum { LAN_COMMANDS_MAX = 64, LAN_ADDRESSES_MAX = DELIVERY_ADDRESSES_MAX };

struct lan_request {
	struct lan *lan;
	struct http_request *http;  /* NULL: free */
	struct lan_address address; /* where it goes: that of lan may be another by the time it is answered */
	json_t *command;            /* owned */
	void (*done)(struct lan_request *request, const struct lan_answer *answer);
	uint32_t number; /* commands */
	int64_t started_ms;
	bool is_stop;
};

/* Private to lan*.c; lies in its owner's struct. */
struct lan {
	struct lan_config config;
	struct lan_address address;                  /* port 0: none */
	uint32_t address_count;                      /* the number of the last one */
	struct lan_address known[LAN_ADDRESSES_MAX]; /* the last ones, by number */
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
	struct lan_request commands[LAN_COMMANDS_MAX];
};

void lan_init(struct lan *lan, const struct lan_config *config);
/* Ends everything without a callback. */
void lan_clear(struct lan *lan);
/* Where the app says it listens. Without a domain or port, what it said before stays. */
void lan_set_device(struct lan *lan, const char *domain, int https_port);
/* Another phone, or none: its address takes nothing new but what corrects something that went there. */
void lan_forget(struct lan *lan);
/* The toys are others now, so a route out of use may be one of ours after all: checks it at once. */
void lan_check_again(struct lan *lan);
/* Health checks run and commands are taken only while active: the app is known to be online. */
void lan_set_active(struct lan *lan, bool is_active);

bool lan_is_usable(const struct lan *lan);
/* A static sentence why the route is not used, "" when it is or was not tried. */
const char *lan_note(const struct lan *lan);
/* Whether a command is under way. */
bool lan_is_busy(const struct lan *lan);
/* Where the app listens; each other address has a higher number. 0: not known. */
uint32_t lan_address_number(const struct lan *lan);

/* Starts a request to that address, one of the last LAN_ADDRESSES_MAX, whether or not the route is usable. command is
 * borrowed. is_stop: may arrive late. false: it was not started. */
bool lan_send(struct lan *lan, uint32_t number, uint32_t address, json_t *command, bool is_stop);
/* See struct delivery_config. */
enum delivery_cut lan_cut(struct lan *lan, uint32_t number);
