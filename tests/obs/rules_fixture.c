/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules_fixture.h"

#include <stdlib.h>

#include <obs-frontend-api.h>
#include <util/bmem.h>

#include "fake_engine.h"
#include "obs/stores/rules_store.h"
#include "scratch.h"

int rules_fixture_saves;

/* --- a frontend that saves and loads --- */

static obs_frontend_save_cb save_callback;
static void *save_data;

void obs_frontend_add_save_callback(obs_frontend_save_cb callback, void *data)
{
	save_callback = callback;
	save_data = data;
}

void obs_frontend_remove_save_callback(obs_frontend_save_cb callback, void *data)
{
	if (callback != save_callback || data != save_data)
		abort();
	save_callback = NULL;
}

void obs_frontend_save(void)
{
	rules_fixture_saves++;
}

char *obs_frontend_get_current_scene_collection(void)
{
	return bstrdup("Show");
}

char **obs_frontend_get_scene_collections(void)
{
	static char *const names[] = {"Show", "Other", NULL};
	return bmemdup(names, sizeof(names));
}

config_t *obs_frontend_get_global_config(void)
{
	return NULL;
}

void rules_fixture_load(const char *modules_json)
{
	obs_data_t *modules = obs_data_create_from_json(modules_json);
	save_callback(modules, false, save_data);
	obs_data_release(modules);
}

json_t *rules_fixture_save(void)
{
	obs_data_t *saved = obs_data_create();
	save_callback(saved, true, save_data);
	obs_data_t *ours = obs_data_get_obj(saved, "lovense-for-obs");
	json_t *json = json_loads(obs_data_get_json(ours), 0, NULL);
	obs_data_release(ours);
	obs_data_release(saved);
	return json;
}

/* --- the store --- */

static void on_changed(void *ctx, const struct haptics_rules *rules)
{
	struct rules_fixture *fixture = ctx;
	fixture->rules = rules;
	fixture->changes++;
}

static void end_store(struct rules_fixture *fixture)
{
	if (fixture->store && save_callback)
		rules_store_detach(fixture->store);
	rules_store_destroy(fixture->store);
}

void rules_fixture_renew(struct rules_fixture *fixture)
{
	end_store(fixture);
	fixture->store = rules_store_create(fixture->engine, on_changed, fixture);
}

int rules_fixture_set_up(void **state)
{
	struct rules_fixture *fixture = calloc(1, sizeof(*fixture));
	struct engine_config config = {0};
	scratch_make(fixture->folder);
	fixture->engine = engine_create(&config);
	rules_fixture_renew(fixture);
	*state = fixture;
	return 0;
}

int rules_fixture_tear_down(void **state)
{
	struct rules_fixture *fixture = *state;
	end_store(fixture);
	engine_destroy(fixture->engine);
	scratch_remove(fixture->folder);
	free(fixture);
	return 0;
}

bool rules_fixture_set(struct rules_fixture *fixture, const char *json)
{
	return rules_store_set_json(fixture->store, json, fixture->error, sizeof(fixture->error));
}
