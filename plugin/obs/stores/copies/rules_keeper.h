/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the copy of the open scene collection's rules (rules_archive.h) as new as the rules in memory. Sets that did
 * not change since the last call cost nothing. Needs a frontend. UI thread; may read and write small files. */
#pragma once

#include "obs/stores/copies/rules_archive.h"

struct haptics_rules;
struct rules_keeper;

/* folder as for rules_archive_create(). Never NULL. */
struct rules_keeper *rules_keeper_create(const char *folder);
/* NULL is fine, here and below: nothing is kept, and everything is known. */
void rules_keeper_destroy(struct rules_keeper *keeper);
/* A collection was opened with these rules. */
enum rules_origin rules_keeper_open(struct rules_keeper *keeper, const struct haptics_rules *rules);
/* Nothing is kept until the next one is opened. */
void rules_keeper_close(struct rules_keeper *keeper);
void rules_keeper_keep(struct rules_keeper *keeper, const struct haptics_rules *rules);
/* The same, right before OBS writes them: the collection's file may never have what the archive does not know. */
void rules_keeper_save(struct rules_keeper *keeper, const struct haptics_rules *rules);
/* OBS's list of collections has changed, or one has another name. */
void rules_keeper_follow_collections(struct rules_keeper *keeper);
/* As in rules_archive.h. */
bool rules_keeper_has_lost(const struct rules_keeper *keeper);
json_t *rules_keeper_take_lost(struct rules_keeper *keeper);
