/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A link to toys: the real session with the service, or the simulator inside the plugin. Both stand behind this one
 * interface, so that what drives them does not know which one it has.
 *
 * Thread: the loop's, for everything. Listener calls come from loop_run_once(), never from inside a call to this
 * header. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lovense/commands/command.h"
#include "net/named.h"

struct loop;
struct lovense_link;

#define LOVENSE_LINK_STATES(X)                                                                                         \
	X(LOVENSE_SIGNING_IN, "signing in")                                                                            \
	X(LOVENSE_CONNECTING, "connecting")                                                                            \
	X(LOVENSE_WAITING_FOR_SCAN, "waiting for scan")                                                                \
	X(LOVENSE_APP_OFFLINE, "app offline")                                                                          \
	X(LOVENSE_NO_TOY, "no toy")                                                                                    \
	X(LOVENSE_READY, "ready")                                                                                      \
	X(LOVENSE_RETRYING, "retrying")                                                                                \
	X(LOVENSE_NEEDS_YOU, "needs you")
enum lovense_link_state { LOVENSE_OFF = 1, LOVENSE_LINK_STATES(NAMED_VALUE) };

/* Why the link is RETRYING or NEEDS_YOU, or a note beside another state. Each has one sentence for the user. */
#define LOVENSE_REASONS(X)                                                                                             \
	/* needs you: no retry until settings change or the user asks */                                               \
	X(LOVENSE_REASON_NO_TOKEN, "no developer token or token service is set")                                       \
	X(LOVENSE_REASON_NO_PLATFORM, "no website name is set")                                                        \
	X(LOVENSE_REASON_TOKEN_REJECTED, "the developer token was rejected") /* getToken 501 and similar */            \
	X(LOVENSE_REASON_API_NOT_ENABLED, "the account may not use the API") /* 502 */                                 \
	X(LOVENSE_REASON_USER_ID_REFUSED, "the user id was refused")         /* 503 */                                 \
	X(LOVENSE_REASON_WRONG_PLATFORM, "the website name does not match the dashboard")                              \
	X(LOVENSE_REASON_SERVICE_KEY_REJECTED, "the token service rejected the key") /* 401 or 403 */                  \
	X(LOVENSE_REASON_NO_USER_ID, "no user id is set")                                                              \
	X(LOVENSE_REASON_BAD_CA_FILE, "the CA file cannot be read, or holds no certificate")                           \
	X(LOVENSE_REASON_BAD_API_URL, "the API address must be an https URL") /* or http: to this computer */          \
	X(LOVENSE_REASON_BAD_SERVICE_URL, "the address of the token service must be an https URL") /* the same */      \
	X(LOVENSE_REASON_SERVICE_REFUSED,                                                                              \
	  "the address of the token service gives no auth token")         /* 3xx, 4xx, other content */                \
	X(LOVENSE_REASON_BAD_TEXT, "a text of the set-up cannot be sent") /* a control character in a key, no UTF-8 */ \
	X(LOVENSE_REASON_PROXY_PASSWORD, "the proxy wants a user name and password") /* 407 */                         \
	X(LOVENSE_REASON_BAD_PROXY,                                                                                    \
	  "the proxy cannot be used for the socket") /* not http://, or too long a password */                         \
	X(LOVENSE_REASON_BAD_LIBRARY,                                                                                  \
	  "a library lacks what the plugin needs") /* libcurl without OpenSSL, for instance */                         \
	/* retrying */                                                                                                 \
	X(LOVENSE_REASON_UNREACHABLE, "the service cannot be reached") /* DNS, connect, time-out */                    \
	X(LOVENSE_REASON_TLS, "the certificate was not accepted")      /* clock, captive portal, interception */       \
	X(LOVENSE_REASON_SERVICE_ERROR, "the service failed")          /* HTTP status, an error code, missing data */  \
	X(LOVENSE_REASON_UNREADABLE_REPLY,                                                                             \
	  "the reply could not be understood") /* HTML instead of JSON, and the like */                                \
	X(LOVENSE_REASON_SERVICE_UNREACHABLE, "the token service cannot be reached")                                   \
	X(LOVENSE_REASON_SERVICE_FAILED, "the token service failed")              /* HTTP 5xx */                       \
	X(LOVENSE_REASON_SERVICE_RATE_LIMITED, "the token service asked to wait") /* 429 */                            \
	X(LOVENSE_REASON_PROXY_REFUSED, "the proxy refused the connection")       /* any status but 407 */             \
	X(LOVENSE_REASON_SERVICE_TOKEN_REJECTED,                                                                       \
	  "the API rejects the developer token of the token service") /* for its operator */                           \
	X(LOVENSE_REASON_SERVICE_NOT_ENABLED, "the account of the token service may not use the API")                  \
	X(LOVENSE_REASON_OUT_OF_MEMORY, "out of memory")                                                               \
	X(LOVENSE_REASON_RATE_LIMITED, "the service asked to wait") /* 429 or Retry-After */                           \
	X(LOVENSE_REASON_SOCKET_REFUSED, "the socket was refused")  /* 401 at the upgrade, ERROR before CONNECT */     \
	X(LOVENSE_REASON_SOCKET_LOST, "the connection was lost")    /* transport close, ping time-out */               \
	X(LOVENSE_REASON_NOT_SOCKET_IO_2, "the server does not speak Socket.IO 2")                                     \
	/* notes */                                                                                                    \
	X(LOVENSE_REASON_NO_QR_CODE, "no pairing code came") /* connected, but no usable one came */                   \
	X(LOVENSE_REASON_QR_TOO_LONG, "the pairing code does not fit a QR code")                                       \
	X(LOVENSE_REASON_TOO_MANY_TOYS, "the app has more toys than can be driven")                                    \
	X(LOVENSE_REASON_TWO_PHONES, "two phones take turns")
