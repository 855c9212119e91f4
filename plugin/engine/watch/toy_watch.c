/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/watch/toy_watch.h"

#include <math.h>
#include <string.h>

enum { UNKNOWN_FUNCTION = LOVENSE_FUNCTION_COUNT, PATTERN_STEPS = 20 };
#define HALF_A_STEP 0.026 /* of 20 */
#define NEVER INT64_MAX

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void toy_watch_init(struct toy_watch *watch)
{
	memset(watch, 0, sizeof(*watch));
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		watch->toys[slot].waits_for_function = -1;
}

/* What the app told is gone; what was sent stays, and so does a Stop, but nobody can say whether it was obeyed. */
static void forget_reports(struct watched_toy *toy)
{
	memset(toy->actual, 0, sizeof(toy->actual));
	toy->is_known = false;
	toy->other_since_ms = 0;
	toy->is_moved_by_other = false;
	toy->stop_ms = 0;
	toy->is_stop_unconfirmed = false;
	toy->waits_for_function = -1;
}

void toy_watch_set_open(struct toy_watch *watch, bool is_open)
{
	watch->is_open = is_open;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS && !is_open; slot++)
		forget_reports(&watch->toys[slot]);
}

void toy_watch_set_toy(struct toy_watch *watch, size_t slot, uint32_t functions)
{
	watch->toys[slot] = (struct watched_toy){.functions = functions, .waits_for_function = -1};
}

void toy_watch_set_functions(struct toy_watch *watch, size_t slot, uint32_t functions)
{
	struct watched_toy *toy = &watch->toys[slot];
	bool had_motors = (toy->functions & LOVENSE_MOTORS) != 0;
	bool has_motors = (functions & LOVENSE_MOTORS) != 0;
	toy->functions = functions;
	if (had_motors == has_motors)
		return;
	/* The same movement is told under another name from now on. */
	double level = toy->actual[LOVENSE_VIBRATE];
	for (size_t f = LOVENSE_VIBRATE; f <= LOVENSE_VIBRATE3; f++) {
		level = fmax(level, toy->actual[f]);
		toy->actual[f] = 0;
	}
	toy->actual[has_motors ? LOVENSE_VIBRATE1 : LOVENSE_VIBRATE] = level;
}

/* --- what was sent --- */

static void add_alive(struct watch_level alive[WATCH_ALIVE], double level, int64_t until_ms, int64_t now_ms)
{
	struct watch_level *place = NULL;
	struct watch_level *lowest = &alive[0];
	for (size_t i = 0; i < WATCH_ALIVE; i++) {
		bool is_covered = alive[i].level <= level && alive[i].until_ms <= until_ms;
		if (alive[i].until_ms <= now_ms || is_covered)
			place = &alive[i];
		if (alive[i].level < lowest->level)
			lowest = &alive[i];
	}
	/* Without room two become one that covers both: rather miss somebody else than name them wrongly. */
	if (!place) {
		place = lowest;
		level = fmax(level, place->level);
		until_ms = until_ms > place->until_ms ? until_ms : place->until_ms;
	}
	*place = (struct watch_level){.level = level, .until_ms = until_ms};
}

static double alive_of(const struct watched_toy *toy, size_t function, int64_t now_ms)
{
	double level = 0;
	for (size_t i = 0; i < WATCH_ALIVE; i++)
		if (toy->alive[function][i].until_ms > now_ms)
			level = fmax(level, toy->alive[function][i].level);
	return level;
}

/* Naming Vibrate moves its single motors, and an app may report either of both; one that nobody knows may be any. */
static double expected(const struct watched_toy *toy, size_t function, int64_t now_ms)
{
	uint32_t family = LOVENSE_BIT(LOVENSE_VIBRATE) | LOVENSE_MOTORS;
	uint32_t mask = (LOVENSE_BIT(function) & family) ? family : LOVENSE_BIT(function);
	double level = 0;
	for (size_t f = 0; f < LOVENSE_FUNCTION_COUNT; f++)
		if (function == UNKNOWN_FUNCTION || (mask & LOVENSE_BIT(f)))
			level = fmax(level, alive_of(toy, f, now_ms));
	return level;
}

