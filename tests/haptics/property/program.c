/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "program.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const struct haptics_function program_functions[FUNCTION_COUNT] = TEST_FUNCTIONS;

/* --- chance --- */

struct dice {
	uint64_t state;
	bool is_generous; /* ceilings are 100 % but for an exception, so that presets pass */
	bool has_renames;
	bool is_for_tips; /* the first rules are for tips, and few things stop */
};

static uint64_t next(struct dice *dice)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return dice->state;
}

static int64_t between(struct dice *dice, int64_t min, int64_t max)
{
	return min + (int64_t)(next(dice) % (uint64_t)(max - min + 1));
}

static bool one_in(struct dice *dice, int n)
{
	return between(dice, 1, n) == 1;
}

/* 0..1, often one of the ends. */
static double unit(struct dice *dice)
{
	if (one_in(dice, 6))
		return (double)between(dice, 0, 1);
	return (double)between(dice, 0, 1000) / 1000;
}

static double bad_value(struct dice *dice)
{
	static const double bad[] = {NAN, INFINITY, -INFINITY, -0.5, 1.0000001, 2, 1e300, -1e-9};
	return bad[between(dice, 0, 7)];
}

static double level(struct dice *dice)
{
	return one_in(dice, 30) ? bad_value(dice) : unit(dice);
}

#define PICK(dice, list) ((list)[between((dice), 0, (int64_t)(sizeof(list) / sizeof((list)[0])) - 1)])

static const char *const scenes[] = {"A", "B", "C"};
static const char *const toy_events[] = {"online", "battery_below", "button", "shake", "depth", "motion"};
static const char *const sources[] = {"S", "T", "M"};

/* --- rules --- */

static json_t *ref_of(const char *name)
{
	return json_pack("{s:s}", "name", name);
}

static json_t *band_of(struct dice *dice)
{
	json_t *watch = json_pack("{s:s, s:i}", "type", "tip", "from", (int)between(dice, 0, 60));
	if (one_in(dice, 2))
		json_object_set_new(watch, "to",
				    json_real((double)json_integer_value(json_object_get(watch, "from")) +
					      (double)between(dice, 0, 400) / 4));
	return watch;
}

static json_t *range_of(struct dice *dice, json_t *from, json_t *to)
{
	return json_pack("{s:o, s:o, s:s}", "from", from, "to", to, "by", one_in(dice, 2) ? "amount" : "random");
}

static json_t *watch_of(struct dice *dice, bool is_condition)
{
	static const char *const outputs[] = {"stream", "record", "record_paused", "replay_buffer", "virtual_camera"};
	static const char *const told[] = {"hotkey", "request", "replay"};
	json_t *watch = NULL;
	switch (between(dice, is_condition ? 3 : -3, 11)) {
	case -3:
	case -2:
	case -1:
		return band_of(dice);
	case 0:
	case 1:
		return json_pack("{s:s}", "type", PICK(dice, told));
	case 2:
		return json_pack("{s:s, s:i, s:i}", "type", "timer", "every_ms", (int)between(dice, 1000, 9000),
				 "jitter_ms", (int)between(dice, 0, 1000));
	case 3:
	case 4:
		watch = json_pack("{s:s, s:o}", "type", "scene", "ref", ref_of(PICK(dice, scenes)));
		if (one_in(dice, 3))
			json_object_set_new(watch, "at", json_string("transition_start"));
		return watch;
	case 5:
		watch = json_pack("{s:s, s:o}", "type", "source", "ref", ref_of(PICK(dice, sources)));
		if (one_in(dice, 3))
			json_object_set_new(watch, "state", json_string("shown"));
		return watch;
	case 6:
		return json_pack("{s:s, s:o, s:b}", "type", "media", "ref", ref_of(PICK(dice, sources)), "off_air",
				 one_in(dice, 2));
	case 7:
		return json_pack("{s:s, s:s}", "type", "output", "is", PICK(dice, outputs));
	case 8:
		return json_pack("{s:s, s:o, s:f, s:b}", "type", "audio", "ref", ref_of(PICK(dice, sources)), "on_db",
				 -20.0, "off_air", one_in(dice, 2));
	case 9:
		return json_pack("{s:s, s:s, s:s}", "type", "clock", "from", "09:00", "to",
				 one_in(dice, 2) ? "17:30" : "03:00");
	case 10:
		return json_pack("{s:s}", "type", "studio_mode");
	default:
		return json_pack("{s:s, s:s}", "type", "toy", "event", PICK(dice, toy_events));
	}
}

