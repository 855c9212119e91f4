/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/source_ref.h"

#include <stdio.h>
#include <string.h>

#include <obs-module.h>

void source_ref_copy_name(char name[HAPTICS_NAME_SIZE], const char *text)
{
	size_t length = text ? strlen(text) : 0;
	if (length >= HAPTICS_NAME_SIZE) {
		length = HAPTICS_NAME_SIZE - 1;
		while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
	}
	if (length > 0)
		memcpy(name, text, length);
	name[length] = '\0';
}

void source_ref_of(struct obs_source *source, struct haptics_ref *ref)
{
	*ref = (struct haptics_ref){0};
	source_ref_copy_name(ref->name, obs_source_get_name(source));
#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(29, 1, 0)
	snprintf(ref->uuid, sizeof(ref->uuid), "%s", obs_source_get_uuid(source));
#endif
}

struct obs_source *source_ref_find(const struct haptics_ref *ref)
{
#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(29, 1, 0)
	obs_source_t *source = ref->uuid[0] ? obs_get_source_by_uuid(ref->uuid) : NULL;
	if (source)
		return source;
#endif
	return ref->name[0] ? obs_get_source_by_name(ref->name) : NULL;
}

bool source_ref_resolve(const struct haptics_ref *ref, struct haptics_ref *live)
{
	obs_source_t *source = source_ref_find(ref);
	bool is_there = source && !obs_source_removed(source);
	if (is_there)
		source_ref_of(source, live);
	obs_source_release(source);
	return is_there;
}
