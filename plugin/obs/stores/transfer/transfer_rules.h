/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of a file beside those that are here. Pure; any thread. */
#pragma once

#include "obs/stores/transfer/transfer_plan.h"

/* New text (free()): what a rule does, in one form for all that do the same: without its id, whether it is on or
 * pinned, and what belongs to one computer. NULL: it is no object. */
char *transfer_rule_content(const json_t *rule);
/* The same for a rule as a file of rules has it, for all toys. */
char *transfer_rule_content_for_all(const json_t *rule);
/* Fills what the rule, or a part of it, names that is not here. */
void transfer_rule_find_missing(const json_t *json, const struct transfer_here *here, struct transfer_change *change);
/* Leaves aliases and types of toys in: an id of a toy becomes its alias, or goes. */
void transfer_rules_hide_toys(json_t *json, const struct transfer_here *here);
/* The number in an alias ("t3" is the third); 0: it is none. */
size_t transfer_alias_number(const char *text);
/* The id of the toy of that alias; NULL: it is not known here. */
const char *transfer_toy_id(const struct transfer_here *here, const char *alias);
