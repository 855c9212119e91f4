/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last word: what is wanted of a toy now is also what the toy does in the end.
 *
 * A command that was handed to a route may be carried out late: after a newer one that went another way, after the
 * sender gave up, after the app answered. So this part keeps, for each toy, the one command that is *wanted*, and a
 * *record* of every command that may still be carried out. The rules:
 *
 * - Only what is wanted at that moment is handed to a route (or a Stop in its place). Nothing is queued.
 * - Something weaker goes out at once, past everything, on each route that may still hold something stronger. Something
 *   stronger waits while another command to that toy is under way in the local network.
 * - A record ends by an answer, by a failure before its first byte, or by time; nothing else ends it: no change of
 *   route, no new start, no reset connection. When one ends, and every repeat_ms until then, what is wanted is sent
 *   again, to where that record went.
 * - A request of which the phone has no byte yet is cut off when something weaker is wanted.
 * - The socket route keeps its order, so a later command on the same connection covers the earlier ones. When the
 *   connection is lost they are open again.
 * - What can move a toy names its toys. Stop for all toys names none, and is repeated after 150 and 500 ms.
 * - A movement that is not renewed within its time becomes a Stop.
 * - A pattern may go on as a curve (PatternV2) where the app takes it. It begins as the pattern that it is; its points
 *   are set up meanwhile, and when it plays its functions get their Stop. Setup and Play are never under way together:
 *   Play comes after an answered Setup whose time is over, and no Setup while a Play may still be done, so that what is
 *   played is what was set up for it. What is weaker does not wait for that: the curve is stopped, and it is a pattern
 *   again. The Stop of a curve goes by the local network, whatever the route of the rest.
 * - Repeated Stops share a rate of DELIVERY_STOP_RATE a second and route: those that are due go together, where the app
 *   takes lists of toys; else the toy that had nothing for longest is next. The first Stop after a movement, and one
 *   that is sent because a record ended, is no repeat and never waits.
 *
 * It promises, where a route works: after a Stop no toy moves later than request_ms + reserve_ms and the way of one
 * Stop by a route that takes it, or later than the server takes for a command; what comes back until then lasts
 * repeat_ms and the way of one Stop (with more than three stopped toys of an app that takes one toy a command: until
 * the rate has a place for it). Where none works: one lease more.
 *
 * Pure: no threads, no I/O, no memory from the heap; time is an argument and may not run backwards. Not thread-safe.
 * The routes call delivery_ended() and the like; the callbacks of the config must not call back into this header. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lovense/commands/command.h"
#include "lovense/delivery/movement.h"
#include "lovense/link.h"

enum {
	DELIVERY_TOYS_MAX = 24, /* those of the list, and some that have left it */
	DELIVERY_PLACES_MAX = 2 * DELIVERY_TOYS_MAX,
	DELIVERY_POINTS_MAX = 128, /* of a curve: a lease of 10 s in steps of 100 ms, and some */
	DELIVERY_RECORDS_MAX = 160,
	DELIVERY_ADDRESSES_MAX = 4, /* LAN addresses that may hold something: the newest ones */
	DELIVERY_STOP_RATE = 8,     /* repeated Stops a second and route */
};

struct delivery_timing {
	int request_ms; /* limit of a LAN request */
	int reserve_ms; /* so long after that limit the app may still carry it out */
	int answer_ms;  /* so long after its answer */
	int emit_ms;    /* so long after its connection was lost, or a newer one was made, counted from the emit */
	int repeat_ms;
	int pong_ms; /* a movement by the socket waits while a ping is unanswered for longer */
};
extern const struct delivery_timing delivery_timing_default;

enum delivery_route { DELIVERY_LAN, DELIVERY_SERVER, DELIVERY_ROUTE_COUNT, DELIVERY_NOWHERE };

/* What is known of the ways to the app. Zero: none. */
struct delivery_ways {
	enum delivery_route route; /* of the next movement */
	uint32_t address;          /* LAN: where the app listens, 0: unknown; each other one has a higher number */
	uint32_t connection;       /* socket: 0: not connected; each other one has a higher number */
	bool may_stop_by_lan;      /* a Stop goes there too, while the route is another one */
	bool may_move_by_server;   /* not only a Stop goes there */
	bool takes_toy_lists;      /* several toys in one command: apps from 7.71 on */
	bool takes_curves;         /* PatternV2 in the local network, for any toy: the same apps */
};

