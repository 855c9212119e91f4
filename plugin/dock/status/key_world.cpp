// SPDX-License-Identifier: GPL-2.0-or-later
#include <QFileInfo>

#include <obs-module.h>
#include <util/config-file.h>
#if !defined(_WIN32) && !defined(__APPLE__)
#include <obs-nix-platform.h>
#endif

#include "dock/widgets/frontend_symbol.hpp"
#include "dock/status/stop_key.hpp"

namespace {

constexpr char HELPER[] = "stop-all.sh";
constexpr char FLATPAK_ROOT[] = "/app/";

bool isWayland()
{
#if !defined(_WIN32) && !defined(__APPLE__)
	return obs_get_nix_platform() == OBS_NIX_PLATFORM_WAYLAND || qgetenv("XDG_SESSION_TYPE") == "wayland" ||
	       !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
#else
	return false;
#endif
}

/* What libobs itself asks before it listens (obs-cocoa.m). From macOS 10.15 on. */
bool isPermitted()
{
	const auto ask = reinterpret_cast<bool (*)()>(findFrontendFunction("CGPreflightListenEventAccess"));

	return !ask || ask();
}

/* Since OBS 31 in a file of its own; the old call is deprecated since, and gives another file. */
config_t *userConfig()
{
	for (const char *name : {"obs_frontend_get_user_config", "obs_frontend_get_global_config"}) {
		if (const auto get = reinterpret_cast<config_t *(*)()>(findFrontendFunction(name))) {
			return get();
		}
	}
	return nullptr;
}

/* A path inside a Flatpak means nothing to the desktop: then the name alone. */
QString helperPath()
{
	char *file = obs_module_file(HELPER);
	const QString path = file ? QFileInfo{QString::fromUtf8(file)}.absoluteFilePath() : QString{};

	bfree(file);
	return path.startsWith(QLatin1String{FLATPAK_ROOT}) ? QString::fromUtf8(HELPER) : path;
}

} // namespace

KeyWorld currentKeyWorld()
{
	config_t *config = userConfig();
	const char *focusType = config ? config_get_string(config, "General", "HotkeyFocusType") : nullptr;

	return {isWayland(), isPermitted(), QString::fromUtf8(focusType), helperPath()};
}
