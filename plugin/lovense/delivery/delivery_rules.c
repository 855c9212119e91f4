/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When what is wanted goes out, and by which routes. Only marks; delivery_flush() hands out. */
#include "lovense/delivery/delivery_private.h"

enum {
	WANTED_UNDER_WAY_MAX = 3, /* corrections to one toy that have no answer yet */
	UNDER_WAY_MAX = 6,        /* lower levels past each other: then the newest waits */
};

static bool is_stop(const struct delivery_toy *toy)
{
	return toy->movement.kind == LOVENSE_COMMAND_STOP;
}

static bool is_lan_route(const struct delivery *delivery)
{
	return delivery->ways.route == DELIVERY_LAN && delivery->ways.address;
}

bool delivery_may_move_by_server(const struct delivery *delivery, size_t toy)
{
	return delivery->ways.may_move_by_server && !movement_needs_lan(&delivery->toys[toy].movement);
}

/* To the addresses that the phone has left, where something stronger went. */
static bool send_after(struct delivery *delivery, size_t toy)
{
	bool is_any = false;
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		if (!record->is_used || record->route != DELIVERY_LAN || !(record->open & delivery_bit(toy)) ||
		    !delivery_record_is(delivery, record, toy, DELIVERY_STRONGER))
			continue;
		delivery_due_lan(delivery, toy, record->where);
		is_any = true;
	}
	return is_any;
}

void delivery_lower(struct delivery *delivery, size_t toy)
{
	struct delivery_toy *state = &delivery->toys[toy];
	bool moves = movement_moves(&state->movement);
	state->is_settled = false;
	state->is_lower = true;
	state->unsettled_until_ms = delivery->now_ms + state->lease_ms + delivery->config.timing->reserve_ms;
	int64_t repeat_ms = delivery->now_ms + delivery->config.timing->repeat_ms;
	state->repeat_ms = repeat_ms < state->repeat_ms ? repeat_ms : state->repeat_ms;
	state->is_waiting = moves && delivery_under_way(delivery, toy, false, DELIVERY_NEVER) >= UNDER_WAY_MAX;
	if (state->is_waiting)
		return;
	bool may_stop = delivery->ways.may_stop_by_lan || delivery_is_curve(toy);
	bool is_by_lan = delivery->ways.address && (is_lan_route(delivery) || (is_stop(state) && may_stop));
	if (is_by_lan)
		delivery_due_lan(delivery, toy, delivery->ways.address);
	send_after(delivery, toy);
	if (!is_lan_route(delivery) || delivery_is_last_emit_stronger(delivery, toy) ||
	    delivery_has_open(delivery, toy, DELIVERY_SERVER, DELIVERY_STRONGER))
		delivery_due_server(delivery, toy);
}

void delivery_raise(struct delivery *delivery, size_t toy)
{
	struct delivery_toy *state = &delivery->toys[toy];
	state->is_waiting = false;
	if (is_lan_route(delivery)) {
		/* It could arrive before what is under way, and be lost. */
		state->is_waiting = delivery_under_way(delivery, toy, false, DELIVERY_NEVER) > 0;
		if (!state->is_waiting)
			delivery_due_lan(delivery, toy, delivery->ways.address);
	} else if (delivery->ways.route == DELIVERY_SERVER) {
		delivery_due_server(delivery, toy);
	}
}

static bool is_cause_stronger(const struct delivery *delivery, const struct delivery_record *cause, size_t toy)
{
	return cause && delivery_record_is(delivery, cause, toy, DELIVERY_STRONGER);
}

static bool correct_by_lan(struct delivery *delivery, size_t toy, const struct delivery_record *cause)
{
	const struct delivery_ways *ways = &delivery->ways;
	bool is_only_way = is_stop(&delivery->toys[toy]) &&
			   (delivery_is_curve(toy) || (!ways->connection && ways->may_stop_by_lan));
	bool is_sent = is_lan_route(delivery) || is_only_way;
	if (is_sent)
		delivery_due_lan(delivery, toy, ways->address);
	is_sent = send_after(delivery, toy) || is_sent;
	if (!is_cause_stronger(delivery, cause, toy) || cause->route != DELIVERY_LAN)
		return is_sent;
	delivery_due_lan(delivery, toy, cause->where);
	return true;
}

/* Beside what goes by LAN: where that has not answered, or where the socket may still bring something stronger. */
static bool needs_server(const struct delivery *delivery, size_t toy, const struct delivery_record *cause, int tries)
{
	const struct delivery_toy *state = &delivery->toys[toy];
	bool lowers = is_cause_stronger(delivery, cause, toy) ||
		      delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER);
	/* Nothing was heard of it: there may be nobody at the other end. */
	bool is_unanswered = is_cause_stronger(delivery, cause, toy) && !cause->is_answered;
	if (is_unanswered || (tries > 0 && (lowers || state->is_lower)))
		return true;
	return delivery_is_last_emit_stronger(delivery, toy) ||
	       (lowers && ((cause && cause->route == DELIVERY_SERVER) ||
			   delivery_has_open(delivery, toy, DELIVERY_SERVER, DELIVERY_STRONGER)));
}

