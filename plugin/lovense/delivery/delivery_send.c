/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands out what is due: Stops first, toys with the same command together, one record for each command. */
#include <string.h>

#include "lovense/delivery/delivery_private.h"

enum {
	CONGESTED_MS = 100, /* until a full socket is tried again */
	STOP_ALL_COMMANDS = 2,
};

/* --- marks --- */

void delivery_due_lan(struct delivery *delivery, size_t toy, uint32_t address)
{
	bool is_kept = delivery->newest_address - address < DELIVERY_ADDRESSES_MAX;
	if (address && is_kept)
		delivery->lan_due[address % DELIVERY_ADDRESSES_MAX] |= delivery_bit(toy);
}

void delivery_due_server(struct delivery *delivery, size_t toy)
{
	delivery->server_due |= delivery_bit(toy);
}

/* --- one command --- */

static void note_moved(struct delivery *delivery, struct delivery_toy *state, enum delivery_route route, bool moves)
{
	delivery->has_moved = delivery->has_moved || moves;
	state->has_moved[route] = moves;
	for (int other = 0; other < DELIVERY_ROUTE_COUNT && moves; other++)
		state->has_moved[other] = true;
}

/* What is wanted was handed out. */
static void note_wanted(struct delivery *delivery, enum delivery_route route, size_t toy)
{
	struct delivery_toy *state = &delivery->toys[toy];
	delivery->taken |= delivery_bit(toy);
	state->is_held = state->is_held && route != DELIVERY_SERVER;
	if (state->verdict < DELIVERY_SENT)
		state->verdict = DELIVERY_SENT;
	if (route == (state->is_word_for_lan ? DELIVERY_LAN : delivery->ways.route))
		state->word_ms = DELIVERY_NEVER;
	if (state->repeat_ms != DELIVERY_NEVER &&
	    !delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER))
		state->repeat_ms = delivery->now_ms + delivery->config.timing->repeat_ms;
	/* Without an answer to come, it is the last word as soon as nothing else is open. */
	if (route == DELIVERY_SERVER && delivery->ways.route == DELIVERY_SERVER &&
	    !delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_OTHER))
		state->is_settled = true;
}

static void note_toys(struct delivery *delivery, enum delivery_route route, uint32_t toys,
		      const struct movement *movement)
{
	bool moves = movement_moves(movement);
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if (!(toys & delivery_bit(toy)))
			continue;
		note_moved(delivery, state, route, moves);
		state->handed_ms[route] = delivery->now_ms;
		if (route == DELIVERY_SERVER) {
			state->emit_connection = delivery->ways.connection;
			state->last_emit = *movement;
		}
		if (movement_is_same(movement, &state->movement))
			note_wanted(delivery, route, toy);
	}
}

/* The connection keeps its order. */
static void cover_earlier(struct delivery *delivery, uint32_t toys)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		struct delivery_record *record = &delivery->records[i];
		if (!record->is_used || record->route != DELIVERY_SERVER || record->where != delivery->ways.connection)
			continue;
		record->covered |= record->open & toys;
		record->open &= ~toys;
	}
}

static bool emit(struct delivery *delivery, bool moves)
{
	bool with_ping = moves && delivery->ping_ms == DELIVERY_NEVER;
	if (!delivery->ways.connection)
		return false;
	enum lovense_send_result result = delivery->config.emit(delivery->config.ctx, &delivery->wire, with_ping);
	if (result == LOVENSE_CONGESTED)
		delivery->is_congested = true;
	if (result == LOVENSE_SENT && with_ping)
		delivery->ping_ms = delivery->now_ms;
	return result == LOVENSE_SENT;
}