static json_t *names_of(struct dice *dice, const char *const *names, size_t count)
{
	if (one_in(dice, 4))
		return json_string("all");
	if (one_in(dice, 2))
		return json_string(names[between(dice, 0, (int64_t)count - 1)]);
	return json_pack("[s, s]", names[between(dice, 0, (int64_t)count - 1)],
			 names[between(dice, 0, (int64_t)count - 1)]);
}

static json_t *steps_of(struct dice *dice)
{
	json_t *steps = json_array();
	int64_t count = between(dice, 1, one_in(dice, 4) ? HAPTICS_PATTERN_MAX : 6);
	for (int64_t i = 0; i < count; i++)
		json_array_append_new(steps, json_real(unit(dice)));
	return steps;
}

static json_t *action_of(struct dice *dice)
{
	static const char *const presets[] = {"pulse", "wave", "fireworks", "earthquake"};
	double low = unit(dice) * 0.8;
	switch (between(dice, 0, 11)) {
	case 0:
	case 10:
		return json_pack("{s:s, s:o, s:i}", "kind", "pattern", "steps", steps_of(dice), "step_ms",
				 (int)between(dice, 100, one_in(dice, 3) ? 10000 : 400));
	case 1:
	case 11:
		return json_pack("{s:s, s:s}", "kind", "preset", "preset", PICK(dice, presets));
	case 2:
		return json_pack("{s:s, s:f}", "kind", "position", "position", unit(dice));
	case 3:
	case 4:
		return json_pack("{s:s, s:o, s:f, s:f, s:s, s:b}", "kind", "audio", "source",
				 ref_of(PICK(dice, sources)), "lo", low, "hi", low + 0.2, "follow",
				 one_in(dice, 2) ? "smooth" : "responsive", "off_air", !one_in(dice, 4));
	case 5:
		return json_pack("{s:s}", "kind", "stop");
	case 6:
		return json_pack("{s:s, s:f, s:[s,s], s:[f,f]}", "kind", "level", "level", unit(dice), "fn",
				 "thrusting", "stroke", "stroke", low, low + 0.2);
	case 7:
		return json_pack("{s:s, s:f, s:[i,i]}", "kind", "level", "level", unit(dice), "fade_ms",
				 (int)between(dice, 0, 2000), (int)between(dice, 0, 2000));
	case 8:
		return json_pack("{s:s, s:o}", "kind", "level", "level",
				 range_of(dice, json_real(low), json_real(low + 0.2)));
	default:
		return json_pack("{s:s, s:f, s:f, s:s}", "kind", "level", "level", low, "level_max", low + 0.2,
				 "level_from", one_in(dice, 3) ? "request" : "rule");
	}
}

static bool is(const json_t *object, const char *key, const char *word)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text && strcmp(text, word) == 0;
}

static const char *mode_of(struct dice *dice, json_t *when, const json_t *action)
{
	bool is_told = is(when, "type", "hotkey") || is(when, "type", "request");
	bool is_edge = is(when, "type", "timer") || is(when, "type", "replay") || is(when, "type", "tip");
	if (one_in(dice, 3) || is_edge || is(action, "kind", "stop")) {
		if (!is_edge && one_in(dice, 3))
			json_object_set_new(when, "edge", json_string("leave"));
		return "once";
	}
	if (is_told && one_in(dice, 2))
		return "toggle";
	return "while";
}

static json_t *conditions_of(struct dice *dice, int64_t count)
{
	json_t *conditions = json_array();
	for (int64_t i = 0; i < count; i++) {
		json_t *condition = watch_of(dice, true);
		json_object_set_new(condition, "not", json_boolean(one_in(dice, 2)));
		json_array_append_new(conditions, condition);
	}
	return conditions;
}

