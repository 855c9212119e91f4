/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and checks a whole rule set. */
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "haptics/rules/rule_reader.h"

enum { MAX_MIB = 4, MAX_JSON_REFS = HAPTICS_MAX_CONDITIONS + 2 };

static bool has_only_edges(enum haptics_trigger type)
{
	return type == HAPTICS_TRIGGER_REPLAY || type == HAPTICS_TRIGGER_TIMER || type == HAPTICS_TRIGGER_TIP;
}

static void read_when(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	static const char *const edges[] = {"", [RULE_EDGE_ENTER] = "enter", [RULE_EDGE_LEAVE] = "leave", NULL};
	const json_t *when = rule_read_object(reader, object, "when");
	if (!when)
		rule_reader_fail(reader, "when", HAPTICS_PROBLEM_MISSING);
	size_t mark = rule_reader_enter(reader, "when", -1);
	rule_read_trigger(reader, when, false, &rule->when);
	rule->edge = (enum rule_edge)rule_read_word(reader, when, "edge", edges, RULE_EDGE_ENTER);
	if (rule->edge == RULE_EDGE_LEAVE && has_only_edges(rule->when.type))
		rule_reader_fail(reader, "edge", HAPTICS_PROBLEM_NO_LEAVE_EDGE);
	rule->is_also_if_active = rule_read_bool(reader, when, "also_if_active", false);
	if (rule->when.type == HAPTICS_TRIGGER_TIMER) {
		rule->every_ms = rule_read_int(reader, when, "every_ms", 1000, 86400000, INT_MIN);
		rule->jitter_ms = rule_read_int(reader, when, "jitter_ms", 0, rule->every_ms, 0);
	}
	rule_reader_leave(reader, mark);
}

static void check_mode(struct rule_reader *reader, const struct rule *rule)
{
	bool is_held = rule->when.type == HAPTICS_TRIGGER_HOTKEY || rule->when.type == HAPTICS_TRIGGER_REQUEST;
	if (rule->mode == HAPTICS_RUN_TOGGLE && !is_held)
		rule_reader_fail(reader, "mode", HAPTICS_PROBLEM_TOGGLE_TRIGGER);
	if (rule->mode == HAPTICS_RUN_WHILE && has_only_edges(rule->when.type))
		rule_reader_fail(reader, "mode", HAPTICS_PROBLEM_WHILE_TRIGGER);
	if (rule->mode != HAPTICS_RUN_ONCE && rule->edge == RULE_EDGE_LEAVE)
		rule_reader_fail(reader, "mode", HAPTICS_PROBLEM_LEAVE_MODE);
	if (rule->mode != HAPTICS_RUN_ONCE && rule->action.kind == RULE_ACTION_STOP)
		rule_reader_fail(reader, "mode", HAPTICS_PROBLEM_STOP_MODE);
	if (rule->mode != HAPTICS_RUN_ONCE && rule->retrigger == RULE_RETRIGGER_QUEUE)
		rule_reader_fail(reader, "retrigger", HAPTICS_PROBLEM_QUEUE_MODE);
}

static void read_duration(struct rule_reader *reader, const json_t *run, struct rule *rule)
{
	double to = 0;
	if (!json_is_object(json_object_get(run, "duration_ms"))) {
		rule->duration_ms = rule->duration_max_ms =
			rule_read_int(reader, run, "duration_ms", 50, 3600000, 3000);
		return;
	}
	rule->duration_ms =
		(int)rule_read_range(reader, run, "duration_ms", 50, 3600000, NAN, &to, &rule->duration_range);
	rule->duration_max_ms = (int)to;
}

static void read_run(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	static const char *const modes[] = {
		"", [HAPTICS_RUN_ONCE] = "once", [HAPTICS_RUN_WHILE] = "while", [HAPTICS_RUN_TOGGLE] = "toggle", NULL};
	static const char *const retriggers[] = {"",
						 [RULE_RETRIGGER_IGNORE] = "ignore",
						 [RULE_RETRIGGER_RESTART] = "restart",
						 [RULE_RETRIGGER_EXTEND] = "extend",
						 [RULE_RETRIGGER_QUEUE] = "queue",
						 NULL};
	const json_t *run = rule_read_object(reader, object, "run");
	size_t mark = rule_reader_enter(reader, "run", -1);
	rule->mode = (enum haptics_run_mode)rule_read_word(reader, run, "mode", modes, HAPTICS_RUN_ONCE);
	read_duration(reader, run, rule);
	rule->retrigger =
		(enum rule_retrigger)rule_read_word(reader, run, "retrigger", retriggers, RULE_RETRIGGER_RESTART);
	rule->delay_ms = rule_read_int(reader, run, "delay_ms", 0, 600000, 0);
	check_mode(reader, rule);
	rule_reader_leave(reader, mark);
}

