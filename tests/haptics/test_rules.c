/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading rule sets, and what is wrong with them. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "haptics/rules/rule.h"

static const struct haptics_rules *parse(const char *text)
{
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	assert_non_null(rules);
	if (haptics_rules_problem(rules, 0))
		fail_msg("%s: problem %d", haptics_rules_problem(rules, 0)->path,
			 haptics_rules_problem(rules, 0)->code);
	return rules;
}

#define RULE(when, run, action, more)                                                                                  \
	"{\"rules\":[{\"id\":\"a\",\"when\":" when ",\"run\":" run ",\"do\":" action more "}]}"
#define HOTKEY "{\"type\":\"hotkey\"}"
#define LEVEL "{\"kind\":\"level\",\"level\":0.5}"
#define WHEN(when) RULE(when, "{}", LEVEL, "")
#define DO(action) RULE(HOTKEY, "{}", action, "")
#define RUN(run) RULE(HOTKEY, run, LEVEL, "")
#define LIMIT(limit) RULE(HOTKEY, "{}", LEVEL, ",\"limit\":" limit)
#define ONLY_IF(conditions) RULE(HOTKEY, "{}", LEVEL, ",\"only_if\":" conditions)
#define SCENE "{\"type\":\"scene\",\"ref\":{\"name\":\"x\"}}"