/* What the checks want to know of it. */
static void describe_rule(struct program_rule *rule, const json_t *json)
{
	const json_t *when = json_object_get(json, "when");
	const json_t *run = json_object_get(json, "run");
	const json_t *fades = json_object_get(json_object_get(json, "do"), "fade_ms");
	bool is_while = is(run, "mode", "while");
	rule->fade_out_ms = (int)json_integer_value(json_array_get(fades, 1));
	rule->delay_ms = (int)json_integer_value(json_object_get(run, "delay_ms"));
	const json_t *limit = json_object_get(json, "limit");
	const json_t *action = json_object_get(json, "do");
	const char *toys = json_string_value(json_object_get(action, "toys"));
	rule->cooldown_ms = (int)json_integer_value(json_object_get(limit, "cooldown_ms"));
	rule->priority = (int)json_integer_value(json_object_get(limit, "priority"));
	rule->stops_all =
		is(action, "kind", "stop") && (!json_object_get(action, "toys") || (toys && strcmp(toys, "all") == 0));
	rule->is_hotkey_held = is_while && is(when, "type", "hotkey");
	rule->is_told = rule->is_hotkey_held || (is_while && is(when, "type", "request"));
	rule->has_no_conditions = json_array_size(json_object_get(json, "only_if")) == 0;
	if (is_while && is(when, "type", "scene"))
		snprintf(rule->scene, sizeof(rule->scene), "%s",
			 json_string_value(json_object_get(json_object_get(when, "ref"), "name")));
}

enum { ENDLESS_MS = 100000000 }; /* longer than any program */

/* 0 in the rule: as long as its trigger is true. */
static int max_run_of(struct dice *dice, const json_t *when, const char *mode)
{
	bool may_be_endless = strcmp(mode, "while") == 0 && !is(when, "type", "hotkey") && !is(when, "type", "request");
	if (may_be_endless && one_in(dice, 3))
		return ENDLESS_MS;
	return (int)between(dice, 250, one_in(dice, 2) ? 3000 : 40000);
}

static void generate_rule(struct dice *dice, struct program_rule *rule, size_t index)
{
	static const char *const toys[] = {"t1", "t2", "lush", "nora"};
	static const char *const functions[] = {"vibrate", "rotate",   "pump",  "thrusting",
						"depth",   "vibrate1", "stroke"};
	static const char *const retriggers[] = {"ignore", "restart", "extend"};
	json_t *when = dice->is_for_tips && index < 3 ? band_of(dice) : watch_of(dice, false);
	json_t *action = action_of(dice);
	const char *mode = mode_of(dice, when, action);
	snprintf(rule->id, sizeof(rule->id), "r%zu", index);
	rule->max_run_ms = max_run_of(dice, when, mode);
	if (one_in(dice, 6))
		json_object_set_new(when, "also_if_active", json_true());
	json_t *conditions = conditions_of(dice, one_in(dice, 3) ? between(dice, 1, 2) : 0);
	if (one_in(dice, 2))
		json_object_set_new(action, "toys", names_of(dice, toys, 4));
	if (one_in(dice, 2) && !json_object_get(action, "fn"))
		json_object_set_new(action, "fn", names_of(dice, functions, 7));
	json_t *json = json_pack(
		"{s:s, s:o, s:o, s:o, s:{s:s, s:i, s:s, s:i}, s:{s:i, s:i, s:i}}", "id", rule->id, "when", when,
		"only_if", conditions, "do", action, "run", "mode", mode, "duration_ms", (int)between(dice, 50, 8000),
		"retrigger", PICK(dice, retriggers), "delay_ms", one_in(dice, 4) ? (int)between(dice, 1, 3000) : 0,
		"limit", "cooldown_ms", one_in(dice, 3) ? (int)between(dice, 0, 5000) : 0, "max_run_ms",
		rule->max_run_ms == ENDLESS_MS ? 0 : rule->max_run_ms, "priority", (int)between(dice, 0, 2));
	bool may_queue = strcmp(mode, "once") == 0;
	json_t *run = json_object_get(json, "run");
	if (may_queue && !one_in(dice, 3))
		json_object_set_new(run, "retrigger", json_string("queue"));
	if (one_in(dice, 3))
		json_object_set_new(run, "duration_ms",
				    range_of(dice, json_integer(between(dice, 50, 3000)),
					     json_integer(between(dice, 3000, 20000))));
	rule->json = json_dumps(json, JSON_COMPACT);
	describe_rule(rule, json);
	json_decref(json);
}

