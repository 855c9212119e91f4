/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_compare.h"

#include <stdlib.h>
#include <string.h>

#include <obs-module.h>

#include "haptics/rules/rule.h"
#include "net/random.h"
#include "obs/stores/rules_json.h"
#include "obs/stores/rules_problem.h"
#include "obs/stores/transfer/transfer_rules.h"

/* What rules of the set here do, so that each of the file is compared with text alone. */
struct contents {
	char **texts;
	const char **ids; /* borrowed from the set */
	size_t count;
};

static const char *text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

static void add_content(struct contents *contents, char *text, const char *id)
{
	contents->texts[contents->count] = text;
	contents->ids[contents->count++] = id;
}

static void take_contents(struct contents *contents, const json_t *rules, size_t more)
{
	size_t count = json_array_size(rules);
	contents->texts = bzalloc((2 * count + more + 1) * sizeof(*contents->texts));
	contents->ids = bzalloc((2 * count + more + 1) * sizeof(*contents->ids));
	for (size_t i = 0; i < count; i++) {
		const json_t *rule = json_array_get(rules, i);
		add_content(contents, transfer_rule_content(rule), text_at(rule, "id"));
		add_content(contents, transfer_rule_content_for_all(rule), text_at(rule, "id"));
	}
}

static void drop_contents(struct contents *contents)
{
	for (size_t i = 0; i < contents->count; i++)
		free(contents->texts[i]);
	bfree(contents->texts);
	bfree(contents->ids);
}

/* The id of the rule that does the same; NULL: none. */
static const char *find_content(const struct contents *contents, const char *text)
{
	for (size_t i = 0; text && i < contents->count; i++)
		if (contents->texts[i] && strcmp(contents->texts[i], text) == 0)
			return contents->ids[i];
	return NULL;
}

static bool has_name(const json_t *set, const char *name)
{
	const json_t *rules = json_object_get(set, "rules");
	for (size_t i = 0; name[0] && i < json_array_size(rules); i++)
		if (strcmp(text_at(json_array_get(rules, i), "name"), name) == 0)
			return true;
	return false;
}

/* An id stays where it is free: decks and scripts know it. */
static void give_id(json_t *rule, const json_t *here, const json_t *earlier)
{
	const char *id = text_at(rule, "id");
	char fresh[RANDOM_UUID_SIZE];
	if (id[0] && strlen(id) < HAPTICS_ID_SIZE && !rules_json_find(here, id) && !rules_json_find(earlier, id))
		return;
	random_uuid(fresh);
	json_object_set_new(rule, "id", json_string(fresh));
}

/* New reference: a set of the file's rules as they would come in. */
static json_t *incoming_set(struct transfer_plan *plan)
{
	const json_t *rules = json_object_get(plan->file, "rules");
	json_t *set = rules_json_empty();
	json_t *list = json_object_get(set, "rules");
	for (size_t i = 0; i < json_array_size(rules) && i < HAPTICS_MAX_RULES; i++) {
		json_t *rule = json_deep_copy(json_array_get(rules, i));
		if (json_is_object(rule)) {
			give_id(rule, plan->here->set, set);
			json_object_set_new(rule, "enabled", json_false());
			json_object_del(rule, "bindings");
		}
		json_array_append_new(list, rule);
	}
	plan->left_out = json_array_size(rules) - json_array_size(list);
	return set;
}

static const struct haptics_problem *problem_of(const struct haptics_rules *rules, int index)
{
	const struct haptics_problem *problem = NULL;
	for (size_t i = 0; (problem = haptics_rules_problem(rules, i)); i++)
		if (problem->rule == index)
			return problem;
	return NULL;
}

static void compare_rule(struct transfer_plan *plan, int index, struct contents *contents)
{
	const json_t *original = json_array_get(json_object_get(plan->file, "rules"), (size_t)index);
	const json_t *rule = json_array_get(json_object_get(haptics_rules_json(plan->rules), "rules"), (size_t)index);
	const struct haptics_problem *problem = problem_of(plan->rules, index);
	char *content = transfer_rule_content(original);
	const char *same = find_content(contents, content);
	struct transfer_change *change = transfer_add(plan, TRANSFER_RULES, same ? same : text_at(rule, "id"));
	if (!change) {
		free(content);
		return;
	}
	change->wanted = rule;
	if (same) {
		change->fate = TRANSFER_SAME;
	} else if (problem) {
		change->fate = TRANSFER_UNUSABLE;
		rules_problem_text(problem, change->reason, sizeof(change->reason));
	} else if (rules_json_find(plan->here->set, text_at(original, "id")) ||
		   has_name(plan->here->set, text_at(original, "name"))) {
		change->fate = TRANSFER_BESIDE;
	}
	if (change->fate <= TRANSFER_BESIDE)
		transfer_rule_find_missing(rule, plan->here, change);
	add_content(contents, content, text_at(rule, "id"));
}

void transfer_compare_rules(struct transfer_plan *plan)
{
	struct contents contents = {0};
	plan->rules = haptics_rules_parse(incoming_set(plan));
	size_t count = json_array_size(json_object_get(haptics_rules_json(plan->rules), "rules"));
	take_contents(&contents, json_object_get(plan->here->set, "rules"), count);
	for (size_t i = 0; i < count; i++)
		compare_rule(plan, (int)i, &contents);
	drop_contents(&contents);
}