static const struct {
	const char *text;
	const char *path;
	enum haptics_problem_code code;
	double value, min, max;
	const char *word;
	const char *words; /* how they begin */
} refused[] = {
	{"", "", .code = HAPTICS_PROBLEM_NOT_JSON, .min = 1},
	{"{\"rules\":[", "", .code = HAPTICS_PROBLEM_NOT_JSON, .min = 1, .max = 10},
	{"{\"version\":1,\"version\":1}", "", .code = HAPTICS_PROBLEM_NOT_JSON, .min = 1, .max = 22},
	{"[]", "", .code = HAPTICS_PROBLEM_NOT_RULES},
	{"{\"version\":2}", "version", .code = HAPTICS_PROBLEM_NEWER, .value = 2, .min = 1, .max = 1},
	{"{\"version\":0}", "version", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .min = 1, .max = INT_MAX},
	{"{\"version\":\"1\"}", "version", .code = HAPTICS_PROBLEM_NOT_NUMBER, .min = 1, .max = INT_MAX},
	{"{\"version\":1.5}", "version", .code = HAPTICS_PROBLEM_NOT_WHOLE, .value = 1.5},
	{"{\"rules\":{}}", "rules", .code = HAPTICS_PROBLEM_NOT_LIST},
	{"{\"rules\":[7]}", "rules[0]", .code = HAPTICS_PROBLEM_NOT_OBJECT},
	{"{\"rules\":[{}]}", "rules[0].id", .code = HAPTICS_PROBLEM_BYTE_COUNT, .min = 1, .max = 63},
	{"{\"rules\":[{\"id\":7}]}", "rules[0].id", .code = HAPTICS_PROBLEM_NOT_STRING},
	{"{\"rules\":[{\"id\":\"\"}]}", "rules[0].id", .code = HAPTICS_PROBLEM_BYTE_COUNT, .min = 1, .max = 63},
	{"{\"rules\":[{\"id\":\"0123456789012345678901234567890123456789012345678901234567890123\"}]}", "rules[0].id",
	 .code = HAPTICS_PROBLEM_BYTE_COUNT, .min = 1, .max = 63},
	{"{\"rules\":[{\"id\":\"a\",\"when\":" HOTKEY ",\"do\":" LEVEL "},{\"id\":\"a\"}]}", "rules[1].id",
	 .code = HAPTICS_PROBLEM_ID_TAKEN, .word = "a"},
	{"{\"rules\":[{\"id\":\"a\",\"name\":[]}]}", "rules[0].name", .code = HAPTICS_PROBLEM_NOT_STRING},
	{"{\"rules\":[{\"id\":\"a\",\"enabled\":1}]}", "rules[0].enabled", .code = HAPTICS_PROBLEM_NOT_BOOLEAN},
	{"{\"rules\":[{\"id\":\"a\"}]}", "rules[0].when", .code = HAPTICS_PROBLEM_MISSING},
	{"{\"rules\":[{\"id\":\"a\",\"when\":\"hotkey\"}]}", "rules[0].when", .code = HAPTICS_PROBLEM_NOT_OBJECT},
	{"{\"rules\":[{\"id\":\"a\",\"when\":" HOTKEY "}]}", "rules[0].do", .code = HAPTICS_PROBLEM_MISSING},
	{"{\"once_gap_ms\":-1}", "once_gap_ms", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = -1, .max = 600000},
	{WHEN("{\"type\":\"tip\"}"), "rules[0].when.from", .code = HAPTICS_PROBLEM_NOT_NUMBER, .max = 1e12},
	{WHEN("{\"type\":\"tip\",\"from\":-1}"), "rules[0].when.from", .code = HAPTICS_PROBLEM_OUT_OF_RANGE,
	 .value = -1, .max = 1e12},
	{WHEN("{\"type\":\"tip\",\"from\":1e308}"), "rules[0].when.from", .code = HAPTICS_PROBLEM_OUT_OF_RANGE,
	 .value = 1e308, .max = 1e12},
	{WHEN("{\"type\":\"tip\",\"from\":1e999}"), "", .code = HAPTICS_PROBLEM_NOT_JSON, .min = 1, .max = 53},
	{WHEN("{\"type\":\"tip\",\"from\":\"5\"}"), "rules[0].when.from", .code = HAPTICS_PROBLEM_NOT_NUMBER,
	 .max = 1e12},
	{WHEN("{\"type\":\"tip\",\"from\":10,\"to\":9}"), "rules[0].when.to", .code = HAPTICS_PROBLEM_OUT_OF_RANGE,
	 .value = 9, .min = 10, .max = 1e12},
	{WHEN("{\"type\":\"tip\",\"from\":1,\"edge\":\"leave\"}"), "rules[0].when.edge",
	 .code = HAPTICS_PROBLEM_NO_LEAVE_EDGE},
	{ONLY_IF("[{\"type\":\"tip\",\"from\":1}]"), "rules[0].only_if[0].type", .code = HAPTICS_PROBLEM_UNKNOWN_WORD,
	 .word = "tip"},
	{DO("{\"kind\":\"level\",\"level\":{\"from\":0.5,\"to\":0.2}}"), "rules[0].do.level.to",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 0.2, .min = 0.5, .max = 1},
	{DO("{\"kind\":\"level\",\"level\":{\"from\":0.5}}"), "rules[0].do.level.to",
	 .code = HAPTICS_PROBLEM_NOT_NUMBER, .min = 0.5, .max = 1},
	{DO("{\"kind\":\"level\",\"level\":{\"from\":0,\"to\":1,\"by\":\"luck\"}}"), "rules[0].do.level.by",
	 .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "luck"},
	{"{\"queue\":{\"max_seconds\":4}}", "queue.max_seconds", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 4,
	 .min = 5, .max = 3600},
	{"{\"queue\":{\"overflow\":\"drop\"}}", "queue.overflow", .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "drop"},
	{"{\"queue\":{\"per_minute\":0.5}}", "queue.per_minute", .code = HAPTICS_PROBLEM_NOT_WHOLE, .value = 0.5},
	{"{\"budget\":{\"move_minutes\":121}}", "budget.move_minutes", .code = HAPTICS_PROBLEM_OUT_OF_RANGE,
	 .value = 121, .max = 120},
	{"{\"budget\":{\"rest_minutes\":0}}", "budget.rest_minutes", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .min = 1,
	 .max = 60},
	{"{\"blocked\":[\"a\",7]}", "blocked[1]", .code = HAPTICS_PROBLEM_NOT_STRING},
	{"{\"goal\":{\"target\":0}}", "goal.target", .code = HAPTICS_PROBLEM_NOT_ABOVE},
	{"{\"goal\":{\"current\":-1}}", "goal.current", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = -1, .max = 1e12},
	{"{\"only_if\":[7]}", "only_if[0]", .code = HAPTICS_PROBLEM_NOT_OBJECT},
	{WHEN("{}"), "rules[0].when.type", .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .words = "hotkey, scene"},
	{WHEN("{\"type\":\"telepathy\"}"), "rules[0].when.type", .code = HAPTICS_PROBLEM_UNKNOWN_WORD,
	 .word = "telepathy"},
	{WHEN("{\"type\":\"hotkey\",\"edge\":\"up\"}"), "rules[0].when.edge", .code = HAPTICS_PROBLEM_UNKNOWN_WORD,
	 .word = "up", .words = "enter"},
	{WHEN("{\"type\":\"scene\"}"), "rules[0].when.ref", .code = HAPTICS_PROBLEM_MISSING},
	{WHEN("{\"type\":\"scene\",\"ref\":\"x\"}"), "rules[0].when.ref", .code = HAPTICS_PROBLEM_NOT_OBJECT},
	{WHEN("{\"type\":\"scene\",\"ref\":{\"uuid\":\"0123456789012345678901234567890123456789\"}}"),
	 "rules[0].when.ref.uuid", .code = HAPTICS_PROBLEM_BYTE_COUNT, .max = 39},
	{WHEN("{\"type\":\"scene\",\"ref\":{\"name\":\"x\"},\"at\":\"half\"}"), "rules[0].when.at",
	 .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "half"},
	{WHEN("{\"type\":\"source\",\"ref\":{\"name\":\"x\"},\"state\":\"on\"}"), "rules[0].when.state",
	 .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "on"},
	{WHEN("{\"type\":\"media\"}"), "rules[0].when.ref", .code = HAPTICS_PROBLEM_MISSING},
	{WHEN("{\"type\":\"output\"}"), "rules[0].when.is", .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .words = "stream"},
	{WHEN("{\"type\":\"output\",\"is\":[\"stream\",7]}"), "rules[0].when.is", .code = HAPTICS_PROBLEM_UNKNOWN_WORD},
	{WHEN("{\"type\":\"output\",\"is\":[]}"), "rules[0].when.is", .code = HAPTICS_PROBLEM_NOT_STRING},
	{WHEN("{\"type\":\"replay\",\"edge\":\"leave\"}"), "rules[0].when.edge", .code = HAPTICS_PROBLEM_NO_LEAVE_EDGE},
	{WHEN("{\"type\":\"audio\",\"ref\":{\"name\":\"x\"},\"on_db\":3}"), "rules[0].when.on_db",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 3, .min = -100},
	{WHEN("{\"type\":\"audio\",\"ref\":{\"name\":\"x\"},\"on_db\":-30,\"off_db\":-20}"), "rules[0].when.off_db",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = -20, .min = -103, .max = -30},
	{WHEN("{\"type\":\"timer\"}"), "rules[0].when.every_ms", .code = HAPTICS_PROBLEM_NOT_NUMBER, .min = 1000,
	 .max = 86400000},
	{WHEN("{\"type\":\"timer\",\"every_ms\":1000,\"jitter_ms\":1001}"), "rules[0].when.jitter_ms",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 1001, .max = 1000},
	{WHEN("{\"type\":\"clock\"}"), "rules[0].when.from", .code = HAPTICS_PROBLEM_NOT_TIME},
	{WHEN("{\"type\":\"clock\",\"from\":\"24:00\"}"), "rules[0].when.from", .code = HAPTICS_PROBLEM_NOT_TIME,
	 .word = "24:00"},
	{WHEN("{\"type\":\"clock\",\"from\":\"22:00\",\"to\":\"22:00h\"}"), "rules[0].when.to",
	 .code = HAPTICS_PROBLEM_NOT_TIME, .word = "22:00h"},
	{WHEN("{\"type\":\"clock\",\"from\":\"22:00\",\"days\":[\"someday\"]}"), "rules[0].when.days",
	 .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "someday"},
	{WHEN("{\"type\":\"clock\",\"from\":\"22:00\",\"days\":[]}"), "rules[0].when.days",
	 .code = HAPTICS_PROBLEM_ENTRY_COUNT, .min = 1, .max = 7},
	{WHEN("{\"type\":\"toy\",\"event\":\"bored\"}"), "rules[0].when.event", .code = HAPTICS_PROBLEM_UNKNOWN_WORD,
	 .word = "bored"},
	{WHEN("{\"type\":\"toy\",\"below\":0}"), "rules[0].when.below", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .min = 1,
	 .max = 100},
	{WHEN("{\"type\":\"toy\",\"toys\":[]}"), "rules[0].when.toys", .code = HAPTICS_PROBLEM_NOT_NAMES, .max = 16},
	{ONLY_IF("{}"), "rules[0].only_if", .code = HAPTICS_PROBLEM_NOT_LIST},
	{ONLY_IF("[" SCENE "," SCENE "," SCENE "," SCENE "," SCENE "]"), "rules[0].only_if",
	 .code = HAPTICS_PROBLEM_ENTRY_COUNT, .value = 5, .max = 4},
	{ONLY_IF("[" HOTKEY "]"), "rules[0].only_if[0].type", .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "hotkey",
	 .words = "scene"},
	{ONLY_IF("[" SCENE ",{\"type\":\"scene\"}]"), "rules[0].only_if[1].ref", .code = HAPTICS_PROBLEM_MISSING},
	{ONLY_IF("[{\"type\":\"studio_mode\",\"not\":7}]"), "rules[0].only_if[0].not",
	 .code = HAPTICS_PROBLEM_NOT_BOOLEAN},
	{DO("{}"), "rules[0].do.kind", .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .words = "level, pattern"},
	{DO("{\"kind\":\"level\"}"), "rules[0].do.level", .code = HAPTICS_PROBLEM_NOT_NUMBER, .max = 1},
	{DO("{\"kind\":\"level\",\"level\":1.4}"), "rules[0].do.level", .code = HAPTICS_PROBLEM_OUT_OF_RANGE,
	 .value = 1.4, .max = 1},
	{DO("{\"kind\":\"level\",\"level\":-0.1}"), "rules[0].do.level", .code = HAPTICS_PROBLEM_OUT_OF_RANGE,
	 .value = -0.1, .max = 1},
	{DO("{\"kind\":\"level\",\"level\":\"half\"}"), "rules[0].do.level", .code = HAPTICS_PROBLEM_NOT_NUMBER,
	 .max = 1},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"level_max\":0.4}"), "rules[0].do.level_max",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 0.4, .min = 0.5, .max = 1},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"level_from\":\"god\"}"), "rules[0].do.level_from",
	 .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "god"},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fade_ms\":[1]}"), "rules[0].do.fade_ms",
	 .code = HAPTICS_PROBLEM_NOT_PAIR, .max = 60000},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fade_ms\":[1,-1]}"), "rules[0].do.fade_ms",
	 .code = HAPTICS_PROBLEM_NOT_PAIR, .max = 60000},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fade_ms\":7}"), "rules[0].do.fade_ms",
	 .code = HAPTICS_PROBLEM_NOT_LIST},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"stroke\":[0.5,0.6]}"), "rules[0].do.stroke",
	 .code = HAPTICS_PROBLEM_TOO_CLOSE, .min = 0.2},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"toys\":[7]}"), "rules[0].do.toys", .code = HAPTICS_PROBLEM_NOT_NAMES,
	 .max = 16},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"toys\":7}"), "rules[0].do.toys", .code = HAPTICS_PROBLEM_NOT_NAMES,
	 .max = 16},
	{DO("{\"kind\":\"level\",\"level\":0.5,\"fn\":{}}"), "rules[0].do.fn", .code = HAPTICS_PROBLEM_NOT_NAMES,
	 .max = 16},
	{DO("{\"kind\":\"pattern\",\"step_ms\":200}"), "rules[0].do.steps", .code = HAPTICS_PROBLEM_ENTRY_COUNT,
	 .min = 1, .max = 50},
	{DO("{\"kind\":\"pattern\",\"steps\":[1]}"), "rules[0].do.step_ms", .code = HAPTICS_PROBLEM_NOT_NUMBER,
	 .min = 100, .max = 10000},
	{DO("{\"kind\":\"pattern\",\"steps\":[1],\"step_ms\":99}"), "rules[0].do.step_ms",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 99, .min = 100, .max = 10000},
	{DO("{\"kind\":\"pattern\",\"steps\":[0,2],\"step_ms\":200}"), "rules[0].do.steps[1]",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 2, .max = 1},
	{DO("{\"kind\":\"preset\"}"), "rules[0].do.preset", .code = HAPTICS_PROBLEM_UNKNOWN_WORD,
	 .words = "pulse, wave, fireworks"},
	{DO("{\"kind\":\"position\"}"), "rules[0].do.position", .code = HAPTICS_PROBLEM_NOT_NUMBER, .max = 1},
	{DO("{\"kind\":\"audio\"}"), "rules[0].do.source", .code = HAPTICS_PROBLEM_MISSING},
	{DO("{\"kind\":\"audio\",\"source\":{\"name\":\"m\"},\"lo_db\":-10,\"hi_db\":-10}"), "rules[0].do.hi_db",
	 .code = HAPTICS_PROBLEM_NOT_ABOVE, .value = -10, .min = -10},
	{DO("{\"kind\":\"audio\",\"source\":{\"name\":\"m\"},\"lo\":0.5,\"hi\":0.4}"), "rules[0].do.hi",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 0.4, .min = 0.5, .max = 1},
	{RUN("7"), "rules[0].run", .code = HAPTICS_PROBLEM_NOT_OBJECT},
	{RUN("{\"mode\":\"always\"}"), "rules[0].run.mode", .code = HAPTICS_PROBLEM_UNKNOWN_WORD, .word = "always",
	 .words = "once, while, toggle"},
	{RUN("{\"duration_ms\":10}"), "rules[0].run.duration_ms", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 10,
	 .min = 50, .max = 3600000},
	{RUN("{\"duration_ms\":100.5}"), "rules[0].run.duration_ms", .code = HAPTICS_PROBLEM_NOT_WHOLE, .value = 100.5},
	{RUN("{\"mode\":\"while\",\"retrigger\":\"queue\"}"), "rules[0].run.retrigger",
	 .code = HAPTICS_PROBLEM_QUEUE_MODE},
	{RUN("{\"duration_ms\":{\"from\":50,\"to\":3600001}}"), "rules[0].run.duration_ms.to",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 3600001, .min = 50, .max = 3600000},
	{RUN("{\"retrigger\":\"maybe\"}"), "rules[0].run.retrigger", .code = HAPTICS_PROBLEM_UNKNOWN_WORD,
	 .word = "maybe"},
	{RUN("{\"delay_ms\":600001}"), "rules[0].run.delay_ms", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 600001,
	 .max = 600000},
	{RULE(SCENE, "{\"mode\":\"toggle\"}", LEVEL, ""), "rules[0].run.mode", .code = HAPTICS_PROBLEM_TOGGLE_TRIGGER},
	{RULE("{\"type\":\"replay\"}", "{\"mode\":\"while\"}", LEVEL, ""), "rules[0].run.mode",
	 .code = HAPTICS_PROBLEM_WHILE_TRIGGER},
	{RULE("{\"type\":\"hotkey\",\"edge\":\"leave\"}", "{\"mode\":\"while\"}", LEVEL, ""), "rules[0].run.mode",
	 .code = HAPTICS_PROBLEM_LEAVE_MODE},
	{RULE(HOTKEY, "{\"mode\":\"while\"}", "{\"kind\":\"stop\"}", ""), "rules[0].run.mode",
	 .code = HAPTICS_PROBLEM_STOP_MODE},
	{LIMIT("{\"priority\":3}"), "rules[0].limit.priority", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 3,
	 .max = 2},
	{LIMIT("{\"max_run_ms\":0}"), "rules[0].limit.max_run_ms", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 0,
	 .min = 250, .max = 3600000},
	{RULE(SCENE, "{}", LEVEL, ",\"limit\":{\"max_run_ms\":0}"), "rules[0].limit.max_run_ms",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 0, .min = 250, .max = 3600000},
	{RULE(SCENE, "{\"mode\":\"while\"}", LEVEL, ",\"limit\":{\"max_run_ms\":10}"), "rules[0].limit.max_run_ms",
	 .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 10, .min = 250, .max = 3600000},
	{LIMIT("{\"max_run_ms\":10}"), "rules[0].limit.max_run_ms", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = 10,
	 .min = 250, .max = 3600000},
	{LIMIT("{\"cooldown_ms\":-1}"), "rules[0].limit.cooldown_ms", .code = HAPTICS_PROBLEM_OUT_OF_RANGE, .value = -1,
	 .max = 86400000},
};

