/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A rules store on the scripted engine, with a folder of its own, in a frontend that has the collections "Show" (open)
 * and "Other". */
#pragma once

#include <stdbool.h>

#include <jansson.h>

#define RULE(id, extra)                                                                                                \
	"{\"id\": \"" id "\", \"name\": \"N\", \"when\": {\"type\": \"hotkey\"},"                                      \
	" \"do\": {\"kind\": \"level\", \"level\": 0.5" extra "}}"
#define SET(rules) "{\"version\": 1, \"rules\": [" rules "]}"

struct haptics_rules;

struct rules_fixture {
	char folder[64];
	struct engine *engine;
	struct rules_store *store;
	int changes;
	const struct haptics_rules *rules; /* as told last */
	char error[256];
};

/* For cmocka: *state is the fixture. */
int rules_fixture_set_up(void **state);
int rules_fixture_tear_down(void **state);
/* A new store, not attached. */
void rules_fixture_renew(struct rules_fixture *fixture);
bool rules_fixture_set(struct rules_fixture *fixture, const char *json);
/* OBS loads a collection with these modules into an attached store. */
void rules_fixture_load(const char *modules_json);
/* What OBS would write of us; new reference. */
json_t *rules_fixture_save(void);
/* How often OBS was asked to save, in this program. */
extern int rules_fixture_saves;
