/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of tips and their queue begin with. */
#pragma once

#include "world_case.h"

/* "when" of a band, "run" and "do" of a rule for it, as JSON. */
#define BAND(from, to) "{\"type\":\"tip\",\"from\":" #from ",\"to\":" #to "}"
#define FROM(from) "{\"type\":\"tip\",\"from\":" #from "}"
#define RUN(ms, retrigger) "{\"duration_ms\":" #ms ",\"retrigger\":\"" retrigger "\"}"
#define LEVEL(level) "{\"kind\":\"level\",\"level\":" #level "}"
#define RULE(id, when, run, action, more)                                                                              \
	"{\"id\":\"" id "\",\"name\":\"" id " name\",\"when\":" when ",\"run\":" run ",\"do\":" action more "}"
#define PRIORITY(priority) ",\"limit\":{\"priority\":" #priority "}"
#define QUEUED(id, from, ms) RULE(id, FROM(from), RUN(ms, "queue"), LEVEL(0.5), "")
#define SET(rules, more) "{\"rules\":[" rules "]" more "}"

static inline struct haptics_verdict apply(const struct haptics_intent *intent)
{
	struct haptics_verdict verdict = haptics_apply(world.core, intent, world.time);
	world_poll(&world);
	return verdict;
}

static inline struct haptics_verdict do_kind(enum haptics_intent_kind kind)
{
	return apply(&(struct haptics_intent){.kind = kind});
}

static inline void allow_tips(bool on)
{
	apply(&(struct haptics_intent){.kind = HAPTICS_INTENT_SET_TIPS_ALLOWED, .on = on});
}

static inline struct haptics_intent tip_of(double amount, const char *by)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_TIP, .value = amount};
	snprintf(intent.extra.by, sizeof(intent.extra.by), "%s", by);
	return intent;
}

static inline struct haptics_verdict tip(double amount)
{
	struct haptics_intent intent = tip_of(amount, "");
	return apply(&intent);
}

static inline struct haptics_verdict tip_by(double amount, const char *by)
{
	struct haptics_intent intent = tip_of(amount, by);
	return apply(&intent);
}

static inline void open_with(const char *rules)
{
	world_open(&world, "lush", NULL);
	world_rules(&world, rules);
	allow_tips(true);
}

static inline struct haptics_queue_status queue(void)
{
	return haptics_queue(world.core);
}

/* The run that waits at that place, 0: none does. */
static inline uint32_t waiting(size_t place)
{
	struct haptics_run_status run;
	return haptics_waiting(world.core, place, &run) ? run.run : 0;
}

/* Takes notices until one of the run; HAPTICS_OUTCOME_INVALID: there is none, or it reacted. */
static inline enum haptics_outcome rejection(uint32_t run)
{
	struct haptics_notice notice;
	while (haptics_next_notice(world.core, &notice))
		if (notice.run == run && notice.kind == HAPTICS_NOTICE_REJECTED)
			return notice.outcome;
	return HAPTICS_OUTCOME_INVALID;
}

#define assert_outcome(verdict, expected) assert_int_equal((verdict).outcome, (expected))