static void generate_beside(struct dice *dice, struct program *program)
{
	static const char *const overflows[] = {"drop_newest", "drop_oldest", "shorten"};
	int seconds = (int)between(dice, 5, one_in(dice, 2) ? 20 : 400);
	int age = (int)between(dice, 10, one_in(dice, 2) ? 20 : 400);
	int minutes = one_in(dice, 3) ? 1 : 0;
	json_t *beside = json_pack("{s:{s:i, s:i, s:s, s:i, s:i, s:i}, s:{s:i, s:i}, s:[s]}", "queue", "max_seconds",
				   seconds, "max_age_seconds", age, "overflow", PICK(dice, overflows), "per_minute",
				   one_in(dice, 3) ? 60 : 0, "per_name_per_minute", one_in(dice, 3) ? 12 : 0,
				   "per_name_cooldown_ms", one_in(dice, 4) ? 5000 : 0, "budget", "move_minutes",
				   minutes, "rest_minutes", 1, "blocked", "badword");
	program->max_queue_ms = seconds * 1000;
	program->max_age_ms = age * 1000;
	program->move_ms = minutes * 60000;
	program->rest_ms = 60000;
	program->beside = json_dumps(beside, JSON_COMPACT);
	json_decref(beside);
}

/* What counts for the set as a whole. */
static void generate_set(struct dice *dice, struct program *program)
{
	program->rule_count = (size_t)between(dice, 1, PROGRAM_MAX_RULES);
	for (size_t i = 0; i < program->rule_count; i++)
		generate_rule(dice, &program->rules[i], i);
	program->rules_in_force = ~UINT32_C(0);
	generate_beside(dice, program);
	program->once_gap_ms = one_in(dice, 4) ? (int)between(dice, 1, 5000) : 0;
	if (!one_in(dice, 8))
		return;
	json_t *conditions = conditions_of(dice, 1);
	program->only_if = json_dumps(conditions, JSON_COMPACT);
	json_decref(conditions);
	for (size_t i = 0; i < program->rule_count; i++)
		program->rules[i].has_no_conditions = false;
}

const struct haptics_rules *program_rules(const struct program *program, uint32_t mask)
{
	json_t *list = json_array();
	for (size_t i = 0; i < program->rule_count; i++)
		if (program->rules[i].json && ((mask >> i) & 1))
			json_array_append_new(list, json_loads(program->rules[i].json, 0, NULL));
	json_t *json = json_pack("{s:i, s:o, s:i}", "version", 1, "rules", list, "once_gap_ms", program->once_gap_ms);
	if (program->only_if)
		json_object_set_new(json, "only_if", json_loads(program->only_if, 0, NULL));
	json_t *beside = json_loads(program->beside, 0, NULL);
	json_object_update(json, beside);
	json_decref(beside);
	const struct haptics_rules *rules = haptics_rules_parse(json);
	const struct haptics_problem *problem = haptics_rules_problem(rules, 0);
	if (!problem)
		return rules;
	fprintf(stderr, "a generated rule was refused: %s, problem %d\n", problem->path, problem->code);
	haptics_rules_release(rules);
	return NULL;
}

/* --- set-up --- */

static double master_of(struct dice *dice)
{
	return dice->is_generous || one_in(dice, 3) ? 1 : unit(dice);
}

static struct haptics_limits limits_of(struct dice *dice)
{
	return (struct haptics_limits){
		.master_ceiling = one_in(dice, 20) ? bad_value(dice) : master_of(dice),
		.lease_ms = (int)between(dice, 2000, one_in(dice, 3) ? 10000 : 3000),
		.min_gap_ms = (int)between(dice, 100, 500),
		.global_per_second = (int)between(dice, 8, 20),
		.stop_when_stream_ends = one_in(dice, 2),
		.are_tips_allowed = !one_in(dice, 6),
	};
}

static double ceiling_of(struct dice *dice)
{
	if (dice->is_generous)
		return one_in(dice, 40) ? unit(dice) : 1;
	if (one_in(dice, 40))
		return bad_value(dice);
	return one_in(dice, 2) ? 1 : unit(dice);
}

static struct haptics_toy toy_of(struct dice *dice, size_t index)
{
	static const struct {
		const char *type;
		uint32_t functions;
	} types[] = {
		{"lush", 1u << VIBRATE},
		{"edge", 1u << VIBRATE | 1u << VIBRATE1 | 1u << VIBRATE2},
		{"nora", 1u << VIBRATE | 1u << ROTATE},
		{"max", 1u << VIBRATE | 1u << PUMP},
		{"solace", 1u << THRUSTING | 1u << DEPTH | 1u << STROKE},
	};
	struct haptics_toy toy = {.is_online = !one_in(dice, 10), .ceiling = ceiling_of(dice)};
	size_t type = (size_t)between(dice, 0, 4);
	toy.battery = (int)between(dice, -1, 100);
	toy.functions = types[type].functions;
	snprintf(toy.type, sizeof(toy.type), "%s", types[type].type);
	snprintf(toy.alias, sizeof(toy.alias), "t%zu", index + 1 + (one_in(dice, 10) ? 10u : 0u));
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		toy.function_ceiling[f] = ceiling_of(dice);
	return toy;
}

