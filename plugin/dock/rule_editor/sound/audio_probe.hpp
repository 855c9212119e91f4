// SPDX-License-Identifier: GPL-2.0-or-later
/* The level of one audio source of OBS for a meter, post-fader as the rules hear it. UI thread; the level itself
 * crosses from the audio thread in an atomic. Must be released before libobs goes: call release() when the bridge is
 * cut. The destructor does nothing. */
#pragma once

#include <atomic>
#include <limits>
#include <memory>

#include <QString>

struct obs_volmeter;
struct obs_weak_source;

class AudioProbe {
      public:
	AudioProbe() = default;
	Q_DISABLE_COPY_MOVE(AudioProbe)
	~AudioProbe() = default;

	/* Listens to the source of this name ("": none). The same name again changes nothing. */
	void listenTo(const QString &sourceName);
	void release();
	/* Peak in dB; minus infinity for silence, a muted source or none. */
	float peakDb() const;

      private:
	bool isMuted() const;
	static constexpr float SILENCE_DB = -std::numeric_limits<float>::infinity();
	static void onLevels(void *data, const float *magnitude, const float *peak, const float *inputPeak);

	obs_volmeter *meter_{nullptr};
	obs_weak_source *source_{nullptr};
	QString name_;
	std::atomic<float> peakDb_{SILENCE_DB};
};
