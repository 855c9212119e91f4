/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/toys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/ascii.h"

static int find_alias(const struct toys *toys, const char *id)
{
	for (size_t i = 0; i < toys->alias_count; i++) {
		if (ascii_equals(toys->alias_id[i], id))
			return (int)i;
	}
	return -1;
}

static int find_toy(const struct toys *toys, const char *id)
{
	for (size_t i = 0; i < toys->count; i++) {
		if (ascii_equals(toys->toy[i].id, id))
			return (int)i;
	}
	return -1;
}

/* A new toy gets the next alias; when all are given away, that of a toy which is not here now. */
static int take_alias(struct toys *toys, const char *id, const struct lovense_toy *list, size_t count)
{
	int alias = find_alias(toys, id);
	if (alias >= 0)
		return alias;
	if (toys->alias_count < TOYS_MAX_ALIASES)
		alias = (int)toys->alias_count++;
	for (size_t i = 0; alias < 0 && i < toys->alias_count; i++) {
		if (!event_has_toy(list, count, toys->alias_id[i]))
			alias = (int)i;
	}
	snprintf(toys->alias_id[alias], LOVENSE_TOY_ID_SIZE, "%s", id);
	return alias;
}

void toys_init(struct toys *toys, const char *const *known_ids)
{
	memset(toys, 0, sizeof(*toys));
	for (; known_ids && *known_ids && toys->alias_count < TOYS_MAX_ALIASES; known_ids++) {
		if (strlen(*known_ids) < LOVENSE_TOY_ID_SIZE)
			snprintf(toys->alias_id[toys->alias_count++], LOVENSE_TOY_ID_SIZE, "%s", *known_ids);
	}
}

/* The app may list only "v" for a toy with several motors; single motors then come from the table. And whoever has
 * single motors also takes "Vibrate" for all of them. */
static uint32_t functions_of(const char *type, uint32_t reported)
{
	uint32_t usual = lovense_functions_of_type(type);
	if (!reported)
		return usual;
	if (reported & LOVENSE_MOTORS)
		return reported | LOVENSE_BIT(LOVENSE_VIBRATE);
	if (reported & LOVENSE_BIT(LOVENSE_VIBRATE))
		return reported | (usual & LOVENSE_MOTORS);
	/* Remote lists only "o" for a Gush 2, which takes Vibrate. */
	if (reported == LOVENSE_BIT(LOVENSE_OSCILLATE))
		return reported | (usual & LOVENSE_BIT(LOVENSE_VIBRATE));
	return reported;
}

static void merge(struct lovense_toy *toy, uint32_t *reported, const struct lovense_toy *news)
{
	if (news->battery > 0)
		toy->battery = news->battery;
	if (news->functions)
		*reported = news->functions;
	toy->functions = functions_of(toy->type, *reported);
}

/* What the list does not say stays. */
static void describe(struct lovense_toy *toy, const struct lovense_toy *news, int alias)
{
	struct lovense_toy known = *toy;
	*toy = *news;
	/* Its commands, and what is stored about it, go by the spelling that it came with. */
	if (known.id[0])
		memcpy(toy->id, known.id, sizeof(toy->id));
	toy->battery = known.battery;
	toy->note = known.note;
	snprintf(toy->alias, sizeof(toy->alias), "t%u", (unsigned)(alias + 1) % 1000u);
}

struct entry {
	int alias;
	uint32_t reported;
	struct lovense_toy toy;
};

static int by_alias(const void *a, const void *b)
{
	return ((const struct entry *)a)->alias - ((const struct entry *)b)->alias;
}

static bool is_as_before(const struct toys *toys, const struct entry *entries, size_t count)
{
	for (size_t i = 0; i < count && count == toys->count; i++) {
		if (strcmp(toys->toy[i].id, entries[i].toy.id) != 0 ||
		    toys->toy[i].is_connected != entries[i].toy.is_connected)
			return false;
	}
	return count == toys->count;
}

bool toys_update(struct toys *toys, const struct lovense_toy *list, size_t count)
{
	struct entry entries[LOVENSE_MAX_TOYS];
	memset(entries, 0, sizeof(entries));
	count = count < LOVENSE_MAX_TOYS ? count : LOVENSE_MAX_TOYS;
	for (size_t i = 0; i < count; i++) {
		int before = find_toy(toys, list[i].id);
		struct entry *entry = &entries[i];
		if (before >= 0) {
			entry->toy = toys->toy[before];
			entry->reported = toys->reported[before];
		} else {
			entry->toy.battery = -1;
			entry->toy.note = LOVENSE_TOY_OK;
		}
		entry->alias = take_alias(toys, list[i].id, list, count);
		describe(&entry->toy, &list[i], entry->alias);
		merge(&entry->toy, &entry->reported, &list[i]);
	}
	/* The app may reorder its list; ours stays in the order the user knows. */
	qsort(entries, count, sizeof(entries[0]), by_alias);
	bool is_news = !is_as_before(toys, entries, count);
	toys->count = count;
	for (size_t i = 0; i < count; i++) {
		toys->toy[i] = entries[i].toy;
		toys->reported[i] = entries[i].reported;
	}
	return is_news;
}

bool toys_learn(struct toys *toys, const struct lovense_toy *list, size_t count)
{
	bool is_ours = false;
	for (size_t i = 0; i < count; i++) {
		int index = find_toy(toys, list[i].id);
		if (index < 0)
			continue;
		merge(&toys->toy[index], &toys->reported[index], &list[i]);
		is_ours = true;
	}
	return is_ours;
}

void toys_forget_connections(struct toys *toys)
{
	for (size_t i = 0; i < toys->count; i++)
		toys->toy[i].is_connected = false;
}

bool toys_set_connected(struct toys *toys, const char *id, bool is_connected)
{
	int index = find_toy(toys, id);
	if (index < 0 || toys->toy[index].is_connected == is_connected)
		return false;
	toys->toy[index].is_connected = is_connected;
	return true;
}

bool toys_set_battery(struct toys *toys, const char *id, int battery)
{
	int index = find_toy(toys, id);
	if (index < 0 || battery <= 0 || toys->toy[index].battery == battery)
		return false;
	toys->toy[index].battery = battery;
	return true;
}

const char *toys_find_id(const struct toys *toys, const char *id)
{
	int index = *id ? find_toy(toys, id) : -1;
	for (size_t i = 0; !*id && i < toys->count && toys_connected(toys) == 1; i++)
		if (toys->toy[i].is_connected)
			index = (int)i;
	return index >= 0 ? toys->toy[index].id : NULL;
}

bool toys_set_note(struct toys *toys, const char *id, enum lovense_toy_note note)
{
	int index = find_toy(toys, id);
	if (index < 0 || toys->toy[index].note == note)
		return false;
	toys->toy[index].note = note;
	return true;
}

size_t toys_connected(const struct toys *toys)
{
	size_t connected = 0;
	for (size_t i = 0; i < toys->count; i++)
		connected += toys->toy[i].is_connected;
	return connected;
}
