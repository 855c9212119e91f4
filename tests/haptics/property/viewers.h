/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The queue, as the journal tells of it: within its bounds, one at a time, in a fair order, and nothing of it comes
 * back after something that stops. Each answer to a tip equals what happened. */
#pragma once

#include "program.h"

enum { VIEWERS_MAX_ENTRIES = 8192 };

enum entry_state { ENTRY_WAITS = 1, ENTRY_BEGUN, ENTRY_GONE };
struct viewers_entry {
	uint32_t run;
	int rule;
	int64_t arrived_ms;
	enum entry_state state;
	bool is_dead; /* something stopped everything while it waited */
};

struct viewers {
	const struct program *program;
	uint64_t serial, notice_serial;
	double goal;
	uint32_t running; /* of the queue, after the last poll */
	bool is_narrowed; /* the step asks for a rule for some toys only */
	size_t count;
	struct viewers_entry entries[VIEWERS_MAX_ENTRIES];
	size_t tips, queued, begun;
};

void viewers_begin(struct viewers *viewers, const struct program *program);
/* Before the step is applied, after a poll of the same moment. */
void viewers_note_step(struct viewers *viewers, const struct step *step, const struct haptics *core, bool was_online);
/* NULL, or what is wrong. Right after the intent was applied. */
const char *viewers_verdict(struct viewers *viewers, const struct haptics_intent *intent,
			    const struct haptics_verdict *verdict, struct haptics *core);
/* The same, after a poll. */
const char *viewers_settled(struct viewers *viewers, struct haptics *core, int64_t now_ms);
