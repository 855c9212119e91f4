/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns that go on as curves: PatternV2, by the local network only.
 *
 * Setup gives the app the points and names no toy; Play lets toys follow them. Between them everything is in order, and
 * a Setup or Play of which nobody knows holds up the next: then a pattern stays a pattern. A curve is as strong as its
 * highest point, and all of it was allowed as a pattern. */
#include "lovense/delivery/delivery_private.h"

enum {
	PERCENT_A_STEP = 5,     /* of 20 */
	SHORTEST_PLAY_MS = 101, /* the app ignores what is shorter */
	WORTH_IT_MS = 700,      /* what is left of a lease */
	MARGIN_MS = 600,        /* of the lease of a curve: until then the next one has to be ready */
	PATIENCE_MS = 1000,
	REFUSED_MS = 60000, /* an app that was started anew knows no points */
};

static bool are_taken(const struct delivery *delivery)
{
	const struct delivery_ways *ways = &delivery->ways;
	return ways->takes_curves && ways->route == DELIVERY_LAN && ways->address &&
	       delivery->now_ms >= delivery->curves_refused_until_ms;
}

bool delivery_may_be_curve(const struct delivery *delivery, const struct lovense_command *command)
{
	if (command->kind != LOVENSE_COMMAND_PATTERN || !command->may_be_curve || !are_taken(delivery))
		return false;
	return command->time_s * 1000 < (double)(DELIVERY_POINTS_MAX - 1) * command->pattern_interval_ms;
}

/* movement and command of a pattern that is played as a curve. */
static struct lovense_command as_curve(const struct lovense_command *pattern, struct movement *movement)
{
	struct lovense_command curve = *pattern;
	curve.kind = LOVENSE_COMMAND_PATTERN_V2_PLAY;
	movement_of(&curve, movement);
	return curve;
}

static bool is_moving(const struct delivery *delivery, size_t place)
{
	return movement_moves(&delivery->toys[place].movement);
}

bool delivery_plays_on(const struct delivery *delivery, size_t toy, const struct lovense_command *pattern)
{
	const struct delivery_toy *curve = &delivery->toys[delivery_curve_of(toy)];
	struct movement next;
	as_curve(pattern, &next);
	return curve->id[0] && movement_moves(&curve->movement) && curve->is_settled &&
	       curve->lease_ends_ms - delivery->now_ms > MARGIN_MS && !movement_is_stronger(&curve->movement, &next);
}

/* --- pieces --- */

static struct delivery_piece *piece_of(struct delivery *delivery, size_t place)
{
	return &delivery->pieces[place / 2];
}

void delivery_offer_piece(struct delivery *delivery, size_t toy, const struct lovense_command *pattern)
{
	struct delivery_piece *piece = piece_of(delivery, toy);
	*piece = (struct delivery_piece){
		.is_used = true,
		.serial = delivery->last_serial,
		.begin_ms = delivery->now_ms,
		.ends_ms = delivery->now_ms + (int64_t)(pattern->time_s * DELIVERY_SECOND_MS),
		.pattern = *pattern,
	};
	piece->pattern.toy_count = 0;
}

void delivery_forget_piece(struct delivery *delivery, size_t toy)
{
	piece_of(delivery, toy)->is_used = false;
}

/* --- curves and patterns --- */

bool delivery_can_play(const struct delivery *delivery, size_t curve, uint32_t address)
{
	const struct delivery_setup *setup = &delivery->setup;
	const struct delivery_toy *state = &delivery->toys[curve];
	return setup->state == DELIVERY_SETUP_READY && setup->serial == state->serial && setup->address == address &&
	       state->lease_ends_ms - delivery->now_ms >= SHORTEST_PLAY_MS;
}

static bool has_any_open(const struct delivery *delivery, size_t place)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		if (record->is_used && ((record->open | record->covered) & delivery_bit(place)))
			return true;
	}
	return false;
}

static void begin_curve(struct delivery *delivery, size_t curve)
{
	struct delivery_piece *piece = piece_of(delivery, curve);
	struct delivery_toy *state = &delivery->toys[curve];
	struct movement movement;
	struct lovense_command play = as_curve(&piece->pattern, &movement);
	if (!state->id[0])
		delivery_use_place(delivery, curve, delivery->toys[delivery_functions_of(curve)].id);
	delivery_set_wanted(delivery, curve, &play, &movement);
	state->serial = piece->serial;
	state->lease_ends_ms = piece->ends_ms;
	piece->is_used = false;
	delivery_raise(delivery, curve);
}

