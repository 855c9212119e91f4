// SPDX-License-Identifier: GPL-2.0-or-later
#include <QFileInfo>

#include <obs-module.h>
#if !defined(_WIN32) && !defined(__APPLE__)
#include <obs-nix-platform.h>
#endif

#include "dock/keys/stop_key.hpp"
#include "obs/frontend_symbol.h"
#include "obs/user_config.h"

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
	const auto ask = reinterpret_cast<bool (*)()>(frontend_symbol_find("CGPreflightListenEventAccess"));

	return !ask || ask();
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
	config_t *config = user_config();
	const char *focusType = config ? config_get_string(config, "General", "HotkeyFocusType") : nullptr;

	return {isWayland(), isPermitted(), QString::fromUtf8(focusType), helperPath()};
}
