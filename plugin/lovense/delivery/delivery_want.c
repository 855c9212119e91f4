/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wanted, toy by toy. */
#include <string.h>

#include "lovense/delivery/delivery_private.h"
#include "net/ascii.h"

enum { SHORTEST_LEASE_MS = 1000 };

static const struct lovense_command stop = {.kind = LOVENSE_COMMAND_STOP};

static void reset_toy(struct delivery_toy *toy)
{
	*toy = (struct delivery_toy){
		.wanted = {.kind = LOVENSE_COMMAND_STOP},
		.movement = movement_none,
		.last_emit = movement_none,
		.verdict = DELIVERY_CONFIRMED,
		.is_settled = true,
		.others_over_ms = INT64_MIN,
		.repeat_ms = DELIVERY_NEVER,
		.word_ms = DELIVERY_NEVER,
	};
}

/* --- toys --- */

static int find_toy(const struct delivery *delivery, const char *id)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (ascii_equals(delivery->toys[toy].id, id))
			return (int)toy;
	}
	return -1;
}

/* Nothing of it can still happen, and nothing is wanted of it. */
static bool is_idle(const struct delivery *delivery, size_t toy)
{
	const struct delivery_toy *state = &delivery->toys[toy];
	if (!state->id[0])
		return true;
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		if (record->is_used && ((record->open | record->covered) & delivery_bit(toy)))
			return false;
	}
	if (state->is_named)
		return false;
	bool is_over = state->is_settled || delivery->now_ms >= state->unsettled_until_ms;
	return state->movement.kind == LOVENSE_COMMAND_STOP && is_over && !state->is_doubtful;
}

/* -1: no room. */
static int add_toy(struct delivery *delivery, const char *id)
{
	for (size_t toy = 0; toy < DELIVERY_TOYS_MAX; toy++) {
		if (!is_idle(delivery, toy))
			continue;
		reset_toy(&delivery->toys[toy]);
		memcpy(delivery->toys[toy].id, id, LOVENSE_TOY_ID_SIZE);
		if (toy >= delivery->toy_end)
			delivery->toy_end = toy + 1;
		return (int)toy;
	}
	return -1;
}

/* --- what is wanted --- */

enum change { CHANGE_NONE = 1, CHANGE_RENEWAL, CHANGE_RAISE, CHANGE_LOWER };

static void note_lease(struct delivery *delivery, struct delivery_toy *state)
{
	if (!movement_moves(&state->movement))
		return;
	int64_t lease_ms = (int64_t)(state->wanted.time_s * 1000);
	state->lease_ms = lease_ms > SHORTEST_LEASE_MS ? lease_ms : SHORTEST_LEASE_MS;
	state->lease_ends_ms = delivery->now_ms + state->lease_ms;
}

static void set_wanted(struct delivery *delivery, size_t toy, const struct lovense_command *command,
		       const struct movement *movement)
{
	struct delivery_toy *state = &delivery->toys[toy];
	bool is_new = !movement_is_same(movement, &state->movement);
	state->is_lower = is_new ? movement_is_stronger(&state->movement, movement) : state->is_lower;
	state->wanted = *command;
	state->wanted.toy_count = 0;
	state->movement = *movement;
	state->serial = delivery->last_serial;
	note_lease(delivery, state);
	if (!is_new)
		return;
	state->verdict = DELIVERY_NOT_TAKEN;
	state->is_settled = false;
	state->is_held = false;
	state->repeat_ms = DELIVERY_NEVER;
}

void delivery_want_stop(struct delivery *delivery, size_t toy)
{
	set_wanted(delivery, toy, &stop, &movement_none);
}

static void follow(struct delivery *delivery, size_t toy, bool was_same)
{
	struct delivery_toy *state = &delivery->toys[toy];
	bool is_stop = state->movement.kind == LOVENSE_COMMAND_STOP;
	bool is_too_strong = delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER);
	if (was_same && is_stop)
		delivery->again |= delivery_bit(toy);
	if (was_same && !is_stop) {
		/* What is under way renews it just as well. */
		if (delivery_under_way(delivery, toy, true, delivery->config.timing->repeat_ms) == 0)
			delivery_raise(delivery, toy);
		else
			delivery->taken |= delivery_bit(toy);
	} else if (is_stop || state->is_lower || is_too_strong) {
		delivery_lower(delivery, toy);
	} else {
		delivery_raise(delivery, toy);
	}
}

/* --- Stop for all --- */

static bool is_any_wanted(const struct delivery *delivery)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (movement_moves(&delivery->toys[toy].movement))
			return true;
	}
	return false;
}

static void stop_all(struct delivery *delivery)
{
	bool is_first = delivery->burst_ms == DELIVERY_NEVER || delivery->has_moved || is_any_wanted(delivery);
	delivery->pressed_ms = delivery->now_ms;
	if (!is_first)
		return;
	delivery->has_moved = false;
	delivery->last_serial++;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].id[0])
			delivery_want_stop(delivery, toy);
	}
	delivery_cut(delivery);
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].id[0])
			delivery_lower(delivery, toy);
	}
	delivery_due_all(delivery);
	delivery->burst_ms = delivery->now_ms + DELIVERY_FIRST_REPEAT_MS;
}

/* --- calls --- */

/* Every toy is known, or gets a place. */
static bool find_toys(struct delivery *delivery, const struct lovense_command *command, int *places)
{
	bool are_all_found = true;
	for (size_t i = 0; i < command->toy_count; i++) {
		places[i] = find_toy(delivery, command->toys[i]);
		if (places[i] < 0 && command->toys[i][0])
			places[i] = add_toy(delivery, command->toys[i]);
		if (places[i] >= 0)
			delivery->toys[places[i]].is_named = true;
		are_all_found = are_all_found && places[i] >= 0;
	}
	return are_all_found;
}

