#include "dock/audio_probe.hpp"

#include <algorithm>

#include <obs.h>

void AudioProbe::listenTo(const QString &sourceName)
{
	if (sourceName == name_) {
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
	obs_source_release(source);
}

void AudioProbe::release()
{
	if (meter_) {
		obs_volmeter_remove_callback(meter_, onLevels, this);
		obs_volmeter_destroy(meter_);
	}
	meter_ = nullptr;
	name_.clear();
	peakDb_ = -1000.0f;
}

float AudioProbe::peakDb() const
{
	return peakDb_;
}

void AudioProbe::onLevels(void *data, const float *, const float *peak, const float *)
{
	auto *probe = static_cast<AudioProbe *>(data);

	probe->peakDb_ = *std::max_element(peak, peak + MAX_AUDIO_CHANNELS);
}
