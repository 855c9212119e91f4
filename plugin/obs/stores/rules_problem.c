/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/rules_problem.h"

#include <stdio.h>

#include <obs-module.h>
#include <util/dstr.h>

#include "haptics/rules/rule.h"

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
};

static void put_number(struct dstr *sentence, const char *find, double value)
{
	char replace[32];
	snprintf(replace, sizeof(replace), "%.10g", value);
	dstr_replace(sentence, find, replace);
}

void rules_problem_text(const struct haptics_problem *problem, char *text, size_t size)
{
	struct dstr sentence = {0};
	if (problem)
		dstr_copy(&sentence, obs_module_text(keys[problem->code]));
	if (problem && sentence.len > 0) {
		put_number(&sentence, "{value}", problem->value);
		put_number(&sentence, "{min}", problem->min);
		put_number(&sentence, "{max}", problem->max);
		dstr_replace(&sentence, "{key}", problem->path);
		dstr_replace(&sentence, "{words}", problem->words);
		/* Last, because what a person wrote may look like one of the places. */
		dstr_replace(&sentence, "{text}", problem->text);
	}
	snprintf(text, size, "%s", sentence.array ? sentence.array : "");
	dstr_free(&sentence);
}
