/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/audio_meter.h"

#include <math.h>

#include <obs-audio-controls.h>
#include <obs-module.h>
#include <util/platform.h>
#include <util/threading.h>

#include "engine/engine.h"
#include "obs/source_ref.h"

static const float step_db = 0.25f; /* smaller changes are not worth a wake-up */
static const float floor_db = -96.0f;
static const uint64_t silent_after_ns = 300 * UINT64_C(1000000);
static const uint64_t repeat_after_ns =
	400 * UINT64_C(1000000); /* the engine treats a level that is not repeated as silence */

struct audio_meter {
	struct engine *engine;
	obs_weak_source_t *source;
	obs_volmeter_t *volmeter;
	volatile bool is_muted; /* atomic */
	pthread_mutex_t lock;   /* guards everything below; a leaf between audio, graphics and UI thread */
	struct haptics_ref ref;
	float reported_db;
	uint64_t reported_ns;
	uint64_t heard_ns;
};

/* The volume meter of libobs shows the level of a muted source too; here a muted source is silent. */
static void on_mute(void *data, calldata_t *params)
{
	struct audio_meter *meter = data;
	os_atomic_set_bool(&meter->is_muted, calldata_bool(params, "muted"));
}

static void post(struct audio_meter *meter, const struct haptics_ref *ref, float level_db)
{
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_AUDIO, .ref = *ref, .value = level_db > floor_db ? level_db : -INFINITY};
	engine_post(meter->engine, &intent);
}

/* With the lock held. */
static bool is_report_due(const struct audio_meter *meter, float level_db)
{
	bool has_changed = fabsf(level_db - meter->reported_db) >= step_db;
	return has_changed || (level_db > floor_db && meter->heard_ns - meter->reported_ns >= repeat_after_ns);
}

/* Audio thread. */
static void on_level(void *data, const float magnitude[MAX_AUDIO_CHANNELS], const float peak[MAX_AUDIO_CHANNELS],
		     const float input_peak[MAX_AUDIO_CHANNELS])
{
	struct audio_meter *meter = data;
	UNUSED_PARAMETER(magnitude);
	UNUSED_PARAMETER(input_peak);
	float level_db = floor_db;
	for (int i = 0; i < MAX_AUDIO_CHANNELS && !os_atomic_load_bool(&meter->is_muted); i++)
		level_db = fmaxf(level_db, peak[i]); /* fmaxf() passes over NaN */
	pthread_mutex_lock(&meter->lock);
	struct haptics_ref ref = meter->ref;
	meter->heard_ns = os_gettime_ns();
	bool needs_report = is_report_due(meter, level_db);
	if (needs_report) {
		meter->reported_db = level_db;
		meter->reported_ns = meter->heard_ns;
	}
	pthread_mutex_unlock(&meter->lock);
	if (needs_report)
		post(meter, &ref, level_db);
}

/* Graphics thread: a source that has no audio any more does not call on_level(), and its last level must not stay. */
static void on_tick(void *data, float seconds)
{
	struct audio_meter *meter = data;
	UNUSED_PARAMETER(seconds);
	if (pthread_mutex_trylock(&meter->lock) != 0)
		return;
	struct haptics_ref ref = meter->ref;
	bool is_stale = meter->reported_db > floor_db && os_gettime_ns() - meter->heard_ns > silent_after_ns;
	if (is_stale)
		meter->reported_db = floor_db;
	pthread_mutex_unlock(&meter->lock);
	if (is_stale)
		post(meter, &ref, floor_db);
}

static void follow_mute(struct audio_meter *meter, struct obs_source *source)
{
	signal_handler_connect(obs_source_get_signal_handler(source), "mute", on_mute, meter);
	os_atomic_set_bool(&meter->is_muted, obs_source_muted(source));
}

/* Waits for a call of on_mute() that runs. A source that is gone sends no signal any more. */
static void forget_mute(struct audio_meter *meter)
{
	obs_source_t *source = obs_weak_source_get_source(meter->source);
	if (source)
		signal_handler_disconnect(obs_source_get_signal_handler(source), "mute", on_mute, meter);
	obs_source_release(source);
}

struct audio_meter *audio_meter_create(struct engine *engine, struct obs_source *source, const struct haptics_ref *ref)
{
	if (!(obs_source_get_output_flags(source) & OBS_SOURCE_AUDIO))
		return NULL;
	struct audio_meter *meter = bzalloc(sizeof(*meter));
	meter->engine = engine;
	meter->ref = *ref;
	meter->reported_db = floor_db;
	meter->source = obs_source_get_weak_source(source);
	pthread_mutex_init(&meter->lock, NULL);
	follow_mute(meter, source);
	meter->volmeter = obs_volmeter_create(OBS_FADER_LOG);
	obs_volmeter_add_callback(meter->volmeter, on_level, meter);
	obs_volmeter_attach_source(meter->volmeter, source);
	obs_add_tick_callback(on_tick, meter);
	return meter;
}

struct audio_meter *audio_meter_create_by_ref(struct engine *engine, const struct haptics_ref *ref)
{
	obs_source_t *source = source_ref_find(ref);
	struct audio_meter *meter = source ? audio_meter_create(engine, source, ref) : NULL;
	obs_source_release(source);
	return meter;
}

void audio_meter_rename(struct audio_meter *meter, const struct haptics_ref *ref)
{
	if (!meter)
		return;
	pthread_mutex_lock(&meter->lock);
	meter->ref = *ref;
	meter->reported_ns = 0; /* reports under the old name meanwhile reached no rule */
	pthread_mutex_unlock(&meter->lock);
}

void audio_meter_destroy(struct audio_meter *meter)
{
	if (!meter)
		return;
	/* All three wait for a callback that runs. */
	forget_mute(meter);
	obs_remove_tick_callback(on_tick, meter);
	obs_volmeter_remove_callback(meter->volmeter, on_level, meter);
	obs_volmeter_destroy(meter->volmeter);
	if (meter->reported_db > floor_db)
		post(meter, &meter->ref, floor_db);
	obs_weak_source_release(meter->source);
	pthread_mutex_destroy(&meter->lock);
	bfree(meter);
}
