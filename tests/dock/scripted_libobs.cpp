// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock takes from a running libobs, without one: sound levels and its own small file. */
#include "dock/rule_editor/audio_probe.hpp"
#include "dock/view_settings.hpp"

void AudioProbe::listenTo(const QString &sourceName)
{
	name_ = sourceName;
	peakDb_ = sourceName.isEmpty() ? -1000.0f : -18.0f;
}

void AudioProbe::release()
{
	name_.clear();
	peakDb_ = -1000.0f;
}

float AudioProbe::peakDb() const
{
	return peakDb_;
}

ViewSettings::ViewSettings() = default;

bool ViewSettings::isDiscreet() const
{
	return isDiscreet_;
}

void ViewSettings::setDiscreet(bool isDiscreet)
{
	isDiscreet_ = isDiscreet;
	emit changed();
}
