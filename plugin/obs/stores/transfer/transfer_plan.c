/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_plan.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>

#include "haptics/rules/rule.h"
#include "net/text.h"
#include "obs/stores/rules_problem.h"
#include "obs/stores/transfer/transfer_compare.h"
#include "obs/stores/transfer/transfer_options.h"

/* --- the list --- */

struct transfer_change *transfer_add(struct transfer_plan *plan, enum transfer_group group, const char *key)
{
	if (plan->count == TRANSFER_CHANGES_MAX)
		return NULL;
	if (plan->count == plan->capacity) {
		plan->capacity = plan->capacity ? plan->capacity * 2 : 32;
		plan->changes = brealloc(plan->changes, plan->capacity * sizeof(*plan->changes));
	}
	struct transfer_change *change = &plan->changes[plan->count++];
	*change = (struct transfer_change){.group = group, .fate = TRANSFER_COMES, .rule = -1};
	text_copy(change->key, sizeof(change->key), key);
	return change;
}

const json_t *transfer_keep(struct transfer_plan *plan, json_t *value)
{
	json_array_append_new(plan->values, value);
	return value;
}

const struct transfer_change *transfer_plan_change(const struct transfer_plan *plan, size_t index)
{
	return index < plan->count ? &plan->changes[index] : NULL;
}

size_t transfer_plan_left_out(const struct transfer_plan *plan)
{
	return plan->left_out;
}

size_t transfer_plan_room(const struct transfer_plan *plan)
{
	return plan->room;
}

static size_t room_of(const struct transfer_here *here)
{
	size_t count = json_array_size(json_object_get(here->set, "rules"));
	return count < HAPTICS_MAX_RULES ? HAPTICS_MAX_RULES - count : 0;
}

bool transfer_may_choose(const struct transfer_change *change)
{
	return change->fate < TRANSFER_SAME;
}

bool transfer_is_proposed(const struct transfer_change *change)
{
	return transfer_may_choose(change) && !change->is_by_hand;
}

/* --- reading --- */

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

static void say(const char *locale_key, char *error, size_t error_size)
{
	snprintf(error, error_size, "%s", obs_module_text(locale_key));
}

/* Of the whole file: what is wrong with a single value is told in its place. */
static bool is_fatal(const struct haptics_problem *problem)
{
	return problem && problem->rule < 0 && problem->code != HAPTICS_PROBLEM_ENTRY_COUNT &&
	       (!problem->path[0] || strcmp(problem->path, "version") == 0 || strcmp(problem->path, "rules") == 0);
}

/* New reference; NULL with a sentence in error. */
static json_t *read_file(const char *text, char *error, size_t error_size)
{
	if (is_blank(text)) {
		say("Transfer.Problem.Empty", error, error_size);
		return NULL;
	}
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	const struct haptics_problem *problem = haptics_rules_problem(rules, 0);
	bool is_usable = rules && !is_fatal(problem);
	if (problem && problem->code == HAPTICS_PROBLEM_NEWER)
		say("Transfer.Problem.Newer", error, error_size);
	else if (!is_usable)
		rules_problem_text(problem, error, error_size);
	json_t *file = is_usable ? json_deep_copy(haptics_rules_json(rules)) : NULL;
	haptics_rules_release(rules);
	return file;
}

/* Some other program's file: nothing of it is anything here. */
static bool is_foreign(const struct transfer_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->changes[i].fate != TRANSFER_UNKNOWN)
			return false;
	return !plan->has_same;
}

struct transfer_plan *transfer_plan_create(const char *text, const struct transfer_here *here, char *error,
					   size_t error_size)
{
	json_t *file = read_file(text, error, error_size);
	if (!file)
		return NULL;
	struct transfer_plan *plan = bzalloc(sizeof(*plan));
	*plan = (struct transfer_plan){.here = here, .file = file, .values = json_array(), .room = room_of(here)};
	transfer_compare_rules(plan);
	transfer_compare_ceilings(plan);
	transfer_compare_options(plan);
	transfer_compare_keys(plan);
	plan->here = NULL;
	if (plan->count > 0 && !is_foreign(plan))
		return plan;
	say(plan->has_same ? "Transfer.Problem.AllSame" : "Transfer.Problem.Nothing", error, error_size);
	transfer_plan_destroy(plan);
	return NULL;
}

void transfer_plan_destroy(struct transfer_plan *plan)
{
	if (!plan)
		return;
	haptics_rules_release(plan->rules);
	json_decref(plan->file);
	json_decref(plan->values);
	bfree(plan->changes);
	bfree(plan);
}

/* --- what was chosen --- */

/* Borrowed: that member of the patch, made when it is missing. */
static json_t *member(json_t *json, const char *key)
{
	if (!json_object_get(json, key))
		json_object_set_new(json, key, json_object());
	return json_object_get(json, key);
}

static void put_in(json_t *patch, const struct transfer_change *change)
{
	json_t *wanted = (json_t *)change->wanted;
	if (change->group == TRANSFER_RULES)
		json_array_append(json_object_get(patch, "rules"), wanted);
	else if (change->group == TRANSFER_CEILINGS && strcmp(change->key, "*") == 0)
		json_object_set(member(patch, "ceilings"), "*", wanted);
	else if (change->group == TRANSFER_CEILINGS)
		json_object_set(member(member(patch, "ceilings"), change->key), change->part, wanted);
	else if (change->group == TRANSFER_KEYS)
		json_object_set(member(patch, "keys"), change->key, wanted);
	else if (transfer_is_beside(change->key))
		json_object_set(member(patch, "beside"), change->key, wanted);
	else
		json_object_set(member(patch, "options"), change->key, wanted);
}

static bool has_its_rule(const struct transfer_plan *plan, const struct transfer_change *change, const bool *is_chosen)
{
	return change->rule < 0 || is_chosen[change->rule] || plan->changes[change->rule].fate == TRANSFER_SAME;
}

json_t *transfer_plan_patch(const struct transfer_plan *plan, const bool *is_chosen)
{
	json_t *patch = json_object();
	json_object_set_new(patch, "rules", json_array());
	for (size_t i = 0; i < plan->count; i++)
		if (is_chosen[i] && transfer_may_choose(&plan->changes[i]) &&
		    has_its_rule(plan, &plan->changes[i], is_chosen))
			put_in(patch, &plan->changes[i]);
	return patch;
}
