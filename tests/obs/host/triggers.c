/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What OBS does, and what the module makes of it. One scenario a run. */
#include <string.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"

/* --- hotkeys --- */

static void bindings_come_with_the_profile(void)
{
	session_start();
	frontend_set_profile("[Hotkeys]\n"
			     "lovense-for-obs.stop_all={\"bindings\":[{\"key\":\"OBS_KEY_F9\",\"control\":true}]}\n"
			     "lovense-for-obs.rule.r-key={\"bindings\":[{\"key\":\"OBS_KEY_F8\"}]}\n"
			     "lovense-for-obs.toggle_armed=not json\n");
	session_finish_loading(SESSION_RULES);
	HOST_CHECK(host_bindings("lovense-for-obs.stop_all") == 1);
	HOST_CHECK(host_bindings("lovense-for-obs.rule.r-key") == 1);
	HOST_CHECK(host_bindings("lovense-for-obs.toggle_armed") == 0);
	frontend_set_profile("[Hotkeys]\nlovense-for-obs.ceiling_up={\"bindings\":[{\"key\":\"OBS_KEY_F1\"}]}\n");
	frontend_send(OBS_FRONTEND_EVENT_PROFILE_CHANGED);
	HOST_CHECK(host_bindings("lovense-for-obs.stop_all") == 0);
	HOST_CHECK(host_bindings("lovense-for-obs.rule.r-key") == 0);
	HOST_CHECK(host_bindings("lovense-for-obs.ceiling_up") == 1);
	session_leave();
	session_finish();
}

static void a_rule_has_a_hotkey_of_its_name(void)
{
	struct haptics_intent intent;
	char description[256];
	session_start();
	session_finish_loading(SESSION_RULES);
	HOST_CHECK(host_has_hotkey("lovense-for-obs.rule.r-key", description, sizeof(description)));
	HOST_CHECK(strstr(description, "Boost"));
	HOST_CHECK(!host_has_hotkey("lovense-for-obs.rule.r-source", NULL, 0));
	fake_engine_forget_intents(session_engine());
	HOST_CHECK(host_press("lovense-for-obs.rule.r-key"));
	HOST_CHECK(session_take(HAPTICS_INTENT_HOTKEY, &intent) && intent.on && strcmp(intent.id, "r-key") == 0);
	HOST_CHECK(session_take(HAPTICS_INTENT_HOTKEY, &intent) && !intent.on);
	session_leave();
	session_finish();
}

/* --- triggers --- */

static void facts_come_before_the_rules_and_are_no_edges(void)
{
	struct haptics_intent intent;
	bool has_scene = false;
	bool has_output = false;
	obs_scene_t *scene = NULL;
	session_start();
	scene = obs_scene_create("Opening");
	frontend_set_scene(obs_scene_get_source(scene));
	frontend_set_outputs(true, false);
	session_load_collection(SESSION_RULES);
	fake_engine_forget_intents(session_engine());
	int posts = fake_engine_calls(session_engine()).posts;
	frontend_send(OBS_FRONTEND_EVENT_FINISHED_LOADING);
	HOST_CHECK(fake_engine_calls(session_engine()).posts_when_last_rules > posts + 5);
	while (fake_engine_take_intent(session_engine(), &intent)) {
		if (intent.kind == HAPTICS_INTENT_SCENE_ENTERED)
			has_scene = intent.is_initial && strcmp(intent.ref.name, "Opening") == 0;
		if (intent.kind == HAPTICS_INTENT_OUTPUT && intent.output == HAPTICS_OUTPUT_STREAM)
			has_output = intent.is_initial && intent.on;
	}
	HOST_CHECK(has_scene && has_output);
	frontend_set_scene(NULL);
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
	session_leave();
	session_finish();
}

