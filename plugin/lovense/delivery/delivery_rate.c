/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rate of repeated Stops. */
#include "lovense/delivery/delivery_private.h"

int64_t delivery_stops_allowed_ms(const struct delivery *delivery, enum delivery_route route, size_t count)
{
	size_t index = (delivery->stop_next[route] + count - 1) % DELIVERY_STOP_RATE;
	return delivery->stops_ms[route][index] + DELIVERY_SECOND_MS;
}

void delivery_count_stop(struct delivery *delivery, enum delivery_route route)
{
	size_t *next = &delivery->stop_next[route];
	delivery->stops_ms[route][*next] = delivery->now_ms;
	*next = (*next + 1) % DELIVERY_STOP_RATE;
}

static uint64_t moved_toys(const struct delivery *delivery, enum delivery_route route)
{
	uint64_t toys = 0;
	for (size_t toy = 0; toy < delivery->toy_end; toy++)
		toys |= delivery->toys[toy].has_moved[route] ? delivery_bit(toy) : 0;
	return toys;
}

void delivery_note_firsts(struct delivery *delivery)
{
	for (int route = 0; route < DELIVERY_ROUTE_COUNT; route++)
		delivery->first[route] = moved_toys(delivery, (enum delivery_route)route);
}

/* The first after a movement is no repeat, to however many addresses it goes. */
static bool is_repeat(const struct delivery *delivery, enum delivery_route route, uint64_t toys)
{
	return !(toys & (delivery->urgent | delivery->first[route] | moved_toys(delivery, route)));
}

void delivery_repeat_not_after(struct delivery *delivery, uint64_t toys, int64_t time_ms)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if ((toys & delivery_bit(toy)) && time_ms < delivery->toys[toy].repeat_ms)
			delivery->toys[toy].repeat_ms = time_ms;
	}
}

/* What is asked again, or goes to an older address too, takes part of the rate only: the repeats that the toys need
 * find a place in the rest. */
static size_t rate_of(const struct delivery *delivery, enum delivery_route route, uint64_t toys)
{
	if (!(toys & ~delivery->again))
		return DELIVERY_STOP_RATE / 4;
	if (route == DELIVERY_LAN && !(toys & ~delivery->lan_said))
		return DELIVERY_STOP_RATE / 2;
	return DELIVERY_STOP_RATE;
}

bool delivery_may_stop(struct delivery *delivery, enum delivery_route route, uint64_t toys)
{
	if (!is_repeat(delivery, route, toys))
		return true;
	size_t rate = rate_of(delivery, route, toys);
	int64_t allowed_ms = delivery_stops_allowed_ms(delivery, route, DELIVERY_STOP_RATE - rate + 1);
	if (allowed_ms <= delivery->now_ms) {
		delivery_count_stop(delivery, route);
		return true;
	}
	if (route != DELIVERY_LAN || (toys & ~delivery->lan_said))
		delivery_repeat_not_after(delivery, toys, allowed_ms);
	return false;
}
