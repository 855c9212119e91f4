/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/source_ref.h"

#include <string.h>

#include <obs-module.h>

#include "haptics/rules/rule.h"

void source_ref_of(struct obs_source *source, struct haptics_ref *ref)
{
	*ref = (struct haptics_ref){0};
	haptics_copy_name(ref->name, obs_source_get_name(source));
#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(29, 1, 0)
	haptics_copy_text(ref->uuid, sizeof(ref->uuid), obs_source_get_uuid(source));
#endif
}

struct search {
	const char *name;
	struct obs_source *found; /* a reference */
};

static bool match_name(void *data, obs_source_t *source)
{
	struct search *search = data;
	char name[HAPTICS_NAME_SIZE];
	haptics_copy_name(name, obs_source_get_name(source));
	if (strcmp(name, search->name) == 0)
		search->found = obs_source_get_ref(source);
	return !search->found;
}

/* libobs knows none by a name that was cut. */
static struct obs_source *find_by_long_name(const char *name)
{
	struct search search = {.name = name};
	obs_enum_sources(match_name, &search);
	if (!search.found)
		obs_enum_scenes(match_name, &search);
	return search.found;
}

static struct obs_source *find_by_name(const char *name)
{
	enum { LONGEST_CHARACTER = 4 };
	obs_source_t *source = obs_get_source_by_name(name);
	bool may_be_cut = strlen(name) >= HAPTICS_NAME_SIZE - LONGEST_CHARACTER;
	return source || !may_be_cut ? source : find_by_long_name(name);
}

struct obs_source *source_ref_find(const struct haptics_ref *ref)
{
#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(29, 1, 0)
	obs_source_t *source = ref->uuid[0] ? obs_get_source_by_uuid(ref->uuid) : NULL;
	if (source)
		return source;
#endif
	return ref->name[0] ? find_by_name(ref->name) : NULL;
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
