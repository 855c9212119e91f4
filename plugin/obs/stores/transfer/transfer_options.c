/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_options.h"

#include <string.h>

#include "obs/stores/settings_json.h"

static const struct {
	const char *key;
	enum transfer_option_kind kind;
} options[] = {
	{"route", TRANSFER_PLAIN},
	{"stop_when_stream_ends", TRANSFER_PROTECTION},
	{"toy_events", TRANSFER_PLAIN},
	{"toy_button_stops", TRANSFER_PROTECTION},
	{"lease_ms", TRANSFER_PROTECTION},
	{"min_gap_ms", TRANSFER_PLAIN},
	{TRANSFER_DISCREET, TRANSFER_PROTECTION},
	{"arm_on_start", TRANSFER_PERMISSION},
	{"allow_remote_arm", TRANSFER_PERMISSION},
	{"allow_tips", TRANSFER_PERMISSION},
	{"code_on_air", TRANSFER_PERMISSION},
};

static const char *const beside[] = {"queue", "budget", "blocked", "goal", "once_gap_ms", "only_if"};

enum { OPTION_COUNT = sizeof(options) / sizeof(options[0]), BESIDE_COUNT = sizeof(beside) / sizeof(beside[0]) };

enum transfer_option_kind transfer_option_kind(const char *key)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (strcmp(options[i].key, key) == 0)
			return options[i].kind;
	return 0;
}

bool transfer_is_beside(const char *key)
{
	for (size_t i = 0; i < BESIDE_COUNT; i++)
		if (strcmp(beside[i], key) == 0)
			return true;
	return false;
}

json_t *transfer_options_of(const struct engine_settings *settings, bool is_discreet)
{
	json_t *all = json_object();
	json_t *chosen = json_object();
	settings_json_write(all, SETTINGS_FILE_PUBLIC, settings);
	for (size_t i = 0; i < OPTION_COUNT; i++)
		json_object_set(chosen, options[i].key, json_object_get(all, options[i].key));
	json_object_set_new(chosen, TRANSFER_DISCREET, json_boolean(is_discreet));
	json_decref(all);
	return chosen;
}

static bool is_same_value(const json_t *a, const json_t *b)
{
	return json_is_number(a) && json_is_number(b) ? json_number_value(a) == json_number_value(b) : json_equal(a, b);
}

bool transfer_option_take(const char *key, const json_t *value, struct engine_settings *settings)
{
	if (!transfer_option_kind(key) || !value)
		return false;
	if (strcmp(key, TRANSFER_DISCREET) == 0)
		return json_is_boolean(value);
	struct engine_settings candidate = *settings;
	json_t *wanted = json_object();
	json_object_set(wanted, key, (json_t *)value);
	settings_json_read(wanted, SETTINGS_FILE_PUBLIC, &candidate);
	/* Reading forgets the lists that are not in it. */
	memcpy(candidate.ceilings, settings->ceilings, sizeof(candidate.ceilings));
	memcpy(candidate.known_toys, settings->known_toys, sizeof(candidate.known_toys));
	candidate.ceiling_count = settings->ceiling_count;
	candidate.known_toy_count = settings->known_toy_count;
	json_t *taken = transfer_options_of(&candidate, false);
	bool did_take = is_same_value(json_object_get(taken, key), value);
	if (did_take)
		*settings = candidate;
	json_decref(taken);
	json_decref(wanted);
	engine_settings_wipe(&candidate);
	return did_take;
}

bool transfer_option_is_looser(const char *key, const json_t *present, const json_t *wanted)
{
	enum transfer_option_kind kind = transfer_option_kind(key);
	if (kind == TRANSFER_PERMISSION)
		return json_is_true(wanted);
	if (kind != TRANSFER_PROTECTION)
		return false;
	return json_is_number(wanted) ? json_number_value(wanted) > json_number_value(present) : !json_is_true(wanted);
}
