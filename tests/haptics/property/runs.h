/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may run, as the steps and the journal say: who asked for it, who holds it, and when it has to be over. Where the
 * steps do not tell for certain it says the longest that may be true, so that what it forbids is wrong in any case. */
#pragma once

#include "haptics/journal.h"
#include "program.h"

enum { RUNS_MAX_ASKED = PROGRAM_MAX_STEPS };

/* A request that belongs to no rule. */
struct asked {
	enum haptics_intent_kind kind;
	char key[8];
	uint32_t toys; /* what may still move of those asked for */
	bool has_own_leave;
	int64_t start_ms, end_ms, deadline_ms;
};

struct rule_run {
	int64_t since_ms;   /* -1: not active */
	bool is_held;       /* by its trigger */
	char key[8];        /* that holds it too, "": none */
	bool is_waiting;    /* its hotkey was pressed, the delay passes */
	bool is_taken_back; /* let go in the delay: nothing may start */
	int64_t over_ms;    /* let go: it has to be over then, INT64_MAX: no */
};

struct runs {
	const struct program *program;
	const struct step *step; /* that is being done */
	bool has_record;         /* of the rule that the step names */
	bool are_scenes_known;   /* none was renamed */
	struct asked asked[RUNS_MAX_ASKED];
	size_t asked_count;
	struct asked *changed; /* by the step, as it was before; NULL: none */
	struct asked before;
	struct rule_run rules[PROGRAM_MAX_RULES];
};

void runs_begin(struct runs *runs, const struct program *program);
/* Call before the step is applied. may_start: armed, no panic, no pause, a link. */
void runs_note_step(struct runs *runs, const struct step *step, bool may_start, int64_t now_ms);
/* NULL, or what is wrong with it. */
const char *runs_note_record(struct runs *runs, const struct haptics_record *record);
/* After the poll of a step. */
void runs_settled(struct runs *runs);
/* A test of toys that may also run while disarmed. */
bool runs_lets_itself_through(const struct haptics_intent *intent);
bool runs_has_own_leave(const struct runs *runs, size_t toy, int64_t now_ms);
/* A test of the toy or of a rule may move it. */
bool runs_has_test(const struct runs *runs, size_t toy, int64_t now_ms);
/* Another toy is in its slot, or none: what was asked for is not for it. */
void runs_forget_toy(struct runs *runs, size_t toy);
int runs_rule(const struct runs *runs, const char *id); /* -1: none */
/* Latest time that anything which may move the toy now may go on, INT64_MIN: nothing may. */
int64_t runs_deadline_ms(const struct runs *runs, size_t toy, int64_t now_ms);
