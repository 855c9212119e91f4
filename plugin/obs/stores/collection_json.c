/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/collection_json.h"

#include <stdlib.h>

#include <obs-data.h>

typedef json_t *(*item_converter)(json_t *item);

/* New reference: the same, but for the items of its arrays, at any depth. */
static json_t *converted(json_t *json, item_converter convert_item)
{
	const char *key = NULL;
	json_t *value = NULL;
	if (!json_is_array(json) && !json_is_object(json))
		return json_incref(json);
	json_t *result = json_is_array(json) ? json_array() : json_object();
	for (size_t i = 0; i < json_array_size(json); i++)
		json_array_append_new(result, convert_item(json_array_get(json, i)));
	json_object_foreach(json, key, value)
	{
		json_object_set_new(result, key, converted(value, convert_item));
	}
	return result;
}

static json_t *wrap(json_t *item)
{
	if (json_is_object(item))
		return converted(item, wrap);
	return json_pack("{s:o}", "value", converted(item, wrap));
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
	json_t *stored = converted((json_t *)json, wrap);
	char *text = json_dumps(stored, JSON_COMPACT);
	obs_data_t *data = text ? obs_data_create_from_json(text) : NULL;
	free(text);
	json_decref(stored);
	return data ? data : obs_data_create();
}