static bool is_as_expected(const struct haptics_problem *problem, size_t i)
{
	const char *word = refused[i].word ? refused[i].word : "";
	const char *words = refused[i].words ? refused[i].words : "";
	bool is_place = strcmp(problem->path, refused[i].path) == 0 &&
			problem->rule == (strncmp(problem->path, "rules[", 6) == 0 ? problem->path[6] - '0' : -1);
	return is_place && problem->code == refused[i].code && fabs(problem->value - refused[i].value) < 1e-9 &&
	       fabs(problem->min - refused[i].min) < 1e-9 && fabs(problem->max - refused[i].max) < 1e-9 &&
	       strcmp(problem->text, word) == 0 && strncmp(problem->words, words, strlen(words)) == 0;
}

static void what_is_wrong_has_a_code_its_arguments_and_the_path_of_the_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const struct haptics_rules *rules = haptics_rules_parse_text(refused[i].text);
		const struct haptics_problem *problem = haptics_rules_problem(rules, 0);
		assert_non_null(problem);
		if (!is_as_expected(problem, i))
			fail_msg("%s\n gave \"%s\": %d (%.10g, %.10g, %.10g, \"%s\", \"%s\")", refused[i].text,
				 problem->path, problem->code, problem->value, problem->min, problem->max,
				 problem->text, problem->words);
		assert_null(haptics_rules_problem(rules, 1));
		haptics_rules_release(rules);
	}
}

