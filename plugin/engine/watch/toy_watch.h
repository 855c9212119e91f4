/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What toys really do, as the app reports it, beside what was sent: the level of each function, whether somebody else
 * moves the toy, whether a Stop was obeyed, and how long a command takes to show. It decides nothing about what a toy
 * may do. Pure: time is an argument (monotonic ms, never going back). One thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/watch/latency.h"
#include "haptics/haptics.h"
#include "lovense/commands/function.h"

enum {
	WATCH_FUNCTIONS = LOVENSE_FUNCTION_COUNT + 1, /* the last: one that nobody knows */
	WATCH_ALIVE = 4,
	WATCH_OTHER_MS = 300, /* moved by somebody else for so long before it is said */
	WATCH_STOP_MS = 700,  /* a toy that still moves then has not obeyed */
	WATCH_REPEAT_MS = 500,
	WATCH_TRAVEL_MS = 500, /* from the end of a lease to the report of it, at most */
};

/* Something of ours that may still be alive in the app. */
struct watch_level {
	double level;
	int64_t until_ms;
};

struct watched_toy {
	uint32_t functions; /* mask, of the toy */
	bool is_known;      /* the app has reported a level since it tells */
	double actual[WATCH_FUNCTIONS];
	struct watch_level alive[WATCH_FUNCTIONS][WATCH_ALIVE];
	int64_t other_since_ms; /* above all of ours since; 0: it is not */
	bool is_moved_by_other;
	int64_t stop_ms; /* a Stop that is not confirmed; 0: none */
	bool is_stop_unconfirmed;
	int64_t repeat_ms, repeat_until_ms; /* of that Stop */
	int waits_for_function;             /* -1: nothing is measured */
	double waits_for;
	int64_t waits_since_ns;
};

/* Zeroed before toy_watch_init(). */
struct toy_watch {
	bool is_open; /* the app tells */
	int lease_ms; /* how long a Stop that is not obeyed is sent again; the owner's */
	struct watched_toy toys[HAPTICS_MAX_TOYS];
	struct latency latency;
};

void toy_watch_init(struct toy_watch *watch);
/* Whether the app tells what toys do. When it no longer does, everything it told is unknown. */
void toy_watch_set_open(struct toy_watch *watch, bool is_open);
/* Another toy, or none, lies in the slot. */
void toy_watch_set_toy(struct toy_watch *watch, size_t slot, uint32_t functions);
/* The app names other functions of the same toy: what was sent and what it told stays. */
void toy_watch_set_functions(struct toy_watch *watch, size_t slot, uint32_t functions);

/* The link took a command that moves something; now_ns: of a monotonic clock, when it was handed over. */
void toy_watch_moved(struct toy_watch *watch, const struct haptics_command *command, int64_t now_ms, int64_t now_ns);
/* A Stop was handed over; toys: mask of slots, 0: all. */
void toy_watch_stopped(struct toy_watch *watch, uint32_t toys, int64_t now_ms, int64_t now_ns);
/* The app reports a level; function: enum lovense_function or -1. Returns whether the toy is still now, as far as all
 * reports say. */
bool toy_watch_report(struct toy_watch *watch, size_t slot, int function, int index, double value, int64_t now_ms,
		      int64_t now_ns);
/* Lets time pass. Returns whether anything that can be seen has changed; *stop_again: mask of the toys that are due to
 * get their Stop once more, which goes on for a lease. */
bool toy_watch_advance(struct toy_watch *watch, int64_t now_ms, uint32_t *stop_again);
/* When toy_watch_advance() should be called next; INT64_MAX: nothing is waiting. */
int64_t toy_watch_next_ms(const struct toy_watch *watch);

/* The strongest function as the app reports it, 0..1; -1: unknown. */
double toy_watch_actual(const struct toy_watch *watch, size_t slot);