/* Hands delivery->wire to a route and keeps the record. */
static bool hand(struct delivery *delivery, enum delivery_route route, uint32_t where, uint32_t toys)
{
	const struct delivery_timing *timing = delivery->config.timing;
	struct movement movement = movement_none;
	movement_of(&delivery->wire, &movement);
	struct delivery_record *record = delivery_record_new(delivery);
	if (!record && movement_moves(&movement)) {
		/* What cannot be remembered may not move anything. */
		delivery->wire.kind = LOVENSE_COMMAND_STOP;
		movement = movement_none;
	}
	uint32_t request = route == DELIVERY_LAN ? ++delivery->last_request : 0;
	bool is_taken = route == DELIVERY_LAN
				? delivery->config.send_lan(delivery->config.ctx, request, where, &delivery->wire)
				: emit(delivery, movement_moves(&movement));
	if (!is_taken)
		return false;
	if (route == DELIVERY_SERVER)
		cover_earlier(delivery, toys);
	int life_ms = route == DELIVERY_LAN ? timing->request_ms + timing->reserve_ms : timing->emit_ms;
	if (record)
		*record = (struct delivery_record){
			.is_used = true,
			.route = route,
			.request = request,
			.where = where,
			.named = toys,
			.open = toys,
			.sent_ms = delivery->now_ms,
			.until_ms = delivery->now_ms + life_ms,
			.movement = movement,
		};
	note_toys(delivery, route, toys, &movement);
	return true;
}

/* --- Stop for all --- */

static uint32_t used_toys(const struct delivery *delivery)
{
	uint32_t toys = 0;
	for (size_t toy = 0; toy < delivery->toy_end; toy++)
		toys |= delivery->toys[toy].id[0] ? delivery_bit(toy) : 0;
	return toys;
}

static uint32_t stopped_toys(const struct delivery *delivery)
{
	uint32_t toys = 0;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].movement.kind == LOVENSE_COMMAND_STOP)
			toys |= delivery_bit(toy);
	}
	return toys;
}

/* To the toys it is a repeat like any other, if it went where theirs would. */
static void put_off_repeats(struct delivery *delivery, enum delivery_route route, uint32_t where)
{
	uint32_t toys = stopped_toys(delivery);
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if ((toys & delivery_bit(toy)) && state->repeat_ms != DELIVERY_NEVER &&
		    !delivery_has_open_elsewhere(delivery, toy, route == DELIVERY_LAN ? where : 0))
			state->repeat_ms = delivery->now_ms + delivery->config.timing->repeat_ms;
	}
}

static void hand_all(struct delivery *delivery, enum delivery_route route, uint32_t where)
{
	delivery->is_all_due[route] = false;
	delivery->wire = (struct lovense_command){.kind = LOVENSE_COMMAND_STOP};
	/* Late, it would stop a toy too that has got its place meanwhile. */
	bool is_taken = hand(delivery, route, where, DELIVERY_ALL);
	/* A running position pattern takes no notice of the other one. Nothing here moves a toy by one, so that this
	 * one needs no record. */
	delivery->wire = (struct lovense_command){.kind = LOVENSE_COMMAND_PATTERN_V2_STOP};
	if (route == DELIVERY_LAN)
		delivery->config.send_lan(delivery->config.ctx, ++delivery->last_request, where, &delivery->wire);
	else
		emit(delivery, false);
	delivery->is_all_taken[route] = is_taken;
	if (is_taken)
		put_off_repeats(delivery, route, where);
}

void delivery_due_all(struct delivery *delivery)
{
	const struct delivery_ways *ways = &delivery->ways;
	delivery->is_all_due[DELIVERY_LAN] = ways->address && (ways->route == DELIVERY_LAN || ways->may_stop_by_lan);
	delivery->is_all_due[DELIVERY_SERVER] = ways->connection != 0;
}

int64_t delivery_repeat_all(struct delivery *delivery)
{
	int64_t allowed_ms = delivery->now_ms;
	uint32_t stopped = stopped_toys(delivery) & used_toys(delivery);
	for (int route = 0; route < DELIVERY_ROUTE_COUNT; route++) {
		int64_t route_ms = delivery_stops_allowed_ms(delivery, (enum delivery_route)route, STOP_ALL_COMMANDS);
		allowed_ms = route_ms > allowed_ms ? route_ms : allowed_ms;
	}
	if (allowed_ms > delivery->now_ms)
		return allowed_ms;
	if (stopped != used_toys(delivery)) {
		for (size_t toy = 0; toy < delivery->toy_end; toy++) {
			if (stopped & delivery_bit(toy))
				delivery_correct(delivery, toy, NULL);
		}
		return allowed_ms;
	}
	delivery_due_all(delivery);
	for (int route = 0; route < DELIVERY_ROUTE_COUNT; route++) {
		for (int i = 0; i < STOP_ALL_COMMANDS && delivery->is_all_due[route]; i++)
			delivery_count_stop(delivery, (enum delivery_route)route);
	}
	return allowed_ms;
}

