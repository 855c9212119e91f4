// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/native_key.hpp"

#include <QGuiApplication>
#include <QKeyEvent>

#include <obs-interaction.h>

#include "dock/keys/stop_key.hpp"

namespace {

constexpr struct {
	Qt::KeyboardModifier qt;
	uint32_t obs;
} MODIFIERS[] = {
	{Qt::ShiftModifier, INTERACT_SHIFT_KEY},
	{Qt::AltModifier, INTERACT_ALT_KEY},
#ifdef __APPLE__ /* where Qt calls the command key Control */
	{Qt::ControlModifier, INTERACT_COMMAND_KEY},
	{Qt::MetaModifier, INTERACT_CONTROL_KEY},
#else
	{Qt::ControlModifier, INTERACT_CONTROL_KEY},
#endif
};

bool isModifier(int key)
{
	return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta ||
	       key == Qt::Key_AltGr;
}

} // namespace

uint32_t obsModifiersOf(Qt::KeyboardModifiers modifiers)
{
	uint32_t all = 0;

	for (const auto &modifier : MODIFIERS) {
		all |= (modifiers & modifier.qt) ? modifier.obs : 0;
	}
	return all;
}

obs_key_combination_t combinationOf(const QKeyEvent &event)
{
	obs_key_combination_t key{};

	if (isModifier(event.key())) {
		return key;
	}
	key.key = obs_key_from_virtual_key(int(event.nativeVirtualKey()));
	key.modifiers = obsModifiersOf(event.modifiers());
	return key;
}

void holdHotkeysBack(bool areHeldBack)
{
	const bool isInFront = QGuiApplication::applicationState() == Qt::ApplicationActive;

	obs_hotkey_enable_background_press(!areHeldBack && hotkeysWork(currentKeyWorld(), isInFront));
}