static void scenes_are_told_once(void)
{
	struct haptics_intent intent;
	obs_scene_t *a = NULL;
	obs_scene_t *b = NULL;
	session_start();
	a = obs_scene_create("A");
	b = obs_scene_create("B");
	frontend_set_scene(obs_scene_get_source(a));
	session_finish_loading(SESSION_RULES);
	fake_engine_forget_intents(session_engine());
	frontend_send(OBS_FRONTEND_EVENT_SCENE_CHANGED);
	HOST_CHECK(!session_take(HAPTICS_INTENT_SCENE_ENTERED, &intent));
	frontend_set_scene(obs_scene_get_source(b));
	frontend_send(OBS_FRONTEND_EVENT_SCENE_CHANGED);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_CHANGED);
	HOST_CHECK(session_take(HAPTICS_INTENT_SCENE_ENTERED, &intent) && strcmp(intent.ref.name, "B") == 0);
	HOST_CHECK(!intent.is_initial && !session_take(HAPTICS_INTENT_SCENE_ENTERED, &intent));
	frontend_set_scene(NULL);
	obs_source_remove(obs_scene_get_source(a));
	obs_source_remove(obs_scene_get_source(b));
	obs_scene_release(a);
	obs_scene_release(b);
	session_leave();
	session_finish();
}

/* --- transitions: one of the test's own, which lasts until it is told otherwise --- */

static const char *name_plain(void *data)
{
	UNUSED_PARAMETER(data);
	return "test transition";
}

static void *make_plain(obs_data_t *settings, obs_source_t *source)
{
	UNUSED_PARAMETER(settings);
	return source;
}

static void free_plain(void *data)
{
	UNUSED_PARAMETER(data);
}

static bool silence(void *data, uint64_t *time_ns, struct obs_source_audio_mix *audio, uint32_t mixers, size_t channels,
		    size_t sample_rate)
{
	UNUSED_PARAMETER(data);
	UNUSED_PARAMETER(time_ns);
	UNUSED_PARAMETER(audio);
	UNUSED_PARAMETER(mixers);
	UNUSED_PARAMETER(channels);
	UNUSED_PARAMETER(sample_rate);
	return false;
}

static obs_source_t *make_transition(const char *name)
{
	struct obs_source_info info = {
		.id = "test_transition",
		.type = OBS_SOURCE_TYPE_TRANSITION,
		.get_name = name_plain,
		.create = make_plain,
		.destroy = free_plain,
		.audio_render = silence,
	};
	obs_register_source(&info);
	return obs_source_create_private("test_transition", name, NULL); /* as OBS makes them */
}

/* A long transition begins, as with a stinger: OBS speaks of the change only when it is over. */
static void begin_transition(obs_source_t *transition, obs_scene_t *from, obs_scene_t *to)
{
	obs_transition_set(transition, obs_scene_get_source(from));
	HOST_CHECK(obs_transition_start(transition, OBS_TRANSITION_MODE_AUTO, 60000, obs_scene_get_source(to)));
}

static void remove_scene(obs_scene_t *scene)
{
	obs_source_remove(obs_scene_get_source(scene));
	obs_scene_release(scene);
}

static void the_start_of_a_long_transition_is_told(void)
{
	struct haptics_intent intent;
	session_start();
	obs_scene_t *a = obs_scene_create("A");
	obs_scene_t *b = obs_scene_create("B");
	obs_source_t *stinger = make_transition("Stinger");
	obs_source_t *later = make_transition("Later");
	frontend_set_scene(obs_scene_get_source(a));
	frontend_set_transition(stinger);
	session_finish_loading(SESSION_RULES);
	fake_engine_forget_intents(session_engine());
	begin_transition(stinger, a, b);
	HOST_CHECK(session_take(HAPTICS_INTENT_SCENE_STARTED, &intent));
	HOST_CHECK(strcmp(intent.ref.name, "B") == 0 && !intent.ref.uuid[0]);
	HOST_CHECK(!session_take(HAPTICS_INTENT_SCENE_ENTERED, &intent));
	frontend_set_scene(obs_scene_get_source(b));
	frontend_send(OBS_FRONTEND_EVENT_SCENE_CHANGED);
	HOST_CHECK(session_take(HAPTICS_INTENT_SCENE_ENTERED, &intent) && strcmp(intent.ref.name, "B") == 0);
	frontend_set_transition(later);
	frontend_send(OBS_FRONTEND_EVENT_TRANSITION_LIST_CHANGED);
	begin_transition(stinger, b, a); /* not in the list any more */
	HOST_CHECK(!session_take(HAPTICS_INTENT_SCENE_STARTED, &intent));
	begin_transition(later, b, a);
	HOST_CHECK(session_take(HAPTICS_INTENT_SCENE_STARTED, &intent) && strcmp(intent.ref.name, "A") == 0);
	frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
	begin_transition(later, a, b);
	HOST_CHECK(!session_take(HAPTICS_INTENT_SCENE_STARTED, &intent));
	frontend_set_scene(NULL);
	frontend_set_transition(NULL);
	obs_source_release(stinger);
	obs_source_release(later);
	remove_scene(a);
	remove_scene(b);
	session_leave();
	session_finish();
}

