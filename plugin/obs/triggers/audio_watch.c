/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/audio_watch.h"

#include <math.h>

#include <obs-audio-controls.h>
#include <obs-module.h>
#include <util/platform.h>
#include <util/threading.h>

#include "engine/engine.h"

static const float step_db = 0.25f; /* smaller changes are not worth a wake-up */
static const float floor_db = -96.0f;
static const uint64_t silent_after_ns = 300 * UINT64_C(1000000);
static const uint64_t again_after_ns = 400 * UINT64_C(1000000); /* the engine forgets what is not said again */

struct audio_watch {
	struct engine *engine;
	obs_weak_source_t *source;
	obs_volmeter_t *volmeter;
	volatile bool is_muted; /* atomic */
	pthread_mutex_t lock;   /* guards everything below; a leaf between audio, graphics and UI thread */
	struct haptics_ref ref;
	float told_db;
	uint64_t told_ns;
	uint64_t heard_ns;
};

/* The meter shows what a source that its user muted would give. This is quiet about it all the same. */
static void on_mute(void *data, calldata_t *params)
{
	struct audio_watch *watch = data;
	os_atomic_set_bool(&watch->is_muted, calldata_bool(params, "muted"));
}

static void post(struct audio_watch *watch, const struct haptics_ref *ref, float level_db)
{
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_AUDIO, .ref = *ref, .value = level_db > floor_db ? level_db : -INFINITY};
	engine_post(watch->engine, &intent);
}

/* With the lock held. */
static bool is_news(const struct audio_watch *watch, float level_db)
{
	bool has_changed = fabsf(level_db - watch->told_db) >= step_db;
	return has_changed || (level_db > floor_db && watch->heard_ns - watch->told_ns >= again_after_ns);
}

/* Audio thread. */
static void on_level(void *data, const float magnitude[MAX_AUDIO_CHANNELS], const float peak[MAX_AUDIO_CHANNELS],
		     const float input_peak[MAX_AUDIO_CHANNELS])
{
	struct audio_watch *watch = data;
	UNUSED_PARAMETER(magnitude);
	UNUSED_PARAMETER(input_peak);
	float level_db = floor_db;
	for (int i = 0; i < MAX_AUDIO_CHANNELS && !os_atomic_load_bool(&watch->is_muted); i++)
		level_db = fmaxf(level_db, peak[i]); /* fmaxf() passes over NaN */
	pthread_mutex_lock(&watch->lock);
	struct haptics_ref ref = watch->ref;
	watch->heard_ns = os_gettime_ns();
	bool wants_telling = is_news(watch, level_db);
	if (wants_telling) {
		watch->told_db = level_db;
		watch->told_ns = watch->heard_ns;
	}
	pthread_mutex_unlock(&watch->lock);
	if (wants_telling)
		post(watch, &ref, level_db);
}

/* Graphics thread: a source that stopped giving audio calls on_level() no more, and its last level must not stay. */
static void on_tick(void *data, float seconds)
{
	struct audio_watch *watch = data;
	UNUSED_PARAMETER(seconds);
	if (pthread_mutex_trylock(&watch->lock) != 0)
		return;
	struct haptics_ref ref = watch->ref;
	bool is_stale = watch->told_db > floor_db && os_gettime_ns() - watch->heard_ns > silent_after_ns;
	if (is_stale)
		watch->told_db = floor_db;
	pthread_mutex_unlock(&watch->lock);
	if (is_stale)
		post(watch, &ref, floor_db);
}

static void follow_mute(struct audio_watch *watch, struct obs_source *source)
{
	signal_handler_connect(obs_source_get_signal_handler(source), "mute", on_mute, watch);
	os_atomic_set_bool(&watch->is_muted, obs_source_muted(source));
}

/* Waits for a call of on_mute() that runs. A source that cannot be had any more has nobody left to mute it. */
static void forget_mute(struct audio_watch *watch)
{
	obs_source_t *source = obs_weak_source_get_source(watch->source);
	if (source)
		signal_handler_disconnect(obs_source_get_signal_handler(source), "mute", on_mute, watch);
	obs_source_release(source);
}

struct audio_watch *audio_watch_create(struct engine *engine, struct obs_source *source, const struct haptics_ref *ref)
{
	if (!(obs_source_get_output_flags(source) & OBS_SOURCE_AUDIO))
		return NULL;
	struct audio_watch *watch = bzalloc(sizeof(*watch));
	watch->engine = engine;
	watch->ref = *ref;
	watch->told_db = floor_db;
	watch->source = obs_source_get_weak_source(source);
	pthread_mutex_init(&watch->lock, NULL);
	follow_mute(watch, source);
	watch->volmeter = obs_volmeter_create(OBS_FADER_LOG);
	obs_volmeter_add_callback(watch->volmeter, on_level, watch);
	obs_volmeter_attach_source(watch->volmeter, source);
	obs_add_tick_callback(on_tick, watch);
	return watch;
}

void audio_watch_rename(struct audio_watch *watch, const struct haptics_ref *ref)
{
	if (!watch)
		return;
	pthread_mutex_lock(&watch->lock);
	watch->ref = *ref;
	watch->told_ns = 0; /* what was said under the old name meanwhile was said to nobody */
	pthread_mutex_unlock(&watch->lock);
}

void audio_watch_destroy(struct audio_watch *watch)
{
	if (!watch)
		return;
	/* All three wait for a callback that runs. */
	forget_mute(watch);
	obs_remove_tick_callback(on_tick, watch);
	obs_volmeter_remove_callback(watch->volmeter, on_level, watch);
	obs_volmeter_destroy(watch->volmeter);
	if (watch->told_db > floor_db)
		post(watch, &watch->ref, floor_db);
	obs_weak_source_release(watch->source);
	pthread_mutex_destroy(&watch->lock);
	bfree(watch);
}
