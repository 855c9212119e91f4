/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rate limits: one number per key or address (the generic cell rate algorithm), and a bounded table of addresses.
 * Thread: the server's. Time is an argument, in microseconds of any clock that does not go back. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "token-service/http/address.h"

struct rate {
	int64_t interval_us; /* between two requests at the steady rate; 0: no limit */
	int64_t burst;       /* requests that may come at once, 1 or more */
};

/* Counts one request. *full_at_us, 0 at first, is the state. Returns 0 when it is allowed, else the time until it would
 * be; a refused request is not counted, so that an impatient client is not locked out for longer. */
int64_t rate_take(const struct rate *rate, int64_t *full_at_us, int64_t now_us);

/* Addresses with their states. When the table is full, the address that was quiet for longest gives way. */
struct rate_table;
/* NULL: out of memory. */
struct rate_table *rate_table_create(size_t max_addresses);
void rate_table_destroy(struct rate_table *table);
/* As rate_take() for the subscriber behind an address. Out of memory: allowed, since a limit must not become an outage.
 */
int64_t rate_table_take(struct rate_table *table, const struct rate *rate, const struct address *address,
			int64_t now_us);
size_t rate_table_count(const struct rate_table *table);