#define SCENE_RULES                                                                                                    \
	"{\"version\": 1, \"rules\": [{\"id\": \"r-scene\", \"name\": \"Hot\", \"when\": {\"type\": \"scene\","        \
	" \"ref\": {\"name\": \"Hot\"}}, \"run\": {\"mode\": \"while\"},"                                              \
	" \"do\": {\"kind\": \"level\", \"level\": 0.2}}]}"

static void a_missing_scene_comes_alive_and_is_followed(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(SCENE_RULES);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && !intent.on);
	HOST_CHECK(strcmp(intent.ref.name, "Hot") == 0);
	obs_scene_t *scene = obs_scene_create("Hot");
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && intent.on);
	obs_source_set_name(obs_scene_get_source(scene), "Warm");
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_RENAMED, &intent) && strcmp(intent.new_name, "Warm") == 0);
	obs_data_t *modules = frontend_save_collection();
	HOST_CHECK(strstr(obs_data_get_json(modules), "\"Warm\"") && strstr(obs_data_get_json(modules), "\"Hot\""));
	obs_data_release(modules); /* the rule's own name stays */
	fake_engine_forget_intents(session_engine());
	remove_scene(scene);
	obs_wait_for_destroy_queue();
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && !intent.on);
	HOST_CHECK(strcmp(intent.ref.name, "Warm") == 0);
	session_leave();
	session_finish();
}

static void outputs_are_told(void)
{
	static const struct {
		enum obs_frontend_event event;
		enum haptics_output output;
		bool on;
	} cases[] = {
		{OBS_FRONTEND_EVENT_STREAMING_STARTED, HAPTICS_OUTPUT_STREAM, true},
		{OBS_FRONTEND_EVENT_STREAMING_STOPPED, HAPTICS_OUTPUT_STREAM, false},
		{OBS_FRONTEND_EVENT_RECORDING_STARTED, HAPTICS_OUTPUT_RECORD, true},
		{OBS_FRONTEND_EVENT_RECORDING_PAUSED, HAPTICS_OUTPUT_RECORD_PAUSED, true},
		{OBS_FRONTEND_EVENT_RECORDING_UNPAUSED, HAPTICS_OUTPUT_RECORD_PAUSED, false},
		{OBS_FRONTEND_EVENT_REPLAY_BUFFER_STARTED, HAPTICS_OUTPUT_REPLAY_BUFFER, true},
		{OBS_FRONTEND_EVENT_REPLAY_BUFFER_STOPPED, HAPTICS_OUTPUT_REPLAY_BUFFER, false},
		{OBS_FRONTEND_EVENT_VIRTUALCAM_STARTED, HAPTICS_OUTPUT_VIRTUAL_CAMERA, true},
		{OBS_FRONTEND_EVENT_VIRTUALCAM_STOPPED, HAPTICS_OUTPUT_VIRTUAL_CAMERA, false},
	};
	struct haptics_intent intent;
	session_start();
	session_finish_loading(NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fake_engine_forget_intents(session_engine());
		frontend_send(cases[i].event);
		HOST_CHECK(session_take(HAPTICS_INTENT_OUTPUT, &intent));
		HOST_CHECK(intent.output == cases[i].output && intent.on == cases[i].on && !intent.is_initial);
	}
	frontend_send(OBS_FRONTEND_EVENT_REPLAY_BUFFER_SAVED);
	HOST_CHECK(session_take(HAPTICS_INTENT_REPLAY_SAVED, &intent));
	frontend_send(OBS_FRONTEND_EVENT_STUDIO_MODE_ENABLED);
	HOST_CHECK(session_take(HAPTICS_INTENT_STUDIO_MODE, &intent) && intent.on);
	session_leave();
	session_finish();
}

