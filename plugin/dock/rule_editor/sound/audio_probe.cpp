// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/sound/audio_probe.hpp"

#include <algorithm>

#include <obs.h>

void AudioProbe::listenTo(const QString &sourceName)
{
	/* A source of the same name may have come in its place, as with another collection. */
	if (sourceName == name_ && source_ && !obs_weak_source_expired(source_)) {
		return;
	}
	release();
	obs_source_t *source = obs_get_source_by_name(sourceName.toUtf8().constData());
	if (!source) {
		return;
	}
	name_ = sourceName;
	meter_ = obs_volmeter_create(OBS_FADER_LOG);
	obs_volmeter_add_callback(meter_, onLevels, this);
	/* The meter holds no reference: it lets go by itself when the source is destroyed. */
	obs_volmeter_attach_source(meter_, source);
	source_ = obs_source_get_weak_source(source);
	obs_source_release(source);
}

void AudioProbe::release()
{
	if (meter_) {
		obs_volmeter_remove_callback(meter_, onLevels, this);
		obs_volmeter_destroy(meter_);
	}
	obs_weak_source_release(source_);
	meter_ = nullptr;
	source_ = nullptr;
	name_.clear();
	peakDb_ = SILENCE_DB;
}

/* The meter of libobs goes on showing what a muted source would be heard like. */
bool AudioProbe::isMuted() const
{
	obs_source_t *source = obs_weak_source_get_source(source_);
	const bool isMuted = source && obs_source_muted(source);

	obs_source_release(source);
	return isMuted;
}

float AudioProbe::peakDb() const
{
	return isMuted() ? SILENCE_DB : peakDb_.load();
}

void AudioProbe::onLevels(void *data, const float *, const float *peak, const float *)
{
	auto *probe = static_cast<AudioProbe *>(data);

	probe->peakDb_ = *std::max_element(peak, peak + MAX_AUDIO_CHANNELS);
}