enum lovense_reason { LOVENSE_REASON_NONE = 1, LOVENSE_REASONS(NAMED_VALUE) LOVENSE_REASON_COUNT };

enum lovense_route { LOVENSE_ROUTE_NONE = 1, LOVENSE_ROUTE_SERVER, LOVENSE_ROUTE_LAN };

/* What the last LAN answer said about a toy; cleared by a good one. Or why less than its own functions is used. */
enum lovense_toy_note {
	LOVENSE_TOY_OK = 1,
	LOVENSE_TOY_NOT_FOUND,
	LOVENSE_TOY_NOT_CONNECTED,
	LOVENSE_TOY_UNSUPPORTED,
	LOVENSE_TOY_UNKNOWN_TYPE, /* neither the app nor the table says what it can do: Vibrate */
};

struct lovense_toy {
	char id[LOVENSE_TOY_ID_SIZE]; /* secret: stays inside the plugin */
	char alias[8];                /* "t1": for everything that leaves it; stays with the id for the install */
	char name[64];                /* "Lush 3" */
	char nickname[64];            /* "" when none; private */
	char type[32];                /* "lush", lower case */
	int battery;                  /* percent, -1: unknown */
	bool is_connected;
	uint32_t functions; /* mask; never 0 */
	enum lovense_toy_note note;
};

enum { LOVENSE_QR_MAX = 2953 /* bytes of a version 40-L code */ };

/* Listening to what toys tell. */
#define LOVENSE_EVENTS_STATES(X)                                                                                       \
	X(LOVENSE_EVENTS_ASKING, "asking")   /* the user of the app has to allow it */                                 \
	X(LOVENSE_EVENTS_REFUSED, "refused") /* who did not; nobody is asked again for now */                          \
	X(LOVENSE_EVENTS_OPEN, "open")                                                                                 \
	X(LOVENSE_EVENTS_CLOSED, "closed")           /* Game Mode is off */                                            \
	X(LOVENSE_EVENTS_UNREACHABLE, "unreachable") /* not yet, not now, or no app is there */                        \
	X(LOVENSE_EVENTS_UNSUPPORTED, "unsupported") /* this version of the app has none */
enum lovense_events_state { LOVENSE_EVENTS_OFF = 1, LOVENSE_EVENTS_STATES(NAMED_VALUE) };

/* One moment of a link. Immutable. */
struct lovense_snapshot {
	enum lovense_link_state state;
	enum lovense_reason reason;
	char service_words[160]; /* what the other side says to it (for SERVICE_ reasons the token service, for
				    PROXY_ reasons the proxy), redacted, or ""; never ours */
	int64_t retry_at_ms;     /* loop time of the next attempt with RETRYING, else 0 */
	char qr_payload[LOVENSE_QR_MAX + 1]; /* secret; "" unless waiting for a scan */
	char qr_code[16];                    /* secret: the digits for Lovense Remote on PC; "" when none */
	uint32_t qr_serial;                  /* changes with every new payload */
	bool is_app_online;
	char app_platform[16]; /* "ios" */
	char app_version[16];
	enum lovense_route route; /* where the next command goes */
	enum lovense_events_state events;
	const char *lan_note; /* static sentence why LAN is not used, "" when it is or was never tried */
	int round_trip_ms;    /* last heartbeat or LAN answer, -1: unknown */
	size_t toy_count;
	struct lovense_toy toys[LOVENSE_MAX_TOYS];
};