static void read_do(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	const json_t *action = rule_read_object(reader, object, "do");
	if (!action)
		rule_reader_fail(reader, "do", HAPTICS_PROBLEM_MISSING);
	size_t mark = rule_reader_enter(reader, "do", -1);
	rule_read_action(reader, action, &rule->when, &rule->action);
	rule_reader_leave(reader, mark);
}

/* A key or a request may never let go; what is true in OBS ends, or is seen by everybody. */
static bool may_be_endless(const struct rule *rule)
{
	return rule->mode == HAPTICS_RUN_WHILE && rule->when.type != HAPTICS_TRIGGER_HOTKEY &&
	       rule->when.type != HAPTICS_TRIGGER_REQUEST;
}

static void read_longest_run(struct rule_reader *reader, const json_t *limit, struct rule *rule)
{
	enum { LEAST_MS = 250, MOST_MS = 3600000, USUAL_MS = 60000, HELD_KEY_MS = 30000 };
	bool is_hold = rule->when.type == HAPTICS_TRIGGER_HOTKEY && rule->mode == HAPTICS_RUN_WHILE;
	int usual_ms = is_hold ? HELD_KEY_MS : USUAL_MS;
	int least_ms = may_be_endless(rule) ? 0 : LEAST_MS;
	rule->max_run_ms = rule_read_int(reader, limit, "max_run_ms", least_ms, MOST_MS, usual_ms);
	rule->is_endless = rule->max_run_ms == 0;
	if (rule->is_endless)
		rule->max_run_ms = usual_ms;
	else if (rule->max_run_ms < LEAST_MS)
		rule_reader_fail_number(reader, "max_run_ms", HAPTICS_PROBLEM_OUT_OF_RANGE, rule->max_run_ms, LEAST_MS,
					MOST_MS);
}

static void read_limit(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	const json_t *limit = rule_read_object(reader, object, "limit");
	size_t mark = rule_reader_enter(reader, "limit", -1);
	rule->cooldown_ms = rule_read_int(reader, limit, "cooldown_ms", 0, 86400000, 0);
	read_longest_run(reader, limit, rule);
	rule->priority = rule_read_int(reader, limit, "priority", 0, 2, 1);
	rule_reader_leave(reader, mark);
}

static void read_rule(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	if (!json_is_object(object))
		rule_reader_fail(reader, "", HAPTICS_PROBLEM_NOT_OBJECT);
	rule->json = object;
	rule->id = rule_read_text(reader, object, "id", "");
	if (!rule->id[0] || strlen(rule->id) >= HAPTICS_ID_SIZE)
		rule_reader_fail_number(reader, "id", HAPTICS_PROBLEM_BYTE_COUNT, 0, 1, HAPTICS_ID_SIZE - 1);
	if (haptics_rules_find(reader->rules, rule->id) >= 0)
		rule_reader_fail_text(reader, "id", HAPTICS_PROBLEM_ID_TAKEN, rule->id);
	rule->name = rule_read_text(reader, object, "name", "");
	rule->is_enabled_at_first = rule_read_bool(reader, object, "enabled", true);
	rule->is_pinned = rule_read_bool(reader, object, "pinned", false);
	read_when(reader, object, rule);
	rule->condition_count = rule_read_conditions(reader, object, rule->only_if);
	read_do(reader, object, rule);
	read_run(reader, object, rule);
	read_limit(reader, object, rule);
}

static void read_set(struct rule_reader *reader, const json_t *json)
{
	if (!json_is_object(json)) {
		rule_reader_fail(reader, "", HAPTICS_PROBLEM_NOT_RULES);
		return;
	}
	int version = rule_read_int(reader, json, "version", 1, INT_MAX, HAPTICS_RULES_VERSION);
	if (version > HAPTICS_RULES_VERSION)
		rule_reader_fail_number(reader, "version", HAPTICS_PROBLEM_NEWER, version, 1, HAPTICS_RULES_VERSION);
	reader->rules->is_waiting = json_object_get(json, "waiting") != NULL;
	reader->rules->once_gap_ms = rule_read_int(reader, json, "once_gap_ms", 0, 600000, 0);
	reader->rules->condition_count = rule_read_conditions(reader, json, reader->rules->only_if);
	rule_read_viewers(reader, json, &reader->rules->viewers);
}

