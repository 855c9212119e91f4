/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/gate/gate.h"

#include <math.h>
#include <string.h>

#include "haptics/gate/gate_parts.h"
#include "haptics/toys.h"

enum { STROKE_STEPS = 100 };

double gate_unit(double value)
{
	if (!(value > 0)) /* NaN too */
		return 0;
	return value < 1 ? value : 1;
}

double gate_ceiling(const struct gate *gate, size_t slot, int function)
{
	return fmin(gate_unit(gate->master_ceiling), gate->toys[slot].ceiling[function]);
}

bool gate_has(const struct gate_toy *toy, int function)
{
	return function >= 0 && (toy->functions & gate_bit(function));
}

static int find_function(const struct gate *gate, const char *name)
{
	for (size_t f = 0; f < gate->function_count; f++)
		if (toy_is_same_name(gate->functions[f].name, name))
			return (int)f;
	return -1;
}

void gate_set_functions(struct gate *gate, const struct haptics_function *functions, size_t count)
{
	gate->functions = functions;
	gate->function_count = count < HAPTICS_MAX_FUNCTIONS ? count : HAPTICS_MAX_FUNCTIONS;
	gate->stroke = find_function(gate, "Stroke");
	gate->thrusting = find_function(gate, "Thrusting");
}

bool gate_is_paused(const struct gate *gate, int64_t now_ms)
{
	return gate->paused_until_ms != 0 && now_ms < gate->paused_until_ms;
}

bool gate_is_resting(const struct gate *gate, int64_t now_ms)
{
	return gate->rest_until_ms != 0 && now_ms < gate->rest_until_ms;
}

static double own_ceiling(const struct haptics_toy *toy, size_t f)
{
	return fmin(gate_unit(toy->ceiling), gate_unit(toy->function_ceiling[f]));
}

/* A function and its single motors move each other, so that the ceiling of either binds both. */
void gate_set_toy(struct gate *gate, size_t slot, const struct haptics_toy *toy)
{
	double *ceiling = gate->toys[slot].ceiling;
	gate->toys[slot].functions = toy->functions;
	gate->toys[slot].is_by_server = toy->is_by_server;
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		ceiling[f] = own_ceiling(toy, f);
	for (size_t f = 0; f < gate->function_count; f++)
		for (size_t motor = 0; motor < gate->function_count; motor++) {
			if (!(gate->functions[f].drives & gate_bit((int)motor)))
				continue;
			ceiling[motor] = fmin(ceiling[motor], own_ceiling(toy, f));
			if (toy->functions & gate_bit((int)motor))
				ceiling[f] = fmin(ceiling[f], own_ceiling(toy, motor));
		}
}

void gate_advance(struct gate *gate, size_t slot, bool is_in_use, int64_t now_ms)
{
	struct gate_toy *toy = &gate->toys[slot];
	double ramp = (double)(now_ms - toy->ramp_ms) * GATE_RAMP_PER_MS;
	for (size_t f = 0; f < gate->function_count; f++) {
		double limit = gate_ceiling(gate, slot, (int)f);
		/* The time until now counts towards the old limit only: above it the way begins now. */
		double reached = fmin(toy->limit[f], toy->allowed[f] + ramp);
		toy->allowed[f] = is_in_use ? fmin(limit, reached) : limit;
		toy->limit[f] = limit;
	}
	toy->ramp_ms = now_ms;
}

int gate_steps(double level, int steps)
{
	return (int)floor(level * steps + STEP_EPSILON);
}

double gate_reach(const struct gate *gate, size_t slot, int function, enum target_kind kind)
{
	const struct gate_toy *toy = &gate->toys[slot];
	if (kind == TARGET_PATTERN || kind == TARGET_PRESET)
		return gate_pattern_reach(gate, slot, (size_t)function);
	bool is_bound = function == gate->thrusting && gate_has(toy, gate->stroke);
	if (is_bound && gate_steps(gate_ceiling(gate, slot, gate->stroke), STROKE_STEPS) < GATE_MIN_STROKE)
		return 0;
	return gate_ceiling(gate, slot, function);
}

double gate_preview(const struct gate *gate, size_t slot, int function, enum target_kind kind, double level)
{
	int steps = gate->functions[function].steps;
	double allowed = fmin(gate_unit(level), gate_reach(gate, slot, function, kind));
	return (double)gate_steps(allowed, steps) / steps;
}