enum delivery_outcome {
	DELIVERY_ANSWERED = 1, /* the app took it */
	DELIVERY_REFUSED,      /* the app did not take it: 400 to 404 */
	DELIVERY_BROKEN,       /* an answer that does not say: 500, 506, an HTTP error, not JSON */
	DELIVERY_NOT_SENT,     /* failed before a byte of it went out */
	DELIVERY_LOST,         /* reset or timed out after that */
};

enum delivery_cut {
	DELIVERY_NOT_CUT = 1,
	DELIVERY_CUT_UNSENT, /* nothing of it went out */
	DELIVERY_CUT_LOST,   /* what went out was not confirmed, and is not sent again */
};

struct delivery_config {
	const struct delivery_timing *timing; /* borrowed */
	/* Starts a request to that address; its end comes as delivery_ended(request), later. command is borrowed.
	 * false: it could not be started. */
	bool (*send_lan)(void *ctx, uint32_t request, uint32_t address, const struct lovense_command *command);
	/* Ends a request that the phone has no byte of, or seems to have none. Then delivery_ended() will not come. */
	enum delivery_cut (*cut_lan)(void *ctx, uint32_t request);
	/* with_ping: a ping goes behind it; its answer comes as delivery_pong(). */
	enum lovense_send_result (*emit)(void *ctx, const struct lovense_command *command, bool with_ping);
	void *ctx;
};

/* What may be said of the wanted command of a toy. */
enum delivery_verdict {
	DELIVERY_NOT_TAKEN = 1, /* no route took it */
	DELIVERY_WAITING,       /* it will go out when what is under way has ended */
	DELIVERY_SENT,
	DELIVERY_CONFIRMED, /* the app answered it after everything else was over: the toy does nothing stronger */
};

/* --- the inside; lies in its owner's struct --- */

struct delivery_record {
	bool is_used;
	bool is_answered;
	enum delivery_route route;
	uint32_t request; /* LAN: under way; 0: not */
	uint32_t where;   /* address or connection */
	uint64_t named;   /* toys by bit */
	uint64_t open;    /* toys for which it may still be carried out */
	uint64_t covered; /* server: toys that a later emit on the same connection covers */
	int64_t sent_ms, until_ms;
	struct movement movement;
};

/* Each toy has two of these, one beside the other: one for its functions, and behind it one for its curve, which no
 * command for its functions ends. So each has its own last word. The places are what masks and numbers below are about.
 */
struct delivery_toy {
	char id[LOVENSE_TOY_ID_SIZE];  /* "": free; of a curve: nothing of it can be alive */
	struct lovense_command wanted; /* names no toy */
	struct movement movement;      /* of wanted */
	uint32_t serial;               /* toys that were named together share it */
	int64_t wanted_ms;
	int64_t lease_ends_ms; /* of wanted, when it moves */
	int64_t lease_ms;      /* of the last movement */

	enum delivery_verdict verdict;
	bool is_named;          /* by the command that this call is about: keeps its place */
	bool is_lower;          /* wanted was below what came before */
	bool is_waiting;        /* wanted goes out when a request that is under way has ended */
	bool is_held;           /* ... by the socket when a ping is answered */
	bool is_settled;        /* wanted is the last word, as far as is known */
	bool is_doubtful;       /* a command was lost, so that a sleeping phone may have it */
	int64_t others_over_ms; /* when the last record of something else ended */
	int64_t unsettled_until_ms, repeat_ms;
	int64_t word_ms;      /* wanted once more by then, unless it goes out sooner */
	bool is_word_for_lan; /* by LAN also when that is out of use: something stronger went there */

	uint32_t emit_connection; /* of last_emit; 0: none */
	struct movement last_emit;
	bool has_moved[DELIVERY_ROUTE_COUNT];    /* a movement was handed out since the last Stop on that route */
	int64_t handed_ms[DELIVERY_ROUTE_COUNT]; /* the last command on it */
};

/* A pattern that shall go on as a curve. */
struct delivery_piece {
	bool is_used;
	uint32_t serial;           /* toys that were named together share it */
	int64_t begin_ms, ends_ms; /* when it was wanted, and of its lease */
	struct lovense_command pattern;
};

