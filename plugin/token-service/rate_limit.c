/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/rate_limit.h"

#include <libwebsockets.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

struct address_rate {
	struct address address; /* first: the tree compares these */
	int64_t full_at_us;
	struct lws_dll2 by_age;
};

struct rate_table {
	void *tree;                   /* tsearch(): balanced, so that chosen addresses cannot slow it down */
	struct lws_dll2_owner by_age; /* tail: used last */
	size_t max_addresses;
};

int64_t rate_take(const struct rate *rate, int64_t *full_at_us, int64_t now_us)
{
	if (!rate->interval_us)
		return 0;
	int64_t start_us = *full_at_us > now_us ? *full_at_us : now_us;
	int64_t wait_us = start_us - now_us - (rate->burst - 1) * rate->interval_us;
	if (wait_us > 0)
		return wait_us;
	*full_at_us = start_us + rate->interval_us;
	return 0;
}

static int compare_entries(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct address));
}

struct rate_table *rate_table_create(size_t max_addresses)
{
	struct rate_table *table = calloc(1, sizeof(*table));
	if (table)
		table->max_addresses = max_addresses;
	return table;
}

static void remove_entry(struct rate_table *table, struct address_rate *entry)
{
	tdelete(entry, &table->tree, compare_entries);
	lws_dll2_remove(&entry->by_age);
	free(entry);
}

static struct address_rate *oldest_entry(struct rate_table *table)
{
	struct lws_dll2 *head = lws_dll2_get_head(&table->by_age);
	return head ? lws_container_of(head, struct address_rate, by_age) : NULL;
}

void rate_table_destroy(struct rate_table *table)
{
	if (!table)
		return;
	for (struct address_rate *entry = oldest_entry(table); entry; entry = oldest_entry(table))
		remove_entry(table, entry);
	free(table);
}

static struct address_rate *add_entry(struct rate_table *table, const struct address *subscriber)
{
	struct address_rate *entry = calloc(1, sizeof(*entry));
	if (!entry)
		return NULL;
	entry->address = *subscriber;
	if (!tsearch(entry, &table->tree, compare_entries)) {
		free(entry);
		return NULL;
	}
	lws_dll2_add_tail(&entry->by_age, &table->by_age);
	if (rate_table_count(table) > table->max_addresses)
		remove_entry(table, oldest_entry(table));
	return entry;
}

int64_t rate_table_take(struct rate_table *table, const struct rate *rate, const struct address *address,
			int64_t now_us)
{
	struct address_rate wanted = {.address = address_subscriber(address)};
	struct address_rate **found = tfind(&wanted, &table->tree, compare_entries);
	struct address_rate *entry = found ? *found : add_entry(table, &wanted.address);
	if (!entry)
		return 0;
	lws_dll2_remove(&entry->by_age);
	lws_dll2_add_tail(&entry->by_age, &table->by_age);
	return rate_take(rate, &entry->full_at_us, now_us);
}

size_t rate_table_count(const struct rate_table *table)
{
	return table->by_age.count;
}
