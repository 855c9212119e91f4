/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads and checks a whole rule set. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haptics/rules/rule_reader.h"

enum { TEXT_MAX_BYTES = 4 * 1024 * 1024, MAX_JSON_REFS = HAPTICS_MAX_CONDITIONS + 2 };

static bool has_only_edges(enum haptics_trigger type)
{
	return type == HAPTICS_TRIGGER_REPLAY || type == HAPTICS_TRIGGER_TIMER;
}

static void read_when(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	static const struct rule_word edges[] = {{"enter", RULE_EDGE_ENTER}, {"leave", RULE_EDGE_LEAVE}, {NULL, 0}};
	const json_t *when = rule_read_object(reader, object, "when");
	if (!when)
		rule_reader_fail(reader, "when", "is missing; give {\"type\": ...}");
	size_t mark = rule_reader_enter(reader, "when", -1);
	rule_read_trigger(reader, when, false, &rule->when);
	rule->edge = (enum rule_edge)rule_read_word(reader, when, "edge", edges, RULE_EDGE_ENTER);
	if (rule->edge == RULE_EDGE_LEAVE && has_only_edges(rule->when.type))
		rule_reader_fail(reader, "edge", "this trigger has no leave edge");
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
		rule_reader_fail(reader, "mode", "toggle needs a hotkey or request trigger");
	if (rule->mode == HAPTICS_RUN_WHILE && has_only_edges(rule->when.type))
		rule_reader_fail(reader, "mode", "while needs a trigger that lasts; use once");
	if (rule->mode != HAPTICS_RUN_ONCE && rule->edge == RULE_EDGE_LEAVE)
		rule_reader_fail(reader, "mode", "the leave edge needs once");
	if (rule->mode != HAPTICS_RUN_ONCE && rule->action.kind == RULE_ACTION_STOP)
		rule_reader_fail(reader, "mode", "stop needs once");
}

static void read_run(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	static const struct rule_word modes[] = {
		{"once", HAPTICS_RUN_ONCE}, {"while", HAPTICS_RUN_WHILE}, {"toggle", HAPTICS_RUN_TOGGLE}, {NULL, 0}};
	static const struct rule_word retriggers[] = {{"ignore", RULE_RETRIGGER_IGNORE},
						      {"restart", RULE_RETRIGGER_RESTART},
						      {"extend", RULE_RETRIGGER_EXTEND},
						      {NULL, 0}};
	const json_t *run = rule_read_object(reader, object, "run");
	size_t mark = rule_reader_enter(reader, "run", -1);
	rule->mode = (enum haptics_run_mode)rule_read_word(reader, run, "mode", modes, HAPTICS_RUN_ONCE);
	rule->duration_ms = rule_read_int(reader, run, "duration_ms", 50, 3600000, 3000);
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
		rule_reader_fail(reader, "do", "is missing; give {\"kind\": ...}");
	size_t mark = rule_reader_enter(reader, "do", -1);
	rule_read_action(reader, action, &rule->when, &rule->action);
	rule_reader_leave(reader, mark);
}

static void read_limit(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	bool is_hold = rule->when.type == HAPTICS_TRIGGER_HOTKEY && rule->mode == HAPTICS_RUN_WHILE;
	const json_t *limit = rule_read_object(reader, object, "limit");
	size_t mark = rule_reader_enter(reader, "limit", -1);
	rule->cooldown_ms = rule_read_int(reader, limit, "cooldown_ms", 0, 86400000, 0);
	rule->max_run_ms = rule_read_int(reader, limit, "max_run_ms", 250, 3600000, is_hold ? 30000 : 60000);
	rule->priority = rule_read_int(reader, limit, "priority", 0, 2, 1);
	rule_reader_leave(reader, mark);
}

