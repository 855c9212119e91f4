/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may still be carried out. */
#include "lovense/delivery/delivery_private.h"

/* With the table full, a Stop makes room: of all that is kept, it can do the least harm. */
static struct delivery_record *oldest_stop(struct delivery *delivery)
{
	struct delivery_record *oldest = NULL;
	for (size_t i = 0; i < delivery->record_end; i++) {
		struct delivery_record *record = &delivery->records[i];
		if (!movement_moves(&record->movement) && (!oldest || record->until_ms < oldest->until_ms))
			oldest = record;
	}
	return oldest;
}

struct delivery_record *delivery_record_new(struct delivery *delivery)
{
	struct delivery_record *record = NULL;
	for (size_t i = 0; i < delivery->record_end && !record; i++)
		record = delivery->records[i].is_used ? NULL : &delivery->records[i];
	if (!record && delivery->record_end < DELIVERY_RECORDS_MAX)
		record = &delivery->records[delivery->record_end++];
	if (!record)
		record = oldest_stop(delivery);
	if (record)
		*record = (struct delivery_record){0};
	return record;
}

struct delivery_record *delivery_record_find(struct delivery *delivery, uint32_t request)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		struct delivery_record *record = &delivery->records[i];
		if (record->is_used && record->request == request)
			return record;
	}
	return NULL;
}

static bool is_open(const struct delivery *delivery, const struct delivery_record *record, size_t toy)
{
	return record->is_used && (record->open & delivery_bit(toy)) && record->until_ms > delivery->now_ms;
}

bool delivery_record_is(const struct delivery *delivery, const struct delivery_record *record, size_t toy,
			enum delivery_compare compare)
{
	const struct movement *wanted = &delivery->toys[toy].movement;
	return compare == DELIVERY_STRONGER ? movement_is_stronger(&record->movement, wanted)
					    : !movement_is_same(&record->movement, wanted);
}

bool delivery_has_open(const struct delivery *delivery, size_t toy, enum delivery_route route,
		       enum delivery_compare compare)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		if (is_open(delivery, record, toy) && (route == DELIVERY_NOWHERE || record->route == route) &&
		    delivery_record_is(delivery, record, toy, compare))
			return true;
	}
	return false;
}

bool delivery_has_open_elsewhere(const struct delivery *delivery, size_t toy, uint32_t address)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		if (is_open(delivery, record, toy) && record->route == DELIVERY_LAN && record->where != address &&
		    delivery_record_is(delivery, record, toy, DELIVERY_STRONGER))
			return true;
	}
	return false;
}

int delivery_under_way(const struct delivery *delivery, size_t toy, bool is_wanted, int64_t age_ms)
{
	int count = 0;
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		bool is_young = delivery->now_ms - record->sent_ms < age_ms;
		if (record->request && is_young && is_open(delivery, record, toy) &&
		    is_wanted != delivery_record_is(delivery, record, toy, DELIVERY_OTHER))
			count++;
	}
	return count;
}

bool delivery_may_server_hold(const struct delivery *delivery, size_t toy)
{
	for (size_t i = 0; i < delivery->record_end; i++) {
		const struct delivery_record *record = &delivery->records[i];
		if (record->is_used && record->route == DELIVERY_SERVER && record->until_ms > delivery->now_ms &&
		    ((record->open | record->covered) & delivery_bit(toy)) &&
		    delivery_record_is(delivery, record, toy, DELIVERY_STRONGER))
			return true;
	}
	return false;
}

bool delivery_is_last_emit_stronger(const struct delivery *delivery, size_t toy)
{
	const struct delivery_toy *state = &delivery->toys[toy];
	return delivery->ways.connection && state->emit_connection == delivery->ways.connection &&
	       movement_is_stronger(&state->last_emit, &state->movement);
}
