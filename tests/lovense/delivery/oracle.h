/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is promised, toy by toy and function by function. It sees what the core wants, what is handed out and what the
 * toys do, and knows nothing of how delivery works. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lovense/delivery/delivery.h"
#include "schedule.h"

enum { ORACLE_FUNCTIONS = 2, ORACLE_LEVELS = 21 };
enum oracle_part { ORACLE_BY_FUNCTIONS, ORACLE_BY_CURVE, ORACLE_PARTS };

struct oracle_command {
	enum delivery_route route;
	enum oracle_part part;
	uint32_t toys; /* 0: all */
	bool is_stop;
	const uint8_t *levels;
};

struct oracle_toy {
	uint8_t wanted[ORACLE_FUNCTIONS], level[ORACLE_FUNCTIONS];
	uint8_t parts[ORACLE_PARTS][ORACLE_FUNCTIONS];       /* of level */
	bool has_obeyed[ORACLE_PARTS];                       /* since wanted was lowered; then it may come back */
	int64_t allowed_ms[ORACLE_FUNCTIONS][ORACLE_LEVELS]; /* when that level was last wanted; NEVER: not yet */
	int64_t wanted_ms;
	int64_t lowered_ms;                 /* obeying is due since; or NEVER */
	bool was_below[ORACLE_FUNCTIONS];   /* since wanted was lowered */
	int64_t above_ms[ORACLE_FUNCTIONS]; /* above what is wanted since; or NEVER */
	bool is_reached;
	int64_t below_ms; /* below what is wanted since, though it had been reached; or NEVER */
	uint8_t handed[ORACLE_PARTS][ORACLE_FUNCTIONS]; /* what was handed out last */
	bool is_handed;                                 /* what is wanted was */
	bool was_moved[ORACLE_PARTS]
		      [DELIVERY_ROUTE_COUNT]; /* a movement was handed out since the last Stop on that route */
	bool was_confirmed;                   /* since what is wanted changed */
};

struct oracle_worst {
	int64_t late_ms, come_back_ms, obeyed_ms, drop_out_ms;
};

struct oracle {
	enum world world;
	bool takes_toy_lists, takes_curves;
	int64_t now_ms;
	struct oracle_toy toys[TOYS];
	int64_t ceiling_ms[ORACLE_LEVELS]; /* when that level was last within the ceiling */
	int ceiling;
	int64_t quiet_from_ms;                 /* the last event that may be a reason to say something */
	int64_t stirred_ms;                    /* ... other than a Stop where one was wanted before */
	int64_t pressed_ms;                    /* STOP ALL, the last time */
	int first_stops[DELIVERY_ROUTE_COUNT]; /* of a STOP ALL: those that are no repeats */
	int64_t stops_ms[DELIVERY_ROUTE_COUNT][DELIVERY_STOP_RATE]; /* repeated ones */
	int stop_next[DELIVERY_ROUTE_COUNT];
	int commands;
	bool is_healthy; /* no request was slow or lost */
	struct oracle_worst worst;
	char sentence[160]; /* "": every promise was kept so far */
};

void oracle_init(struct oracle *oracle, const struct schedule *schedule);
/* Time goes on; nothing changed until now. */
void oracle_time(struct oracle *oracle, int64_t now_ms);
void oracle_wants(struct oracle *oracle, int toy, const uint8_t *levels, bool is_lan_quick);
void oracle_ceiling(struct oracle *oracle, int ceiling);
/* Something that delivery answers with a command, other than a change of what is wanted. */
void oracle_stirs(struct oracle *oracle);
/* The same is wanted again. */
void oracle_asks(struct oracle *oracle);
/* STOP ALL. */
void oracle_presses(struct oracle *oracle);
/* What delivery_want() returned, and the verdict then. */
void oracle_answer(struct oracle *oracle, int toy, enum lovense_send_result result, enum delivery_verdict verdict);
void oracle_handed(struct oracle *oracle, const struct oracle_command *command);
/* What moves nothing by itself. */
void oracle_handed_setup(struct oracle *oracle, enum delivery_route route);
/* One of its parts does that now; what counts is the stronger of both. */
void oracle_toy_does(struct oracle *oracle, int toy, enum oracle_part part, const uint8_t *levels);
void oracle_verdict(struct oracle *oracle, int toy, enum delivery_verdict verdict);
void oracle_end(struct oracle *oracle);
