/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/settings_json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "net/ascii.h"
#include "net/utf8.h"
#include "obs/stores/settings_fields.h"

/* An array of fixed strings, as three arguments: the first string, the size of each, how many there are. */
#define STRINGS(array) (array)[0], sizeof((array)[0]), sizeof(array) / sizeof((array)[0])

/* --- checks --- */

static bool is_fraction(double value)
{
	return value >= 0.0 && value <= 1.0;
}

static bool are_ceilings_valid(const struct engine_settings *settings)
{
	for (size_t i = 0; i < settings->ceiling_count; i++) {
		const struct engine_toy_ceiling *ceiling = &settings->ceilings[i];
		if (!utf8_is_valid(ceiling->toy_id) || !is_fraction(ceiling->all))
			return false;
		for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
			if (!is_fraction(ceiling->function[f]))
				return false;
	}
	return true;
}

bool settings_json_check(const struct engine_settings *settings, char *error, size_t error_size)
{
	if (!settings_fields_check(settings, error, error_size))
		return false;
	if (!are_ceilings_valid(settings)) {
		settings_demand("Settings.Demand.Ceilings", "ceilings", error, error_size);
		return false;
	}
	return true;
}

/* --- reading --- */

/* Fills an array of fixed strings; text that does not fit or is none is left out. */
static size_t read_strings(const json_t *root, const char *key, char *strings, size_t size, size_t capacity)
{
	const json_t *array = json_object_get(root, key);
	if (array && !json_is_array(array))
		settings_complain("Settings.Demand.List", key);
	size_t count = 0;
	for (size_t i = 0; i < json_array_size(array) && count < capacity; i++) {
		const json_t *item = json_array_get(array, i);
		if (!json_is_string(item) || json_string_length(item) == 0 || json_string_length(item) >= size)
			continue;
		snprintf(strings + count++ * size, size, "%s", json_string_value(item));
	}
	return count;
}

static void read_ceiling(const char *toy_id, const json_t *json, struct engine_toy_ceiling *ceiling)
{
	*ceiling = (struct engine_toy_ceiling){.all = 1.0};
	snprintf(ceiling->toy_id, sizeof(ceiling->toy_id), "%s", toy_id);
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		ceiling->function[f] = 1.0;
	const char *name = NULL;
	json_t *value = NULL;
	json_object_foreach((json_t *)json, name, value)
	{
		/* A ceiling that cannot be read must not become "no ceiling". */
		double level =
			json_is_number(value) && is_fraction(json_number_value(value)) ? json_number_value(value) : 0.0;
		int function = engine_function_index(name);
		if (strcmp(name, "*") == 0)
			ceiling->all = level;
		else if (function >= 0 && function < HAPTICS_MAX_FUNCTIONS)
			ceiling->function[function] = level;
	}
}

/* An app may write the same id in upper or lower case. */
static struct engine_toy_ceiling *find_ceiling(struct engine_settings *settings, const char *toy_id)
{
	for (size_t i = 0; i < settings->ceiling_count; i++)
		if (ascii_equals(settings->ceilings[i].toy_id, toy_id))
			return &settings->ceilings[i];
	return NULL;
}

static void lower_ceiling(struct engine_toy_ceiling *ceiling, const struct engine_toy_ceiling *twin)
{
	ceiling->all = fmin(ceiling->all, twin->all);
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		ceiling->function[f] = fmin(ceiling->function[f], twin->function[f]);
}

static void read_ceilings(const json_t *root, struct engine_settings *settings)
{
	json_t *object = json_object_get(root, "ceilings");
	if (object && !json_is_object(object))
		settings_complain("Settings.Demand.Ceilings", "ceilings");
	const char *toy_id = NULL;
	json_t *value = NULL;
	settings->ceiling_count = 0;
	json_object_foreach(object, toy_id, value)
	{
		size_t capacity = sizeof(settings->ceilings) / sizeof(settings->ceilings[0]);
		struct engine_toy_ceiling *known = find_ceiling(settings, toy_id);
		struct engine_toy_ceiling ceiling;
		if (strlen(toy_id) >= sizeof(ceiling.toy_id))
			continue;
		read_ceiling(toy_id, value, &ceiling);
		if (known)
			lower_ceiling(known, &ceiling);
		else if (settings->ceiling_count < capacity)
			settings->ceilings[settings->ceiling_count++] = ceiling;
	}
}

void settings_json_read(const json_t *root, enum settings_file file, struct engine_settings *settings)
{
	settings_fields_read(root, file, settings);
	if (file != SETTINGS_FILE_PUBLIC)
		return;
	read_ceilings(root, settings);
	settings->known_toy_count = read_strings(root, "known_toys", STRINGS(settings->known_toys));
	if (!json_object_get(root, "simulator_toys"))
		return;
	memset(settings->simulator_toys, 0, sizeof(settings->simulator_toys));
	read_strings(root, "simulator_toys", STRINGS(settings->simulator_toys));
}

/* --- writing --- */

static void write_strings(json_t *root, const char *key, const char *strings, size_t size, size_t count)
{
	json_t *array = json_array();
	for (size_t i = 0; i < count && strings[i * size]; i++)
		json_array_append_new(array, json_string(strings + i * size));
	json_object_set_new(root, key, array);
}

static void write_ceiling(json_t *object, const struct engine_toy_ceiling *ceiling)
{
	json_object_set_new(object, "*", json_real(ceiling->all));
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++) {
		const char *name = engine_function_name(f);
		if (name && (ceiling->function[f] < 1.0 || json_object_get(object, name)))
			json_object_set_new(object, name, json_real(ceiling->function[f]));
	}
}

/* Borrowed: the object of that key, made when there is none. */
static json_t *member_object(json_t *root, const char *key)
{
	if (!json_is_object(json_object_get(root, key)))
		json_object_set_new(root, key, json_object());
	return json_object_get(root, key);
}

/* Also under another spelling of the id, or a lower one would come back. */
static void write_spellings(json_t *all, const struct engine_toy_ceiling *ceiling)
{
	const char *toy_id = NULL;
	json_t *value = NULL;
	member_object(all, ceiling->toy_id);
	json_object_foreach(all, toy_id, value)
	{
		if (ascii_equals(toy_id, ceiling->toy_id))
			write_ceiling(value, ceiling);
	}
}

/* Toys beyond the capacity and functions of newer versions stay as they are in the file. */
static void write_ceilings(json_t *root, const struct engine_settings *settings)
{
	json_t *all = member_object(root, "ceilings");
	for (size_t i = 0; i < settings->ceiling_count; i++)
		write_spellings(all, &settings->ceilings[i]);
}

void settings_json_write(json_t *root, enum settings_file file, const struct engine_settings *settings)
{
	settings_fields_write(root, file, settings);
	if (file != SETTINGS_FILE_PUBLIC)
		return;
	json_object_set_new(root, "version", json_integer(SETTINGS_VERSION));
	write_ceilings(root, settings);
	write_strings(root, "known_toys", settings->known_toys[0], sizeof(settings->known_toys[0]),
		      settings->known_toy_count);
	write_strings(root, "simulator_toys", STRINGS(settings->simulator_toys));
}