/* --- steps --- */

static void name_rule(struct dice *dice, const struct program *program, struct haptics_intent *intent)
{
	snprintf(intent->id, sizeof(intent->id), "r%d", (int)between(dice, 0, (int64_t)program->rule_count));
}

/* Any bytes, or a name that comes again. */
static void fill_words(struct dice *dice, char *words, size_t size)
{
	if (one_in(dice, 2)) {
		snprintf(words, size, "viewer %d", (int)between(dice, 0, 3));
		return;
	}
	for (size_t i = 0; i < size; i++)
		words[i] = (char)next(dice);
}

static struct haptics_intent tip_of(struct dice *dice)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_TIP, .value = (double)between(dice, 1, 700) / 5};
	if (one_in(dice, 20))
		intent.value = one_in(dice, 2) ? bad_value(dice) : 0;
	fill_words(dice, intent.extra.by, sizeof(intent.extra.by));
	fill_words(dice, intent.message, sizeof(intent.message));
	return intent;
}

static struct haptics_intent viewers_of(struct dice *dice)
{
	static const enum haptics_intent_kind kinds[] = {
		HAPTICS_INTENT_SKIP_CURRENT,     HAPTICS_INTENT_CANCEL_RUN,       HAPTICS_INTENT_PAUSE_QUEUE,
		HAPTICS_INTENT_PAUSE_QUEUE,      HAPTICS_INTENT_TOGGLE_QUEUE,     HAPTICS_INTENT_TOGGLE_QUEUE,
		HAPTICS_INTENT_SET_GOAL,         HAPTICS_INTENT_ADD_TO_GOAL,      HAPTICS_INTENT_RESET_GOAL,
		HAPTICS_INTENT_CLEAR_QUEUE,      HAPTICS_INTENT_SET_TIPS_ALLOWED, HAPTICS_INTENT_SET_TIPS_ALLOWED,
		HAPTICS_INTENT_SET_TIPS_ALLOWED,
	};
	struct haptics_intent intent = {.kind = PICK(dice, kinds), .value = (double)between(dice, -20, 100)};
	intent.is_request = one_in(dice, 3);
	intent.on = intent.kind == HAPTICS_INTENT_PAUSE_QUEUE ? one_in(dice, 4) : !one_in(dice, 4);
	intent.run = intent.kind == HAPTICS_INTENT_CANCEL_RUN ? (uint32_t)between(dice, 0, 600) : 0;
	return intent;
}

static void shape_of(struct dice *dice, struct haptics_extra *extra)
{
	if (one_in(dice, 2)) {
		extra->preset = (enum haptics_preset)between(dice, HAPTICS_PULSE, HAPTICS_EARTHQUAKE);
		return;
	}
	extra->step_ms = (int16_t)between(dice, 100, 1000);
	extra->step_count = (uint8_t)between(dice, 1, one_in(dice, 4) ? HAPTICS_PATTERN_MAX : 5);
	for (size_t i = 0; i < extra->step_count; i++)
		extra->steps[i] = (uint8_t)between(dice, 0, 20);
}

static struct haptics_intent request_of(struct dice *dice, const struct program *program)
{
	static const enum haptics_intent_kind kinds[] = {HAPTICS_INTENT_RUN_RULE, HAPTICS_INTENT_RUN_LEVEL,
							 HAPTICS_INTENT_START_KEY, HAPTICS_INTENT_STOP_KEY,
							 HAPTICS_INTENT_TEST_TOY};
	struct haptics_intent intent = {.kind = PICK(dice, kinds), .on = one_in(dice, 2)};
	intent.functions = one_in(dice, 3) ? UINT32_C(1) << between(dice, 0, FUNCTION_COUNT) : 0;
	intent.value = level(dice);
	intent.has_value = one_in(dice, 2);
	intent.toys =
		one_in(dice, 2) ? 0 : (uint32_t)between(dice, 0, one_in(dice, 4) ? 15 : (1 << program->toy_count) - 1);
	intent.duration_ms = one_in(dice, 20) ? -5 : (int32_t)between(dice, 0, 20000);
	snprintf(intent.key, sizeof(intent.key), "k%d", (int)between(dice, 0, 2));
	if (intent.kind == HAPTICS_INTENT_RUN_RULE || (intent.kind == HAPTICS_INTENT_START_KEY && one_in(dice, 2)))
		name_rule(dice, program, &intent);
	if (one_in(dice, 6))
		shape_of(dice, &intent.extra);
	intent.has_seq = one_in(dice, 4);
	intent.seq = intent.has_seq ? between(dice, 0, 9) : 0;
	return intent;
}

