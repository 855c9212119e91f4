/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checked form of a rule set, inside the core. Strings and lists are borrowed from the set's own JSON. Any
 * thread. */
#pragma once

#include <stdatomic.h>

#include "haptics/haptics.h"
#include "haptics/rules/rule.h"

enum rule_edge { RULE_EDGE_INVALID, RULE_EDGE_ENTER, RULE_EDGE_LEAVE };
enum rule_retrigger {
	RULE_RETRIGGER_INVALID,
	RULE_RETRIGGER_IGNORE,
	RULE_RETRIGGER_RESTART,
	RULE_RETRIGGER_EXTEND,
	RULE_RETRIGGER_QUEUE,
};
/* What fills the place between the ends of a range. */
enum rule_range { RULE_RANGE_NONE, RULE_RANGE_AMOUNT, RULE_RANGE_RANDOM };
enum rule_overflow { RULE_OVERFLOW_INVALID, RULE_OVERFLOW_NEWEST, RULE_OVERFLOW_OLDEST, RULE_OVERFLOW_SHORTEN };
enum rule_toy_event {
	RULE_TOY_EVENT_INVALID,
	RULE_TOY_ONLINE,
	RULE_TOY_BATTERY_BELOW,
	RULE_TOY_BUTTON,
	RULE_TOY_SHAKE,
	RULE_TOY_DEPTH,
	RULE_TOY_MOTION,
};
enum rule_action_kind {
	RULE_ACTION_INVALID,
	RULE_ACTION_LEVEL,
	RULE_ACTION_PATTERN,
	RULE_ACTION_PRESET,
	RULE_ACTION_POSITION,
	RULE_ACTION_AUDIO,
	RULE_ACTION_STOP,
};
/* The word of each, as rule_reader.h wants them. */
extern const char *const rule_action_words[];

/* Names of toys or functions as the user wrote them; list NULL: the default of the place. */
struct rule_names {
	bool is_all;
	const json_t *list; /* a string or an array of strings */
};

/* Something that is true or not: what starts a rule, or a condition of it. */
struct rule_trigger {
	enum haptics_trigger type;
	bool is_inverted;
	int ref; /* index into the set's refs, -1: none */
	bool is_at_transition_start;
	bool is_shown;    /* source: on any display, not only in program */
	bool is_off_air;  /* media, audio: also while the source is not in the program */
	uint32_t outputs; /* bits by enum haptics_output */
	double on_db, off_db;
	int attack_ms, release_ms;
	uint32_t days; /* bit 0: Monday */
	int from_minute, to_minute;
	enum rule_toy_event toy_event;
	int battery_below;
	int button;          /* index, -1: any */
	double above, below; /* depth, motion: on and off */
	struct rule_names toys;
	double amount_from, amount_to;
	bool has_amount_end;
};

struct rule_follow {
	double lo_db, hi_db, lo, hi;
	int attack_ms, release_ms;
	bool is_smooth;
	int ref;
	bool is_off_air; /* also while the source is not in the program */
};

struct rule_action {
	enum rule_action_kind kind;
	struct rule_names toys, functions;
	double level, level_max;
	enum rule_range level_range; /* NONE: by chance at each start where level_max is above level */
	bool is_level_from_request;
	bool is_plain; /* of no rule: for whatever functions are asked for */
	int fade_in_ms, fade_out_ms;
	bool has_stroke;
	double stroke_min, stroke_max;
	size_t step_count;
	double steps[HAPTICS_PATTERN_MAX];
	int step_ms;
	enum haptics_preset preset;
	double position;
	struct rule_follow follow;
};

struct rule {
	const json_t *json;
	const char *id, *name;
	bool is_enabled_at_first, is_pinned;
	struct rule_trigger when;
	enum rule_edge edge;
	bool is_also_if_active;
	int every_ms, jitter_ms;
	size_t condition_count;
	struct rule_trigger only_if[HAPTICS_MAX_CONDITIONS];
	enum haptics_run_mode mode;
	int duration_ms, duration_max_ms; /* the same but for a range */
	enum rule_range duration_range;
	enum rule_retrigger retrigger;
	int delay_ms;
	struct rule_action action;
	int cooldown_ms, max_run_ms, priority;
	bool is_endless; /* max_run_ms does not count while the trigger holds it */
};
/* Eleven days: as good as no end, and far from the ends of int. */
enum { RULE_ENDLESS_MS = 1000000000 };

struct rule_queue {
	int max_ms, max_age_ms, per_name_cooldown_ms;
	enum rule_overflow overflow;
	int per_minute, per_name_per_minute; /* 0: no limit */
};
struct rule_budget {
	int move_ms; /* 0: off */
	int rest_ms;
};

/* What lies beside the rules of a set for those that viewers start. */
struct rule_viewers {
	struct rule_queue queue;
	struct rule_budget budget;
	const json_t *blocked; /* a list of words, NULL: none */
	struct haptics_goal goal;
};
extern const struct rule_viewers rule_viewers_default;

struct haptics_rules {
	atomic_int references;
	json_t *json; /* owned; as parsed */
	bool is_waiting;
	size_t count;
	struct rule *rules; /* those that can be used */
	size_t problem_count;
	struct haptics_problem *problems;
	size_t advice_count;
	struct haptics_problem *advice;
	size_t ref_count;
	struct haptics_rule_ref *refs; /* each distinct one once */
	size_t condition_count;
	struct rule_trigger only_if[HAPTICS_MAX_CONDITIONS];
	int once_gap_ms;
	struct rule_viewers viewers;
	bool has_goal; /* it was read, and may be the usual one */
};

static inline bool rule_is_queued(const struct rule *rule)
{
	return rule->retrigger == RULE_RETRIGGER_QUEUE && rule->action.kind != RULE_ACTION_STOP;
}

/* Whether the band of a trigger for tips holds the amount; then its place in there, 0..1. */
bool rule_holds_amount(const struct rule_trigger *trigger, double amount, double *place);