static void begin_pattern(struct delivery *delivery, size_t curve)
{
	const struct delivery_piece *piece = piece_of(delivery, curve);
	const struct delivery_toy *before = &delivery->toys[curve];
	size_t toy = delivery_functions_of(curve);
	struct lovense_command pattern = piece->is_used ? piece->pattern : before->wanted;
	struct movement movement;
	pattern.kind = LOVENSE_COMMAND_PATTERN;
	movement_of(&pattern, &movement);
	delivery_set_wanted(delivery, toy, &pattern, &movement);
	delivery->toys[toy].serial = piece->is_used ? piece->serial : before->serial;
	delivery->toys[toy].lease_ends_ms = piece->is_used ? piece->ends_ms : before->lease_ends_ms;
	if (delivery_has_open(delivery, toy, DELIVERY_NOWHERE, DELIVERY_STRONGER))
		delivery_lower(delivery, toy);
	else
		delivery_raise(delivery, toy);
}

/* The curve of the toy becomes the pattern that it was. */
static void fall_back(struct delivery *delivery, size_t place)
{
	if (!is_moving(delivery, delivery_functions_of(place)))
		begin_pattern(delivery, place);
	delivery_want_stop(delivery, place);
	delivery_lower(delivery, place);
}

void delivery_curve_settled(struct delivery *delivery, size_t curve)
{
	size_t toy = delivery_functions_of(curve);
	if (!delivery_is_curve(curve) || !is_moving(delivery, curve) || !is_moving(delivery, toy))
		return;
	delivery_want_stop(delivery, toy);
	delivery_lower(delivery, toy);
}

void delivery_refuse_curves(struct delivery *delivery, uint64_t toys)
{
	delivery->curves_refused_until_ms = delivery->now_ms + REFUSED_MS;
	for (size_t place = 1; place < delivery->toy_end; place += 2) {
		if ((toys & delivery_bit(place)) && is_moving(delivery, place))
			fall_back(delivery, place);
	}
}

void delivery_fall_back_due(struct delivery *delivery)
{
	uint64_t due = 0;
	for (size_t i = 0; i < DELIVERY_ADDRESSES_MAX; i++)
		due |= delivery->lan_due[i];
	for (size_t place = 1; place < delivery->toy_end; place += 2) {
		int64_t left_ms = delivery->toys[place].lease_ends_ms - delivery->now_ms;
		if ((due & delivery_bit(place)) && is_moving(delivery, place) && left_ms >= SHORTEST_PLAY_MS &&
		    !delivery_can_play(delivery, place, delivery->ways.address))
			fall_back(delivery, place);
	}
}

void delivery_follow_ways(struct delivery *delivery, const struct delivery_ways *old)
{
	const struct delivery_ways *ways = &delivery->ways;
	bool is_another = old->address != ways->address || old->takes_curves != ways->takes_curves;
	if (is_another)
		delivery->curves_refused_until_ms = 0;
	if (!is_another && ways->route == DELIVERY_LAN)
		return;
	if (delivery->setup.state == DELIVERY_SETUP_READY)
		delivery->setup.state = DELIVERY_SETUP_NONE;
	for (size_t place = 1; place < delivery->toy_end; place += 2) {
		if (is_moving(delivery, place))
			fall_back(delivery, place);
		delivery_forget_piece(delivery, place);
	}
}

/* --- time --- */

static void advance_setup(struct delivery *delivery)
{
	struct delivery_setup *setup = &delivery->setup;
	if (setup->state == DELIVERY_SETUP_NONE || setup->state == DELIVERY_SETUP_READY ||
	    delivery->now_ms < setup->until_ms)
		return;
	setup->state = setup->state == DELIVERY_SETUP_ANSWERED ? DELIVERY_SETUP_READY : DELIVERY_SETUP_NONE;
}

static int64_t fall_back_ms(const struct delivery *delivery, size_t curve)
{
	const struct delivery_piece *piece = &delivery->pieces[curve / 2];
	int64_t margin_ms = delivery->toys[curve].lease_ends_ms - MARGIN_MS;
	int64_t patience_ms = piece->begin_ms + PATIENCE_MS;
	if (!piece->is_used || !is_moving(delivery, curve))
		return DELIVERY_NEVER;
	return margin_ms < patience_ms ? margin_ms : patience_ms;
}

static void advance_piece(struct delivery *delivery, size_t curve)
{
	const struct delivery_setup *setup = &delivery->setup;
	struct delivery_piece *piece = piece_of(delivery, curve);
	bool is_set_up = setup->state == DELIVERY_SETUP_READY && setup->serial == piece->serial &&
			 setup->address == delivery->ways.address;
	if (!piece->is_used)
		return;
	if (is_set_up && are_taken(delivery) && piece->ends_ms - delivery->now_ms >= WORTH_IT_MS &&
	    !has_any_open(delivery, curve))
		begin_curve(delivery, curve);
	else if (delivery->now_ms >= fall_back_ms(delivery, curve))
		fall_back(delivery, curve);
	piece->is_used = piece->is_used && piece->ends_ms - delivery->now_ms >= WORTH_IT_MS;
}

void delivery_advance_curves(struct delivery *delivery)
{
	advance_setup(delivery);
	for (size_t curve = 1; curve < delivery->toy_end; curve += 2) {
		advance_piece(delivery, curve);
		if (delivery->toys[curve].id[0] && delivery_is_over(delivery, curve))
			delivery_use_place(delivery, curve, "");
	}
}

