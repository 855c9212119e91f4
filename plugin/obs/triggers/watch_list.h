/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which scenes and sources a rule set speaks of, and what it wants to know of them. Pure. */
#pragma once

#include <stddef.h>

#include <jansson.h>

#include "haptics/intent.h"

enum {
	WATCH_EXISTENCE = 0, /* of every reference */
	WATCH_SOURCE = 1,    /* active, shown */
	WATCH_MEDIA = 2,
	WATCH_AUDIO = 4,
};
enum { WATCH_LIST_MAX = 1024 };

struct watch_entry {
	struct haptics_ref ref;
	unsigned wants;
};
struct watch_list {
	struct watch_entry *entries; /* each reference once */
	size_t count;
};

/* Fills list, of at most WATCH_LIST_MAX references. rules: a rule set as JSON, borrowed; NULL: none. */
void watch_list_make(struct watch_list *list, const json_t *rules);
void watch_list_free(struct watch_list *list);
