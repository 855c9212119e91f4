/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/params/request_params.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <obs-data.h>
#include <util/dstr.h>

#include "engine/engine.h"
#include "haptics/tips/viewers.h"
#include "net/text.h"
#include "obs/requests/params/request_text.h"

enum { LONGEST_NAME = 255 }; /* of a rule, in bytes */

bool param_refuse(struct request_params *params, const char *name, const char *problem)
{
	params->name = name;
	params->problem = problem;
	return false;
}

static bool refuse_value(struct request_params *params, const char *name, const char *problem, const char *value)
{
	text_copy(params->value, sizeof(params->value), value);
	return param_refuse(params, name, problem);
}

/* null is an object without content where OBS passes it on. */
static enum obs_data_type type_of(const struct request_params *params, const char *name)
{
	obs_data_item_t *item = params->data ? obs_data_item_byname(params->data, name) : NULL;
	enum obs_data_type type = item ? obs_data_item_gettype(item) : OBS_DATA_NULL;
	obs_data_t *object = type == OBS_DATA_OBJECT ? obs_data_item_get_obj(item) : NULL;
	if (type == OBS_DATA_OBJECT && !object)
		type = OBS_DATA_NULL;
	obs_data_release(object);
	obs_data_item_release(&item);
	return type;
}

const char *param_text(const struct request_params *params, const char *name)
{
	return type_of(params, name) == OBS_DATA_STRING ? obs_data_get_string(params->data, name) : "";
}

bool param_is_there(const struct request_params *params, const char *name)
{
	obs_data_item_t *item = params->data ? obs_data_item_byname(params->data, name) : NULL;
	bool is_there = item != NULL;
	obs_data_item_release(&item);
	return is_there;
}

bool param_is_given(const struct request_params *params, const char *name)
{
	enum obs_data_type type = type_of(params, name);
	return type != OBS_DATA_NULL && (type != OBS_DATA_STRING || param_text(params, name)[0]);
}

static bool refuse_missing(struct request_params *params, const char *name)
{
	return param_refuse(params, name, "Request.Problem.Missing");
}

static bool read_number(const struct request_params *params, const char *name, double *value)
{
	if (type_of(params, name) != OBS_DATA_NUMBER)
		return request_text_number(param_text(params, name), value);
	*value = obs_data_get_double(params->data, name);
	return true;
}

/* problem: of what is no such number, or outside of min..max. */
static bool number_between(struct request_params *params, const char *name, double min, double max, const char *problem,
			   double *value)
{
	double number = NAN;
	params->min = min;
	params->max = max;
	if (!param_is_given(params, name))
		return refuse_missing(params, name);
	if (!read_number(params, name, &number) || !(number >= min && number <= max))
		return param_refuse(params, name, problem);
	*value = number;
	return true;
}

bool param_number(struct request_params *params, const char *name, double min, double max, double *value)
{
	return number_between(params, name, min, max, "Request.Problem.Number", value);
}

bool param_whole(struct request_params *params, const char *name, int64_t min, int64_t max, int64_t *value)
{
	static const char problem[] = "Request.Problem.Whole";
	double number = 0.0;
	if (!number_between(params, name, (double)min, (double)max, problem, &number))
		return false;
	if (number != floor(number))
		return param_refuse(params, name, problem);
	*value = (int64_t)number;
	return true;
}

bool param_bool(struct request_params *params, const char *name, bool *value)
{
	double number = 0.0;
	if (!param_is_given(params, name))
		return refuse_missing(params, name);
	if (type_of(params, name) == OBS_DATA_BOOLEAN) {
		*value = obs_data_get_bool(params->data, name);
		return true;
	}
	if (request_text_bool(param_text(params, name), value))
		return true;
	bool is_number = read_number(params, name, &number) && (number == 0.0 || number == 1.0);
	*value = is_number ? number == 1.0 : *value;
	return is_number || param_refuse(params, name, "Request.Problem.Bool");
}

bool param_amount(struct request_params *params, const char *name, const char *problem, double *value)
{
	double number = 0.0;
	if (!number_between(params, name, 0.0, HAPTICS_AMOUNT_MAX, problem, &number) || number == 0.0)
		return param_refuse(params, name, problem);
	*value = number;
	return true;
}

