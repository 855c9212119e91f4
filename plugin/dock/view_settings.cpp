// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/view_settings.hpp"

#include <obs-module.h>

#include "obs/stores/private_file.h"

namespace {

constexpr char FILE_NAME[] = "dock.json";
constexpr char DISCREET[] = "discreet";
constexpr char TOYS_FOLDED[] = "toys_folded";
constexpr char RULES_FOLDED[] = "rules_folded";
constexpr char FOLDED[] = "folded_groups";
constexpr char NAME[] = "name"; /* OBS keeps objects alone in a list */
constexpr int MOST_FOLDED = 200;

obs_data_t *readFile()
{
	enum private_file_result result = PRIVATE_FILE_MISSING;
	char *path = obs_module_config_path(FILE_NAME);
	char *json = path ? private_file_read(path, &result) : nullptr;
	obs_data_t *data = json ? obs_data_create_from_json(json) : nullptr;

	bfree(json);
	bfree(path);
	return data ? data : obs_data_create();
}

void writeFile(obs_data_t *data)
{
	char *path = obs_module_config_path(FILE_NAME);

	if (path) {
		private_file_write(path, obs_data_get_json(data));
	}
	bfree(path);
}

QStringList readFolded(obs_data_t *data)
{
	QStringList groups;
	obs_data_array_t *list = obs_data_get_array(data, FOLDED);

	for (size_t i = 0; i < obs_data_array_count(list) && i < MOST_FOLDED; i++) {
		obs_data_t *entry = obs_data_array_item(list, i);
		groups += QString::fromUtf8(obs_data_get_string(entry, NAME));
		obs_data_release(entry);
	}
	obs_data_array_release(list);
	return groups;
}

} // namespace

ViewSettings::ViewSettings()
{
	obs_data_t *data = readFile();

	isDiscreet_ = obs_data_get_bool(data, DISCREET);
	areToysFolded_ = obs_data_get_bool(data, TOYS_FOLDED);
	areRulesFolded_ = obs_data_get_bool(data, RULES_FOLDED);
	foldedGroups_ = readFolded(data);
	obs_data_release(data);
}

const QStringList &ViewSettings::foldedGroups() const
{
	return foldedGroups_;
}

void ViewSettings::setFoldedGroups(const QStringList &groups)
{
	obs_data_t *data = readFile();
	obs_data_array_t *list = obs_data_array_create();

	foldedGroups_ = groups.mid(0, MOST_FOLDED);
	for (const QString &group : foldedGroups_) {
		obs_data_t *entry = obs_data_create();
		obs_data_set_string(entry, NAME, group.toUtf8().constData());
		obs_data_array_push_back(list, entry);
		obs_data_release(entry);
	}
	obs_data_set_array(data, FOLDED, list);
	obs_data_array_release(list);
	writeFile(data);
	obs_data_release(data);
}

bool ViewSettings::isDiscreet() const
{
	return isDiscreet_;
}

void ViewSettings::setDiscreet(bool isDiscreet)
{
	change(isDiscreet_, DISCREET, isDiscreet);
}

bool ViewSettings::areToysFolded() const
{
	return areToysFolded_;
}

void ViewSettings::setToysFolded(bool areFolded)
{
	change(areToysFolded_, TOYS_FOLDED, areFolded);
}

bool ViewSettings::areRulesFolded() const
{
	return areRulesFolded_;
}

void ViewSettings::setRulesFolded(bool areFolded)
{
	change(areRulesFolded_, RULES_FOLDED, areFolded);
}

void ViewSettings::change(bool &setting, const char *key, bool isOn)
{
	setting = isOn;
	keep(key, isOn);
	emit changed();
}

/* The rest of the file stays. */
void ViewSettings::keep(const char *key, bool isOn)
{
	obs_data_t *data = readFile();

	obs_data_set_bool(data, key, isOn);
	writeFile(data);
	obs_data_release(data);
}