static void a_bad_rule_is_left_out_and_the_others_are_used(void **state)
{
	(void)state;
	static const char text[] =
		"{\"rules\":[{\"id\":\"a\",\"when\":" HOTKEY ",\"do\":" LEVEL "},{\"id\":\"b\",\"when\":" SCENE
		"},7,{\"id\":\"a\"},{\"id\":\"c\",\"when\":" HOTKEY ",\"do\":" LEVEL "}]}";
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	json_t *json = json_loads(text, 0, NULL);
	assert_int_equal(haptics_rules_count(rules), 2);
	assert_int_equal(haptics_rules_find(rules, "c"), 1);
	assert_int_equal(haptics_rules_find(rules, "b"), -1);
	assert_null(haptics_rules_ref(rules, 0)); /* what only a bad rule refers to */
	assert_int_equal(haptics_rules_problem(rules, 0)->rule, 1);
	assert_int_equal(haptics_rules_problem(rules, 1)->rule, 2);
	assert_int_equal(haptics_rules_problem(rules, 2)->code, HAPTICS_PROBLEM_ID_TAKEN);
	assert_null(haptics_rules_problem(rules, 3));
	assert_true(json_equal(json, haptics_rules_json(rules)));
	json_decref(json);
	haptics_rules_release(rules);
}

