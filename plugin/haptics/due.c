/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether what a toy should do now differs from what was last sent to it, or its lease has to be renewed. */
#include "haptics/due.h"

#include <math.h>

static int level_at(const struct haptics_command *command, size_t function)
{
	return command->level[function] > 0 ? command->level[function] : 0;
}

static enum due levels_due(const struct haptics *haptics, const struct lease *lease, const struct candidate *candidate)
{
	const struct haptics_command *command = &candidate->result.command;
	enum due due = DUE_NOT;
	for (size_t f = 0; f < haptics->gate.function_count; f++) {
		int before = level_at(&lease->sent, f);
		int after = level_at(command, f);
		if (before > 0 && after == 0)
			return DUE_URGENT;
		double moved = fabs((double)(after - before) / haptics->gate.functions[f].steps);
		if (after != before && moved >= candidate->target.deadband)
			due = DUE_NORMAL;
	}
	if (command->stroke_min != lease->sent.stroke_min || command->stroke_max != lease->sent.stroke_max)
		return DUE_NORMAL;
	return due;
}

static int peak_of(const struct haptics_command *command)
{
	int peak = 0;
	for (size_t i = 0; i < command->step_count; i++)
		peak = command->steps[i] > peak ? command->steps[i] : peak;
	return peak;
}

static enum due pattern_due(const struct lease *lease, const struct candidate *candidate)
{
	const struct haptics_command *command = &candidate->result.command;
	bool is_changed = peak_of(command) != peak_of(&lease->sent) || command->functions != lease->sent.functions;
	return is_changed || candidate->target.identity != lease->target.identity ? DUE_NORMAL : DUE_NOT;
}

static enum due change_due(const struct haptics *haptics, size_t slot, const struct candidate *candidate)
{
	const struct lease *lease = &haptics->leases[slot];
	const struct haptics_command *command = &candidate->result.command;
	if (!lease->is_running)
		return DUE_NORMAL;
	if (!gate_still_allows(&haptics->gate, slot, &lease->sent))
		return DUE_URGENT;
	if (lease->sent.kind != command->kind)
		return DUE_NORMAL;
	switch (command->kind) {
	case HAPTICS_COMMAND_LEVELS:
		return levels_due(haptics, lease, candidate);
	case HAPTICS_COMMAND_PATTERN:
		return pattern_due(lease, candidate);
	case HAPTICS_COMMAND_POSITION:
		return command->position != lease->sent.position ? DUE_NORMAL : DUE_NOT;
	default:
		return candidate->target.identity != lease->target.identity ? DUE_NORMAL : DUE_NOT;
	}
}

bool due_needs_renewal(const struct lease *lease, const struct candidate *candidate)
{
	if (!lease->is_running)
		return false;
	bool is_on_its_way =
		lease->sent.kind == HAPTICS_COMMAND_POSITION && lease->renew_ms < lease->position_ms + CORE_POSITION_MS;
	return is_on_its_way || lease->expires_ms < candidate->target.last_end_ms;
}

enum due due_now(const struct haptics *haptics, size_t slot, const struct candidate *candidate)
{
	const struct lease *lease = &haptics->leases[slot];
	if (!candidate->is_online || candidate->result.command.kind == HAPTICS_COMMAND_INVALID)
		return DUE_NOT;
	enum due due = change_due(haptics, slot, candidate);
	if (due == DUE_NOT && due_needs_renewal(lease, candidate) && haptics->time.now_ms >= lease->renew_ms)
		return DUE_NORMAL;
	return due;
}