static enum lovense_send_result not_taken(const struct delivery *delivery)
{
	return delivery->is_congested ? LOVENSE_CONGESTED : LOVENSE_NOT_CONNECTED;
}

static enum lovense_send_result want_all_still(struct delivery *delivery)
{
	bool was_under_way = delivery->burst_ms != DELIVERY_NEVER;
	stop_all(delivery);
	bool is_due = delivery->is_all_due[DELIVERY_LAN] || delivery->is_all_due[DELIVERY_SERVER];
	delivery_flush(delivery);
	if (!is_due && was_under_way)
		return LOVENSE_SENT;
	bool is_taken = delivery->is_all_taken[DELIVERY_LAN] || delivery->is_all_taken[DELIVERY_SERVER];
	return is_taken ? LOVENSE_SENT : not_taken(delivery);
}

struct change_request {
	const struct lovense_command *command; /* names the toys */
	const struct lovense_command *wanted;
	struct movement movement;
	int places[LOVENSE_MAX_TOYS];
	uint32_t toys;
};

static void want_toys(struct delivery *delivery, struct change_request *asked)
{
	bool was_same[LOVENSE_MAX_TOYS] = {false};
	delivery->taken = 0;
	delivery->last_serial++;
	for (size_t i = 0; i < asked->command->toy_count; i++) {
		if (asked->places[i] < 0)
			continue;
		size_t toy = (size_t)asked->places[i];
		was_same[i] = movement_is_same(&asked->movement, &delivery->toys[toy].movement);
		set_wanted(delivery, toy, asked->wanted, &asked->movement);
		asked->toys |= delivery_bit(toy);
	}
	delivery_cut(delivery);
	for (size_t i = 0; i < asked->command->toy_count; i++) {
		if (asked->places[i] >= 0)
			follow(delivery, (size_t)asked->places[i], was_same[i]);
	}
	uint32_t under_way = delivery->taken;
	delivery_flush(delivery);
	delivery->taken |= under_way;
}

/* Those of the toys that nobody took. */
static uint32_t untaken(const struct delivery *delivery, uint32_t toys)
{
	toys &= ~delivery->taken;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].is_waiting || delivery->toys[toy].is_held)
			toys &= ~delivery_bit(toy);
	}
	return toys;
}

static void stop_toys(struct delivery *delivery, uint32_t toys)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (!(toys & delivery_bit(toy)))
			continue;
		delivery_want_stop(delivery, toy);
		delivery_lower(delivery, toy);
	}
	bool is_congested = delivery->is_congested;
	delivery_flush(delivery);
	delivery->is_congested = is_congested;
}

static void forget_names(struct delivery *delivery)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++)
		delivery->toys[toy].is_named = false;
}

/* Without a way it becomes a Stop. */
static enum lovense_send_result find_way(const struct delivery *delivery, const struct movement *movement)
{
	enum delivery_route route = delivery->ways.route;
	if (movement->kind == LOVENSE_COMMAND_STOP)
		return LOVENSE_SENT;
	if (route == DELIVERY_NOWHERE)
		return LOVENSE_NOT_CONNECTED;
	return route == DELIVERY_LAN || !movement_needs_lan(movement) ? LOVENSE_SENT : LOVENSE_NEEDS_LAN;
}

static enum lovense_send_result want_of_toys(struct delivery *delivery, const struct lovense_command *command,
					     const struct movement *movement)
{
	struct change_request asked = {.command = command, .wanted = command, .movement = *movement};
	bool is_stop = command->kind == LOVENSE_COMMAND_STOP;
	bool has_room = find_toys(delivery, command, asked.places);
	enum lovense_send_result way = find_way(delivery, movement);
	if (way != LOVENSE_SENT) {
		asked.wanted = &stop;
		asked.movement = movement_none;
	}
	want_toys(delivery, &asked);
	forget_names(delivery);
	uint32_t left = untaken(delivery, asked.toys);
	if (left && !is_stop)
		stop_toys(delivery, asked.toys);
	if (is_stop && !has_room)
		return want_all_still(delivery);
	if (left || way == LOVENSE_NOT_CONNECTED)
		return not_taken(delivery);
	return has_room ? way : LOVENSE_CONGESTED;
}

enum lovense_send_result delivery_want(struct delivery *delivery, const struct lovense_command *command, int64_t now_ms)
{
	struct movement movement;
	bool is_for_all = command->toy_count == 0;
	if (!movement_of(command, &movement) || command->toy_count > LOVENSE_MAX_TOYS ||
	    (is_for_all && command->kind != LOVENSE_COMMAND_STOP))
		return LOVENSE_BAD_COMMAND;
	delivery_advance(delivery, now_ms);
	return is_for_all ? want_all_still(delivery) : want_of_toys(delivery, command, &movement);
}

enum delivery_verdict delivery_verdict(const struct delivery *delivery, const char *toy_id)
{
	int toy = find_toy(delivery, toy_id);
	if (toy < 0)
		return DELIVERY_CONFIRMED;
	const struct delivery_toy *state = &delivery->toys[toy];
	if (state->is_waiting || (state->is_held && state->verdict == DELIVERY_NOT_TAKEN))
		return DELIVERY_WAITING;
	if (state->verdict == DELIVERY_CONFIRMED && delivery_may_server_hold(delivery, (size_t)toy))
		return DELIVERY_SENT;
	return state->verdict;
}
