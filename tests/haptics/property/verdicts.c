/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "strength.h"

enum { START_MS = 1000000, LONG_ENOUGH_MS = 1500, ONE_STEPS = 200 };

static bool asks(const struct haptics_intent *intent)
{
	return intent->kind == HAPTICS_INTENT_RUN_RULE || intent->kind == HAPTICS_INTENT_RUN_LEVEL ||
	       intent->kind == HAPTICS_INTENT_START_KEY || intent->kind == HAPTICS_INTENT_TEST_TOY ||
	       intent->kind == HAPTICS_INTENT_TIP;
}

/* What a preview does not know: the limits of tips, and how full the queue is. */
static bool is_limit(const struct haptics_intent *intent, enum haptics_outcome outcome)
{
	bool is_tip = intent->kind == HAPTICS_INTENT_TIP;
	return (is_tip && outcome == HAPTICS_IGNORED_COOLDOWN) || outcome == HAPTICS_IGNORED_QUEUE_FULL;
}

static bool is_plain(const struct haptics_intent *intent)
{
	bool has_shape = intent->extra.step_count > 0 || intent->extra.preset != HAPTICS_PRESET_INVALID;
	return intent->kind != HAPTICS_INTENT_RUN_RULE && intent->kind != HAPTICS_INTENT_TIP && !intent->id[0] &&
	       (!has_shape || intent->kind == HAPTICS_INTENT_TEST_TOY);
}

static int rule_of(const struct haptics *core, const struct haptics_intent *intent, bool enabled[HAPTICS_MAX_RULES])
{
	const struct haptics_rules *rules = haptics_rules_in_force(core);
	for (size_t i = 0; i < haptics_rules_count(rules); i++) {
		struct haptics_rule_status status;
		haptics_rule_status(core, i, &status);
		enabled[i] = status.is_enabled;
	}
	if (intent->kind == HAPTICS_INTENT_TIP)
		return haptics_rules_find_tip(rules, intent->value, enabled);
	return haptics_rules_find(rules, intent->id);
}

void verdicts_preview(const struct oracle *oracle, const struct haptics *core, const struct haptics_toy *toys,
		      const struct haptics_intent *intent, struct haptics_preview *preview)
{
	const struct haptics_rules *rules = haptics_rules_in_force(core);
	struct haptics_rule_status status;
	bool enabled[HAPTICS_MAX_RULES] = {false};
	int index = rule_of(core, intent, enabled);
	struct haptics_queue_status queue = haptics_queue(core);
	struct haptics_situation situation = {
		.functions = program_functions,
		.function_count = FUNCTION_COUNT,
		.is_armed = oracle->is_armed,
		.is_panic = oracle->is_panic,
		.is_persons_panic = haptics_is_persons_panic(core),
		.is_online = oracle->is_online,
		.now_ms = oracle->now_ms,
		.paused_until_ms = oracle->paused_until_ms,
		.rest_until_ms = haptics_rest_until_ms(core),
		.are_tips_allowed = haptics_are_tips_allowed(core),
		.is_queue_busy = queue.running || queue.count > 0 || queue.is_paused,
		.queue_count = queue.count,
		.enabled = enabled,
		.master_ceiling = oracle->master_ceiling,
		.toys = toys,
		.toy_count = oracle->toy_count,
		.rule = index >= 0 ? &status : NULL,
		.order = haptics_order_of(core, intent->key),
	};
	if (index >= 0)
		haptics_rule_status(core, (size_t)index, &status);
	haptics_preview(&situation, rules, intent, preview);
}

const char *verdicts_compare(const struct haptics_intent *intent, const struct haptics_preview *preview,
			     const struct haptics_verdict *verdict)
{
	const struct haptics_verdict *said = &preview->verdict;
	bool is_good = haptics_verdict_is_good(verdict);
	if (!asks(intent))
		return NULL;
	if (is_limit(intent, verdict->outcome))
		return verdict->run ? "a refusal with a run" : NULL;
	if (haptics_verdict_is_good(said) != is_good || (!is_good && said->outcome != verdict->outcome))
		return "the preview says something else than the core";
	if (strcmp(said->names, verdict->names) != 0 || said->wait_ms != verdict->wait_ms)
		return "the preview names other toys, or another wait";
	if (!is_good && (verdict->applied > 0 || verdict->run))
		return "a refusal with a run";
	if (verdict->outcome != HAPTICS_FIRED && verdict->outcome != HAPTICS_CAPPED)
		return NULL;
	if (!verdict->run && verdict->wanted > 0)
		return "a run without a number";
	bool is_same = !is_plain(intent) || fabs(verdict->applied - said->applied) <= EPSILON;
	if (verdict->applied > said->applied + EPSILON || !is_same)
		return "the core applies another level than the preview says";
	return NULL;
}

