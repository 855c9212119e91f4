/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What viewers send: the runs with their names, the queue, the goal, and what has become of each. Plain values, all
 * text is clean (valid UTF-8, no control or bidirectional characters). Thread: the one that is in the core (haptics.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "haptics/intent.h"
#include "haptics/journal.h"

#ifdef __cplusplus
extern "C" {
#endif

struct haptics;
struct haptics_rules;

enum {
	HAPTICS_QUEUE_MAX = 50,
	HAPTICS_NOTICES_MAX = 128, /* of those that nobody has taken yet; then the oldest are lost */
};

/* Who is behind a run. */
struct haptics_credit {
	char by[HAPTICS_BY_SIZE];
	char message[HAPTICS_MESSAGE_SIZE];
	char unit[HAPTICS_UNIT_SIZE];
	double amount; /* 0: no tip */
};

/* What moves something, or waits in the queue. */
struct haptics_run_status {
	uint32_t run;
	int rule; /* index of the rules in force, -1: none */
	struct haptics_credit credit;
	double level;                /* 0..1 after the ceilings, of what waits as it would be now */
	uint32_t toys;               /* mask of slots */
	int64_t started_ms, ends_ms; /* now_ms time, 0: unknown, or it waits */
	int64_t length_ms;           /* of what waits */
};

/* Those that run, higher priority first, then the newest. Returns how many were written. */
size_t haptics_runs(struct haptics *haptics, struct haptics_run_status *runs, size_t capacity);
/* Place 0 comes next. false: nobody waits there. */
bool haptics_waiting(const struct haptics *haptics, size_t place, struct haptics_run_status *run);

struct haptics_queue_status {
	size_t count;
	bool is_paused, is_persons_pause;
	uint32_t running;   /* run of the queue that began, or waits for its delay; 0: none */
	int64_t ends_ms;    /* of that run, now_ms time; 0: none */
	int64_t waiting_ms; /* all together */
};
struct haptics_queue_status haptics_queue(const struct haptics *haptics);

struct haptics_goal haptics_goal(const struct haptics *haptics);

bool haptics_are_tips_allowed(const struct haptics *haptics);
/* While a pause is on that a person asked for, which no request ends: now_ms time, else 0. */
int64_t haptics_persons_pause_ms(const struct haptics *haptics);
/* While the body rests: now_ms time, else 0. */
int64_t haptics_rest_until_ms(const struct haptics *haptics);

/* What events tell of single requests, in order. */
enum haptics_notice_kind {
	HAPTICS_NOTICE_INVALID,
	HAPTICS_NOTICE_REJECTED, /* outcome: why; run 0: it had none. credit without message */
	HAPTICS_NOTICE_REACTED,  /* the run of a tip begins: credit, level, length_ms */
	HAPTICS_NOTICE_ENDED,    /* a run that was no test is over: credit, its highest level, how long it was;
				  * outcome: HAPTICS_ENDED, HAPTICS_ENDED_LONGEST, HAPTICS_STOPPED (if it was skipped, a
				  * notice says so before), or HAPTICS_EXTENDED: its rule began anew, as another run */
};
struct haptics_notice {
	uint64_t serial; /* from 1, no gaps */
	enum haptics_notice_kind kind;
	enum haptics_outcome outcome;
	char rule_id[HAPTICS_ID_SIZE]; /* "": none */
	uint32_t run;
	struct haptics_credit credit;
	double level; /* 0..1 after the ceilings */
	int64_t length_ms;
};
/* Takes the oldest one that was not taken yet. */
bool haptics_next_notice(struct haptics *haptics, struct haptics_notice *notice);

/* Copies other people's words (NULL: ""; ended by NUL, or by size bytes): at most so many characters, valid UTF-8 with
 * '?' in place of bytes that are none, without characters that control or turn text, without spaces at its ends. to has
 * room for 4 bytes a character and the NUL. Pure; any thread. */
void haptics_clean_text(char *to, int characters, const char *text, size_t size);

/* Whether other people's words hold one that the set blocks (NULL: none): then they are shown as nothing. Pure; any
 * thread. */
bool haptics_rules_block(const struct haptics_rules *rules, const char *text);

#ifdef __cplusplus
}
#endif
