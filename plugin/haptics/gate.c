/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/gate.h"

#include <math.h>
#include <string.h>

/* A level that stands for a whole step must not lose it to binary fractions (0.3 * 20). */
#define STEP_EPSILON 1e-6

enum { PATTERN_TOP = 20, STROKE_STEPS = 100 };

static uint32_t bit(int index)
{
	return UINT32_C(1) << index;
}

static double within_unit(double value)
{
	if (!(value > 0)) /* NaN too */
		return 0;
	return value < 1 ? value : 1;
}

static double ceiling_of(const struct gate *gate, size_t slot, int function)
{
	return fmin(within_unit(gate->master_ceiling), gate->toys[slot].ceiling[function]);
}

static bool has_function(const struct gate_toy *toy, int function)
{
	return function >= 0 && (toy->functions & bit(function));
}

bool gate_is_paused(const struct gate *gate, int64_t now_ms)
{
	return gate->paused_until_ms != 0 && now_ms < gate->paused_until_ms;
}

static double own_ceiling(const struct haptics_toy *toy, size_t f)
{
	return fmin(within_unit(toy->ceiling), within_unit(toy->function_ceiling[f]));
}

/* A function and its single motors move each other, so that the ceiling of either binds both. */
void gate_set_toy(struct gate *gate, size_t slot, const struct haptics_toy *toy)
{
	double *ceiling = gate->toys[slot].ceiling;
	gate->toys[slot].functions = toy->functions;
	for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		ceiling[f] = own_ceiling(toy, f);
	for (size_t f = 0; f < gate->function_count; f++)
		for (size_t motor = 0; motor < gate->function_count; motor++) {
			if (!(gate->functions[f].drives & bit((int)motor)))
				continue;
			ceiling[motor] = fmin(ceiling[motor], own_ceiling(toy, f));
			if (toy->functions & bit((int)motor))
				ceiling[f] = fmin(ceiling[f], own_ceiling(toy, motor));
		}
}

void gate_advance(struct gate *gate, size_t slot, bool is_in_use, int64_t now_ms)
{
	struct gate_toy *toy = &gate->toys[slot];
	double ramp = (double)(now_ms - toy->ramp_ms) * GATE_RAMP_PER_MS;
	for (size_t f = 0; f < gate->function_count; f++) {
		double limit = ceiling_of(gate, slot, (int)f);
		/* The time until now counts towards the old limit only: above it the way begins now. */
		double reached = fmin(toy->limit[f], toy->allowed[f] + ramp);
		toy->allowed[f] = is_in_use ? fmin(limit, reached) : limit;
		toy->limit[f] = limit;
	}
	toy->ramp_ms = now_ms;
}

static int steps_of(double level, int steps)
{
	return (int)floor(level * steps + STEP_EPSILON);
}

/* A function of a pattern moves all that its motors belong to: the letter for one is the letter for all. */
static uint32_t moved_by_pattern(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	uint32_t moved = bit((int)function);
	for (size_t f = 0; f < gate->function_count; f++) {
		uint32_t whole = bit((int)f) | gate->functions[f].drives;
		if (whole & bit((int)function))
			moved |= whole & toy->functions;
	}
	return moved;
}

/* A pattern carries no stroke: where the machine has a range of its own to keep to, it cannot thrust. The master
 * ceiling bounds how strong a pattern is; it is no such range. */
static bool may_pattern_move(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	return (int)function != gate->thrusting || !has_function(toy, gate->stroke) || toy->ceiling[gate->stroke] >= 1;
}

static double pattern_reach(const struct gate *gate, size_t slot, size_t function)
{
	const struct gate_toy *toy = &gate->toys[slot];
	uint32_t moved = moved_by_pattern(gate, toy, function);
	double reach = may_pattern_move(gate, toy, function) ? 1 : 0;
	for (size_t f = 0; f < gate->function_count; f++)
		if (moved & bit((int)f))
			reach = fmin(reach, ceiling_of(gate, slot, (int)f));
	return reach;
}

double gate_reach(const struct gate *gate, size_t slot, int function, enum target_kind kind)
{
	const struct gate_toy *toy = &gate->toys[slot];
	if (kind == TARGET_PATTERN || kind == TARGET_PRESET)
		return pattern_reach(gate, slot, (size_t)function);
	bool is_bound = function == gate->thrusting && has_function(toy, gate->stroke);
	if (is_bound && steps_of(ceiling_of(gate, slot, gate->stroke), STROKE_STEPS) < GATE_MIN_STROKE)
		return 0;
	return ceiling_of(gate, slot, function);
}

