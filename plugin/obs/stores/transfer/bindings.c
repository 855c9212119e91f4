/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/transfer/bindings.h"

#include <stdbool.h>
#include <string.h>

static bool is_key_name(const char *text)
{
	static const char start[] = "OBS_KEY_";
	enum { LONGEST = 48 };
	size_t length = text ? strlen(text) : 0;
	return length > strlen(start) && length <= LONGEST && strncmp(text, start, strlen(start)) == 0 &&
	       strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == length;
}

/* New reference; NULL: it is none. */
static json_t *read_binding(const json_t *json)
{
	static const char *const modifiers[] = {"shift", "control", "alt", "command"};
	const json_t *key = json_object_get(json, "key");
	json_t *binding = is_key_name(json_string_value(key)) ? json_object() : NULL;
	if (binding)
		json_object_set(binding, "key", (json_t *)key);
	for (size_t i = 0; binding && i < sizeof(modifiers) / sizeof(modifiers[0]); i++)
		if (json_is_true(json_object_get(json, modifiers[i])))
			json_object_set_new(binding, modifiers[i], json_true());
	return binding;
}

json_t *bindings_read(const json_t *json)
{
	if (!json_is_array(json) || json_array_size(json) > BINDINGS_MAX)
		return NULL;
	json_t *bindings = json_array();
	for (size_t i = 0; i < json_array_size(json); i++) {
		json_t *binding = read_binding(json_array_get(json, i));
		if (binding) {
			json_array_append_new(bindings, binding);
			continue;
		}
		json_decref(bindings);
		return NULL;
	}
	return bindings;
}
