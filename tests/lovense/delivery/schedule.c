/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schedule.h"

#include <stdio.h>
#include <string.h>

#include "model.h"

const char *const world_names[WORLD_COUNT] = {"slow server", "quick server", "calm", "lost links", "any fault"};
const char *const fate_names[FATE_COUNT] = {"fine", "slow", "late", "lost", "refused", "reset", "error", "broken"};
static const char *const step_names[] = {
	[STEP_LEVEL] = "level",
	[STEP_LEVEL_ALL] = "level of all",
	[STEP_CURVE] = "curve",
	[STEP_CURVE_ALL] = "curve of all",
	[STEP_STOP] = "stop",
	[STEP_STOP_ALL] = "STOP ALL",
	[STEP_STOP_STORM] = "STOP ALL again and again for",
	[STEP_CEILING] = "ceiling",
	[STEP_LAN_FAILS] = "a health check fails",
	[STEP_BY_SERVER] = "setting: by server",
	[STEP_BY_BOTH] = "setting: automatic",
	[STEP_SOCKET_LOST] = "the socket is lost for",
	[STEP_LAN_DOWN] = "the LAN goes down",
	[STEP_LAN_UP] = "the LAN is up",
	[STEP_PONGS_LOST] = "no pong for",
	[STEP_NEW_ADDRESS] = "the phone has another address",
	[STEP_CORE_STALLS] = "the core stalls for",
};

/* --- chance --- */

struct dice {
	uint64_t state;
};

static uint32_t roll(struct dice *dice)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return (uint32_t)(dice->state >> 32);
}

static int below(struct dice *dice, int limit)
{
	return (int)(roll(dice) % (uint32_t)limit);
}

static int between(struct dice *dice, int low, int high)
{
	return high <= low ? low : low + below(dice, high - low + 1);
}

/* Delays like to be extreme. */
static int delay(struct dice *dice, int low, int high)
{
	int kind = below(dice, 8);
	return kind < 2 ? low : kind < 4 ? high : between(dice, low, high);
}

static void roll_fate(struct dice *dice, struct fate *fate, enum world world, int fault_percent)
{
	*fate = (struct fate){
		.way_ms = delay(dice, 1, MODEL_WAY_MS),
		.act_ms = delay(dice, 1, MODEL_ACT_MS),
		.back_ms = delay(dice, 1, MODEL_WAY_MS),
		.early_ms = delay(dice, 0, MODEL_EARLY_MS),
		.goes_on = below(dice, 2),
	};
	if (below(dice, 100) >= fault_percent)
		return;
	fate->kind = world == WORLD_CALM ? FATE_SLOW : (enum fate_kind)between(dice, FATE_SLOW, FATE_BROKEN);
	if (world == WORLD_CALM)
		fate->act_ms = delay(dice, MODEL_ACT_MS, MODEL_REQUEST_MS - fate->way_ms - fate->back_ms - 1);
	else if (fate->kind == FATE_LATE)
		fate->way_ms = delay(dice, MODEL_WAY_MS, MODEL_REQUEST_MS - 1);
	else if (fate->kind == FATE_SLOW || fate->kind == FATE_RESET)
		fate->act_ms = delay(dice, MODEL_ACT_MS, MODEL_REQUEST_MS + MODEL_LATE_MS - fate->way_ms);
	if (fate->kind == FATE_RESET)
		fate->back_ms = delay(dice, 1, MODEL_REQUEST_MS - 1 - fate->way_ms);
}

static enum step_kind roll_kind(struct dice *dice, enum world world)
{
	static const enum step_kind kinds[] = {STEP_LEVEL,      STEP_LEVEL,       STEP_LEVEL,       STEP_LEVEL,
					       STEP_LEVEL_ALL,  STEP_LEVEL_ALL,   STEP_STOP,        STEP_STOP,
					       STEP_STOP,       STEP_STOP_ALL,    STEP_CEILING,     STEP_CEILING,
					       STEP_LAN_FAILS,  STEP_LAN_FAILS,   STEP_BY_SERVER,   STEP_BY_BOTH,
					       STEP_PONGS_LOST, STEP_NEW_ADDRESS, STEP_CORE_STALLS, STEP_STOP_STORM};
	static const enum step_kind losses[] = {STEP_SOCKET_LOST, STEP_LAN_DOWN, STEP_LAN_UP};
	int last = world == WORLD_CALM ? 12 : (int)(sizeof(kinds) / sizeof(kinds[0]));
	if (world == WORLD_LOST_LINKS && below(dice, 5) == 0)
		return losses[below(dice, 3)];
	return kinds[below(dice, last)];
}

