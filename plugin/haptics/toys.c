/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/toys.h"

#include <ctype.h>

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

size_t toy_name_count(const struct rule_names *names)
{
	return json_is_string(names->list) ? 1 : json_array_size(names->list);
}

const char *toy_name_at(const struct rule_names *names, size_t index)
{
	const json_t *name = json_is_string(names->list) ? names->list : json_array_get(names->list, index);
	return json_string_value(name);
}

bool toy_is_named(const struct haptics_toy *toy, const struct rule_names *names)
{
	if (!names->list)
		return true;
	for (size_t i = 0; i < toy_name_count(names); i++)
		if (toy_is_same_name(toy->alias, toy_name_at(names, i)) ||
		    toy_is_same_name(toy->type, toy_name_at(names, i)))
			return true;
	return false;
}

static uint32_t functions_called(const struct gate *gate, const char *name)
{
	uint32_t functions = 0;
	for (size_t f = 0; f < gate->function_count; f++)
		if (toy_is_same_name(gate->functions[f].name, name))
			functions |= mask_bit(f);
	return functions;
}

/* Whoever names a function that the toy does not have as a whole means its single motors. */
static uint32_t functions_of(const struct gate *gate, uint32_t had, const char *name)
{
	uint32_t called = functions_called(gate, name);
	uint32_t motors = 0;
	for (size_t f = 0; f < gate->function_count; f++)
		if (called & mask_bit(f))
			motors |= gate->functions[f].drives;
	return (called & had) ? called & had : motors & had;
}

uint32_t toy_all_functions(const struct gate *gate, uint32_t had)
{
	uint32_t all = 0;
	uint32_t covered = 0;
	for (size_t f = 0; f < gate->function_count; f++) {
		if (!(had & mask_bit(f)) || !gate->functions[f].is_automatic || (int)f == gate->stroke)
			continue;
		all |= mask_bit(f);
		covered |= gate->functions[f].drives;
	}
	return all & ~covered;
}

uint32_t toy_functions(const struct gate *gate, uint32_t had, const struct rule_names *names)
{
	uint32_t functions = 0;
	if (names->is_all)
		return toy_all_functions(gate, had);
	if (!names->list) {
		functions = functions_of(gate, had, "vibrate");
		return functions ? functions : toy_all_functions(gate, had);
	}
	for (size_t i = 0; i < toy_name_count(names); i++)
		functions |= functions_of(gate, had, toy_name_at(names, i));
	return functions;
}
