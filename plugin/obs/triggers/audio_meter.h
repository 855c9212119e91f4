/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures the level of one source after its fader and posts it; a muted source is silent. UI thread. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

struct audio_meter;
struct engine;
struct haptics_ref;
struct obs_source;

/* engine is borrowed; ref is what the level is posted as. Keeps no source alive. NULL: it has no audio. */
struct audio_meter *audio_meter_create(struct engine *engine, struct obs_source *source, const struct haptics_ref *ref);
/* Of the source that ref means. NULL: there is none, or it has no audio. */
struct audio_meter *audio_meter_create_by_ref(struct engine *engine, const struct haptics_ref *ref);
/* ref is what the level is posted as from now on; the engine must know it already. NULL is fine. */
void audio_meter_rename(struct audio_meter *meter, const struct haptics_ref *ref);
/* Posts silence, then nothing any more. NULL is fine. */
void audio_meter_destroy(struct audio_meter *meter);

#ifdef __cplusplus
}
#endif
