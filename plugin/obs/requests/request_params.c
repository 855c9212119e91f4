/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/request_params.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-data.h>
#include <util/dstr.h>

#include "engine/engine.h"

bool param_refuse(struct request_params *params, const char *name, const char *problem)
{
	params->name = name;
	params->problem = problem;
	return false;
}

static enum obs_data_type type_of(const struct request_params *params, const char *name)
{
	obs_data_item_t *item = params->data ? obs_data_item_byname(params->data, name) : NULL;
	enum obs_data_type type = item ? obs_data_item_gettype(item) : OBS_DATA_NULL;
	obs_data_item_release(&item);
	return type;
}

bool param_is_given(const struct request_params *params, const char *name)
{
	return type_of(params, name) != OBS_DATA_NULL;
}

bool param_number(struct request_params *params, const char *name, double min, double max, double *value)
{
	if (type_of(params, name) != OBS_DATA_NUMBER)
		return param_refuse(params, name, "Request.Problem.Number");
	*value = obs_data_get_double(params->data, name);
	if (!(*value >= min && *value <= max))
		return param_refuse(params, name, "Request.Problem.Range");
	return true;
}

bool param_optional_int(struct request_params *params, const char *name, int min, int max, int32_t *value)
{
	double number = 0.0;
	if (!param_is_given(params, name))
		return true;
	if (!param_number(params, name, min, max, &number))
		return false;
	if (number != floor(number))
		return param_refuse(params, name, "Request.Problem.Whole");
	*value = (int32_t)number;
	return true;
}

bool param_bool(struct request_params *params, const char *name, bool *value)
{
	if (type_of(params, name) != OBS_DATA_BOOLEAN)
		return param_refuse(params, name, "Request.Problem.Bool");
	*value = obs_data_get_bool(params->data, name);
	return true;
}

bool param_id(struct request_params *params, const char *name, char id[HAPTICS_ID_SIZE])
{
	const char *text = type_of(params, name) == OBS_DATA_STRING ? obs_data_get_string(params->data, name) : "";
	if (!text[0] || strlen(text) >= HAPTICS_ID_SIZE)
		return param_refuse(params, name, "Request.Problem.Text");
	snprintf(id, HAPTICS_ID_SIZE, "%s", text);
	return true;
}

bool param_function(struct request_params *params, int *function)
{
	char name[HAPTICS_ID_SIZE];
	*function = -1;
	if (!param_is_given(params, "function"))
		return true;
	if (!param_id(params, "function", name))
		return false;
	if (strcmp(name, "all") == 0)
		return true;
	*function = engine_function_index(name);
	return *function >= 0 || param_refuse(params, "function", "Request.Problem.Function");
}

static int slot_of(const struct engine_snapshot *snapshot, const char *alias)
{
	for (size_t i = 0; i < snapshot->toy_count; i++)
		if (strcmp(snapshot->toys[i].alias, alias) == 0)
			return (int)i;
	return -1;
}

bool param_toys(struct request_params *params, const struct engine_snapshot *snapshot, uint32_t *toys)
{
	*toys = 0;
	if (!param_is_given(params, "toys"))
		return true;
	/* Lists of plain text do not survive the way through OBS: an empty one must not become "all". */
	if (type_of(params, "toys") != OBS_DATA_STRING)
		return param_refuse(params, "toys", "Request.Problem.Toys");
	const char *text = obs_data_get_string(params->data, "toys");
	if (strcmp(text, "all") == 0)
		return true;
	char **aliases = strlist_split(text, ',', false);
	bool are_known = aliases && aliases[0];
	for (size_t i = 0; aliases && aliases[i]; i++) {
		struct dstr alias = {0};
		dstr_copy(&alias, aliases[i]);
		dstr_depad(&alias);
		int slot = dstr_is_empty(&alias) ? -1 : slot_of(snapshot, alias.array);
		are_known = are_known && slot >= 0;
		if (slot >= 0)
			*toys |= UINT32_C(1) << slot;
		dstr_free(&alias);
	}
	strlist_free(aliases);
	return are_known || param_refuse(params, "toys", "Request.Problem.Toys");
}
