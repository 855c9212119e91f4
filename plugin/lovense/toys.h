/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The toys the app has reported, with their local aliases and what they can do. Pure; one thread at a time.
 *
 * An alias belongs to an id for the life of the struct, and beyond it when the ids are handed to toys_init() again.
 * What a toy can do comes from the app (the function names of GetToys), else from the table of toy types, else it is
 * Vibrate: a type that nobody knows yet is never left out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "lovense/events.h"
#include "lovense/link.h"

enum { TOYS_MAX_ALIASES = 64 };

struct toys {
	size_t count;
	struct lovense_toy toy[LOVENSE_MAX_TOYS]; /* in the order of their aliases */
	uint32_t reported[LOVENSE_MAX_TOYS];      /* functions the app itself lists, 0: it does not; same order */
	size_t alias_count;
	char alias_id[TOYS_MAX_ALIASES][LOVENSE_TOY_ID_SIZE]; /* id of alias t1, t2, ... */
};

/* ids in the order of their aliases, NULL-terminated; NULL: none is known. */
void toys_init(struct toys *toys, const char *const *known_ids);
/* The app's list replaces ours. What it does not say (battery, functions) is kept from before. Returns whether there
 * are other toys, or others are connected. */
bool toys_update(struct toys *toys, const struct lovense_toy *list, size_t count);
/* Functions and batteries from a GetToys reply; toys it does not know stay as they are. Returns whether it names one of
 * ours. */
bool toys_learn(struct toys *toys, const struct lovense_toy *list, size_t count);
/* Which toys are connected is unknown from now on. */
void toys_forget_connections(struct toys *toys);
/* What a toy itself tells; unknown ids and a battery of 0 or less are ignored. Return whether it is news. */
bool toys_set_connected(struct toys *toys, const char *id, bool is_connected);
bool toys_set_battery(struct toys *toys, const char *id, int battery);
/* Its id as it is in toys; "" stands for the only one that is connected. NULL: none is meant. */
const char *toys_find_id(const struct toys *toys, const char *id);
/* What the last answer said about the toy; unknown ids are ignored. Returns whether it is news. */
bool toys_set_note(struct toys *toys, const char *id, enum lovense_toy_note note);
size_t toys_connected(const struct toys *toys);
