/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/rules_problem.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>
#include <util/dstr.h>

#include "haptics/rules/rule.h"
#include "obs/stores/rule_fields.h"

enum { NAME_SIZE = 64, NAMES_MAX = 5 };

static const char *const keys[HAPTICS_PROBLEM_COUNT] = {
	[HAPTICS_PROBLEM_TOO_LARGE] = "Rules.Problem.TooLarge",
	[HAPTICS_PROBLEM_NOT_JSON] = "Rules.Problem.NotJson",
	[HAPTICS_PROBLEM_NOT_RULES] = "Rules.Problem.NotRules",
	[HAPTICS_PROBLEM_NEWER] = "Rules.Problem.Newer",
	[HAPTICS_PROBLEM_MISSING] = "Rules.Problem.Missing",
	[HAPTICS_PROBLEM_NOT_OBJECT] = "Rules.Problem.NotObject",
	[HAPTICS_PROBLEM_NOT_LIST] = "Rules.Problem.NotList",
	[HAPTICS_PROBLEM_NOT_STRING] = "Rules.Problem.NotString",
	[HAPTICS_PROBLEM_NOT_BOOLEAN] = "Rules.Problem.NotBoolean",
	[HAPTICS_PROBLEM_NOT_NUMBER] = "Rules.Problem.NotNumber",
	[HAPTICS_PROBLEM_NOT_WHOLE] = "Rules.Problem.NotWhole",
	[HAPTICS_PROBLEM_OUT_OF_RANGE] = "Rules.Problem.OutOfRange",
	[HAPTICS_PROBLEM_NOT_ABOVE] = "Rules.Problem.NotAbove",
	[HAPTICS_PROBLEM_ENTRY_COUNT] = "Rules.Problem.EntryCount",
	[HAPTICS_PROBLEM_BYTE_COUNT] = "Rules.Problem.ByteCount",
	[HAPTICS_PROBLEM_UNKNOWN_WORD] = "Rules.Problem.UnknownWord",
	[HAPTICS_PROBLEM_NOT_NAMES] = "Rules.Problem.NotNames",
	[HAPTICS_PROBLEM_ID_TAKEN] = "Rules.Problem.IdTaken",
	[HAPTICS_PROBLEM_NOT_TIME] = "Rules.Problem.NotTime",
	[HAPTICS_PROBLEM_NOT_PAIR] = "Rules.Problem.NotPair",
	[HAPTICS_PROBLEM_TOO_CLOSE] = "Rules.Problem.TooClose",
	[HAPTICS_PROBLEM_NO_LEAVE_EDGE] = "Rules.Problem.NoLeaveEdge",
	[HAPTICS_PROBLEM_TOGGLE_TRIGGER] = "Rules.Problem.ToggleTrigger",
	[HAPTICS_PROBLEM_WHILE_TRIGGER] = "Rules.Problem.WhileTrigger",
	[HAPTICS_PROBLEM_LEAVE_MODE] = "Rules.Problem.LeaveMode",
	[HAPTICS_PROBLEM_STOP_MODE] = "Rules.Problem.StopMode",
	[HAPTICS_PROBLEM_QUEUE_MODE] = "Rules.Problem.QueueMode",
	[HAPTICS_PROBLEM_BANDS] = "Rules.Problem.Bands",
};

/* What a list lacks that the form shows as boxes to tick. */
static const char *sentence_of(const struct haptics_problem *problem)
{
	static const char days[] = ".days";
	size_t length = strlen(problem->path);
	bool is_days = length >= strlen(days) && strcmp(problem->path + length - strlen(days), days) == 0;
	if (problem->code == HAPTICS_PROBLEM_ENTRY_COUNT && is_days)
		return "Rules.Problem.NoDay";
	return keys[problem->code];
}

static void put_number(struct dstr *sentence, const char *find, double value)
{
	char replace[32];
	snprintf(replace, sizeof(replace), "%.10g", value);
	dstr_replace(sentence, find, replace);
}

/* A number as the field shows it; codes whose arguments are no values of the field have it as it is. */
static void put_value(struct dstr *sentence, const char *find, double value, const struct rule_field *field)
{
	char replace[64];
	snprintf(replace, sizeof(replace), "%.15g%s", value * field->scale, field->unit);
	dstr_replace(sentence, find, replace);
}

static bool has_values(enum haptics_problem_code code)
{
	return code == HAPTICS_PROBLEM_NOT_NUMBER || code == HAPTICS_PROBLEM_NOT_WHOLE ||
	       code == HAPTICS_PROBLEM_OUT_OF_RANGE || code == HAPTICS_PROBLEM_NOT_ABOVE ||
	       code == HAPTICS_PROBLEM_NOT_PAIR || code == HAPTICS_PROBLEM_TOO_CLOSE;
}

/* Times of day are never out of a range: where numbers are told these are amounts. */
static const char *label_of(const struct rule_field *field, enum haptics_problem_code code)
{
	if (has_values(code) && strcmp(field->label, "Rule.Field.From") == 0)
		return "Rule.Field.AmountFrom";
	if (has_values(code) && strcmp(field->label, "Rule.Field.To") == 0)
		return "Rule.Field.AmountTo";
	return field->label;
}