static struct step roll_step(struct dice *dice, enum world world, int at_ms)
{
	static const int levels[] = {2, 5, 9, 14, 18};
	struct step step = {.at_ms = at_ms, .kind = roll_kind(dice, world), .toy = below(dice, KNOWN_TOYS)};
	switch (step.kind) {
	case STEP_LEVEL:
	case STEP_LEVEL_ALL:
		step.value = levels[below(dice, 5)];
		step.second = below(dice, 3) ? 0 : levels[below(dice, 5)];
		break;
	case STEP_CEILING:
		step.value = below(dice, 2) ? 20 : 4;
		break;
	case STEP_STOP_STORM:
	case STEP_SOCKET_LOST:
	case STEP_PONGS_LOST:
	case STEP_CORE_STALLS:
		step.value = between(dice, 100, 4000);
		break;
	default:
		break;
	}
	return step;
}

static void make_curve(struct dice *dice, struct step *step)
{
	bool is_level = step->kind == STEP_LEVEL || step->kind == STEP_LEVEL_ALL;
	if (!is_level || below(dice, 3) == 0)
		return;
	step->kind = step->kind == STEP_LEVEL ? STEP_CURVE : STEP_CURVE_ALL;
	step->second = 0;
}

static const int slowest_emit_ms[WORLD_COUNT] = {
	[WORLD_SLOW_SERVER] = MODEL_SERVER_MS, [WORLD_QUICK_SERVER] = 30,           [WORLD_CALM] = 30,
	[WORLD_LOST_LINKS] = MODEL_SERVER_MS,  [WORLD_ANY_FAULT] = MODEL_SERVER_MS,
};

