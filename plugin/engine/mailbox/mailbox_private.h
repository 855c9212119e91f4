/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the mailbox share. The functions here are called with its lock held. */
#pragma once

#include "engine/mailbox/mailbox.h"
#include "haptics/haptics.h"
#include "haptics/preview/verdict.h"
#include "net/platform.h"

enum question_state {
	QUESTION_FREE,
	QUESTION_WAITING, /* its intent waits in the mailbox */
	QUESTION_TAKEN,   /* the worker has it */
	QUESTION_ANSWERED,
};
struct mailbox_question {
	enum question_state state;
	bool is_left;     /* nobody waits for the answer any more */
	bool is_weakened; /* a ceiling that was to be set may only be lowered, because the mailbox was full */
	enum engine_answer answer;
	struct haptics_verdict verdict;
	struct platform_condition *answered;
};

enum { RING_SIZE = MAILBOX_CAPACITY + MAILBOX_RESERVE };

/* What came while even the reserve was full, merged, in the order in which it is read, behind the ring. */
enum overflow {
	OVERFLOW_HALT,
	OVERFLOW_PAUSE,
	OVERFLOW_DISARM,
	OVERFLOW_LOWER, /* before the step: what comes of both is the lowest that they can mean */
	OVERFLOW_STEP,
	OVERFLOW_COUNT
};

/* Of a STOP_KEY that was merged: the stop of everything in its place does not say up to where the key was stopped. */
struct stopped_key {
	char key[HAPTICS_ID_SIZE];
	int64_t seq;
};

enum toy_request { TOY_REQUEST_NONE, TOY_REQUEST_CONNECT, TOY_REQUEST_DISCONNECT };

struct mailbox {
	struct platform_mutex *lock;   /* guards everything below */
	bool has_ended;                /* nothing is taken any more but STOP_ALL */
	struct mailbox_entry stop_all; /* kind HAPTICS_INTENT_INVALID: none; read before all others */
	struct mailbox_entry entries[RING_SIZE];
	size_t first, count;
	struct haptics_intent overflow[OVERFLOW_COUNT]; /* kind HAPTICS_INTENT_INVALID: none */
	struct stopped_key stopped[HAPTICS_MAX_ORDERS]; /* read before those; as many as the core remembers */
	size_t stopped_count, stopped_next;             /* the oldest one's place when all are taken */
	struct mailbox_question questions[MAILBOX_QUESTIONS];
	struct engine_settings *settings;
	const struct haptics_rules *rules;
	bool has_rules, is_restart;
	uint32_t requests;
	enum toy_request toys[MAILBOX_MAX_SIMULATED_TOYS];
};

/* intents.c */

enum mailbox_placing {
	MAILBOX_REFUSED = 1,
	MAILBOX_PLACED, /* and carries the question */
	MAILBOX_MERGED, /* with what waits already; it carries no question */
};
/* question may be NULL. */
enum mailbox_placing mailbox_place(struct mailbox *mailbox, const struct haptics_intent *intent,
				   struct mailbox_question *question);
/* Takes the intent of a waiting question out of the mailbox again. false: it only stops or lowers, and stays. */
bool mailbox_take_back(struct mailbox *mailbox, const struct mailbox_question *question);

/* questions.c */

bool mailbox_open_questions(struct mailbox *mailbox);
void mailbox_close_questions(struct mailbox *mailbox);
/* verdict may be NULL. */
void question_answer(struct mailbox_question *question, enum engine_answer answer,
		     const struct haptics_verdict *verdict);
