// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/view_settings.hpp"

#include <obs-module.h>
#include <util/platform.h>

namespace {

constexpr char FILE_NAME[] = "dock.json";
constexpr char DISCREET[] = "discreet";

obs_data_t *readFile()
{
	char *path = obs_module_config_path(FILE_NAME);
	obs_data_t *data = path ? obs_data_create_from_json_file_safe(path, "bak") : nullptr;

	bfree(path);
	return data ? data : obs_data_create();
}

void writeFile(obs_data_t *data)
{
	char *folder = obs_module_config_path("");
	char *path = obs_module_config_path(FILE_NAME);

	if (folder && path) {
		os_mkdirs(folder);
		obs_data_save_json_safe(data, path, "tmp", "bak");
	}
	bfree(folder);
	bfree(path);
}

} // namespace

ViewSettings::ViewSettings()
{
	obs_data_t *data = readFile();

	isDiscreet_ = obs_data_get_bool(data, DISCREET);
	obs_data_release(data);
}

bool ViewSettings::isDiscreet() const
{
	return isDiscreet_;
}

void ViewSettings::setDiscreet(bool isDiscreet)
{
	obs_data_t *data = readFile();

	isDiscreet_ = isDiscreet;
	obs_data_set_bool(data, DISCREET, isDiscreet);
	writeFile(data);
	obs_data_release(data);
	emit changed();
}