static struct haptics_intent safety_of(struct dice *dice)
{
	static const enum haptics_intent_kind kinds[] = {
		HAPTICS_INTENT_STOP_ALL,      HAPTICS_INTENT_RESUME,      HAPTICS_INTENT_RESUME,
		HAPTICS_INTENT_RESUME,        HAPTICS_INTENT_RESUME,      HAPTICS_INTENT_RESUME,
		HAPTICS_INTENT_HALT,          HAPTICS_INTENT_SET_ARMED,   HAPTICS_INTENT_SET_ARMED,
		HAPTICS_INTENT_SET_ARMED,     HAPTICS_INTENT_SET_ARMED,   HAPTICS_INTENT_TOGGLE_ARMED,
		HAPTICS_INTENT_SET_CEILING,   HAPTICS_INTENT_SET_CEILING, HAPTICS_INTENT_STEP_CEILING,
		HAPTICS_INTENT_STEP_CEILING,  HAPTICS_INTENT_STOP_TOY,    HAPTICS_INTENT_PAUSE,
		HAPTICS_INTENT_LOWER_CEILING, HAPTICS_INTENT_END_PAUSE,
	};
	struct haptics_intent intent = {.kind = PICK(dice, kinds), .on = !one_in(dice, 8), .value = level(dice)};
	intent.cause = (enum haptics_halt_cause)between(dice, 0, HAPTICS_HALT_PAUSE);
	intent.is_request =
		(intent.kind == HAPTICS_INTENT_PAUSE || intent.kind == HAPTICS_INTENT_END_PAUSE) && one_in(dice, 2);
	if (intent.kind == HAPTICS_INTENT_PAUSE)
		intent.duration_ms = one_in(dice, 10) ? 0 : (int32_t)between(dice, -5, 3000);
	intent.toys = one_in(dice, 2) ? 0 : (uint32_t)between(dice, 0, 15);
	if (intent.kind == HAPTICS_INTENT_STEP_CEILING)
		intent.value -= dice->is_generous ? -1 : 0.5;
	if (intent.kind == HAPTICS_INTENT_SET_CEILING && dice->is_generous && !one_in(dice, 4))
		intent.value = 1;
	return intent;
}

static struct haptics_intent fact_of(struct dice *dice)
{
	static const enum haptics_intent_kind kinds[] = {
		HAPTICS_INTENT_SCENE_STARTED, HAPTICS_INTENT_SCENE_ENTERED, HAPTICS_INTENT_SOURCE_ACTIVE,
		HAPTICS_INTENT_SOURCE_SHOWN,  HAPTICS_INTENT_MEDIA,         HAPTICS_INTENT_OUTPUT,
		HAPTICS_INTENT_STUDIO_MODE,   HAPTICS_INTENT_REPLAY_SAVED,  HAPTICS_INTENT_AUDIO,
		HAPTICS_INTENT_AUDIO,         HAPTICS_INTENT_AUDIO,         HAPTICS_INTENT_REF_EXISTS,
		HAPTICS_INTENT_TOY_REPORT,    HAPTICS_INTENT_TOY_REPORT,
	};
	struct haptics_intent intent = {.kind = PICK(dice, kinds), .on = one_in(dice, 2)};
	bool is_scene = intent.kind == HAPTICS_INTENT_SCENE_STARTED || intent.kind == HAPTICS_INTENT_SCENE_ENTERED;
	snprintf(intent.ref.name, sizeof(intent.ref.name), "%s", is_scene ? PICK(dice, scenes) : PICK(dice, sources));
	intent.output = (enum haptics_output)between(dice, 0, HAPTICS_OUTPUT_VIRTUAL_CAMERA);
	intent.is_initial = one_in(dice, 20);
	intent.report = (enum haptics_report)between(dice, 0, HAPTICS_REPORT_SILENT);
	intent.index = (int32_t)between(dice, -1, 40);
	intent.toys = (uint32_t)between(dice, 0, 15);
	if (dice->has_renames && one_in(dice, 20)) {
		intent.kind = HAPTICS_INTENT_REF_RENAMED;
		snprintf(intent.new_name, sizeof(intent.new_name), "%s",
			 is_scene ? PICK(dice, scenes) : PICK(dice, sources));
	}
	intent.value = one_in(dice, 20) ? bad_value(dice) : (double)-between(dice, 0, 60);
	if (intent.kind == HAPTICS_INTENT_TOY_REPORT && !one_in(dice, 20))
		intent.value = unit(dice);
	return intent;
}

