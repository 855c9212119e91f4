/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/source_ref.h"

#include <obs-module.h>

#include "haptics/rules/rule.h"

void source_ref_of(struct obs_source *source, struct haptics_ref *ref)
{
	*ref = (struct haptics_ref){0};
	haptics_copy_text(ref->name, sizeof(ref->name), obs_source_get_name(source));
#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(29, 1, 0)
	haptics_copy_text(ref->uuid, sizeof(ref->uuid), obs_source_get_uuid(source));
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
