/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who gets to see a pairing code while OBS is live. One scenario a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <util/platform.h>

#include "../scratch.h"
#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "overlay_session.h"
#include "session.h"

struct folder {
	char config[64];
	char module[128];
};

static void begin(struct folder *folder, const char *settings_json)
{
	scratch_make(folder->config);
	snprintf(folder->module, sizeof(folder->module), "%s/lovense-for-obs", folder->config);
	os_mkdirs(folder->module);
	scratch_write(folder->module, "settings.json", settings_json);
	HOST_CHECK(setenv("CONFIG", folder->config, 1) == 0);
	session_start();
	session_finish_loading(NULL);
	overlay_offer_code(overlay_pairing);
}

static void end(struct folder *folder)
{
	session_leave();
	session_finish();
	scratch_remove(folder->module);
	scratch_remove(folder->config);
}

static void set_show_when(obs_source_t *source, const char *word)
{
	obs_data_t *settings = obs_data_create();
	obs_data_set_string(settings, "show_when", word);
	obs_source_update(source, settings);
	obs_data_release(settings);
	host_run_frames(3);
}

static void set_virtual_camera(bool is_on)
{
	frontend_set_virtual_camera(is_on);
	frontend_send(is_on ? OBS_FRONTEND_EVENT_VIRTUALCAM_STARTED : OBS_FRONTEND_EVENT_VIRTUALCAM_STOPPED);
	host_run_frames(2);
}

#define REFUSED "{\"version\": 1}"
#define ALLOWED "{\"version\": 1, \"code_on_air\": true}"

static void a_code_is_recorded_with_the_streamers_consent(void)
{
	struct folder folder;
	obs_scene_t *scene = NULL;
	begin(&folder, ALLOWED);
	obs_source_t *source = overlay_make("{}");
	overlay_put_on_air(source, &scene);
	overlay_expect_recorded(5, "");
	set_show_when(source, "always");
	overlay_expect_recorded(5, overlay_pairing);
	overlay_take_off_air(source, scene);
	end(&folder);
}

static void another_program_cannot_put_it_on_air(void)
{
	struct folder folder;
	obs_scene_t *scene = NULL;
	begin(&folder, REFUSED);
	obs_source_t *source = overlay_make("{}");
	overlay_put_on_air(source, &scene);
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STARTING);
	set_show_when(source, "always");
	overlay_expect_empty(source);
	session_expect("ShowPairing", "{}", "not_allowed");
	HOST_CHECK(fake_engine_calls(session_engine()).new_qrs == 0);
	overlay_expect_recorded(5, "");
	overlay_take_off_air(source, scene);
	end(&folder);
}

/* It takes both: the streamer's consent, and a source that is set to it. */
static void it_is_asked_for_while_live_where_both_want_it(void)
{
	struct folder folder;
	begin(&folder, ALLOWED);
	obs_source_t *source = overlay_make("{}");
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STARTING);
	session_expect("ShowPairing", "{}", "not_allowed");
	set_show_when(source, "always");
	session_expect("ShowPairing", "{}", NULL);
	set_show_when(source, "preview_only");
	session_expect("ShowPairing", "{}", "not_allowed");
	obs_source_release(source);
	end(&folder);
}

/* It may send a source or the preview in place of the program. */
static void no_source_draws_it_while_the_virtual_camera_runs(void)
{
	static const char *const words[] = {"not_live", "preview_only", "always"};
	struct folder folder;
	begin(&folder, REFUSED);
	obs_source_t *source = overlay_make("{}");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		set_show_when(source, words[i]);
		overlay_expect_code(source, overlay_pairing);
		set_virtual_camera(true);
		overlay_expect_empty(source);
		session_expect("ShowPairing", "{}", "not_allowed");
		set_virtual_camera(false);
		overlay_expect_code(source, overlay_pairing);
	}
	obs_source_release(source);
	end(&folder);
}

static void the_virtual_camera_shows_it_with_consent(void)
{
	struct folder folder;
	begin(&folder, ALLOWED);
	obs_source_t *source = overlay_make("{\"show_when\": \"preview_only\"}");
	set_virtual_camera(true);
	overlay_expect_code(source, overlay_pairing);
	set_show_when(source, "not_live");
	overlay_expect_empty(source);
	set_show_when(source, "always");
	overlay_expect_code(source, overlay_pairing);
	obs_source_release(source);
	end(&folder);
}

/* OBS told nobody: the module was not there, or its events were lost. */
static void a_virtual_camera_that_runs_already_is_noticed(void)
{
	struct folder folder;
	begin(&folder, REFUSED);
	obs_source_t *source = overlay_make("{\"show_when\": \"preview_only\"}");
	frontend_set_virtual_camera(true);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
	host_run_frames(2);
	overlay_expect_empty(source);
	obs_source_release(source);
	end(&folder);
}

static bool is_visible(obs_properties_t *properties, const char *name)
{
	return obs_property_visible(obs_properties_get(properties, name));
}

static void check_properties(const char *settings_json, bool is_allowed)
{
	struct folder folder;
	begin(&folder, settings_json);
	obs_source_t *source = overlay_make("{\"show_when\": \"always\"}");
	obs_data_t *settings = obs_source_get_settings(source);
	obs_properties_t *properties = obs_source_properties(source);
	HOST_CHECK(is_visible(properties, "live_refused") == !is_allowed);
	HOST_CHECK(is_visible(properties, "live_warning") == is_allowed);
	HOST_CHECK(is_visible(properties, "show_again") == is_allowed);
	obs_data_set_string(settings, "show_when", "not_live");
	obs_property_modified(obs_properties_get(properties, "show_when"), settings);
	HOST_CHECK(!is_visible(properties, "live_refused") && !is_visible(properties, "live_warning"));
	obs_properties_destroy(properties);
	obs_data_release(settings);
	obs_source_release(source);
	end(&folder);
}

static void the_properties_say_why_nothing_is_drawn(void)
{
	check_properties(REFUSED, false);
}

static void the_properties_warn_who_has_allowed_it(void)
{
	check_properties(ALLOWED, true);
}

static const struct host_scenario scenarios[] = {
	{"a_code_is_recorded_with_the_streamers_consent", a_code_is_recorded_with_the_streamers_consent},
	{"another_program_cannot_put_it_on_air", another_program_cannot_put_it_on_air},
	{"it_is_asked_for_while_live_where_both_want_it", it_is_asked_for_while_live_where_both_want_it},
	{"no_source_draws_it_while_the_virtual_camera_runs", no_source_draws_it_while_the_virtual_camera_runs},
	{"the_virtual_camera_shows_it_with_consent", the_virtual_camera_shows_it_with_consent},
	{"a_virtual_camera_that_runs_already_is_noticed", a_virtual_camera_that_runs_already_is_noticed},
	{"the_properties_say_why_nothing_is_drawn", the_properties_say_why_nothing_is_drawn},
	{"the_properties_warn_who_has_allowed_it", the_properties_warn_who_has_allowed_it},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
