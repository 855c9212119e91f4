/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The haptics core: rules -> arbitration -> safety gate -> leases. Pure: no threads, no I/O, no clock of its own; time
 * is an argument. One struct haptics per engine; not thread-safe, one thread at a time.
 *
 * The caller feeds intents and asks for the commands that are due. Every command that comes out of haptics_poll() has
 * passed the gate: armed, panic, ceilings, maximum run, ranges. Send it as it is, at once, or drop it; never later. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "haptics/intent.h"
#include "haptics/preview/verdict.h"
#include "haptics/tips/viewers.h"

struct haptics;
struct haptics_rules;

/* One entry of the function table the caller gives at creation; index = function number. Names are matched without
 * regard to case in rules. The strings are borrowed for the life of the core. */
struct haptics_function {
	const char *name;
	int steps;         /* highest device level, 1..100 */
	bool is_automatic; /* takes part when a rule names no function */
	uint32_t drives;   /* mask of the functions that are single motors of this one: naming it moves them too, and a
			    * pattern cannot tell them apart */
};

struct haptics_time {
	int64_t now_ms;     /* monotonic */
	int minute_of_week; /* local time, 0 = Monday 00:00; -1: unknown, clock triggers rest */
};

struct haptics_limits {
	double master_ceiling; /* 0..1 */
	int lease_ms;          /* 2000..10000 */
	int min_gap_ms;        /* between two commands to one toy; Stop is exempt */
	int global_per_second; /* token bucket over all toys; Stop is exempt; 0: 8 */
	bool stop_when_stream_ends;
	bool are_tips_allowed; /* viewers may move toys */
};

struct haptics_toy {
	char alias[8];
	char type[32];
	bool is_online;
	bool is_by_server;                              /* that is the only way to it, and takes no positions */
	uint32_t functions;                             /* mask over the function table */
	double ceiling;                                 /* 0..1 for the whole toy */
	double function_ceiling[HAPTICS_MAX_FUNCTIONS]; /* 0..1 each */
	int battery;                                    /* percent; 0 or less: unknown */
};

enum haptics_command_kind {
	HAPTICS_COMMAND_INVALID,
	HAPTICS_COMMAND_STOP,     /* toys 0: everything, everywhere */
	HAPTICS_COMMAND_LEVELS,   /* level[], duration_ms */
	HAPTICS_COMMAND_PATTERN,  /* functions, step_ms, steps[], duration_ms */
	HAPTICS_COMMAND_PRESET,   /* preset, duration_ms; only at an effective ceiling of 100 % */
	HAPTICS_COMMAND_POSITION, /* position, 0..100; comes again each min_gap_ms until the machine can be there */
};

struct haptics_command {
	enum haptics_command_kind kind;
	uint32_t toys;     /* mask of slots; 0 with STOP only: everything, everywhere, also toys the core does not know.
			    * Several are one command, for one token of the budget */
	bool is_emergency; /* STOP: panic, disarm, halt, reconnect; false: a run has simply ended */
	int duration_ms;   /* at least 1000; never 0 but with STOP */
	int level[HAPTICS_MAX_FUNCTIONS]; /* LEVELS: device steps, -1: not named */
	int stroke_min, stroke_max;       /* LEVELS with a Stroke function named: percent */
	uint32_t functions;               /* PATTERN: mask, 0: all */
	bool is_whole; /* PATTERN: it moves all that its toys can do, and none of them has a way to go: it may be
			* played by strength alone, as smoothly as the app can */
	int step_ms;
	size_t step_count;
	uint8_t steps[HAPTICS_PATTERN_MAX]; /* PATTERN: 0..20 */
	enum haptics_preset preset;
	int position;
};

struct haptics_config {
	const struct haptics_function *functions; /* borrowed */
	size_t function_count;
	struct haptics_limits limits;
	bool is_armed;        /* disarmed by default */
	uint64_t random_seed; /* for timer jitter and random levels */
};

/* New core, or NULL when out of memory. Everything a step needs is allocated here and in haptics_set_rules(). */
struct haptics *haptics_create(const struct haptics_config *config);
void haptics_destroy(struct haptics *haptics);

/* New limits. A lower ceiling takes effect at the next poll, a higher one ramps. Out-of-range values are clamped to the
 * safe side. */