static struct haptics_intent intent_of(struct dice *dice, const struct program *program)
{
	int64_t chance = between(dice, 0, 99);
	struct haptics_intent intent = {0};
	if (chance < 28)
		return fact_of(dice);
	if (chance < 44)
		return tip_of(dice);
	if (chance < 47)
		return viewers_of(dice);
	if (chance < 68)
		return request_of(dice, program);
	if (dice->is_for_tips && !one_in(dice, 8))
		return tip_of(dice);
	if (chance < 76)
		return safety_of(dice);
	intent.kind = one_in(dice, 15) ? HAPTICS_INTENT_RULE_ENABLED : HAPTICS_INTENT_HOTKEY;
	intent.on = intent.kind == HAPTICS_INTENT_HOTKEY ? one_in(dice, 2) : !one_in(dice, 4);
	name_rule(dice, program, &intent);
	return intent;
}

static struct step step_of(struct dice *dice, const struct program *program)
{
	struct step step = {.kind = STEP_INTENT};
	int64_t chance = between(dice, 0, 999);
	if (chance < 550) {
		step.intent = intent_of(dice, program);
	} else if (chance < 960) {
		step.kind = STEP_WAIT;
		step.ms = between(dice, 1, one_in(dice, 8) ? 8000 : 400);
	} else if (chance < 970) {
		step.kind = STEP_JUMP;
		step.ms = between(dice, -3000, one_in(dice, 3) ? 100000 : 4000);
	} else if (chance < 978) {
		step.kind = STEP_ONLINE;
		step.on = !one_in(dice, 4);
	} else if (chance < 988) {
		step.kind = STEP_TOY;
		step.toy = (uint32_t)between(dice, 0, (int64_t)program->toy_count - 1);
		step.new_toy = toy_of(dice, step.toy);
	} else if (chance < 993) {
		step.kind = STEP_LIMITS;
		step.limits = limits_of(dice);
	} else if (chance < 995) {
		step.kind = STEP_TEST;
		step.rules = UINT32_C(1) << between(dice, 0, (int64_t)program->rule_count - 1);
		step.ms = between(dice, 1, 5000);
	} else if (chance < 998) {
		step.kind = STEP_RULES;
		step.rules = (uint32_t)next(dice);
		step.on = one_in(dice, 4);
	} else {
		step.kind = STEP_CLOCK;
		step.minute = (int)between(dice, -1, 7 * 24 * 60 - 1);
	}
	return step;
}

bool program_generate(struct program *program, uint64_t seed, size_t step_count)
{
	struct dice dice = {.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
	for (int i = 0; i < 16; i++)
		next(&dice);
	dice.is_generous = one_in(&dice, 3);
	dice.has_renames = one_in(&dice, 4);
	dice.is_for_tips = one_in(&dice, 3);
	*program = (struct program){.seed = seed, .limits = limits_of(&dice), .is_armed = !one_in(&dice, 8)};
	program->toy_count = (size_t)between(&dice, 1, one_in(&dice, 4) ? PROGRAM_MAX_TOYS : 3);
	for (size_t i = 0; i < program->toy_count; i++)
		program->toys[i] = toy_of(&dice, i);
	generate_set(&dice, program);
	program->step_count = step_count;
	program->steps = calloc(PROGRAM_MAX_STEPS, sizeof(*program->steps));
	for (size_t i = 0; program->steps && i < step_count; i++)
		program->steps[i] = step_of(&dice, program);
	return program->steps;
}

void program_free(struct program *program)
{
	for (size_t i = 0; i < program->rule_count; i++)
		free(program->rules[i].json);
	free(program->only_if);
	free(program->beside);
	free(program->steps);
}
