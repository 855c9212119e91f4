// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/stop_key.hpp"

#include "dock/widgets/text.hpp"
#include "obs/key_bindings.h"

namespace {

constexpr TextKey<KeyReach> REACHES[] = {
	{KeyReach::FrontByWayland, "StopKey.FrontByWayland"},
	{KeyReach::FrontByPermission, "StopKey.FrontByPermission"},
	{KeyReach::FrontBySetting, "StopKey.FrontBySetting"},
	{KeyReach::Behind, "StopKey.Behind"},
	{KeyReach::Nowhere, "StopKey.Nowhere"},
};
static_assert(hasEachKey(REACHES, KeyReach::FrontByWayland, KeyReach::Nowhere), "one text for each");

bool isFocusType(const KeyWorld &world, const char *name)
{
	return world.focusType.compare(QLatin1String{name}, Qt::CaseInsensitive) == 0;
}

QString quotedForShell(QString path)
{
	return QStringLiteral("'%1'").arg(path.replace(QLatin1Char{'\''}, QStringLiteral("'\\''")));
}

} // namespace

bool hotkeysWork(const KeyWorld &world, bool isInFront)
{
	return !isFocusType(world, isInFront ? "DisableHotkeysInFocus" : "DisableHotkeysOutOfFocus");
}

KeyReach keyReach(const KeyWorld &world)
{
	const bool worksInFront = hotkeysWork(world, true);

	if (world.isWayland) {
		return worksInFront ? KeyReach::FrontByWayland : KeyReach::Nowhere;
	}
	if (!world.isPermitted) {
		return worksInFront ? KeyReach::FrontByPermission : KeyReach::Nowhere;
	}
	if (!hotkeysWork(world, false)) {
		return KeyReach::FrontBySetting;
	}
	return worksInFront ? KeyReach::Everywhere : KeyReach::Behind;
}

QString keyReachText(KeyReach reach)
{
	const char *key = keyOf(REACHES, reach);

	return *key ? text(key) : QString{};
}

QString desktopKeyText(const KeyWorld &world)
{
	if (!world.isWayland || world.helper.isEmpty()) {
		return {};
	}
	return text("StopKey.Desktop", QStringLiteral("bash %1").arg(quotedForShell(world.helper)));
}

QString stopKeyName()
{
	char keys[KEY_TEXT_SIZE] = "";

	key_combination_text(hotkey_key(STOP_ALL_HOTKEY), keys, sizeof(keys));
	return utf8(keys);
}
