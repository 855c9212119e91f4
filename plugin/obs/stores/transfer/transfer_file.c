/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_file.h"

#include <stdio.h>
#include <string.h>

#include "net/ascii.h"
#include "obs/stores/rules_json.h"
#include "obs/stores/transfer/transfer_options.h"
#include "obs/stores/transfer/transfer_rules.h"

/* 0: it is not known by an alias. */
static size_t number_of(const struct transfer_here *here, const char *toy_id)
{
	for (size_t i = 0; i < ENGINE_MAX_KNOWN_TOYS; i++)
		if (here->toys[i][0] && ascii_equals(here->toys[i], toy_id))
			return i + 1;
	return 0;
}

/* New reference. */
static json_t *ceiling_json(const struct engine_toy_ceiling *ceiling)
{
	json_t *json = json_pack("{s:f}", "*", ceiling->all);
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS && engine_function_name(f); f++)
		if (ceiling->function[f] < 1.0)
			json_object_set_new(json, engine_function_name(f), json_real(ceiling->function[f]));
	return json;
}

static json_t *ceilings_json(const struct transfer_here *here)
{
	const struct engine_settings *settings = here->settings;
	json_t *json = json_pack("{s:f}", "*", settings->master_ceiling);
	char alias[16];
	for (size_t i = 0; i < settings->ceiling_count; i++) {
		size_t number = number_of(here, settings->ceilings[i].toy_id);
		snprintf(alias, sizeof(alias), "t%zu", number);
		if (number > 0)
			json_object_set_new(json, alias, ceiling_json(&settings->ceilings[i]));
	}
	return json;
}

json_t *transfer_file_make(const struct transfer_here *here, enum transfer_extent extent)
{
	json_t *file = json_deep_copy(here->set);
	if (extent == TRANSFER_EVERYTHING)
		transfer_rules_hide_toys(file, here);
	else
		rules_json_forget_toys(file);
	json_object_del(file, "waiting");
	if (extent == TRANSFER_RULES_ONLY)
		return file;
	json_object_set_new(file, "ceilings", ceilings_json(here));
	json_object_set_new(file, "options", transfer_options_of(here->settings, here->is_discreet));
	json_object_set_new(file, "keys", here->keys ? json_deep_copy(here->keys) : json_object());
	return file;
}
