/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/copies/rules_keeper.h"

#include <util/bmem.h>

#include "haptics/rules/rule.h"
#include "obs/stores/copies/open_collection.h"

struct rules_keeper {
	struct rules_archive *archive;
	bool has_begun;                     /* the archive knows which collections there are */
	const struct haptics_rules *copied; /* a reference to what the archive has, */
	const struct haptics_rules *saved;  /* and to what OBS saved last; NULL: nothing of this collection */
};

static void hold(const struct haptics_rules **slot, const struct haptics_rules *rules)
{
	const struct haptics_rules *old = *slot;
	*slot = haptics_rules_retain(rules);
	haptics_rules_release(old);
}

struct rules_keeper *rules_keeper_create(const char *folder)
{
	struct rules_keeper *keeper = bzalloc(sizeof(*keeper));
	keeper->archive = rules_archive_create(folder);
	return keeper;
}

void rules_keeper_close(struct rules_keeper *keeper)
{
	if (!keeper)
		return;
	rules_archive_close(keeper->archive);
	hold(&keeper->copied, NULL);
	hold(&keeper->saved, NULL);
}

void rules_keeper_destroy(struct rules_keeper *keeper)
{
	if (!keeper)
		return;
	rules_keeper_close(keeper);
	rules_archive_destroy(keeper->archive);
	bfree(keeper);
}

enum rules_origin rules_keeper_open(struct rules_keeper *keeper, const struct haptics_rules *rules)
{
	struct open_collection collection;
	if (!keeper)
		return RULES_KNOWN;
	rules_keeper_close(keeper);
	open_collection_get(&collection);
	const char *const open_alone[] = {collection.id.name, NULL}; /* where OBS does not list them */
	const char *const *names = collection.names ? (const char *const *)collection.names : open_alone;
	if (!keeper->has_begun)
		rules_archive_begin(keeper->archive, names);
	keeper->has_begun = true;
	enum rules_origin origin = rules_archive_open(keeper->archive, &collection.id, haptics_rules_json(rules));
	open_collection_free(&collection);
	return origin;
}

void rules_keeper_keep(struct rules_keeper *keeper, const struct haptics_rules *rules)
{
	if (keeper && keeper->copied != rules && rules_archive_keep(keeper->archive, haptics_rules_json(rules)))
		hold(&keeper->copied, rules);
}

void rules_keeper_save(struct rules_keeper *keeper, const struct haptics_rules *rules)
{
	if (!keeper || keeper->saved == rules || !rules_archive_save(keeper->archive, haptics_rules_json(rules)))
		return;
	hold(&keeper->saved, rules);
	hold(&keeper->copied, rules);
}

void rules_keeper_follow_collections(struct rules_keeper *keeper)
{
	struct open_collection collection;
	if (!keeper || !keeper->has_begun)
		return;
	open_collection_get(&collection);
	rules_archive_follow(keeper->archive, &collection.id, (const char *const *)collection.names);
	open_collection_free(&collection);
}

bool rules_keeper_has_lost(const struct rules_keeper *keeper)
{
	return keeper && rules_archive_lost(keeper->archive);
}

json_t *rules_keeper_take_lost(struct rules_keeper *keeper)
{
	return keeper ? rules_archive_take_lost(keeper->archive) : NULL;
}