double gate_preview(const struct gate *gate, size_t slot, int function, enum target_kind kind, double level)
{
	int steps = gate->functions[function].steps;
	double allowed = fmin(within_unit(level), gate_reach(gate, slot, function, kind));
	return (double)steps_of(allowed, steps) / steps;
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
	if (capped < wanted - STEP_EPSILON || (wanted > 0 && steps_of(capped, steps) == 0))
		result->is_capped = true;
	if (steps_of(limited, steps) < steps_of(capped, steps))
		result->is_settling = true;
	if (toy->allowed[function] < fmin(wanted, ceiling_of(gate, slot, (int)function)))
		result->is_settling = true;
	return steps_of(limited, steps);
}

static double wanted_stroke(const struct target *target)
{
	return target->has_stroke ? within_unit(target->stroke_max) : 1;
}

static int stroke_top(const struct gate *gate, const struct gate_toy *toy, const struct target *target)
{
	return steps_of(fmin(wanted_stroke(target), toy->allowed[gate->stroke]), STROKE_STEPS);
}

/* The machine ignores a range that is too narrow and moves over all it has: then it may not move at all. */
static bool is_stroke_too_short(const struct gate *gate, const struct gate_toy *toy, const struct target *target)
{
	return has_function(toy, gate->stroke) && stroke_top(gate, toy, target) < GATE_MIN_STROKE;
}

static void hold_thrust(const struct gate *gate, size_t slot, struct gate_result *result)
{
	result->command.level[gate->thrusting] = 0;
	result->is_capped = true;
	if (gate->toys[slot].allowed[gate->stroke] < ceiling_of(gate, slot, gate->stroke))
		result->is_settling = true;
}

/* Whatever thrusts gets its range along as soon as one counts, or the machine takes its own. A range that the ceiling
 * makes too narrow gives way at its lower end. */
static void pass_stroke(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	struct haptics_command *command = &result->command;
	bool is_thrusting = gate->thrusting >= 0 && command->level[gate->thrusting] > 0;
	if (!is_thrusting || !has_function(toy, gate->stroke))
		return;
	double allowed = toy->allowed[gate->stroke];
	int max = stroke_top(gate, toy, target);
	if (!target->has_stroke && allowed >= 1)
		return;
	int min = target->has_stroke ? steps_of(within_unit(target->stroke_min), STROKE_STEPS) : 0;
	command->level[gate->stroke] = max;
	command->stroke_min = min < max - GATE_MIN_STROKE ? min : max - GATE_MIN_STROKE;
	command->stroke_max = max;
	if (target->has_stroke && allowed < wanted_stroke(target) - STEP_EPSILON)
		result->is_capped = true;
	if (allowed < fmin(wanted_stroke(target), ceiling_of(gate, slot, gate->stroke)))
		result->is_settling = true;
}

static void pass_levels(const struct gate *gate, size_t slot, const struct target *target, int64_t now_ms,
			struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	struct haptics_command *command = &result->command;
	bool is_moving = false;
	for (size_t f = 0; f < gate->function_count; f++) {
		bool is_wanted = (target->functions & toy->functions & bit((int)f)) && (int)f != gate->stroke;
		if (!is_wanted) {
			command->level[f] = toy->level[f] > 0 ? 0 : -1; /* what ran until now ends by name */
			continue;
		}
		command->level[f] = level_steps(gate, slot, f, within_unit(target->level[f]), now_ms, result);
		if ((int)f == gate->thrusting && command->level[f] > 0 && is_stroke_too_short(gate, toy, target))
			hold_thrust(gate, slot, result);
		is_moving = is_moving || command->level[f] > 0;
	}
	if (!is_moving)
		return;
	command->kind = HAPTICS_COMMAND_LEVELS;
	pass_stroke(gate, slot, target, result);
}

/* Highest strength of a Pattern (0..20) that keeps a function under its ceiling. The app scales strengths to coarser
 * functions itself, and may round up. */
static int strength_limit(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	int steps = gate->functions[function].steps;
	int allowed = steps_of(toy->allowed[function], steps);
	return allowed * PATTERN_TOP / steps;
}

static int pattern_limit(const struct gate *gate, const struct gate_toy *toy, size_t function)
{
	uint32_t moved = moved_by_pattern(gate, toy, function);
	int lowest = may_pattern_move(gate, toy, function) ? PATTERN_TOP : 0;
	for (size_t f = 0; f < gate->function_count; f++)
		if ((moved & bit((int)f)) && strength_limit(gate, toy, f) < lowest)
			lowest = strength_limit(gate, toy, f);
	return lowest;
}

/* One strength list drives every named function, so the lowest ceiling counts; functions that may not move at all are
 * not named. */
static int common_limit(const struct gate *gate, const struct gate_toy *toy, uint32_t *functions)
{
	int lowest = PATTERN_TOP;
	for (size_t f = 0; f < gate->function_count; f++) {
		if (!(*functions & bit((int)f)))
			continue;
		int limit = pattern_limit(gate, toy, f);
		if (limit == 0)
			*functions &= ~bit((int)f);
		else if (limit < lowest)
			lowest = limit;
	}
	return *functions ? lowest : 0;
}

