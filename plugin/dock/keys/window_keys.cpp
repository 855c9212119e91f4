// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/window_keys.hpp"

#include <QAction>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenuBar>

#include <obs-frontend-api.h>

#include "dock/keys/native_key.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* Where both count alike. */
constexpr struct {
	int first, last; /* Qt's */
	obs_key_t obs;   /* for the first */
} RANGES[] = {
	{Qt::Key_Space, Qt::Key_9, OBS_KEY_SPACE},
	{Qt::Key_Colon, Qt::Key_Semicolon, OBS_KEY_COLON},
	{Qt::Key_Less, Qt::Key_QuoteLeft, OBS_KEY_LESS},
	{Qt::Key_BraceLeft, Qt::Key_AsciiTilde, OBS_KEY_BRACELEFT},
	{Qt::Key_Escape, Qt::Key_Backspace, OBS_KEY_ESCAPE},
	{Qt::Key_Return, Qt::Key_Enter, OBS_KEY_RETURN},
	{Qt::Key_Insert, Qt::Key_Clear, OBS_KEY_INSERT},
	{Qt::Key_Home, Qt::Key_PageDown, OBS_KEY_HOME},
	{Qt::Key_F1, Qt::Key_F35, OBS_KEY_F1},
};
static_assert(OBS_KEY_9 - OBS_KEY_SPACE == Qt::Key_9 - Qt::Key_Space);
static_assert(OBS_KEY_QUOTELEFT - OBS_KEY_LESS == Qt::Key_QuoteLeft - Qt::Key_Less);
static_assert(OBS_KEY_ASCIITILDE - OBS_KEY_BRACELEFT == Qt::Key_AsciiTilde - Qt::Key_BraceLeft);
static_assert(OBS_KEY_BACKSPACE - OBS_KEY_ESCAPE == Qt::Key_Backspace - Qt::Key_Escape);
static_assert(OBS_KEY_CLEAR - OBS_KEY_INSERT == Qt::Key_Clear - Qt::Key_Insert);
static_assert(OBS_KEY_PAGEDOWN - OBS_KEY_HOME == Qt::Key_PageDown - Qt::Key_Home);
static_assert(OBS_KEY_F35 - OBS_KEY_F1 == Qt::Key_F35 - Qt::Key_F1);

bool isSame(const QKeySequence &shortcut, obs_key_combination_t key)
{
	if (shortcut.count() != 1) { /* keys in turn are pressed by nobody by chance */
		return false;
	}
#if QT_VERSION >= QT_VERSION_CHECK(6, 0, 0)
	const int pressed = shortcut[0].key();
	const Qt::KeyboardModifiers modifiers = shortcut[0].keyboardModifiers();
#else
	const int pressed = shortcut[0] & ~int(Qt::KeyboardModifierMask);
	const Qt::KeyboardModifiers modifiers{shortcut[0] & int(Qt::KeyboardModifierMask)};
#endif
	return obsKeyOf(pressed) == key.key && obsModifiersOf(modifiers) == key.modifiers;
}

/* Alt and the letter that is underlined, of the menu bar's own entries. */
QList<QKeySequence> shortcutsOf(const QAction &action, const QMenuBar *menus)
{
	QList<QKeySequence> shortcuts = action.shortcuts();

	if (menus && menus->actions().contains(const_cast<QAction *>(&action))) {
		shortcuts += QKeySequence::mnemonic(action.text());
	}
	return shortcuts;
}

} // namespace

obs_key_t obsKeyOf(int key)
{
	for (const auto &range : RANGES) {
		if (key >= range.first && key <= range.last) {
			return obs_key_t(range.obs + key - range.first);
		}
	}
	return OBS_KEY_NONE;
}

QString windowUseText(obs_key_combination_t key)
{
	const auto *window = static_cast<QMainWindow *>(obs_frontend_get_main_window());
	const auto *menus = window ? window->findChild<QMenuBar *>() : nullptr;

	if (!window || key.key == OBS_KEY_NONE) {
		return {};
	}
	const auto actions = window->findChildren<QAction *>();
	for (const QAction *action : actions) {
		for (const QKeySequence &shortcut : shortcutsOf(*action, menus)) {
			if (isSame(shortcut, key)) {
				const QString name = action->iconText(); /* without marks of menus */
				return name.isEmpty() ? text("Key.WindowUse") : text("Key.OtherUse", name);
			}
		}
	}
	return {};
}
