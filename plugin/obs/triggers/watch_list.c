/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/watch_list.h"

#include <stdio.h>
#include <string.h>

#include <util/bmem.h>

#include "obs/source_ref.h"

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

static struct watch_entry *find(struct watch_list *list, const struct haptics_ref *ref)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->entries[i].ref.uuid, ref->uuid) == 0 &&
		    strcmp(list->entries[i].ref.name, ref->name) == 0)
			return &list->entries[i];
	return NULL;
}

static void add(struct watch_list *list, const json_t *json, unsigned wants)
{
	struct haptics_ref ref = {0};
	if (!json_is_object(json))
		return;
	snprintf(ref.uuid, sizeof(ref.uuid), "%s", text_of(json, "uuid"));
	source_ref_copy_name(ref.name, text_of(json, "name"));
	struct watch_entry *entry = find(list, &ref);
	if (!entry && (list->count == WATCH_LIST_MAX || (!ref.uuid[0] && !ref.name[0])))
		return;
	if (!entry) {
		list->entries = brealloc(list->entries, (list->count + 1) * sizeof(*list->entries));
		entry = &list->entries[list->count++];
		*entry = (struct watch_entry){.ref = ref};
	}
	entry->wants |= wants;
}

static unsigned wants_of(const char *type)
{
	if (strcmp(type, "source") == 0)
		return WATCH_SOURCE;
	if (strcmp(type, "media") == 0)
		return WATCH_MEDIA;
	return strcmp(type, "audio") == 0 ? WATCH_AUDIO : WATCH_EXISTENCE;
}

/* Triggers and conditions both name their reference "ref" beside a "type". */
static void add_watch(struct watch_list *list, const json_t *watch, unsigned also)
{
	add(list, json_object_get(watch, "ref"), wants_of(text_of(watch, "type")) | also);
}

static void add_conditions(struct watch_list *list, const json_t *owner)
{
	const json_t *conditions = json_object_get(owner, "only_if");
	for (size_t i = 0; i < json_array_size(conditions); i++)
		add_watch(list, json_array_get(conditions, i), 0);
}

static void add_rule(struct watch_list *list, const json_t *rule)
{
	const json_t *action = json_object_get(rule, "do");
	const json_t *source = json_object_get(action, "source");
	bool follows_audio = strcmp(text_of(action, "kind"), "audio") == 0;
	/* An action that follows audio and names no source follows the trigger's. */
	add_watch(list, json_object_get(rule, "when"), follows_audio && !source ? WATCH_AUDIO : 0);
	add_conditions(list, rule);
	if (follows_audio)
		add(list, source, WATCH_AUDIO);
}

void watch_list_make(struct watch_list *list, const json_t *rules)
{
	*list = (struct watch_list){0};
	const json_t *array = json_object_get(rules, "rules");
	for (size_t i = 0; i < json_array_size(array); i++)
		add_rule(list, json_array_get(array, i));
	add_conditions(list, rules);
}

void watch_list_free(struct watch_list *list)
{
	bfree(list->entries);
	*list = (struct watch_list){0};
}
