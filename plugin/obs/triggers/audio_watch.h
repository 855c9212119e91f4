/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Listens to the level of one source after its fader and posts it: silence while the source is muted. UI thread. */
#pragma once

struct audio_watch;
struct engine;
struct haptics_ref;
struct obs_source;

/* engine is borrowed; ref is what the level is posted as. Keeps no source alive. NULL: it has no audio. */
struct audio_watch *audio_watch_create(struct engine *engine, struct obs_source *source, const struct haptics_ref *ref);
/* What the level is posted as from now on; the engine has to know of it already. NULL is fine. */
void audio_watch_rename(struct audio_watch *watch, const struct haptics_ref *ref);
/* No level is posted after this but one of silence. NULL is fine. */
void audio_watch_destroy(struct audio_watch *watch);
