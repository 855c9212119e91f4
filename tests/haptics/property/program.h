/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A random program for the core: a set-up, rules, and steps. Plain data, so that it can be cut down and printed. */
#pragma once

#include <stdio.h>

#include "haptics/haptics.h"
#include "haptics/rules/rule.h"

#include "../functions.h"

enum { PROGRAM_MAX_STEPS = 2000, PROGRAM_MAX_RULES = 12, PROGRAM_MAX_TOYS = 8 };

enum step_kind {
	STEP_INTENT = 1,
	STEP_WAIT,   /* ms, polling whenever the core asks for it */
	STEP_JUMP,   /* ms without a poll, may be negative */
	STEP_ONLINE, /* on */
	STEP_TOY,    /* toy: online or not, other alias, other ceilings */
	STEP_LIMITS,
	STEP_RULES, /* mask of the rules in force; on: restart */
	STEP_TEST,  /* rules: one of them, in force or not; ms: for so long */
	STEP_CLOCK, /* minute of the week */
};

struct step {
	enum step_kind kind;
	struct haptics_intent intent;
	int64_t ms;
	bool on;
	uint32_t toy;
	struct haptics_toy new_toy;
	struct haptics_limits limits;
	uint32_t rules;
	int minute;
};

struct program_rule {
	char *json; /* owned */
	char id[8];
	int max_run_ms, fade_out_ms, delay_ms, cooldown_ms, priority;
	bool stops_all;
	bool is_told;        /* by a hotkey or a request, and while */
	bool is_hotkey_held; /* while its hotkey is down */
	char scene[8];       /* while this is the scene, "": another trigger or mode */
	bool has_no_conditions;
};

struct program {
	uint64_t seed;
	struct haptics_limits limits;
	bool is_armed;
	size_t toy_count;
	struct haptics_toy toys[PROGRAM_MAX_TOYS];
	uint32_t rules_in_force; /* mask */
	size_t rule_count;
	struct program_rule rules[PROGRAM_MAX_RULES];
	char *only_if; /* owned; of the whole set, NULL: none */
	int once_gap_ms;
	char *beside; /* owned; queue and budget of the set */
	int max_queue_ms, max_age_ms, move_ms, rest_ms;
	size_t step_count;
	struct step *steps; /* owned, PROGRAM_MAX_STEPS */
};

extern const struct haptics_function program_functions[FUNCTION_COUNT];

bool program_generate(struct program *program, uint64_t seed, size_t step_count);
void program_free(struct program *program);
/* New rules of a mask. */
const struct haptics_rules *program_rules(const struct program *program, uint32_t mask);
void program_print(const struct program *program, FILE *file);