static double highest_rise(const struct gate_toy *toy, size_t function, int64_t now_ms)
{
	int64_t waited_ms = now_ms - toy->level_ms;
	if (waited_ms > GATE_RISE_TIME_MS)
		waited_ms = GATE_RISE_TIME_MS;
	return toy->level[function] + (double)waited_ms * GATE_RISE_PER_MS;
}

static int level_steps(const struct gate *gate, size_t slot, size_t function, double wanted, int64_t now_ms,
		       struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	int steps = gate->functions[function].steps;
	double capped = fmin(wanted, toy->allowed[function]);
	double limited = fmin(capped, highest_rise(toy, function, now_ms));
	if (capped < wanted - STEP_EPSILON || (wanted > 0 && gate_steps(capped, steps) == 0))
		result->is_capped = true;
	if (gate_steps(limited, steps) < gate_steps(capped, steps))
		result->is_settling = true;
	if (toy->allowed[function] < fmin(wanted, gate_ceiling(gate, slot, (int)function)))
		result->is_settling = true;
	return gate_steps(limited, steps);
}

static double wanted_stroke(const struct target *target)
{
	return target->has_stroke ? gate_unit(target->stroke_max) : 1;
}

static int stroke_top(const struct gate *gate, const struct gate_toy *toy, const struct target *target)
{
	return gate_steps(fmin(wanted_stroke(target), toy->allowed[gate->stroke]), STROKE_STEPS);
}

/* The machine ignores a range that is too narrow and moves over all it has: then it may not move at all. */
static bool is_stroke_too_short(const struct gate *gate, const struct gate_toy *toy, const struct target *target)
{
	return gate_has(toy, gate->stroke) && stroke_top(gate, toy, target) < GATE_MIN_STROKE;
}

static void hold_thrust(const struct gate *gate, size_t slot, struct gate_result *result)
{
	result->command.level[gate->thrusting] = 0;
	result->is_capped = true;
	if (gate->toys[slot].allowed[gate->stroke] < gate_ceiling(gate, slot, gate->stroke))
		result->is_settling = true;
}

/* Whatever thrusts gets its range along as soon as one counts, or the machine takes its own. A range that the ceiling
 * makes too narrow gives way at its lower end. */
static void pass_stroke(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	struct haptics_command *command = &result->command;
	bool is_thrusting = gate->thrusting >= 0 && command->level[gate->thrusting] > 0;
	if (!is_thrusting || !gate_has(toy, gate->stroke))
		return;
	double allowed = toy->allowed[gate->stroke];
	int max = stroke_top(gate, toy, target);
	if (!target->has_stroke && allowed >= 1)
		return;
	int min = target->has_stroke ? gate_steps(gate_unit(target->stroke_min), STROKE_STEPS) : 0;
	command->level[gate->stroke] = max;
	command->stroke_min = min < max - GATE_MIN_STROKE ? min : max - GATE_MIN_STROKE;
	command->stroke_max = max;
	if (target->has_stroke && allowed < wanted_stroke(target) - STEP_EPSILON)
		result->is_capped = true;
	if (allowed < fmin(wanted_stroke(target), gate_ceiling(gate, slot, gate->stroke)))
		result->is_settling = true;
}

static void pass_levels(const struct gate *gate, size_t slot, const struct target *target, int64_t now_ms,
			struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	struct haptics_command *command = &result->command;
	bool is_moving = false;
	for (size_t f = 0; f < gate->function_count; f++) {
		bool is_wanted = (target->functions & toy->functions & gate_bit((int)f)) && (int)f != gate->stroke;
		if (!is_wanted) {
			command->level[f] = toy->level[f] > 0 ? 0 : -1; /* what ran until now ends by name */
			continue;
		}
		command->level[f] = level_steps(gate, slot, f, gate_unit(target->level[f]), now_ms, result);
		if ((int)f == gate->thrusting && command->level[f] > 0 && is_stroke_too_short(gate, toy, target))
			hold_thrust(gate, slot, result);
		is_moving = is_moving || command->level[f] > 0;
	}
	if (!is_moving)
		return;
	command->kind = HAPTICS_COMMAND_LEVELS;
	pass_stroke(gate, slot, target, result);
}

