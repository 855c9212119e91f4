/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "oracle.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model.h"

#define NEVER INT64_MAX

enum {
	LIFE_MS = MODEL_REQUEST_MS + MODEL_LATE_MS, /* of a request */
	DELIVERED_MS = MODEL_WAY_MS + MODEL_ACT_MS, /* a command that nothing holds up */
	REPEAT_MS = 500,
	QUIET_MS = LIFE_MS + MODEL_LEASE_MS + REPEAT_MS,
	STOP_ALL_COMMANDS = 2,
	COMMANDS_MAX = 400,
};

/* After what is wanted was lowered no toy does more, later than this. One way is well: a request may still be carried
 * out, and the next correction takes its way, by the server if the local network loses it. Every route may fail a Stop:
 * as long again as the server takes. None may be there: one lease more. */
static const int late_ms[WORLD_COUNT] = {
	[WORLD_SLOW_SERVER] = LIFE_MS + MODEL_SERVER_MS,
	[WORLD_QUICK_SERVER] = LIFE_MS + DELIVERED_MS,
	[WORLD_CALM] = LIFE_MS + DELIVERED_MS,
	[WORLD_LOST_LINKS] = LIFE_MS + MODEL_LEASE_MS,
	[WORLD_ANY_FAULT] = LIFE_MS + MODEL_SERVER_MS + DELIVERED_MS,
};

/* What comes back lasts no longer than to the next repeat, or as long as the server may take; where no route takes a
 * Stop, a lease, which an emit that went astray may begin anew. */
static const int come_back_ms[WORLD_COUNT] = {
	[WORLD_SLOW_SERVER] = MODEL_SERVER_MS,   [WORLD_QUICK_SERVER] = REPEAT_MS + DELIVERED_MS,
	[WORLD_CALM] = REPEAT_MS + DELIVERED_MS, [WORLD_LOST_LINKS] = LIFE_MS + MODEL_LEASE_MS,
	[WORLD_ANY_FAULT] = MODEL_LEASE_MS,
};

/* In a calm world what comes back after a Stop lasts until the answer and one way more, and an answer may be early. */
enum { CALM_STOP_MS = 2 * MODEL_WAY_MS + MODEL_ACT_MS + MODEL_EARLY_MS };

