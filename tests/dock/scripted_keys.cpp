// SPDX-License-Identifier: GPL-2.0-or-later
/* Hotkeys and their keys as texts, in place of libobs's. */
#include <cstring>

#include <QKeyEvent>
#include <QKeySequence>
#include <QStringList>

#include <obs-interaction.h>

#include "dock/keys/native_key.hpp"
#include "dock/scripted_engine.hpp"

namespace {

constexpr struct {
	Qt::KeyboardModifier qt;
	uint32_t obs;
	const char *text;
} MODIFIERS[] = {
	{Qt::ControlModifier, INTERACT_CONTROL_KEY, "Ctrl"},
	{Qt::AltModifier, INTERACT_ALT_KEY, "Alt"},
	{Qt::ShiftModifier, INTERACT_SHIFT_KEY, "Shift"},
};

/* Qt's keys in place of OBS's, within the values that obs_key_t can have: nothing here looks into them. */
constexpr int NO_LETTER = 0x01000000; /* in Qt's numbers */
constexpr int NO_LETTER_HERE = 0x100;

obs_key_t keyOfQt(int key)
{
	return obs_key_t((key & 0xff) | ((key & NO_LETTER) ? NO_LETTER_HERE : 0));
}

int qtOfKey(obs_key_t key)
{
	return (int(key) & 0xff) | ((int(key) & NO_LETTER_HERE) ? NO_LETTER : 0);
}

obs_key_combination_t keyOfText(const std::string &text)
{
	obs_key_combination_t key{};
	QStringList parts = QString::fromStdString(text).split(" + ");

	if (text.empty()) {
		return key;
	}
	const QKeySequence sequence{parts.takeLast()};
#if QT_VERSION >= QT_VERSION_CHECK(6, 0, 0)
	key.key = keyOfQt(sequence[0].key());
#else
	key.key = keyOfQt(sequence[0]);
#endif
	for (const auto &modifier : MODIFIERS) {
		key.modifiers |= parts.contains(modifier.text) ? modifier.obs : 0;
	}
	return key;
}

std::string textOfKey(obs_key_combination_t key)
{
	QStringList parts;

	if (key.key == OBS_KEY_NONE) {
		return {};
	}
	for (const auto &modifier : MODIFIERS) {
		if (key.modifiers & modifier.obs) {
			parts += modifier.text;
		}
	}
	parts += QKeySequence{qtOfKey(key.key)}.toString();
	return parts.join(" + ").toStdString();
}

} // namespace

obs_key_combination_t combinationOf(const QKeyEvent &event)
{
	obs_key_combination_t key{};

	if (event.key() >= Qt::Key_Shift && event.key() <= Qt::Key_Alt) {
		return key;
	}
	key.key = keyOfQt(event.key());
	for (const auto &modifier : MODIFIERS) {
		key.modifiers |= (event.modifiers() & modifier.qt) ? modifier.obs : 0;
	}
	return key;
}

void holdHotkeysBack(bool areHeldBack)
{
	currentScript()->areHotkeysHeldBack = areHeldBack;
}

void key_combination_text(obs_key_combination_t key, char *text, size_t size)
{
	qstrncpy(text, textOfKey(key).c_str(), size);
}

obs_key_combination_t hotkey_key(const char *hotkey_name)
{
	const auto &keys = currentScript()->keys;
	const auto found = keys.find(hotkey_name);

	return found == keys.end() ? obs_key_combination_t{} : keyOfText(found->second);
}

void hotkey_each_binding(const char *prefix, hotkey_each each, void *data)
{
	for (const auto &[name, key] : currentScript()->keys) {
		if (name.rfind(prefix, 0) == 0 && !key.empty()) {
			each(data, name.c_str() + strlen(prefix), key.c_str());
		}
	}
}

bool hotkey_bind(const char *hotkey_name, obs_key_combination_t key)
{
	currentScript()->keys[hotkey_name] = textOfKey(key);
	return !currentScript()->isProfileReadOnly;
}

void hotkey_other_use(const char *hotkey_name, obs_key_combination_t key, char *text, size_t size)
{
	*text = 0;
	for (const auto &[name, other] : currentScript()->keys) {
		if (name != hotkey_name && !other.empty() && other == textOfKey(key)) {
			qstrncpy(text, name.c_str(), size);
		}
	}
}

bool hotkey_has_key(const char *hotkey_name, obs_key_combination_t key)
{
	return key.key != OBS_KEY_NONE && currentScript()->keys[hotkey_name] == textOfKey(key);
}
