/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is going on, for snapshots. */
#include "haptics/core.h"

bool haptics_is_armed(const struct haptics *haptics)
{
	return haptics->gate.is_armed;
}

bool haptics_is_panic(const struct haptics *haptics)
{
	return haptics->gate.is_panic;
}

bool haptics_is_persons_panic(const struct haptics *haptics)
{
	return haptics->gate.is_persons_panic;
}

int64_t haptics_paused_until_ms(const struct haptics *haptics)
{
	return haptics->gate.paused_until_ms;
}

double haptics_ceiling(const struct haptics *haptics)
{
	return haptics->limits.master_ceiling;
}

static double pattern_level(const struct haptics *haptics, const struct lease *lease)
{
	int64_t passed_ms = haptics->time.now_ms - lease->sent_ms;
	size_t step = (size_t)(passed_ms / lease->sent.step_ms) % lease->sent.step_count;
	return lease->sent.steps[step] / 20.0;
}

static double preset_level(const struct haptics *haptics, const struct lease *lease)
{
	struct pattern_shape shape = pattern_of_preset(lease->sent.preset);
	return shape.steps[pattern_position(&shape, lease->sent_ms, haptics->time.now_ms)];
}

static double level_of(const struct haptics *haptics, const struct lease *lease, size_t slot, size_t function)
{
	const struct haptics_command *sent = &lease->sent;
	bool is_had = (haptics->toys[slot].functions >> function) & 1;
	switch (sent->kind) {
	case HAPTICS_COMMAND_LEVELS:
		return sent->level[function] > 0
			       ? (double)sent->level[function] / haptics->gate.functions[function].steps
			       : 0;
	case HAPTICS_COMMAND_PATTERN:
		return (sent->functions >> function) & 1 ? pattern_level(haptics, lease) : 0;
	case HAPTICS_COMMAND_PRESET:
		return is_had && (int)function != haptics->gate.stroke ? preset_level(haptics, lease) : 0;
	default:
		return (int)function == haptics->gate.stroke ? sent->position / 100.0 : 0;
	}
}

void haptics_toy_status(const struct haptics *haptics, size_t slot, struct haptics_toy_status *status)
{
	*status = (struct haptics_toy_status){0};
	if (slot >= HAPTICS_MAX_TOYS)
		return;
	const struct lease *lease = &haptics->leases[slot];
	status->is_capped = lease->is_capped;
	status->needs_lan = lease->needs_lan;
	if (!lease->is_running || lease->expires_ms <= haptics->time.now_ms)
		return;
	for (size_t f = 0; f < haptics->gate.function_count; f++)
		status->level[f] = level_of(haptics, lease, slot, f);
}

static void note_ref(const struct haptics *haptics, int ref, bool is_scene, struct haptics_rule_status *status)
{
	if (status->is_missing_ref || ref < 0 || !haptics->refs[ref].is_missing)
		return;
	status->is_missing_ref = true;
	status->is_scene_missing = is_scene;
	status->missing = &haptics->refs[ref].ref;
}

static void note_trigger(const struct haptics *haptics, const struct rule_trigger *trigger,
			 struct haptics_rule_status *status)
{
	note_ref(haptics, trigger->ref, trigger->type == HAPTICS_TRIGGER_SCENE, status);
}

static void note_missing(const struct haptics *haptics, const struct rule *rule, struct haptics_rule_status *status)
{
	note_trigger(haptics, &rule->when, status);
	note_ref(haptics, rule->action.follow.ref, false, status);
	for (size_t c = 0; c < rule->condition_count; c++)
		note_trigger(haptics, &rule->only_if[c], status);
}

static int64_t ready_ms(const struct haptics *haptics, size_t index)
{
	const struct rule *rule = &haptics->rules->rules[index];
	bool counts_gap = rule->mode == HAPTICS_RUN_ONCE && rule->action.kind != RULE_ACTION_STOP;
	int64_t ready_ms = haptics->slots[index].cooldown_ms;
	int64_t gap_end_ms = haptics->once_ms + haptics->rules->once_gap_ms;
	if (counts_gap && gap_end_ms > ready_ms)
		ready_ms = gap_end_ms;
	return ready_ms > haptics->time.now_ms ? ready_ms : 0;
}

static void note_run(const struct rule_slot *slot, struct haptics_rule_status *status)
{
	const struct holder *by = slot->run.is_active ? &slot->run.by : &slot->pending.by;
	status->is_active = slot->run.is_active;
	status->is_waiting = slot->pending_ms != CORE_NEVER;
	if (!status->is_active && !status->is_waiting)
		return;
	status->run = slot->run.is_active ? slot->run.id : slot->pending.run;
	if (slot->run.is_active && slot->run.end_ms - slot->run.start_ms < RULE_ENDLESS_MS / 2)
		status->ends_ms = slot->run.end_ms;
	if (by->hold == HOLD_KEY || by->hold == HOLD_TRIGGER)
		haptics_copy_text(status->key, sizeof(status->key), by->key);
}

void haptics_rule_status(const struct haptics *haptics, size_t index, struct haptics_rule_status *status)
{
	*status = (struct haptics_rule_status){0};
	if (!haptics->rules || index >= haptics->rules->count)
		return;
	const struct rule_slot *slot = &haptics->slots[index];
	status->is_enabled = slot->is_enabled;
	status->is_blocked = slot->is_blocked;
	status->are_conditions_met = triggers_conditions_hold(haptics, index);
	status->ready_ms = ready_ms(haptics, index);
	status->longest_ms = slot->longest_ms;
	note_run(slot, status);
	if (!slot->run.is_active && slot->cooldown_ms > haptics->time.now_ms)
		status->cooldown_ms = slot->cooldown_ms;
	note_missing(haptics, &haptics->rules->rules[index], status);
}
