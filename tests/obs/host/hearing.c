/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sound and media that rules listen to. One scenario a run. */
#include <math.h>
#include <string.h>

#include "fake_engine.h"
#include "fake_frontend.h"
#include "host.h"
#include "session.h"
#include "tone.h"

#define HEARING_RULES                                                                                                  \
	"{\"version\": 1, \"rules\": ["                                                                                \
	"{\"id\": \"r-audio\", \"name\": \"A\", \"when\": {\"type\": \"audio\", \"ref\": {\"name\": \"Sound\"}},"      \
	" \"do\": {\"kind\": \"level\", \"level\": 0.2}},"                                                             \
	"{\"id\": \"r-media\", \"name\": \"M\", \"when\": {\"type\": \"media\", \"ref\": {\"name\": \"Sound\"}},"      \
	" \"do\": {\"kind\": \"level\", \"level\": 0.2}}]}"

struct hearing {
	obs_source_t *source;
	float amplitude;
	double low_db, high_db;
	const char *name; /* NULL: "Sound" */
};

static bool is_heard(void *ctx)
{
	struct hearing *hearing = ctx;
	struct haptics_intent intent;
	if (hearing->amplitude > 0.0f)
		tone_play(hearing->source, hearing->amplitude);
	while (session_take(HAPTICS_INTENT_AUDIO, &intent))
		if (intent.value >= hearing->low_db && intent.value <= hearing->high_db)
			return strcmp(intent.ref.name, hearing->name ? hearing->name : "Sound") == 0;
	return false;
}

/* Plays for a while and hears nothing of it. */
static void expect_silence(struct hearing *hearing)
{
	fake_engine_forget_intents(session_engine());
	for (int i = 0; i < 30; i++) {
		HOST_CHECK(!is_heard(hearing));
		host_run_frames(1);
	}
}

static void levels_are_heard_and_end_in_silence(void)
{
	struct hearing hearing = {.amplitude = 0.5f, .low_db = -6.5, .high_db = -5.5};
	struct hearing quieter = {.amplitude = 0.5f, .low_db = -12.6, .high_db = -11.5};
	struct hearing silence = {.low_db = -INFINITY, .high_db = -200.0};
	session_start();
	session_finish_loading(HEARING_RULES);
	hearing.source = tone_make("Sound"); /* comes after the rules */
	host_wait(is_heard, &hearing, "the tone");
	obs_source_set_volume(hearing.source, 0.5f);
	quieter.source = hearing.source;
	host_wait(is_heard, &quieter, "the tone at half the volume");
	host_wait(is_heard, &silence, "silence when nothing comes any more");
	obs_source_set_volume(hearing.source, 1.0f);
	obs_source_release(hearing.source); /* goes, and comes again */
	obs_wait_for_destroy_queue();
	host_run_frames(2);
	hearing.source = tone_make("Sound");
	host_wait(is_heard, &hearing, "the tone of the new source");
	obs_source_release(hearing.source);
	session_leave();
	session_finish();
}

static void a_muted_source_is_silent(void)
{
	struct hearing hearing = {.amplitude = 0.5f, .low_db = -90.0, .high_db = 0.0};
	struct hearing silence = {.amplitude = 0.5f, .low_db = -INFINITY, .high_db = -200.0};
	session_start();
	session_finish_loading(HEARING_RULES);
	hearing.source = tone_make("Sound");
	silence.source = hearing.source;
	obs_source_set_muted(hearing.source, true); /* before anybody listens to it */
	host_run_frames(2);
	expect_silence(&hearing);
	obs_source_set_muted(hearing.source, false);
	host_wait(is_heard, &hearing, "the tone");
	obs_source_set_muted(hearing.source, true);
	host_wait(is_heard, &silence, "silence, though the tone goes on");
	expect_silence(&hearing);
	obs_source_set_muted(hearing.source, false);
	host_wait(is_heard, &hearing, "the tone again");
	obs_source_release(hearing.source);
	session_leave();
	session_finish();
}

static void a_steady_tone_is_told_again(void)
{
	struct hearing hearing = {.amplitude = 0.5f, .low_db = -6.5, .high_db = -5.5};
	session_start();
	session_finish_loading(HEARING_RULES);
	hearing.source = tone_make("Sound");
	for (int i = 0; i < 5; i++)
		host_wait(is_heard, &hearing, "the tone, once more");
	obs_source_release(hearing.source);
	session_leave();
	session_finish();
}

static void a_source_is_heard_under_its_new_name(void)
{
	struct hearing hearing = {.amplitude = 0.5f, .low_db = -6.5, .high_db = -5.5};
	session_start();
	session_finish_loading(HEARING_RULES);
	hearing.source = tone_make("Sound");
	host_wait(is_heard, &hearing, "the tone");
	obs_source_set_name(hearing.source, "Noise");
	hearing.name = "Noise";
	host_wait(is_heard, &hearing, "the tone under the new name");
	obs_source_release(hearing.source);
	session_leave();
	session_finish();
}

static void media_are_followed(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(HEARING_RULES);
	obs_source_t *source = tone_make("Sound");
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_MEDIA, &intent) && !intent.on && intent.is_initial);
	obs_source_media_started(source);
	HOST_CHECK(session_take(HAPTICS_INTENT_MEDIA, &intent) && intent.on && !intent.is_initial);
	obs_source_media_ended(source);
	HOST_CHECK(session_take(HAPTICS_INTENT_MEDIA, &intent) && !intent.on);
	HOST_CHECK(strcmp(intent.ref.name, "Sound") == 0);
	obs_source_release(source);
	session_leave();
	session_finish();
}

static void it_is_told_whether_sound_and_media_are_on_air(void)
{
	struct haptics_intent intent;
	session_start();
	session_finish_loading(HEARING_RULES);
	obs_source_t *source = tone_make("Sound");
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && !intent.on && intent.is_initial);
	fake_engine_forget_intents(session_engine());
	obs_set_output_source(1, source);
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && intent.on);
	HOST_CHECK(strcmp(intent.ref.name, "Sound") == 0);
	obs_set_output_source(1, NULL);
	host_run_frames(2);
	HOST_CHECK(session_take(HAPTICS_INTENT_SOURCE_ACTIVE, &intent) && !intent.on);
	obs_source_release(source);
	session_leave();
	session_finish();
}

static void fifty_collection_changes_leave_nothing(void)
{
	session_start();
	session_finish_loading(HEARING_RULES);
	for (int i = 0; i < 50; i++) {
		obs_source_t *source = tone_make("Sound");
		host_run_ui();
		tone_play(source, 0.5f);
		frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGING);
		obs_source_release(source);
		session_load_collection(HEARING_RULES);
		frontend_send(OBS_FRONTEND_EVENT_SCENE_COLLECTION_CHANGED);
	}
	host_run_frames(2);
	session_leave();
	session_finish();
}

static const struct host_scenario scenarios[] = {
	{"levels_are_heard_and_end_in_silence", levels_are_heard_and_end_in_silence},
	{"a_muted_source_is_silent", a_muted_source_is_silent},
	{"a_steady_tone_is_told_again", a_steady_tone_is_told_again},
	{"a_source_is_heard_under_its_new_name", a_source_is_heard_under_its_new_name},
	{"media_are_followed", media_are_followed},
	{"it_is_told_whether_sound_and_media_are_on_air", it_is_told_whether_sound_and_media_are_on_air},
	{"fifty_collection_changes_leave_nothing", fifty_collection_changes_leave_nothing},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
