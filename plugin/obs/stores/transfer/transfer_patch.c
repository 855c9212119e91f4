/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/transfer_patch.h"

#include <stdio.h>
#include <string.h>

#include "net/ascii.h"
#include "obs/stores/rules_json.h"
#include "obs/stores/transfer/transfer_compare.h"
#include "obs/stores/transfer/transfer_options.h"
#include "obs/stores/transfer/transfer_rules.h"

/* --- ceilings, one by one --- */

typedef void (*ceiling_cb)(void *ctx, const char *alias, const char *part, const json_t *value);

static void each_ceiling(const json_t *patch, ceiling_cb call, void *ctx)
{
	json_t *ceilings = json_object_get(patch, "ceilings");
	const char *alias = NULL;
	const char *part = NULL;
	json_t *toy = NULL;
	json_t *value = NULL;
	json_object_foreach(ceilings, alias, toy)
	{
		if (json_is_number(toy))
			call(ctx, alias, "*", toy);
		json_object_foreach(toy, part, value)
		{
			call(ctx, alias, part, value);
		}
	}
}

/* Takes ownership of value. */
static void set_ceiling(json_t *patch, const char *alias, const char *part, json_t *value)
{
	json_t *ceilings = json_object_get(patch, "ceilings");
	if (strcmp(alias, "*") == 0) {
		json_object_set_new(ceilings, alias, value);
		return;
	}
	if (!json_object_get(ceilings, alias))
		json_object_set_new(ceilings, alias, json_object());
	json_object_set_new(json_object_get(ceilings, alias), part, value);
}

struct copying {
	json_t *patch;
	const struct transfer_here *here;
};

static void put_present(void *ctx, const char *alias, const char *part, const json_t *value)
{
	const struct copying *copying = ctx;
	(void)value;
	set_ceiling(copying->patch, alias, part, json_real(transfer_ceiling_of(copying->here, alias, part)));
}

static void put_lower(void *ctx, const char *alias, const char *part, const json_t *value)
{
	const struct copying *copying = ctx;
	if (json_number_value(value) <= transfer_ceiling_of(copying->here, alias, part))
		set_ceiling(copying->patch, alias, part, json_incref((json_t *)value));
}

/* --- back --- */

/* New reference: what is at those keys now; missing: what stands for nothing. */
static json_t *present_of(const json_t *changed, const json_t *present, json_t *(*missing)(void))
{
	json_t *result = json_object();
	const char *key = NULL;
	json_t *value = NULL;
	json_object_foreach((json_t *)changed, key, value)
	{
		json_t *now = json_object_get(present, key);
		json_object_set_new(result, key, now ? json_deep_copy(now) : missing());
	}
	return result;
}

json_t *transfer_patch_inverse(const json_t *patch, const struct transfer_here *before)
{
	json_t *inverse = json_object();
	json_t *ids = json_array();
	json_t *options = transfer_options_of(before->settings, before->is_discreet);
	const json_t *rules = json_object_get(patch, "rules");
	for (size_t i = 0; i < json_array_size(rules); i++)
		json_array_append(ids, json_object_get(json_array_get(rules, i), "id"));
	json_object_set_new(inverse, "remove", ids);
	json_object_set_new(inverse, "beside", present_of(json_object_get(patch, "beside"), before->set, json_null));
	json_object_set_new(inverse, "options", present_of(json_object_get(patch, "options"), options, json_null));
	json_object_set_new(inverse, "keys", present_of(json_object_get(patch, "keys"), before->keys, json_array));
	json_object_set_new(inverse, "ceilings", json_object());
	each_ceiling(patch, put_present, &(struct copying){inverse, before});
	json_decref(options);
	return inverse;
}

json_t *transfer_patch_tame(const json_t *patch, const struct transfer_here *now)
{
	json_t *tame = json_deep_copy(patch);
	json_t *options = json_object_get(tame, "options");
	json_t *present = transfer_options_of(now->settings, now->is_discreet);
	const char *key = NULL;
	json_t *value = NULL;
	void *next = NULL;
	json_object_foreach_safe(options, next, key, value)
	{
		if (transfer_option_is_looser(key, json_object_get(present, key), value))
			json_object_del(options, key);
	}
	json_object_set_new(tame, "ceilings", json_object());
	each_ceiling(patch, put_lower, &(struct copying){tame, now});
	json_decref(present);
	return tame;
}

