/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "oracle.h"

#include "haptics/journal.h"
#include "strength.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define ALL_TOYS (~UINT32_C(0))
enum { RISE_TIME_MS = 250, MIN_COMMAND_MS = 1000 };

__attribute__((format(printf, 2, 3))) static void fail(struct oracle *oracle, const char *format, ...)
{
	va_list arguments;
	if (oracle->sentence[0])
		return;
	va_start(arguments, format);
	vsnprintf(oracle->sentence, SENTENCE_SIZE, format, arguments);
	va_end(arguments);
}

static double unit(double value)
{
	return value > 0 ? fmin(value, 1) : 0;
}

static void refill(struct oracle *oracle, int rate)
{
	oracle->tokens += (double)(oracle->now_ms - oracle->tokens_ms) * rate / 1000;
	oracle->tokens = fmin(oracle->tokens, oracle->limits.global_per_second);
	oracle->tokens_ms = oracle->now_ms;
}

static void take_limits(struct oracle *oracle, const struct haptics_limits *limits)
{
	int old_rate = oracle->limits.global_per_second;
	oracle->limits = *limits;
	oracle->master_ceiling = unit(limits->master_ceiling);
	refill(oracle, old_rate > limits->global_per_second ? old_rate : limits->global_per_second);
}

void oracle_begin(struct oracle *oracle, const struct program *program, char sentence[SENTENCE_SIZE], int64_t now_ms)
{
	*oracle = (struct oracle){.program = program, .sentence = sentence, .now_ms = now_ms};
	sentence[0] = '\0';
	oracle->is_armed = program->is_armed;
	take_limits(oracle, &program->limits);
	oracle->tokens = oracle->limits.global_per_second;
	oracle->tokens_ms = now_ms;
	oracle->counted_ms = oracle->still_ms = now_ms;
	runs_begin(&oracle->runs, program);
	oracle->toy_count = program->toy_count;
	for (size_t i = 0; i < program->toy_count; i++) {
		oracle->toys[i].toy = program->toys[i];
		oracle->toys[i].output_ms = INT64_MIN / 4;
	}
}

/* --- ceilings --- */

static double own_ceiling(const struct oracle_toy *toy, size_t function)
{
	return fmin(unit(toy->toy.ceiling), unit(toy->toy.function_ceiling[function]));
}

static double ceiling_of(const struct oracle *oracle, const struct oracle_toy *toy, size_t function)
{
	return fmin(oracle->master_ceiling, own_ceiling(toy, function));
}

static bool is_moving(const struct oracle *oracle, const struct oracle_toy *toy)
{
	return toy->playing.kind != HAPTICS_COMMAND_INVALID && oracle->now_ms <= toy->until_ms;
}

/* Call before and after whatever changes a ceiling: while a toy moves a higher one is reached at 20 % a second. */
static void follow_ramps(struct oracle *oracle)
{
	for (size_t i = 0; i < oracle->toy_count; i++) {
		struct oracle_toy *toy = &oracle->toys[i];
		double ramp = 0.0002 * (double)(oracle->now_ms - toy->ramp_ms);
		for (size_t f = 0; f < FUNCTION_COUNT; f++) {
			double ceiling = ceiling_of(oracle, toy, f);
			toy->ramped[f] = is_moving(oracle, toy) ? fmin(ceiling, toy->ramped[f] + ramp) : ceiling;
		}
		toy->ramp_ms = oracle->now_ms;
	}
}

/* --- what the steps mean for safety --- */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t pause_ms(const struct haptics_intent *intent)
{
	return intent->duration_ms > 0 ? intent->duration_ms : 30000;
}

static void end_pause(struct oracle *oracle, const struct haptics_intent *intent, int64_t now_ms)
{
	bool is_persons = oracle->persons_pause_ms > now_ms || oracle->rest_until_ms > now_ms;
	if (intent->is_request && is_persons)
		return;
	oracle->paused_until_ms = 0;
	oracle->persons_pause_ms = 0;
	oracle->rest_until_ms = 0;
}

