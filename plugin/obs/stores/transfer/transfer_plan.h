/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file of rules, or a file for moving to another computer, would change here: compared, told, and then done as
 * far as a person chose it. Works on plain values: no store is touched, nothing is written. Any thread, one at a time.
 *
 * The file, schema version 1, is a rule set (haptics/rules/rule.h) with up to three members more:
 *
 *   { "version": 1, "rules": [ rule, ... ], "queue": ..., "budget": ..., "blocked": ..., "goal": ...,
 *     "once_gap_ms": ..., "only_if": ...,
 *     "ceilings": { "*": 0..1 for everything,  "t1": { "*": 0..1, "Vibrate": 0..1, ... }, ... },
 *     "options": { a key of settings.json that transfer_options.h lists: its value },
 *     "keys": { name of a hotkey of this module: [ binding as obs_hotkey_save() has it, ... at most 8 ] } }
 *
 * It holds no secret, no user id, no address and no toy id: toys go by their aliases. The account stays where it is:
 * another computer pairs for itself. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "engine/engine.h"
#include "haptics/intent.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TRANSFER_MISSING_MAX = 4, TRANSFER_KEY_SIZE = 128 };

/* What is here; all borrowed. */
struct transfer_here {
	const json_t *set; /* the rule set */
	const struct engine_settings *settings;
	const json_t *keys; /* as in the file; NULL: none */
	bool is_discreet;   /* the dock's own option */
	/* Ids of the toys t1, t2, ... ; "" for one that is not known. */
	char toys[ENGINE_MAX_KNOWN_TOYS][64];
	/* NULL: every scene and source is there. */
	bool (*has_source)(void *ctx, const struct haptics_ref *ref);
	void *ctx;
};

enum transfer_group { TRANSFER_RULES = 1, TRANSFER_CEILINGS, TRANSFER_OPTIONS, TRANSFER_KEYS };

enum transfer_fate {
	TRANSFER_COMES = 1, /* there is nothing like it here */
	TRANSFER_BESIDE,    /* a rule whose id or name another one has here: it comes in beside that one */
	TRANSFER_REPLACES,  /* takes the place of another value */
	TRANSFER_SAME,      /* is here already, or twice in the file; this and what follows cannot be chosen */
	TRANSFER_UNUSABLE,  /* reason says why */
	TRANSFER_NO_TOY,    /* a ceiling of a toy that is not known here */
	TRANSFER_NO_RULE,   /* a key of a rule that is not in the file */
	TRANSFER_UNKNOWN,   /* this version does not know it */
};

enum transfer_absence { TRANSFER_NO_SCENE = 1, TRANSFER_NO_SOURCE, TRANSFER_NOTHING_CHOSEN, TRANSFER_NO_SUCH_TOY };
struct transfer_missing {
	enum transfer_absence what;
	char name[HAPTICS_NAME_SIZE]; /* alias of a toy */
};

struct transfer_change {
	enum transfer_group group;
	enum transfer_fate fate;
	/* A permission, a ceiling above the present one, a protection made weaker, or a key in place of another: never
	 * taken over with the rest. */
	bool is_by_hand;
	/* Rules: the id that it comes in under. Ceilings: "*" for everything, else the alias. Options and keys: the
	 * name. */
	char key[TRANSFER_KEY_SIZE];
	char part[32];         /* of a toy's ceiling: "*" or the function */
	const json_t *wanted;  /* borrowed from the plan */
	const json_t *present; /* the same; NULL: nothing */
	int rule;              /* keys: the change of their rule, which has to come in or be here; -1: of none */
	char reason[512];
	struct transfer_missing missing[TRANSFER_MISSING_MAX]; /* what a rule names that is not here */
	size_t missing_count;
};

struct transfer_plan;

/* text: what the file holds. NULL with a sentence in error: it cannot be used, or there is nothing in it. */
struct transfer_plan *transfer_plan_create(const char *text, const struct transfer_here *here, char *error,
					   size_t error_size);
void transfer_plan_destroy(struct transfer_plan *plan);
/* Borrowed; by group, in the order of the file. NULL past the end. */
const struct transfer_change *transfer_plan_change(const struct transfer_plan *plan, size_t index);
/* Rules of the file that are not in the plan, because it has more than HAPTICS_MAX_RULES. */
size_t transfer_plan_left_out(const struct transfer_plan *plan);
/* How many more rules fit here. */
size_t transfer_plan_room(const struct transfer_plan *plan);
/* Whether a person may choose it, and whether that is proposed. */
bool transfer_may_choose(const struct transfer_change *change);
bool transfer_is_proposed(const struct transfer_change *change);

/* New reference: a patch (transfer_patch.h) of those that are chosen (one entry each) and may be. */
json_t *transfer_plan_patch(const struct transfer_plan *plan, const bool *is_chosen);

#ifdef __cplusplus
}
#endif