static double peak_of(const struct target *target)
{
	double peak = 0;
	for (size_t i = 0; i < target->step_count; i++)
		peak = fmax(peak, within_unit(target->steps[i]));
	return peak;
}

static void pass_pattern(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	struct haptics_command *command = &result->command;
	uint32_t functions = target->functions & toy->functions & (gate->stroke < 0 ? ~0u : ~bit(gate->stroke));
	uint32_t named = functions;
	double limit = (double)common_limit(gate, toy, &functions) / PATTERN_TOP;
	double peak = peak_of(target);
	double scale = !target->is_clipped && peak > limit ? limit / peak : 1;
	bool is_moving = false;
	result->is_capped = peak > limit + STEP_EPSILON || functions != named;
	command->step_count = target->step_count < HAPTICS_PATTERN_MAX ? target->step_count : HAPTICS_PATTERN_MAX;
	for (size_t i = 0; i < command->step_count; i++) {
		double step = within_unit(target->steps[(target->first_step + i) % target->step_count]) * scale;
		command->steps[i] = (uint8_t)steps_of(fmin(step, limit), PATTERN_TOP);
		is_moving = is_moving || command->steps[i] > 0;
	}
	command->functions = functions;
	command->step_ms = target->step_ms;
	command->kind = is_moving ? HAPTICS_COMMAND_PATTERN : HAPTICS_COMMAND_INVALID;
	for (size_t f = 0; f < gate->function_count; f++)
		if ((named & bit((int)f)) && toy->allowed[f] < ceiling_of(gate, slot, (int)f))
			result->is_settling = true;
}

/* A preset carries no level and no list of functions: it plays on all of the toy, as strong as it likes. */
static bool is_preset_allowed(const struct gate *gate, const struct gate_toy *toy)
{
	for (size_t f = 0; f < gate->function_count; f++)
		if ((toy->functions & bit((int)f)) && toy->allowed[f] < 1)
			return false;
	return true;
}

static void pass_preset(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	if (!is_preset_allowed(gate, toy) || !(target->functions & toy->functions)) {
		pass_pattern(gate, slot, target, result);
		return;
	}
	result->command.kind = HAPTICS_COMMAND_PRESET;
	result->command.preset = target->preset;
}

static void pass_position(const struct gate *gate, size_t slot, const struct target *target, struct gate_result *result)
{
	const struct gate_toy *toy = &gate->toys[slot];
	if (!has_function(toy, gate->stroke))
		return;
	double wanted = within_unit(target->position);
	double capped = fmin(wanted, toy->allowed[gate->stroke]);
	result->is_capped = capped < wanted - STEP_EPSILON;
	result->is_settling = toy->allowed[gate->stroke] < fmin(wanted, ceiling_of(gate, slot, gate->stroke));
	result->command.kind = HAPTICS_COMMAND_POSITION;
	result->command.position = steps_of(capped, STROKE_STEPS);
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
	if (!gate->is_armed || gate->is_panic || gate_is_paused(gate, now_ms))
		return;
	if (target->kind == TARGET_NONE || now_ms >= target->end_ms || now_ms >= target->deadline_ms)
		return;
	if (target->kind == TARGET_LEVELS)
		pass_levels(gate, slot, target, now_ms, result);
	else if (target->kind == TARGET_PATTERN)
		pass_pattern(gate, slot, target, result);
	else if (target->kind == TARGET_PRESET)
		pass_preset(gate, slot, target, result);
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
		if (command->level[f] > steps_of(toy->allowed[f], gate->functions[f].steps))
			return false;
	bool is_thrusting = gate->thrusting >= 0 && command->level[gate->thrusting] > 0;
	if (!is_thrusting || !has_function(toy, gate->stroke) || command->level[gate->stroke] >= 0)
		return true;
	return toy->allowed[gate->stroke] >= 1; /* it moves over the machine's whole range */
}

static bool allows_pattern(const struct gate *gate, const struct gate_toy *toy, const struct haptics_command *command)
{
	uint32_t functions = command->functions;
	int limit = common_limit(gate, toy, &functions);
	if (functions != command->functions)
		return false;
	for (size_t i = 0; i < command->step_count; i++)
		if (command->steps[i] > limit)
			return false;
	return true;
}

bool gate_still_allows(const struct gate *gate, size_t slot, const struct haptics_command *command)
{
	const struct gate_toy *toy = &gate->toys[slot];
	switch (command->kind) {
	case HAPTICS_COMMAND_LEVELS:
		return allows_levels(gate, toy, command);
	case HAPTICS_COMMAND_PATTERN:
		return allows_pattern(gate, toy, command);
	case HAPTICS_COMMAND_PRESET:
		return is_preset_allowed(gate, toy);
	case HAPTICS_COMMAND_POSITION:
		return gate->stroke < 0 || command->position <= steps_of(toy->allowed[gate->stroke], STROKE_STEPS);
	default:
		return true;
	}
}
