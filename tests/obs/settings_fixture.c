/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "settings_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "scratch.h"

int settings_fixture_set_up(void **state)
{
	struct settings_fixture *fixture = calloc(1, sizeof(*fixture));
	struct engine_config config = {0};
	scratch_make(fixture->folder);
	fixture->engine = engine_create(&config);
	*state = fixture;
	return 0;
}

int settings_fixture_tear_down(void **state)
{
	struct settings_fixture *fixture = *state;
	settings_store_destroy(fixture->store);
	engine_destroy(fixture->engine);
	scratch_remove(fixture->folder);
	free(fixture);
	return 0;
}

void settings_fixture_load(struct settings_fixture *fixture)
{
	settings_store_destroy(fixture->store);
	fixture->store = settings_store_create_in(fixture->folder, fixture->engine);
	settings_store_get(fixture->store, &fixture->settings);
}

json_t *settings_fixture_saved(const struct settings_fixture *fixture, const char *name)
{
	char text[16384];
	assert_true(scratch_read(fixture->folder, name, text, sizeof(text)));
	json_t *json = json_loads(text, 0, NULL);
	assert_non_null(json);
	return json;
}
