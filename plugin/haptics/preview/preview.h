/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an intent would do at this moment: which toys and functions would move, at which level, what caps it, or why
 * nothing would. The core starts runs by the same code (plan.h), so that the two cannot differ. Pure: any thread. */
#pragma once

#include "haptics/haptics.h"
#include "haptics/preview/verdict.h"

/* How things stand. Plain; everything is borrowed. */
struct haptics_situation {
	const struct haptics_function *functions;
	size_t function_count;
	bool is_armed, is_panic, is_persons_panic, is_online;
	int64_t now_ms, paused_until_ms; /* 0: not paused */
	int64_t persons_pause_ms;        /* 0: no person paused it */
	int64_t rest_until_ms;           /* 0: the body does not rest */
	bool are_tips_allowed;
	bool is_queue_busy;  /* something of it runs or waits, or it is paused */
	size_t queue_count;  /* that wait */
	const bool *enabled; /* TIP: which of the rules are switched on; NULL: as they are in the set */
	double master_ceiling;
	const struct haptics_toy *toys;
	size_t toy_count;
	/* Of the rule that the intent names (TIP: haptics_rules_find_tip()); NULL: of one that is not in force, which
	 * nothing holds back. */
	const struct haptics_rule_status *rule;
	struct haptics_order
		order; /* of the intent's key; zeroed: nothing is known, and the preview knows no outdated */
};

/* rules: where the intent's id is looked up; with HAPTICS_INTENT_TEST_RULE the first one of them is meant. Of the other
 * kinds it knows those that ask for output, TIP (but no limit that tips have, and no full queue), RESUME,
 * END_PAUSE, the ceilings and RULE_ENABLED; the rest is HAPTICS_DONE. */
void haptics_preview(const struct haptics_situation *situation, const struct haptics_rules *rules,
		     const struct haptics_intent *intent, struct haptics_preview *preview);
