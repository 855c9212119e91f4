/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other threads post to the worker: intents in order, questions among them, and the latest settings, rules and
 * requests. Bounded.
 *
 * Any thread may call any function; each holds one leaf lock for a copy and calls nothing out. Only
 * mailbox_wait_answer() waits. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/engine.h"

struct haptics_rules;
struct haptics_verdict;
struct mailbox;

/* Things to do once, merged when asked several times. */
enum mailbox_request {
	MAILBOX_NEW_QR = 1 << 0,
	MAILBOX_RETRY_NOW = 1 << 1,
	MAILBOX_APP_ONLINE = 1 << 2, /* simulator */
	MAILBOX_APP_OFFLINE = 1 << 3,
};
enum {
	MAILBOX_CAPACITY = 256,
	MAILBOX_RESERVE = 64,   /* more places, for intents that only stop or lower */
	MAILBOX_QUESTIONS = 32, /* places for verdicts: so many can be asked at once */
	MAILBOX_TAKEN_MS = 1000,
	MAILBOX_MAX_SIMULATED_TOYS = 4,
};

struct mailbox *mailbox_create(void); /* NULL: out of memory */
/* Frees what was left in it; nobody may wait in it any more. NULL is fine. */
void mailbox_destroy(struct mailbox *mailbox);

/* STOP_ALL too. */
bool mailbox_does_only_stop(const struct haptics_intent *intent);
/* Copies the intent. An audio level replaces a waiting one of the same source. false: full, and dropped.
 *
 * What can only stop or lower is never lost: STOP_ALL, HALT, PAUSE, STOP_KEY, STOP_TOY, disarming, a released hotkey, a
 * rule that is switched off, a lower ceiling or ceiling step, tips that are not allowed any more, a queue that is
 * paused, cleared or skipped, a run that is cancelled. It has places of its own behind the others, in order;
 * when those are full too it is merged into one stop of everything, and nothing else is taken before that one is read;
 * the highest seq of each key that was to stop comes with it, as a STOP_KEY.
 * What could not be switched off this way, only stopped (a rule, tips, the queue), gives false. Where there is no place
 * for a SET_CEILING it is kept as a LOWER_CEILING: it may have come to lower. */
bool mailbox_push(struct mailbox *mailbox, const struct haptics_intent *intent);
/* As mailbox_push() with HAPTICS_INTENT_TEST_RULE; takes ownership of the reference to rules. Latest wins. run: the
 * number of its run. */
void mailbox_push_test(struct mailbox *mailbox, const struct haptics_rules *rules, uint32_t run, int duration_ms);

struct mailbox_question;
struct mailbox_entry {
	struct haptics_intent intent;
	const struct haptics_rules *rules; /* a reference, TEST_RULE only */
	struct mailbox_question *question; /* NULL: nobody waits for the verdict */
};
/* STOP_ALL, then the oldest. The caller owns the reference to its rules, and owes its question an answer. false:
 * empty. */
bool mailbox_pop(struct mailbox *mailbox, struct mailbox_entry *entry);

/* As mailbox_push(), with a place for the verdict: mailbox_wait_answer() has to follow. NULL: it is *answer already
 * (POSTED, BUSY or ENDED), because there was no place for it, or it was merged with what waits. */
struct mailbox_question *mailbox_ask(struct mailbox *mailbox, const struct haptics_intent *intent,
				     enum engine_answer *answer);
/* As engine_ask(). One that the worker has taken cannot be taken back: its verdict, which is due at once, is waited for
 * beyond timeout_ms, for at most MAILBOX_TAKEN_MS (then POSTED). */
enum engine_answer mailbox_wait_answer(struct mailbox *mailbox, struct mailbox_question *question, int timeout_ms,
				       struct haptics_verdict *verdict);
/* Worker: the verdict on an entry that was popped. */
void mailbox_answer(struct mailbox *mailbox, struct mailbox_question *question, const struct haptics_verdict *verdict);

/* From now on nothing is taken but STOP_ALL. What was asked and waits is answered ENDED and taken back; what only stops
 * stays, for a worker that still reads it. */
void mailbox_end(struct mailbox *mailbox);

/* Latest wins. false: out of memory. */
bool mailbox_put_settings(struct mailbox *mailbox, const struct engine_settings *settings);
bool mailbox_take_settings(struct mailbox *mailbox, struct engine_settings *settings);

/* Takes ownership of the reference to rules (NULL: none). restart is remembered when sets are merged. */
void mailbox_put_rules(struct mailbox *mailbox, const struct haptics_rules *rules, bool restart);
/* true: the caller owns the reference *rules now. */
bool mailbox_take_rules(struct mailbox *mailbox, const struct haptics_rules **rules, bool *restart);

void mailbox_request(struct mailbox *mailbox, uint32_t requests);
uint32_t mailbox_take_requests(struct mailbox *mailbox);
void mailbox_request_toy(struct mailbox *mailbox, size_t index, bool is_connected);
/* true: *is_connected is what was asked last for that simulated toy. */
bool mailbox_take_toy(struct mailbox *mailbox, size_t index, bool *is_connected);
