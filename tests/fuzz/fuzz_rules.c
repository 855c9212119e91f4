/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule JSON from anywhere: what is wrong has a place in it; what is kept is read again to the same, and can run. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "haptics/haptics.h"
#include "haptics/rules/rule.h"

static const struct haptics_function functions[] = {
	{"Vibrate", 20, true, 0}, {"Rotate", 20, true, 0}, {"Stroke", 100, false, 0}};

static void require(bool is_true)
{
	if (!is_true)
		abort();
}

static void read_again(const struct haptics_rules *rules)
{
	const json_t *json = haptics_rules_json(rules);
	const struct haptics_rules *again = haptics_rules_parse(json_deep_copy(json));
	const struct haptics_problem *problem = NULL;
	require(haptics_rules_count(again) == haptics_rules_count(rules));
	for (size_t i = 0; (problem = haptics_rules_problem(rules, i)); i++)
		require(problem->code != HAPTICS_PROBLEM_NONE && problem->code < HAPTICS_PROBLEM_COUNT &&
			haptics_rules_problem(again, i)->code == problem->code);
	require(!haptics_rules_problem(again, 0) == !haptics_rules_problem(rules, 0));
	require(json_equal(json, haptics_rules_json(again)));
	haptics_rules_release(again);
}

/* Takes ownership of the reference. */
static void run_each_rule(const struct haptics_rules *rules)
{
	struct haptics_config config = {.functions = functions,
					.function_count = 3,
					.limits = {.master_ceiling = 1, .lease_ms = 3000, .min_gap_ms = 250},
					.is_armed = true};
	struct haptics_toy toy = {.alias = "t1", .type = "lush", .is_online = true, .functions = 7, .ceiling = 1};
	struct haptics_time now = {.now_ms = 1000, .minute_of_week = 0};
	struct haptics_command commands[8];
	struct haptics *core = haptics_create(&config);
	require(core != NULL);
	toy.function_ceiling[0] = toy.function_ceiling[1] = toy.function_ceiling[2] = 1;
	haptics_set_toys(core, &toy, 1, now);
	haptics_set_online(core, true, now);
	size_t count = haptics_rules_count(rules);
	haptics_set_rules(core, rules, false, now);
	for (size_t i = 0; i < count; i++) {
		struct haptics_rule_view view;
		struct haptics_intent intent = {.kind = HAPTICS_INTENT_RUN_RULE};
		haptics_rules_view(haptics_rules_in_force(core), i, &view);
		memcpy(intent.id, view.id, strlen(view.id) + 1);
		haptics_apply(core, &intent, now);
		for (size_t polls = 0; polls < 4; polls++) {
			size_t sent = haptics_poll(core, now, commands, 8);
			require(sent <= 8);
			now.now_ms += 300;
		}
	}
	haptics_destroy(core);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	free(text);
	require(rules != NULL);
	if (haptics_rules_json(rules))
		read_again(rules);
	else
		require(haptics_rules_problem(rules, 0) != NULL);
	run_each_rule(rules);
	return 0;
}
