/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies of the rules of every scene collection, in the module's config folder: rules/COLLECTION.json, where COLLECTION
 * is the name of the collection's file. An OBS that runs without the module may drop the rules from the collection
 * (29.0 to 30.1 do): the copy has them still. The copies also tell which rules are known here, so that those of
 * somebody else are noticed: what counts is the content.
 *
 * A copy is a rule set as in a file of rules, with one member more, "_copy": {"collection": its name in OBS, "on_disk":
 * the set that the collection's file had before}. So what OBS may have on the disk after a crash is always known.
 * rules/.known.json lists collections that were there before the first copy was made. rules/replaced/ has the copies
 * that other rules took the place of.
 *
 * Thread: UI. Everything but rules_archive_create() may read or write small files. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct rules_archive;

/* A scene collection, both borrowed. */
struct collection_id {
	const char *file; /* name of its file, without folder and ending */
	const char *name; /* as OBS shows it */
};

enum rules_origin {
	RULES_KNOWN = 1,
	RULES_FOREIGN, /* not made in this OBS, or not seen since: nobody here has accepted them */
	RULES_LOST,    /* the collection has none, but its copy has: see rules_archive_lost() */
};

/* folder: of the copies, NULL: none are kept, and everything is known. Never NULL. */
struct rules_archive *rules_archive_create(const char *folder);
void rules_archive_destroy(struct rules_archive *archive);
/* The names of all collections, ended by NULL: without a folder of copies they count as known, once. Before the first
 * collection is opened. */
void rules_archive_begin(struct rules_archive *archive, const char *const *names);
/* Which rules these are that a collection was opened with. From now on its copy is kept. */
enum rules_origin rules_archive_open(struct rules_archive *archive, const struct collection_id *id,
				     const json_t *rules);
/* Nothing is written until the next one is opened. */
void rules_archive_close(struct rules_archive *archive);
/* What the copy had and the collection had not when it was opened; borrowed, NULL: nothing. While there are no rules
 * in place of it the copy is not changed; then it is in rules/replaced/ too. */
const json_t *rules_archive_lost(const struct rules_archive *archive);
/* The same, for the caller to put back: new reference, and nothing is lost any more. */
json_t *rules_archive_take_lost(struct rules_archive *archive);
/* The copy has these rules from now on; nothing is written when it has them already. false: not written. */
bool rules_archive_keep(struct rules_archive *archive, const json_t *rules);
/* The same, and OBS writes them into the collection's file right after this. */
bool rules_archive_save(struct rules_archive *archive, const json_t *rules);
/* OBS's list of collections has changed, or the open one has another name. Follows a rename, and forgets collections
 * that are gone. names as above. */
void rules_archive_follow(struct rules_archive *archive, const struct collection_id *id, const char *const *names);
