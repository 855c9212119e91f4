// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/menu_keys.hpp"

#include <algorithm>

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QKeySequence>
#include <QMenu>
#include <QToolButton>

namespace {

QAction *firstEntry(const QMenu &menu)
{
	for (QAction *entry : menu.actions()) {
		if (entry->isVisible() && entry->isEnabled() && !entry->isSeparator()) {
			return entry;
		}
	}
	return nullptr;
}

bool hasKey(const QMenu &menu, const QKeyEvent &event)
{
	const QKeySequence key{int(event.modifiers() & ~Qt::KeypadModifier) | event.key()};
	const QList<QAction *> entries = menu.actions();

	return std::any_of(entries.cbegin(), entries.cend(),
			   [&key](const QAction *entry) { return entry->shortcut() == key; });
}

bool isOfKeys(const QEvent &contextMenu)
{
	return static_cast<const QContextMenuEvent &>(contextMenu).reason() == QContextMenuEvent::Keyboard;
}

/* Beside Space, which Qt sees to. */
bool opensMenu(const QEvent &event)
{
	if (event.type() != QEvent::KeyPress) {
		return event.type() == QEvent::ContextMenu && isOfKeys(event);
	}
	const int key = static_cast<const QKeyEvent &>(event).key();
	return key == Qt::Key_Return || key == Qt::Key_Enter;
}

/* Of the application: rows and their menus come and go, and what opens a menu is not always its parent. */
class MenuKeys : public QObject {
      public:
	explicit MenuKeys(QWidget *root)
	    : QObject{root},
	      root_{root}
	{
		QCoreApplication::instance()->installEventFilter(this);
	}

	bool eventFilter(QObject *object, QEvent *event) override
	{
		note(*event);
		if (event->type() == QEvent::ShortcutOverride) {
			return keepFromMenu(qobject_cast<QToolButton *>(object), *static_cast<QKeyEvent *>(event));
		}
		if (event->type() == QEvent::Show) {
			choose(qobject_cast<QMenu *>(object));
		}
		return opensMenu(*event) && openMenuOf(qobject_cast<QToolButton *>(object));
	}

      private:
	void note(const QEvent &event)
	{
		switch (event.type()) {
		case QEvent::KeyPress:
			isByKeys_ = true;
			break;
		case QEvent::MouseButtonPress:
		case QEvent::MouseMove:
		case QEvent::TouchBegin:
			isByKeys_ = false;
			break;
		case QEvent::ContextMenu:
			isByKeys_ = isOfKeys(event);
			break;
		default:
			break;
		}
	}
	/* The keys that a menu tells are those of the list beside it: for Qt they would be shortcuts on its button too.
	 */
	bool keepFromMenu(const QToolButton *button, QKeyEvent &event) const
	{
		const bool isTold = button && button->menu() && isOfRoot(button) && hasKey(*button->menu(), event);

		if (isTold) {
			event.accept();
		}
		return isTold;
	}
	/* Not from within: the menu runs a loop of its own. */
	bool openMenuOf(QToolButton *button) const
	{
		if (!button || !button->menu() || !button->isEnabled() || !isOfRoot(button)) {
			return false;
		}
		QMetaObject::invokeMethod(button, "showMenu", Qt::QueuedConnection);
		return true;
	}
	void choose(QMenu *menu) const
	{
		if (menu && isByKeys_ && !menu->activeAction() && isOfRoot(menu)) {
			menu->setActiveAction(firstEntry(*menu));
		}
	}
	bool isOfRoot(const QObject *object) const
	{
		while (object && object != root_) {
			object = object->parent();
		}
		return object;
	}

	QWidget *root_;
	bool isByKeys_{false};
};

} // namespace

void makeMenusKeyed(QWidget *root)
{
	new MenuKeys{root};
}
