/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The journal: one record for every trigger, with its outcome. Bounded; the newest HAPTICS_JOURNAL_SIZE
 * records are kept. Thread: the one that is in the core (haptics.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "haptics/intent.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { HAPTICS_JOURNAL_SIZE = 200 };

enum haptics_outcome {
	HAPTICS_OUTCOME_INVALID,
	HAPTICS_FIRED,
	HAPTICS_CAPPED,        /* fired, value cut: wanted -> sent */
	HAPTICS_EXTENDED,      /* ran already, made longer */
	HAPTICS_QUEUED,        /* waits for its turn in the queue */
	HAPTICS_ENDED,         /* ran to its end, or was released */
	HAPTICS_ENDED_LONGEST, /* ran as long as it may: wait_ms */
	HAPTICS_STOPPED,       /* by a stop action, panic, disarm or halt */
	HAPTICS_IGNORED_DISARMED,
	HAPTICS_IGNORED_PANIC,
	HAPTICS_IGNORED_COOLDOWN, /* wait_ms is left */
	HAPTICS_IGNORED_CONDITION,
	HAPTICS_IGNORED_DISABLED,
	HAPTICS_IGNORED_RUNNING, /* retrigger: ignore */
	HAPTICS_IGNORED_BLOCKED, /* a stop action blocks it until its next enter edge */
	HAPTICS_IGNORED_NO_TOY,
	HAPTICS_IGNORED_OFFLINE,
	HAPTICS_IGNORED_UNSUPPORTED, /* no toy has the function */
	HAPTICS_IGNORED_NEEDS_LAN,   /* a position, and the toys are reached by the server alone */
	HAPTICS_IGNORED_UNKNOWN_RULE,
	HAPTICS_IGNORED_BAD_VALUE,  /* NaN, negative, above 1 */
	HAPTICS_IGNORED_PAUSED,     /* wait_ms is left */
	HAPTICS_IGNORED_OUTDATED,   /* a newer request of its key was here already */
	HAPTICS_IGNORED_NO_RULE,    /* a tip for which there is no band */
	HAPTICS_IGNORED_QUEUE_FULL, /* a tip, or another start of the queue: no place in it, or it made room */
	/* What waited in the queue, and is out of it: */
	HAPTICS_IGNORED_EXPIRED, /* it waited for too long */
	HAPTICS_IGNORED_CLEARED,
	HAPTICS_IGNORED_SKIPPED,     /* ran, or waited for its delay, and was skipped */
	HAPTICS_IGNORED_STOPPED,     /* by whatever stops everything, or its rule is gone */
	HAPTICS_IGNORED_NOT_ALLOWED, /* asked by request: to raise, or to lift a person's stop; a tip that may not be */
	HAPTICS_PANIC,
	HAPTICS_RESUMED,
	HAPTICS_ARMED,
	HAPTICS_DISARMED,
	HAPTICS_HALTED, /* cause */
	HAPTICS_DONE,   /* verdicts only */
};
static inline bool haptics_outcome_is_refusal(enum haptics_outcome outcome)
{
	return outcome >= HAPTICS_IGNORED_DISARMED && outcome <= HAPTICS_IGNORED_NOT_ALLOWED;
}

struct haptics_record {
	uint64_t serial; /* counts from 1, no gaps */
	int64_t time_ms;
	enum haptics_outcome outcome;
	enum haptics_halt_cause cause;
	char rule_id[HAPTICS_ID_SIZE]; /* "" for requests and safety */
	char rule_name[64];
	uint32_t run;               /* the run that it is about; 0: none */
	double wanted, sent, least; /* 0..1; least: what the weakest toy was sent, sent: the strongest */
	bool is_limited;            /* a ceiling held some toy below what was wanted */
	int64_t wait_ms;
	double amount; /* of a tip that no rule took; 0: none */
};

struct haptics;
/* Copies the records after serial, oldest first, at most capacity; returns how many. */
size_t haptics_journal_after(const struct haptics *haptics, uint64_t serial, struct haptics_record *records,
			     size_t capacity);
/* Serial of the newest record, 0: none yet. */
uint64_t haptics_journal_last(const struct haptics *haptics);

#ifdef __cplusplus
}
#endif
