/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wanted, toy by toy. */
#include <string.h>

#include "lovense/delivery/delivery_private.h"
#include "net/ascii.h"

enum { SHORTEST_LEASE_MS = 1000 };

static const struct lovense_command stop = {.kind = LOVENSE_COMMAND_STOP};

void delivery_use_place(struct delivery *delivery, size_t place, const char *id)
{
	delivery->toys[place] = (struct delivery_toy){
		.wanted = {.kind = LOVENSE_COMMAND_STOP},
		.movement = movement_none,
		.last_emit = movement_none,
		.verdict = DELIVERY_CONFIRMED,
		.is_settled = true,
		.others_over_ms = INT64_MIN,
		.repeat_ms = DELIVERY_NEVER,
		.word_ms = DELIVERY_NEVER,
	};
	for (size_t i = 0; i + 1 < LOVENSE_TOY_ID_SIZE && id[i]; i++)
		delivery->toys[place].id[i] = id[i];
}

/* --- toys --- */

static int find_toy(const struct delivery *delivery, const char *id)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy += 2) {
		if (ascii_equals(delivery->toys[toy].id, id))
			return (int)toy;
	}
	return -1;
}

bool delivery_is_over(const struct delivery *delivery, size_t toy)
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
	for (size_t toy = 0; toy < DELIVERY_PLACES_MAX; toy += 2) {
		if (!delivery_is_over(delivery, toy) || !delivery_is_over(delivery, delivery_curve_of(toy)))
			continue;
		delivery_use_place(delivery, toy, id);
		delivery_use_place(delivery, delivery_curve_of(toy), "");
		delivery_forget_piece(delivery, toy);
		if (toy >= delivery->toy_end)
			delivery->toy_end = toy + 2;
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

void delivery_set_wanted(struct delivery *delivery, size_t toy, const struct lovense_command *command,
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
	delivery_set_wanted(delivery, toy, &stop, &movement_none);
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
		delivery_forget_piece(delivery, toy);
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
	uint64_t toys;
	uint64_t was_same; /* places of which it was wanted before */
	uint64_t changed;  /* places that it is about */
};

static void set_place(struct delivery *delivery, struct change_request *asked, size_t place,
		      const struct lovense_command *command, const struct movement *movement)
{
	if (movement_is_same(movement, &delivery->toys[place].movement))
		asked->was_same |= delivery_bit(place);
	delivery_set_wanted(delivery, place, command, movement);
	asked->changed |= delivery_bit(place);
}

/* A curve ends with what its toy is wanted for; one that is known to be still needs nothing. */
static void end_curve(struct delivery *delivery, struct change_request *asked, size_t curve)
{
	const struct delivery_toy *state = &delivery->toys[curve];
	bool is_lower =
		asked->wanted->kind == LOVENSE_COMMAND_STOP || delivery->toys[delivery_functions_of(curve)].is_lower;
	bool is_in_doubt =
		!state->is_settled || delivery_has_open(delivery, curve, DELIVERY_NOWHERE, DELIVERY_STRONGER);
	if (state->id[0] && (movement_moves(&state->movement) || (is_lower && is_in_doubt)))
		set_place(delivery, asked, curve, &stop, &movement_none);
}

/* A Stop that is one again to a part of a toy is none to the toy, if it moved by the other one. */
static void note_news(struct delivery *delivery, struct change_request *asked, size_t toy)
{
	uint64_t both = (delivery_bit(toy) | delivery_bit(delivery_curve_of(toy))) & asked->changed;
	bool is_stop = asked->wanted->kind == LOVENSE_COMMAND_STOP;
	delivery->urgent |= asked->was_same & both & (is_stop ? DELIVERY_ALL : DELIVERY_CURVES);
	if (is_stop)
		asked->was_same &= ~both;
}

static void change_toy(struct delivery *delivery, struct change_request *asked, size_t toy)
{
	size_t curve = delivery_curve_of(toy);
	bool is_curve = delivery_may_be_curve(delivery, asked->wanted);
	bool moved = movement_moves(&delivery->toys[toy].movement) || movement_moves(&delivery->toys[curve].movement);
	asked->toys |= delivery_bit(toy);
	if (is_curve && delivery_plays_on(delivery, toy, asked->wanted)) {
		delivery_offer_piece(delivery, toy, asked->wanted);
		delivery->taken |= delivery_bit(toy);
		return;
	}
	set_place(delivery, asked, toy, asked->wanted, &asked->movement);
	end_curve(delivery, asked, curve);
	if (moved)
		note_news(delivery, asked, toy);
	delivery_forget_piece(delivery, toy);
	if (is_curve)
		delivery_offer_piece(delivery, toy, asked->wanted);
}

static void want_toys(struct delivery *delivery, struct change_request *asked)
{
	delivery->taken = 0;
	delivery->last_serial++;
	for (size_t i = 0; i < asked->command->toy_count; i++) {
		if (asked->places[i] >= 0)
			change_toy(delivery, asked, (size_t)asked->places[i]);
	}
	delivery_cut(delivery);
	for (size_t place = 0; place < delivery->toy_end; place++) {
		if (asked->changed & delivery_bit(place))
			follow(delivery, place, (asked->was_same & delivery_bit(place)) != 0);
	}
	uint64_t under_way = delivery->taken;
	delivery_flush(delivery);
	delivery->taken |= under_way;
}

/* Those of the toys that nobody took. */
static uint64_t untaken(const struct delivery *delivery, uint64_t toys)
{
	toys &= ~delivery->taken;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].is_waiting || delivery->toys[toy].is_held)
			toys &= ~delivery_bit(toy);
	}
	return toys;
}

static void stop_toys(struct delivery *delivery, uint64_t toys)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (!(toys & delivery_bit(toy)))
			continue;
		delivery_forget_piece(delivery, toy);
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
	uint64_t left = untaken(delivery, asked.toys);
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

static enum delivery_verdict verdict_of(const struct delivery *delivery, size_t place)
{
	const struct delivery_toy *state = &delivery->toys[place];
	if (state->is_waiting || (state->is_held && state->verdict == DELIVERY_NOT_TAKEN))
		return DELIVERY_WAITING;
	if (state->verdict == DELIVERY_CONFIRMED && delivery_may_server_hold(delivery, place))
		return DELIVERY_SENT;
	return state->verdict;
}

enum delivery_verdict delivery_verdict(const struct delivery *delivery, const char *toy_id)
{
	int toy = find_toy(delivery, toy_id);
	if (toy < 0)
		return DELIVERY_CONFIRMED;
	size_t curve = delivery_curve_of((size_t)toy);
	enum delivery_verdict of_functions = verdict_of(delivery, (size_t)toy);
	enum delivery_verdict of_curve = verdict_of(delivery, curve);
	if (!delivery->toys[curve].id[0])
		return of_functions;
	bool is_by_curve =
		movement_moves(&delivery->toys[curve].movement) && !movement_moves(&delivery->toys[toy].movement);
	if (is_by_curve && delivery->pieces[toy / 2].is_used)
		return DELIVERY_WAITING;
	enum delivery_verdict verdict = is_by_curve ? of_curve : of_functions;
	bool is_certain = of_curve == DELIVERY_CONFIRMED && of_functions == DELIVERY_CONFIRMED;
	return verdict == DELIVERY_CONFIRMED && !is_certain ? DELIVERY_SENT : verdict;
}