static void note_intent(struct oracle *oracle, const struct haptics_intent *intent, int64_t now_ms)
{
	double ceiling = oracle->master_ceiling + intent->value;
	switch (intent->kind) {
	case HAPTICS_INTENT_STOP_ALL:
		oracle->is_panic = true;
		oracle->still = ALL_TOYS;
		break;
	case HAPTICS_INTENT_HALT: /* in a new collection rules may begin again at once */
		oracle->still = intent->cause == HAPTICS_HALT_COLLECTION ? 0 : ALL_TOYS;
		break;
	case HAPTICS_INTENT_STOP_TOY:
		oracle->still = intent->toys ? intent->toys : ALL_TOYS;
		break;
	case HAPTICS_INTENT_RESUME:
		oracle->is_panic = false;
		break;
	case HAPTICS_INTENT_PAUSE:
		oracle->paused_until_ms = later(oracle->paused_until_ms, now_ms + pause_ms(intent));
		if (!intent->is_request)
			oracle->persons_pause_ms = later(oracle->persons_pause_ms, now_ms + pause_ms(intent));
		break;
	case HAPTICS_INTENT_END_PAUSE:
		end_pause(oracle, intent, now_ms);
		break;
	case HAPTICS_INTENT_SET_ARMED:
		oracle->is_armed = intent->on;
		break;
	case HAPTICS_INTENT_TOGGLE_ARMED:
		oracle->is_armed = !oracle->is_armed;
		break;
	case HAPTICS_INTENT_SET_CEILING:
		if (intent->value >= 0 && intent->value <= 1)
			oracle->master_ceiling = intent->value;
		break;
	case HAPTICS_INTENT_LOWER_CEILING:
		if (intent->value >= 0)
			oracle->master_ceiling = fmin(oracle->master_ceiling, intent->value);
		break;
	case HAPTICS_INTENT_STEP_CEILING:
		if (!isnan(ceiling))
			oracle->master_ceiling = unit(ceiling);
		break;
	default:
		break;
	}
}

static void note_toy(struct oracle *oracle, const struct step *step)
{
	struct oracle_toy *toy = &oracle->toys[step->toy];
	bool stays = toy->toy.is_online && step->new_toy.is_online && strcmp(toy->toy.alias, step->new_toy.alias) == 0;
	for (size_t f = 0; f < FUNCTION_COUNT; f++)
		if (!((toy->toy.functions >> f) & 1)) /* new to the toy: at rest until now */
			toy->ramped[f] = 1;
	toy->toy = step->new_toy;
	if (stays)
		return;
	toy->playing.kind =
		HAPTICS_COMMAND_INVALID; /* another toy, or out of reach: what it plays is not ours any more */
	runs_forget_toy(&oracle->runs, step->toy);
}

static void note_step(struct oracle *oracle, const struct step *step, int64_t now_ms)
{
	switch (step->kind) {
	case STEP_INTENT:
		note_intent(oracle, &step->intent, now_ms);
		break;
	case STEP_JUMP:
		oracle->was_late = true;
		break;
	case STEP_ONLINE:
		oracle->wants_stop_first = step->on && !oracle->is_online;
		oracle->is_online = step->on;
		break;
	case STEP_TOY:
		note_toy(oracle, step);
		break;
	case STEP_LIMITS:
		take_limits(oracle, &step->limits);
		break;
	default:
		break;
	}
}

static void count_movement(struct oracle *oracle, int64_t now_ms);