static void pass_position(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	result->needs_lan = toy->is_by_server;
	if (!gate_has(toy, gate->stroke) || toy->is_by_server)
		return;
	double wanted = gate_unit(target->position);
	double capped = fmin(wanted, toy->allowed[gate->stroke]);
	result->is_capped = capped < wanted - STEP_EPSILON;
	result->is_settling = toy->allowed[gate->stroke] < fmin(wanted, gate_ceiling(gate, slot, gate->stroke));
	result->command.kind = HAPTICS_COMMAND_POSITION;
	result->command.position = gate_steps(capped, STROKE_STEPS);
}

static int duration_ms(const struct gate *gate, const struct target *target, int64_t now_ms)
{
	int64_t until_end_ms = target->end_ms - now_ms;
	int64_t until_deadline_ms = target->deadline_ms - now_ms;
	int64_t duration = until_end_ms > GATE_MIN_LEASE_MS ? until_end_ms : GATE_MIN_LEASE_MS;
	if (duration > gate->lease_ms)
		duration = gate->lease_ms;
	if (duration > until_deadline_ms)
		duration = until_deadline_ms;
	return (int)(duration > GATE_MIN_COMMAND_MS ? duration : GATE_MIN_COMMAND_MS);
}

void gate_pass(const struct gate *gate, size_t slot, const struct target *target, int64_t now_ms,
	       struct gate_result *result)
{
	memset(result, 0, sizeof(*result)); /* commands are compared byte by byte */
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		result->command.level[f] = -1;
	bool may_move = gate->is_armed || target->while_disarmed;
	if (!may_move || gate->is_panic || gate_is_paused(gate, now_ms))
		return;
	if (gate_is_resting(gate, now_ms) && !target->while_resting)
		return;
	if (target->kind == TARGET_NONE || now_ms >= target->end_ms || now_ms >= target->deadline_ms)
		return;
	if (target->kind == TARGET_LEVELS)
		pass_levels(gate, slot, target, now_ms, result);
	else if (target->kind == TARGET_PATTERN)
		gate_pass_pattern(gate, slot, target, result);
	else if (target->kind == TARGET_PRESET)
		gate_pass_preset(gate, slot, target, result);
	else
		pass_position(gate, slot, target, result);
	if (result->command.kind != HAPTICS_COMMAND_INVALID)
		result->command.duration_ms = duration_ms(gate, target, now_ms);
}

void gate_note_sent(struct gate *gate, size_t slot, const struct haptics_command *command, int64_t now_ms)
{
	struct gate_toy *toy = &gate->toys[slot];
	bool has_levels = command->kind == HAPTICS_COMMAND_LEVELS;
	for (size_t f = 0; f < gate->function_count; f++) {
		bool is_named = has_levels && command->level[f] > 0 && (int)f != gate->stroke;
		toy->level[f] = is_named ? (double)command->level[f] / gate->functions[f].steps : 0;
	}
	/* From rest the first rise is due at once, or a short pulse would be over before it is felt. */
	toy->level_ms = has_levels ? now_ms : now_ms - GATE_RISE_TIME_MS;
}

static bool allows_levels(const struct gate *gate, const struct gate_toy *toy, const struct haptics_command *command)
{
	for (size_t f = 0; f < gate->function_count; f++)
		if (command->level[f] > gate_steps(toy->allowed[f], gate->functions[f].steps))
			return false;
	bool is_thrusting = gate->thrusting >= 0 && command->level[gate->thrusting] > 0;
	if (!is_thrusting || !gate_has(toy, gate->stroke) || command->level[gate->stroke] >= 0)
		return true;
	return toy->allowed[gate->stroke] >= 1; /* it moves over the machine's whole range */
}

bool gate_still_allows(const struct gate *gate, size_t slot, const struct haptics_command *command)
{
	const struct gate_toy *toy = &gate->toys[slot];
	switch (command->kind) {
	case HAPTICS_COMMAND_LEVELS:
		return allows_levels(gate, toy, command);
	case HAPTICS_COMMAND_PATTERN:
		return gate_allows_pattern(gate, toy, command);
	case HAPTICS_COMMAND_PRESET:
		return gate_allows_preset(gate, toy);
	case HAPTICS_COMMAND_POSITION:
		return gate->stroke < 0 || command->position <= gate_steps(toy->allowed[gate->stroke], STROKE_STEPS);
	default:
		return true;
	}
}