/* --- doing --- */

static void remove_rule(json_t *rules, const char *id)
{
	for (size_t i = json_array_size(rules); id && i-- > 0;) {
		const char *other = json_string_value(json_object_get(json_array_get(rules, i), "id"));
		if (other && strcmp(other, id) == 0)
			json_array_remove(rules, i);
	}
}

static void add_rules(json_t *set, const json_t *more)
{
	for (size_t i = 0; i < json_array_size(more); i++) {
		json_t *rule = json_deep_copy(json_array_get(more, i));
		const char *id = json_string_value(json_object_get(rule, "id"));
		json_object_set_new(rule, "enabled", json_false());
		if (id && !rules_json_find(set, id))
			json_array_append(json_object_get(set, "rules"), rule);
		json_decref(rule);
	}
}

json_t *transfer_patch_set(const json_t *patch, const json_t *set)
{
	json_t *result = json_deep_copy(set);
	const json_t *removed = json_object_get(patch, "remove");
	json_t *beside = json_object_get(patch, "beside");
	const char *key = NULL;
	json_t *value = NULL;
	if (!json_is_array(json_object_get(result, "rules")))
		json_object_set_new(result, "rules", json_array());
	for (size_t i = 0; i < json_array_size(removed); i++)
		remove_rule(json_object_get(result, "rules"), json_string_value(json_array_get(removed, i)));
	add_rules(result, json_object_get(patch, "rules"));
	json_object_foreach(beside, key, value)
	{
		if (json_is_null(value))
			json_object_del(result, key);
		else
			json_object_set(result, key, value);
	}
	return result;
}

/* NULL: there is no room for one more. */
static struct engine_toy_ceiling *find_or_add(struct engine_settings *settings, const char *toy_id)
{
	size_t capacity = sizeof(settings->ceilings) / sizeof(settings->ceilings[0]);
	for (size_t i = 0; i < settings->ceiling_count; i++)
		if (ascii_equals(settings->ceilings[i].toy_id, toy_id))
			return &settings->ceilings[i];
	if (settings->ceiling_count == capacity)
		return NULL;
	struct engine_toy_ceiling *ceiling = &settings->ceilings[settings->ceiling_count++];
	*ceiling = (struct engine_toy_ceiling){.all = 1.0};
	snprintf(ceiling->toy_id, sizeof(ceiling->toy_id), "%s", toy_id);
	for (int f = 0; f < HAPTICS_MAX_FUNCTIONS; f++)
		ceiling->function[f] = 1.0;
	return ceiling;
}

struct taking {
	const struct transfer_here *here;
	struct engine_settings *settings;
};

static void take_ceiling(void *ctx, const char *alias, const char *part, const json_t *value)
{
	const struct taking *taking = ctx;
	const char *toy_id = transfer_toy_id(taking->here, alias);
	struct engine_toy_ceiling *ceiling = toy_id ? find_or_add(taking->settings, toy_id) : NULL;
	int function = engine_function_index(part);
	double level = json_number_value(value);
	if (strcmp(alias, "*") == 0)
		taking->settings->master_ceiling = level;
	else if (ceiling && strcmp(part, "*") == 0)
		ceiling->all = level;
	else if (ceiling && function >= 0 && function < HAPTICS_MAX_FUNCTIONS)
		ceiling->function[function] = level;
}

void transfer_patch_settings(const json_t *patch, const struct transfer_here *here, struct engine_settings *settings)
{
	const char *key = NULL;
	json_t *value = NULL;
	json_object_foreach(json_object_get(patch, "options"), key, value)
	{
		transfer_option_take(key, value, settings);
	}
	each_ceiling(patch, take_ceiling, &(struct taking){here, settings});
}