void oracle_note_step(struct oracle *oracle, const struct step *step, int64_t now_ms)
{
	count_movement(oracle, now_ms);
	oracle->now_ms = now_ms;
	follow_ramps(oracle);
	bool may_test = !oracle->is_panic && oracle->is_online && now_ms >= oracle->paused_until_ms;
	bool lets_itself_through = step->kind == STEP_INTENT && runs_lets_itself_through(&step->intent);
	bool is_test =
		step->kind == STEP_TEST || (step->kind == STEP_INTENT && step->intent.kind == HAPTICS_INTENT_TEST_TOY);
	bool is_awake = is_test || now_ms >= oracle->rest_until_ms;
	bool may_start = may_test && is_awake && (oracle->is_armed || lets_itself_through);
	oracle->still = 0;
	runs_note_step(&oracle->runs, step, may_start, now_ms);
	note_step(oracle, step, now_ms);
	follow_ramps(oracle);
}

/* --- commands --- */

static bool is_below_ceiling(const struct oracle *oracle, const struct oracle_toy *toy, size_t function)
{
	double ceiling = fmin(ceiling_of(oracle, toy, function), toy->ramped[function]);
	/* A pattern has no ranges: only where the stroke has a ceiling of its own may it not thrust. */
	if (function == STROKE && toy->playing.kind == HAPTICS_COMMAND_PATTERN)
		ceiling = own_ceiling(toy, function) >= 1 ? 1 : 0;
	return strength_of(&toy->playing, function) <= ceiling + EPSILON;
}

static bool is_below_ceilings(const struct oracle *oracle, const struct oracle_toy *toy)
{
	for (size_t f = 0; f < FUNCTION_COUNT; f++)
		if (((toy->toy.functions >> f) & 1) && !is_below_ceiling(oracle, toy, f))
			return false;
	return true;
}

static void check_ceilings(struct oracle *oracle, size_t slot, const char *what)
{
	const struct oracle_toy *toy = &oracle->toys[slot];
	for (size_t f = 0; f < FUNCTION_COUNT; f++) {
		double strength = strength_of(&toy->playing, f);
		if (!((toy->toy.functions >> f) & 1))
			continue;
		if (!is_below_ceiling(oracle, toy, f))
			fail(oracle, "%s: toy %zu does %s at %g, its ceiling is %g, on the way up %g", what, slot,
			     program_functions[f].name, strength, ceiling_of(oracle, toy, f), toy->ramped[f]);
		if (oracle->level_limit && f != STROKE && strength > (double)oracle->level_limit / 1000)
			fail(oracle, "planted fault: toy %zu does %s at %g", slot, program_functions[f].name, strength);
	}
}

static void check_form(struct oracle *oracle, const struct haptics_command *command)
{
	for (size_t f = 0; command->kind == HAPTICS_COMMAND_LEVELS && f < HAPTICS_MAX_FUNCTIONS; f++) {
		int steps = f < FUNCTION_COUNT ? program_functions[f].steps : -1;
		if (command->level[f] < -1 || command->level[f] > steps)
			fail(oracle, "level %d of function %zu is out of range", command->level[f], f);
	}
	if (command->kind == HAPTICS_COMMAND_LEVELS && command->level[STROKE] >= 0 &&
	    (command->stroke_min < 0 || command->stroke_max - command->stroke_min < 20))
		fail(oracle, "stroke %d-%d is too narrow", command->stroke_min, command->stroke_max);
	if (command->kind == HAPTICS_COMMAND_LEVELS && command->level[STROKE] >= 0 && command->level[THRUSTING] <= 0)
		fail(oracle, "a stroke without thrusting");
	if (command->kind != HAPTICS_COMMAND_PATTERN)
		return;
	if (command->step_count < 1 || command->step_count > HAPTICS_PATTERN_MAX || command->step_ms < 100)
		fail(oracle, "pattern of %zu steps of %d ms", command->step_count, command->step_ms);
	if (!command->functions)
		fail(oracle, "a pattern that names no function drives them all");
	if (strength_peak(command) <= 0 || strength_peak(command) > 1)
		fail(oracle, "a pattern with the peak %g", strength_peak(command));
}

/* Whether each of the toys has a test that lets itself through. */
static bool is_test_alone(const struct oracle *oracle, uint32_t toys)
{
	for (size_t i = 0; i < oracle->toy_count; i++)
		if (((toys >> i) & 1) && !runs_has_own_leave(&oracle->runs, i, oracle->now_ms))
			return false;
	return true;
}

