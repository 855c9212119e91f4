/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module from load to exit, in every order of events that OBS sends. One scenario a run. */
#include <string.h>

#include <util/threading.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

static void lives_from_load_to_exit(void)
{
	struct haptics_intent intent;
	session_start();
	HOST_CHECK(fake_engine_calls(session_engine()).starts == 1);
	session_finish_loading(SESSION_RULES);
	HOST_CHECK(fake_engine_calls(session_engine()).rule_sets > 0 &&
		   !fake_engine_calls(session_engine()).had_null_rules);
	HOST_CHECK(session_saved_rules_are(SESSION_RULES));
	frontend_send(OBS_FRONTEND_EVENT_SCRIPTING_SHUTDOWN);
	HOST_CHECK(fake_engine_calls(session_engine()).stop_requests == 1 &&
		   fake_engine_calls(session_engine()).joins == 0);
	HOST_CHECK(!websocket_has_request("GetStatus"));
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP);
	frontend_send(OBS_FRONTEND_EVENT_EXIT);
	HOST_CHECK(fake_engine_calls(session_engine()).joins == 1);
	HOST_CHECK(frontend_callback_count() == 0);
	HOST_CHECK(!host_has_hotkey("lovense-for-obs.stop_all", NULL, 0));
	frontend_close();
	HOST_CHECK(!session_take(HAPTICS_INTENT_RUN_RULE, &intent));
	session_finish();
	HOST_CHECK(frontend_calls_after_close() == 0);
}

static void exits_right_after_loading(void)
{
	session_start();
	session_leave();
	session_finish();
	HOST_CHECK(frontend_calls_after_close() == 0);
}

static void exits_in_the_middle_of_a_collection_change(void)
{
	session_start();
	session_finish_loading(SESSION_RULES);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
	session_leave();
	session_finish();
}

static void exits_while_the_worker_hangs(void)
{
	session_start();
	session_finish_loading(SESSION_RULES);
	fake_engine_hang(session_engine(), true);
	session_leave();
	session_finish();
	HOST_CHECK(host_has_logged("did not end in time"));
	HOST_CHECK(frontend_calls_after_close() == 0);
}

static void unloads_though_exit_never_came(void)
{
	session_start();
	session_finish_loading(SESSION_RULES);
	frontend_close();
	obs_shutdown();
	HOST_CHECK(frontend_calls_after_close() == 0);
}

static void takes_events_after_the_shutdown_began(void)
{
	session_start();
	session_finish_loading(SESSION_RULES);
	frontend_send(OBS_FRONTEND_EVENT_SCRIPTING_SHUTDOWN);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_CHANGED);
	frontend_send(OBS_FRONTEND_EVENT_FINISHED_LOADING);
	frontend_send(OBS_FRONTEND_EVENT_PROFILE_CHANGED);
	frontend_send(OBS_FRONTEND_EVENT_EXIT);
	frontend_close();
	session_finish();
}

static void *send_from_elsewhere(void *unused)
{
	UNUSED_PARAMETER(unused);
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STARTED);
	frontend_send(OBS_FRONTEND_EVENT_PROFILE_CHANGED);
	return NULL;
}

static void events_of_other_threads_come_to_the_ui_thread(void)
{
	struct haptics_intent intent;
	pthread_t thread;
	session_start();
	session_finish_loading(NULL);
	fake_engine_forget_intents(session_engine());
	pthread_create(&thread, NULL, send_from_elsewhere, NULL);
	pthread_join(thread, NULL);
	HOST_CHECK(!session_take(HAPTICS_INTENT_OUTPUT, &intent));
	host_run_ui();
	HOST_CHECK(session_take(HAPTICS_INTENT_OUTPUT, &intent));
	HOST_CHECK(intent.output == HAPTICS_OUTPUT_STREAM && intent.on && !intent.is_initial);
	session_leave();
	session_finish();
}

/* --- scene collections --- */

static void changing_the_collection_stops_and_swaps_the_rules(void)
{
	struct haptics_intent intent;
	char rules[4096];
	session_start();
	session_finish_loading(SESSION_RULES);
	fake_engine_forget_intents(session_engine());
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
	HOST_CHECK(session_take(HAPTICS_INTENT_HALT, &intent) && intent.cause == HAPTICS_HALT_COLLECTION);
	HOST_CHECK(fake_engine_calls(session_engine()).had_null_rules);
	HOST_CHECK(session_saved_rules_are(SESSION_RULES)); /* OBS saves the old collection now */
	session_load_collection("{\"version\": 1, \"rules\": []}");
	HOST_CHECK(!host_has_hotkey("lovense-for-obs.rule.r-key", NULL, 0));
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
	fake_engine_rules(session_engine(), rules, sizeof(rules));
	HOST_CHECK(strstr(rules, "r-key") == NULL);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
	session_load_collection(SESSION_RULES);
	HOST_CHECK(fake_engine_calls(session_engine()).had_null_rules || !strstr(rules, "r-key"));
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
	fake_engine_rules(session_engine(), rules, sizeof(rules));
	HOST_CHECK(strstr(rules, "r-key") != NULL);
	HOST_CHECK(host_has_hotkey("lovense-for-obs.rule.r-key", NULL, 0));
	session_leave();
	session_finish();
}