void rules_problem_text(const struct haptics_problem *problem, char *text, size_t size)
{
	static const struct rule_field none = {.scale = 1, .unit = ""};
	struct dstr sentence = {0};
	if (problem)
		dstr_copy(&sentence, obs_module_text(sentence_of(problem)));
	if (problem && sentence.len > 0) {
		const struct rule_field *field = rule_field_of(problem->path);
		const struct rule_field *numbers = field && has_values(problem->code) ? field : &none;
		put_value(&sentence, "{value}", problem->value, numbers);
		put_value(&sentence, "{min}", problem->min, numbers);
		put_value(&sentence, "{max}", problem->max, numbers);
		dstr_replace(&sentence, "{key}",
			     field ? obs_module_text(label_of(field, problem->code)) : rule_field_key(problem->path));
		dstr_replace(&sentence, "{words}", problem->words);
		/* Last, because what a person wrote may look like one of the places. */
		dstr_replace(&sentence, "{text}", problem->text);
	}
	snprintf(text, size, "%s", sentence.array ? sentence.array : "");
	dstr_free(&sentence);
}

static const json_t *rule_of(const struct haptics_rules *rules, const struct haptics_problem *problem)
{
	return json_array_get(json_object_get(haptics_rules_json(rules), "rules"), (size_t)problem->rule);
}

void rules_problem_in_rule(const struct haptics_rules *rules, const struct haptics_problem *problem, char *text,
			   size_t size)
{
	struct dstr sentence = {0};
	char reason[512];
	char name[NAME_SIZE];
	rules_problem_text(problem, reason, sizeof(reason));
	haptics_copy_text(text, size, reason);
	if (!problem || problem->rule < 0)
		return;
	haptics_copy_text(name, sizeof(name), json_string_value(json_object_get(rule_of(rules, problem), "name")));
	dstr_copy(&sentence, obs_module_text(name[0] ? "Rules.Problem.OfRule" : "Rules.Problem.OfNumber"));
	put_number(&sentence, "{number}", problem->rule + 1);
	dstr_replace(&sentence, "{reason}", reason);
	dstr_replace(&sentence, "{name}", name);
	haptics_copy_text(text, size, sentence.array);
	dstr_free(&sentence);
}

/* --- a whole set --- */

static bool is_known(const struct haptics_rules *old, const struct haptics_rules *rules,
		     const struct haptics_problem *problem)
{
	const struct haptics_problem *known = NULL;
	for (size_t i = 0; (known = haptics_rules_problem(old, i)); i++)
		if (problem->rule < 0 ? known->code == problem->code && strcmp(known->path, problem->path) == 0
				      : known->rule >= 0 && json_equal(rule_of(old, known), rule_of(rules, problem)))
			return true;
	return false;
}

const struct haptics_problem *rules_problem_find_new(const struct haptics_rules *rules, const struct haptics_rules *old)
{
	const struct haptics_problem *problem = NULL;
	for (size_t i = 0; (problem = haptics_rules_problem(rules, i)); i++)
		if (!is_known(old, rules, problem))
			return problem;
	return NULL;
}

static bool is_too_many(const struct haptics_problem *problem)
{
	return problem->rule < 0 && problem->code == HAPTICS_PROBLEM_ENTRY_COUNT && problem->value > problem->max;
}

/* "rules 201 to 5000", or the rule's name, or its number. */
static void add_unused(struct dstr *names, const struct haptics_rules *rules, const struct haptics_problem *problem)
{
	struct dstr words = {0};
	char name[NAME_SIZE];
	if (names->len > 0)
		dstr_cat(names, ", ");
	if (is_too_many(problem)) {
		dstr_copy(&words, obs_module_text("Rules.Unused.Range"));
		put_number(&words, "{from}", problem->max + 1);
		put_number(&words, "{to}", problem->value);
	} else {
		haptics_copy_text(name, sizeof(name),
				  json_string_value(json_object_get(rule_of(rules, problem), "name")));
		dstr_copy(&words, obs_module_text(name[0] ? "Rules.Unused.Name" : "Rules.Unused.Number"));
		put_number(&words, "{number}", problem->rule + 1);
		dstr_replace(&words, "{name}", name);
	}
	dstr_cat_dstr(names, &words);
	dstr_free(&words);
}

static void reason_of(const struct haptics_problem *problem, char *text, size_t size)
{
	if (is_too_many(problem))
		snprintf(text, size, "%s", obs_module_text("Rules.Unused.TooMany"));
	else
		rules_problem_text(problem, text, size);
}

void rules_problem_summary(const struct haptics_rules *rules, char *text, size_t size)
{
	const struct haptics_problem *first = haptics_rules_problem(rules, 0);
	const struct haptics_problem *problem = NULL;
	char reason[512] = "";
	struct dstr names = {0};
	struct dstr sentence = {0};
	if (first)
		reason_of(first, reason, sizeof(reason));
	haptics_copy_text(text, size, reason);
	if (!first || (first->rule < 0 && !is_too_many(first)))
		return; /* all of them, or none */
	for (size_t i = 0; i < NAMES_MAX && (problem = haptics_rules_problem(rules, i)); i++)
		add_unused(&names, rules, problem);
	if (haptics_rules_problem(rules, NAMES_MAX))
		dstr_cat(&names, ", ...");
	dstr_copy(&sentence, obs_module_text("Rules.Unused"));
	put_number(&sentence, "{used}", (double)haptics_rules_count(rules));
	put_number(&sentence, "{count}", (double)json_array_size(json_object_get(haptics_rules_json(rules), "rules")));
	dstr_replace(&sentence, "{names}", names.array);
	dstr_replace(&sentence, "{reason}", reason);
	haptics_copy_text(text, size, sentence.array);
	dstr_free(&names);
	dstr_free(&sentence);
}