/* --- one question --- */

struct one {
	struct program program;
	struct haptics *core;
	struct haptics_time time;
	struct haptics_intent intent;
	uint32_t rule; /* mask */
	struct haptics_preview preview;
	struct haptics_verdict verdict;
	bool has_output;
	double peak[PROGRAM_MAX_TOYS][FUNCTION_COUNT];
};

static double raw(const struct haptics_command *command, size_t function)
{
	bool is_pattern = command->kind == HAPTICS_COMMAND_PATTERN && ((command->functions >> function) & 1);
	return is_pattern ? strength_peak(command) : strength_named(command, function);
}

static void note(struct one *one, const struct haptics_command *command)
{
	if (command->kind == HAPTICS_COMMAND_STOP)
		return;
	one->has_output = true;
	for (size_t slot = 0; slot < one->program.toy_count; slot++)
		for (size_t f = 0; ((command->toys >> slot) & 1) && f < FUNCTION_COUNT; f++) {
			/* A preset names none: it plays on those that the toy has. */
			bool is_preset = command->kind == HAPTICS_COMMAND_PRESET && one->preview.functions[slot];
			uint32_t had = is_preset ? one->preview.functions[slot] : one->program.toys[slot].functions;
			bool is_had = (had >> f) & 1;
			/* The range of a thrust is no movement of its own. */
			bool is_range = f == STROKE && command->kind != HAPTICS_COMMAND_POSITION;
			if (is_had && !is_range)
				one->peak[slot][f] = fmax(one->peak[slot][f], raw(command, f));
		}
}

static void poll(struct one *one)
{
	struct haptics_command commands[8];
	size_t count = 8;
	while (count == 8) {
		count = haptics_poll(one->core, one->time, commands, 8);
		for (size_t i = 0; i < count; i++)
			note(one, &commands[i]);
	}
}

static void run_out(struct one *one)
{
	int64_t end_ms = one->time.now_ms + 130000;
	poll(one);
	while (haptics_next_ms(one->core) < end_ms) {
		if (haptics_next_ms(one->core) > one->time.now_ms)
			one->time.now_ms = haptics_next_ms(one->core);
		poll(one);
	}
}

/* The first question among the program's steps; false: there is none. */
static bool find_question(struct one *one)
{
	for (size_t i = 0; i < one->program.step_count; i++) {
		const struct step *step = &one->program.steps[i];
		if (step->kind != STEP_INTENT || !asks(&step->intent))
			continue;
		one->intent = step->intent;
		return true;
	}
	return false;
}

static void set_up(struct one *one, struct oracle *oracle, char *sentence)
{
	struct haptics_config config = {
		.functions = program_functions,
		.function_count = FUNCTION_COUNT,
		.limits = one->program.limits,
		.is_armed = one->program.is_armed,
		.random_seed = one->program.seed,
	};
	uint64_t seed = one->program.seed;
	one->core = haptics_create(&config);
	oracle_begin(oracle, &one->program, sentence, START_MS);
	haptics_set_toys(one->core, one->program.toys, one->program.toy_count, one->time);
	haptics_set_rules(one->core, program_rules(&one->program, one->rule), false, one->time);
	oracle->is_online = seed % 10 != 3;
	haptics_set_online(one->core, oracle->is_online, one->time);
	struct haptics_intent hold = {.kind = seed % 20 == 7 ? HAPTICS_INTENT_STOP_ALL : HAPTICS_INTENT_PAUSE};
	if (seed % 10 == 7) {
		struct step step = {.kind = STEP_INTENT, .intent = hold};
		oracle_note_step(oracle, &step, START_MS);
		haptics_apply(one->core, &hold, one->time);
	}
	poll(one);
}

