/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hands out what is due: Stops first, toys with the same command together, one record for each command. */
#include <string.h>

#include "lovense/delivery/delivery_private.h"

enum { CONGESTED_MS = 100 /* until a full socket is tried again */ };

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
	bool is_for_lan = state->is_word_for_lan || delivery_is_curve(toy);
	if (route == (is_for_lan ? DELIVERY_LAN : delivery->ways.route))
		state->word_ms = DELIVERY_NEVER;
	if (state->repeat_ms != DELIVERY_NEVER &&
	    !delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER))
		state->repeat_ms = delivery->now_ms + delivery->config.timing->repeat_ms;
	/* Without an answer to come, it is the last word as soon as nothing else is open. */
	if (!delivery_is_curve(toy) && route == DELIVERY_SERVER && delivery->ways.route == DELIVERY_SERVER &&
	    !delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_OTHER))
		state->is_settled = true;
}

static void note_toys(struct delivery *delivery, enum delivery_route route, uint64_t toys,
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
static void cover_earlier(struct delivery *delivery, uint64_t toys)
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

/* In the place of what was to move. */
static void say_stop(struct delivery *delivery, uint64_t toys)
{
	bool is_curve = (toys & DELIVERY_CURVES) != 0;
	delivery->wire.kind = is_curve ? LOVENSE_COMMAND_PATTERN_V2_STOP : LOVENSE_COMMAND_STOP;
}

bool delivery_hand(struct delivery *delivery, enum delivery_route route, uint32_t where, uint64_t toys)
{
	const struct delivery_timing *timing = delivery->config.timing;
	struct movement movement = movement_none;
	movement_of(&delivery->wire, &movement);
	struct delivery_record *record = delivery_record_new(delivery);
	if (!record && movement_moves(&movement)) {
		/* What cannot be remembered may not move anything. */
		say_stop(delivery, toys);
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

/* --- groups --- */

static bool go_together(const struct delivery *delivery, size_t a, size_t b)
{
	const struct delivery_toy *first = &delivery->toys[a];
	const struct delivery_toy *second = &delivery->toys[b];
	bool are_stops = first->movement.kind == LOVENSE_COMMAND_STOP && second->movement.kind == LOVENSE_COMMAND_STOP;
	return delivery_is_curve(a) == delivery_is_curve(b) && (are_stops || first->serial == second->serial);
}

static uint64_t group_of(const struct delivery *delivery, uint64_t toys, size_t first)
{
	uint64_t group = delivery_bit(first);
	size_t count = 1;
	for (size_t toy = 0; toy < delivery->toy_end && delivery->ways.takes_toy_lists; toy++) {
		if (toy == first || !(toys & delivery_bit(toy)) || count == LOVENSE_MAX_TOYS ||
		    !go_together(delivery, first, toy))
			continue;
		group |= delivery_bit(toy);
		count++;
	}
	return group;
}

/* From where it is now to the end of its lease. Where the app has something else to play it is a Stop. */
static void write_curve(struct delivery *delivery, size_t curve, uint32_t address, int64_t left_ms)
{
	struct lovense_command *wire = &delivery->wire;
	bool moves = wire->kind != LOVENSE_COMMAND_STOP && delivery_can_play(delivery, curve, address);
	wire->kind = moves ? LOVENSE_COMMAND_PATTERN_V2_PLAY : LOVENSE_COMMAND_PATTERN_V2_STOP;
	wire->start_ms = (int)(delivery->now_ms - delivery->setup.begin_ms);
	wire->total_ms = (int)left_ms;
}

static void write_wire(struct delivery *delivery, uint64_t group, size_t first, uint32_t where)
{
	const struct delivery_toy *model = &delivery->toys[first];
	struct lovense_command *wire = &delivery->wire;
	int64_t left_ms = model->lease_ends_ms - delivery->now_ms;
	*wire = model->wanted;
	/* A word said again is no longer lease; the API takes no time below a second. */
	if (wire->kind != LOVENSE_COMMAND_STOP)
		wire->time_s = left_ms > DELIVERY_SECOND_MS ? (double)left_ms / DELIVERY_SECOND_MS : 1;
	if (delivery_is_curve(first))
		write_curve(delivery, first, where, left_ms);
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
static bool was_said(const struct delivery *delivery, uint64_t group)
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
static bool hold_back(struct delivery *delivery, uint64_t group)
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
		say_stop(delivery, group);
	return !is_too_strong;
}

/* A Stop that went out after the last movement, and will again when the rate allows it. */
static void note_said_before(struct delivery *delivery, uint64_t group)
{
	delivery->taken |= group;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if ((group & delivery_bit(toy)) && delivery->toys[toy].verdict < DELIVERY_SENT)
			delivery->toys[toy].verdict = DELIVERY_SENT;
	}
}

static void hand_group(struct delivery *delivery, enum delivery_route route, uint32_t where, uint64_t group,
		       size_t first)
{
	write_wire(delivery, group, first, where);
	bool is_stop =
		delivery->wire.kind == LOVENSE_COMMAND_STOP || delivery->wire.kind == LOVENSE_COMMAND_PATTERN_V2_STOP;
	bool is_held_back = route == DELIVERY_SERVER && !is_stop && movement_moves(&delivery->toys[first].movement) &&
			    (is_ping_unanswered(delivery, delivery->config.timing->pong_ms) ||
			     was_said(delivery, group) || !delivery_may_move_by_server(delivery, first));
	if (is_held_back && hold_back(delivery, group))
		return;
	if (is_stop && !delivery_may_stop(delivery, route, group)) {
		note_said_before(delivery, group);
		return;
	}
	if (delivery_hand(delivery, route, where, group))
		return;
	if (route == DELIVERY_LAN)
		delivery->server_due |= group;
	else if (delivery->is_congested)
		delivery_repeat_not_after(delivery, group, delivery->now_ms + CONGESTED_MS);
}

/* The one that has had nothing for longest: with one toy a command the rate does not always last for all. */
static size_t longest_waiting(const struct delivery *delivery, enum delivery_route route, uint64_t toys)
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

static void hand_groups(struct delivery *delivery, enum delivery_route route, uint32_t where, uint64_t toys)
{
	while (toys) {
		size_t first = longest_waiting(delivery, route, toys);
		uint64_t group = group_of(delivery, toys, first);
		toys &= ~group;
		hand_group(delivery, route, where, group, first);
	}
}

/* Stops first. */
static void hand_toys(struct delivery *delivery, enum delivery_route route, uint32_t where, uint64_t toys)
{
	uint64_t stops = toys & delivery_stopped_toys(delivery);
	hand_groups(delivery, route, where, stops);
	hand_groups(delivery, route, where, toys & ~stops);
}

/* Where the phone is now comes first. */
static void flush_lan(struct delivery *delivery)
{
	for (uint32_t i = 0; i < DELIVERY_ADDRESSES_MAX && i < delivery->newest_address; i++) {
		uint32_t address = delivery->newest_address - i;
		uint64_t toys = delivery->lan_due[address % DELIVERY_ADDRESSES_MAX];
		delivery->lan_due[address % DELIVERY_ADDRESSES_MAX] = 0;
		if (address == delivery->ways.address && delivery->is_all_due[DELIVERY_LAN]) {
			delivery_hand_all(delivery, DELIVERY_LAN, address);
			toys &= ~delivery_stopped_toys(delivery);
		}
		hand_toys(delivery, DELIVERY_LAN, address, toys);
		delivery->lan_said |= toys;
	}
	delivery->lan_said = 0;
	delivery->is_all_due[DELIVERY_LAN] = false;
}

static void flush_server(struct delivery *delivery)
{
	uint64_t toys = delivery->server_due & DELIVERY_FUNCTIONS; /* curves are no business of the server */
	delivery->server_due = 0;
	if (delivery->is_all_due[DELIVERY_SERVER]) {
		delivery_hand_all(delivery, DELIVERY_SERVER, delivery->ways.connection);
		toys &= ~delivery_stopped_toys(delivery);
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
	delivery_fall_back_due(delivery);
	memset(delivery->is_all_taken, 0, sizeof(delivery->is_all_taken));
	delivery_note_firsts(delivery);
	flush_lan(delivery);
	flush_server(delivery);
	delivery_set_up(delivery);
	delivery->urgent = delivery->again = 0;
	arm_repeats(delivery);
}