static void a_set_that_is_bad_as_a_whole_has_no_rules(void **state)
{
	(void)state;
	const struct haptics_rules *rules = haptics_rules_parse_text(
		"{\"version\":2,\"rules\":[{\"id\":\"a\",\"when\":" HOTKEY ",\"do\":" LEVEL "}]}");
	assert_int_equal(haptics_rules_count(rules), 0);
	assert_int_equal(json_array_size(json_object_get(haptics_rules_json(rules), "rules")), 1);
	haptics_rules_release(rules);
}

/* Ids "0", "1", ... */
static json_t *set_of(int count)
{
	json_t *list = json_array();
	char id[16];
	for (int i = 0; i < count; i++) {
		snprintf(id, sizeof(id), "%d", i);
		json_array_append_new(list, json_pack("{s:s, s:{s:s}, s:{s:s, s:f}}", "id", id, "when", "type",
						      "hotkey", "do", "kind", "level", "level", 0.5));
	}
	return json_pack("{s:o}", "rules", list);
}

static void of_too_many_rules_the_first_are_used(void **state)
{
	(void)state;
	const struct haptics_rules *rules = haptics_rules_parse(set_of(5000));
	const struct haptics_problem *problem = haptics_rules_problem(rules, 0);
	assert_string_equal(problem->path, "rules");
	assert_int_equal(problem->rule, -1);
	assert_int_equal(problem->code, HAPTICS_PROBLEM_ENTRY_COUNT);
	assert_float_equal(problem->value, 5000, 0);
	assert_float_equal(problem->max, 200, 0);
	assert_null(haptics_rules_problem(rules, 1));
	assert_int_equal(haptics_rules_count(rules), 200);
	assert_int_equal(haptics_rules_find(rules, "199"), 199);
	assert_int_equal(haptics_rules_find(rules, "200"), -1);
	assert_int_equal(json_array_size(json_object_get(haptics_rules_json(rules), "rules")), 5000);
	haptics_rules_release(rules);
}

static void a_set_that_waits_is_told_apart(void **state)
{
	(void)state;
	const struct haptics_rules *rules = parse("{\"rules\":[]}");
	assert_false(haptics_rules_are_waiting(rules));
	haptics_rules_release(rules);
	rules = parse("{\"rules\":[],\"waiting\":[]}");
	assert_true(haptics_rules_are_waiting(rules));
	haptics_rules_release(rules);
	assert_false(haptics_rules_are_waiting(NULL));
}

static void a_text_that_is_too_long_is_refused(void **state)
{
	(void)state;
	static char text[4 * 1024 * 1024 + 2];
	memset(text, ' ', sizeof(text) - 1);
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	assert_int_equal(haptics_rules_problem(rules, 0)->code, HAPTICS_PROBLEM_TOO_LARGE);
	assert_null(haptics_rules_json(rules));
	haptics_rules_release(rules);
	rules = haptics_rules_parse(NULL);
	assert_int_equal(haptics_rules_problem(rules, 0)->code, HAPTICS_PROBLEM_NOT_RULES);
	haptics_rules_release(rules);
}

