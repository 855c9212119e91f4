/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/outgoing.h"

#include <string.h>

#include <obs-data.h>
#include <util/bmem.h>

#include "net/text.h"
#include "net/utf8.h"

static bool is_utf8(const char *text)
{
	const char *end = text + strlen(text);
	for (size_t width = 0; text < end; text += width) {
		width = utf8_character_size(text, (size_t)(end - text));
		if (width == 0)
			return false;
	}
	return true;
}

static void clean_text(obs_data_item_t **item)
{
	const char *text = obs_data_item_get_string(*item);
	if (is_utf8(text))
		return;
	size_t size = strlen(text) + 1;
	char *clean = bmalloc(size);
	text_copy(clean, size, text);
	obs_data_item_set_string(item, clean);
	bfree(clean);
}

/* Takes the reference; NULL is fine. */
static void clean_object(obs_data_t *object)
{
	if (object)
		outgoing_clean(object);
	obs_data_release(object);
}

/* Takes the reference; NULL is fine. */
static void clean_array(obs_data_array_t *array)
{
	for (size_t i = 0; i < obs_data_array_count(array); i++)
		clean_object(obs_data_array_item(array, i));
	obs_data_array_release(array);
}

void outgoing_clean(struct obs_data *data)
{
	for (obs_data_item_t *item = obs_data_first(data); item; obs_data_item_next(&item)) {
		enum obs_data_type type = obs_data_item_gettype(item);
		if (type == OBS_DATA_STRING)
			clean_text(&item);
		else if (type == OBS_DATA_OBJECT)
			clean_object(obs_data_item_get_obj(item));
		else if (type == OBS_DATA_ARRAY)
			clean_array(obs_data_item_get_array(item));
	}
}
