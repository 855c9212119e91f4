/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/delivery/delivery.h"

#include <string.h>

#include "lovense/delivery/delivery_private.h"

enum {
	LAST_REPEAT_MS = 500,
	REPEATS_APART_MS = 250, /* of a Stop for all: two commands each */
	SIGN_OF_LIFE_MS = 1000,
};

const struct delivery_timing delivery_timing_default = {
	.request_ms = 3000,
	.reserve_ms = 1000,
	.answer_ms = 250,
	.emit_ms = 3000,
	.repeat_ms = 500,
	.pong_ms = 1000,
};

void delivery_init(struct delivery *delivery, const struct delivery_config *config, int64_t now_ms)
{
	memset(delivery, 0, sizeof(*delivery));
	delivery->config = *config;
	delivery->ways.route = DELIVERY_NOWHERE;
	delivery->now_ms = now_ms;
	delivery->ping_ms = DELIVERY_NEVER;
	delivery->burst_ms = DELIVERY_NEVER;
	for (int route = 0; route < DELIVERY_ROUTE_COUNT; route++) {
		for (size_t i = 0; i < DELIVERY_STOP_RATE; i++)
			delivery->stops_ms[route][i] = INT64_MIN / 2;
	}
}

/* --- time --- */

static void confirm(struct delivery *delivery, const struct delivery_record *record)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if ((record->open & delivery_bit(toy)) && record->is_answered && state->is_settled &&
		    record->sent_ms >= state->others_over_ms &&
		    !delivery_record_is(delivery, record, toy, DELIVERY_OTHER) &&
		    !delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_OTHER))
			state->verdict = DELIVERY_CONFIRMED;
	}
}

static void end_records(struct delivery *delivery)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		struct delivery_record *record = &delivery->records[i];
		if (!record->is_used || record->until_ms > delivery->now_ms)
			continue;
		confirm(delivery, record);
		delivery_over(delivery, record);
	}
	while (delivery->record_end > 0 && !delivery->records[delivery->record_end - 1].is_used)
		delivery->record_end--;
}

/* Nobody renewed it: it ends by itself, and nothing may say it again. */
static void end_leases(struct delivery *delivery)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		const struct delivery_toy *state = &delivery->toys[toy];
		if (state->movement.kind == LOVENSE_COMMAND_STOP || delivery->now_ms < state->lease_ends_ms)
			continue;
		delivery_want_stop(delivery, toy);
		delivery_lower(delivery, toy);
	}
}

void delivery_advance(struct delivery *delivery, int64_t now_ms)
{
	if (now_ms > delivery->now_ms)
		delivery->now_ms = now_ms;
	end_leases(delivery);
	end_records(delivery);
	delivery_advance_curves(delivery);
}

/* A Stop takes along those that would follow: together they are one command. */
static bool takes_along(const struct delivery *delivery)
{
	for (size_t toy = 0; toy < delivery->toy_end && delivery->ways.takes_toy_lists; toy++) {
		const struct delivery_toy *state = &delivery->toys[toy];
		if (state->movement.kind == LOVENSE_COMMAND_STOP && state->repeat_ms <= delivery->now_ms)
			return true;
	}
	return false;
}