static bool was_output_told_again(enum haptics_output output, bool on)
{
	struct haptics_intent intent;
	while (session_take(HAPTICS_INTENT_OUTPUT, &intent))
		if (intent.output == output)
			return intent.on == on && intent.is_initial;
	return false;
}

static void what_the_engine_had_no_room_for_is_told_again(void)
{
	struct haptics_intent intent;
	session_start();
	obs_scene_t *a = obs_scene_create("A");
	obs_scene_t *b = obs_scene_create("B");
	frontend_set_scene(obs_scene_get_source(a));
	frontend_set_outputs(true, false);
	session_finish_loading(SESSION_RULES);
	fake_engine_forget_intents(session_engine());
	fake_engine_fill(session_engine(), true);
	frontend_set_scene(obs_scene_get_source(b));
	frontend_send(OBS_FRONTEND_EVENT_SCENE_CHANGED);
	host_run_frames(3); /* no room yet */
	fake_engine_fill(session_engine(), false);
	host_run_frames(3);
	HOST_CHECK(session_take(HAPTICS_INTENT_SCENE_ENTERED, &intent) && strcmp(intent.ref.name, "B") == 0);
	HOST_CHECK(intent.is_initial);
	fake_engine_fill(session_engine(), true);
	frontend_set_outputs(false, false);
	frontend_send(OBS_FRONTEND_EVENT_STREAMING_STOPPED);
	fake_engine_fill(session_engine(), false);
	host_run_frames(3);
	HOST_CHECK(was_output_told_again(HAPTICS_OUTPUT_STREAM, false));
	fake_engine_forget_intents(session_engine());
	host_run_frames(3);
	HOST_CHECK(!session_take(HAPTICS_INTENT_OUTPUT, &intent)); /* once is enough */
	frontend_set_scene(NULL);
	remove_scene(a);
	remove_scene(b);
	session_leave();
	session_finish();
}

static void a_source_comes_and_goes(void)
{
	struct haptics_intent intent;
	session_start();
	fake_engine_forget_intents(session_engine());
	session_finish_loading(SESSION_RULES);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && !intent.on &&
		   strcmp(intent.ref.name, "Alert") == 0);
	obs_source_t *source = obs_source_create("lovense_pairing_qr", "Alert", NULL, NULL);
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && intent.on);
	fake_engine_forget_intents(session_engine());
	obs_set_output_source(0, source);
	host_run_frames(3);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && intent.on && !intent.is_initial);
	HOST_CHECK(strcmp(intent.ref.name, "Alert") == 0);
	obs_set_output_source(0, NULL);
	host_run_frames(3);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && !intent.on);
	obs_source_set_name(source, "Alarm");
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_RENAMED, &intent) && strcmp(intent.ref.name, "Alert") == 0);
	HOST_CHECK(strcmp(intent.new_name, "Alarm") == 0);
	obs_data_t *modules = frontend_save_collection();
	HOST_CHECK(strstr(obs_data_get_json(modules), "\"Alarm\"") != NULL);
	obs_data_release(modules);
	fake_engine_forget_intents(session_engine());
	obs_source_release(source);
	obs_wait_for_destroy_queue();
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_REF_EXISTS, &intent) && !intent.on &&
		   strcmp(intent.ref.name, "Alarm") == 0);
	session_leave();
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"bindings_come_with_the_profile", bindings_come_with_the_profile},
	{"a_rule_has_a_hotkey_of_its_name", a_rule_has_a_hotkey_of_its_name},
	{"facts_come_before_the_rules_and_are_no_edges", facts_come_before_the_rules_and_are_no_edges},
	{"scenes_are_told_once", scenes_are_told_once},
	{"the_start_of_a_long_transition_is_told", the_start_of_a_long_transition_is_told},
	{"a_missing_scene_comes_alive_and_is_followed", a_missing_scene_comes_alive_and_is_followed},
	{"outputs_are_told", outputs_are_told},
	{"what_the_engine_had_no_room_for_is_told_again", what_the_engine_had_no_room_for_is_told_again},
	{"a_source_comes_and_goes", a_source_comes_and_goes},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
