/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which toys and functions the names in a rule mean. Pure. Inside haptics/ only. */
#pragma once

#include "haptics/gate/gate.h"
#include "haptics/haptics.h"
#include "haptics/rules/rule_model.h"

static inline uint32_t mask_bit(size_t index)
{
	return UINT32_C(1) << index;
}

size_t toy_name_count(const struct rule_names *names);
const char *toy_name_at(const struct rule_names *names, size_t index);
bool toy_is_same_name(const char *a, const char *b); /* whatever the case and the spaces */
bool toy_is_named(const struct haptics_toy *toy, const struct rule_names *names);
/* Of the functions that a toy has (a mask): those that a rule's "fn" means; those that take part without being named.
 */
uint32_t toy_functions(const struct gate *gate, uint32_t had, const struct rule_names *names);
uint32_t toy_all_functions(const struct gate *gate, uint32_t had);
