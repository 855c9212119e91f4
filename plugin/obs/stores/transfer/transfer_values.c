/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ceilings, options and keys of a plan. */
#include "obs/stores/transfer/transfer_compare.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>

#include "haptics/rules/rule.h"
#include "net/ascii.h"
#include "net/text.h"
#include "obs/stores/rules_problem.h"
#include "obs/stores/transfer/bindings.h"
#include "obs/stores/transfer/transfer_options.h"
#include "obs/stores/transfer/transfer_rules.h"
#include "obs/hotkey_names.h"

static void refuse(struct transfer_change *change, enum transfer_fate fate, const char *locale_key)
{
	if (!change)
		return;
	change->fate = fate;
	if (locale_key)
		snprintf(change->reason, sizeof(change->reason), "%s", obs_module_text(locale_key));
}

/* --- ceilings --- */

static const struct engine_toy_ceiling *find_ceiling(const struct engine_settings *settings, const char *toy_id)
{
	for (size_t i = 0; toy_id && i < settings->ceiling_count; i++)
		if (ascii_equals(settings->ceilings[i].toy_id, toy_id))
			return &settings->ceilings[i];
	return NULL;
}

double transfer_ceiling_of(const struct transfer_here *here, const char *alias, const char *part)
{
	const struct engine_toy_ceiling *ceiling = find_ceiling(here->settings, transfer_toy_id(here, alias));
	int function = engine_function_index(part);
	if (strcmp(alias, "*") == 0)
		return here->settings->master_ceiling;
	if (strcmp(part, "*") != 0 && function < 0)
		return -1;
	if (!ceiling)
		return 1.0;
	return function < 0 ? ceiling->all : ceiling->function[function];
}

static void compare_ceiling(struct transfer_plan *plan, const char *alias, const char *part, const json_t *value)
{
	double present = transfer_ceiling_of(plan->here, alias, part);
	double wanted = json_number_value(value);
	bool is_valid = json_is_number(value) && wanted >= 0 && wanted <= 1;
	if (is_valid && wanted == present) {
		plan->has_same = true;
		return;
	}
	struct transfer_change *change = transfer_add(plan, TRANSFER_CEILINGS, alias);
	if (!change)
		return;
	text_copy(change->part, sizeof(change->part), part);
	change->fate = TRANSFER_REPLACES;
	change->wanted = value;
	change->present = transfer_keep(plan, json_real(present));
	change->is_by_hand = wanted > present;
	if (present < 0)
		refuse(change, TRANSFER_UNKNOWN, NULL);
	else if (!is_valid)
		refuse(change, TRANSFER_UNUSABLE, "Transfer.Problem.Ceiling");
}

static void compare_toy(struct transfer_plan *plan, const char *alias, const json_t *toy)
{
	const char *part = NULL;
	json_t *value = NULL;
	if (!transfer_alias_number(alias))
		refuse(transfer_add(plan, TRANSFER_CEILINGS, alias), TRANSFER_UNKNOWN, NULL);
	else if (!json_is_object(toy))
		refuse(transfer_add(plan, TRANSFER_CEILINGS, alias), TRANSFER_UNUSABLE, "Transfer.Problem.Ceiling");
	else if (!transfer_toy_id(plan->here, alias))
		refuse(transfer_add(plan, TRANSFER_CEILINGS, alias), TRANSFER_NO_TOY, NULL);
	else
		json_object_foreach((json_t *)toy, part, value)
		{
			compare_ceiling(plan, alias, part, value);
		}
}

void transfer_compare_ceilings(struct transfer_plan *plan)
{
	const char *alias = NULL;
	json_t *value = NULL;
	json_t *ceilings = json_object_get(plan->file, "ceilings");
	if (ceilings && !json_is_object(ceilings))
		refuse(transfer_add(plan, TRANSFER_CEILINGS, "ceilings"), TRANSFER_UNUSABLE,
		       "Transfer.Problem.Ceiling");
	json_object_foreach(ceilings, alias, value)
	{
		if (strcmp(alias, "*") == 0)
			compare_ceiling(plan, alias, "*", value);
		else
			compare_toy(plan, alias, value);
	}
}

/* --- options --- */

static void compare_option(struct transfer_plan *plan, const json_t *present, const char *key, const json_t *value)
{
	struct engine_settings settings = *plan->here->settings;
	const json_t *now = json_object_get(present, key);
	bool is_known = transfer_option_kind(key) != 0;
	bool did_take = transfer_option_take(key, value, &settings);
	json_t *then = transfer_options_of(&settings, json_is_true(value)); /* of that one the value is all there is */
	bool is_same = did_take && json_equal(json_object_get(then, key), now);
	json_decref(then);
	engine_settings_wipe(&settings);
	plan->has_same |= is_same;
	struct transfer_change *change = is_same ? NULL : transfer_add(plan, TRANSFER_OPTIONS, key);
	if (!change)
		return;
	change->fate = TRANSFER_REPLACES;
	change->wanted = value;
	change->present = now;
	change->is_by_hand = transfer_option_kind(key) == TRANSFER_PERMISSION ||
			     (did_take && transfer_option_is_looser(key, now, value));
	if (!is_known)
		refuse(change, TRANSFER_UNKNOWN, NULL);
	else if (!did_take)
		refuse(change, TRANSFER_UNUSABLE, "Transfer.Problem.Value");
}

