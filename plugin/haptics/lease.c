/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which command goes out now. Every command is a lease that ends by itself and is renewed while its run goes on; the
 * latest value wins, nothing is queued, Stop waits for nothing. */
#include <math.h>
#include <string.h>

#include "haptics/due.h"

struct poll {
	struct haptics *haptics;
	int64_t now_ms;
	struct haptics_command *commands;
	size_t capacity, count;
	int64_t wake_ms;
	struct candidate candidates[HAPTICS_MAX_TOYS];
};

static void wake_at(struct poll *poll, int64_t time_ms)
{
	if (time_ms < poll->wake_ms)
		poll->wake_ms = time_ms;
}

static bool has_room(const struct poll *poll)
{
	return poll->count < poll->capacity;
}

static bool is_output(const struct candidate *candidate)
{
	return candidate->result.command.kind != HAPTICS_COMMAND_INVALID;
}

/* --- stop --- */

static void note_stopped(struct haptics *haptics, size_t slot)
{
	static const struct haptics_command stop = {.kind = HAPTICS_COMMAND_STOP};
	haptics->leases[slot].is_running = false;
	haptics->leases[slot].is_capped = false;
	gate_note_sent(&haptics->gate, slot, &stop, haptics->time.now_ms);
}

void lease_forget_toy(struct haptics *haptics, size_t slot)
{
	note_stopped(haptics, slot);
	haptics->stop_mask &= ~(UINT32_C(1) << slot);
}

static void emit_stop(struct poll *poll, uint32_t toys)
{
	poll->commands[poll->count++] = (struct haptics_command){.kind = HAPTICS_COMMAND_STOP, .toys = toys};
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		if (toys == 0 || ((toys >> slot) & 1))
			note_stopped(poll->haptics, slot);
	poll->haptics->stop_mask &= toys == 0 ? 0 : ~toys;
}

static void poll_stop_of_everything(struct poll *poll)
{
	if (!poll->haptics->is_stop_due)
		return;
	if (!has_room(poll)) {
		wake_at(poll, poll->now_ms);
		return;
	}
	poll->haptics->is_stop_due = false;
	emit_stop(poll, 0);
	poll->commands[poll->count - 1].is_emergency = true;
}

/* A toy that something else goes on with needs no Stop: the command for that replaces what it did. */
static uint32_t toys_to_stop(const struct poll *poll)
{
	uint32_t toys = 0;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		const struct candidate *candidate = &poll->candidates[slot];
		bool is_asked_for = (poll->haptics->stop_mask >> slot) & 1;
		if (!candidate->is_online)
			continue;
		if ((poll->haptics->leases[slot].is_running || is_asked_for) && !is_output(candidate))
			toys |= UINT32_C(1) << slot;
	}
	return toys;
}

static void poll_stops(struct poll *poll)
{
	uint32_t toys = toys_to_stop(poll);
	poll->haptics->stop_mask &= toys;
	if (!toys)
		return;
	if (!has_room(poll)) {
		wake_at(poll, poll->now_ms);
		return;
	}
	emit_stop(poll, toys);
}

/* --- candidates --- */

/* Polled too late: the toy has stopped by itself and may not jump back to where it was. */
static void note_expired(struct haptics *haptics, size_t slot)
{
	static const struct haptics_command stop = {.kind = HAPTICS_COMMAND_STOP};
	if (haptics->leases[slot].is_running && haptics->leases[slot].expires_ms <= haptics->time.now_ms)
		gate_note_sent(&haptics->gate, slot, &stop, haptics->time.now_ms);
}

static void prepare(struct poll *poll, const struct ranking *ranking, size_t slot)
{
	struct haptics *haptics = poll->haptics;
	struct plan_base base = core_base(haptics);
	struct candidate *candidate = &poll->candidates[slot];
	candidate->is_online = plan_is_online(&base, slot);
	haptics->leases[slot].needs_lan = false;
	if (!candidate->is_online)
		return;
	note_expired(haptics, slot);
	arbiter_target(haptics, ranking, slot, &candidate->target);
	gate_advance(&haptics->gate, slot, candidate->target.kind != TARGET_NONE, poll->now_ms);
	gate_pass(&haptics->gate, slot, &candidate->target, poll->now_ms, &candidate->result);
	candidate->due = due_now(haptics, slot, candidate);
	haptics->leases[slot].is_capped = candidate->result.is_capped;
	haptics->leases[slot].needs_lan = candidate->result.needs_lan;
}