enum delivery_setup_state {
	DELIVERY_SETUP_NONE,
	DELIVERY_SETUP_UNDER_WAY,
	DELIVERY_SETUP_ANSWERED, /* the app may do it until until_ms */
	DELIVERY_SETUP_IN_DOUBT, /* the same, if it does it at all */
	DELIVERY_SETUP_READY,    /* it is what the app would play */
};

/* The app has one place for the points of a curve, whatever the toy. */
struct delivery_setup {
	enum delivery_setup_state state;
	uint32_t request, address;
	uint32_t serial;  /* of its piece */
	int64_t begin_ms; /* the time of point 0 */
	int64_t until_ms;
	struct lovense_action_point points[DELIVERY_POINTS_MAX];
};

struct delivery {
	struct delivery_config config;
	struct delivery_ways ways;
	int64_t now_ms;
	uint32_t last_request, last_serial;
	uint32_t newest_address;
	size_t toy_end, record_end; /* nothing is used from there on */
	struct delivery_toy toys[DELIVERY_PLACES_MAX];
	struct delivery_piece pieces[DELIVERY_TOYS_MAX]; /* by toy */
	struct delivery_setup setup;
	int64_t curves_refused_until_ms; /* by the app at this address */
	struct delivery_record records[DELIVERY_RECORDS_MAX];
	int64_t ping_ms;                                            /* unanswered since; or INT64_MAX */
	bool has_moved;                                             /* a movement was handed out since Stop for all */
	int64_t pressed_ms;                                         /* Stop for all toys, the last time */
	int64_t burst_ms;                                           /* the next of its repeats */
	int64_t stops_ms[DELIVERY_ROUTE_COUNT][DELIVERY_STOP_RATE]; /* the last repeated ones, as a ring */
	size_t stop_next[DELIVERY_ROUTE_COUNT];
	/* what this call has decided to hand out, by toy */
	uint64_t lan_due[DELIVERY_ADDRESSES_MAX]; /* by address, see delivery_send.c */
	uint64_t server_due;
	uint64_t urgent;                      /* of those: Stops that the rate does not hold back */
	uint64_t lan_said;                    /* to a newer address, in this call */
	uint64_t again;                       /* Stops of toys that were stopped before */
	uint64_t first[DELIVERY_ROUTE_COUNT]; /* the same, as they are the first after a movement */
	bool is_all_due[DELIVERY_ROUTE_COUNT];
	uint64_t taken; /* by a route, in this call */
	bool is_all_taken[DELIVERY_ROUTE_COUNT];
	bool is_congested;
	struct lovense_command wire; /* the one that is being handed out */
};

/* --- calls --- */

void delivery_init(struct delivery *delivery, const struct delivery_config *config, int64_t now_ms);

/* What the toys that command names shall do from now on: FUNCTION, STOP, PATTERN, PRESET or POSITION. A Stop that names
 * none is for all toys, on every route, now and twice again; pressed again it is prolonged. A movement that names none
 * is refused.
 * LOVENSE_SENT: handed to a route, or waiting for what is under way. LOVENSE_NOT_CONNECTED, LOVENSE_CONGESTED: it was
 * not taken; LOVENSE_NEEDS_LAN: a position, and the route is the server's. Then Stop is wanted of those toys. */
enum lovense_send_result delivery_want(struct delivery *delivery, const struct lovense_command *command,
				       int64_t now_ms);
/* Before delivery_ended() of a request whose failure changed them. A new connection begins with a Stop for all. */
void delivery_set_ways(struct delivery *delivery, const struct delivery_ways *ways, int64_t now_ms);
void delivery_ended(struct delivery *delivery, uint32_t request, enum delivery_outcome outcome, int64_t now_ms);
/* The phone was heard of: device info, app online, a LAN answer after failures. */
void delivery_sign_of_life(struct delivery *delivery, int64_t now_ms);
void delivery_pong(struct delivery *delivery, int64_t now_ms);
/* Does what is due. */
void delivery_tick(struct delivery *delivery, int64_t now_ms);
/* When delivery_tick() is due, INT64_MAX: never. Ask after every call. */
int64_t delivery_next_ms(const struct delivery *delivery);

/* CONFIRMED also for a toy of which nothing was ever wanted. */
enum delivery_verdict delivery_verdict(const struct delivery *delivery, const char *toy_id);
