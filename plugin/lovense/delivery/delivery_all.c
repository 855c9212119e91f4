/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stop for all toys, also those that are not known. */
#include "lovense/delivery/delivery_private.h"

enum { STOP_ALL_COMMANDS = 2 };

static uint64_t used_toys(const struct delivery *delivery)
{
	uint64_t toys = 0;
	for (size_t toy = 0; toy < delivery->toy_end; toy++)
		toys |= delivery->toys[toy].id[0] ? delivery_bit(toy) : 0;
	return toys;
}

uint64_t delivery_stopped_toys(const struct delivery *delivery)
{
	uint64_t toys = 0;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].movement.kind == LOVENSE_COMMAND_STOP)
			toys |= delivery_bit(toy);
	}
	return toys;
}

/* To the toys it is a repeat like any other, if it went where theirs would. */
static void put_off_repeats(struct delivery *delivery, enum delivery_route route, uint32_t where)
{
	/* Nobody knows whether the server has the Stop of a curve. */
	uint64_t meant = route == DELIVERY_LAN ? DELIVERY_ALL : DELIVERY_FUNCTIONS;
	uint64_t toys = delivery_stopped_toys(delivery) & meant;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if ((toys & delivery_bit(toy)) && state->repeat_ms != DELIVERY_NEVER &&
		    !delivery_has_open_elsewhere(delivery, toy, route == DELIVERY_LAN ? where : 0))
			state->repeat_ms = delivery->now_ms + delivery->config.timing->repeat_ms;
	}
}

void delivery_hand_all(struct delivery *delivery, enum delivery_route route, uint32_t where)
{
	delivery->is_all_due[route] = false;
	delivery->wire = (struct lovense_command){.kind = LOVENSE_COMMAND_STOP};
	/* Late, it would stop a toy too that has got its place meanwhile. */
	bool is_taken = delivery_hand(delivery, route, where, DELIVERY_FUNCTIONS);
	/* A running curve takes no notice of that one. */
	delivery->wire = (struct lovense_command){.kind = LOVENSE_COMMAND_PATTERN_V2_STOP};
	delivery_hand(delivery, route, where, DELIVERY_CURVES);
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
	uint64_t stopped = delivery_stopped_toys(delivery) & used_toys(delivery);
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