static void repeat(struct delivery *delivery, size_t toy, bool is_taken_along)
{
	struct delivery_toy *state = &delivery->toys[toy];
	bool goes_along = is_taken_along && state->movement.kind == LOVENSE_COMMAND_STOP;
	if (state->repeat_ms <= delivery->now_ms || (goes_along && state->repeat_ms != DELIVERY_NEVER)) {
		state->repeat_ms = DELIVERY_NEVER;
		if (delivery_needs_repeat(delivery, toy))
			delivery_correct(delivery, toy, NULL);
	}
	if (state->word_ms <= delivery->now_ms) {
		state->word_ms = DELIVERY_NEVER;
		delivery_correct(delivery, toy, NULL);
		if (state->is_word_for_lan)
			delivery_due_lan(delivery, toy, delivery->ways.address);
	}
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Pressed again and again, it is repeated evenly. */
static int64_t next_of_burst(const struct delivery *delivery)
{
	int64_t since_ms = delivery->now_ms - delivery->pressed_ms;
	int64_t next_ms = since_ms < DELIVERY_FIRST_REPEAT_MS ? DELIVERY_FIRST_REPEAT_MS : LAST_REPEAT_MS;
	if (since_ms >= LAST_REPEAT_MS)
		return DELIVERY_NEVER;
	return later(delivery->pressed_ms + next_ms, delivery->now_ms + REPEATS_APART_MS);
}

static void repeat_burst(struct delivery *delivery)
{
	if (delivery->burst_ms > delivery->now_ms)
		return;
	int64_t allowed_ms = delivery_repeat_all(delivery);
	delivery->burst_ms = allowed_ms > delivery->now_ms ? allowed_ms : next_of_burst(delivery);
}

/* --- calls --- */

static void lose_connection(struct delivery *delivery, uint32_t connection)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		struct delivery_record *record = &delivery->records[i];
		if (!record->is_used || record->route != DELIVERY_SERVER || record->where != connection)
			continue;
		record->open |= record->covered;
		record->covered = 0;
	}
	delivery->ping_ms = DELIVERY_NEVER;
}

/* Whatever ran before the connection was lost, or through another program, ends first. */
static void begin_connection(struct delivery *delivery)
{
	delivery->is_all_due[DELIVERY_SERVER] = true;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].id[0] && movement_moves(&delivery->toys[toy].movement))
			delivery_raise(delivery, toy);
	}
}

void delivery_set_ways(struct delivery *delivery, const struct delivery_ways *ways, int64_t now_ms)
{
	struct delivery_ways old = delivery->ways;
	delivery_advance(delivery, now_ms);
	delivery->ways = *ways;
	if (ways->address > delivery->newest_address)
		delivery->newest_address = ways->address;
	if (old.connection && old.connection != ways->connection)
		lose_connection(delivery, old.connection);
	if (ways->connection && old.connection != ways->connection)
		begin_connection(delivery);
	delivery_follow_ways(delivery, &old);
	if (old.route != ways->route)
		delivery_go_on(delivery, DELIVERY_ALL);
	delivery_flush(delivery);
	if (delivery->is_congested && ways->connection && old.connection != ways->connection)
		delivery->burst_ms = delivery->now_ms + DELIVERY_FIRST_REPEAT_MS;
}

/* What was wanted did not arrive, or nobody knows: the other way. */
static void mark_lost(struct delivery *delivery, const struct delivery_record *record, bool may_be_done)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (!(record->open & delivery_bit(toy)))
			continue;
		delivery->toys[toy].is_doubtful = delivery->toys[toy].is_doubtful || may_be_done;
		if (!delivery->toys[toy].is_settled && !delivery_record_is(delivery, record, toy, DELIVERY_OTHER))
			delivery_due_server(delivery, toy);
	}
}

static void correct_toys(struct delivery *delivery, const struct delivery_record *record, enum delivery_compare compare)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if ((record->open & delivery_bit(toy)) && delivery_record_is(delivery, record, toy, compare))
			delivery_correct(delivery, toy, record);
	}
}

static void settle(struct delivery *delivery, const struct delivery_record *record)
{
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if ((record->open & delivery_bit(toy)) && !delivery_record_is(delivery, record, toy, DELIVERY_OTHER) &&
		    record->sent_ms >= state->others_over_ms &&
		    !delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_OTHER)) {
			state->is_settled = true;
			delivery_curve_settled(delivery, toy);
		}
	}
}

static void on_answer(struct delivery *delivery, struct delivery_record *record)
{
	record->is_answered = true;
	record->until_ms = delivery->now_ms + delivery->config.timing->answer_ms;
	correct_toys(delivery, record, DELIVERY_STRONGER);
	settle(delivery, record);
}

static void end_unsent(struct delivery *delivery, struct delivery_record *record)
{
	uint64_t toys = record->open;
	mark_lost(delivery, record, false);
	*record = (struct delivery_record){0};
	delivery_go_on(delivery, toys);
}

