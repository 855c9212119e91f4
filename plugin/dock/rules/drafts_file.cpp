// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/drafts_file.hpp"

#include <obs-module.h>

#include "obs/plugin_log.h"
#include "obs/stores/private_file.h"

namespace {

constexpr char FILE_NAME[] = "drafts.json";

} // namespace

QByteArray readDraftsFile()
{
	enum private_file_result result = PRIVATE_FILE_MISSING;
	char *path = obs_module_config_path(FILE_NAME);
	char *text = path ? private_file_read(path, &result) : nullptr;
	QByteArray json{text};

	if (path && result != PRIVATE_FILE_OK && result != PRIVATE_FILE_MISSING) {
		plugin_warning("dock: %s cannot be read", FILE_NAME);
	}
	bfree(text);
	bfree(path);
	return json;
}

void writeDraftsFile(const QByteArray &json)
{
	char *path = obs_module_config_path(FILE_NAME);

	if (!path || !private_file_write(path, json.constData())) {
		plugin_warning("dock: %s cannot be written", FILE_NAME);
	}
	bfree(path);
}
