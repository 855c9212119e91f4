/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/collection_json.h"

#include <stdlib.h>

#include <obs-data.h>

typedef json_t *(*item_converter)(json_t *item);

static json_t *converted(const json_t *json, item_converter convert_item);

static json_t *converted_array(const json_t *array, item_converter convert_item)
{
	json_t *result = json_array();
	for (size_t i = 0; i < json_array_size(array); i++)
		json_array_append_new(result, convert_item(json_array_get(array, i)));
	return result;
}

static json_t *converted_object(const json_t *object, item_converter convert_item)
{
	json_t *result = json_object();
	const char *key = NULL;
	json_t *value = NULL;
	json_object_foreach((json_t *)object, key, value)
		json_object_set_new(result, key, converted(value, convert_item));
	return result;
}

static json_t *converted(const json_t *json, item_converter convert_item)
{
	if (json_is_array(json))
		return converted_array(json, convert_item);
	if (json_is_object(json))
		return converted_object(json, convert_item);
	return json_incref((json_t *)json);
}

static json_t *wrap(json_t *item)
{
	if (json_is_object(item))
		return converted_object(item, wrap);
	json_t *object = json_object();
	json_object_set_new(object, "value", converted(item, wrap));
	return object;
}

static json_t *unwrap(json_t *item)
{
	json_t *value = json_object_size(item) == 1 ? json_object_get(item, "value") : NULL;
	return converted(value ? value : item, unwrap);
}

json_t *collection_json_decode(struct obs_data *data)
{
	const char *text = data ? obs_data_get_json(data) : NULL;
	json_t *stored = text ? json_loads(text, 0, NULL) : NULL;
	json_t *json = stored ? converted(stored, unwrap) : NULL;
	json_decref(stored);
	return json;
}

struct obs_data *collection_json_encode(const json_t *json)
{
	json_t *stored = converted(json, wrap);
	char *text = json_dumps(stored, JSON_COMPACT);
	obs_data_t *data = text ? obs_data_create_from_json(text) : NULL;
	free(text);
	json_decref(stored);
	return data ? data : obs_data_create();
}