static void an_empty_set_is_a_set(void **state)
{
	(void)state;
	static const char *const texts[] = {"{}", "{\"version\":1}", "{\"version\":1,\"rules\":[]}",
					    "{\"rules\":null}"};
	for (size_t i = 0; i < 4; i++) {
		const struct haptics_rules *rules = parse(texts[i]);
		assert_int_equal(haptics_rules_count(rules), 0);
		assert_int_equal(haptics_rules_find(rules, "a"), -1);
		haptics_rules_release(rules);
	}
	assert_int_equal(haptics_rules_count(NULL), 0);
	assert_null(haptics_rules_retain(NULL));
	haptics_rules_release(NULL);
}

static void unknown_keys_are_kept(void **state)
{
	(void)state;
	static const char text[] =
		"{\"version\":1,\"later\":{\"x\":[1,2]},\"rules\":[{\"id\":\"a\",\"colour\":\"red\",\"when\":{\"type\":"
		"\"scene\",\"ref\":{\"uuid\":\"\",\"name\":\"x\",\"hint\":1},\"mood\":7},\"only_if\":[{\"type\":"
		"\"studio_mode\","
		"\"not\":true,\"n\":null}],\"run\":{\"mode\":\"once\",\"p\":[]},\"do\":{\"kind\":\"stop\",\"q\":{}},"
		"\"limit\":{"
		"\"r\":1.25}}]}";
	const struct haptics_rules *rules = parse(text);
	json_t *before = json_loads(text, 0, NULL);
	assert_true(json_equal(before, haptics_rules_json(rules)));
	json_decref(before);
	haptics_rules_release(rules);
}

static void a_rule_as_streamers_write_it_is_read(void **state)
{
	(void)state;
	static const char text[] =
		"{\"version\":1,\"rules\":[{ \"id\":\"0b9e\", \"name\":\"On Hot cam\", \"enabled\":true, "
		"\"pinned\":true,"
		"\"when\":{ \"type\":\"scene\", \"ref\":{\"uuid\":\"5d7c\",\"name\":\"Hot cam\"}, \"edge\":\"enter\" },"
		"\"only_if\":[ {\"type\":\"output\",\"is\":[\"stream\",\"record\"]}, "
		"{\"type\":\"scene\",\"ref\":{},\"not\":true} ],"
		"\"run\":{ \"mode\":\"while\", \"duration_ms\":3000, \"retrigger\":\"restart\", \"delay_ms\":0 },"
		"\"do\":{ \"kind\":\"level\", \"fn\":\"vibrate\", \"level\":0.20, \"toys\":\"all\", \"fade_ms\":[0,0] "
		"},"
		"\"limit\":{ \"cooldown_ms\":0, \"max_run_ms\":60000, \"priority\":1 } }]}";
	const struct haptics_rules *rules = parse(text);
	json_t *before = json_loads(text, 0, NULL);
	assert_true(json_equal(before, haptics_rules_json(rules)));
	json_decref(before);
	haptics_rules_release(rules);
}

static void a_set_lives_until_its_last_reference_is_released(void **state)
{
	(void)state;
	const struct haptics_rules *rules = parse(WHEN(SCENE));
	assert_ptr_equal(haptics_rules_retain(rules), rules);
	haptics_rules_release(rules);
	struct haptics_rule_view view;
	haptics_rules_view(rules, 0, &view);
	assert_string_equal(view.id, "a");
	assert_string_equal(view.ref->name, "x");
	haptics_rules_release(rules);
}

static unsigned needs_of(const struct haptics_rules *rules, const char *name)
{
	const struct haptics_rule_ref *ref = NULL;
	for (size_t i = 0; (ref = haptics_rules_ref(rules, i)); i++)
		if (strcmp(ref->ref.name, name) == 0)
			return ref->needs;
	fail_msg("no reference to %s", name);
	return 0;
}

static void references_come_from_triggers_conditions_and_actions(void **state)
{
	(void)state;
	const struct haptics_rules *rules = parse(
		"{\"only_if\":[{\"type\":\"media\",\"ref\":{\"name\":\"Film\"}}],\"rules\":["
		"{\"id\":\"1\",\"when\":{\"type\":\"scene\",\"ref\":{\"name\":\"Hot\"}},\"only_if\":[{\"type\":"
		"\"source\","
		"\"ref\":{\"name\":\"Cam\"}}],\"do\":" LEVEL "},"
		"{\"id\":\"2\",\"when\":{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"}},\"do\":{\"kind\":\"stop\"}},"
		"{\"id\":\"3\",\"when\":{\"type\":\"source\",\"ref\":{\"name\":\"Cam\"}},"
		"\"do\":{\"kind\":\"audio\",\"source\":{\"name\":\"Music\"},\"off_air\":true}},"
		"{\"id\":\"4\",\"when\":{\"type\":\"source\",\"ref\":{\"name\":\"Own\"}},"
		"\"do\":{\"kind\":\"audio\",\"source\":{\"name\":\"Own\"}}},"
		"{\"id\":\"5\",\"when\":{\"type\":\"audio\",\"ref\":{\"name\":\"Mic\"}},\"do\":{\"kind\":\"audio\"}}]"
		"}");
	assert_int_equal(needs_of(rules, "Hot"), HAPTICS_NEEDS_EXISTENCE);
	assert_int_equal(needs_of(rules, "Cam"), HAPTICS_NEEDS_STATE);
	assert_int_equal(needs_of(rules, "Mic"), HAPTICS_NEEDS_STATE | HAPTICS_NEEDS_LEVEL);
	assert_int_equal(needs_of(rules, "Music"), HAPTICS_NEEDS_LEVEL);
	assert_int_equal(needs_of(rules, "Own"), HAPTICS_NEEDS_STATE | HAPTICS_NEEDS_LEVEL);
	assert_int_equal(needs_of(rules, "Film"), HAPTICS_NEEDS_STATE | HAPTICS_NEEDS_MEDIA);
	assert_non_null(haptics_rules_ref(rules, 5));
	assert_null(haptics_rules_ref(rules, 6));
	assert_null(haptics_rules_ref(NULL, 0));
	haptics_rules_release(rules);
}

