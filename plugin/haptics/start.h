/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked of a start, and the one way from there to a run. Inside haptics/ only. Thread: the one that is in the
 * core (haptics.h). */
#pragma once

#include "haptics/haptics.h"
#include "haptics/preview/plan.h"

struct run;

/* What ends a run before its time. */
enum run_hold { HOLD_INVALID, HOLD_TIMED, HOLD_TRIGGER, HOLD_KEY };

struct holder {
	enum run_hold hold;
	bool has_min_pulse;
	char key[HAPTICS_ID_SIZE]; /* HOLD_KEY, and HOLD_TRIGGER when a key asked for it too: the one that ends it */
};

/* What is asked of a start: how the run is held, for how long and how strong. */
struct start {
	struct holder by;
	bool is_request; /* somebody asked for this rule by id */
	bool is_toggle;  /* asked again, a rule that toggles ends */
	bool is_tip;
	double place;             /* is_tip: of the amount in its band, 0..1 */
	int32_t duration_ms;      /* 0: as the rule says */
	double level;             /* below 0: as the rule says */
	double part;              /* 0..1, filled at the start: where between the rule's lowest and highest level */
	uint32_t toys, functions; /* what narrows it; 0: nothing */
	uint32_t run;             /* the number that its run gets; 0: the core gives one */
	const struct haptics_credit *credit; /* who is behind it; borrowed for the call, NULL: nobody is known */
};

/* --- start.c: from a trigger to a run, or to a record that says why not --- */
struct haptics_verdict start_rule(struct haptics *haptics, size_t index, const struct start *asked);
void start_pending(struct haptics *haptics);
/* Takes a delayed start back. */
void start_cancel(struct haptics *haptics, size_t index, enum haptics_outcome outcome);
/* For requests/ and tips/. Whether a key asks again for what it holds. */
bool start_plan(const struct haptics *haptics, size_t index, const struct start *start, struct plan *plan);
/* What the plan allows: begins now, or after the delay of the rule. */
struct haptics_verdict start_now(struct haptics *haptics, size_t index, const struct start *start,
				 const struct plan *plan);
int64_t start_length_ms(const struct rule *rule, const struct start *start); /* unless something ends it before */
/* What it would get as things are now. */
struct haptics_verdict start_estimate(const struct haptics *haptics, size_t index, const struct start *start,
				      const struct plan *plan);
uint32_t start_number(struct haptics *haptics, uint32_t asked); /* 0: none was asked for */
void start_run(struct haptics *haptics, struct run *run, const uint32_t functions[HAPTICS_MAX_TOYS],
	       int64_t max_run_ms);
/* What the run gets now. */
struct haptics_verdict start_verdict(const struct haptics *haptics, const struct run *run,
				     enum haptics_outcome outcome);
/* The same, with a record. */
struct haptics_verdict start_record(struct haptics *haptics, struct run *run);
/* Nothing was started: a record and a notice, and what the plan says. credit may be NULL. */
struct haptics_verdict start_refuse(struct haptics *haptics, int rule, const struct plan *plan, uint32_t number,
				    const struct haptics_credit *credit);
