/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes to rule sets in JSON, {"version": 1, "rules": [...]}: unknown keys stay. A set that was parsed must not be
 * changed: change a copy. Pure. */
#pragma once

#include <stdbool.h>

#include <jansson.h>

#include "haptics/intent.h"

struct haptics_goal;
struct haptics_rules;

/* New reference. */
json_t *rules_json_empty(void);
/* Borrowed; NULL: there is none of that id. */
json_t *rules_json_find(const json_t *set, const char *id);
/* Makes every rule one for all toys, and takes hotkey bindings out: both belong to this computer. */
void rules_json_forget_toys(json_t *json);
/* A reference as it is written; "" for what it does not have. */
struct haptics_ref rules_json_ref(const json_t *json);
/* What a reference means now; false: nothing. */
typedef bool (*rules_json_resolver)(const struct haptics_ref *ref, struct haptics_ref *live);
/* Gives references that have a uuid the one that resolve finds for them. true: there was one with another. */
bool rules_json_rebind_refs(json_t *json, rules_json_resolver resolve);
/* Switches every rule off, and remembers in "waiting" which were on. */
void rules_json_switch_off(json_t *set);
/* Ends the waiting; those that were on are on again if they are accepted. */
enum rules_json_answer { RULES_JSON_ACCEPT = 1, RULES_JSON_LEAVE_OFF };
void rules_json_end_waiting(json_t *set, enum rules_json_answer answer);
/* Adds the rules of another set whose ids are free. An empty set becomes the other. */
void rules_json_restore(json_t *set, const json_t *other);
/* New reference to the set with this goal; NULL: it has it already, or is not used as a whole. */
json_t *rules_json_with_goal(const struct haptics_rules *rules, const struct haptics_goal *goal);
/* Gives references to old the new name. true: there was one. */
bool rules_json_rename_refs(json_t *json, const struct haptics_ref *old, const char *new_name);