static void check_output(struct oracle *oracle, const struct haptics_command *command)
{
	if (oracle->is_panic)
		fail(oracle, "a command after panic");
	if (!oracle->is_armed && !is_test_alone(oracle, command->toys))
		fail(oracle, "a command while disarmed");
	if (oracle->now_ms < oracle->paused_until_ms)
		fail(oracle, "a command in a pause");
	for (size_t i = 0; oracle->now_ms < oracle->rest_until_ms && i < oracle->toy_count; i++)
		if (((command->toys >> i) & 1) && !runs_has_test(&oracle->runs, i, oracle->now_ms))
			fail(oracle, "a command in a rest of the body");
	if (!oracle->is_online)
		fail(oracle, "a command without a link");
	if (oracle->wants_stop_first)
		fail(oracle, "the first command on a new link is not Stop");
	if (command->duration_ms < MIN_COMMAND_MS || command->duration_ms > oracle->limits.lease_ms)
		fail(oracle, "a command of %d ms, the lease is %d ms", command->duration_ms, oracle->limits.lease_ms);
	refill(oracle, oracle->limits.global_per_second);
	oracle->tokens -= 1;
	if (oracle->tokens < -EPSILON)
		fail(oracle, "more than %d commands a second", oracle->limits.global_per_second);
	check_form(oracle, command);
}

static bool is_weaker(const struct haptics_command *before, const struct haptics_command *after)
{
	for (size_t f = 0; f < FUNCTION_COUNT; f++)
		if (strength_named(after, f) < strength_named(before, f))
			return true;
	return strength_stroke(after) < strength_stroke(before);
}

static void check_rise(struct oracle *oracle, const struct oracle_toy *toy, const struct haptics_command *command)
{
	bool had_levels = toy->playing.kind == HAPTICS_COMMAND_LEVELS;
	int64_t waited_ms = had_levels ? oracle->now_ms - toy->since_ms : RISE_TIME_MS;
	double rise = 0.002 * (double)(waited_ms < RISE_TIME_MS ? waited_ms : RISE_TIME_MS);
	for (size_t f = 0; command->kind == HAPTICS_COMMAND_LEVELS && f < STROKE; f++) {
		double before = had_levels ? strength_of(&toy->playing, f) : 0;
		if (strength_of(command, f) > before + rise + EPSILON)
			fail(oracle, "%s jumps from %g to %g in %lld ms", program_functions[f].name, before,
			     strength_of(command, f), (long long)waited_ms);
	}
}

static void play(struct oracle *oracle, size_t slot, const struct haptics_command *command)
{
	struct oracle_toy *toy = &oracle->toys[slot];
	int64_t gap_ms = oracle->now_ms - toy->output_ms;
	bool may_hurry = is_weaker(&toy->playing, command) || !is_below_ceilings(oracle, toy);
	if (gap_ms < oracle->limits.min_gap_ms && !may_hurry)
		fail(oracle, "two commands to toy %zu within %lld ms", slot, (long long)gap_ms);
	check_rise(oracle, toy, command);
	toy->playing = *command;
	toy->since_ms = oracle->now_ms;
	toy->output_ms = oracle->now_ms;
	toy->until_ms = oracle->now_ms + command->duration_ms;
	check_ceilings(oracle, slot, "sent");
	int64_t deadline_ms = runs_deadline_ms(&oracle->runs, slot, oracle->now_ms);
	if (deadline_ms == INT64_MIN)
		fail(oracle, "a command to toy %zu, for which nothing runs", slot);
	else if (toy->until_ms > deadline_ms && toy->until_ms > oracle->now_ms + MIN_COMMAND_MS)
		fail(oracle, "a command of %d ms outlasts every maximum by %lld ms", command->duration_ms,
		     (long long)(toy->until_ms - deadline_ms));
}