static void read_rule(struct rule_reader *reader, const json_t *object, struct rule *rule)
{
	if (!json_is_object(object))
		rule_reader_fail(reader, "", "must be an object");
	rule->id = rule_read_text(reader, object, "id", "");
	if (!rule->id[0] || strlen(rule->id) >= HAPTICS_ID_SIZE)
		rule_reader_fail(reader, "id", "must be a text of 1 to %d bytes", HAPTICS_ID_SIZE - 1);
	if (!reader->has_failed && haptics_rules_find(reader->rules, rule->id) >= 0)
		rule_reader_fail(reader, "id", "\"%s\" is already taken by another rule", rule->id);
	rule->name = rule_read_text(reader, object, "name", "");
	rule->is_enabled = rule_read_bool(reader, object, "enabled", true);
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
		rule_reader_fail(reader, "", "the rules must be an object {\"version\": 1, \"rules\": [...]}");
		return;
	}
	int version = rule_read_int(reader, json, "version", 1, INT_MAX, HAPTICS_RULES_VERSION);
	if (version > HAPTICS_RULES_VERSION)
		rule_reader_fail(reader, "version",
				 "%d is newer than this plugin knows (%d); update it to use these rules", version,
				 HAPTICS_RULES_VERSION);
	reader->rules->once_gap_ms = rule_read_int(reader, json, "once_gap_ms", 0, 600000, 0);
	reader->rules->condition_count = rule_read_conditions(reader, json, reader->rules->only_if);
}

static void read_list(struct rule_reader *reader, const json_t *list)
{
	size_t outer = rule_reader_enter(reader, "rules", -1);
	for (size_t i = 0; i < json_array_size(list) && !reader->has_failed; i++) {
		size_t mark = rule_reader_enter(reader, NULL, (int)i);
		read_rule(reader, json_array_get(list, i), &reader->rules->rules[i]);
		reader->rules->count++;
		rule_reader_leave(reader, mark);
	}
	rule_reader_leave(reader, outer);
}

/* Room for every rule and ref the set could hold; given back to the true size of refs afterwards. */
static bool reserve(struct haptics_rules *rules, size_t count)
{
	size_t refs = count * MAX_JSON_REFS + HAPTICS_MAX_CONDITIONS;
	rules->rules = calloc(count + 1, sizeof(*rules->rules));
	rules->refs = calloc(refs, sizeof(*rules->refs));
	return rules->rules && rules->refs;
}

static void trim(struct haptics_rules *rules)
{
	struct haptics_ref *refs = realloc(rules->refs, (rules->ref_count + 1) * sizeof(*refs));
	if (refs)
		rules->refs = refs;
}

struct haptics_rules *haptics_rules_parse(const json_t *json, char *error, size_t error_size)
{
	struct rule_reader reader = {.error = error, .error_size = error_size};
	struct haptics_rules *rules = calloc(1, sizeof(*rules));
	reader.rules = rules;
	if (!rules)
		goto no_memory;
	rules->json = json_deep_copy(json);
	if (json && !rules->json)
		goto no_memory;
	const json_t *list = rule_read_array(&reader, rules->json, "rules", HAPTICS_MAX_RULES);
	if (!reserve(rules, json_array_size(list)))
		goto no_memory;
	read_set(&reader, rules->json);
	read_list(&reader, list);
	if (reader.has_failed)
		goto fail;
	trim(rules);
	return rules;
no_memory:
	snprintf(error, error_size, "out of memory");
fail:
	haptics_rules_destroy(rules);
	return NULL;
}

struct haptics_rules *haptics_rules_parse_text(const char *text, char *error, size_t error_size)
{
	json_error_t problem;
	if (strlen(text) > TEXT_MAX_BYTES) {
		snprintf(error, error_size, "the rules are longer than 4 MiB");
		return NULL;
	}
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
	if (!json) {
		snprintf(error, error_size, "line %d: %s", problem.line, problem.text);
		return NULL;
	}
	struct haptics_rules *rules = haptics_rules_parse(json, error, error_size);
	json_decref(json);
	return rules;
}
