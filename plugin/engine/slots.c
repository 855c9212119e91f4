/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/slots.h"

#include <stdio.h>
#include <string.h>

#include "net/ascii.h"

static int find_id(const struct slots *slots, const char *id)
{
	for (size_t i = 0; i < slots->count; i++)
		if (ascii_equals(slots->ids[i], id))
			return (int)i;
	return -1;
}

static bool is_listed(const struct lovense_snapshot *link, const char *id)
{
	for (size_t i = 0; i < link->toy_count; i++)
		if (ascii_equals(link->toys[i].id, id))
			return true;
	return false;
}

static int free_slot(struct slots *slots, const struct lovense_snapshot *link)
{
	if (slots->count < HAPTICS_MAX_TOYS)
		return (int)slots->count++;
	for (size_t i = 0; i < slots->count; i++)
		if (!is_listed(link, slots->ids[i]))
			return (int)i;
	return -1;
}

void slots_update(struct slots *slots, const struct lovense_snapshot *link)
{
	slots->is_by_server = link->route == LOVENSE_ROUTE_SERVER;
	for (size_t i = 0; i < slots->count; i++)
		slots->toys[i].is_connected = false;
	for (size_t i = 0; i < link->toy_count; i++) {
		const struct lovense_toy *toy = &link->toys[i];
		int slot = find_id(slots, toy->id);
		if (slot < 0)
			slot = free_slot(slots, link);
		if (slot < 0)
			continue;
		snprintf(slots->ids[slot], sizeof(slots->ids[slot]), "%s", toy->id);
		slots->toys[slot] = *toy;
	}
}

static const struct engine_toy_ceiling *find_ceiling(const struct engine_settings *settings, const char *id)
{
	for (size_t i = 0; i < settings->ceiling_count; i++)
		if (ascii_equals(settings->ceilings[i].toy_id, id))
			return &settings->ceilings[i];
	return NULL;
}

size_t slots_haptics_toys(const struct slots *slots, const struct engine_settings *settings,
			  struct haptics_toy toys[HAPTICS_MAX_TOYS])
{
	for (size_t i = 0; i < slots->count; i++) {
		const struct engine_toy_ceiling *ceiling = find_ceiling(settings, slots->ids[i]);
		toys[i] = (struct haptics_toy){
			.is_online = slots->toys[i].is_connected,
			.is_by_server = slots->is_by_server,
			.functions = slots->toys[i].functions,
			.ceiling = ceiling ? ceiling->all : 1.0,
			.battery = slots->toys[i].battery,
		};
		memcpy(toys[i].alias, slots->toys[i].alias, sizeof(toys[i].alias));
		memcpy(toys[i].type, slots->toys[i].type, sizeof(toys[i].type));
		for (size_t f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
			toys[i].function_ceiling[f] = ceiling ? ceiling->function[f] : 1.0;
	}
	return slots->count;
}