/* --- rates --- */

static void refill(struct poll *poll)
{
	struct haptics *haptics = poll->haptics;
	double rate = haptics->limits.global_per_second;
	haptics->tokens += (double)(poll->now_ms - haptics->tokens_ms) * rate / 1000;
	haptics->tokens = fmin(haptics->tokens, rate);
	haptics->tokens_ms = poll->now_ms;
}

static bool has_token(struct poll *poll)
{
	double missing = 1 - poll->haptics->tokens;
	if (missing <= 0)
		return true;
	wake_at(poll, poll->now_ms + (int64_t)ceil(missing * 1000 / poll->haptics->limits.global_per_second));
	return false;
}

static int64_t gap_over_ms(const struct poll *poll, size_t slot)
{
	return poll->haptics->leases[slot].sent_ms + poll->haptics->limits.min_gap_ms;
}

static bool is_gap_over(const struct poll *poll, size_t slot)
{
	return poll->candidates[slot].due == DUE_URGENT || poll->now_ms >= gap_over_ms(poll, slot);
}

/* --- sending --- */

static int64_t renewal_ms(const struct poll *poll, size_t slot)
{
	const struct candidate *candidate = &poll->candidates[slot];
	const struct haptics_command *command = &candidate->result.command;
	int64_t half_ms = poll->now_ms + command->duration_ms / 2;
	int64_t arrival_ms = poll->haptics->leases[slot].position_ms + CORE_POSITION_MS;
	if (command->kind == HAPTICS_COMMAND_POSITION && poll->now_ms < arrival_ms)
		return core_earlier(half_ms, poll->now_ms + poll->haptics->limits.min_gap_ms);
	if (command->kind == HAPTICS_COMMAND_PRESET) /* begins anew each time: as late as is safe */
		return poll->now_ms + command->duration_ms - CORE_PRESET_MARGIN_MS;
	if (command->kind != HAPTICS_COMMAND_PATTERN)
		return half_ms;
	/* On the edge of a step, so that the seam is not felt; steps longer than that are simply held. */
	int64_t steps = (half_ms - candidate->target.start_ms) / command->step_ms;
	int64_t edge_ms = candidate->target.start_ms + steps * command->step_ms;
	return edge_ms > poll->now_ms ? edge_ms : half_ms;
}

static bool is_new_position(const struct lease *lease, const struct haptics_command *command)
{
	bool is_same =
		lease->is_running && lease->sent.kind == command->kind && lease->sent.position == command->position;
	return command->kind == HAPTICS_COMMAND_POSITION && !is_same;
}

static void note_output(struct poll *poll, size_t slot)
{
	struct candidate *candidate = &poll->candidates[slot];
	struct lease *lease = &poll->haptics->leases[slot];
	if (is_new_position(lease, &candidate->result.command))
		lease->position_ms = poll->now_ms;
	lease->is_running = true;
	lease->sent = candidate->result.command;
	lease->target = candidate->target;
	lease->sent_ms = poll->now_ms;
	lease->expires_ms = poll->now_ms + candidate->result.command.duration_ms;
	lease->renew_ms = renewal_ms(poll, slot);
	gate_note_sent(&poll->haptics->gate, slot, &lease->sent, poll->now_ms);
	candidate->due = DUE_NOT;
}

static void emit_output(struct poll *poll, size_t slot, uint32_t toys)
{
	struct haptics_command *command = &poll->commands[poll->count++];
	*command = poll->candidates[slot].result.command;
	command->toys = toys;
	poll->haptics->tokens -= 1;
	for (size_t i = 0; i < HAPTICS_MAX_TOYS; i++)
		if ((toys >> i) & 1)
			note_output(poll, i);
}

/* When every toy is to do the same, one command does it. It names them: a toy that the core does not know yet must not
 * take it for its own. -1: not so, or not now. */