/* --- groups --- */

static bool go_together(const struct delivery_toy *a, const struct delivery_toy *b)
{
	bool are_stops = a->movement.kind == LOVENSE_COMMAND_STOP && b->movement.kind == LOVENSE_COMMAND_STOP;
	return are_stops || a->serial == b->serial;
}

static uint32_t group_of(const struct delivery *delivery, uint32_t toys, size_t first)
{
	uint32_t group = delivery_bit(first);
	size_t count = 1;
	for (size_t toy = 0; toy < delivery->toy_end && delivery->ways.takes_toy_lists; toy++) {
		if (toy == first || !(toys & delivery_bit(toy)) || count == LOVENSE_MAX_TOYS ||
		    !go_together(&delivery->toys[first], &delivery->toys[toy]))
			continue;
		group |= delivery_bit(toy);
		count++;
	}
	return group;
}

static void write_wire(struct delivery *delivery, uint32_t group, size_t first)
{
	const struct delivery_toy *model = &delivery->toys[first];
	struct lovense_command *wire = &delivery->wire;
	int64_t left_ms = model->lease_ends_ms - delivery->now_ms;
	*wire = model->wanted;
	/* A word said again is no longer lease; the API takes no time below a second. */
	if (wire->kind != LOVENSE_COMMAND_STOP)
		wire->time_s = left_ms > DELIVERY_SECOND_MS ? (double)left_ms / DELIVERY_SECOND_MS : 1;
	wire->toy_count = 0;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (group & delivery_bit(toy))
			memcpy(wire->toys[wire->toy_count++], delivery->toys[toy].id, LOVENSE_TOY_ID_SIZE);
	}
}

static bool is_ping_unanswered(const struct delivery *delivery, int ms)
{
	return delivery->ping_ms != DELIVERY_NEVER && delivery->now_ms - delivery->ping_ms >= ms;
}

/* Said on this connection already, which keeps its order: nothing is gained by more of it in what may be a stall. */
static bool was_said(const struct delivery *delivery, uint32_t group)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		const struct delivery_toy *state = &delivery->toys[toy];
		if ((group & delivery_bit(toy)) && (state->emit_connection != delivery->ways.connection ||
						    !movement_is_same(&state->last_emit, &state->movement)))
			return false;
	}
	return is_ping_unanswered(delivery, delivery->config.timing->repeat_ms / 2);
}

/* The socket does not get through, or may take no movement: then what must become weaker becomes still. */
static bool hold_back(struct delivery *delivery, uint32_t group)
{
	bool is_too_strong = false;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (!(group & delivery_bit(toy)))
			continue;
		delivery->toys[toy].is_held = delivery_may_move_by_server(delivery, toy);
		is_too_strong = is_too_strong || (delivery->urgent & delivery_bit(toy)) ||
				delivery_is_last_emit_stronger(delivery, toy) ||
				delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER);
	}
	if (is_too_strong)
		delivery->wire.kind = LOVENSE_COMMAND_STOP;
	return !is_too_strong;
}

/* A Stop that went out after the last movement, and will again when the rate allows it. */
static void note_said_before(struct delivery *delivery, uint32_t group)
{
	delivery->taken |= group;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if ((group & delivery_bit(toy)) && delivery->toys[toy].verdict < DELIVERY_SENT)
			delivery->toys[toy].verdict = DELIVERY_SENT;
	}
}