static void stop(struct oracle *oracle, const struct haptics_command *command)
{
	if (command->duration_ms != 0)
		fail(oracle, "Stop with a duration");
	if (command->toys == 0)
		oracle->wants_stop_first = false;
	for (size_t i = 0; i < oracle->toy_count; i++)
		if (command->toys == 0 || ((command->toys >> i) & 1))
			oracle->toys[i].playing.kind = HAPTICS_COMMAND_INVALID;
}

void oracle_command(struct oracle *oracle, const struct haptics_command *command, int64_t now_ms)
{
	count_movement(oracle, now_ms);
	oracle->now_ms = now_ms;
	oracle->command_count[command->kind]++;
	follow_ramps(oracle);
	if (command->kind == HAPTICS_COMMAND_STOP) {
		stop(oracle, command);
		return;
	}
	check_output(oracle, command);
	for (size_t i = 0; i < oracle->toy_count; i++) {
		bool is_named = (command->toys >> i) & 1;
		if (is_named && !oracle->toys[i].toy.is_online)
			fail(oracle, "a command to toy %zu, which is offline", i);
		if (is_named)
			play(oracle, i, command);
	}
	if (command->toys == 0)
		fail(oracle, "a command without a toy reaches toys that nobody knows");
	if (command->toys >> oracle->toy_count)
		fail(oracle, "a command to a toy that does not exist");
}

/* --- after a poll --- */

static void note_record(struct oracle *oracle, const struct haptics_record *record)
{
	if (record->serial != oracle->record_serial + 1)
		fail(oracle, "journal goes from %llu to %llu", (unsigned long long)oracle->record_serial,
		     (unsigned long long)record->serial);
	oracle->record_serial = record->serial;
	if (!(record->sent >= 0 && record->sent <= record->wanted + EPSILON))
		fail(oracle, "journal: wanted %g, sent %g", record->wanted, record->sent);
	const char *problem = runs_note_record(&oracle->runs, record);
	if (problem)
		fail(oracle, "rule %s %s", record->rule_id, problem);
}

