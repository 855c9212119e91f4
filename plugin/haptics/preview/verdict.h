/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's answer to one intent, and what it would answer. Plain values with no pointers, so that they can cross
 * threads by copying. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "haptics/journal.h"

#ifdef __cplusplus
extern "C" {
#endif

struct haptics_verdict {
	enum haptics_outcome outcome; /* HAPTICS_DONE where the journal has no word for what was done */
	uint32_t run;                 /* the run that began, waits for its delay, or goes on; 0: none */
	double wanted, applied;       /* 0..1: as asked, and what its strongest function on its strongest toy gets after
				       * the ceilings, in whole device steps. Of a run that changes: its highest */
	double least;                 /* the same for the weakest of the toys that move */
	double ceiling;        /* 0..1: the highest that the ceilings let through of what moves; 0: nothing does */
	bool is_partly_capped; /* a ceiling holds some of what moves below what is asked */
	bool is_capped;
	int queued; /* HAPTICS_QUEUED: its place in the queue, 1: next; then applied is as things are now. 0: not there
		     */
	int64_t wait_ms; /* HAPTICS_IGNORED_COOLDOWN and _PAUSED: for so long. HAPTICS_RESUMED: a pause goes on so long
			  */
	char names[128]; /* the toys or functions it is about: not there, not online, lacking; commas between; may be ""
			  */
};

/* What an intent would do at one moment. */
struct haptics_preview {
	struct haptics_verdict verdict;                        /* run is 0; queued is its place at most */
	int rule;                                              /* index of the rule that starts, -1: none does */
	int64_t length_ms;                                     /* how long it runs at most, 0: as long as it is held */
	uint32_t functions[HAPTICS_MAX_TOYS];                  /* masks of what would move; 0: the toy stays as it is */
	uint32_t capped[HAPTICS_MAX_TOYS];                     /* of these: what a ceiling holds below what is asked */
	double level[HAPTICS_MAX_TOYS][HAPTICS_MAX_FUNCTIONS]; /* 0..1, as verdict.applied */
};

/* Whether what was asked for is done, or runs. */
static inline bool haptics_verdict_is_good(const struct haptics_verdict *verdict)
{
	return verdict->outcome != HAPTICS_OUTCOME_INVALID && !haptics_outcome_is_refusal(verdict->outcome);
}

#ifdef __cplusplus
}
#endif