static void hand_group(struct delivery *delivery, enum delivery_route route, uint32_t where, uint32_t group,
		       size_t first)
{
	write_wire(delivery, group, first);
	bool is_stop = delivery->wire.kind == LOVENSE_COMMAND_STOP;
	bool is_held_back = route == DELIVERY_SERVER && !is_stop && movement_moves(&delivery->toys[first].movement) &&
			    (is_ping_unanswered(delivery, delivery->config.timing->pong_ms) ||
			     was_said(delivery, group) || !delivery_may_move_by_server(delivery, first));
	if (is_held_back && hold_back(delivery, group))
		return;
	if (is_stop && !delivery_may_stop(delivery, route, group)) {
		note_said_before(delivery, group);
		return;
	}
	if (hand(delivery, route, where, group))
		return;
	if (route == DELIVERY_LAN)
		delivery->server_due |= group;
	else if (delivery->is_congested)
		delivery_repeat_not_after(delivery, group, delivery->now_ms + CONGESTED_MS);
}

/* The one that has had nothing for longest: with one toy a command the rate does not always last for all. */
static size_t longest_waiting(const struct delivery *delivery, enum delivery_route route, uint32_t toys)
{
	size_t longest = DELIVERY_TOYS_MAX;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if ((toys & delivery_bit(toy)) &&
		    (longest == DELIVERY_TOYS_MAX ||
		     delivery->toys[toy].handed_ms[route] < delivery->toys[longest].handed_ms[route]))
			longest = toy;
	}
	return longest;
}

static void hand_groups(struct delivery *delivery, enum delivery_route route, uint32_t where, uint32_t toys)
{
	while (toys) {
		size_t first = longest_waiting(delivery, route, toys);
		uint32_t group = group_of(delivery, toys, first);
		toys &= ~group;
		hand_group(delivery, route, where, group, first);
	}
}

/* Stops first. */
static void hand_toys(struct delivery *delivery, enum delivery_route route, uint32_t where, uint32_t toys)
{
	uint32_t stops = toys & stopped_toys(delivery);
	hand_groups(delivery, route, where, stops);
	hand_groups(delivery, route, where, toys & ~stops);
}

/* Where the phone is now comes first. */
static void flush_lan(struct delivery *delivery)
{
	for (uint32_t i = 0; i < DELIVERY_ADDRESSES_MAX && i < delivery->newest_address; i++) {
		uint32_t address = delivery->newest_address - i;
		uint32_t toys = delivery->lan_due[address % DELIVERY_ADDRESSES_MAX];
		delivery->lan_due[address % DELIVERY_ADDRESSES_MAX] = 0;
		if (address == delivery->ways.address && delivery->is_all_due[DELIVERY_LAN]) {
			hand_all(delivery, DELIVERY_LAN, address);
			toys &= ~stopped_toys(delivery);
		}
		hand_toys(delivery, DELIVERY_LAN, address, toys);
		delivery->lan_said |= toys;
	}
	delivery->lan_said = 0;
	delivery->is_all_due[DELIVERY_LAN] = false;
}

static void flush_server(struct delivery *delivery)
{
	uint32_t toys = delivery->server_due;
	delivery->server_due = 0;
	if (delivery->is_all_due[DELIVERY_SERVER]) {
		hand_all(delivery, DELIVERY_SERVER, delivery->ways.connection);
		toys &= ~stopped_toys(delivery);
	}
	hand_toys(delivery, DELIVERY_SERVER, delivery->ways.connection, toys);
}

static void arm_repeats(struct delivery *delivery)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if (state->id[0] && state->repeat_ms == DELIVERY_NEVER && delivery_needs_repeat(delivery, toy))
			state->repeat_ms = delivery->now_ms + delivery->config.timing->repeat_ms;
	}
}

void delivery_flush(struct delivery *delivery)
{
	delivery->taken = 0;
	delivery->is_congested = false;
	memset(delivery->is_all_taken, 0, sizeof(delivery->is_all_taken));
	delivery_note_firsts(delivery);
	flush_lan(delivery);
	flush_server(delivery);
	delivery->urgent = delivery->again = 0;
	arm_repeats(delivery);
}
