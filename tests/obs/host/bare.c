/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module in a bare libobs: no frontend, no obs-websocket, and what else may be missing. One scenario a run. */

#include "fake_engine.h"
#include "host.h"
#include "overlay_session.h"

static void loads_and_unloads(void)
{
	overlay_start();
	HOST_CHECK(host_has_logged("[lovense-for-obs] version"));
	host_finish();
}

static void expect_intent(const char *hotkey, enum haptics_intent_kind kind, double value)
{
	struct haptics_intent intent;
	fake_engine_forget_intents(fake_engine_current());
	HOST_CHECK(host_press(hotkey));
	HOST_CHECK(fake_engine_take_intent(fake_engine_current(), &intent));
	HOST_CHECK(intent.kind == kind && intent.value > value - 1e-9 && intent.value < value + 1e-9);
	HOST_CHECK(!fake_engine_take_intent(fake_engine_current(), &intent)); /* the release means nothing */
}

static void hotkeys_post_what_they_say(void)
{
	overlay_start();
	expect_intent("lovense-for-obs.stop_all", HAPTICS_INTENT_STOP_ALL, 0.0);
	expect_intent("lovense-for-obs.toggle_armed", HAPTICS_INTENT_TOGGLE_ARMED, 0.0);
	expect_intent("lovense-for-obs.ceiling_up", HAPTICS_INTENT_STEP_CEILING, 0.05);
	expect_intent("lovense-for-obs.ceiling_down", HAPTICS_INTENT_STEP_CEILING, -0.05);
	expect_intent("lovense-for-obs.test_pulse", HAPTICS_INTENT_RUN_LEVEL, 0.20);
	expect_intent("lovense-for-obs.toggle_tips", HAPTICS_INTENT_TOGGLE_TIPS, 0.0);
	expect_intent("lovense-for-obs.queue_skip", HAPTICS_INTENT_SKIP_CURRENT, 0.0);
	expect_intent("lovense-for-obs.queue_pause", HAPTICS_INTENT_TOGGLE_QUEUE, 0.0);
	expect_intent("lovense-for-obs.queue_clear", HAPTICS_INTENT_CLEAR_QUEUE, 0.0);
	struct haptics_intent intent;
	fake_engine_forget_intents(fake_engine_current());
	HOST_CHECK(host_press("lovense-for-obs.pause"));
	HOST_CHECK(fake_engine_take_intent(fake_engine_current(), &intent));
	HOST_CHECK(intent.kind == HAPTICS_INTENT_PAUSE && intent.duration_ms == 30000);
	HOST_CHECK(!fake_engine_take_intent(fake_engine_current(), &intent));
	host_finish();
}

static void loads_without_video(void)
{
	struct host_options options = {.has_no_video = true};
	host_start(&options);
	HOST_CHECK(host_load_module());
	obs_source_t *source = obs_source_create("lovense_pairing_qr", "overlay", NULL, NULL);
	HOST_CHECK(obs_source_get_width(source) == 424);
	obs_properties_t *properties = obs_source_properties(source);
	HOST_CHECK(properties != NULL);
	obs_properties_destroy(properties);
	obs_source_release(source);
	host_finish();
}

static void properties_open_without_a_source(void)
{
	overlay_start();
	obs_properties_t *properties = obs_get_source_properties("lovense_pairing_qr");
	HOST_CHECK(obs_properties_first(properties) != NULL);
	obs_properties_destroy(properties);
	host_finish();
}

static void a_worker_that_hangs_does_not_keep_obs(void)
{
	overlay_start();
	fake_engine_hang(fake_engine_current(), true);
	host_finish();
	HOST_CHECK(host_has_logged("did not end in time"));
}

static void a_leaked_source_survives_the_module(void)
{
	overlay_start();
	overlay_offer_code(overlay_pairing);
	overlay_make("{}"); /* nobody releases it: libobs destroys it, after the module is gone */
	obs_shutdown();
	HOST_CHECK(fake_engine_held_snapshots() == 0);
}

static const struct host_scenario scenarios[] = {
	{"loads_and_unloads", loads_and_unloads},
	{"hotkeys_post_what_they_say", hotkeys_post_what_they_say},
	{"loads_without_video", loads_without_video},
	{"properties_open_without_a_source", properties_open_without_a_source},
	{"a_worker_that_hangs_does_not_keep_obs", a_worker_that_hangs_does_not_keep_obs},
	{"a_leaked_source_survives_the_module", a_leaked_source_survives_the_module},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
