// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock takes from a running libobs, without one: sound levels, its own small file, the module's pages. */
#include <obs-module.h>

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

extern "C" obs_module_t *obs_current_module(void)
{
	return nullptr;
}

extern "C" char *obs_find_module_file(obs_module_t *module, const char *file)
{
	const QString path = QStringLiteral("%1/../%2").arg(QStringLiteral(LOCALE_DIR), QString::fromUtf8(file));

	Q_UNUSED(module);
	return bstrdup(path.toUtf8().constData());
}