static void broken(struct oracle *oracle, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void broken(struct oracle *oracle, const char *format, ...)
{
	va_list arguments;
	if (oracle->sentence[0])
		return;
	int length = snprintf(oracle->sentence, sizeof(oracle->sentence), "at %lld ms: ", (long long)oracle->now_ms);
	va_start(arguments, format);
	vsnprintf(oracle->sentence + length, sizeof(oracle->sentence) - (size_t)length, format, arguments);
	va_end(arguments);
}

static void at_least(int64_t *worst, int64_t value)
{
	*worst = value > *worst ? value : *worst;
}

void oracle_init(struct oracle *oracle, const struct schedule *schedule)
{
	*oracle = (struct oracle){.world = schedule->world,
				  .takes_toy_lists = schedule->takes_toy_lists,
				  .takes_curves = schedule->takes_curves,
				  .ceiling = ORACLE_LEVELS - 1,
				  .quiet_from_ms = NEVER,
				  .pressed_ms = INT64_MIN / 2,
				  .is_healthy = true};
	for (int toy = 0; toy < TOYS; toy++) {
		struct oracle_toy *state = &oracle->toys[toy];
		state->lowered_ms = NEVER;
		state->below_ms = NEVER;
		state->is_reached = true;
		state->is_handed = true;
		for (int f = 0; f < ORACLE_FUNCTIONS; f++) {
			state->above_ms[f] = NEVER;
			state->was_below[f] = true;
			for (int level = 1; level < ORACLE_LEVELS; level++)
				state->allowed_ms[f][level] = NEVER;
		}
	}
	for (int route = 0; route < DELIVERY_ROUTE_COUNT; route++) {
		for (int i = 0; i < DELIVERY_STOP_RATE; i++)
			oracle->stops_ms[route][i] = INT64_MIN / 2;
	}
}

/* The Stop of a curve has but one route. */
static int latest_ms(const struct oracle *oracle)
{
	bool may_lose_stops = oracle->takes_curves && oracle->world == WORLD_ANY_FAULT;
	return may_lose_stops ? late_ms[WORLD_LOST_LINKS] : late_ms[oracle->world];
}

/* --- time --- */

static void look(struct oracle *oracle, int toy, int f)
{
	struct oracle_toy *state = &oracle->toys[toy];
	int level = state->level[f];
	if (level <= state->wanted[f])
		return;
	if (state->allowed_ms[f][level] == NEVER) {
		broken(oracle, "toy %d is at %d, which was never wanted", toy, level);
		return;
	}
	int64_t since_ms = oracle->now_ms - state->allowed_ms[f][level];
	at_least(&oracle->worst.late_ms, since_ms);
	if (since_ms > latest_ms(oracle))
		broken(oracle, "toy %d is at %d, which was last wanted %lld ms ago", toy, level, (long long)since_ms);
	if (!state->was_below[f])
		return;
	int64_t back_ms = oracle->now_ms - state->above_ms[f];
	at_least(&oracle->worst.come_back_ms, back_ms);
	bool is_calm_stop = oracle->world == WORLD_CALM && !state->wanted[0] && !state->wanted[1];
	if (back_ms > (is_calm_stop ? CALM_STOP_MS : come_back_ms[oracle->world]))
		broken(oracle, "toy %d came back to %d for %lld ms", toy, level, (long long)back_ms);
}

void oracle_time(struct oracle *oracle, int64_t now_ms)
{
	oracle->now_ms = now_ms;
	for (int toy = 0; toy < TOYS; toy++) {
		for (int f = 0; f < ORACLE_FUNCTIONS; f++)
			look(oracle, toy, f);
	}
	for (int level = 0; level <= oracle->ceiling; level++)
		oracle->ceiling_ms[level] = now_ms;
}

/* --- what is wanted --- */

void oracle_ceiling(struct oracle *oracle, int ceiling)
{
	oracle->ceiling = ceiling;
}

void oracle_asks(struct oracle *oracle)
{
	oracle->quiet_from_ms = oracle->now_ms;
}

void oracle_stirs(struct oracle *oracle)
{
	oracle->stirred_ms = oracle->now_ms;
	oracle_asks(oracle);
}

void oracle_presses(struct oracle *oracle)
{
	bool is_first = oracle->now_ms - oracle->pressed_ms >= REPEAT_MS;
	oracle->pressed_ms = oracle->now_ms;
	for (int route = 0; route < DELIVERY_ROUTE_COUNT && is_first; route++)
		oracle->first_stops[route] = STOP_ALL_COMMANDS;
	oracle_asks(oracle);
}

void oracle_answer(struct oracle *oracle, int toy, enum lovense_send_result result, enum delivery_verdict verdict)
{
	if (result == LOVENSE_SENT && verdict == DELIVERY_NOT_TAKEN)
		broken(oracle, "what is wanted of toy %d counts as sent, and as not taken", toy);
}

static bool is_within(const uint8_t *levels, const uint8_t *wanted)
{
	return levels[0] <= wanted[0] && levels[1] <= wanted[1];
}

static bool is_as_handed(const struct oracle_toy *state, const uint8_t *levels)
{
	for (int f = 0; f < ORACLE_FUNCTIONS; f++) {
		uint8_t by_functions = state->handed[ORACLE_BY_FUNCTIONS][f];
		uint8_t by_curve = state->handed[ORACLE_BY_CURVE][f];
		if (levels[f] != (by_functions > by_curve ? by_functions : by_curve))
			return false;
	}
	return true;
}

void oracle_wants(struct oracle *oracle, int toy, const uint8_t *levels, bool is_lan_quick)
{
	struct oracle_toy *state = &oracle->toys[toy];
	bool is_too_strong = false;
	if (memcmp(state->wanted, levels, sizeof(state->wanted)) == 0)
		return;
	for (int f = 0; f < ORACLE_FUNCTIONS; f++) {
		for (int level = 0; level < ORACLE_LEVELS; level++) {
			bool was_allowed = level <= state->wanted[f];
			if (level <= levels[f] || was_allowed)
				state->allowed_ms[f][level] = oracle->now_ms;
		}
		bool is_lower = levels[f] < state->wanted[f];
		state->wanted[f] = levels[f];
		state->was_below[f] = state->level[f] <= levels[f];
		state->above_ms[f] = state->was_below[f] ? NEVER : oracle->now_ms;
		is_too_strong = is_too_strong || (is_lower && !state->was_below[f]);
	}
	state->wanted_ms = oracle->now_ms;
	state->was_confirmed = false;
	state->is_handed = is_as_handed(state, levels);
	state->lowered_ms = is_too_strong && is_lan_quick ? oracle->now_ms : NEVER;
	for (int part = 0; part < ORACLE_PARTS; part++)
		state->has_obeyed[part] = is_within(state->parts[part], levels);
	state->is_reached = memcmp(state->level, levels, sizeof(state->level)) == 0;
	state->below_ms = NEVER;
	oracle_stirs(oracle);
}

/* --- what is handed out --- */

static void check_named(struct oracle *oracle, const struct oracle_command *command)
{
	uint32_t toys = command->toys;
	const uint8_t *levels = command->levels;
	for (int toy = 0; toy < TOYS; toy++) {
		struct oracle_toy *state = &oracle->toys[toy];
		if (toys && !((toys >> toy) & 1))
			continue;
		memcpy(state->handed[command->part], levels, ORACLE_FUNCTIONS);
		state->is_handed = state->is_handed || is_as_handed(state, state->wanted);
		for (int f = 0; f < ORACLE_FUNCTIONS && !command->is_stop; f++) {
			if (levels[f] > state->wanted[f])
				broken(oracle, "%d was handed out for toy %d, of which %d is wanted", levels[f], toy,
				       state->wanted[f]);
		}
	}
}

static bool is_anything_wanted(const struct oracle *oracle)
{
	for (int toy = 0; toy < TOYS; toy++) {
		for (int f = 0; f < ORACLE_FUNCTIONS; f++) {
			if (oracle->toys[toy].wanted[f])
				return true;
		}
	}
	return false;
}

/* The first Stop on a route after a movement is no repeat. */
static bool note_moved(struct oracle *oracle, const struct oracle_command *command)
{
	uint32_t toys = command->toys;
	bool is_stop = command->is_stop;
	bool is_first = false;
	for (int toy = 0; toy < TOYS; toy++) {
		bool *was_moved = oracle->toys[toy].was_moved[command->part];
		if (toys && !((toys >> toy) & 1))
			continue;
		is_first = is_first || was_moved[command->route];
		was_moved[command->route] = !is_stop;
		for (int other = 0; other < DELIVERY_ROUTE_COUNT && !is_stop; other++)
			was_moved[other] = true;
	}
	return is_stop && is_first;
}

/* Nothing moved for longer than a request may live: then a Stop is nothing but a repeat, or the first of a STOP ALL. */
static void check_rate(struct oracle *oracle, enum delivery_route route, bool is_for_all)
{
	int *next = &oracle->stop_next[route];
	bool is_first = is_for_all && oracle->pressed_ms == oracle->now_ms && oracle->first_stops[route] > 0;
	oracle->first_stops[route] -= is_first;
	if (is_first || oracle->now_ms - oracle->stirred_ms <= LIFE_MS)
		return;
	if (oracle->now_ms - oracle->stops_ms[route][*next] < 1000)
		broken(oracle, "more than %d repeated Stops a second", DELIVERY_STOP_RATE);
	oracle->stops_ms[route][*next] = oracle->now_ms;
	*next = (*next + 1) % DELIVERY_STOP_RATE;
}

static void count(struct oracle *oracle)
{
	if (!is_anything_wanted(oracle) && oracle->now_ms - oracle->quiet_from_ms > QUIET_MS)
		broken(oracle, "there is no reason for a command any more");
	if (++oracle->commands > COMMANDS_MAX)
		broken(oracle, "a storm of commands");
}

void oracle_handed(struct oracle *oracle, const struct oracle_command *command)
{
	uint32_t toys = command->toys;
	if (!command->is_stop && !toys)
		broken(oracle, "a movement names no toy");
	if ((toys & (toys - 1)) && !oracle->takes_toy_lists)
		broken(oracle, "an app that takes one toy a command got several");
	if (!command->is_stop && command->part == ORACLE_BY_CURVE && command->route != DELIVERY_LAN)
		broken(oracle, "a curve goes by the server");
	check_named(oracle, command);
	bool is_first = note_moved(oracle, command);
	if (!command->is_stop)
		oracle->stirred_ms = oracle->now_ms;
	else if (!is_first)
		check_rate(oracle, command->route, !toys);
	count(oracle);
}

void oracle_handed_setup(struct oracle *oracle, enum delivery_route route)
{
	if (!oracle->takes_curves || route != DELIVERY_LAN)
		broken(oracle, "points go to an app or a route that takes none");
	count(oracle);
}

/* --- what toys do --- */

/* The app applies it now: its ceiling may have gone down since it was sent, but no longer ago than a request lives. */
static void check_ceiling(struct oracle *oracle, int toy, int level)
{
	int64_t since_ms = oracle->now_ms - oracle->ceiling_ms[level];
	if (since_ms > LIFE_MS)
		broken(oracle, "toy %d goes to %d, above the ceiling for %lld ms", toy, level, (long long)since_ms);
}

static void note_obeyed(struct oracle *oracle, struct oracle_toy *state, int toy)
{
	int64_t took_ms = oracle->now_ms - state->lowered_ms;
	if (state->lowered_ms == NEVER || !state->has_obeyed[ORACLE_BY_FUNCTIONS] ||
	    !state->has_obeyed[ORACLE_BY_CURVE])
		return;
	at_least(&oracle->worst.obeyed_ms, took_ms);
	if (took_ms > DELIVERED_MS && oracle->world != WORLD_LOST_LINKS && oracle->world != WORLD_ANY_FAULT)
		broken(oracle, "toy %d obeys after %lld ms", toy, (long long)took_ms);
	state->lowered_ms = NEVER;
}

static void note_drop_out(struct oracle *oracle, struct oracle_toy *state, int toy)
{
	bool is_below = state->level[0] < state->wanted[0] || state->level[1] < state->wanted[1];
	if (memcmp(state->level, state->wanted, sizeof(state->level)) == 0)
		state->is_reached = true;
	if (state->is_reached && is_below) {
		if (state->below_ms == NEVER)
			state->below_ms = oracle->now_ms;
		return;
	}
	if (state->below_ms == NEVER)
		return;
	int64_t drop_ms = oracle->now_ms - state->below_ms;
	state->below_ms = NEVER;
	if (!oracle->is_healthy)
		return;
	at_least(&oracle->worst.drop_out_ms, drop_ms);
	if (drop_ms > REPEAT_MS + (oracle->world == WORLD_QUICK_SERVER ? DELIVERED_MS : MODEL_SERVER_MS))
		broken(oracle, "toy %d dropped out for %lld ms", toy, (long long)drop_ms);
}

static void note_part(struct oracle_toy *state, enum oracle_part part, const uint8_t *levels)
{
	memcpy(state->parts[part], levels, ORACLE_FUNCTIONS);
	state->has_obeyed[part] = state->has_obeyed[part] || is_within(levels, state->wanted);
}

/* Each part has been within what is wanted: from now on it comes back, though the other one had not been yet. */
static bool has_come_below(const struct oracle_toy *state, int f)
{
	bool have_obeyed = state->has_obeyed[ORACLE_BY_FUNCTIONS] && state->has_obeyed[ORACLE_BY_CURVE];
	return have_obeyed && !state->was_below[f];
}

void oracle_toy_does(struct oracle *oracle, int toy, enum oracle_part part, const uint8_t *part_levels)
{
	struct oracle_toy *state = &oracle->toys[toy];
	uint8_t levels[ORACLE_FUNCTIONS];
	note_part(state, part, part_levels);
	for (int f = 0; f < ORACLE_FUNCTIONS; f++) {
		uint8_t by_functions = state->parts[ORACLE_BY_FUNCTIONS][f];
		uint8_t by_curve = state->parts[ORACLE_BY_CURVE][f];
		levels[f] = by_functions > by_curve ? by_functions : by_curve;
	}
	for (int f = 0; f < ORACLE_FUNCTIONS; f++) {
		if (levels[f] > 0 && toy >= KNOWN_TOYS)
			broken(oracle, "a toy that nobody named moves");
		if (levels[f] > state->wanted[f] && state->was_confirmed)
			broken(oracle, "toy %d goes to %d after it was confirmed", toy, levels[f]);
		if (levels[f] > 0 && levels[f] > state->level[f])
			check_ceiling(oracle, toy, levels[f]);
		state->level[f] = levels[f];
		if (levels[f] <= state->wanted[f]) {
			state->was_below[f] = true;
			state->above_ms[f] = NEVER;
		} else if (state->above_ms[f] == NEVER || has_come_below(state, f)) {
			state->above_ms[f] = oracle->now_ms;
			state->was_below[f] = state->was_below[f] || has_come_below(state, f);
		}
	}
	note_obeyed(oracle, state, toy);
	note_drop_out(oracle, state, toy);
}

void oracle_verdict(struct oracle *oracle, int toy, enum delivery_verdict verdict)
{
	struct oracle_toy *state = &oracle->toys[toy];
	state->was_confirmed = state->was_confirmed || verdict == DELIVERY_CONFIRMED;
	if (verdict == DELIVERY_CONFIRMED && (state->level[0] > state->wanted[0] || state->level[1] > state->wanted[1]))
		broken(oracle, "toy %d is confirmed, and at %d and %d", toy, state->level[0], state->level[1]);
	if (verdict >= DELIVERY_SENT && !state->is_handed)
		broken(oracle, "what is wanted of toy %d counts as sent, but was not handed out", toy);
}

void oracle_end(struct oracle *oracle)
{
	for (int toy = 0; toy < TOYS; toy++) {
		const struct oracle_toy *state = &oracle->toys[toy];
		if (state->level[0] > state->wanted[0] || state->level[1] > state->wanted[1])
			broken(oracle, "toy %d is still at %d and %d in the end", toy, state->level[0],
			       state->level[1]);
	}
}
