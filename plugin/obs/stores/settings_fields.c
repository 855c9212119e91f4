/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/settings_fields.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>
#include <util/dstr.h>

#include "net/text.h"
#include "net/url.h"
#include "net/utf8.h"
#include "obs/plugin_log.h"

enum field_type { FIELD_STRING = 1, FIELD_URL, FIELD_HEADER, FIELD_BOOL, FIELD_NUMBER, FIELD_INT, FIELD_WORD };

/* JSON words of enums that count from 1, in their order. */
static const char *const mode_words[] = {"off", "cloud", "simulator"};
static const char *const auth_words[] = {"developer_token", "token_service"};
static const char *const route_words[] = {"auto", "server", "lan"};

struct field {
	const char *key;
	enum settings_file file;
	enum field_type type;
	size_t offset;
	size_t size;     /* strings: of the array, NUL included */
	double min, max; /* of numbers, and of enums with words */
	const char *const *words;
	const char *demand; /* locale key: what the value must be */
};

#define AT(member) offsetof(struct engine_settings, member), sizeof(((struct engine_settings *)0)->member)
#define FIELD(name, file, type, min, max, words, demand)                                                               \
	{                                                                                                              \
#name, file, type, AT(name), min, max, words, demand                                                   \
	}
#define STRING(name, file) FIELD(name, file, FIELD_STRING, 0, 0, NULL, "Settings.Demand.Text")
#define URL(name) FIELD(name, SETTINGS_FILE_PUBLIC, FIELD_URL, 0, 0, NULL, "Settings.Demand.Url")
#define BOOL(name) FIELD(name, SETTINGS_FILE_PUBLIC, FIELD_BOOL, 0, 0, NULL, "Settings.Demand.Bool")
#define WORD(name, words)                                                                                              \
	FIELD(name, SETTINGS_FILE_PUBLIC, FIELD_WORD, 1, (int)(sizeof(words) / sizeof((words)[0])), words,             \
	      "Settings.Demand.Word")
#define RANGE(name, type, min, max) FIELD(name, SETTINGS_FILE_PUBLIC, type, min, max, NULL, "Settings.Demand.Range")

static const struct field fields[] = {
	WORD(mode, mode_words),
	WORD(auth, auth_words),
	WORD(route, route_words),
	STRING(platform, SETTINGS_FILE_PUBLIC),
	STRING(uid, SETTINGS_FILE_PUBLIC),
	STRING(uname, SETTINGS_FILE_PUBLIC),
	URL(token_service_url),
	URL(api_url),
	STRING(ca_file, SETTINGS_FILE_PUBLIC),
	BOOL(arm_on_start),
	BOOL(allow_remote_arm),
	BOOL(allow_tips),
	BOOL(code_on_air),
	BOOL(session_record),
	BOOL(toy_events),
	BOOL(toy_button_stops),
	BOOL(stop_when_stream_ends),
	RANGE(master_ceiling, FIELD_NUMBER, 0.0, 1.0),
	RANGE(lease_ms, FIELD_INT, 2000, 10000),
	RANGE(min_gap_ms, FIELD_INT, 0, 10000),
	RANGE(simulator_latency_ms, FIELD_INT, 0, 10000),
	STRING(developer_token, SETTINGS_FILE_CREDENTIALS),
	/* It becomes part of a header of HTTP, where a line break would begin another one. */
	FIELD(token_service_key, SETTINGS_FILE_CREDENTIALS, FIELD_HEADER, 0, 0, NULL, "Settings.Demand.Header"),
	STRING(utoken, SETTINGS_FILE_CREDENTIALS),
};
enum { FIELD_COUNT = sizeof(fields) / sizeof(fields[0]) };

/* What it points to may be changed where the settings may be. */
static void *value_of(const struct engine_settings *settings, const struct field *field)
{
	return (char *)settings + field->offset;
}

/* --- checks --- */

static bool is_within(double number, double min, double max)
{
	return number >= min && number <= max;
}

static bool is_valid(const struct field *field, const void *value)
{
	switch (field->type) {
	case FIELD_URL:
		/* "" is allowed: not set. */
		return utf8_is_valid(value) && (!*(const char *)value || url_is_secure(value));
	case FIELD_HEADER:
		return utf8_is_valid(value) && !text_has_control(value);
	case FIELD_STRING:
		return utf8_is_valid(value);
	case FIELD_NUMBER:
		return is_within(*(const double *)value, field->min, field->max);
	case FIELD_INT:
	case FIELD_WORD:
		return is_within(*(const int *)value, field->min, field->max);
	case FIELD_BOOL:
	default:
		return true;
	}
}

