// SPDX-License-Identifier: GPL-2.0-or-later
/* Hotkeys and their keys as texts, in place of libobs's. */
#include <cstring>

#include <QKeyEvent>
#include <QKeySequence>
#include <QStringList>

#include <obs-interaction.h>

#include "dock/keys/native_key.hpp"
#include "dock/keys/window_keys.hpp"
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

int qtOfKey(obs_key_t key)
{
	constexpr int LETTERS[] = {Qt::Key_Space, Qt::Key_AsciiTilde};
	constexpr int OTHERS[] = {Qt::Key_Escape, Qt::Key_F35};

	for (const auto &range : {LETTERS, OTHERS}) {
		for (int each = range[0]; each <= range[1]; each++) {
			if (obsKeyOf(each) == key) {
				return each;
			}
		}
	}
	return 0;
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
	key.key = obsKeyOf(sequence[0].key());
#else
	key.key = obsKeyOf(sequence[0]);
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

/* A hotkey's keys: "F9, Ctrl + F10". */
QStringList keysOf(const std::string &hotkey)
{
	const auto &keys = currentScript()->keys;
	const auto found = keys.find(hotkey);

	return found == keys.end() ? QStringList{} : QString::fromStdString(found->second).split(", ");
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

	if (event.key() >= Qt::Key_Shift && event.key() <= Qt::Key_Alt) {
		return key;
	}
	key.key = obsKeyOf(event.key());
	key.modifiers = obsModifiersOf(event.modifiers());
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
	return keyOfText(keysOf(hotkey_name).value(0).toStdString());
}

void hotkey_each_binding(const char *prefix, hotkey_each each, void *data)
{
	for (const auto &[name, keys] : currentScript()->keys) {
		for (const QString &key : keysOf(name)) {
			if (name.rfind(prefix, 0) == 0 && !key.isEmpty()) {
				each(data, name.c_str() + strlen(prefix), key.toUtf8().constData());
			}
		}
	}
}

bool hotkey_bind(const char *hotkey_name, obs_key_combination_t key)
{
	QStringList keys{QString::fromStdString(textOfKey(key))};

	keys += keysOf(hotkey_name).mid(1);
	keys.removeDuplicates();
	keys.removeAll(QString{});
	currentScript()->keys[hotkey_name] = keys.join(", ").toStdString();
	return !currentScript()->isProfileReadOnly;
}

void hotkey_look(const char *hotkey_name, const obs_key_combination_t *wanted, hotkey_view *view)
{
	const obs_key_combination_t bound = hotkey_key(hotkey_name);

	*view = {bound, "", ""};
	qstrncpy(view->further, keysOf(hotkey_name).mid(1).join(", ").toUtf8().constData(), sizeof(view->further));
	for (const auto &[name, keys] : currentScript()->keys) {
		if (name != hotkey_name && hotkey_has_key(name.c_str(), wanted ? *wanted : bound)) {
			qstrncpy(view->other_use, name.c_str(), sizeof(view->other_use));
		}
	}
}

bool hotkey_has_key(const char *hotkey_name, obs_key_combination_t key)
{
	return key.key != OBS_KEY_NONE && keysOf(hotkey_name).contains(QString::fromStdString(textOfKey(key)));
}