void delivery_correct(struct delivery *delivery, size_t toy, const struct delivery_record *cause)
{
	int tries = delivery_under_way(delivery, toy, true, DELIVERY_NEVER);
	bool is_sent = tries < WANTED_UNDER_WAY_MAX && correct_by_lan(delivery, toy, cause);
	if (!is_sent || !is_lan_route(delivery) || needs_server(delivery, toy, cause, tries))
		delivery_due_server(delivery, toy);
	if (cause)
		delivery->urgent |= delivery_bit(toy);
}

bool delivery_is_threatened(const struct delivery *delivery, size_t toy)
{
	/* What waits for something weaker to end does no harm by waiting. */
	enum delivery_compare compare = delivery->toys[toy].is_waiting ? DELIVERY_STRONGER : DELIVERY_OTHER;
	return delivery_has_open(delivery, toy, DELIVERY_NOWHERE, compare);
}

bool delivery_needs_repeat(const struct delivery *delivery, size_t toy)
{
	const struct delivery_toy *state = &delivery->toys[toy];
	bool is_doubted = !state->is_waiting && !state->is_settled && delivery->now_ms < state->unsettled_until_ms;
	return is_doubted || delivery_is_threatened(delivery, toy);
}

static bool is_stronger_for_all(const struct delivery *delivery, const struct delivery_record *record)
{
	bool is_any = false;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if ((record->open & delivery_bit(toy)) && !delivery_record_is(delivery, record, toy, DELIVERY_STRONGER))
			return false;
		is_any = is_any || (record->open & delivery_bit(toy));
	}
	return is_any;
}

void delivery_cut(struct delivery *delivery)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		struct delivery_record *record = &delivery->records[i];
		struct delivery_record cut = *record;
		if (!record->is_used || !record->request || !is_stronger_for_all(delivery, record))
			continue;
		enum delivery_cut result = delivery->config.cut_lan(delivery->config.ctx, record->request);
		if (result == DELIVERY_NOT_CUT)
			continue;
		record->request = 0;
		if (result == DELIVERY_CUT_UNSENT)
			*record = (struct delivery_record){0};
		/* It may have been there to correct something: what is wanted takes its place. */
		for (size_t toy = 0; toy < delivery->toy_end; toy++) {
			if (!(cut.open & delivery_bit(toy)))
				continue;
			delivery->toys[toy].is_doubtful |= result == DELIVERY_CUT_LOST;
			delivery_due_lan(delivery, toy, cut.where);
		}
		delivery_go_on(delivery, cut.open);
	}
}

void delivery_go_on(struct delivery *delivery, uint64_t toys)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (!(toys & delivery_bit(toy)) || !delivery->toys[toy].is_waiting)
			continue;
		if (delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER))
			delivery_lower(delivery, toy);
		else
			delivery_raise(delivery, toy);
	}
}

/* The app may have answered before it did it, so once more is due; but for a level soon is enough, and a command that
 * goes out meanwhile is as good: a level that changes often must not cost twice. */
static void owe_word(struct delivery *delivery, size_t toy, bool is_stronger)
{
	const struct delivery_timing *timing = delivery->config.timing;
	struct delivery_toy *state = &delivery->toys[toy];
	int64_t word_ms = delivery->now_ms + timing->repeat_ms - timing->answer_ms;
	bool is_owed = state->word_ms != DELIVERY_NEVER;
	state->is_word_for_lan = is_stronger || (is_owed && state->is_word_for_lan);
	state->word_ms = word_ms < state->word_ms ? word_ms : state->word_ms;
}

void delivery_over(struct delivery *delivery, struct delivery_record *record)
{
	struct delivery_record over = *record;
	*record = (struct delivery_record){0};
	/* What is open on the living connection is its last word to that toy. */
	bool is_in_order = over.route == DELIVERY_SERVER && over.where == delivery->ways.connection;
	for (size_t toy = 0; toy < delivery->toy_end && !is_in_order; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if (!(over.open & delivery_bit(toy)) || !delivery_record_is(delivery, &over, toy, DELIVERY_OTHER))
			continue;
		state->others_over_ms = delivery->now_ms;
		state->unsettled_until_ms = delivery->now_ms + state->lease_ms;
		state->is_settled = false;
		if (state->verdict == DELIVERY_CONFIRMED)
			state->verdict = DELIVERY_SENT;
		bool is_stronger = delivery_record_is(delivery, &over, toy, DELIVERY_STRONGER);
		bool may_wait = over.is_answered && over.where == delivery->ways.address;
		if (may_wait && !(is_stronger && is_stop(state)))
			owe_word(delivery, toy, is_stronger);
		else
			delivery_correct(delivery, toy, &over);
	}
	delivery_go_on(delivery, over.open);
}