int64_t delivery_next_of_curves(const struct delivery *delivery)
{
	const struct delivery_setup *setup = &delivery->setup;
	bool is_waiting = setup->state != DELIVERY_SETUP_NONE && setup->state != DELIVERY_SETUP_READY;
	int64_t next_ms = is_waiting ? setup->until_ms : DELIVERY_NEVER;
	for (size_t curve = 1; curve < delivery->toy_end; curve += 2) {
		int64_t back_ms = fall_back_ms(delivery, curve);
		next_ms = back_ms < next_ms ? back_ms : next_ms;
	}
	return next_ms;
}

/* --- Setup --- */

/* Nothing of curves may still be done, and nothing of them has to be said again: that would be played by the new
 * points. */
static bool is_quiet(const struct delivery *delivery)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		if (record->is_used && record->movement.kind == LOVENSE_COMMAND_PATTERN_V2_PLAY)
			return false;
	}
	for (size_t curve = 1; curve < delivery->toy_end; curve += 2) {
		const struct delivery_toy *state = &delivery->toys[curve];
		bool is_owed = state->word_ms != DELIVERY_NEVER || delivery_needs_repeat(delivery, curve);
		if (is_moving(delivery, curve) && (is_owed || !state->is_settled))
			return false;
	}
	return true;
}

/* The one that has waited for longest. NULL: none does, or its points are there. */
static const struct delivery_piece *next_piece(const struct delivery *delivery)
{
	const struct delivery_setup *setup = &delivery->setup;
	const struct delivery_piece *next = NULL;
	for (size_t toy = 0; toy < delivery->toy_end; toy += 2) {
		const struct delivery_piece *piece = &delivery->pieces[toy / 2];
		if (!piece->is_used || piece->ends_ms - delivery->now_ms < WORTH_IT_MS)
			continue;
		if (setup->state == DELIVERY_SETUP_READY && setup->serial == piece->serial)
			return NULL;
		if (!next || piece->begin_ms < next->begin_ms)
			next = piece;
	}
	return next;
}

static size_t write_points(struct delivery *delivery, const struct lovense_command *pattern)
{
	size_t count = (size_t)(pattern->time_s * DELIVERY_SECOND_MS / pattern->pattern_interval_ms) + 2;
	count = count < DELIVERY_POINTS_MAX ? count : DELIVERY_POINTS_MAX;
	for (size_t i = 0; i < count; i++)
		delivery->setup.points[i] = (struct lovense_action_point){
			.ts_ms = (int32_t)i * pattern->pattern_interval_ms,
			.position = pattern->pattern[i % pattern->pattern_count] * PERCENT_A_STEP,
		};
	return count;
}

void delivery_set_up(struct delivery *delivery)
{
	const struct delivery_timing *timing = delivery->config.timing;
	struct delivery_setup *setup = &delivery->setup;
	bool is_free = setup->state == DELIVERY_SETUP_NONE || setup->state == DELIVERY_SETUP_READY;
	const struct delivery_piece *piece = is_free && are_taken(delivery) ? next_piece(delivery) : NULL;
	if (!piece || !is_quiet(delivery))
		return;
	delivery->wire = (struct lovense_command){
		.kind = LOVENSE_COMMAND_PATTERN_V2_SETUP,
		.points = setup->points,
		.point_count = write_points(delivery, &piece->pattern),
	};
	setup->request = ++delivery->last_request;
	setup->address = delivery->ways.address;
	setup->serial = piece->serial;
	setup->begin_ms = piece->begin_ms;
	setup->until_ms = delivery->now_ms + timing->request_ms + timing->reserve_ms;
	bool is_sent = delivery->config.send_lan(delivery->config.ctx, setup->request, setup->address, &delivery->wire);
	setup->state = is_sent ? DELIVERY_SETUP_UNDER_WAY : DELIVERY_SETUP_NONE;
}

bool delivery_setup_ended(struct delivery *delivery, uint32_t request, enum delivery_outcome outcome)
{
	struct delivery_setup *setup = &delivery->setup;
	if (setup->state != DELIVERY_SETUP_UNDER_WAY || setup->request != request)
		return false;
	bool is_in_doubt = outcome == DELIVERY_BROKEN || outcome == DELIVERY_LOST;
	setup->state = is_in_doubt ? DELIVERY_SETUP_IN_DOUBT : DELIVERY_SETUP_NONE;
	if (outcome == DELIVERY_REFUSED)
		delivery->curves_refused_until_ms = delivery->now_ms + REFUSED_MS;
	if (outcome != DELIVERY_ANSWERED)
		return true;
	/* It may have answered before it did it. */
	setup->state = DELIVERY_SETUP_ANSWERED;
	setup->until_ms = delivery->now_ms + delivery->config.timing->answer_ms;
	return true;
}