/* Takes the problem of the reader, so that it can read on. */
static bool keep_problem(struct rule_reader *reader, int rule)
{
	struct haptics_rules *rules = reader->rules;
	size_t size = (rules->problem_count + 1) * sizeof(*rules->problems);
	struct haptics_problem *problems = realloc(rules->problems, size);
	if (!problems)
		return false;
	reader->problem.rule = rule;
	problems[rules->problem_count++] = reader->problem;
	rules->problems = problems;
	reader->problem = (struct haptics_problem){.code = HAPTICS_PROBLEM_NONE};
	return true;
}

static bool read_goal(struct rule_reader *reader, const json_t *json)
{
	rule_read_goal(reader, json, &reader->rules->viewers.goal);
	reader->rules->has_goal = true;
	return !rule_reader_has_failed(reader) || keep_problem(reader, -1);
}

static size_t used_size(const json_t *list)
{
	size_t size = json_array_size(list);
	return size < HAPTICS_MAX_RULES ? size : HAPTICS_MAX_RULES;
}

/* One bad rule, or too many, must not silence the others. */
static bool read_list(struct rule_reader *reader, const json_t *list)
{
	struct haptics_rules *rules = reader->rules;
	size_t count = used_size(list);
	if (count < json_array_size(list)) {
		rule_reader_fail_number(reader, "rules", HAPTICS_PROBLEM_ENTRY_COUNT, (double)json_array_size(list), 0,
					HAPTICS_MAX_RULES);
		if (!keep_problem(reader, -1))
			return false;
	}
	size_t outer = rule_reader_enter(reader, "rules", -1);
	for (size_t i = 0; i < count; i++) {
		size_t mark = rule_reader_enter(reader, NULL, (int)i);
		size_t ref_count = rules->ref_count;
		read_rule(reader, json_array_get(list, i), &rules->rules[rules->count]);
		rule_reader_leave(reader, mark);
		if (!rule_reader_has_failed(reader)) {
			rules->count++;
			continue;
		}
		memset(&rules->refs[ref_count], 0, (rules->ref_count - ref_count) * sizeof(*rules->refs));
		rules->ref_count = ref_count;
		if (!keep_problem(reader, (int)i))
			return false;
	}
	rule_reader_leave(reader, outer);
	return true;
}

/* Room for every rule and ref the set could hold; given back to the true size of refs afterwards. */
static bool reserve(struct haptics_rules *rules, size_t count)
{
	size_t refs = count * MAX_JSON_REFS + HAPTICS_MAX_CONDITIONS;
	rules->rules = calloc(count + 1, sizeof(*rules->rules));
	rules->refs = calloc(refs + 1, sizeof(*rules->refs));
	return rules->rules && rules->refs;
}

static void trim(struct haptics_rules *rules)
{
	struct haptics_rule_ref *refs = realloc(rules->refs, (rules->ref_count + 1) * sizeof(*refs));
	if (refs)
		rules->refs = refs;
}

static struct haptics_rules *create_rules(json_t *json)
{
	struct haptics_rules *rules = calloc(1, sizeof(*rules));
	if (!rules) {
		json_decref(json);
		return NULL;
	}
	atomic_init(&rules->references, 1);
	rules->json = json;
	rules->viewers = rule_viewers_default;
	return rules;
}

const struct haptics_rules *haptics_rules_parse(json_t *json)
{
	struct haptics_rules *rules = create_rules(json);
	struct rule_reader reader = {.rules = rules};
	if (!rules)
		return NULL;
	const json_t *list = rule_read_array(&reader, json, "rules", SIZE_MAX);
	bool has_memory = reserve(rules, used_size(list));
	if (has_memory)
		read_set(&reader, json);
	if (has_memory && rule_reader_has_failed(&reader))
		has_memory = keep_problem(&reader, -1);
	else if (has_memory)
		has_memory = read_goal(&reader, json) && read_list(&reader, list) && rule_check_bands(rules);
	if (has_memory) {
		trim(rules);
		return rules;
	}
	haptics_rules_release(rules);
	return NULL;
}

/* Without JSON: nothing but a problem. */
static const struct haptics_rules *refuse_text(enum haptics_problem_code code, double min, double max)
{
	struct haptics_rules *rules = create_rules(NULL);
	struct rule_reader reader = {.rules = rules};
	rule_reader_fail_number(&reader, "", code, 0, min, max);
	if (rules && keep_problem(&reader, -1))
		return rules;
	haptics_rules_release(rules);
	return NULL;
}

const struct haptics_rules *haptics_rules_parse_text(const char *text)
{
	json_error_t problem;
	if (strlen(text) > (size_t)MAX_MIB * 1024 * 1024)
		return refuse_text(HAPTICS_PROBLEM_TOO_LARGE, 0, MAX_MIB);
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
	return json ? haptics_rules_parse(json) : refuse_text(HAPTICS_PROBLEM_NOT_JSON, problem.line, problem.column);
}
