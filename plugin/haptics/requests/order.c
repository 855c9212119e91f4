/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs send Start and Stop one after the other, and some ways deliver them the other way round. The seq of both
 * says which is newer, so that a Start that comes after its Stop begins nothing. */
#include <string.h>

#include "haptics/core.h"

static bool is_of_key(const struct run *run, const char *key)
{
	return run->is_active && strcmp(run->by.key, key) == 0;
}

static bool has_run(const struct haptics *haptics, const char *key)
{
	for (size_t i = 0; i < CORE_MAX_REQUESTS; i++)
		if (is_of_key(&haptics->requests[i], key))
			return true;
	for (size_t i = 0; i < core_rule_count(haptics); i++) {
		const struct rule_slot *slot = &haptics->slots[i];
		bool is_waiting = slot->pending_ms != CORE_NEVER && strcmp(slot->pending.by.key, key) == 0;
		if (is_waiting || is_of_key(&slot->run, key))
			return true;
	}
	return false;
}

static bool is_forgotten(const struct haptics *haptics, const struct key_order *entry)
{
	return haptics->time.now_ms - entry->used_ms >= HAPTICS_ORDER_MS && !has_run(haptics, entry->key);
}

/* NULL: nothing is known of the key. */
static const struct key_order *find(const struct haptics *haptics, const char *key)
{
	for (size_t i = 0; key[0] && i < HAPTICS_MAX_ORDERS; i++) {
		const struct key_order *entry = &haptics->orders[i];
		if (strcmp(entry->key, key) == 0)
			return is_forgotten(haptics, entry) ? NULL : entry;
	}
	return NULL;
}

struct haptics_order haptics_order_of(const struct haptics *haptics, const char *key)
{
	const struct key_order *entry = find(haptics, key);
	return entry ? entry->order : (struct haptics_order){0};
}

static int64_t last_use_ms(const struct haptics *haptics, const struct key_order *entry)
{
	if (!entry->key[0])
		return CORE_LONG_AGO_MS;
	return has_run(haptics, entry->key) ? haptics->time.now_ms : entry->used_ms;
}

/* The place of this key, a free one, or that of the key which was not used for the longest time. */
static struct key_order *place_of(struct haptics *haptics, const char *key)
{
	struct key_order *place = NULL;
	int64_t oldest_ms = CORE_NEVER;
	for (size_t i = 0; i < HAPTICS_MAX_ORDERS; i++) {
		struct key_order *entry = &haptics->orders[i];
		int64_t use_ms = last_use_ms(haptics, entry);
		if (strcmp(entry->key, key) == 0)
			return entry;
		if (use_ms < oldest_ms) {
			oldest_ms = use_ms;
			place = entry;
		}
	}
	return place;
}

static void take(struct haptics_order *order, const struct haptics_intent *intent)
{
	bool is_stop = intent->kind == HAPTICS_INTENT_STOP_KEY;
	if (!order->is_known || intent->seq > order->seq)
		*order = (struct haptics_order){.is_known = true, .is_of_stop = is_stop, .seq = intent->seq};
	else if (intent->seq == order->seq)
		order->is_of_stop = order->is_of_stop || is_stop;
}

void order_note(struct haptics *haptics, const struct haptics_intent *intent)
{
	struct haptics_order order = haptics_order_of(haptics, intent->key);
	if (!intent->key[0] || (!intent->has_seq && !order.is_known))
		return;
	struct key_order *place = place_of(haptics, intent->key);
	if (intent->has_seq)
		take(&order, intent);
	*place = (struct key_order){.order = order, .used_ms = haptics->time.now_ms};
	haptics_copy_text(place->key, sizeof(place->key), intent->key);
}

void order_note_end(struct haptics *haptics, const char *key)
{
	for (size_t i = 0; key[0] && i < HAPTICS_MAX_ORDERS; i++)
		if (strcmp(haptics->orders[i].key, key) == 0)
			haptics->orders[i].used_ms = haptics->time.now_ms;
}
