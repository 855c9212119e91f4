/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a plan: each adds its changes. For transfer_plan.c. */
#pragma once

#include "obs/stores/transfer/transfer_plan.h"

enum { TRANSFER_CHANGES_MAX = 1024 };

struct transfer_plan {
	const struct transfer_here *here;  /* only while it is made */
	json_t *file;                      /* as it was read */
	const struct haptics_rules *rules; /* those that come in, checked; a reference, NULL: none were read */
	json_t *values;                    /* list of what changes borrow from */
	struct transfer_change *changes;
	size_t count, capacity;
	size_t left_out; /* rules */
	size_t room;     /* for more rules */
	bool has_same;   /* something that is no rule is here already */
};

/* A new change of that group, which holds until the next one; NULL: there are too many. */
struct transfer_change *transfer_add(struct transfer_plan *plan, enum transfer_group group, const char *key);
/* Takes ownership of value; borrowed from the plan. */
const json_t *transfer_keep(struct transfer_plan *plan, json_t *value);

void transfer_compare_rules(struct transfer_plan *plan);
void transfer_compare_ceilings(struct transfer_plan *plan);
void transfer_compare_options(struct transfer_plan *plan);
/* After the rules, whose keys are among them. */
void transfer_compare_keys(struct transfer_plan *plan);

/* The ceiling in force, 0..1; part: "*" or a function; -1: there is none of that name. */
double transfer_ceiling_of(const struct transfer_here *here, const char *alias, const char *part);
