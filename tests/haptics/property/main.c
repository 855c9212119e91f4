/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs random programs through the core and checks every command. A program that fails is cut down as far as it still
 * fails, and printed.
 *
 * usage: property [steps [first seed]] | --planted-fault | --verdicts [programs [first seed]] */
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "verdicts.h"
#include "viewers.h"

enum { DEFAULT_STEPS = 1000000, DEFAULT_PROGRAMS = 20000, STEPS_A_PROGRAM = 2000, START_MS = 1000000 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SLOWNESS = 10 };
#else
enum { SLOWNESS = 1 };
#endif

struct run {
	const struct program *program;
	struct haptics *core;
	struct haptics_toy toys[PROGRAM_MAX_TOYS];
	struct haptics_time time;
	struct oracle oracle;
	struct viewers viewers;
	char sentence[SENTENCE_SIZE];
	size_t steps_done;
};

static void note_problem(struct run *run, const char *problem)
{
	if (problem && !run->sentence[0])
		snprintf(run->sentence, SENTENCE_SIZE, "%s", problem);
}

static void poll(struct run *run)
{
	struct haptics_command commands[3];
	size_t count = 3;
	while (count == 3) {
		count = haptics_poll(run->core, run->time, commands, 3);
		oracle_records(&run->oracle, run->core);
		for (size_t i = 0; i < count; i++)
			oracle_command(&run->oracle, &commands[i], run->time.now_ms);
	}
	oracle_settled(&run->oracle, run->core, run->time.now_ms);
	note_problem(run, viewers_settled(&run->viewers, run->core, run->time.now_ms));
}

static void wait(struct run *run, int64_t ms)
{
	int64_t end_ms = run->time.now_ms + ms;
	while (haptics_next_ms(run->core) <= end_ms && !run->sentence[0]) {
		if (haptics_next_ms(run->core) > run->time.now_ms)
			run->time.now_ms = haptics_next_ms(run->core);
		poll(run);
	}
	run->time.now_ms = end_ms;
}

static void set_rules(struct run *run, uint32_t mask, bool restart)
{
	const struct haptics_rules *rules = program_rules(run->program, mask);
	if (!rules)
		snprintf(run->sentence, SENTENCE_SIZE, "the rules were refused");
	haptics_set_rules(run->core, rules, restart, run->time);
}

/* Back: somebody read the clock before an event that is already known. */
static void jump(struct run *run, int64_t ms)
{
	struct haptics_intent nothing = {.kind = HAPTICS_INTENT_AUDIO};
	struct haptics_time back = run->time;
	if (ms >= 0) {
		run->time.now_ms += ms;
		return;
	}
	back.now_ms += ms;
	haptics_apply(run->core, &nothing, back);
}

static void ask(struct run *run, const struct haptics_intent *intent)
{
	struct haptics_preview preview;
	verdicts_preview(&run->oracle, run->core, run->toys, intent, &preview);
	struct haptics_verdict verdict = haptics_apply(run->core, intent, run->time);
	note_problem(run, viewers_verdict(&run->viewers, intent, &verdict, run->core));
	const char *problem = verdicts_compare(intent, &preview, &verdict);
	if (problem && !run->sentence[0])
		snprintf(run->sentence, SENTENCE_SIZE, "%.60s: %d and %d, %g and %g, \"%.60s\" and \"%.60s\"", problem,
			 preview.verdict.outcome, verdict.outcome, preview.verdict.applied, verdict.applied,
			 preview.verdict.names, verdict.names);
}

static void apply(struct run *run, const struct step *step)
{
	if (step->kind == STEP_INTENT)
		poll(run); /* what is over at this moment is over */
	viewers_note_step(&run->viewers, step, run->core, run->oracle.is_online);
	oracle_note_step(&run->oracle, step, run->time.now_ms);
	switch (step->kind) {
	case STEP_INTENT:
		ask(run, &step->intent);
		break;
	case STEP_WAIT:
		wait(run, step->ms);
		return;
	case STEP_JUMP:
		jump(run, step->ms);
		break;
	case STEP_ONLINE:
		haptics_set_online(run->core, step->on, run->time);
		break;
	case STEP_TOY:
		run->toys[step->toy] = step->new_toy;
		haptics_set_toys(run->core, run->toys, run->program->toy_count, run->time);
		break;
	case STEP_LIMITS:
		haptics_set_limits(run->core, &step->limits, run->time);
		break;
	case STEP_RULES:
		set_rules(run, step->rules, step->on);
		break;
	case STEP_TEST:
		haptics_test_rule(run->core, program_rules(run->program, step->rules), 0, (int)step->ms, run->time);
		break;
	default:
		run->time.minute_of_week = step->minute;
		break;
	}
	poll(run);
}