static bool moves(const struct oracle_toy *toy)
{
	const struct haptics_command *command = &toy->playing;
	bool is_above = command->kind != HAPTICS_COMMAND_INVALID && command->kind != HAPTICS_COMMAND_LEVELS;
	for (size_t f = 0; command->kind == HAPTICS_COMMAND_LEVELS && f < FUNCTION_COUNT; f++)
		is_above = is_above || command->level[f] > 0;
	return is_above;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Call before whatever changes what the toys do. */
static void count_movement(struct oracle *oracle, int64_t now_ms)
{
	int64_t until_ms = oracle->counted_ms;
	for (size_t i = 0; i < oracle->toy_count; i++)
		if (moves(&oracle->toys[i]))
			until_ms = later(until_ms, least(oracle->toys[i].until_ms, now_ms));
	if (until_ms > oracle->counted_ms) {
		oracle->moved_ms += until_ms - oracle->counted_ms;
		oracle->still_ms = until_ms;
	}
	oracle->counted_ms = now_ms;
	if (now_ms - oracle->still_ms >= oracle->program->rest_ms || oracle->rest_until_ms > now_ms)
		oracle->moved_ms = 0;
}

static void check_budget(struct oracle *oracle, const struct haptics *core)
{
	enum { SLACK_MS = 3000 };
	int64_t rest_ms = haptics_rest_until_ms(core);
	if (oracle->rest_until_ms > oracle->now_ms && rest_ms != oracle->rest_until_ms)
		fail(oracle, "a rest of the body ends before its time");
	oracle->rest_until_ms = rest_ms;
	if (rest_ms == 0 && oracle->program->move_ms > 0 && oracle->moved_ms > oracle->program->move_ms + SLACK_MS)
		fail(oracle, "%lld ms of movement without a rest", (long long)oracle->moved_ms);
}

void oracle_records(struct oracle *oracle, const struct haptics *core)
{
	static struct haptics_record records[HAPTICS_JOURNAL_SIZE];
	size_t count = haptics_journal_after(core, oracle->record_serial, records, HAPTICS_JOURNAL_SIZE);
	for (size_t i = 0; i < count; i++)
		note_record(oracle, &records[i]);
}

static void check_rule(struct oracle *oracle, int rule, int64_t now_ms)
{
	const struct program_rule *it = &oracle->program->rules[rule];
	const struct rule_run *run = &oracle->runs.rules[rule];
	if (run->since_ms < 0)
		fail(oracle, "rule %s is active, and the journal does not know", it->id);
	else if (now_ms - run->since_ms >= it->max_run_ms)
		fail(oracle, "rule %s has run for %lld ms, its maximum is %d ms", it->id,
		     (long long)(now_ms - run->since_ms), it->max_run_ms);
	if (now_ms >= run->over_ms)
		fail(oracle, "rule %s goes on %lld ms after its time was over", it->id,
		     (long long)(now_ms - run->over_ms));
}

static void check_rules(struct oracle *oracle, const struct haptics *core, int64_t now_ms)
{
	const struct haptics_rules *rules = haptics_rules_in_force(core);
	for (size_t i = 0; rules && i < haptics_rules_count(rules); i++) {
		struct haptics_rule_view view;
		struct haptics_rule_status status;
		haptics_rules_view(rules, i, &view);
		haptics_rule_status(core, i, &status);
		if (status.is_active)
			check_rule(oracle, runs_rule(&oracle->runs, view.id), now_ms);
	}
}

static void check_toy(struct oracle *oracle, size_t i)
{
	struct oracle_toy *toy = &oracle->toys[i];
	bool is_playing = toy->playing.kind != HAPTICS_COMMAND_INVALID;
	if (is_playing && oracle->now_ms > toy->until_ms && !oracle->was_late)
		fail(oracle, "the lease of toy %zu, %d ms, ran out unnoticed", i, toy->playing.duration_ms);
	if (!is_playing || oracle->now_ms > toy->until_ms)
		return;
	if (runs_deadline_ms(&oracle->runs, i, oracle->now_ms) == INT64_MIN)
		fail(oracle, "toy %zu moves and nothing runs", i);
	if (oracle->is_panic)
		fail(oracle, "toy %zu moves after panic", i);
	if (!oracle->is_armed && !is_test_alone(oracle, UINT32_C(1) << i))
		fail(oracle, "toy %zu moves after disarming", i);
	if (oracle->now_ms < oracle->paused_until_ms)
		fail(oracle, "toy %zu moves in a pause", i);
	if (oracle->now_ms < oracle->rest_until_ms && !runs_has_test(&oracle->runs, i, oracle->now_ms))
		fail(oracle, "toy %zu moves in a rest of the body", i);
	if ((oracle->still >> i) & 1)
		fail(oracle, "toy %zu moves though it was just stopped", i);
	check_ceilings(oracle, i, "playing");
}

void oracle_settled(struct oracle *oracle, const struct haptics *core, int64_t now_ms)
{
	oracle->now_ms = now_ms;
	follow_ramps(oracle);
	check_budget(oracle, core);
	oracle_records(oracle, core);
	runs_settled(&oracle->runs);
	check_rules(oracle, core, now_ms);
	for (size_t i = 0; i < oracle->toy_count; i++)
		check_toy(oracle, i);
	if (haptics_next_ms(core) <= now_ms)
		fail(oracle, "the core wants to be polled again at once");
	if (haptics_is_armed(core) != oracle->is_armed || haptics_is_panic(core) != oracle->is_panic)
		fail(oracle, "the core is %s and %s", haptics_is_armed(core) ? "armed" : "disarmed",
		     haptics_is_panic(core) ? "in panic" : "not in panic");
	if (fabs(haptics_ceiling(core) - oracle->master_ceiling) > EPSILON)
		fail(oracle, "the master ceiling is %g instead of %g", haptics_ceiling(core), oracle->master_ceiling);
	oracle->was_late = false;
}