void delivery_ended(struct delivery *delivery, uint32_t request, enum delivery_outcome outcome, int64_t now_ms)
{
	delivery_advance(delivery, now_ms);
	bool is_setup = delivery_setup_ended(delivery, request, outcome);
	struct delivery_record *record = is_setup ? NULL : delivery_record_find(delivery, request);
	if (record) {
		uint64_t toys = record->open;
		bool is_for_one = (record->named & (record->named - 1)) == 0;
		record->request = 0;
		if (outcome == DELIVERY_REFUSED && movement_needs_lan(&record->movement))
			delivery_refuse_curves(delivery, toys);
		if (outcome == DELIVERY_NOT_SENT) {
			end_unsent(delivery, record);
		} else if (outcome == DELIVERY_REFUSED && is_for_one) {
			mark_lost(delivery, record, false);
			*record = (struct delivery_record){0};
		} else if (outcome == DELIVERY_REFUSED) {
			/* Some of them may have done it. */
			record->until_ms = now_ms + delivery->config.timing->answer_ms;
			correct_toys(delivery, record, DELIVERY_STRONGER);
		} else if (outcome == DELIVERY_ANSWERED) {
			on_answer(delivery, record);
		} else {
			if (outcome == DELIVERY_BROKEN)
				correct_toys(delivery, record, DELIVERY_OTHER);
			mark_lost(delivery, record, outcome == DELIVERY_LOST);
		}
		delivery_go_on(delivery, toys);
	}
	delivery_flush(delivery);
}

void delivery_sign_of_life(struct delivery *delivery, int64_t now_ms)
{
	delivery_advance(delivery, now_ms);
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		struct delivery_toy *state = &delivery->toys[toy];
		if (!state->id[0] || (!state->is_doubtful && !delivery_is_threatened(delivery, toy)))
			continue;
		/* Once a second that is no repeat, however often the phone is heard of. */
		if (state->others_over_ms <= delivery->now_ms)
			delivery->urgent |= delivery_bit(toy);
		/* A phone that wakes up may first work off what it has. */
		state->others_over_ms = delivery->now_ms + SIGN_OF_LIFE_MS;
		state->unsettled_until_ms = state->others_over_ms + state->lease_ms;
		state->is_settled = false;
		state->is_doubtful = false;
		delivery_correct(delivery, toy, NULL);
	}
	delivery_flush(delivery);
}

void delivery_pong(struct delivery *delivery, int64_t now_ms)
{
	delivery_advance(delivery, now_ms);
	delivery->ping_ms = DELIVERY_NEVER;
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		if (delivery->toys[toy].is_held)
			delivery_due_server(delivery, toy);
		delivery->toys[toy].is_held = false;
	}
	delivery_flush(delivery);
}

void delivery_tick(struct delivery *delivery, int64_t now_ms)
{
	delivery_advance(delivery, now_ms);
	bool is_taken_along = takes_along(delivery);
	for (size_t toy = 0; toy < delivery->toy_end; toy++)
		repeat(delivery, toy, is_taken_along);
	repeat_burst(delivery);
	delivery_flush(delivery);
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t delivery_next_ms(const struct delivery *delivery)
{
	int64_t next_ms = earlier(delivery->burst_ms, delivery_next_of_curves(delivery));
	for (size_t i = 0; i < delivery->record_end; i++) {
		if (delivery->records[i].is_used)
			next_ms = earlier(next_ms, delivery->records[i].until_ms);
	}
	for (size_t toy = 0; toy < delivery->toy_end; toy++) {
		const struct delivery_toy *state = &delivery->toys[toy];
		if (!state->id[0])
			continue;
		next_ms = earlier(next_ms, earlier(state->repeat_ms, state->word_ms));
		if (state->movement.kind != LOVENSE_COMMAND_STOP)
			next_ms = earlier(next_ms, state->lease_ends_ms);
	}
	return next_ms;
}
