/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of tips/ keep in the core, and what the rest of the core asks of them. Inside haptics/ only. Thread:
 * the one that is in the core (haptics.h). */
#pragma once

#include "haptics/rules/rule_model.h"
#include "haptics/start.h"
#include "haptics/tips/viewers.h"

enum {
	TIPS_CREDITS = 64,  /* runs whose people are known; of more the oldest are forgotten */
	TIPS_RECENT = 1024, /* tips of the last minute that count; of more the oldest are forgotten */
	TIPS_NAMES = 256,   /* names whose cooldown is known; of more the oldest are forgotten */
	TIPS_MINUTE_MS = 60000,
	TIPS_LEAST_MS = 1000, /* what is shortened to less is dropped */
};

/* --- credits.c: who is behind which run --- */

struct credits {
	struct {
		uint32_t run; /* 0: free */
		struct haptics_credit credit;
	} entries[TIPS_CREDITS];
	size_t next; /* the one that makes room */
};

/* Of an intent: cleaned, and without what the rules block. */
struct haptics_credit credit_of(const struct haptics *haptics, const struct haptics_intent *intent);
void credit_note(struct haptics *haptics, uint32_t run, const struct haptics_credit *credit);
const struct haptics_credit *credit_find(const struct haptics *haptics, uint32_t run); /* NULL: nobody is known */
bool credit_is_tip(const struct haptics *haptics, uint32_t run);
void credit_forget(struct haptics *haptics, uint32_t run);
/* The rules block other words now. */
void credits_follow_rules(struct haptics *haptics);

/* --- notices.c --- */

struct notices {
	uint64_t last;
	size_t first, count;
	struct haptics_notice entries[HAPTICS_NOTICES_MAX];
};

/* rule -1: none; credit may be NULL. */
void notice_rejected(struct haptics *haptics, enum haptics_outcome outcome, int rule, uint32_t run,
		     const struct haptics_credit *credit);
void notice_reacted(struct haptics *haptics, const struct run *run, double level);
/* While the run still has what it was about. */
void notice_ended(struct haptics *haptics, const struct run *run, enum haptics_outcome outcome);

/* --- blocked.c, clean.c --- */

/* Whether the text holds one of the words: letters alone are compared, in any case. */
bool text_is_blocked(const char *text, const json_t *words);
/* The character at text, of size bytes (at least one), and its size; 0: it is not valid there. */
uint32_t text_character(const char *text, size_t size, size_t *width);

/* --- queue.c: one run at a time --- */

struct queue_entry {
	struct start start; /* run: its number; duration_ms: how long it will run; credit NULL */
	struct haptics_credit credit;
	int rule;
	int64_t arrived_ms;
	uint64_t serial; /* higher: came later */
};
struct queue {
	bool is_paused, is_persons_pause;
	size_t count;
	struct queue_entry entries[HAPTICS_QUEUE_MAX]; /* by priority, then arrival */
};

/* The start of a rule that queues, which its plan allows: begins it, lets it wait or refuses it. */
struct haptics_verdict queue_take(struct haptics *haptics, size_t index, const struct start *start,
				  const struct plan *plan);
/* Drops what has waited for too long, and begins what is next. */
void queue_advance(struct haptics *haptics);
int64_t queue_next_ms(const struct haptics *haptics);
/* The longest that what runs of it may go on so that the queue keeps its bounds. */
int64_t queue_room_ms(const struct haptics *haptics);
void queue_empty(struct haptics *haptics, enum haptics_outcome outcome);
void queue_drop_tips(struct haptics *haptics);
void queue_drop_rule(struct haptics *haptics, size_t index);
bool queue_drop_run(struct haptics *haptics, uint32_t run);
/* Before and after the rules are replaced. */
void queue_leave_rules(struct haptics *haptics, const struct haptics_rules *rules, bool restart);
void queue_keep_bounds(struct haptics *haptics);

/* --- queue_intents.c --- */

struct haptics_verdict queue_skip(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict queue_clear(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict queue_pause(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict queue_cancel_run(struct haptics *haptics, const struct haptics_intent *intent);

/* --- tip.c, limits.c --- */

struct tip_limits {
	struct {
		int64_t time_ms;
		uint64_t name; /* 0: without a name */
	} recent[TIPS_RECENT];
	size_t next, count;
	struct {
		int64_t time_ms;
		uint64_t name; /* 0: free */
	} names[TIPS_NAMES];
};

uint64_t tip_name(const char *by); /* a number of the name, 0: none */
/* How long until the limits let a tip of that name pass, 0: they do. */
int64_t tip_wait_ms(const struct haptics *haptics, uint64_t name);
void tip_note(struct haptics *haptics, uint64_t name);
struct haptics_verdict tip_take(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict tip_allow(struct haptics *haptics, const struct haptics_intent *intent);
/* The setting has changed. */
void tip_set_allowed(struct haptics *haptics, bool are_allowed);

/* --- goal.c --- */

void goal_add(struct haptics *haptics, double amount);
struct haptics_verdict goal_change(struct haptics *haptics, const struct haptics_intent *intent);

/* --- budget.c: how long the body has moved --- */

struct budget {
	bool is_moving;
	int64_t until_ms; /* while it moves: the end of the last lease that moves something */
	int64_t noted_ms; /* moved_ms counts until then */
	int64_t moved_ms; /* without a rest in between */
	int64_t still_ms; /* when everything stopped moving */
};

/* Lets the time pass; a rest begins or ends. */
void budget_advance(struct haptics *haptics);
/* After commands went out. */
void budget_note(struct haptics *haptics);
void budget_end_rest(struct haptics *haptics);
int64_t budget_next_ms(const struct haptics *haptics);
