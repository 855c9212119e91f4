/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule sets as JSON, {"version": 1, "rules": [...]}, with whatever else they hold: what is not understood stays. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct haptics_ref;
struct haptics_rules;

/* New reference. */
json_t *rules_json_empty(void);
/* New reference; NULL with a sentence in error: the text is no JSON object. */
json_t *rules_json_parse(const char *text, char *error, size_t error_size);

/* Written by a newer version of the plugin. */
bool rules_json_is_newer(const json_t *set);
/* false with a sentence in error that names the bad key. */
bool rules_json_is_usable(const json_t *rule, char *error, size_t error_size);
/* New rules from those of the set that can be used, because one bad rule must not silence the others: give them to
 * haptics_rules_destroy(). NULL: the set as a whole is unusable. */
struct haptics_rules *rules_json_parse_usable(const json_t *set);

/* Borrowed; NULL: there is none of that id. */
json_t *rules_json_find(const json_t *set, const char *id);
/* Copies rules of one array to the end of another. */
void rules_json_append_under_fresh_ids(json_t *rules, const json_t *more);
/* Makes every rule one for all toys, and takes hotkey bindings out: both belong to this computer. */
void rules_json_forget_toys(json_t *json);
/* What a reference means now; false: nothing. */
typedef bool (*rules_json_resolver)(const struct haptics_ref *ref, struct haptics_ref *live);
/* Gives references that have a uuid the one that resolve finds for them. true: there was one with another. */
bool rules_json_rebind_refs(json_t *json, rules_json_resolver resolve);
/* Gives references to old the new name. true: there was one. */
bool rules_json_rename_refs(json_t *json, const struct haptics_ref *old, const char *new_name);