void haptics_set_limits(struct haptics *haptics, const struct haptics_limits *limits, struct haptics_time now);
/* Takes ownership of the reference to rules (NULL: none). Runs of rules that are gone end; runs of unchanged rules go
 * on unless restart. Conditions already true do not fire. */
void haptics_set_rules(struct haptics *haptics, const struct haptics_rules *rules, bool restart,
		       struct haptics_time now);
/* The toys by slot; count at most HAPTICS_MAX_TOYS. A slot keeps its toy for as long as the link lasts. A new toy joins
 * still: it takes no running output before the next edge. */
void haptics_set_toys(struct haptics *haptics, const struct haptics_toy *toys, size_t count, struct haptics_time now);
/* Whether commands can reach the app. Going offline drops every run (cause LINK, unless a halt for new settings has
 * just said why); coming back sends Stop first. */
void haptics_set_online(struct haptics *haptics, bool is_online, struct haptics_time now);

struct haptics_verdict haptics_apply(struct haptics *haptics, const struct haptics_intent *intent,
				     struct haptics_time now);
/* Runs the first of these rules (takes the reference over) for duration_ms, whether it is in force or not: nothing but
 * the gate holds it back. One at a time; a change of the rules ends it. run: its number, 0: the core's own. */
struct haptics_verdict haptics_test_rule(struct haptics *haptics, const struct haptics_rules *rules, uint32_t run,
					 int duration_ms, struct haptics_time now);
/* Writes the commands that are due, at most capacity, and returns their number. Call again while it fills the array. */
size_t haptics_poll(struct haptics *haptics, struct haptics_time now, struct haptics_command *commands,
		    size_t capacity);
/* When haptics_poll() should be called next, in now_ms time; INT64_MAX: nothing is waiting. */
int64_t haptics_next_ms(const struct haptics *haptics);

/* --- what is going on, for snapshots --- */

struct haptics_toy_status {
	double level[HAPTICS_MAX_FUNCTIONS]; /* 0..1, as last sent and still within its lease */
	bool is_capped;                      /* a ceiling cut what a rule wanted */
	bool needs_lan;                      /* a run wants a position, and the toy is reached by the server alone */
};
struct haptics_rule_status {
	bool is_enabled; /* as switched since the rules were set */
	bool is_active;
	bool is_waiting;           /* for its delay */
	bool is_blocked;           /* by a stop action, until its next enter edge */
	bool are_conditions_met;   /* its own, and those of the set */
	uint32_t run;              /* while it is active or waits; 0: none */
	char key[HAPTICS_ID_SIZE]; /* the request key that holds it, "": none */
	int64_t ends_ms;           /* now_ms time, 0: unknown, or with its trigger */
	int longest_ms;            /* its last run ended because it may run no longer; 0: not so, or it began anew */
	int64_t cooldown_ms;       /* now_ms time until which it is cooling down, 0: not */
	int64_t ready_ms;          /* as cooldown_ms, with the gap between rules that run once */
	bool is_missing_ref;       /* a scene or source it names is not there (as reported by intents); the first is: */
	bool is_scene_missing;     /* else a source is */
	const struct haptics_ref *missing; /* borrowed until the next haptics_set_rules() */
};
bool haptics_is_armed(const struct haptics *haptics);
bool haptics_is_panic(const struct haptics *haptics);
/* While panicking: a person pressed stop, and only a person can lift that. */
bool haptics_is_persons_panic(const struct haptics *haptics);
int64_t haptics_paused_until_ms(const struct haptics *haptics); /* now_ms time, 0: not paused */
double haptics_ceiling(const struct haptics *haptics);
void haptics_toy_status(const struct haptics *haptics, size_t slot, struct haptics_toy_status *status);
/* index counts the rules in haptics_rules order. */
void haptics_rule_status(const struct haptics *haptics, size_t index, struct haptics_rule_status *status);
/* The highest seq among the requests of a key. Forgotten a minute after the last run or request of the key; of more
 * than HAPTICS_MAX_ORDERS keys those that were used last are known. */
enum { HAPTICS_MAX_ORDERS = 64, HAPTICS_ORDER_MS = 60000 };
struct haptics_order {
	bool is_known;
	bool is_of_stop; /* of a Stop, or of a Stop too */
	int64_t seq;
};
struct haptics_order haptics_order_of(const struct haptics *haptics, const char *key);
/* The rules in force; borrowed until the next haptics_set_rules(); NULL: none. */
const struct haptics_rules *haptics_rules_in_force(const struct haptics *haptics);