static void put_number(struct dstr *text, const char *find, double number)
{
	char replace[32];
	snprintf(replace, sizeof(replace), "%g", number);
	dstr_replace(text, find, replace);
}

/* What the field must be, as a sentence. */
static void demand_of(const struct field *field, char *sentence, size_t size)
{
	struct dstr text = {0};
	dstr_copy(&text, obs_module_text(field->demand));
	dstr_replace(&text, "{key}", field->key);
	put_number(&text, "{min}", field->min);
	put_number(&text, "{max}", field->max);
	snprintf(sentence, size, "%s", text.array);
	dstr_free(&text);
}

void settings_demand(const char *locale_key, const char *key, char *sentence, size_t size)
{
	demand_of(&(struct field){.key = key, .demand = locale_key}, sentence, size);
}

bool settings_fields_check(const struct engine_settings *settings, char *error, size_t error_size)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (is_valid(&fields[i], value_of(settings, &fields[i])))
			continue;
		demand_of(&fields[i], error, error_size);
		return false;
	}
	return true;
}

/* --- reading --- */

static bool take_string(const struct field *field, const json_t *json, void *value)
{
	const char *text = json_string_value(json);
	if (!text || json_string_length(json) >= field->size || strlen(text) != json_string_length(json))
		return false;
	memset(value, 0, field->size);
	memcpy(value, text, strlen(text));
	return true;
}

static bool take_int(const json_t *json, void *value)
{
	double number = json_number_value(json);
	if (!json_is_number(json) || !is_within(number, -1e9, 1e9))
		return false;
	*(int *)value = (int)number;
	return true;
}

static bool take_word(const struct field *field, const json_t *json, void *value)
{
	const char *text = json_string_value(json);
	int word = (int)field->max;
	while (text && word > 0 && strcmp(text, field->words[word - 1]) != 0)
		word--;
	*(int *)value = word;
	return text && word > 0;
}

static bool take(const struct field *field, const json_t *json, void *value)
{
	switch (field->type) {
	case FIELD_STRING:
	case FIELD_URL:
	case FIELD_HEADER:
		return take_string(field, json, value);
	case FIELD_BOOL:
		*(bool *)value = json_is_true(json);
		return json_is_boolean(json);
	case FIELD_NUMBER:
		*(double *)value = json_number_value(json);
		return json_is_number(json);
	case FIELD_INT:
		return take_int(json, value);
	case FIELD_WORD:
		return take_word(field, json, value);
	default:
		return false;
	}
}

static void complain(const struct field *field)
{
	char demand[256];
	demand_of(field, demand, sizeof(demand));
	plugin_warning("settings: %s %s", demand,
		       field->type == FIELD_URL ? "It is not used, and no other address in its place."
						: "The default is used.");
}

void settings_complain(const char *locale_key, const char *key)
{
	complain(&(struct field){.key = key, .demand = locale_key});
}

/* A secret that is meant for one service must not go to another: an address that cannot be used is not replaced. */
static void refuse(const struct field *field, struct engine_settings *settings)
{
	if (field->type == FIELD_URL)
		memset(value_of(settings, field), 0, field->size);
	complain(field);
}

static void read_field(const struct field *field, const json_t *root, struct engine_settings *settings)
{
	const json_t *json = json_object_get(root, field->key);
	if (!json)
		return;
	struct engine_settings candidate = *settings;
	if (take(field, json, value_of(&candidate, field)) && is_valid(field, value_of(&candidate, field)))
		*settings = candidate;
	else
		refuse(field, settings);
	engine_settings_wipe(&candidate);
}

void settings_fields_read(const json_t *root, enum settings_file file, struct engine_settings *settings)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (fields[i].file == file)
			read_field(&fields[i], root, settings);
}

/* --- writing --- */

static json_t *json_of(const struct field *field, const void *value)
{
	switch (field->type) {
	case FIELD_BOOL:
		return json_boolean(*(const bool *)value);
	case FIELD_NUMBER:
		return json_real(*(const double *)value);
	case FIELD_INT:
		return json_integer(*(const int *)value);
	case FIELD_WORD:
		return json_string(field->words[*(const int *)value - 1]);
	case FIELD_STRING:
	case FIELD_URL:
	case FIELD_HEADER:
	default:
		return json_string(value);
	}
}

void settings_fields_write(json_t *root, enum settings_file file, const struct engine_settings *settings)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (fields[i].file == file)
			json_object_set_new(root, fields[i].key, json_of(&fields[i], value_of(settings, &fields[i])));
}