static void begin(struct run *run, const struct program *program, size_t level_limit)
{
	struct haptics_config config = {
		.functions = program_functions,
		.function_count = FUNCTION_COUNT,
		.limits = program->limits,
		.is_armed = program->is_armed,
		.random_seed = program->seed,
	};
	static const struct step online = {.kind = STEP_ONLINE, .on = true}; /* is looked at until the next one */
	*run = (struct run){.program = program, .time = {.now_ms = START_MS, .minute_of_week = 600}};
	oracle_begin(&run->oracle, program, run->sentence, START_MS);
	run->oracle.level_limit = level_limit;
	viewers_begin(&run->viewers, program);
	run->core = haptics_create(&config);
	memcpy(run->toys, program->toys, sizeof(run->toys));
	haptics_set_toys(run->core, run->toys, program->toy_count, run->time);
	set_rules(run, program->rules_in_force, false);
	apply(run, &online);
}

/* true: all is well. */
static bool check(const struct program *program, size_t level_limit, struct run *run)
{
	begin(run, program, level_limit);
	for (; run->steps_done < program->step_count && !run->sentence[0]; run->steps_done++)
		apply(run, &program->steps[run->steps_done]);
	haptics_destroy(run->core);
	return !run->sentence[0];
}

/* --- cutting down --- */

static void cut_steps(struct program *program, size_t first, size_t count)
{
	memmove(&program->steps[first], &program->steps[first + count],
		(program->step_count - first - count) * sizeof(*program->steps));
	program->step_count -= count;
}

static bool try_without_steps(struct program *program, size_t first, size_t count, size_t level_limit)
{
	static struct run run;
	struct step *saved = malloc(program->step_count * sizeof(*saved));
	size_t saved_count = program->step_count;
	if (!saved)
		return false;
	memcpy(saved, program->steps, saved_count * sizeof(*saved));
	cut_steps(program, first, count);
	bool still_fails = !check(program, level_limit, &run);
	if (still_fails) {
		program->step_count = run.steps_done;
	} else {
		memcpy(program->steps, saved, saved_count * sizeof(*saved));
		program->step_count = saved_count;
	}
	free(saved);
	return still_fails;
}

static void shrink_rules(struct program *program, size_t level_limit)
{
	static struct run run;
	for (size_t i = 0; i < program->rule_count; i++) {
		char *json = program->rules[i].json;
		program->rules[i].json = NULL;
		if (check(program, level_limit, &run))
			program->rules[i].json = json;
		else
			free(json);
	}
}

static void shrink(struct program *program, size_t level_limit)
{
	for (size_t size = program->step_count; size > 0; size /= 2)
		for (size_t first = 0; first < program->step_count;)
			if (first + size > program->step_count || !try_without_steps(program, first, size, level_limit))
				first += size;
	shrink_rules(program, level_limit);
	for (size_t first = 0; first < program->step_count;)
		if (!try_without_steps(program, first, 1, level_limit))
			first++;
}

static void report(struct program *program, size_t level_limit, size_t failed_at)
{
	static struct run run;
	program->step_count = failed_at;
	shrink(program, level_limit);
	check(program, level_limit, &run);
	printf("FAILED: %s\n", run.sentence);
	program_print(program, stdout);
	printf("%zu steps are left\n", program->step_count);
}

static unsigned long long count_of(const uint64_t *commands, enum haptics_command_kind kind)
{
	return commands[kind];
}

static int check_verdicts(int argc, char **argv)
{
	uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : DEFAULT_PROGRAMS / SLOWNESS;
	uint64_t first = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
	for (uint64_t seed = first; seed < first + count; seed++)
		if (!verdicts_of_one(seed))
			return 1;
	printf("%llu questions, each answered with what was then done\n", (unsigned long long)count);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--verdicts") == 0)
		return check_verdicts(argc, argv);
	static struct run run;
	bool is_planted = argc > 1 && strcmp(argv[1], "--planted-fault") == 0;
	size_t level_limit = is_planted ? 700 : 0;
	size_t steps = argc > 1 && !is_planted ? strtoull(argv[1], NULL, 10) : DEFAULT_STEPS / SLOWNESS;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	uint64_t commands[HAPTICS_COMMAND_POSITION + 1] = {0};
	size_t tips = 0;
	size_t queued = 0;
	size_t begun = 0;
	for (size_t done = 0; done < steps; done += STEPS_A_PROGRAM, seed++) {
		struct program program;
		if (!program_generate(&program, seed, STEPS_A_PROGRAM))
			return 2;
		bool is_well = check(&program, level_limit, &run);
		for (int kind = 0; kind <= HAPTICS_COMMAND_POSITION; kind++)
			commands[kind] += run.oracle.command_count[kind];
		tips += run.viewers.tips;
		queued += run.viewers.queued;
		begun += run.viewers.begun;
		if (!is_well)
			report(&program, level_limit, run.steps_done);
		program_free(&program);
		if (!is_well)
			return 1;
	}
	printf("%zu steps, every command in order: %llu stops, %llu levels, %llu patterns, %llu presets, %llu "
	       "positions\n",
	       steps, count_of(commands, HAPTICS_COMMAND_STOP), count_of(commands, HAPTICS_COMMAND_LEVELS),
	       count_of(commands, HAPTICS_COMMAND_PATTERN), count_of(commands, HAPTICS_COMMAND_PRESET),
	       count_of(commands, HAPTICS_COMMAND_POSITION));
	printf("%zu tips; %zu starts waited in the queue, %zu of them began\n", tips, queued, begun);
	return 0;
}