/* The highest that a command can ask of a function; below 0: it says nothing about it. */
static double level_of(const struct haptics_command *command, size_t function)
{
	int highest = 0;
	switch (command->kind) {
	case HAPTICS_COMMAND_LEVELS:
		return command->level[function] < 0
			       ? -1
			       : (double)command->level[function] / lovense_functions[function].steps;
	case HAPTICS_COMMAND_PATTERN:
		for (size_t i = 0; i < command->step_count; i++)
			highest = command->steps[i] > highest ? command->steps[i] : highest;
		return command->functions == 0 || (command->functions & LOVENSE_BIT(function))
			       ? (double)highest / PATTERN_STEPS
			       : -1;
	default:
		return 1;
	}
}

/* Levels that stay as they are show nothing, and those of patterns come at their own time. */
static void measure(struct watched_toy *toy, const struct haptics_command *command, int64_t now_ns)
{
	toy->waits_for_function = -1;
	for (size_t f = 0; f < LOVENSE_FUNCTION_COUNT && command->kind == HAPTICS_COMMAND_LEVELS; f++) {
		double level = level_of(command, f);
		if (level < 0 || f == LOVENSE_STROKE || fabs(level - toy->actual[f]) < HALF_A_STEP)
			continue;
		toy->waits_for_function = (int)f;
		toy->waits_for = level;
		toy->waits_since_ns = now_ns;
		return;
	}
}

void toy_watch_moved(struct toy_watch *watch, const struct haptics_command *command, int64_t now_ms, int64_t now_ns)
{
	int64_t until_ms = now_ms + command->duration_ms + WATCH_TRAVEL_MS;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		struct watched_toy *toy = &watch->toys[slot];
		if (!((command->toys >> slot) & 1))
			continue;
		for (size_t f = 0; f < LOVENSE_FUNCTION_COUNT; f++)
			if (level_of(command, f) > 0)
				add_alive(toy->alive[f], level_of(command, f), until_ms, now_ms);
		toy->stop_ms = 0; /* it shall move again */
		toy->is_stop_unconfirmed = false;
		if (watch->is_open)
			measure(toy, command, now_ns);
	}
}

static void measure_stop(struct watched_toy *toy, int64_t now_ns)
{
	toy->waits_for_function = -1;
	for (int f = 0; f < LOVENSE_FUNCTION_COUNT; f++)
		if (toy->actual[f] > 0)
			toy->waits_for_function = f;
	toy->waits_for = 0;
	toy->waits_since_ns = now_ns;
}

void toy_watch_stopped(struct toy_watch *watch, uint32_t toys, int64_t now_ms, int64_t now_ns)
{
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS && watch->is_open; slot++) {
		struct watched_toy *toy = &watch->toys[slot];
		bool is_meant = toys == 0 || ((toys >> slot) & 1);
		if (!is_meant)
			continue;
		toy->repeat_until_ms = now_ms + WATCH_STOP_MS + watch->lease_ms;
		if (toy->stop_ms) /* the first of a row counts */
			continue;
		toy->stop_ms = now_ms > 0 ? now_ms : 1;
		measure_stop(toy, now_ns);
	}
}

/* --- what is reported --- */

static size_t function_at(const struct watched_toy *toy, int function, int index)
{
	if (function < 0 || function >= LOVENSE_FUNCTION_COUNT)
		return UNKNOWN_FUNCTION;
	if (function == LOVENSE_VIBRATE && (toy->functions & LOVENSE_MOTORS))
		return (size_t)LOVENSE_VIBRATE1 + (size_t)(index < 0 ? 0 : index > 2 ? 2 : index);
	return (size_t)function;
}

static double strongest(const struct watched_toy *toy)
{
	double level = 0;
	for (size_t f = 0; f < WATCH_FUNCTIONS; f++)
		level = fmax(level, toy->actual[f]);
	return level;
}

static bool is_waited_for(const struct watched_toy *toy, size_t function, double value)
{
	size_t wanted = (size_t)toy->waits_for_function;
	bool is_motor = wanted == LOVENSE_VIBRATE && function < 32 && (LOVENSE_MOTORS & LOVENSE_BIT(function));
	return toy->waits_for_function >= 0 && (wanted == function || is_motor) &&
	       fabs(toy->waits_for - value) < HALF_A_STEP;
}