static const json_t *action_of(const struct one *one)
{
	const json_t *rule =
		json_array_get(json_object_get(haptics_rules_json(haptics_rules_in_force(one->core)), "rules"), 0);
	return json_object_get(rule, "do");
}

/* Whether nothing but the ceilings can keep it from the level that was told. */
static bool has_to_reach(const struct one *one)
{
	const json_t *action = action_of(one);
	bool is_long = one->intent.duration_ms >= LONG_ENOUGH_MS || one->intent.kind == HAPTICS_INTENT_TEST_TOY;
	if (!one->intent.id[0])
		return is_plain(&one->intent) && is_long;
	const char *kind = json_string_value(json_object_get(action, "kind"));
	for (size_t i = 0; i < one->program.rule_count; i++)
		if (strcmp(one->program.rules[i].id, one->intent.id) == 0 &&
		    (!one->program.rules[i].has_no_conditions || one->program.rules[i].max_run_ms < LONG_ENOUGH_MS))
			return false;
	bool fades = json_object_get(action, "fade_ms");
	return is_long && !fades && !one->program.only_if && kind && strcmp(kind, "level") == 0;
}

/* Something else than the question made the rule run. */
static bool has_other_runs(const struct one *one)
{
	static struct haptics_record records[HAPTICS_JOURNAL_SIZE];
	size_t count = haptics_journal_after(one->core, 0, records, HAPTICS_JOURNAL_SIZE);
	size_t begun = 0;
	for (size_t i = 0; i < count; i++)
		begun += records[i].outcome == HAPTICS_FIRED || records[i].outcome == HAPTICS_CAPPED ||
			 records[i].outcome == HAPTICS_EXTENDED;
	return begun > (haptics_verdict_is_good(&one->verdict) ? 1 : 0) || count == HAPTICS_JOURNAL_SIZE;
}

static const char *judge(const struct one *one)
{
	double highest = 0;
	if (!haptics_verdict_is_good(&one->verdict))
		return one->has_output ? "it was refused, and something moved" : NULL;
	for (size_t slot = 0; slot < one->program.toy_count; slot++)
		for (size_t f = 0; f < FUNCTION_COUNT; f++) {
			double step = 1.0 / program_functions[f].steps;
			double allowed = one->preview.level[slot][f];
			bool is_pattern = json_object_get(action_of(one), "step_ms") || !is_plain(&one->intent);
			highest = fmax(highest, one->peak[slot][f]);
			if (one->peak[slot][f] > allowed + (is_pattern ? step : 0) + EPSILON)
				return "a function did more than the preview said";
		}
	if (has_to_reach(one) && fabs(highest - one->verdict.applied) > EPSILON)
		return "the level that was told was never reached";
	return NULL;
}

bool verdicts_of_one(uint64_t seed)
{
	static struct one one;
	static struct oracle oracle;
	char sentence[SENTENCE_SIZE];
	const char *problem = NULL;
	one = (struct one){.time = {.now_ms = START_MS, .minute_of_week = -1}};
	if (!program_generate(&one.program, seed, ONE_STEPS))
		return false;
	if (find_question(&one)) {
		int rule = one.intent.id[0] ? atoi(one.intent.id + 1) : 0;
		one.rule = UINT32_C(1) << rule;
		set_up(&one, &oracle, sentence);
		verdicts_preview(&oracle, one.core, one.program.toys, &one.intent, &one.preview);
		one.verdict = haptics_apply(one.core, &one.intent, one.time);
		problem = verdicts_compare(&one.intent, &one.preview, &one.verdict);
		run_out(&one);
		if (!problem && !has_other_runs(&one))
			problem = judge(&one);
		haptics_destroy(one.core);
	}
	if (problem) {
		fprintf(stderr, "seed %llu: %s\n", (unsigned long long)seed, problem);
		one.program.step_count = 1;
		one.program.steps[0] = (struct step){.kind = STEP_INTENT, .intent = one.intent};
		program_print(&one.program, stderr);
	}
	program_free(&one.program);
	return !problem;
}