/* What lies beside the rules holds for all of them: what is there is left alone unless a person says so. */
static void compare_beside(struct transfer_plan *plan, const char *key, json_t *value)
{
	const json_t *now = json_object_get(plan->here->set, key);
	if (json_equal(now, value)) {
		plan->has_same = true;
		return;
	}
	struct transfer_change *change = transfer_add(plan, TRANSFER_OPTIONS, key);
	if (!change)
		return;
	const struct haptics_rules *alone =
		haptics_rules_parse(json_pack("{s:i, s:O}", "version", HAPTICS_RULES_VERSION, key, value));
	const struct haptics_problem *problem = haptics_rules_problem(alone, 0);
	change->fate = now ? TRANSFER_REPLACES : TRANSFER_COMES;
	change->is_by_hand = now != NULL;
	change->wanted = value;
	change->present = now ? transfer_keep(plan, json_deep_copy(now)) : NULL;
	if (!alone || problem) {
		change->fate = TRANSFER_UNUSABLE;
		rules_problem_text(problem, change->reason, sizeof(change->reason));
	}
	haptics_rules_release(alone);
}

static bool is_own_member(const char *key)
{
	static const char *const known[] = {"version", "rules", "waiting", "_copy", "ceilings", "options", "keys"};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], key) == 0)
			return true;
	return false;
}

void transfer_compare_options(struct transfer_plan *plan)
{
	const json_t *present = transfer_keep(plan, transfer_options_of(plan->here->settings, plan->here->is_discreet));
	json_t *options = json_object_get(plan->file, "options");
	const char *key = NULL;
	json_t *value = NULL;
	if (options && !json_is_object(options))
		refuse(transfer_add(plan, TRANSFER_OPTIONS, "options"), TRANSFER_UNUSABLE, "Transfer.Problem.Value");
	json_object_foreach(options, key, value)
	{
		compare_option(plan, present, key, value);
	}
	json_object_foreach(plan->file, key, value)
	{
		if (transfer_is_beside(key))
			compare_beside(plan, key, value);
		else if (!is_own_member(key))
			refuse(transfer_add(plan, TRANSFER_OPTIONS, key), TRANSFER_UNKNOWN, NULL);
	}
}

/* --- keys --- */

/* The change of the rule that has that id in the file; -1: none. */
static int find_rule(const struct transfer_plan *plan, const char *id)
{
	const json_t *rules = json_object_get(plan->file, "rules");
	for (size_t i = 0; i < json_array_size(rules) && i < plan->count; i++) {
		const char *other = json_string_value(json_object_get(json_array_get(rules, i), "id"));
		if (other && strcmp(other, id) == 0 && plan->changes[i].group == TRANSFER_RULES)
			return (int)i;
	}
	return -1;
}

static bool is_known_key(const struct transfer_plan *plan, const char *name, int rule)
{
	if (!hotkey_rule_id(name))
		return hotkey_title(name) != NULL;
	return rule >= 0 && plan->changes[rule].fate <= TRANSFER_SAME;
}

/* Takes ownership of bindings; NULL: they cannot be read. name: as it is here. */
static void add_key(struct transfer_plan *plan, const char *name, json_t *bindings, int rule)
{
	const json_t *now = json_object_get(plan->here->keys, name);
	struct transfer_change *change = transfer_add(plan, TRANSFER_KEYS, name);
	if (bindings)
		transfer_keep(plan, bindings);
	if (!change)
		return;
	change->rule = rule;
	change->wanted = bindings;
	change->present = now ? transfer_keep(plan, json_deep_copy(now)) : NULL;
	change->fate = now ? TRANSFER_REPLACES : TRANSFER_COMES;
	change->is_by_hand = now != NULL; /* fingers know that one */
	if (!is_known_key(plan, name, rule))
		refuse(change, hotkey_rule_id(name) ? TRANSFER_NO_RULE : TRANSFER_UNKNOWN, NULL);
	else if (!bindings)
		refuse(change, TRANSFER_UNUSABLE, "Transfer.Problem.Keys");
}

static void compare_key(struct transfer_plan *plan, const char *name, const json_t *value)
{
	const char *rule_id = hotkey_rule_id(name);
	int rule = rule_id ? find_rule(plan, rule_id) : -1;
	char here[TRANSFER_KEY_SIZE];
	if (rule >= 0)
		snprintf(here, sizeof(here), RULE_HOTKEY_PREFIX "%.63s", plan->changes[rule].key);
	else
		text_copy(here, sizeof(here), name);
	json_t *bindings = bindings_read(value);
	const json_t *now = json_object_get(plan->here->keys, here);
	bool is_same = now ? json_equal(now, bindings) : bindings && json_array_size(bindings) == 0;
	if (!is_same || !is_known_key(plan, here, rule)) {
		add_key(plan, here, bindings, rule);
		return;
	}
	plan->has_same = true;
	json_decref(bindings);
}

void transfer_compare_keys(struct transfer_plan *plan)
{
	json_t *keys = json_object_get(plan->file, "keys");
	const char *name = NULL;
	json_t *value = NULL;
	if (keys && !json_is_object(keys))
		refuse(transfer_add(plan, TRANSFER_KEYS, "keys"), TRANSFER_UNUSABLE, "Transfer.Problem.Keys");
	json_object_foreach(keys, name, value)
	{
		compare_key(plan, name, value);
	}
}