/* A toy that has more of something than anything of ours can explain. */
static void look_for_others(struct watched_toy *toy, int64_t now_ms)
{
	bool is_above = false;
	for (size_t f = 0; f < WATCH_FUNCTIONS; f++)
		is_above = is_above || (toy->actual[f] > 0 && toy->actual[f] > expected(toy, f, now_ms) + HALF_A_STEP);
	if (!is_above)
		toy->other_since_ms = 0;
	else if (!toy->other_since_ms)
		toy->other_since_ms = now_ms > 0 ? now_ms : 1;
	toy->is_moved_by_other = is_above && now_ms - toy->other_since_ms >= WATCH_OTHER_MS;
}

bool toy_watch_report(struct toy_watch *watch, size_t slot, int function, int index, double value, int64_t now_ms,
		      int64_t now_ns)
{
	struct watched_toy *toy = &watch->toys[slot];
	size_t f = function_at(toy, function, index);
	toy->actual[f] = value;
	toy->is_known = true;
	if (is_waited_for(toy, f, value)) {
		latency_add(&watch->latency, now_ns - toy->waits_since_ns);
		toy->waits_for_function = -1;
	}
	bool is_still = strongest(toy) <= 0;
	if (is_still) {
		toy->stop_ms = 0;
		toy->is_stop_unconfirmed = false;
	}
	look_for_others(toy, now_ms);
	return is_still;
}

/* Returns whether the Stop is due once more. */
static bool look_at_stop(struct watched_toy *toy, int64_t now_ms)
{
	if (!toy->stop_ms || now_ms - toy->stop_ms < WATCH_STOP_MS)
		return false;
	if (!toy->is_stop_unconfirmed && strongest(toy) <= 0) { /* it was still all the time */
		toy->stop_ms = 0;
		return false;
	}
	if (!toy->is_stop_unconfirmed) {
		toy->is_stop_unconfirmed = true;
		toy->repeat_ms = now_ms;
	}
	if (now_ms < toy->repeat_ms || now_ms >= toy->repeat_until_ms)
		return false;
	toy->repeat_ms = now_ms + WATCH_REPEAT_MS;
	return true;
}

/* What has ended explains nothing any more. */
static void expire(struct watched_toy *toy, int64_t now_ms)
{
	for (size_t f = 0; f < WATCH_FUNCTIONS; f++)
		for (size_t i = 0; i < WATCH_ALIVE; i++)
			if (toy->alive[f][i].until_ms <= now_ms)
				toy->alive[f][i] = (struct watch_level){0};
}

bool toy_watch_advance(struct toy_watch *watch, int64_t now_ms, uint32_t *stop_again)
{
	bool is_news = false;
	*stop_again = 0;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS && watch->is_open; slot++) {
		struct watched_toy *toy = &watch->toys[slot];
		bool was_moved = toy->is_moved_by_other;
		bool was_unconfirmed = toy->is_stop_unconfirmed;
		expire(toy, now_ms);
		look_for_others(toy, now_ms);
		if (look_at_stop(toy, now_ms))
			*stop_again |= UINT32_C(1) << slot;
		is_news = is_news || was_moved != toy->is_moved_by_other || was_unconfirmed != toy->is_stop_unconfirmed;
	}
	return is_news;
}

/* While a toy moves, what explains it may end. */
static int64_t next_of_others(const struct watched_toy *toy)
{
	int64_t next_ms = NEVER;
	if (toy->other_since_ms)
		return toy->is_moved_by_other ? NEVER : toy->other_since_ms + WATCH_OTHER_MS;
	for (size_t f = 0; f < WATCH_FUNCTIONS; f++)
		for (size_t i = 0; i < WATCH_ALIVE && strongest(toy) > 0; i++)
			if (toy->alive[f][i].until_ms > 0)
				next_ms = earlier(next_ms, toy->alive[f][i].until_ms);
	return next_ms;
}

static int64_t next_of_stop(const struct watched_toy *toy)
{
	if (!toy->stop_ms)
		return NEVER;
	if (!toy->is_stop_unconfirmed)
		return toy->stop_ms + WATCH_STOP_MS;
	return toy->repeat_ms < toy->repeat_until_ms ? toy->repeat_ms : NEVER;
}

int64_t toy_watch_next_ms(const struct toy_watch *watch)
{
	int64_t next_ms = NEVER;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS && watch->is_open; slot++)
		next_ms =
			earlier(next_ms, earlier(next_of_others(&watch->toys[slot]), next_of_stop(&watch->toys[slot])));
	return next_ms;
}

double toy_watch_actual(const struct toy_watch *watch, size_t slot)
{
	return watch->toys[slot].is_known ? strongest(&watch->toys[slot]) : -1;
}