static bool text_up_to(struct request_params *params, const char *name, size_t longest, char id[HAPTICS_ID_SIZE])
{
	const char *text = param_text(params, name);
	params->max = (double)longest;
	if (!param_is_given(params, name))
		return refuse_missing(params, name);
	if (!text[0] || strlen(text) > longest)
		return param_refuse(params, name, "Request.Problem.Text");
	text_copy(id, HAPTICS_ID_SIZE, text);
	return true;
}

bool param_id(struct request_params *params, const char *name, char id[HAPTICS_ID_SIZE])
{
	return text_up_to(params, name, HAPTICS_ID_SIZE - 1, id);
}

bool param_rule(struct request_params *params, char rule[HAPTICS_ID_SIZE])
{
	return text_up_to(params, "rule", LONGEST_NAME, rule);
}

/* --- words --- */

static void print_number(const struct request_params *params, const char *name, char *text, size_t size)
{
	snprintf(text, size, "%.15g", obs_data_get_double(params->data, name));
}

bool param_words(struct request_params *params, const char *name, int characters, char *words)
{
	char number[32];
	const char *text = param_text(params, name);
	enum obs_data_type type = type_of(params, name);
	words[0] = '\0';
	if (type == OBS_DATA_NUMBER) {
		print_number(params, name, number, sizeof(number));
		text = number;
	} else if (type != OBS_DATA_NULL && type != OBS_DATA_STRING) {
		return param_refuse(params, name, "Request.Problem.Words");
	}
	haptics_clean_text(words, characters, text, strlen(text));
	return true;
}

bool param_by(struct request_params *params, char by[HAPTICS_BY_SIZE])
{
	static const char *const names[] = {"by", "user", "name"};
	by[0] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !by[0]; i++)
		if (!param_words(params, names[i], HAPTICS_BY_CHARACTERS, by))
			return false;
	return true;
}

bool param_function(struct request_params *params, uint32_t *functions)
{
	const char *name = param_text(params, "function");
	*functions = 0;
	if (!param_is_there(params, "function") || strcmp(name, "all") == 0)
		return true;
	if (!name[0])
		return param_refuse(params, "function", "Request.Problem.Text");
	int function = engine_function_index(name);
	*functions = function >= 0 ? UINT32_C(1) << function : 0;
	return function >= 0 || refuse_value(params, "function", "Request.Problem.Function", name);
}

/* --- toys --- */

/* "t1", "t2", ..., whether or not a toy has it. */
static bool is_alias(const char *text)
{
	size_t digits = text[0] == 't' ? strspn(text + 1, "0123456789") : 0;
	return digits > 0 && digits <= 3 && text[1] != '0' && text[1 + digits] == '\0';
}

static int slot_of(const struct engine_snapshot *snapshot, const char *alias)
{
	for (size_t i = 0; i < snapshot->toy_count; i++)
		if (strcmp(snapshot->toys[i].alias, alias) == 0)
			return (int)i;
	return -1;
}

static bool add_toy(struct request_params *params, const struct engine_snapshot *snapshot, const char *alias,
		    uint32_t *toys)
{
	int slot = slot_of(snapshot, alias);
	if (slot < 0) {
		params->error = is_alias(alias) ? "no_toy" : NULL;
		return refuse_value(params, "toys", "Request.Problem.UnknownToy", alias);
	}
	if (*toys & (UINT32_C(1) << slot))
		return refuse_value(params, "toys", "Request.Problem.ToyTwice", alias);
	*toys |= UINT32_C(1) << slot;
	return true;
}

bool param_toys(struct request_params *params, const struct engine_snapshot *snapshot, uint32_t *toys)
{
	/* Lists of plain text do not survive the way through OBS: an empty one must not become "all". */
	const char *text = param_text(params, "toys");
	bool is_good = true;
	*toys = 0;
	if (!param_is_there(params, "toys") || strcmp(text, "all") == 0)
		return true;
	if (!text[0])
		return param_refuse(params, "toys", "Request.Problem.Toys");
	char **aliases = strlist_split(text, ',', true);
	for (size_t i = 0; is_good && aliases && aliases[i]; i++) {
		struct dstr alias = {0};
		dstr_copy(&alias, aliases[i]);
		dstr_depad(&alias);
		is_good = add_toy(params, snapshot, dstr_is_empty(&alias) ? "" : alias.array, toys);
		dstr_free(&alias);
	}
	strlist_free(aliases);
	return is_good;
}