void schedule_random(struct schedule *schedule, uint64_t seed)
{
	struct dice dice = {seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
	roll(&dice);
	roll(&dice);
	static const int percents[] = {0, 10, 40, 80};
	int percent = percents[below(&dice, 4)];
	int at_ms = 0;
	*schedule = (struct schedule){.world = (enum world)(seed % WORLD_COUNT), .takes_toy_lists = below(&dice, 2)};
	int count = between(&dice, 3, 10);
	for (int i = 0; i < count; i++) {
		at_ms += below(&dice, 2) ? delay(&dice, 1, 300) : delay(&dice, 1, 4000);
		schedule->steps[i] = roll_step(&dice, schedule->world, at_ms);
	}
	schedule->steps[0].kind = STEP_LEVEL_ALL;
	schedule->takes_curves = schedule->takes_toy_lists && below(&dice, 3) > 0;
	for (int i = 0; i < count && schedule->takes_curves; i++)
		make_curve(&dice, &schedule->steps[i]);
	schedule->steps[0].value = 18;
	for (int i = 0; i < KNOWN_TOYS; i++) {
		at_ms += between(&dice, 1, 3000);
		schedule->steps[count++] = (struct step){.at_ms = at_ms, .kind = STEP_STOP, .toy = i};
	}
	schedule->step_count = count;
	for (int i = 0; i < FATES_MAX; i++)
		roll_fate(&dice, &schedule->fates[i], schedule->world, percent);
	for (int i = 0; i < EMITS_MAX; i++)
		schedule->emits[i] = (struct emit_fate){
			.delay_ms = delay(&dice, 10, slowest_emit_ms[schedule->world]),
			.is_dead = below(&dice, 2),
			.detour_ms = below(&dice, 2) ? between(&dice, 0, MODEL_SERVER_MS) : 0,
		};
}

void schedule_calm(struct schedule *schedule, uint64_t seed)
{
	enum { AFTER_THE_FIRST_STOP_MS = 5000 };
	schedule_random(schedule, seed * WORLD_COUNT + WORLD_QUICK_SERVER);
	for (int i = 0; i < schedule->step_count; i++) {
		struct step *step = &schedule->steps[i];
		step->at_ms += AFTER_THE_FIRST_STOP_MS;
		if (step->kind != STEP_LEVEL && step->kind != STEP_LEVEL_ALL && step->kind != STEP_STOP)
			*step = (struct step){.at_ms = step->at_ms, .kind = STEP_LEVEL, .value = 9};
	}
	for (int i = 0; i < FATES_MAX; i++)
		schedule->fates[i] = model_fine;
}

/* --- every one --- */

enum { SCENARIOS_OF_LEVELS = 4 * 5 * 2 * 4 * 3 * 2, SCENARIOS_OF_CURVES = SCENARIOS_OF_LEVELS / 4 };
enum { SCENARIOS = SCENARIOS_OF_LEVELS + SCENARIOS_OF_CURVES, DEVIATIONS_LAN = 6, DEVIATIONS_EMIT = 4 };

/* Once with what lowers quick, which promises more, and once with every request open to a deviation. */
static enum world world_of(int event, int variant)
{
	return variant ? WORLD_ANY_FAULT : event == 4 ? WORLD_LOST_LINKS : WORLD_SLOW_SERVER;
}

static void make_scenario_of_levels(struct schedule *schedule, int number)
{
	static const int at_ms[] = {3, 1490, 1520, 2990};
	static const enum step_kind events[] = {0, STEP_LAN_FAILS, STEP_BY_SERVER, STEP_LEVEL, STEP_SOCKET_LOST};
	int event = number / 4 % 5;
	*schedule = (struct schedule){.world = world_of(event, number / 480), .takes_toy_lists = true};
	struct step *step = schedule->steps;
	int stop_ms = at_ms[number % 4];
	int event_ms = stop_ms + (number / 20 % 2 ? -1 : 1);
	int end = number / 40 % 4;
	int again = number / 160 % 3;
	*step++ = (struct step){.kind = STEP_LEVEL, .value = 18};
	struct step happens = {.at_ms = event_ms, .kind = events[event], .toy = 1, .value = event == 4 ? 300 : 9};
	if (event && event_ms < stop_ms)
		*step++ = happens;
	struct step ends[] = {{.kind = STEP_STOP},
			      {.kind = STEP_STOP_ALL},
			      {.kind = STEP_LEVEL, .value = 5},
			      {.kind = STEP_CEILING, .value = 4}};
	*step = ends[end];
	step++->at_ms = stop_ms;
	if (event && event_ms > stop_ms)
		*step++ = happens;
	if (again)
		*step++ = (struct step){.at_ms = stop_ms + (again == 1 ? 60 : 900), .kind = STEP_LEVEL, .value = 5};
	*step++ = (struct step){.at_ms = stop_ms + 5000, .kind = STEP_STOP};
	*step++ = (struct step){.at_ms = stop_ms + 5000, .kind = STEP_STOP, .toy = 1};
	schedule->step_count = (int)(step - schedule->steps);
	for (int i = 0; i < FATES_MAX; i++)
		schedule->fates[i] = model_fine;
	for (int i = 0; i < EMITS_MAX; i++)
		schedule->emits[i].delay_ms = 30;
}

/* Some of the same with curves: after the first Stop of all is over, and stopped when Play is or has just been under
 * way. */
static void make_scenario(struct schedule *schedule, int number)
{
	enum { AFTER_THE_FIRST_STOP_MS = 3500, PLAYS_AT_MS = 270 };
	if (number < SCENARIOS_OF_LEVELS) {
		make_scenario_of_levels(schedule, number);
		return;
	}
	number -= SCENARIOS_OF_LEVELS;
	make_scenario_of_levels(schedule, number * 4);
	schedule->takes_curves = true;
	for (int i = 0; i < schedule->step_count; i++) {
		struct step *step = &schedule->steps[i];
		bool is_curve = step->kind == STEP_LEVEL && step->toy == 0;
		step->kind = is_curve ? STEP_CURVE : step->kind;
		step->at_ms +=
			i == 0 ? AFTER_THE_FIRST_STOP_MS : AFTER_THE_FIRST_STOP_MS + PLAYS_AT_MS + number % 3 * 20;
	}
}

enum { SLOTS = DEVIATIONS_LAN * 9 + DEVIATIONS_EMIT * 2 };

/* 0: none. */
static void deviate(struct schedule *schedule, int slot)
{
	if (slot == 0)
		return;
	slot--;
	if (slot >= DEVIATIONS_LAN * 9) {
		slot -= DEVIATIONS_LAN * 9;
		struct emit_fate *emit = &schedule->emits[slot / 2];
		if (slot % 2)
			emit->is_dead = true;
		else
			emit->delay_ms = MODEL_SERVER_MS;
		return;
	}
	struct fate *fate = &schedule->fates[slot / 9];
	int slowest_ms = MODEL_REQUEST_MS + MODEL_LATE_MS - fate->way_ms;
	const struct fate all[9] = {
		{FATE_SLOW, 5, MODEL_REQUEST_MS - 20, 5, 0, true},
		{FATE_SLOW, 5, slowest_ms, 5, 0, true},
		{FATE_SLOW, 5, 700, 5, 0, true},
		{FATE_SLOW, 5, 255, 5, 250, true},
		{FATE_LATE, MODEL_REQUEST_MS / 2, 5, 5, 0, true},
		{FATE_LOST, 5, 5, 5, 0, true},
		{FATE_REFUSED, 5, 5, 5, 0, true},
		{FATE_RESET, 5, slowest_ms, 5, 0, true},
		{FATE_BROKEN, 5, 5, 5, 0, true},
	};
	*fate = all[slot % 9];
}

bool schedule_next(struct schedule *schedule, long *position)
{
	long pair = *position % ((SLOTS + 1) * (SLOTS + 1));
	long number = *position / ((SLOTS + 1) * (SLOTS + 1));
	int first = (int)(pair / (SLOTS + 1));
	int second = (int)(pair % (SLOTS + 1));
	/* Each pair once. */
	if (second > first) {
		*position += SLOTS + 1 - second;
		return schedule_next(schedule, position);
	}
	++*position;
	if (number >= SCENARIOS)
		return false;
	make_scenario(schedule, (int)number);
	deviate(schedule, first);
	deviate(schedule, second);
	return true;
}

/* --- words --- */

void schedule_print(const struct schedule *schedule)
{
	printf("world: %s; the app takes %s%s\n", world_names[schedule->world],
	       schedule->takes_toy_lists ? "lists of toys" : "one toy a command",
	       schedule->takes_curves ? ", and curves" : "");
	for (int i = 0; i < schedule->step_count; i++) {
		const struct step *step = &schedule->steps[i];
		printf("  %6d ms  %s", step->at_ms, step_names[step->kind]);
		if (step->kind == STEP_LEVEL || step->kind == STEP_STOP || step->kind == STEP_CURVE)
			printf(" of toy %d", step->toy);
		if (step->value)
			printf(": %d", step->value);
		if (step->second)
			printf(" and %d", step->second);
		printf("\n");
	}
	for (int i = 0; i < FATES_MAX; i++) {
		const struct fate *fate = &schedule->fates[i];
		if (memcmp(fate, &model_fine, sizeof(*fate)) != 0)
			printf("  request %d: %s, way %d, acts after %d, answer takes %d, answers %d early%s\n", i,
			       fate_names[fate->kind], fate->way_ms, fate->act_ms, fate->back_ms, fate->early_ms,
			       fate->goes_on ? ", goes on" : "");
	}
	for (int i = 0; i < EMITS_MAX; i++) {
		const struct emit_fate *emit = &schedule->emits[i];
		if (emit->delay_ms != model_quick_emit.delay_ms || emit->is_dead || emit->detour_ms)
			printf("  emit %d: takes %d%s, detour %d\n", i, emit->delay_ms,
			       emit->is_dead ? ", dies with its socket" : "", emit->detour_ms);
	}
}

/* --- less --- */

static bool keeps_failing(struct schedule *schedule, const struct schedule *shorter,
			  bool (*fails)(const struct schedule *schedule))
{
	if (memcmp(schedule, shorter, sizeof(*schedule)) == 0 || !fails(shorter))
		return false;
	*schedule = *shorter;
	return true;
}

static bool shrink_steps(struct schedule *schedule, bool (*fails)(const struct schedule *schedule))
{
	bool is_shorter = false;
	for (int i = schedule->step_count - 1; i >= 0; i--) {
		struct schedule shorter = *schedule;
		shorter.step_count--;
		memmove(&shorter.steps[i], &shorter.steps[i + 1],
			(size_t)(shorter.step_count - i) * sizeof(shorter.steps[0]));
		is_shorter = keeps_failing(schedule, &shorter, fails) || is_shorter;
	}
	return is_shorter;
}

static bool shrink_values(struct schedule *schedule, bool (*fails)(const struct schedule *schedule))
{
	bool is_simpler = false;
	for (int i = 0; i < schedule->step_count; i++) {
		struct schedule simpler = *schedule;
		simpler.steps[i].second = 0;
		is_simpler = keeps_failing(schedule, &simpler, fails) || is_simpler;
		simpler = *schedule;
		if (simpler.steps[i].kind == STEP_LEVEL_ALL)
			simpler.steps[i].kind = STEP_LEVEL;
		if (simpler.steps[i].kind == STEP_CURVE_ALL)
			simpler.steps[i].kind = STEP_CURVE;
		is_simpler = keeps_failing(schedule, &simpler, fails) || is_simpler;
	}
	for (int i = 0; i < FATES_MAX; i++) {
		struct schedule simpler = *schedule;
		simpler.fates[i] = model_fine;
		is_simpler = keeps_failing(schedule, &simpler, fails) || is_simpler;
	}
	for (int i = 0; i < EMITS_MAX; i++) {
		struct schedule simpler = *schedule;
		simpler.emits[i] = model_quick_emit;
		is_simpler = keeps_failing(schedule, &simpler, fails) || is_simpler;
	}
	return is_simpler;
}

void schedule_shrink(struct schedule *schedule, bool (*fails)(const struct schedule *schedule))
{
	bool is_better = true;
	for (int i = 0; i < 8 && is_better; i++) {
		is_better = shrink_steps(schedule, fails);
		is_better = shrink_values(schedule, fails) || is_better;
	}
}
