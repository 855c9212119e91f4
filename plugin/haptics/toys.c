/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which toys and functions the names in a rule mean. */
#include <ctype.h>
#include <string.h>

#include "haptics/core.h"

static uint32_t bit(size_t index)
{
	return UINT32_C(1) << index;
}

static const char *skip_spaces(const char *text)
{
	while (*text == ' ')
		text++;
	return text;
}

/* "Lush 3" and "lush3" are the same; returns what is left of text after name, NULL: another name. */
static const char *after_name(const char *text, const char *name)
{
	for (name = skip_spaces(name), text = skip_spaces(text); *name; name = skip_spaces(name + 1)) {
		if (tolower((unsigned char)*text) != tolower((unsigned char)*name))
			return NULL;
		text = skip_spaces(text + 1);
	}
	return text;
}

bool toy_is_same_name(const char *a, const char *b)
{
	const char *rest = after_name(a, b);
	return rest && !*rest;
}

static size_t name_count(const struct rule_names *names)
{
	return json_is_string(names->list) ? 1 : json_array_size(names->list);
}

static const char *name_at(const struct rule_names *names, size_t index)
{
	const json_t *name = json_is_string(names->list) ? names->list : json_array_get(names->list, index);
	return json_string_value(name);
}

bool toy_is_online(const struct haptics *haptics, size_t slot)
{
	return haptics->is_online && slot < haptics->toy_count && haptics->toys[slot].is_online;
}

bool toy_is_named(const struct haptics_toy *toy, const struct rule_names *names)
{
	if (!names->list)
		return true;
	for (size_t i = 0; i < name_count(names); i++)
		if (toy_is_same_name(toy->alias, name_at(names, i)) || toy_is_same_name(toy->type, name_at(names, i)))
			return true;
	return false;
}

static uint32_t functions_called(const struct haptics *haptics, const char *name)
{
	uint32_t functions = 0;
	for (size_t f = 0; f < haptics->gate.function_count; f++)
		if (toy_is_same_name(haptics->gate.functions[f].name, name))
			functions |= bit(f);
	return functions;
}

/* Whoever names a function that the toy does not have as a whole means its single motors. */
static uint32_t functions_of(const struct haptics *haptics, uint32_t had, const char *name)
{
	uint32_t called = functions_called(haptics, name);
	uint32_t motors = 0;
	for (size_t f = 0; f < haptics->gate.function_count; f++)
		if (called & bit(f))
			motors |= haptics->gate.functions[f].drives;
	return (called & had) ? called & had : motors & had;
}

uint32_t toy_all_functions(const struct haptics *haptics, size_t slot)
{
	uint32_t had = haptics->toys[slot].functions;
	uint32_t all = 0;
	uint32_t covered = 0;
	for (size_t f = 0; f < haptics->gate.function_count; f++) {
		if (!(had & bit(f)) || !haptics->gate.functions[f].is_automatic || (int)f == haptics->gate.stroke)
			continue;
		all |= bit(f);
		covered |= haptics->gate.functions[f].drives;
	}
	return all & ~covered;
}

uint32_t toy_functions(const struct haptics *haptics, size_t slot, const struct rule_names *names)
{
	uint32_t had = haptics->toys[slot].functions;
	uint32_t functions = 0;
	if (names->is_all)
		return toy_all_functions(haptics, slot);
	if (!names->list) {
		functions = functions_of(haptics, had, "vibrate");
		return functions ? functions : toy_all_functions(haptics, slot);
	}
	for (size_t i = 0; i < name_count(names); i++)
		functions |= functions_of(haptics, had, name_at(names, i));
	return functions;
}
