/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tone.h"

#include <util/platform.h>

static void *make_plain(obs_data_t *settings, obs_source_t *source)
{
	UNUSED_PARAMETER(settings);
	return source;
}

static void free_plain(void *data)
{
	UNUSED_PARAMETER(data);
}

static const char *name_plain(void *data)
{
	UNUSED_PARAMETER(data);
	return "test source";
}

static enum obs_media_state media_state(void *data)
{
	UNUSED_PARAMETER(data);
	return OBS_MEDIA_STATE_STOPPED;
}

obs_source_t *tone_make(const char *name)
{
	struct obs_source_info info = {
		.id = "test_source",
		.type = OBS_SOURCE_TYPE_INPUT,
		.output_flags = OBS_SOURCE_AUDIO | OBS_SOURCE_CONTROLLABLE_MEDIA,
		.get_name = name_plain,
		.create = make_plain,
		.destroy = free_plain,
		.media_get_state = media_state,
	};
	obs_register_source(&info);
	return obs_source_create("test_source", name, NULL, NULL);
}

void tone_play(obs_source_t *source, float amplitude)
{
	static float samples[480];
	for (size_t i = 0; i < 480; i++)
		samples[i] = i % 2 ? amplitude : -amplitude;
	struct obs_source_audio audio = {.data = {(const uint8_t *)samples, (const uint8_t *)samples},
					 .frames = 480,
					 .speakers = SPEAKERS_STEREO,
					 .format = AUDIO_FORMAT_FLOAT_PLANAR,
					 .samples_per_sec = 48000,
					 .timestamp = os_gettime_ns()};
	obs_source_output_audio(source, &audio);
}