static void long_names_stay_different(void **state)
{
	char long_name[400] = "";
	char first[HAPTICS_NAME_SIZE];
	char second[HAPTICS_NAME_SIZE];
	(void)state;
	for (int i = 0; i < 86; i++)
		strcat(long_name, "\xe3\x81\x82"); /* a character of three bytes */
	haptics_copy_name(first, long_name);
	assert_true(strlen(first) < strlen(long_name));
	assert_memory_equal(first, long_name, 230);
	json_t *text = json_string(first); /* which is NULL for anything but UTF-8 */
	assert_non_null(text);
	json_decref(text);
	haptics_copy_name(second, long_name);
	assert_string_equal(first, second);
	haptics_copy_name(second, strcat(long_name, "2"));
	assert_string_not_equal(first, second);
	memset(long_name, 'a', HAPTICS_NAME_SIZE - 1);
	long_name[HAPTICS_NAME_SIZE - 1] = '\0';
	haptics_copy_name(first, long_name); /* just fits */
	assert_string_equal(first, long_name);
	haptics_copy_name(first, NULL);
	assert_string_equal(first, "");
}

static void one_source_is_known_by_its_uuid_and_else_by_its_name(void **state)
{
	(void)state;
	static const struct {
		struct haptics_ref a, b;
		bool is_same;
	} cases[] = {
		{{.uuid = "u", .name = "x"}, {.uuid = "u", .name = "y"}, true},
		{{.uuid = "u", .name = "x"}, {.uuid = "v", .name = "x"}, false},
		{{.uuid = "u", .name = "x"}, {.name = "x"}, true},
		{{.name = "x"}, {.uuid = "v", .name = "x"}, true},
		{{.uuid = "u", .name = "x"}, {.name = "y"}, false},
		{{.name = ""}, {.name = ""}, false},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(haptics_ref_is_same_source(&cases[i].a, &cases[i].b), cases[i].is_same);
}

static void a_view_shows_what_a_rule_is(void **state)
{
	(void)state;
	struct haptics_rule_view view;
	const struct haptics_rules *rules =
		parse("{\"rules\":[{\"id\":\"a\",\"name\":\"Mic\",\"enabled\":false,\"pinned\":true,\"when\":{\"type\":"
		      "\"audio\",\"ref\":"
		      "{\"name\":\"Mic\"}},\"run\":{\"mode\":\"while\"},\"do\":{\"kind\":\"audio\",\"hi\":0.45}},{"
		      "\"id\":\"b\","
		      "\"when\":" HOTKEY
		      ",\"do\":{\"kind\":\"pattern\",\"steps\":[0.1,0.7,0.2],\"step_ms\":200}},{\"id\":\"c\",\"when\":"
		      "{\"type\":\"timer\",\"every_ms\":1000},\"do\":{\"kind\":\"preset\",\"preset\":\"wave\"}},{"
		      "\"id\":\"d\","
		      "\"when\":{\"type\":\"request\"},\"do\":{\"kind\":\"position\",\"position\":0.3}}]}");
	haptics_rules_view(rules, 0, &view);
	assert_string_equal(view.name, "Mic");
	assert_false(view.is_enabled);
	assert_true(view.is_pinned);
	assert_int_equal(view.trigger, HAPTICS_TRIGGER_AUDIO);
	assert_int_equal(view.mode, HAPTICS_RUN_WHILE);
	assert_string_equal(view.ref->name, "Mic");
	assert_string_equal(view.audio_ref->name, "Mic");
	assert_string_equal(view.sentence_kind, "audio");
	assert_float_equal(view.level, 0.45, 1e-9);
	haptics_rules_view(rules, 1, &view);
	assert_true(view.is_enabled);
	assert_null(view.ref);
	assert_null(view.audio_ref);
	assert_float_equal(view.level, 0.7, 1e-9);
	haptics_rules_view(rules, 2, &view);
	assert_float_equal(view.level, 1, 1e-9);
	assert_string_equal(view.sentence_kind, "preset");
	haptics_rules_view(rules, 3, &view);
	assert_float_equal(view.level, 0.3, 1e-9);
	assert_int_equal(haptics_rules_find(rules, "c"), 2);
	haptics_rules_release(rules);
}

static void a_long_name_is_cut_at_a_character_and_its_json_kept(void **state)
{
	(void)state;
	char text[1200];
	char name[600] = "";
	for (int i = 0; i < 127; i++)
		strcat(name, "\xc3\xa4");
	strcat(name, "\xe2\x82\xac long");
	snprintf(text, sizeof(text), RULE("{\"type\":\"scene\",\"ref\":{\"name\":\"%s\"}}", "{}", LEVEL, ""), name);
	const struct haptics_rules *rules = parse(text);
	struct haptics_rule_view view;
	haptics_rules_view(rules, 0, &view);
	assert_memory_equal(view.ref->name, name, 238);
	assert_int_equal(view.ref->name[238], '#'); /* not half a character, though there was a byte left */
	json_t *before = json_loads(text, 0, NULL);
	assert_true(json_equal(before, haptics_rules_json(rules)));
	json_decref(before);
	haptics_rules_release(rules);
}

#define TIP(id, band) "{\"id\":\"" id "\",\"when\":{\"type\":\"tip\"," band "},\"do\":" LEVEL "}"

static void bands_in_each_others_way_are_told_and_used(void **state)
{
	(void)state;
	static const char text[] = "{\"rules\":[" TIP("a", "\"from\":1") "," TIP("b", "\"from\":50,\"to\":200") "," TIP(
		"c",
		"\"from\":69,\"to\":69") "," TIP("d",
						 "\"from\":100,\"to\":300") "," TIP("e",
										    "\"from\":50") "," TIP("f",
													   "\"from\":"
													   "201") "]}";
	const struct haptics_rules *rules = haptics_rules_parse_text(text);
	assert_null(haptics_rules_problem(rules, 0));
	assert_int_equal(haptics_rules_count(rules), 6);
	const struct haptics_problem *advice = haptics_rules_advice(rules, 0);
	assert_int_equal(advice->code, HAPTICS_PROBLEM_BANDS); /* d goes beyond b */
	assert_int_equal(advice->rule, 3);
	assert_int_equal(advice->other, 1);
	assert_string_equal(advice->text, "b");
	assert_float_equal(advice->min, 100, 0);
	assert_float_equal(advice->max, 200, 0);
	advice = haptics_rules_advice(rules, 1); /* e begins where b does */
	assert_int_equal(advice->rule, 4);
	advice = haptics_rules_advice(rules, 2); /* f is in d */
	assert_int_equal(advice->rule, 5);
	assert_string_equal(advice->text, "d");
	assert_null(haptics_rules_advice(rules, 3));
	haptics_rules_release(rules);
}

static void a_bad_goal_keeps_no_rule_from_being_used(void **state)
{
	(void)state;
	struct haptics_goal goal;
	const struct haptics_rules *rules =
		haptics_rules_parse_text("{\"goal\":{\"target\":0},\"rules\":[" TIP("a", "\"from\":1") "]}");
	assert_int_equal(haptics_rules_problem(rules, 0)->code, HAPTICS_PROBLEM_NOT_ABOVE);
	assert_int_equal(haptics_rules_count(rules), 1);
	assert_true(haptics_rules_goal(rules, &goal));
	assert_float_equal(goal.target, HAPTICS_GOAL_TARGET, 0);
	haptics_rules_release(rules);
	assert_false(haptics_rules_goal(NULL, &goal));
}

static void a_rule_for_tips_is_shown_with_its_price(void **state)
{
	(void)state;
	struct haptics_rule_view view;
	const struct haptics_rules *rules = haptics_rules_parse_text(
		"{\"rules\":[{\"id\":\"a\",\"when\":{\"type\":\"tip\",\"from\":5,\"to\":9},\"run\":{\"retrigger\":"
		"\"queue\",\"duration_ms\":{\"from\":2000,\"to\":8000}},\"do\":{\"kind\":\"level\",\"level\":{"
		"\"from\":0.2,\"to\":0.4}}}]}");
	haptics_rules_view(rules, 0, &view);
	assert_int_equal(view.trigger, HAPTICS_TRIGGER_TIP);
	assert_true(view.is_queued && view.has_amount_end);
	assert_float_equal(view.amount_from, 5, 0);
	assert_float_equal(view.amount_to, 9, 0);
	assert_float_equal(view.level_from, 0.2, 1e-9);
	assert_float_equal(view.level, 0.4, 1e-9);
	assert_int_equal(view.duration_from_ms, 2000);
	assert_int_equal(view.duration_to_ms, 8000);
	haptics_rules_release(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_has_a_code_its_arguments_and_the_path_of_the_key),
		cmocka_unit_test(a_bad_rule_is_left_out_and_the_others_are_used),
		cmocka_unit_test(a_set_that_is_bad_as_a_whole_has_no_rules),
		cmocka_unit_test(of_too_many_rules_the_first_are_used),
		cmocka_unit_test(a_set_that_waits_is_told_apart),
		cmocka_unit_test(a_text_that_is_too_long_is_refused),
		cmocka_unit_test(an_empty_set_is_a_set),
		cmocka_unit_test(unknown_keys_are_kept),
		cmocka_unit_test(a_rule_as_streamers_write_it_is_read),
		cmocka_unit_test(a_set_lives_until_its_last_reference_is_released),
		cmocka_unit_test(references_come_from_triggers_conditions_and_actions),
		cmocka_unit_test(long_names_stay_different),
		cmocka_unit_test(one_source_is_known_by_its_uuid_and_else_by_its_name),
		cmocka_unit_test(a_view_shows_what_a_rule_is),
		cmocka_unit_test(a_long_name_is_cut_at_a_character_and_its_json_kept),
		cmocka_unit_test(bands_in_each_others_way_are_told_and_used),
		cmocka_unit_test(a_bad_goal_keeps_no_rule_from_being_used),
		cmocka_unit_test(a_rule_for_tips_is_shown_with_its_price),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