static int common_slot(const struct poll *poll, uint32_t *toys)
{
	int first = -1;
	*toys = 0;
	enum due due = DUE_NOT;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		const struct candidate *candidate = &poll->candidates[slot];
		if (!candidate->is_online)
			continue;
		if (!is_output(candidate) || !is_gap_over(poll, slot))
			return -1;
		if (first < 0)
			first = (int)slot;
		else if (memcmp(&candidate->result.command, &poll->candidates[first].result.command,
				sizeof(candidate->result.command)) != 0)
			return -1;
		due = candidate->due > due ? candidate->due : due;
		*toys |= UINT32_C(1) << slot;
	}
	bool is_single = (*toys & (*toys - 1)) == 0;
	return !is_single && due != DUE_NOT ? first : -1;
}

static bool is_close_to_expiry(const struct poll *poll, size_t slot)
{
	const struct lease *lease = &poll->haptics->leases[slot];
	return due_needs_renewal(lease, &poll->candidates[slot]) &&
	       lease->expires_ms - poll->now_ms < poll->haptics->limits.lease_ms / 4;
}

/* What gets weaker first, then leases that would run out, then whoever waited longest. */
static bool is_more_pressing(const struct poll *poll, size_t a, size_t b)
{
	bool is_a_urgent = poll->candidates[a].due == DUE_URGENT;
	bool is_a_expiring = is_close_to_expiry(poll, a);
	if (is_a_urgent != (poll->candidates[b].due == DUE_URGENT))
		return is_a_urgent;
	if (is_a_expiring != is_close_to_expiry(poll, b))
		return is_a_expiring;
	return poll->haptics->leases[a].sent_ms < poll->haptics->leases[b].sent_ms;
}

static int next_slot(struct poll *poll)
{
	int best = -1;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		if (poll->candidates[slot].due == DUE_NOT)
			continue;
		if (!is_gap_over(poll, slot))
			wake_at(poll, gap_over_ms(poll, slot));
		else if (best < 0 || is_more_pressing(poll, slot, (size_t)best))
			best = (int)slot;
	}
	return best;
}

/* With the budget spent, what must become weaker at once is stopped instead: Stop is free. It begins again, weaker,
 * as soon as there is a token. */
static void send_or_stop(struct poll *poll, size_t slot)
{
	if (has_token(poll)) {
		emit_output(poll, slot, UINT32_C(1) << slot);
		return;
	}
	if (poll->candidates[slot].due == DUE_URGENT)
		emit_stop(poll, UINT32_C(1) << slot);
	poll->candidates[slot].due = DUE_NOT;
}

static void poll_outputs(struct poll *poll)
{
	uint32_t toys = 0;
	int common = common_slot(poll, &toys);
	if (common >= 0 && has_room(poll) && has_token(poll))
		emit_output(poll, (size_t)common, toys);
	for (int slot = next_slot(poll); slot >= 0; slot = next_slot(poll)) {
		if (!has_room(poll)) {
			wake_at(poll, poll->now_ms);
			return;
		}
		send_or_stop(poll, (size_t)slot);
	}
}

static void plan(struct poll *poll, size_t slot)
{
	const struct candidate *candidate = &poll->candidates[slot];
	const struct lease *lease = &poll->haptics->leases[slot];
	int64_t gap_ms = gap_over_ms(poll, slot);
	int min_gap_ms = poll->haptics->limits.min_gap_ms;
	if (!candidate->is_online || candidate->target.kind == TARGET_NONE)
		return;
	if (due_needs_renewal(lease, candidate) && lease->renew_ms > poll->now_ms)
		wake_at(poll, lease->renew_ms);
	if (candidate->target.is_changing || candidate->result.is_settling)
		wake_at(poll, gap_ms > poll->now_ms ? gap_ms : poll->now_ms + min_gap_ms);
}

size_t lease_poll(struct haptics *haptics, struct haptics_command *commands, size_t capacity)
{
	struct poll poll = {
		.haptics = haptics,
		.now_ms = haptics->time.now_ms,
		.commands = commands,
		.capacity = capacity,
		.wake_ms = CORE_NEVER,
	};
	struct ranking ranking;
	poll_stop_of_everything(&poll);
	refill(&poll);
	arbiter_rank(haptics, &ranking);
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		prepare(&poll, &ranking, slot);
	poll_stops(&poll);
	poll_outputs(&poll);
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		plan(&poll, slot);
	haptics->next_ms = poll.wake_ms;
	return poll.count;
}
