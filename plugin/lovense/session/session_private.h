/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session's inside. Private to session*.c.
 *
 * One struct, one thread. The phase says what is under way; what the user sees is derived from it and from what the
 * service reported (session_publish()). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lovense/session/account.h"
#include "lovense/lan/lan.h"
#include "lovense/session/pairing.h"
#include "lovense/redact.h"
#include "lovense/session/session.h"
#include "lovense/session/session_timing.h"
#include "lovense/toy_events/toy_events.h"
#include "lovense/toys.h"
#include "net/log.h"
#include "net/loop.h"
#include "socketio/backoff.h"
#include "socketio/client.h"

enum session_phase {
	SESSION_NEW = 1,
	SESSION_TOKEN,      /* getToken, or the token service */
	SESSION_SOCKET_URL, /* getSocketUrl */
	SESSION_SOCKET,     /* connecting the socket */
	SESSION_ONLINE,     /* the socket is connected */
	SESSION_WAITING,    /* until retry_at_ms */
	SESSION_NEEDS_YOU,
	SESSION_CLOSING, /* Stop and goodbye are under way */
	SESSION_CLOSED,
};

struct session {
	struct lovense_link link; /* first member */
	struct loop *loop;
	const struct session_timing *timing;  /* borrowed */
	struct lovense_session_config config; /* its strings are owned */
	struct log_sink log;
	struct redact redact;

	enum session_phase phase;
	enum lovense_reason reason; /* of WAITING and NEEDS_YOU */
	char service_words[160];    /* redacted */
	struct backoff failures;
	int64_t retry_at_ms;

	struct account_request *request; /* under way, or NULL */
	char *auth_token;                /* secret; NULL: none, or refused */
	bool is_token_fresh;             /* from this very attempt: a new one would not be better */
	char *named_platform;            /* by the token service, or NULL */

	struct sio_client *client; /* NULL: none */
	uint32_t connection;       /* counts them */
	uint32_t unread_events;    /* bits of the kinds that the log named on this connection */

	bool is_paired;          /* the service reported an app of this user on this connection */
	bool is_pairing_over;    /* ... and that it is no longer paired: only an app that is online pairs again */
	bool is_app_online;      /* as last reported */
	char device_code[64];    /* secret; of the phone that lan is about, "" when it never said */
	char former_device[64];  /* secret; the phone before it, "" when there was none */
	int64_t device_since_ms; /* when device_code came in its place */
	bool has_two_phones;     /* that take turns */
	int failures_in_a_row;   /* like failures, which stops counting at its longest pause */
	char app_platform[16];
	char app_version[16];
	struct toys toys;
	bool has_more_toys; /* than toys holds */
	struct pairing pairing;
	struct lan lan;
	struct toy_events toy_events;
	struct delivery delivery;

	struct loop_timer retry_timer; /* WAITING, CLOSING */
	struct loop_timer delivery_timer;
	struct loop_timer notify_timer; /* tells the listener from the loop, never from inside a call */
	int log_lines;                  /* in the minute that began at log_since_ms */
	int64_t log_since_ms;
	struct lovense_snapshot snapshot;
};

/* --- session.c --- */
/* CLOSING is over when nothing is under way any more. */
void session_finish_closing(struct session *session);

/* --- session_sign_in.c --- */
void session_sign_in(struct session *session);
/* The attempt or the connection failed; final reasons wait for the user, others for the next try. service_words
 * are what the service says to it, or "": they are masked here. The pause is least_pause_ms or longer. */
void session_fail(struct session *session, enum lovense_reason reason, const char *service_words,
		  int64_t least_pause_ms);
/* The pause that a reply asks for. retry_after_s: of net/http/retry_after.h. */
int64_t session_wanted_pause_ms(const struct session *session, enum lovense_reason reason, int retry_after_s);
/* Drops the request under way and the socket. No callback. */
void session_end_attempt(struct session *session);
void session_forget_token(struct session *session);

/* --- session_publish.c --- */
/* Derives the snapshot and, when it is different, tells the listener. */
void session_publish(struct session *session);
void session_describe(const struct session *session, struct lovense_snapshot *out);
const struct lovense_snapshot *session_snapshot(const struct lovense_link *link);
/* A line for the log: at most some a minute, since a peer can cause them. */
PRINTF_LIKE(2, 3) void session_log(struct session *session, const char *format, ...);

/* --- session_config.c --- */
bool session_config_copy(struct session *session, const struct lovense_session_config *config);
void session_config_clear(struct session *session);
/* LOVENSE_REASON_NONE, or what is missing in the settings. */
enum lovense_reason session_config_problem(const struct session *session);

/* --- session_socket.c --- */
void session_open_socket(struct session *session, const char *url, const char *path);
/* Drops the socket and what was known by it. No callback. */
void session_drop_socket(struct session *session);
/* false: it could not be sent, and the client already logs why. */
bool session_ask_qr(void *ctx, const char *ack_id);

/* --- session_events.c --- */
void session_on_event(void *ctx, const char *name, const json_t *args);

/* --- session_commands.c --- */
enum lovense_send_result session_send(struct lovense_link *link, const struct lovense_command *command);
enum lovense_send_result session_stop_all(struct lovense_link *link);
/* The routes may be others now. */
void session_follow_ways(struct session *session);
/* The phone was heard of. */
void session_note_sign_of_life(struct session *session);
void session_note_pong(void *ctx);
void session_init_delivery(struct session *session);
enum lovense_route session_route(const struct session *session);
void session_init_lan(struct session *session);

/* --- session_toy_events.c --- */
void session_init_toy_events(struct session *session);
void session_listen(struct lovense_link *link, bool is_wanted);
