/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "overlay_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/bmem.h>

#include "fake_engine.h"
#include "host.h"

const char overlay_pairing[] = "{\"type\":5,\"data\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"
			       "MDEyMzQ1Njc4OTo7PD0+Pw==\"}";

void overlay_offer_code(const char *payload)
{
	static uint32_t serial;
	struct engine_snapshot snapshot;
	fake_engine_blank(&snapshot);
	snapshot.state = ENGINE_WAITING_FOR_SCAN;
	snapshot.qr_serial = ++serial;
	snprintf(snapshot.qr_payload, sizeof(snapshot.qr_payload), "%s", payload);
	fake_engine_publish(fake_engine_current(), &snapshot);
}

void overlay_show_state(enum engine_state state)
{
	struct engine_snapshot snapshot;
	fake_engine_blank(&snapshot);
	snapshot.state = state;
	fake_engine_publish(fake_engine_current(), &snapshot);
}

void overlay_start(void)
{
	struct host_options options = {.config = getenv("CONFIG")};
	host_start(&options);
	HOST_CHECK(host_load_module());
	HOST_CHECK(fake_engine_calls(fake_engine_current()).starts == 1);
}

obs_source_t *overlay_make(const char *settings_json)
{
	obs_data_t *settings = obs_data_create_from_json(settings_json);
	obs_source_t *source = obs_source_create("lovense_pairing_qr", "overlay", settings, NULL);
	obs_data_release(settings);
	HOST_CHECK(source != NULL);
	host_run_frames(2);
	return source;
}

void overlay_expect_code(obs_source_t *source, const char *payload)
{
	char text[4096];
	struct host_picture picture = host_draw(source);
	host_read(&picture, text, sizeof(text));
	if (strcmp(text, payload) != 0)
		fprintf(stderr, "read \"%s\", not \"%s\"\n", text, payload);
	HOST_CHECK(strcmp(text, payload) == 0);
	bfree(picture.bgra);
}

void overlay_expect_empty(obs_source_t *source)
{
	struct host_picture picture = host_draw(source);
	HOST_CHECK(host_is_empty(&picture));
	bfree(picture.bgra);
}

void overlay_put_on_air(obs_source_t *source, obs_scene_t **scene)
{
	struct vec2 position = {.x = 300.0f, .y = 100.0f};
	*scene = obs_scene_create("scene");
	obs_sceneitem_set_pos(obs_scene_add(*scene, source), &position);
	obs_set_output_source(0, obs_scene_get_source(*scene));
	host_run_frames(2);
}

void overlay_take_off_air(obs_source_t *source, obs_scene_t *scene)
{
	obs_set_output_source(0, NULL);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	obs_source_release(source);
}

void overlay_expect_recorded(int frame, const char *payload)
{
	char text[4096];
	struct host_picture picture = host_record(frame);
	host_read(&picture, text, sizeof(text));
	HOST_CHECK(strcmp(text, payload) == 0);
	bfree(picture.bgra);
}