/* From OBS 31 on the first collection is told as any other, before OBS has finished loading. */
static void entering_a_collection_again_ends_nothing(void)
{
	char rules[4096];
	session_start();
	session_load_collection(SESSION_RULES);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
	int handed = fake_engine_calls(session_engine()).rule_sets;
	frontend_send(OBS_FRONTEND_EVENT_FINISHED_LOADING);
	host_run_ui();
	HOST_CHECK(fake_engine_calls(session_engine()).rule_sets == handed);
	/* The same name, and other contents. */
	session_load_collection("{\"version\": 1, \"rules\": []}");
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
	fake_engine_rules(session_engine(), rules, sizeof(rules));
	HOST_CHECK(strstr(rules, "r-key") == NULL);
	session_leave();
	session_finish();
}

static void another_profile_stops_output(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SESSION_RULES);
	fake_engine_forget_intents(session_engine());
	frontend_send(OBS_FRONTEND_EVENT_PROFILE_CHANGED);
	HOST_CHECK(session_take(HAPTICS_INTENT_HALT, &intent) && intent.cause == HAPTICS_HALT_PROFILE);
	session_leave();
	session_finish();
}

/* OBS 30 ends itself when a source of the old collection is still held at CLEANUP. */
static void nothing_of_a_collection_is_held_after_its_cleanup(void)
{
	session_start();
	obs_scene_t *scene = obs_scene_create("Opening");
	obs_source_t *source = obs_source_create("lovense_pairing_qr", "Alert", NULL, NULL);
	obs_scene_add(scene, source);
	frontend_set_scene(obs_scene_get_source(scene));
	session_finish_loading(SESSION_RULES);
	host_run_frames(2);
	obs_weak_source_t *weak[] = {obs_source_get_weak_source(obs_scene_get_source(scene)),
				     obs_source_get_weak_source(source)};
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
	frontend_set_scene(NULL);
	obs_source_remove(source);
	obs_source_release(source);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CLEANUP);
	obs_wait_for_destroy_queue();
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++) {
		HOST_CHECK(obs_weak_source_expired(weak[i]));
		obs_weak_source_release(weak[i]);
	}
	session_leave();
	session_finish();
}

static void rules_of_a_newer_version_are_kept_untouched(void)
{
	static const char newer[] =
		"{\"version\": 7, \"rules\": [{\"id\": \"x\", \"shape\": {\"new\": [{\"value\": 1}]}}]}";
	session_start();
	session_finish_loading(newer);
	HOST_CHECK(host_has_logged("[lovense-for-obs] rules:"));
	HOST_CHECK(session_saved_rules_are(newer));
	session_leave();
	session_finish();
}

static void one_bad_rule_does_not_silence_the_others(void)
{
	static const char mixed[] =
		"{\"version\": 1, \"rules\": ["
		"{\"id\": \"bad\", \"when\": {\"type\": \"hotkey\"}, \"do\": {\"kind\": \"level\", \"level\": 1.4}},"
		"{\"id\": \"good\", \"name\": \"G\", \"when\": {\"type\": \"hotkey\"},"
		" \"do\": {\"kind\": \"level\", \"level\": 0.4}}]}";
	char rules[4096];
	session_start();
	session_finish_loading(mixed);
	fake_engine_rules(session_engine(), rules, sizeof(rules));
	HOST_CHECK(strstr(rules, "\"good\"") && !strstr(rules, "\"bad\""));
	HOST_CHECK(host_has_hotkey("lovense-for-obs.rule.good", NULL, 0));
	HOST_CHECK(session_saved_rules_are(mixed));
	session_leave();
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"lives_from_load_to_exit", lives_from_load_to_exit},
	{"exits_right_after_loading", exits_right_after_loading},
	{"exits_in_the_middle_of_a_collection_change", exits_in_the_middle_of_a_collection_change},
	{"exits_while_the_worker_hangs", exits_while_the_worker_hangs},
	{"unloads_though_exit_never_came", unloads_though_exit_never_came},
	{"takes_events_after_the_shutdown_began", takes_events_after_the_shutdown_began},
	{"events_of_other_threads_come_to_the_ui_thread", events_of_other_threads_come_to_the_ui_thread},
	{"changing_the_collection_stops_and_swaps_the_rules", changing_the_collection_stops_and_swaps_the_rules},
	{"entering_a_collection_again_ends_nothing", entering_a_collection_again_ends_nothing},
	{"another_profile_stops_output", another_profile_stops_output},
	{"nothing_of_a_collection_is_held_after_its_cleanup", nothing_of_a_collection_is_held_after_its_cleanup},
	{"rules_of_a_newer_version_are_kept_untouched", rules_of_a_newer_version_are_kept_untouched},
	{"one_bad_rule_does_not_silence_the_others", one_bad_rule_does_not_silence_the_others},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