enum lovense_send_result {
	LOVENSE_SENT = 1,      /* handed to a route; there is no acknowledgement on the socket route */
	LOVENSE_NOT_CONNECTED, /* nothing was sent, nothing will be replayed */
	LOVENSE_CONGESTED,     /* the route is stuck; nothing was taken */
	LOVENSE_BAD_COMMAND,   /* out of range; logged with the field */
	LOVENSE_NEEDS_LAN, /* a position, and the route is the server's: the toys that it names got Stop in its place */
};

enum lovense_toy_event_kind {
	LOVENSE_TOY_BUTTON_DOWN = 1,
	LOVENSE_TOY_BUTTON_UP,
	LOVENSE_TOY_BUTTON_PRESSED,
	LOVENSE_TOY_STRENGTH, /* what a function really does now */
	LOVENSE_TOY_SHAKE,
	LOVENSE_TOY_DEPTH,
	LOVENSE_TOY_MOTION,
};
struct lovense_toy_event {
	enum lovense_toy_event_kind kind;
	const char *toy_id; /* as in the snapshot; "": a button, and nobody knows of which toy; borrowed; secret */
	int index;          /* of buttons, and of STRENGTH for several motors; 0..31 */
	int function;       /* STRENGTH: enum lovense_function, -1: another */
	double value;       /* 0..1: STRENGTH, DEPTH, MOTION */
};

struct lovense_listener {
	void (*changed)(void *ctx); /* lovense_link_snapshot() has news */
	/* A toy tells something, while the snapshot's events are open. May be NULL. */
	void (*toy_event)(void *ctx, const struct lovense_toy_event *event);
	void *ctx;
};

struct lovense_link_ops {
	void (*start)(struct lovense_link *link);
	void (*shut)(struct lovense_link *link, int grace_ms);
	enum lovense_send_result (*send)(struct lovense_link *link, const struct lovense_command *command);
	enum lovense_send_result (*stop_all)(struct lovense_link *link);
	void (*new_qr)(struct lovense_link *link);
	void (*retry_now)(struct lovense_link *link);
	void (*listen)(struct lovense_link *link, bool is_wanted); /* NULL: its toys tell nothing */
	const struct lovense_snapshot *(*snapshot)(const struct lovense_link *link);
	void (*destroy)(struct lovense_link *link);
};

/* First member of every implementation. */
struct lovense_link {
	const struct lovense_link_ops *ops;
};

/* Starts connecting. Once. */
void lovense_link_start(struct lovense_link *link);
/* Sends Stop, says goodbye, ends within grace_ms. The state becomes LOVENSE_OFF; changed() reports it. */
void lovense_link_shut(struct lovense_link *link, int grace_ms);
/* By the route of the snapshot. A Stop, with or without toys, goes there too when it ends a run in the ordinary way: by
 * LAN alone while that is well, and by the socket when LAN does not deliver it, is not in use, or something that went
 * by the socket may still run. A command that names every connected toy is one command, whatever the app's age. */
enum lovense_send_result lovense_link_send(struct lovense_link *link, const struct lovense_command *command);
/* For emergencies: Function Stop and PatternV2 Stop to all toys on every route that is up, each independent of the
 * other, past every limit. A copy may come late and end a run that began meanwhile, so lovense_link_send() is for the
 * ordinary end of a run. Calling it while nothing is connected is fine: the next connection then starts with it.
 * LOVENSE_SENT: a route to an app that is online took it, which is not to say that it arrived; otherwise a toy may go
 * on until its lease ends. */
enum lovense_send_result lovense_link_stop_all(struct lovense_link *link);
/* Asks for a fresh pairing code, when one is shown. */
void lovense_link_new_qr(struct lovense_link *link);
/* Ends a RETRYING pause, or tries again after NEEDS_YOU. */
void lovense_link_retry_now(struct lovense_link *link);
/* Whether to listen to what toys tell; not at first. */
void lovense_link_listen(struct lovense_link *link, bool is_wanted);
/* Borrowed, valid until the next call to this header or the next turn of the loop. Never NULL. */
const struct lovense_snapshot *lovense_link_snapshot(const struct lovense_link *link);
/* Ends at once without a listener call. NULL is fine. */
void lovense_link_destroy(struct lovense_link *link);

/* For log lines and tests, in English. Static strings. */
const char *lovense_link_state_name(enum lovense_link_state state);
const char *lovense_reason_name(enum lovense_reason reason);
const char *lovense_events_name(enum lovense_events_state state);
