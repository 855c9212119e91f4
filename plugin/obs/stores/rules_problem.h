/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a rule set, as a sentence in the user's language. Any thread. */
#pragma once

#include <stddef.h>

struct haptics_problem;
struct haptics_rules;

/* Names the field as the editor does. Cut to size; "" for NULL. */
void rules_problem_text(const struct haptics_problem *problem, char *text, size_t size);
/* The same, and the rule of that set. */
void rules_problem_in_rule(const struct haptics_rules *rules, const struct haptics_problem *problem, char *text,
			   size_t size);
/* Which rules of the set run and which do not, and why the first of those does not. Cut to size; "" when all run. */
void rules_problem_summary(const struct haptics_rules *rules, char *text, size_t size);
/* A problem of rules that old has not: what was bad before must not keep the user from changing the others. Borrowed
 * from rules; NULL: none. */
const struct haptics_problem *rules_problem_find_new(const struct haptics_rules *rules,
						     const struct haptics_rules *old);
