/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/source_signals.h"

#include "engine/engine.h"
#include "haptics/rules/rule.h"
#include "obs/source_ref.h"

static bool post(struct source_signals *signals, enum haptics_intent_kind kind, obs_source_t *source, bool on,
		 bool is_initial)
{
	struct haptics_intent intent = {.kind = kind, .on = on, .is_initial = is_initial};
	source_ref_of(source, &intent.ref);
	return engine_post(signals->engine, &intent);
}

static void on_signal(void *data, calldata_t *params, enum haptics_intent_kind kind, bool on)
{
	struct source_signals *signals = data;
	obs_source_t *source = calldata_ptr(params, "source");
	if (source && !post(signals, kind, source, on, false))
		signals->report_lost(signals->ctx);
}

/* libobs tells a callback neither the signal's name nor anything of ours but one context. */
#define CALLBACK(name, kind, on)                                                                                       \
	static void name(void *data, calldata_t *params)                                                               \
	{                                                                                                              \
		on_signal(data, params, kind, on);                                                                     \
	}
CALLBACK(on_activate, HAPTICS_INTENT_SOURCE_ACTIVE, true)
CALLBACK(on_deactivate, HAPTICS_INTENT_SOURCE_ACTIVE, false)
CALLBACK(on_show, HAPTICS_INTENT_SOURCE_SHOWN, true)
CALLBACK(on_hide, HAPTICS_INTENT_SOURCE_SHOWN, false)
CALLBACK(on_media_on, HAPTICS_INTENT_MEDIA, true)
CALLBACK(on_media_off, HAPTICS_INTENT_MEDIA, false)

static const struct {
	const char *name;
	unsigned needs;
	signal_callback_t call;
} source_signals[] = {
	{"activate", HAPTICS_NEEDS_STATE, on_activate},
	{"deactivate", HAPTICS_NEEDS_STATE, on_deactivate},
	{"show", HAPTICS_NEEDS_STATE, on_show},
	{"hide", HAPTICS_NEEDS_STATE, on_hide},
	{"media_started", HAPTICS_NEEDS_MEDIA, on_media_on},
	{"media_play", HAPTICS_NEEDS_MEDIA, on_media_on},
	{"media_pause", HAPTICS_NEEDS_MEDIA, on_media_off},
	{"media_ended", HAPTICS_NEEDS_MEDIA, on_media_off},
	{"media_stopped", HAPTICS_NEEDS_MEDIA, on_media_off},
};
enum { SOURCE_SIGNAL_COUNT = sizeof(source_signals) / sizeof(source_signals[0]) };

void source_signals_connect(struct source_signals *signals, obs_source_t *source, unsigned needs)
{
	signal_handler_t *handler = obs_source_get_signal_handler(source);
	for (size_t i = 0; i < SOURCE_SIGNAL_COUNT; i++)
		if (needs & source_signals[i].needs)
			signal_handler_connect(handler, source_signals[i].name, source_signals[i].call, signals);
}

void source_signals_disconnect(struct source_signals *signals, obs_source_t *source, unsigned needs)
{
	signal_handler_t *handler = obs_source_get_signal_handler(source);
	for (size_t i = 0; i < SOURCE_SIGNAL_COUNT; i++)
		if (needs & source_signals[i].needs)
			signal_handler_disconnect(handler, source_signals[i].name, source_signals[i].call, signals);
}

bool source_signals_report(struct source_signals *signals, obs_source_t *source, unsigned needs)
{
	bool has_room = true;
	if (needs & HAPTICS_NEEDS_STATE) {
		bool is_active = obs_source_active(source);
		bool is_shown = obs_source_showing(source);
		has_room = post(signals, HAPTICS_INTENT_SOURCE_ACTIVE, source, is_active, true) &&
			   post(signals, HAPTICS_INTENT_SOURCE_SHOWN, source, is_shown, true);
	}
	if (needs & HAPTICS_NEEDS_MEDIA) {
		bool is_playing = obs_source_media_get_state(source) == OBS_MEDIA_STATE_PLAYING;
		has_room = post(signals, HAPTICS_INTENT_MEDIA, source, is_playing, true) && has_room;
	}
	return has_room;
}
