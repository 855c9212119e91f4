/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule JSON from anywhere: it is refused with a sentence, or it can be written, read again to the same, and run. */
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

static void write_and_read_again(const struct haptics_rules *rules)
{
	char error[256] = "";
	json_t *json = haptics_rules_json(rules);
	require(json != NULL);
	struct haptics_rules *again = haptics_rules_parse(json, error, sizeof(error));
	require(again != NULL);
	json_t *written = haptics_rules_json(again);
	require(json_equal(json, written));
	json_decref(written);
	json_decref(json);
	haptics_rules_destroy(again);
}

static void run_each_rule(struct haptics_rules *rules)
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
	char error[256] = "";
	char *text = malloc(size + 1);
	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	struct haptics_rules *rules = haptics_rules_parse_text(text, error, sizeof(error));
	free(text);
	if (!rules) {
		require(error[0] != '\0');
		return 0;
	}
	write_and_read_again(rules);
	run_each_rule(rules);
	return 0;
}
