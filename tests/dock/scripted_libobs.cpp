// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock takes from a running libobs, without one: sound levels, its own small file, the module's pages. */
#include <obs-module.h>

#include "dock/rule_editor/sound/audio_probe.hpp"
#include "dock/rules/drafts_file.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/view_settings.hpp"

void AudioProbe::listenTo(const QString &sourceName)
{
	name_ = sourceName;
	peakDb_ = sourceName.isEmpty() || sourceName == QLatin1String{"Quiet"} ? SILENCE_DB : -18.0f;
}

void AudioProbe::release()
{
	name_.clear();
	peakDb_ = SILENCE_DB;
}

float AudioProbe::peakDb() const
{
	return peakDb_;
}

QByteArray readDraftsFile()
{
	return currentScript() ? QByteArray::fromStdString(currentScript()->drafts) : QByteArray{};
}

void writeDraftsFile(const QByteArray &json)
{
	currentScript()->drafts = json.toStdString();
}

ViewSettings::ViewSettings() = default;

bool ViewSettings::isDiscreet() const
{
	return isDiscreet_;
}

const QStringList &ViewSettings::foldedGroups() const
{
	return foldedGroups_;
}

void ViewSettings::setFoldedGroups(const QStringList &groups)
{
	foldedGroups_ = groups;
}

void ViewSettings::setDiscreet(bool isDiscreet)
{
	isDiscreet_ = isDiscreet;
	emit changed();
}

bool ViewSettings::areToysFolded() const
{
	return areToysFolded_;
}

void ViewSettings::setToysFolded(bool areFolded)
{
	areToysFolded_ = areFolded;
	emit changed();
}

bool ViewSettings::areRulesFolded() const
{
	return areRulesFolded_;
}

void ViewSettings::setRulesFolded(bool areFolded)
{
	areRulesFolded_ = areFolded;
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
