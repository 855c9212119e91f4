/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A settings store on a folder of its own, for the tests of it. */
#pragma once

#include <jansson.h>

#include "obs/stores/settings.h"

struct settings_fixture {
	char folder[64];
	struct engine *engine;
	struct settings_store *store;
	struct engine_settings settings;
};

/* For cmocka: *state is the fixture, without a store as yet. */
int settings_fixture_set_up(void **state);
int settings_fixture_tear_down(void **state);
/* Opens the store (anew) and copies its settings. */
void settings_fixture_load(struct settings_fixture *fixture);
/* New reference: the file in the folder as JSON. */
json_t *settings_fixture_saved(const struct settings_fixture *fixture, const char *name);
