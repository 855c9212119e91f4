/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of delivery ask of each other. Toys are bits of a mask. Private to delivery*.c. */
#pragma once

#include "lovense/delivery/delivery.h"

#define DELIVERY_NEVER INT64_MAX
#define DELIVERY_ALL ((UINT64_C(1) << DELIVERY_PLACES_MAX) - 1)
#define DELIVERY_FUNCTIONS (UINT64_C(0x5555555555555555) & DELIVERY_ALL)
#define DELIVERY_CURVES (DELIVERY_ALL & ~DELIVERY_FUNCTIONS)

static inline uint64_t delivery_bit(size_t toy)
{
	return UINT64_C(1) << toy;
}

static inline bool delivery_is_curve(size_t place)
{
	return place % 2 == 1;
}

/* The place of the same toy's curve. */
static inline size_t delivery_curve_of(size_t place)
{
	return place | 1;
}

static inline size_t delivery_functions_of(size_t place)
{
	return place & ~(size_t)1;
}

enum {
	DELIVERY_SECOND_MS = 1000,
	DELIVERY_FIRST_REPEAT_MS = 150, /* of a Stop for all */
};

/* --- delivery.c --- */

/* Ends what time ends. */
void delivery_advance(struct delivery *delivery, int64_t now_ms);

/* --- delivery_want.c --- */

void delivery_want_stop(struct delivery *delivery, size_t toy);
/* movement: that of command. Its lease begins now. */
void delivery_set_wanted(struct delivery *delivery, size_t toy, const struct lovense_command *command,
			 const struct movement *movement);
/* A place that begins to be used. */
void delivery_use_place(struct delivery *delivery, size_t place, const char *id);
/* Nothing of it can still happen, and nothing is wanted of it. */
bool delivery_is_over(const struct delivery *delivery, size_t place);

/* --- delivery_curve.c --- */

/* Whether the command may go on as a curve now. */
bool delivery_may_be_curve(const struct delivery *delivery, const struct lovense_command *command);
/* Whether the curve that plays may play on until the pattern takes its place: it is not stronger. */
bool delivery_plays_on(const struct delivery *delivery, size_t toy, const struct lovense_command *pattern);
/* The pattern is to take the place of what the toy does, as a curve. */
void delivery_offer_piece(struct delivery *delivery, size_t toy, const struct lovense_command *pattern);
void delivery_forget_piece(struct delivery *delivery, size_t toy);
/* What time brings: points that are ready, curves that have to be patterns again. */
void delivery_advance_curves(struct delivery *delivery);
/* Those that are due and cannot be said as curves. */
void delivery_fall_back_due(struct delivery *delivery);
/* The ways are others now. */
void delivery_follow_ways(struct delivery *delivery, const struct delivery_ways *old);
/* Whether the app at that address would play what is wanted of the curve's place. */
bool delivery_can_play(const struct delivery *delivery, size_t curve, uint32_t address);
/* Sends a Setup if one is wanted, and nothing of curves is under way. */
void delivery_set_up(struct delivery *delivery);
/* true: the request was the Setup. */
bool delivery_setup_ended(struct delivery *delivery, uint32_t request, enum delivery_outcome outcome);
/* The app does not play it. */
void delivery_refuse_curves(struct delivery *delivery, uint64_t toys);
/* The curve plays, so that its functions need not any longer. */
void delivery_curve_settled(struct delivery *delivery, size_t curve);
int64_t delivery_next_of_curves(const struct delivery *delivery);

/* --- delivery_records.c --- */

enum delivery_compare { DELIVERY_OTHER = 1, DELIVERY_STRONGER };

/* NULL: the table is full of movements. */
struct delivery_record *delivery_record_new(struct delivery *delivery);
struct delivery_record *delivery_record_find(struct delivery *delivery, uint32_t request);
/* Whether the record is one of something else than the toy shall do, or of something stronger. */
bool delivery_record_is(const struct delivery *delivery, const struct delivery_record *record, size_t toy,
			enum delivery_compare compare);
/* Whether there is an open one on that route; DELIVERY_NOWHERE: on any. */
bool delivery_has_open(const struct delivery *delivery, size_t toy, enum delivery_route route,
		       enum delivery_compare compare);
/* Whether there is an open, stronger one of the LAN at another address. */
bool delivery_has_open_elsewhere(const struct delivery *delivery, size_t toy, uint32_t address);
/* LAN requests under way to the toy that say what is wanted, or something else; younger than age_ms. */
int delivery_under_way(const struct delivery *delivery, size_t toy, bool is_wanted, int64_t age_ms);
/* A stronger emit that may still be on its way, in spite of its connection's order. */
bool delivery_may_server_hold(const struct delivery *delivery, size_t toy);
bool delivery_is_last_emit_stronger(const struct delivery *delivery, size_t toy);

/* --- delivery_rules.c --- */

/* Whether the movement that is wanted of the toy may go by the socket. */
bool delivery_may_move_by_server(const struct delivery *delivery, size_t toy);
void delivery_lower(struct delivery *delivery, size_t toy);
void delivery_raise(struct delivery *delivery, size_t toy);
/* What is wanted, once more. cause: the record that ended, or NULL. */
void delivery_correct(struct delivery *delivery, size_t toy, const struct delivery_record *cause);
/* Something open may take the place of what is wanted. */
bool delivery_is_threatened(const struct delivery *delivery, size_t toy);
bool delivery_needs_repeat(const struct delivery *delivery, size_t toy);
/* Cuts off the requests that are stronger than what is wanted of every toy they name. */
void delivery_cut(struct delivery *delivery);
/* Those of toys that wait and need not any longer. */
void delivery_go_on(struct delivery *delivery, uint64_t toys);
/* An open record is not open any longer. */
void delivery_over(struct delivery *delivery, struct delivery_record *record);

/* --- delivery_rate.c --- */

/* Before anything is handed out: which Stops are the first after a movement. */
void delivery_note_firsts(struct delivery *delivery);
/* A Stop of those toys may go out now; a repeated one is counted, or comes when the rate allows it. */
bool delivery_may_stop(struct delivery *delivery, enum delivery_route route, uint64_t toys);
/* When so many more repeated ones are allowed. */
int64_t delivery_stops_allowed_ms(const struct delivery *delivery, enum delivery_route route, size_t count);
void delivery_count_stop(struct delivery *delivery, enum delivery_route route);
void delivery_repeat_not_after(struct delivery *delivery, uint64_t toys, int64_t time_ms);

/* --- delivery_all.c --- */

uint64_t delivery_stopped_toys(const struct delivery *delivery);
/* To that route, for the functions and for the curves. */
void delivery_hand_all(struct delivery *delivery, enum delivery_route route, uint32_t where);
/* Stop for all is due, on each route that may take it. */
void delivery_due_all(struct delivery *delivery);
/* The same as a repeat, but leaving alone what something is wanted of again. Returns when it may be done, if not now.
 */
int64_t delivery_repeat_all(struct delivery *delivery);

/* --- delivery_send.c --- */

/* Hands delivery->wire to a route and keeps the record. false: the route did not take it. */
bool delivery_hand(struct delivery *delivery, enum delivery_route route, uint32_t where, uint64_t toys);

/* Marks; delivery_flush() hands out. address: one that still has a place. */
void delivery_due_lan(struct delivery *delivery, size_t toy, uint32_t address);
void delivery_due_server(struct delivery *delivery, size_t toy);
void delivery_flush(struct delivery *delivery);
